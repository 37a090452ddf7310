/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The charsets that mail may be in: an allow-list, so that no label of a stranger reaches
 * iconv_open.
 */
#ifndef KUSTODE_MAIL_CHARSETS_H
#define KUSTODE_MAIL_CHARSETS_H

#include <stddef.h>

typedef enum CharsetKind {
    CHARSET_UTF_8,   /* and ASCII */
    CHARSET_UTF_16,  /* with or without byte order mark */
    CHARSET_SINGLE,  /* one octet a character, ASCII below 0x80 */
    CHARSET_DOUBLE,  /* one to four octets a character; octets below 0x30 and `:;<=>?` always stand
                        for themselves */
    CHARSET_ESCAPES, /* characters depend on what went before in the line */
} CharsetKind;

typedef struct Charset {
    const char *label; /* lower case, letters and digits only */
    CharsetKind kind;
    const char *decoder; /* iconv's name of what the label means in practice, a superset */
    const char *encoder; /* iconv's name of what it means by the standard; NULL: the same */
} Charset;

/* The row of a declared charset, whatever its case and punctuation; NULL when unknown. */
const Charset *charset_find(const char *declared);

/* Rows in turn, NULL behind the last. */
const Charset *charset_at(size_t index);

#endif
