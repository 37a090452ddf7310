/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A post for one who labels it: who wrote what to whom, the verdict with the rules behind it, then
 * the layers with the hits marked. Lines fit the terminal, and nothing posted reaches it but
 * printable characters.
 */
#ifndef KUSTODE_CLI_LABEL_PAGE_H
#define KUSTODE_CLI_LABEL_PAGE_H

#include "cli/judged_post.h"

/* char *: the lines, without line ends; caller's. `in_colour`: else hits are marked by >< alone. */
GPtrArray *label_page(const JudgedPost *post, unsigned width, bool in_colour);

#endif
