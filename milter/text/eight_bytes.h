/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Eight bytes of folded text at once: what is asked of each is answered in its highest bit.
 */
#ifndef KUSTODE_TEXT_EIGHT_BYTES_H
#define KUSTODE_TEXT_EIGHT_BYTES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Of U+0340: no letter before that is of another script than Latin. */
enum { FIRST_OTHER_LEAD_BYTE = 0xCD };

enum { BYTES_AT_ONCE = sizeof(uint64_t), LOOK_AHEAD = 3 };

static inline uint64_t repeated(unsigned char byte)
{
    return UINT64_C(0x0101010101010101) * byte;
}

static inline uint64_t load(const char *at)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

static inline uint64_t blanks_among(uint64_t bytes)
{
    return ~(((bytes & repeated(0x7F)) + repeated(0x7F - ' ')) | bytes);
}

static inline uint64_t capitals_among(uint64_t bytes)
{
    uint64_t low = bytes & repeated(0x7F);
    return (low + repeated(0x80 - 'A')) & ~(low + repeated(0x7F - 'Z')) & ~bytes;
}

static inline uint64_t among(uint64_t bytes, unsigned char byte)
{
    uint64_t other = bytes ^ repeated(byte);
    return ~(((other & repeated(0x7F)) + repeated(0x7F)) | other);
}

/* `+`, `,`, `-`, `.` */
static inline uint64_t separators_among(uint64_t bytes)
{
    uint64_t low = bytes & repeated(0x7F);
    return (low + repeated(0x80 - '+')) & ~(low + repeated(0x7F - '.')) & ~bytes;
}

/*
 * Whether nothing begins at these eight bytes but words and the one blank between them: no control,
 * no letter from U+0340 on, no second blank, no word of a single letter up to U+07FF, no emphasis,
 * no dots between letters. LOOK_AHEAD bytes behind them are read.
 */
static inline bool are_plain(const char *at)
{
    uint64_t bytes = load(at), second = load(at + 1), third = load(at + 2);
    uint64_t low = bytes & repeated(0x7F);
    uint64_t controls = ~((low + repeated(0x80 - ' ')) | bytes);
    uint64_t others = (low + repeated(0x100 - FIRST_OTHER_LEAD_BYTE)) & bytes;
    uint64_t blanks = blanks_among(bytes);
    uint64_t ends =
        blanks_among(second) | blanks_among(third) | (blanks_among(load(at + 3)) & second);
    uint64_t emphasis = among(bytes, '*') | among(bytes, '_') | among(bytes, '~');
    uint64_t dotted =
        separators_among(bytes) & ((~separators_among(second) & separators_among(third)) | second);
    uint64_t work = controls | others | (blanks & ends) | emphasis | dotted;
    return (work & repeated(0x80)) == 0;
}

#endif
