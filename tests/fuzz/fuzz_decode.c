/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Transfer encodings, charsets, header fields and parameters: valid UTF-8, and maps as long as
 * text and source.
 */
#include "mail/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char *const charsets[] = { NULL,     "utf-8",       "us-ascii",  "iso-8859-1",
                                        "utf-16", "gb18030",     "shift_jis", "iso-2022-jp",
                                        "utf-7",  "iso-2022-kr", "koi8-r",    "big5" };

static void decode_text(Span input, TransferEncoding encoding, const char *charset, size_t most)
{
    LimitSet met = 0;
    g_autoptr(OffsetMap) transfer = offset_map_new();
    g_autoptr(GString) octets = transfer_decode(encoding, input, most, transfer, &met);
    g_assert(octets->len <= most);
    g_assert(offset_map_derived_length(transfer) == octets->len);
    g_assert((met & limit_bit(LIMIT_TEXT)) != 0 ||
             offset_map_source_length(transfer) == input.length);

    g_autoptr(OffsetMap) map = offset_map_new();
    g_autoptr(GString) utf8 =
        charset_to_utf8(span_make(octets->str, octets->len), charset, map, &met);
    g_assert(g_utf8_validate_len(utf8->str, utf8->len, NULL));
    g_assert(offset_map_derived_length(map) == utf8->len);
    g_assert(offset_map_source_length(map) == octets->len);
}

static void decode_field(Span input)
{
    g_autofree char *text = header_decode(input);
    g_assert(g_utf8_validate(text, -1, NULL));
    g_autofree char *encoded = header_encode(span_of(text), 9);
    g_autofree char *again = header_decode(span_of(encoded));
    g_assert_cmpstr(again, ==, text);
    g_autofree char *value = parameter_decode(input, "name");
    g_assert(value == NULL || g_utf8_validate(value, -1, NULL));
}

/* The first byte chooses what is tried. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length == 0) {
        return 0;
    }
    Span input = span_make((const char *)bytes + 1, length - 1);
    if (bytes[0] >= 0xC0) {
        decode_field(input);
        return 0;
    }
    decode_text(input, (TransferEncoding)(bytes[0] % 4),
                charsets[bytes[0] / 4 % G_N_ELEMENTS(charsets)], bytes[0] >= 0x80 ? 100 : SIZE_MAX);
    transfer_encoding_parse(input);
    return 0;
}
