/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/packing.h"

#include <string.h>

enum { NO_TEXT = -1 };

void pack_number(GByteArray *out, int64_t number)
{
    g_byte_array_append(out, (const guint8 *)&number, sizeof number);
}

void pack_double(GByteArray *out, double number)
{
    g_byte_array_append(out, (const guint8 *)&number, sizeof number);
}

void pack_bytes(GByteArray *out, Span bytes)
{
    pack_number(out, (int64_t)bytes.length);
    if (bytes.length > 0) {
        g_byte_array_append(out, (const guint8 *)bytes.text, (guint)bytes.length);
    }
    g_byte_array_append(out, (const guint8 *)"", 1);
}

void pack_text(GByteArray *out, const char *text)
{
    if (text == NULL) {
        pack_number(out, NO_TEXT);
    } else {
        pack_bytes(out, span_of(text));
    }
}

/* The next `length` bytes; NULL when there are fewer. */
static const char *take(Unpacker *unpacker, size_t length)
{
    if (unpacker->is_broken || unpacker->rest.length < length) {
        unpacker->is_broken = true;
        return NULL;
    }
    const char *taken = unpacker->rest.text;
    unpacker->rest = span_slice(unpacker->rest, length, unpacker->rest.length);
    return taken;
}

int64_t unpack_number(Unpacker *unpacker)
{
    int64_t number = 0;
    const char *bytes = take(unpacker, sizeof number);
    if (bytes != NULL) {
        memcpy(&number, bytes, sizeof number);
    }
    return number;
}

double unpack_double(Unpacker *unpacker)
{
    double number = 0;
    const char *bytes = take(unpacker, sizeof number);
    if (bytes != NULL) {
        memcpy(&number, bytes, sizeof number);
    }
    return number;
}

uint64_t unpack_up_to(Unpacker *unpacker, uint64_t most)
{
    int64_t number = unpack_number(unpacker);
    if (number < 0 || (uint64_t)number > most) {
        unpacker->is_broken = true;
        return 0;
    }
    return (uint64_t)number;
}

static Span take_text(Unpacker *unpacker, int64_t length)
{
    if (length < 0 || (uint64_t)length >= unpacker->rest.length) {
        unpacker->is_broken = true;
        return span_of("");
    }
    const char *bytes = take(unpacker, (size_t)length + 1);
    unpacker->is_broken = bytes == NULL || bytes[length] != '\0';
    return unpacker->is_broken ? span_of("") : span_make(bytes, (size_t)length);
}

Span unpack_bytes(Unpacker *unpacker)
{
    return take_text(unpacker, unpack_number(unpacker));
}

const char *unpack_octets(Unpacker *unpacker)
{
    int64_t length = unpack_number(unpacker);
    if (length == NO_TEXT) {
        return NULL;
    }
    Span text = take_text(unpacker, length);
    unpacker->is_broken = unpacker->is_broken || memchr(text.text, '\0', text.length) != NULL;
    return unpacker->is_broken ? NULL : text.text;
}

const char *unpack_text(Unpacker *unpacker)
{
    const char *text = unpack_octets(unpacker);
    if (text != NULL && !g_utf8_validate(text, -1, NULL)) {
        unpacker->is_broken = true;
        return NULL;
    }
    return text;
}

bool unpack_is_whole(const Unpacker *unpacker)
{
    return !unpacker->is_broken && unpacker->rest.length == 0;
}
