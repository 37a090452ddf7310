/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON (RFC 8259) through jansson, with the one rule of ours added: whatever bytes come in, what
 * goes out is valid UTF-8. The only place that includes jansson; build values with its functions.
 */
#ifndef KUSTODE_TEXT_JSON_H
#define KUSTODE_TEXT_JSON_H

#include <jansson.h>

#include "text/span.h"

/* A string; invalid bytes become U+FFFD. A span with NULL text gives null. */
json_t *json_span(Span text);
json_t *json_text(const char *text); /* NULL gives null */

/* A number with at most two decimals: 0.1 + 0.2 shall not print seventeen digits. */
json_t *json_points(double points);

/* One line without a line end, keys in the order set; caller's. Frees `value`. */
char *json_line(json_t *value);

#endif
