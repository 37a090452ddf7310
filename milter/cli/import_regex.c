/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/import_regex.h"

#include <glib.h>

#include "cli/import_class.h"
#include "text/canonical.h"
#include "text/pattern.h"

typedef struct Translation {
    const char *at;
    GString *out;
    RegexForm form;
    bool is_caseless, is_extended;
    TurnedRegex *turned;
} Translation;

static void fail(Translation *t, const char *problem)
{
    if (t->turned->problem == NULL) {
        t->turned->problem = g_strdup(problem);
    }
}

/* One blank of ours is any white space: whatever repeats it says only whether it may be missing. */
static void put_blank(Translation *t)
{
    bool may_miss = *t->at == '*' || *t->at == '?' || g_str_has_prefix(t->at, "{0,");
    bool is_repeated = may_miss || *t->at == '+' || *t->at == '{';
    const char *end = *t->at == '{' ? strchr(t->at, '}') : t->at;
    if (is_repeated && end != NULL) {
        t->at = end + 1;
        t->at += *t->at == '?' || *t->at == '+';
    }
    while (*t->at == ' ' && !t->is_extended) {
        t->at++;
    }
    const char *blank = t->form == REGEX_CANONICAL ? " " : "\\s+";
    const char *maybe = t->form == REGEX_CANONICAL ? " ?" : "\\s*";
    g_string_append(t->out, may_miss ? maybe : blank);
}

static void put_letter(Translation *t, const char *letter, size_t length)
{
    bool is_letter = g_ascii_isalpha(*letter) || (unsigned char)*letter >= 0x80;
    t->turned->sees_case |= is_letter && !t->is_caseless;
    if (t->form != REGEX_CANONICAL) {
        g_string_append_len(t->out, letter, (gssize)length);
        return;
    }
    g_autofree char *folded = canonical_literal(span_make(letter, length));
    g_string_append(t->out, folded);
}

static void put_character(Translation *t, const char *character, size_t length)
{
    if (*character == ' ' && t->form != REGEX_RAW) {
        put_blank(t);
        return;
    }
    if (length == 1 && strchr("\\^$.|?*+()[]{}", *character) != NULL) {
        g_string_append_c(t->out, '\\');
    }
    put_letter(t, character, length);
}

/* `\xNN`, `\x{NNNN}`; bytes that follow each other are the UTF-8 that SpamAssassin matches. */
static void put_number(Translation *t)
{
    g_autoptr(GString) bytes = g_string_new(NULL);
    if (t->at[1] == '{') {
        gunichar c = (gunichar)g_ascii_strtoull(t->at + 2, NULL, 16);
        const char *end = strchr(t->at, '}');
        if (end == NULL || c == 0 || !g_unichar_validate(c)) {
            fail(t, "\\x{} names no character");
            return;
        }
        g_string_append_unichar(bytes, c);
        t->at = end + 1;
    } else {
        t->at--;
        do {
            unsigned byte = t->at[2] == '\0' ? 0
                                             : (unsigned)g_ascii_xdigit_value(t->at[2]) * 16 +
                                                   (unsigned)g_ascii_xdigit_value(t->at[3]);
            g_string_append_c(bytes, (char)byte);
            t->at += t->at[2] == '\0' || t->at[3] == '\0' ? strlen(t->at) : 4;
        } while ((unsigned char)bytes->str[0] >= 0x80 && g_str_has_prefix(t->at, "\\x") &&
                 !g_utf8_validate(bytes->str, (gssize)bytes->len, NULL));
    }
    if (bytes->str[0] == 0 || !g_utf8_validate(bytes->str, (gssize)bytes->len, NULL)) {
        fail(t, "it looks for bytes that are no UTF-8");
    } else {
        put_character(t, bytes->str, bytes->len);
    }
}

static void put_property(Translation *t)
{
    const char *end = t->at[1] == '{' ? strchr(t->at, '}') : t->at + 1;
    if (end == NULL || *end == '\0') {
        fail(t, "a property without its end");
        return;
    }
    g_autofree char *property = g_strndup(t->at + 1, (size_t)(end - t->at));
    bool is_of_case = strstr(property, "Lu") != NULL || strstr(property, "Ll") != NULL ||
                      strstr(property, "Upper") != NULL || strstr(property, "Lower") != NULL;
    t->turned->sees_case |= is_of_case;
    t->turned->needs_case |= is_of_case;
    g_string_append_printf(t->out, "\\%c%s", *t->at, property);
    t->at = end + 1;
}

static void put_quoted(Translation *t)
{
    while (*t->at != '\0' && !g_str_has_prefix(t->at, "\\E")) {
        const char *next = g_utf8_next_char(t->at);
        const char *character = t->at;
        t->at = next;
        put_character(t, character, (size_t)(next - character));
    }
}

/* Behind a backslash. */
static void put_escape(Translation *t)
{
    char c = *t->at;
    const char *borders = t->form == REGEX_RAW ? NULL : "AZz";
    if (c == '\0') {
        fail(t, "it ends with a backslash");
    } else if (c == 'C') {
        fail(t, "\\C matches single bytes");
    } else if (strchr("LUlu", c) != NULL) {
        fail(t, "\\L, \\U, \\l and \\u change letters");
    } else if (c == 'k' || (c == 'b' && t->at[1] == '{')) {
        fail(t, c == 'k' ? "named captures are not known here" : "\\b{} is not known here");
    } else if (c == 'x') {
        put_number(t);
    } else if (c == 'p' || c == 'P') {
        put_property(t);
    } else if (c == 'Q') {
        t->at++;
        put_quoted(t);
    } else if (borders != NULL && strchr(borders, c) != NULL) {
        g_string_append(t->out, c == 'A' ? "^" : "$");
        t->at++;
    } else if (c == 'E') {
        t->at++;
    } else if (c == 't' && t->form != REGEX_RAW) {
        t->at++;
        put_blank(t);
    } else if (g_ascii_isalnum(c)) {
        g_string_append_printf(t->out, "\\%c", c);
        t->at++;
    } else {
        const char *character = t->at;
        t->at = g_utf8_next_char(t->at);
        put_character(t, character, (size_t)(t->at - character));
    }
}

static void put_class(Translation *t)
{
    ImportClass class = { 0 };
    const char *problem = import_class_read(&t->at, &class);
    if (problem != NULL) {
        fail(t, problem);
        return;
    }
    bool is_lopsided = class.small != class.capital || class.names_case;
    t->turned->sees_case |= is_lopsided && !t->is_caseless;
    t->turned->needs_case |= is_lopsided && !t->is_caseless;
    import_class_write(&class, t->form, t->out);
    import_class_clear(&class);
}

/* `(?i)`, `(?^x-s:`: those that we know are kept, capitals are the caller's affair. */
static void put_flags(Translation *t)
{
    bool is_off = false;
    GString *kept = g_string_new(NULL);
    for (t->at += 2; *t->at != '\0' && strchr("^-imsxau", *t->at) != NULL; t->at++) {
        is_off |= *t->at == '-';
        if (*t->at == '^') {
            t->is_caseless = false;
        } else if (*t->at == 'i') {
            t->is_caseless = !is_off;
        } else if (*t->at == 'x') {
            t->is_extended = !is_off;
        }
        bool is_kept = *t->at == '-' || *t->at == 'm' || *t->at == 's' ||
                       (*t->at == 'i' && t->form != REGEX_CANONICAL);
        g_string_append_len(kept, t->at, is_kept ? 1 : 0);
    }
    if (kept->len > 0 && kept->str[kept->len - 1] == '-') {
        g_string_truncate(kept, kept->len - 1);
    }
    if (*t->at != ')' && *t->at != ':') {
        fail(t, "a group of this kind is not known here");
    } else if (*t->at == ':' || kept->len > 0) {
        g_string_append_printf(t->out, "(?%s%c", kept->str, *t->at);
    }
    t->at += *t->at != '\0';
    g_string_free(kept, TRUE);
}

static void put_group(Translation *t)
{
    if (g_str_has_prefix(t->at, "(?#")) {
        const char *end = strchr(t->at, ')');
        t->at = end == NULL ? t->at + strlen(t->at) : end + 1;
    } else if (g_str_has_prefix(t->at, "(?{") || g_str_has_prefix(t->at, "(??{")) {
        fail(t, "it runs Perl code");
    } else if (t->at[1] == '?' && (strchr("P'", t->at[2]) != NULL ||
                                   (t->at[2] == '<' && t->at[3] != '=' && t->at[3] != '!'))) {
        fail(t, "named captures are not known here");
    } else if (t->at[1] == '?' && strchr(":=!<>|", t->at[2]) == NULL) {
        put_flags(t);
    } else {
        size_t length = t->at[1] == '?' ? 3 : 1;
        length += t->at[1] == '?' && t->at[2] == '<';
        g_string_append_len(t->out, t->at, (gssize)length);
        t->at += length;
    }
}

/* Marks that stand for something else over several lines: a paragraph's borders, any character. */
static const char *over_lines(char mark)
{
    switch (mark) {
    case '^':
        return "(?<![^\\n]\\n)(?<![^\\n])";
    case '$':
        return "(?!\\n?[^\\n])";
    case '.':
        return "(?:.|\\n(?!\\n))";
    default:
        return NULL;
    }
}

static void put_next(Translation *t)
{
    char c = *t->at;
    const char *lines = t->form == REGEX_PARAGRAPH ? over_lines(c) : NULL;
    if (c == '\\') {
        t->at++;
        put_escape(t);
    } else if (c == '[') {
        put_class(t);
    } else if (c == '(') {
        put_group(t);
    } else if (t->is_extended && g_ascii_isspace(c)) {
        t->at++;
    } else if (t->is_extended && c == '#') {
        t->at += strcspn(t->at, "\n");
    } else if (strchr("|)*+?{}^$.", c) != NULL) {
        g_string_append_printf(t->out, "%.*s", lines == NULL ? 1 : 0, t->at);
        g_string_append(t->out, lines == NULL ? "" : lines);
        t->at++;
    } else {
        const char *character = t->at;
        t->at = g_utf8_next_char(t->at);
        put_character(t, character, (size_t)(t->at - character));
    }
}

/* The inside of `quoted`, and its flags; NULL when it is not quoted. Caller's. */
static char *unquote(const char *quoted, const char **flags)
{
    const char *open = quoted + (quoted[0] == 'm' ? 1 : 0);
    static const char pairs[] = "{}()[]<>";
    const char *pair = *open == '\0' ? NULL : strchr(pairs, *open);
    if (*open == '\0' || g_ascii_isalnum(*open) || (quoted[0] != 'm' && *open != '/')) {
        return NULL;
    }
    const char *end = strrchr(open, pair == NULL ? *open : pair[1]);
    if (end == NULL || end == open) {
        return NULL;
    }
    *flags = end + 1;
    return g_strndup(open + 1, (size_t)(end - open - 1));
}

/* What PCRE2 and our own rules for patterns say of it. */
static void prove(TurnedRegex *turned, RegexForm form)
{
    g_autoptr(PatternSet) set = pattern_set_new(&limits_default);
    g_autoptr(GError) error = NULL;
    PatternKind kind = form == REGEX_CANONICAL ? PATTERN_REGEX : PATTERN_RAW;
    if (pattern_set_add(set, kind, span_of(turned->pattern), NULL, &error) < 0) {
        turned->problem = g_strdup(error->message);
        g_clear_pointer(&turned->pattern, g_free);
    }
}

static void translate(Translation *t, const char *flags)
{
    t->is_caseless = strchr(flags, 'i') != NULL;
    t->is_extended = strchr(flags, 'x') != NULL;
    if (t->form != REGEX_CANONICAL) {
        g_string_append(t->out, t->is_caseless ? "(?i)" : "");
        g_string_append(t->out, strchr(flags, 'm') != NULL ? "(?m)" : "");
        g_string_append(t->out, strchr(flags, 's') != NULL ? "(?s)" : "");
    }
    while (*t->at != '\0' && t->turned->problem == NULL) {
        put_next(t);
    }
}

TurnedRegex regex_turn(const char *quoted, RegexForm form)
{
    TurnedRegex turned = { 0 };
    const char *flags = "";
    g_autofree char *inside = unquote(quoted, &flags);
    Translation t = { .at = inside, .out = g_string_new(NULL), .form = form, .turned = &turned };
    if (inside == NULL || !g_utf8_validate(inside, -1, NULL)) {
        fail(&t, "no regular expression between delimiters, in UTF-8");
    } else if (flags[strspn(flags, "imsxoagu")] != '\0') {
        fail(&t, "a flag that is not known here");
    } else {
        translate(&t, flags);
    }
    turned.pattern = g_string_free(t.out, turned.problem != NULL);
    if (turned.pattern != NULL) {
        prove(&turned, form);
    }
    return turned;
}

void turned_regex_clear(TurnedRegex *turned)
{
    g_clear_pointer(&turned->pattern, g_free);
    g_clear_pointer(&turned->problem, g_free);
}

char *import_yaml_quote(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, "'", -1);
    g_autofree char *doubled = g_strjoinv("''", parts);
    return g_strdup_printf("'%s'", doubled);
}
