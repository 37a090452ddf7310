/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a front needs to know of a generation: its lists, how they are called, their modes and what
 * they want when judging fails. It crosses from the zygote, which has read the configuration, to
 * the front, which knows no YAML.
 */
#ifndef KUSTODE_POOL_ROSTER_H
#define KUSTODE_POOL_ROSTER_H

#include "decision/policy.h"

/* The caller's. */
GByteArray *roster_pack(const Policies *policies);

/* Policies without rules, steps or words: fit for finding lists, not for judging. NULL when the
 * bytes are no roster. Caller's. */
Policies *roster_unpack(Span bytes);

#endif
