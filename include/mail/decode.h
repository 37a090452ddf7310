/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transfer encodings (RFC 2045 6: base64, quoted-printable; uuencode), encoded words (RFC 2047),
 * parameter values (RFC 2231) and charsets, to valid UTF-8. Our own, since others drop what stands
 * behind a base64 pad or choke on a wrong charset, and a hoax can hide there. Never fails: what is
 * not decodable stays as it is.
 */
#ifndef KUSTODE_MAIL_DECODE_H
#define KUSTODE_MAIL_DECODE_H

#include <stdbool.h>

#include "text/limits.h"
#include "text/offset_map.h"
#include "text/span.h"

typedef enum TransferEncoding {
    TRANSFER_IDENTITY, /* 7bit, 8bit, binary, and whatever is unknown */
    TRANSFER_BASE64,
    TRANSFER_QUOTED_PRINTABLE,
    TRANSFER_UUENCODE, /* x-uuencode, uuencode */
} TransferEncoding;

/* From the value of Content-Transfer-Encoding; comments and case do not matter. */
TransferEncoding transfer_encoding_parse(Span value);

/*
 * Decodes at most `most_bytes` of output, LIMIT_TEXT in `met` when there would be more. Line ends
 * stay as they are; charset_to_utf8 makes them LF. `map` (may be NULL) leads back to `encoded`.
 * Caller's.
 */
GString *transfer_decode(TransferEncoding encoding, Span encoded, size_t most_bytes, OffsetMap *map,
                         LimitSet *met);

/*
 * Octets of a declared charset (NULL or empty: none) to valid UTF-8 with LF line ends: the declared
 * one if it is on the allow-list, octets it does not have U+FFFD; else, and where it has not all of
 * what is valid UTF-8, as UTF-8, octets that are none as windows-1252. NUL becomes a blank, a byte
 * order mark is left out. LIMIT_CHARSET where anything was guessed; ASCII in an unknown charset,
 * and UTF-8 labelled us-ascii, is no guess. `map` (may be NULL) leads back to `octets`: exactly for
 * UTF and charsets of one octet a character, by runs of what is no ASCII for others. Caller's.
 */
GString *charset_to_utf8(Span octets, const char *charset, OffsetMap *map, LimitSet *met);

/*
 * Opens every charset once, for later conversions to need no file and no milliseconds. Once, before
 * there are threads; without it all works the same.
 */
void charsets_open(void);

/* Whether `charset` can hold `utf8` in full; then `encoded`, caller's, has its bytes. */
bool charset_from_utf8(Span utf8, const char *charset, GString **encoded);

/*
 * A field value as a reader sees it: unfolded, encoded words decoded (adjacent ones joined before
 * the charset conversion), raw 8-bit text taken as UTF-8 or windows-1252, control characters a
 * blank. Valid UTF-8, caller's.
 */
char *header_decode(Span raw);

/*
 * The value of parameter `name` in a field like Content-Type (`field`: the raw value): quotes and
 * comments taken off, pieces joined and percent signs decoded by RFC 2231, encoded words too, as
 * many programs write them; or NULL when there is none. Of two of the same name the first. Valid
 * UTF-8 without control characters, caller's.
 */
char *parameter_decode(Span field, const char *name);

/*
 * `utf8` as RFC 2047 encoded words (B or Q, the shorter), each at most 75 characters, never broken
 * inside a character, joined by "\n " for a field whose name and colon take `used` columns; plain
 * ASCII text comes back as it is. Caller's.
 */
char *header_encode(Span utf8, size_t used);

#endif
