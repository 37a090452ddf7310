/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One place at which a pasted text may begin, and what stands around it: the signs that pasted_find
 * weighs.
 */
#ifndef KUSTODE_MAIL_PASTED_BORDER_H
#define KUSTODE_MAIL_PASTED_BORDER_H

#include "pasted.h"

typedef struct Border {
    const PostFacts *facts;
    size_t line;        /* the first of the text behind */
    size_t blank_lines; /* before it */
    bool is_top;        /* nothing stands before it */
    bool has_rule;      /* a line of dashes right before it or at it */
    bool is_name; /* its first line is the poster\'s own name: his words end here, nothing begins */
    bool is_below_name;      /* the paragraph before it is the poster's name or signature */
    bool is_below_somebody;  /* ... or looks like some name */
    bool is_below_remark;    /* all that stands before it is a remark in brackets */
    bool is_signed_again;    /* the poster's name stands in the first lines behind it too */
    bool is_below_colon;     /* the text before ends in one */
    bool has_opening_before; /* the text before opens like a letter or a notice */
    bool is_indented;        /* the text behind is set in, the text before is not */
    bool has_foreign_end;    /* closing formula or an address of another domain in the last lines */
    bool is_followed;        /* the poster speaks again below ... */
    bool is_looked_back_on;  /* ... and says that it came from elsewhere */
    bool has_opening;        /* begins like a letter or a notice */
    bool has_url, has_byline, has_dateline, has_date_line, names_agency;
    bool is_subject;   /* its first lines are the post's subject */
    bool is_by_poster; /* a reporter's line at it or before it names the poster */
    size_t head_lines; /* that look like an article's */
    size_t letters_before, letters_behind;
    Introduction introduction; /* of the text before; its phrase is empty when there is none */
    const char *language_before,
        *language_behind; /* ISO 639-1, or NULL: unknown, or not asked yet */
} Border;

/* What does not change from border to border of one text. */
typedef struct PastedText {
    const TextLines *lines;
    const PostFacts *facts;
    size_t first, stop; /* the poster's lines */
    size_t end; /* where he speaks again below what he may have pasted; `stop` when he does not */
    bool is_answered;       /* there he does not only sign */
    bool is_looked_back_on; /* there he says that it came from elsewhere */
} PastedText;

/* Whether a line is the poster's name or address, or a signature's beginning. */
bool pasted_is_poster(const PastedText *text, size_t index);

/* The language of a text when it is told for sure, else NULL. */
const char *pasted_sure_language(Span text);

/* Everything about the border at `border->line` but counts, introduction and languages; facts and
 * line are set. */
void border_read(const PastedText *text, Border *border);

/* The languages on both sides: by far the dearest sign. */
void border_read_languages(const PastedText *text, Border *border);

/* ---- what it is worth (pasted_weigh.c) */

/* How far above the threshold the border is; below 0: it is none. Reads its languages when they can
 * decide. */
int border_weigh(const PastedText *text, Border *border);

/* Whether the text behind is a newspaper's or an agency's, whatever stands before it. */
bool border_is_article(const Border *border);

bool border_changes_language(const Border *border);

/* char *: what counted; the caller's. */
GPtrArray *border_evidence(const Border *border);

/* Letters of a text, roughly: what of it is not ASCII counts by its characters. */
size_t pasted_count_letters(Span text);

#endif
