/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Requests and judgements as bytes that cross from process to process (pool/packing). What comes
 * back is checked value by value: a broken worker may lie about its own post, never beyond.
 */
#ifndef KUSTODE_POOL_RECORD_H
#define KUSTODE_POOL_RECORD_H

#include "pool/judging.h"

/* All but `raw`, which has a place of its own, and recipients, which judging does not ask for. The
 * caller's. */
GByteArray *request_pack(const JudgingRequest *request);

/* `bytes` must outlive the request, which borrows from it. False when it is none; to be cleared in
 * any case. */
bool request_unpack(Span bytes, JudgingRequest *request);
void request_clear(JudgingRequest *request);

GByteArray *judgement_pack(const Judgement *judgement); /* the caller's */

/* NULL when the bytes are no judgement: out of shape, out of range, too many. Caller's. */
Judgement *judgement_unpack(Span bytes);

#endif
