/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The layers of a text, written down from its first byte to its last: each call takes what no layer
 * has yet up to where it is told, so that they partition the text. A notice or an encoded file
 * on the way becomes a layer of its own, whoever's words it stands in.
 */
#ifndef KUSTODE_MAIL_EMISSION_H
#define KUSTODE_MAIL_EMISSION_H

#include "segments.h"

/* Whether only one more layer fits, which is kept back for what is left of the text. */
bool emission_is_full(Segmenter *segmenter);

/* The bytes up to `end` as a layer; who calls says whose. */
Layer *emission_append(Segmenter *segmenter, size_t end);

/* The frame's own voice up to `end`; blanks alone belong to the layer before. */
void emission_voice(Segmenter *segmenter, Frame *frame, size_t end);

/* Signatures and footers: of the frame's voice, and inside the frame when that is a forward or a
 * quote. */
void emission_appendage(Segmenter *segmenter, const Frame *frame, LayerKind kind, size_t end);

/* The voice's lines [first, stop), the last of which may be shared with what begins at byte `end`:
 * its words, then its signature. */
void emission_lines(Segmenter *segmenter, Frame *frame, size_t first, size_t stop, size_t end);

#endif
