/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Values one behind the other as bytes, for two processes of one program: numbers as the machine
 * has them, texts with their length before and a NUL behind. What a stranger wrote is read without
 * harm: from the first thing on that is not as it should be, nothing is read any more.
 */
#ifndef KUSTODE_POOL_PACKING_H
#define KUSTODE_POOL_PACKING_H

#include <stdint.h>

#include "text/span.h"

void pack_number(GByteArray *out, int64_t number);
void pack_double(GByteArray *out, double number);
void pack_bytes(GByteArray *out, Span bytes);
void pack_text(GByteArray *out, const char *text); /* NULL stays NULL */

typedef struct Unpacker {
    Span rest;
    bool is_broken;
} Unpacker;

int64_t unpack_number(Unpacker *unpacker); /* 0 when it is not there; so all below */
double unpack_double(Unpacker *unpacker);

/* A number from 0 to `most`; any other breaks it. */
uint64_t unpack_up_to(Unpacker *unpacker, uint64_t most);

/* Borrowed. `unpack_text` takes valid UTF-8 alone; of `unpack_octets` any bytes but NUL. */
Span unpack_bytes(Unpacker *unpacker);
const char *unpack_octets(Unpacker *unpacker);
const char *unpack_text(Unpacker *unpacker);

/* Whether all of it was read, and was as it should be. */
bool unpack_is_whole(const Unpacker *unpacker);

#endif
