/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which posts are worth a person's time first: those near a threshold, odd ones, one of a kind
 * before its copies; and among them, evenly drawn, posts without any points, since a hoax that
 * was missed is found nowhere else.
 */
#ifndef KUSTODE_CLI_LABEL_ORDER_H
#define KUSTODE_CLI_LABEL_ORDER_H

#include "cli/judged_post.h"

/* Sorts the posts (JudgedPost); the same posts always come in the same order. */
void label_order(GPtrArray *posts);

/* Why a post is asked for, for people; static. */
const char *label_reason(const JudgedPost *post);

/* Whether what people say of it is not the verdict. */
bool label_disagrees(const JudgedPost *post);

#endif
