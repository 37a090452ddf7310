/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/conversion.h"

void put_carriage_returns(Conversion *conversion)
{
    for (; conversion->carriage_returns > 0; conversion->carriage_returns--) {
        derive(&conversion->to, span_of("\n"), conversion->octets_each);
    }
}

void put_unit(Conversion *conversion, Span utf8, size_t octets)
{
    put_carriage_returns(conversion);
    derive(&conversion->to, utf8, octets);
}

void put_characters(Conversion *conversion, Span utf8, size_t count)
{
    put_carriage_returns(conversion);
    derive_units(&conversion->to, utf8, 1, count);
}

/* One control character of the kinds that do not pass as they are: NUL, CR, LF. */
static void put_control(Conversion *conversion, char control, size_t octets)
{
    if (control == '\r') {
        conversion->carriage_returns++;
        conversion->octets_each = octets;
        return;
    }
    if (control == '\0') {
        put_unit(conversion, span_of(" "), octets);
        return;
    }
    octets += conversion->carriage_returns * conversion->octets_each;
    conversion->carriage_returns = 0;
    derive(&conversion->to, span_of("\n"), octets);
}

void put_verbatim(Conversion *conversion, Span utf8)
{
    size_t at = 0, control = 0, zero = span_find(utf8, '\0', 0);
    while (at < utf8.length) {
        control = span_find(utf8, '\r', at);
        if (zero < at) {
            zero = span_find(utf8, '\0', at);
        }
        size_t stop = MIN(control, zero);
        if (conversion->carriage_returns > 0 && utf8.text[at] == '\n') {
            put_control(conversion, '\n', 1);
            at++;
            continue;
        }
        if (stop > at) {
            put_carriage_returns(conversion);
            derive_copy(&conversion->to, span_slice(utf8, at, stop));
        }
        if (stop < utf8.length) {
            put_control(conversion, utf8.text[stop], 1);
        }
        at = stop + 1;
    }
}

void put_character(Conversion *conversion, gunichar character, size_t octets)
{
    if (character == '\0' || character == '\r' || character == '\n') {
        put_control(conversion, (char)character, octets);
        return;
    }
    char utf8[6];
    size_t length = (size_t)g_unichar_to_utf8(character, utf8);
    conversion->is_broken |= character == UNREADABLE;
    put_unit(conversion, span_make(utf8, length), octets);
}
