/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a charset conversion puts out: valid UTF-8 with LF line ends, and whether all octets were
 * readable.
 */
#ifndef KUSTODE_MAIL_CONVERSION_H
#define KUSTODE_MAIL_CONVERSION_H

#include "mail/charsets.h"
#include "text/derivation.h"

enum { UNREADABLE = 0xFFFD };

typedef struct Conversion {
    Derivation to;
    size_t carriage_returns; /* seen, not yet put out: an LF may follow */
    size_t octets_each;      /* of a carriage return in the source: 1, in UTF-16 2 */
    bool is_broken;
} Conversion;

/* Octets that are valid UTF-8 but for NUL, line ends of any kind in them. */
void put_verbatim(Conversion *conversion, Span utf8);

/* One character that stands for `octets`; UNREADABLE marks the conversion as broken. */
void put_character(Conversion *conversion, gunichar character, size_t octets);

/* Text without line ends that stands for `octets` as a whole. */
void put_unit(Conversion *conversion, Span utf8, size_t octets);

/*
 * Characters of as many bytes each, `count` in all, none of them a control character, each for
 * one octet.
 */
void put_characters(Conversion *conversion, Span utf8, size_t count);

/* Carriage returns that no LF followed are line ends of their own, as on old Macs. */
void put_carriage_returns(Conversion *conversion);

/* Converts by way of iconv; false where it does not know the charset. */
bool convert_by_iconv(Conversion *conversion, Span octets, const Charset *charset);

/* `utf8` in the charset, by its standard; NULL where it cannot hold all of it. Caller's. */
GString *encode_by_iconv(Span utf8, const Charset *charset);

/* The first octet at or after `start` with its high bit set, or the length. */
static inline size_t find_high(Span octets, size_t start)
{
    while (start < octets.length && (unsigned char)octets.text[start] < 0x80) {
        start++;
    }
    return start;
}

#endif
