/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is known about the texts that a piece of a pattern matches: all of them where they are few,
 * else literals of which one is in each. Pieces are joined as the pattern joins them; what cannot
 * be known is left open, never guessed.
 */
#ifndef KUSTODE_TEXT_LITERALS_H
#define KUSTODE_TEXT_LITERALS_H

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#define NO_BOUND SIZE_MAX

/* Characters: a confirmation that would have to begin earlier than so far before a literal looks at
 * the whole text. */
enum { LONGEST_REACH = 256 };

typedef struct Piece {
    GPtrArray *exact;    /* char *: all that it matches, or more; NULL: too many */
    GPtrArray *required; /* char *: one of them is in whatever it matches; NULL: none known */
    size_t reach;        /* characters from its start to the end of that one, at most */
    size_t longest;      /* characters that it matches, at most */
} Piece;

void piece_clear(Piece *piece);

/* Takes over `exact` (char *, its owner). */
Piece piece_of(GPtrArray *exact);
Piece piece_of_nothing(void); /* the empty text, as `\b` matches */
Piece piece_unknown(size_t longest);

/* `piece` repeated, and either of two; they take over what is given. `most` may be NO_BOUND. */
Piece piece_repeat(Piece piece, size_t fewest, size_t most);
Piece piece_or(Piece one, Piece other);

/* Pieces one behind the other. */
typedef struct Sequence {
    GPtrArray *run;    /* what the last few pieces match together */
    size_t before;     /* characters that all pieces before those match, at most */
    Piece whole;       /* of the pieces so far, but for `exact` and `longest` */
    gboolean is_exact; /* the run is all there is */
} Sequence;

Sequence sequence_new(void);
void sequence_append(Sequence *sequence, Piece piece); /* takes over the piece */
Piece sequence_end(Sequence *sequence);                /* frees the sequence's own */

#endif
