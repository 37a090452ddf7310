/* SPDX-License-Identifier: BSD-2-Clause */
#include "post_facts.h"

#include "digest.h"
#include "marks.h"

#define MOST_SUBJECT_BYTES  2000
#define MOST_PREFIXES       8
#define MOST_PREFIX_BYTES   24
#define MOST_NAME_BYTES     200
#define MOST_RECIPIENTS     64
#define MOST_INITIALS_BYTES 8

/* What clients put in front of a subject, in small letters. Those that are words or initials too
 * are weak. */
typedef struct PrefixRow {
    const char *text;
    SubjectPrefix prefix;
} PrefixRow;

static const PrefixRow prefixes[] = {
    { "fw", PREFIX_FORWARD },
    { "fwd", PREFIX_FORWARD },
    { "wg", PREFIX_FORWARD },
    { "tr", PREFIX_FORWARD_WEAK },
    { "rv", PREFIX_FORWARD },
    { "enc", PREFIX_FORWARD },
    { "vb", PREFIX_FORWARD },
    { "i", PREFIX_FORWARD_WEAK },
    { "pd", PREFIX_FORWARD_WEAK },
    { "vl", PREFIX_FORWARD },
    { "vs", PREFIX_FORWARD_WEAK },
    { "redir", PREFIX_FORWARD },
    { "redir.", PREFIX_FORWARD },
    { "videresend", PREFIX_FORWARD },
    { "i̇lt", PREFIX_FORWARD },
    { "ilt", PREFIX_FORWARD },
    { "ynt.", PREFIX_REPLY },
    { "doorst", PREFIX_FORWARD },
    { "doorsturen", PREFIX_FORWARD },
    { "továbbítás", PREFIX_FORWARD },
    { "tov", PREFIX_FORWARD },
    { "пересл", PREFIX_FORWARD },
    { "пер", PREFIX_FORWARD },
    { "πρθ", PREFIX_FORWARD },
    { "转发", PREFIX_FORWARD },
    { "轉寄", PREFIX_FORWARD },
    { "전달", PREFIX_FORWARD },
    { "転送", PREFIX_FORWARD },
    { "trs", PREFIX_FORWARD },
    { "trans", PREFIX_FORWARD },
    { "fs", PREFIX_FORWARD_WEAK },
    { "vá", PREFIX_REPLY },
    { "re", PREFIX_REPLY },
    { "aw", PREFIX_REPLY },
    { "antw", PREFIX_REPLY },
    { "antwort", PREFIX_REPLY },
    { "sv", PREFIX_REPLY },
    { "rif", PREFIX_REPLY },
    { "r", PREFIX_REPLY },
    { "odp", PREFIX_REPLY },
    { "ynt", PREFIX_REPLY },
    { "yan", PREFIX_REPLY },
    { "res", PREFIX_REPLY },
    { "rép", PREFIX_REPLY },
    { "отв", PREFIX_REPLY },
    { "απ", PREFIX_REPLY },
    { "σχετ", PREFIX_REPLY },
    { "回复", PREFIX_REPLY },
    { "回覆", PREFIX_REPLY },
    { "答复", PREFIX_REPLY },
    { "返信", PREFIX_REPLY },
    { "회신", PREFIX_REPLY },
    { "답장", PREFIX_REPLY },
    { "bls", PREFIX_REPLY },
    { "trả lời", PREFIX_REPLY },
    { "chuyển tiếp", PREFIX_FORWARD },
    { "trl", PREFIX_REPLY },
    { "ct", PREFIX_FORWARD_WEAK },
    { "השב", PREFIX_REPLY },
    { "הועבר", PREFIX_FORWARD },
    { "إعادة توجيه", PREFIX_FORWARD },
    { "رد", PREFIX_REPLY },
    { "atb", PREFIX_REPLY },
    { "ats", PREFIX_REPLY },
    { "re^2", PREFIX_REPLY },
    { "terusan", PREFIX_FORWARD },
};

static const PrefixRow *find_prefix(Span text)
{
    g_autofree char *folded = marks_fold(text, MOST_PREFIX_BYTES);

    for (size_t i = 0; folded != NULL && i < G_N_ELEMENTS(prefixes); i++) {
        if (strcmp(folded, prefixes[i].text) == 0) {
            return &prefixes[i];
        }
    }
    return NULL;
}

/* "[Fwd: subject]" of Netscape. */
static bool is_wrapped_forward(Span text)
{
    return span_starts_with_ascii_caseless(text, "[fwd:") ||
           span_starts_with_ascii_caseless(text, "[fw:");
}

/* Behind "[name] " of a list, and what other programs put in front of it in brackets. */
static Span skip_tags(Span text)
{
    for (int i = 0; i < MOST_PREFIXES; i++) {
        size_t close = span_find(text, ']', 0);
        if (text.length == 0 || text.text[0] != '[' || close == text.length ||
            is_wrapped_forward(text)) {
            break;
        }
        text = span_trim(span_slice(text, close + 1, text.length));
    }
    return text;
}

/* Where a prefix ends and where the text behind its colon begins: "Re[2]:" of The Bat!, "Re (3):",
 * "回复：". */
static bool find_prefix_colon(Span text, size_t *end, size_t *behind)
{
    size_t stop = MIN(text.length, MOST_PREFIX_BYTES);

    *end = SIZE_MAX;
    for (size_t i = 0; i < stop; i++) {
        bool is_wide = span_starts_with(span_slice(text, i, text.length), "：");
        if (*end == SIZE_MAX && (is_wide || strchr(":[(", text.text[i]) != NULL)) {
            *end = i;
        }
        if (is_wide || text.text[i] == ':') {
            *behind = i + (is_wide ? strlen("：") : 1);
            return *end > 0;
        }
    }
    return false;
}

/* "subject (fwd)" of Pine. */
static bool ends_as_forward(Span text)
{
    return text.length > 5 &&
           span_equals_ascii_caseless(span_slice(text, text.length - 5, text.length), "(fwd)");
}

SubjectPrefix subject_prefix(const char *subject, Span *base)
{
    Span rest = skip_tags(span_trim(span_of(subject)));
    bool is_wrapped = is_wrapped_forward(rest);
    SubjectPrefix found = is_wrapped || ends_as_forward(rest) ? PREFIX_FORWARD : PREFIX_NONE;
    size_t end, behind;

    if (is_wrapped) {
        rest = span_trim(span_slice(rest, span_find(rest, ':', 0) + 1, rest.length));
    }
    for (size_t i = 0; i < MOST_PREFIXES && find_prefix_colon(rest, &end, &behind); i++) {
        const PrefixRow *row = find_prefix(span_trim(span_slice(rest, 0, end)));
        if (row == NULL) {
            break;
        }
        found = found == PREFIX_NONE ? row->prefix : found;
        rest = skip_tags(span_trim(span_slice(rest, behind, rest.length)));
    }
    if (base != NULL) {
        *base = rest;
    }
    return found;
}

/* "NAME <ADDRESS>" or, older, "ADDRESS (NAME)". */
static char *person_name(const char *from)
{
    const char *open = strchr(from, '<'), *bracket = strchr(from, '(');
    const char *start = open == NULL && bracket != NULL ? bracket : from;
    size_t length = open != NULL ? (size_t)(open - from) : strlen(start);
    char *folded =
        marks_fold(text_head(span_make(start, length), MOST_NAME_BYTES), MOST_NAME_BYTES);
    char *out = folded;

    for (const char *at = folded; *at != '\0'; at++) {
        if (strchr("\"'()", *at) == NULL) {
            *out++ = *at;
        }
    }
    *out = '\0';
    return g_strstrip(folded);
}

void post_facts_read(PostFacts *facts, const MimePart *part)
{
    const char *from = message_header(part, "From"), *to = message_header(part, "To"),
               *cc = message_header(part, "Cc");
    g_autofree char *people = g_strconcat(to == NULL ? "" : to, ", ", cc == NULL ? "" : cc, NULL);

    *facts = (PostFacts){ 0 };
    facts->prefix = subject_prefix(message_header(part, "Subject"), &facts->subject);
    facts->folded_subject =
        marks_fold(text_head(facts->subject, MOST_SUBJECT_BYTES), MOST_SUBJECT_BYTES);
    facts->is_digest = facts->prefix == PREFIX_NONE && digest_is_named(facts->folded_subject);
    facts->has_in_reply_to = message_field(part, "In-Reply-To") != NULL;
    facts->has_references = message_field(part, "References") != NULL;
    facts->recipients = addresses_parse(people, MOST_RECIPIENTS);
    facts->from_name = person_name(from == NULL ? "" : from);
    g_auto(GStrv) senders = addresses_parse(from == NULL ? "" : from, 1);
    facts->from_address = g_strdup(senders == NULL ? NULL : senders[0]);
}

/* "declan mccullagh" for "declan b. mccullagh". */
static bool holds_outer_names(const char *folded, const char *name)
{
    const char *last = strrchr(name, ' ');
    size_t length = strcspn(name, " ");

    if (last == NULL || length < 2 || strlen(last) < 3) {
        return false;
    }
    g_autofree char *first = g_strndup(name, length);
    const char *found = strstr(folded, first);
    const char *behind = found == NULL ? NULL : strstr(found + length, last);
    return behind != NULL && behind - (found + length) <= MOST_INITIALS_BYTES;
}

bool post_facts_name_poster(const PostFacts *facts, const char *folded)
{
    return (facts->from_address != NULL && strstr(folded, facts->from_address) != NULL) ||
           (facts->from_name[0] != '\0' && (strstr(folded, facts->from_name) != NULL ||
                                            holds_outer_names(folded, facts->from_name)));
}

void post_facts_clear(PostFacts *facts)
{
    g_clear_pointer(&facts->folded_subject, g_free);
    g_clear_pointer(&facts->recipients, g_strfreev);
    g_clear_pointer(&facts->from_name, g_free);
    g_clear_pointer(&facts->from_address, g_free);
}
