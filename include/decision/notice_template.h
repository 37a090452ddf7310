/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The text of a notice with places to be filled: `{list}` and `{contact}`, and `{reasons}` and
 * `{references}`, whose line is repeated for each of them. A paragraph for which there is no reason
 * or no reference is left out. Lines run on into each other, but for those that begin with a blank
 * or a `-`, and are broken at 72 columns.
 */
#ifndef KUSTODE_DECISION_NOTICE_TEMPLATE_H
#define KUSTODE_DECISION_NOTICE_TEMPLATE_H

#include "text/diagnostics.h"
#include "text/span.h"

typedef struct NoticeTemplate NoticeTemplate;

/*
 * NULL, and errors at their place in `file`, where a placeholder is not known or the text is no
 * UTF-8 or longer than a notice may be. Caller's.
 */
NoticeTemplate *notice_template_parse(Span bytes, const char *file, Diagnostics *diagnostics);
void notice_template_free(NoticeTemplate *notice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NoticeTemplate, notice_template_free)

typedef struct NoticeValues {
    const char *list;                      /* its address */
    const char *contact;                   /* whom to tell when the notice is wrong */
    const GPtrArray *reasons, *references; /* char *, UTF-8; the first few are shown */
} NoticeValues;

/* Valid UTF-8, every line ends in \n. Caller's. */
char *notice_template_fill(const NoticeTemplate *notice, const NoticeValues *values);

#endif
