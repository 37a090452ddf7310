/* SPDX-License-Identifier: BSD-2-Clause */ /* Character references of HTML, named and numeric. */
#ifndef KUSTODE_TEXT_HTML_ENTITY_H
#define KUSTODE_TEXT_HTML_ENTITY_H

#include "text/span.h"

/*
 * The character of the reference at the start of `text`, which begins with `&`, and in `length` how
 * long it is written; 0 where there is none. Browsers' rules: Latin-1 names do without `;`, but in
 * an attribute not before a letter, digit or `=`.
 */
gunichar html_entity_read(Span text, bool in_attribute, size_t *length);

/* An attribute's value with its references resolved; caller's. */
char *html_attribute_decode(Span value);

#endif
