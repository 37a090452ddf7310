/* SPDX-License-Identifier: BSD-2-Clause */
/* Canonical text: valid UTF-8, a map as long as both texts, and the canonical form of itself. */
#include <stdint.h>

#include "text/canonical.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_map(const Canonical *canonical, size_t source_length)
{
    size_t last = 0;
    g_assert(offset_map_derived_length(canonical->map) == canonical->length);
    g_assert(offset_map_source_length(canonical->map) == source_length);
    for (size_t i = 0; i < canonical->length; i++) {
        size_t start = offset_map_start(canonical->map, i);
        g_assert(last <= start && start < offset_map_end(canonical->map, i + 1));
        g_assert(offset_map_derived(canonical->map, start) <= i);
        last = start;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    g_autofree char *valid = g_utf8_make_valid((const char *)bytes, (gssize)length);
    g_autoptr(Canonical) once = canonical_new(span_of(valid));
    g_assert(g_utf8_validate(once->text, (gssize)once->length, NULL));
    check_map(once, strlen(valid));

    g_autoptr(GString) apart = g_string_new_len(once->text, (gssize)once->length);
    g_string_replace(apart, "\n", "\n\n", 0);
    g_autoptr(Canonical) twice = canonical_new(span_make(apart->str, apart->len));
    g_assert_cmpstr(twice->text, ==, once->text);

    g_autofree char *literal = canonical_literal(span_of(valid));
    g_assert(g_utf8_validate(literal, -1, NULL));
    return 0;
}
