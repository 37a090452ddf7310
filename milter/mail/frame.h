/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From an opening to the frame inside it: whether a reply or a forward begins there, how sure that
 * is, and why.
 */
#ifndef KUSTODE_MAIL_FRAME_H
#define KUSTODE_MAIL_FRAME_H

#include "segments.h"

/*
 * Whether an opening of `frame`, whose lines begin at `low`, opens nothing: at the very top "Reply
 * above this line" of a help desk has nothing to stand below, and the poster's own header is above
 * his own words.
 */
bool frame_passes_by(const Segmenter *segmenter, const Frame *frame, const Opening *opening,
                     size_t low);

/* The frame inside `frame` that the opening begins; `low` and `stop` bound the lines of `frame`.
 * Takes the opening's origin over. */
Frame frame_inside(const Segmenter *segmenter, const Frame *frame, Opening *opening, size_t low,
                   size_t stop);

/* Frees what no layer took. */
void frame_clear(Frame *frame);

#endif
