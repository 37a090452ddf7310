/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Changes to a mail as data: which field goes, which comes, which bytes of the body are replaced.
 * What no edit names stays byte-identical. Ordered so that every prefix of them leaves a sound
 * mail.
 */
#ifndef KUSTODE_DECISION_EDIT_H
#define KUSTODE_DECISION_EDIT_H

#include <stdbool.h>

#include "text/span.h"

typedef enum EditKind {
    EDIT_DELETE_FIELD,  /* the occurrence-th field called `name` */
    EDIT_CHANGE_FIELD,  /* its value becomes `value`; position stays */
    EDIT_INSERT_FIELD,  /* a new field at the very top */
    EDIT_REPLACE_BYTES, /* [start, end) of the mail's body becomes `value` */
} EditKind;

typedef struct Edit {
    EditKind kind;
    char *name;          /* as written, or as we write it */
    unsigned occurrence; /* from 1, counted without case, in the mail as it was before the edits to
                            that name begin */
    char *value;         /* without the blank behind the colon; folds are "\n " */
    size_t length;       /* of value */
    size_t start, end;
} Edit;

Edit *edit_new(EditKind kind, const char *name, unsigned occurrence, const char *value);
Edit *edit_copy(const Edit *edit);
bool edits_equal(const GPtrArray *a, const GPtrArray *b);
void edit_free(Edit *edit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Edit, edit_free)

/*
 * The mail with the edits (GPtrArray of Edit) carried out as an MTA would: the line ends of what is
 * new are those of the mail. An edit to a field that is not there changes nothing. Caller's.
 */
GString *edits_apply(Span raw, const GPtrArray *edits);

/* The mail's body alone with the edits to it carried out; NULL where none touches it. Caller's. */
GString *edits_apply_to_body(Span raw, const GPtrArray *edits);

/* Deletions of every field of our family in the header of `raw`, last occurrence first, appended to
 * `edits`. */
void edits_remove_marks(GPtrArray *edits, Span raw);

/* Whether a field of that name is of our family: begins with X-Kustode-, any case. */
bool field_is_mark(Span name);

/* Whether edits of ours may touch a field of that name: Subject and those that say how the body is
 * written, and our own family. */
bool field_is_editable(Span name);

/*
 * Whether edits that a stranger wrote down may be carried out on `raw`: fields of ours alone, sound
 * values, byte ranges in order and inside a body that a blank line begins, no more new bytes than a
 * notice has.
 */
bool edits_are_sound(const GPtrArray *edits, Span raw);

/*
 * Keeps what was appended to `edits` from `start` on if it is sound and no more than a judgement
 * may hold, else takes all of it back: what a shell would refuse costs the verdict that came with
 * it.
 */
bool edits_keep_if_sound(GPtrArray *edits, guint start, Span raw);

/* Whether these bytes may stand in a field value: ASCII, LF only before a blank, lines <= 998. */
bool field_value_is_sound(const char *value);

#endif
