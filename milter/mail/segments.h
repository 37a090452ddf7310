/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One readable text cut into its voices. Frames nest: the post's own text is a frame, each forward
 * or quote in it is one more, with its own quote depth and end. In every frame footers go first,
 * from the end, then foreign texts are found from the top, and what remains between them is the
 * voice of the frame and its signature.
 */
#ifndef KUSTODE_MAIL_SEGMENTS_H
#define KUSTODE_MAIL_SEGMENTS_H

#include "header_block.h"
#include "post_facts.h"

#define MOST_FRAME_LEVELS                                                                          \
    16 /* deeper nesting is no mail that people wrote; what is deeper belongs to the last level */

typedef struct Segmenter {
    TextLines lines;
    const PostFacts *facts;
    GPtrArray *layers;  /* Layer: those of earlier parts before, this text's appended */
    size_t first_layer; /* of this text */
    size_t most_layers;
    size_t covered;       /* bytes of the text that belong to a layer already */
    guint next_enclosure; /* of lines.enclosures: those before it are layers already */
    unsigned base_level;  /* of the text's own voice: more than 0 inside an attached message */
    int base_parent;
    LayerKind base_voice; /* own, or forwarded when the whole mail was resent */
    bool is_digest;       /* the text is a list's digest, which nobody forwarded */
    LimitSet met;
} Segmenter;

/* A stretch of lines that one voice speaks, foreign texts inside aside. */
typedef struct Frame {
    size_t first, stop; /* lines, half open */
    size_t body;        /* behind mark and header block */
    unsigned depth;     /* quote depth of its own text */
    unsigned level;
    LayerKind voice;
    LayerHow how;
    int parent;
    int id; /* of its first layer, or -1 */
    unsigned confidence;
    unsigned digest;     /* number in a digest, from 1, or 0 */
    Origin origin;       /* moves into the first layer */
    GPtrArray *evidence; /* char *, moves into the first layer; or NULL */
} Frame;

/* Where a foreign text begins, how far it goes, and what it is. */
typedef struct Opening {
    OpeningKind kind;
    size_t first, stop; /* lines, half open: mark and header block included */
    size_t start; /* byte at which it begins: on a line shared with other words it is not the line's
                     start */
    size_t body;  /* line at which the original's own words begin */
    unsigned depth; /* quote depth of the original's own words */
    bool is_quoted; /* the mark itself stands behind quote marks */
    Origin origin;
    char *cc;
    const char *client, *language; /* of its mark, or NULL */
} Opening;

void opening_clear(Opening *opening);

/*
 * The foreign text that begins at line `index` of `frame`, not before line `low`, before line
 * `stop`. When there is none `opening->stop` is the next line worth a look.
 */
bool opening_find(const TextLines *lines, const Frame *frame, size_t low, size_t index, size_t stop,
                  Opening *opening);

/* The line at which the list footers at the end of lines [first, stop) begin; `stop` when there are
 * none. */
size_t footer_find(const TextLines *lines, size_t first, size_t stop, unsigned depth);

/* Lines [low, stop) of which those before `index` were looked at. */
typedef struct Stretch {
    size_t low, index, stop;
} Stretch;

/*
 * Where the footers of the post's own list begin among those at its end: those before that name the
 * list a forward reaching to the end was once sent to, and not this one, belong to that forward.
 * `footers.stop`: all do.
 */
size_t footer_of_post(const TextLines *lines, const PostFacts *facts, const char *original_to,
                      Stretch footers);

/* The line at which the signature at the end of the voice's lines [first, stop) begins; `stop` when
 * there is none. */
size_t signature_find(const TextLines *lines, const PostFacts *facts, size_t first, size_t stop);

/* The same below a text that the poster pasted: only a signature that names him counts. */
size_t poster_signature_find(const TextLines *lines, const PostFacts *facts, size_t first,
                             size_t stop);

/* Appends the layers of `text`. `segmenter` has facts, layers, limits and base set by the caller.
 */
void segments_read(Segmenter *segmenter, Span text, const HtmlText *html);

#endif
