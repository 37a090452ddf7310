/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/charsets.h"

#include <glib.h>

/*
 * Labels as they occur in mail (IANA names and aliases, those of WHATWG's Encoding Standard, a few
 * that only mail programs write). Where Windows programs label their own superset by the standard's
 * name, the superset is what is decoded.
 */
static const Charset charsets[] = {
    { "utf8", CHARSET_UTF_8, "UTF-8", NULL },
    { "usascii", CHARSET_UTF_8, "UTF-8", "ASCII" },
    { "ascii", CHARSET_UTF_8, "UTF-8", "ASCII" },
    { "ansix341968", CHARSET_UTF_8, "UTF-8", "ASCII" },
    { "unicode11utf8", CHARSET_UTF_8, "UTF-8", NULL },
    { "utf16", CHARSET_UTF_16, "UTF-16", NULL },
    { "utf16le", CHARSET_UTF_16, "UTF-16LE", NULL },
    { "utf16be", CHARSET_UTF_16, "UTF-16BE", NULL },
    { "unicode", CHARSET_UTF_16, "UTF-16", NULL },
    { "ucs2", CHARSET_UTF_16, "UTF-16", NULL },
    { "iso88591", CHARSET_SINGLE, "CP1252", "ISO-8859-1" },
    { "latin1", CHARSET_SINGLE, "CP1252", "ISO-8859-1" },
    { "windows1252", CHARSET_SINGLE, "CP1252", NULL },
    { "cp1252", CHARSET_SINGLE, "CP1252", NULL },
    { "ansi", CHARSET_SINGLE, "CP1252", NULL },
    { "iso88592", CHARSET_SINGLE, "ISO-8859-2", NULL },
    { "latin2", CHARSET_SINGLE, "ISO-8859-2", NULL },
    { "iso88593", CHARSET_SINGLE, "ISO-8859-3", NULL },
    { "iso88594", CHARSET_SINGLE, "ISO-8859-4", NULL },
    { "iso88595", CHARSET_SINGLE, "ISO-8859-5", NULL },
    { "iso88596", CHARSET_SINGLE, "ISO-8859-6", NULL },
    { "iso88597", CHARSET_SINGLE, "ISO-8859-7", NULL },
    { "iso88598", CHARSET_SINGLE, "ISO-8859-8", NULL },
    { "iso88598i", CHARSET_SINGLE, "ISO-8859-8", NULL },
    { "iso88599", CHARSET_SINGLE, "CP1254", "ISO-8859-9" },
    { "latin5", CHARSET_SINGLE, "CP1254", "ISO-8859-9" },
    { "iso885910", CHARSET_SINGLE, "ISO-8859-10", NULL },
    { "iso885911", CHARSET_SINGLE, "CP874", "ISO-8859-11" },
    { "tis620", CHARSET_SINGLE, "CP874", "TIS-620" },
    { "windows874", CHARSET_SINGLE, "CP874", NULL },
    { "iso885913", CHARSET_SINGLE, "ISO-8859-13", NULL },
    { "iso885914", CHARSET_SINGLE, "ISO-8859-14", NULL },
    { "iso885915", CHARSET_SINGLE, "ISO-8859-15", NULL },
    { "latin9", CHARSET_SINGLE, "ISO-8859-15", NULL },
    { "iso885916", CHARSET_SINGLE, "ISO-8859-16", NULL },
    { "windows1250", CHARSET_SINGLE, "CP1250", NULL },
    { "cp1250", CHARSET_SINGLE, "CP1250", NULL },
    { "windows1251", CHARSET_SINGLE, "CP1251", NULL },
    { "cp1251", CHARSET_SINGLE, "CP1251", NULL },
    { "windows1253", CHARSET_SINGLE, "CP1253", NULL },
    { "windows1254", CHARSET_SINGLE, "CP1254", NULL },
    { "windows1255", CHARSET_SINGLE, "CP1255", NULL },
    { "windows1256", CHARSET_SINGLE, "CP1256", NULL },
    { "windows1257", CHARSET_SINGLE, "CP1257", NULL },
    { "windows1258", CHARSET_SINGLE, "CP1258", NULL },
    { "koi8r", CHARSET_SINGLE, "KOI8-R", NULL },
    { "koi8", CHARSET_SINGLE, "KOI8-R", NULL },
    { "koi8u", CHARSET_SINGLE, "KOI8-U", NULL },
    { "ibm437", CHARSET_SINGLE, "CP437", NULL },
    { "cp437", CHARSET_SINGLE, "CP437", NULL },
    { "ibm850", CHARSET_SINGLE, "CP850", NULL },
    { "cp850", CHARSET_SINGLE, "CP850", NULL },
    { "ibm852", CHARSET_SINGLE, "CP852", NULL },
    { "cp852", CHARSET_SINGLE, "CP852", NULL },
    { "ibm866", CHARSET_SINGLE, "CP866", NULL },
    { "cp866", CHARSET_SINGLE, "CP866", NULL },
    { "macintosh", CHARSET_SINGLE, "MACINTOSH", NULL },
    { "xmacroman", CHARSET_SINGLE, "MACINTOSH", NULL },
    { "viscii", CHARSET_SINGLE, "VISCII", NULL },
    { "gb2312", CHARSET_DOUBLE, "GB18030", "GB2312" },
    { "euccn", CHARSET_DOUBLE, "GB18030", "GB2312" },
    { "gbk", CHARSET_DOUBLE, "GB18030", "GBK" },
    { "cp936", CHARSET_DOUBLE, "GB18030", "GBK" },
    { "gb18030", CHARSET_DOUBLE, "GB18030", NULL },
    { "big5", CHARSET_DOUBLE, "BIG5-HKSCS", "BIG5" },
    { "cnbig5", CHARSET_DOUBLE, "BIG5-HKSCS", "BIG5" },
    { "big5hkscs", CHARSET_DOUBLE, "BIG5-HKSCS", NULL },
    { "shiftjis", CHARSET_DOUBLE, "CP932", NULL },
    { "sjis", CHARSET_DOUBLE, "CP932", NULL },
    { "xsjis", CHARSET_DOUBLE, "CP932", NULL },
    { "windows31j", CHARSET_DOUBLE, "CP932", NULL },
    { "cp932", CHARSET_DOUBLE, "CP932", NULL },
    { "eucjp", CHARSET_DOUBLE, "EUC-JP-MS", "EUC-JP" },
    { "xeucjp", CHARSET_DOUBLE, "EUC-JP-MS", "EUC-JP" },
    { "euckr", CHARSET_DOUBLE, "CP949", "EUC-KR" },
    { "ksc56011987", CHARSET_DOUBLE, "CP949", "EUC-KR" },
    { "ksc5601", CHARSET_DOUBLE, "CP949", "EUC-KR" },
    { "cp949", CHARSET_DOUBLE, "CP949", NULL },
    { "euctw", CHARSET_DOUBLE, "EUC-TW", NULL },
    { "iso2022jp", CHARSET_ESCAPES, "ISO-2022-JP-3", "ISO-2022-JP" },
    { "iso2022jp2", CHARSET_ESCAPES, "ISO-2022-JP-2", NULL },
    { "iso2022kr", CHARSET_ESCAPES, "ISO-2022-KR", NULL },
    { "iso2022cn", CHARSET_ESCAPES, "ISO-2022-CN", NULL },
    { "utf7", CHARSET_ESCAPES, "UTF-7", NULL },
    { "unicode11utf7", CHARSET_ESCAPES, "UTF-7", NULL },
};

/* Longer labels than this are no label. */
enum { MOST_LABEL_BYTES = 24 };

const Charset *charset_find(const char *declared)
{
    char label[MOST_LABEL_BYTES];
    size_t length = 0;
    for (const char *c = declared; *c != '\0'; c++) {
        if (!g_ascii_isalnum(*c)) {
            continue;
        }
        if (length == sizeof label - 1) {
            return NULL;
        }
        label[length++] = g_ascii_tolower(*c);
    }
    label[length] = '\0';
    for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++) {
        if (strcmp(label, charsets[i].label) == 0) {
            return &charsets[i];
        }
    }
    return NULL;
}

const Charset *charset_at(size_t index)
{
    return index < G_N_ELEMENTS(charsets) ? &charsets[index] : NULL;
}
