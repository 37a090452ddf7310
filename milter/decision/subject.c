/* SPDX-License-Identifier: BSD-2-Clause */
#include "decision/subject.h"

enum {
    LINE_COLUMNS = 78,  /* RFC 5322 2.1.1 */
    WORD_BYTES = 900,   /* of the 998 a line may have, with room for a tag in front */
    PREFIX_LETTERS = 12 /* "Redir", "Videresend": no reply prefix is longer */
};

/*
 * The length of a prefix at the start of `text`: `Re:`, `AW:`, `Re[2]:`, `WG:`, `回复：`, `[list]`;
 * 0 when there is none. Any short word before a colon counts: prefixes differ by client and
 * language, and a tag behind a word taken for one is still our tag.
 */
static size_t prefix_length(const char *text)
{
    if (text[0] == '[') {
        const char *end = strchr(text, ']');
        return end == NULL ? 0 : (size_t)(end - text) + 1;
    }
    const char *p = text;
    for (int letters = 0; letters < PREFIX_LETTERS; letters++) {
        gunichar c = g_utf8_get_char(p);
        if (c == ':' || c == 0xff1a) { /* the wide colon of Chinese and Japanese clients */
            return letters == 0 ? 0 : (size_t)(g_utf8_next_char(p) - text);
        }
        if (c == 0 || !(g_unichar_isalnum(c) || strchr("[]^().", (int)MIN(c, 127)) != NULL)) {
            return 0;
        }
        p = g_utf8_next_char(p);
    }
    return 0;
}

bool subject_has_tag(const char *subject, const char *tag)
{
    g_autofree char *folded_tag = g_utf8_casefold(tag, -1);
    g_autofree char *folded = g_utf8_casefold(subject, -1);
    const char *p = folded;
    for (;;) {
        p += strspn(p, " \t");
        if (g_str_has_prefix(p, folded_tag)) {
            return true;
        }
        size_t prefix = prefix_length(p);
        if (prefix == 0) {
            return false;
        }
        p += prefix;
    }
}

static bool has_8bit(Span text)
{
    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char)text.text[i] >= 0x80) {
            return true;
        }
    }
    return false;
}

/* The end of the token (blanks, then what follows up to the next blank) that begins at `start`. */
static size_t token_end(const GString *value, size_t start)
{
    size_t end = start + strspn(value->str + start, " \t");
    return end + strcspn(value->str + end, " \t\n");
}

/* Breaks lines before a blank where they are too long. Only line ends are put in, so what a reader
 * sees stays. */
static void fold(GString *value, size_t used)
{
    size_t column = used;
    for (size_t at = 0; at < value->len;) {
        if (value->str[at] == '\n') {
            column = 0;
            at++;
            continue;
        }
        size_t end = token_end(value, at);
        bool starts_with_blank = value->str[at] == ' ' || value->str[at] == '\t';
        bool is_blank = end == at + strspn(value->str + at, " \t");
        if (column > 1 && starts_with_blank && !is_blank && column + end - at > LINE_COLUMNS) {
            g_string_insert_c(value, at, '\n');
            continue;
        }
        column += end - at;
        at = MAX(end, at + 1);
    }
}

/* Without CR and without NUL, folds kept: as libmilter hands values over. */
static GString *value_as_written(Span raw)
{
    GString *value = g_string_sized_new(raw.length + 64);
    for (size_t i = 0; i < raw.length; i++) {
        if (raw.text[i] != '\r' && raw.text[i] != '\0') {
            g_string_append_c(value, raw.text[i]);
        }
    }
    size_t blanks = strspn(value->str, " \t\n");
    g_string_erase(value, 0, (gssize)blanks);
    return value;
}

static char *encoded_tag(const char *tag, Span rest)
{
    if (!has_8bit(span_of(tag))) {
        return g_strconcat(tag, " ", NULL);
    }
    /* Between two encoded words a blank is not shown (RFC 2047 6.2), so ours goes inside. */
    bool joins = span_starts_with(rest, "=?");
    g_autofree char *shown = joins ? g_strconcat(tag, " ", NULL) : g_strdup(tag);
    g_autofree char *encoded = header_encode(span_of(shown), strlen("Subject: "));
    return g_strconcat(encoded, " ", NULL);
}

/*
 * What may not stand in a field as it is, so that we must encode what others did not: bytes that
 * are no text, and a word that no line holds (RFC 5322 2.1.1). A field left so would be refused
 * (field_value_is_sound), and with it the verdict.
 */
static bool must_be_encoded(Span raw)
{
    size_t word = 0;
    for (size_t i = 0; i < raw.length; i++) {
        unsigned char c = (unsigned char)raw.text[i];
        word = strchr(" \t\r\n", c) == NULL ? word + 1 : 0;
        if (word > WORD_BYTES) {
            return true;
        }
        if (c >= 0x7f || (c < ' ' && strchr("\t\r\n", c) == NULL) || c == '\0') {
            return true;
        }
    }
    return false;
}

char *subject_with_tag(Span raw, const char *tag)
{
    g_autofree char *decoded = header_decode(raw);
    if (subject_has_tag(decoded, tag)) {
        return NULL;
    }
    if (must_be_encoded(raw)) {
        g_autofree char *shown = g_strconcat(tag, " ", decoded, NULL);
        return header_encode(span_of(shown), strlen("Subject: "));
    }
    GString *value = value_as_written(raw);
    g_autofree char *front = encoded_tag(tag, span_make(value->str, value->len));
    g_string_prepend(value, front);
    fold(value, strlen("Subject: "));
    return g_string_free(value, FALSE);
}

/* Takes `front` and the blank behind it out of the value as written. */
static bool remove_front(GString *value, const char *front)
{
    const char *found = strstr(value->str, front);
    if (found == NULL) {
        return false;
    }
    size_t at = (size_t)(found - value->str), length = strlen(front);
    length += strspn(found + length, " \t\n");
    g_string_erase(value, (gssize)at, (gssize)length);
    return true;
}

/* The folds that were needed with the tag in front. */
static void unfold_if_short(GString *value)
{
    if (strlen("Subject: ") + value->len - 1 <= LINE_COLUMNS) {
        g_string_replace(value, "\n", "", 0);
    }
}

/* Where its letters stood as raw 8 bits they were encoded together with the tag. */
static char *decoded_without_tag(const char *decoded, const char *tag)
{
    const char *found = strstr(decoded, tag);
    if (found == NULL) {
        return NULL;
    }
    const char *rest = found + strlen(tag);
    rest += strspn(rest, " ");
    g_autofree char *shown = g_strdup_printf("%.*s%s", (int)(found - decoded), decoded, rest);
    return header_encode(span_of(shown), strlen("Subject: "));
}

char *subject_without_tag(Span raw, const char *tag)
{
    g_autofree char *decoded = header_decode(raw);
    if (!subject_has_tag(decoded, tag)) {
        return NULL;
    }
    g_autoptr(GString) value = value_as_written(raw);
    g_autofree char *alone = encoded_tag(tag, span_of("")),
                    *joined = encoded_tag(tag, span_of("=?"));
    g_strchomp(alone);
    g_strchomp(joined);
    if (remove_front(value, joined) || remove_front(value, alone)) {
        unfold_if_short(value);
        return g_strdup(value->str);
    }
    return decoded_without_tag(decoded, tag);
}

/* The value of `tag=` in a DKIM-Signature, blanks and folds taken out; NULL when missing. Caller's.
 */
static char *dkim_tag(Span value, const char *tag)
{
    for (size_t start = 0; start < value.length;) {
        size_t end = span_find(value, ';', start);
        Span item = span_trim(span_slice(value, start, end));
        size_t equals = span_find(item, '=', 0);
        if (equals < item.length && span_equals(span_trim(span_slice(item, 0, equals)), tag)) {
            GString *text = g_string_new(NULL);
            for (size_t i = equals + 1; i < item.length; i++) {
                if (!g_ascii_isspace(item.text[i])) {
                    g_string_append_c(text, g_ascii_tolower(item.text[i]));
                }
            }
            return g_string_free(text, FALSE);
        }
        start = end + 1;
    }
    return NULL;
}

/* Relaxed alignment (RFC 7489 3.1.1) without a public suffix list: the same domain, or one inside
 * the other. */
static bool is_aligned(const char *domain, const char *from)
{
    if (strchr(domain, '.') == NULL) {
        return false;
    }
    g_autofree char *dot_domain = g_strconcat(".", domain, NULL);
    g_autofree char *dot_from = g_strconcat(".", from, NULL);
    return g_str_has_suffix(dot_from, dot_domain) || g_str_has_suffix(dot_domain, dot_from);
}

static bool signature_covers(const HeaderField *signature, const char *from_domain,
                             const char *name)
{
    g_autofree char *domain = dkim_tag(signature->raw, "d");
    g_autofree char *fields = dkim_tag(signature->raw, "h");
    if (domain == NULL || fields == NULL || !is_aligned(domain, from_domain)) {
        return false;
    }
    if (name == NULL) {
        return true;
    }
    g_auto(GStrv) names = g_strsplit(fields, ":", -1);
    g_autofree char *wanted = g_ascii_strdown(name, -1);
    return g_strv_contains((const char *const *)names, wanted);
}

bool dkim_covers(const Message *message, const char *name)
{
    g_auto(GStrv) addresses = message_addresses(message->top, "From", 1);
    const char *at = addresses[0] == NULL ? NULL : strrchr(addresses[0], '@');
    if (at == NULL) {
        return false;
    }
    for (guint i = 0; i < message->top->fields->len; i++) {
        const HeaderField *field = g_ptr_array_index(message->top->fields, i);
        if (g_ascii_strcasecmp(field->name, "DKIM-Signature") == 0 &&
            signature_covers(field, at + 1, name)) {
            return true;
        }
    }
    return false;
}
