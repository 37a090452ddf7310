/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The X-Kustode-Status and X-Kustode-References values (interfaces.md): pure ASCII of a closed
 * alphabet, the verdict first, at most 900 bytes, folded.
 */
#ifndef KUSTODE_DECISION_STATUS_HEADER_H
#define KUSTODE_DECISION_STATUS_HEADER_H

#include "decision/outcome.h"

#define STATUS_HEADER_NAME     "X-Kustode-Status"
#define REFERENCES_HEADER_NAME "X-Kustode-References"

/* Caller's. */
char *status_header_value(const Outcome *outcome, HeaderDetail detail);

/* The score that counts and its threshold, `6.5/4.0`: of the verdict's class, else of the one
 * nearest to it. Caller's. */
char *status_header_score(const Outcome *outcome);

/* NULL when there are no references. Caller's. */
char *references_header_value(const Outcome *outcome);

#endif
