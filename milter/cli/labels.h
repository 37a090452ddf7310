/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What people say posts are: a labels file, written by hand, one line a post (`posts.mbox:3 hoax
 * de`,
 * `<id@host> none`), or a table with a header line and columns set apart by tabs.
 */
#ifndef KUSTODE_CLI_LABELS_H
#define KUSTODE_CLI_LABELS_H

#include <stdbool.h>

#include "decision/outcome.h"

/* What a label asks of the verdict. */
typedef struct LabelMeaning {
    const char *word;
    bool is_judged; /* false: posts with it are shown, and neither right nor wrong */
    Verdict expected;
} LabelMeaning;

/* Never NULL: what a word that is not known asks is nothing. Static. */
const LabelMeaning *label_meaning(const char *word);

typedef struct Label {
    char *file;       /* as written, or NULL */
    size_t number;    /* of the message in `file`, from 0 */
    char *message_id; /* without <>, or NULL */
    char *word;
    char *language; /* as written; "-" when it is not */
    const LabelMeaning *meaning;
    unsigned line;
    bool is_used; /* a post was found that it speaks of */
} Label;

typedef struct Labels Labels;

/*
 * Reads `path`. Whatever is wrong is appended to `errors` (char *: `FILE:LINE: ...`), likely
 * misspellings of labels to `warnings`. NULL when it cannot be read at all, which is the one error.
 */
Labels *labels_read(const char *path, GPtrArray *errors, GPtrArray *warnings);
void labels_free(Labels *labels);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Labels, labels_free)

/* Whether it is a table, so that a line by hand would be none of its rows. */
bool labels_are_table(const Labels *labels);

/* Label, in the order of the file. */
const GPtrArray *labels_all(const Labels *labels);

/*
 * The label of a post, marked as used: by file and number, else by message-id (may be NULL). A file
 * in the labels is that of the post when the shorter of their paths is how the longer one ends,
 * `.gz` and `.xz` aside. NULL: none.
 */
const Label *labels_find(const Labels *labels, const char *source, size_t number,
                         const char *message_id);

#endif
