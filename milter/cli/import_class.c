/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/import_class.h"

#include <string.h>

static void add_letters(ImportClass *class, char first, char last)
{
    for (char c = first; c <= last; c++) {
        if (g_ascii_islower(c)) {
            class->small |= 1u << (c - 'a');
        } else {
            class->capital |= 1u << (c - 'A');
        }
    }
}

static bool is_range_of_letters(const char *at)
{
    return at[1] == '-' && ((g_ascii_islower(at[0]) && g_ascii_islower(at[2])) ||
                            (g_ascii_isupper(at[0]) && g_ascii_isupper(at[2])));
}

/* How many bytes belong together at `at`: an escape, a name, a character. */
static size_t item_length(const char *at)
{
    const char *end = NULL;
    if (g_str_has_prefix(at, "[:")) {
        end = strstr(at, ":]");
        return end == NULL ? 1 : (size_t)(end - at) + 2;
    }
    if (at[0] == '\\' && at[1] != '\0' && strchr("xpP", at[1]) != NULL && at[2] == '{') {
        end = strchr(at, '}');
        return end == NULL ? 2 : (size_t)(end - at) + 1;
    }
    if (at[0] == '\\' && at[1] == 'x') {
        return 2 + strspn(at + 2, "0123456789abcdefABCDEF");
    }
    return at[0] == '\\' && at[1] != '\0' ? 2 : (size_t)(g_utf8_next_char(at) - at);
}

static const char *add_item(ImportClass *class, const char *at, size_t length)
{
    bool is_byte = at[0] == '\\' && at[1] == 'x' && at[2] != '{';
    if (is_byte && g_ascii_strtoull(at + 2, NULL, 16) >= 0x80) {
        return "it looks for bytes that are no UTF-8";
    }
    if (at[0] == '\\' && at[1] == 'C') {
        return "\\C matches single bytes";
    }
    class->names_case |= g_str_has_prefix(at, "[:upper:]") || g_str_has_prefix(at, "[:lower:]") ||
                         g_str_has_prefix(at, "\\p{Lu}") || g_str_has_prefix(at, "\\p{Ll}");
    bool is_needless = at[0] == '\\' && length == 2 && strchr("/#@'\"<>=!%&,;:~`", at[1]) != NULL;
    g_string_append_len(class->others, at + (is_needless ? 1 : 0),
                        (gssize)(length - (is_needless ? 1 : 0)));
    return NULL;
}

const char *import_class_read(const char **at, ImportClass *class)
{
    const char *start = *at, *c = start + 1, *problem = NULL;
    class->others = g_string_new(NULL);
    class->is_negated = *c == '^';
    c += class->is_negated;
    for (bool is_first = true; *c != '\0' && (*c != ']' || is_first); is_first = false) {
        size_t length = item_length(c);
        if (is_range_of_letters(c)) {
            add_letters(class, c[0], c[2]);
            length = 3;
        } else if (g_ascii_isalpha(*c) && c[1] != '-') {
            add_letters(class, *c, *c);
        } else if (problem == NULL) {
            problem = add_item(class, c, length);
        }
        c += length;
    }
    if (*c == '\0' || problem != NULL) {
        import_class_clear(class);
        return problem != NULL ? problem : "a class without its end";
    }
    *at = c + 1;
    class->written = g_strndup(start, (size_t)(*at - start));
    return NULL;
}

static void put_letters(unsigned letters, GString *out)
{
    for (int first = 0; first < 26; first++) {
        int last = first;
        if ((letters >> first & 1) == 0) {
            continue;
        }
        while (last < 25 && (letters >> (last + 1) & 1) != 0) {
            last++;
        }
        g_string_append_c(out, (char)('a' + first));
        g_string_append(out, last > first + 1 ? "-" : "");
        g_string_append_len(out, &"abcdefghijklmnopqrstuvwxyz"[last], last > first ? 1 : 0);
        first = last;
    }
}

void import_class_write(const ImportClass *class, RegexForm form, GString *out)
{
    if (form != REGEX_CANONICAL) {
        bool needs_lines = form == REGEX_PARAGRAPH && strchr(class->written, ' ') != NULL;
        g_string_append(out, class->is_negated ? "[^" : "[");
        g_string_append(out, needs_lines ? "\\n" : "");
        g_string_append(out, class->written + (class->is_negated ? 2 : 1));
        return;
    }
    g_string_append(out, class->is_negated ? "[^" : "[");
    bool others_first = class->others->len > 0 && class->others->str[0] == ']';
    g_string_append(out, others_first ? class->others->str : "");
    put_letters(class->small | class->capital, out);
    g_string_append(out, others_first ? "" : class->others->str);
    g_string_append_c(out, ']');
}

void import_class_clear(ImportClass *class)
{
    if (class->others != NULL) {
        g_string_free(class->others, TRUE);
        class->others = NULL;
    }
    g_clear_pointer(&class->written, g_free);
}
