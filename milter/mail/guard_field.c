/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/guard_field.h"

/* All that GMime gives to its address parser, on reading or on formatting. */
static const char *const address_names[] = {
    "From",
    "To",
    "Cc",
    "Bcc",
    "Sender",
    "Reply-To",
    "Resent-From",
    "Resent-To",
    "Resent-Cc",
    "Resent-Bcc",
    "Resent-Sender",
    "Resent-Reply-To",
    "Disposition-Notification-To",
    "Return-Receipt-To",
    "Mail-Followup-To",
    "Mail-Reply-To",
    "Apparently-To",
    "Errors-To",
    "Return-Path",
    "Delivered-To",
};

FieldKind field_kind(Span name)
{
    if (span_starts_with_ascii_caseless(name, "Content-")) {
        return FIELD_CONTENT;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(address_names); i++) {
        if (span_equals_ascii_caseless(name, address_names[i])) {
            return FIELD_ADDRESSES;
        }
    }
    return FIELD_PLAIN;
}

/* How many are open after this byte; one closed too often counts for nothing. */
static size_t still_open(size_t open, char c, char opening, char closing)
{
    return c == opening ? open + 1 : c == closing && open > 0 ? open - 1 : open;
}

/* Real posts go to a hundred recipients, each in its angle brackets: only those left open count. */
bool addresses_are_hostile(Span value, const Limits *limits)
{
    if (value.length > limits->address_field_bytes) {
        return true;
    }
    size_t colons = 0, comments = 0, angles = 0, deepest = 0;
    for (size_t i = 0; i < value.length; i++) {
        colons += value.text[i] == ':';
        comments = still_open(comments, value.text[i], '(', ')');
        angles = still_open(angles, value.text[i], '<', '>');
        deepest = MAX(deepest, MAX(comments, angles));
    }
    return MAX(colons, deepest) > limits->address_nesting;
}

void content_excess(Span value, const Limits *limits, BlankRange blank, void *guard)
{
    size_t parameters = 0;
    size_t word_start = 0;
    size_t end = MIN(value.length, limits->content_field_bytes);
    for (size_t i = 0; i < end; i++) {
        char c = value.text[i];
        if (c == ';' && ++parameters > limits->content_parameters) {
            end = i;
        } else if (c == ';' || c == '\n') {
            word_start = i + 1;
        } else if (i - word_start > limits->boundary_bytes) {
            blank(guard, i, i + 1);
        }
    }
    if (end < value.length) {
        blank(guard, end, value.length);
    }
}
