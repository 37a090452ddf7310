/* SPDX-License-Identifier: BSD-2-Clause */
#include "frame.h"

#include "origin.h"
#include "pasted.h"

#define MOST_PREFACE_BYTES 4096 /* longer words before a quotation do not introduce it */

/* How sure a way of beginning is by itself; what the post's header says moves it. */
static const unsigned confidences[] = {
    [OPENING_FORWARD] = 95,     [OPENING_ORIGINAL] = 80, [OPENING_HEADER] = 80,
    [OPENING_ATTRIBUTION] = 90, [OPENING_QUOTE] = 90,
};

static const char *const opening_names[] = {
    [OPENING_FORWARD] = "mark: ",        [OPENING_ORIGINAL] = "mark: ",
    [OPENING_HEADER] = "header block: ", [OPENING_ATTRIBUTION] = "attribution: ",
    [OPENING_QUOTE] = "quote marks",
};

static bool has_words(const Segmenter *segmenter, const Frame *frame, size_t first, size_t stop)
{
    for (size_t i = first; i < stop; i++) {
        const TextLine *line = text_line(&segmenter->lines, i);
        if (line->mark != LINE_BLANK && line->mark != LINE_RULE && line->depth == frame->depth) {
            return line->mark != LINE_SIGNATURE;
        }
    }
    return false;
}

/* In a forward the forwarded mail's own subject tells whether it was an answer. */
static bool is_forward_inside(const Opening *opening, const Frame *frame)
{
    if (opening->kind == OPENING_FORWARD) {
        return true;
    }
    SubjectPrefix prefix = subject_prefix(frame->origin.subject, NULL);
    return (opening->kind == OPENING_ORIGINAL || opening->kind == OPENING_HEADER) &&
           prefix >= PREFIX_FORWARD_WEAK;
}

/* Only a quotation without a word of its own needs an introduction to be a forward. */
static bool is_introduced(const Segmenter *segmenter, size_t first, size_t stop)
{
    size_t start = text_lines_offset(&segmenter->lines, first),
           end = text_lines_offset(&segmenter->lines, stop);
    g_autofree char *folded =
        marks_fold(span_slice(segmenter->lines.text, start, end), MOST_PREFACE_BYTES);

    return folded != NULL && pasted_introduction(span_of(folded)).phrase.length > 0;
}

/* Three quarters of the frame's bytes, so of several quotes at most one does. */
static bool fills_frame(const Segmenter *segmenter, const Frame *frame, const Opening *opening)
{
    const TextLines *lines = &segmenter->lines;
    size_t all = text_lines_offset(lines, frame->stop) - text_lines_offset(lines, frame->first),
           inside =
               text_lines_offset(lines, opening->stop) - text_lines_offset(lines, opening->first);

    return inside / 3 >= (all - inside);
}

static bool is_forward(const Segmenter *segmenter, const Frame *frame, const Opening *opening,
                       size_t low, size_t stop, Frame *inner)
{
    /* A frame that has said nothing yet is the wrapping of a client, no text with forwards inside;
     * but who is quoted by name has spoken. */
    bool has_spoken =
        frame->id >= 0 || (frame->voice == LAYER_QUOTED && frame->origin.from != NULL);
    if (frame->level > segmenter->base_level && has_spoken) {
        return is_forward_inside(opening, frame);
    }
    Circumstances circumstances = {
        .facts = segmenter->facts,
        .kind = opening->kind,
        .is_quoted = opening->is_quoted,
        .has_text_before = frame->id >= 0 || has_words(segmenter, frame, low, opening->first) ||
                           opening->start > text_line(&segmenter->lines, opening->first)->start,
        .has_text_after = has_words(segmenter, frame, opening->stop, stop),
        .origin = &opening->origin,
        .cc = opening->cc,
        .fills_post = fills_frame(segmenter, frame, opening),
    };
    circumstances.is_introduced =
        opening->kind == OPENING_QUOTE && is_introduced(segmenter, low, opening->first);
    int points = forward_points(&circumstances, inner->evidence);
    inner->confidence =
        CLAMP(confidences[opening->kind] / 2 + 25 + (unsigned)ABS(points) * 3, 50, 99);
    return points > 0;
}

static void note_opening(const Opening *opening, GPtrArray *evidence)
{
    const char *client = opening->client, *language = opening->language;
    const char *detail = opening->kind == OPENING_QUOTE ? ""
                         : client != NULL               ? client
                         : language != NULL             ? language
                                                        : "any client";

    g_ptr_array_add(evidence, g_strdup_printf("%s%s%s%s", opening_names[opening->kind], detail,
                                              client != NULL && language != NULL ? " " : "",
                                              client != NULL && language != NULL ? language : ""));
}

/* "Reply above this line". */
static bool is_bare_mark(const Opening *opening)
{
    return opening->kind == OPENING_ORIGINAL && opening->origin.from == NULL &&
           opening->origin.subject == NULL;
}

/* Some write or paste the header of their own mail above its text. */
static bool is_header_of_poster(const Segmenter *segmenter, const Frame *frame,
                                const Opening *opening)
{
    if (frame->level != segmenter->base_level || opening->kind != OPENING_HEADER ||
        opening->origin.from == NULL || segmenter->facts->prefix >= PREFIX_FORWARD_WEAK) {
        return false;
    }
    g_autofree char *folded = marks_fold(span_of(opening->origin.from), MOST_MARK_BYTES);
    return folded != NULL && post_facts_name_poster(segmenter->facts, folded);
}

bool frame_passes_by(const Segmenter *segmenter, const Frame *frame, const Opening *opening,
                     size_t low)
{
    return (is_bare_mark(opening) || is_header_of_poster(segmenter, frame, opening)) &&
           frame->id < 0 && !opening->is_quoted &&
           !has_words(segmenter, frame, low, opening->first);
}

Frame frame_inside(const Segmenter *segmenter, const Frame *frame, Opening *opening, size_t low,
                   size_t stop)
{
    Frame inner = {
        .first = opening->first,
        .stop = opening->stop,
        .body = MIN(opening->body, opening->stop),
        .depth = opening->depth,
        .level = frame->level + 1,
        .parent = frame->id >= 0 ? frame->id : frame->parent,
        .id = -1,
        .confidence = confidences[opening->kind],
        .evidence = g_ptr_array_new_with_free_func(g_free),
    };
    note_opening(opening, inner.evidence);
    bool forwards = is_forward(segmenter, frame, opening, low, stop, &inner);
    inner.voice = forwards ? LAYER_FORWARDED : LAYER_QUOTED;
    inner.how = forwards ? LAYER_MARKED : LAYER_HOW_NONE;
    inner.origin = opening->origin;
    opening->origin = (Origin){ 0 };
    /* An attribution names no subject; a forward's own subject is its original's behind "Fw:". */
    if (forwards && inner.origin.subject == NULL && inner.origin.from != NULL &&
        segmenter->facts->prefix >= PREFIX_FORWARD_WEAK) {
        inner.origin.subject = span_copy(segmenter->facts->subject);
    }
    return inner;
}

void frame_clear(Frame *frame)
{
    origin_clear(&frame->origin);
    g_clear_pointer(&frame->evidence, g_ptr_array_unref);
}
