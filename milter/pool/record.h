/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Requests and judgements as bytes that cross from process to process: GVariant, which reads what a
 * stranger wrote without harm. What comes back is checked value by value: a broken worker may lie
 * about its own post, never beyond.
 */
#ifndef KUSTODE_POOL_RECORD_H
#define KUSTODE_POOL_RECORD_H

#include "pool/judging.h"

/* All but `raw`, which has a place of its own. Floating. */
GVariant *request_pack(const JudgingRequest *request);

/* `bytes` must outlive the request, which borrows from it and from `keep`; the caller unrefs
 * `keep`. */
bool request_unpack(Span bytes, JudgingRequest *request, GVariant **keep);
void request_clear(JudgingRequest *request);

GVariant *judgement_pack(const Judgement *judgement);

/* NULL when the bytes are no judgement: out of shape, out of range, too many. Caller's. */
Judgement *judgement_unpack(Span bytes);

#endif
