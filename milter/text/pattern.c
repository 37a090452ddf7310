/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/pattern.h"

#include "pattern_set.h"

G_DEFINE_QUARK(kustode - pattern - error - quark, pattern_error)

/* Groups deeper than any rule needs: our reader goes down with them. */
enum { MOST_NESTING = 100 };

static void pattern_free(gpointer element)
{
    Pattern *pattern = element;
    pcre2_code_free(pattern->code);
    pattern_reading_free(pattern->reading);
    g_free(pattern);
}

PatternSet *pattern_set_new(const Limits *limits)
{
    PatternSet *set = g_new0(PatternSet, 1);
    set->limits = *limits;
    set->patterns = g_ptr_array_new_with_free_func(pattern_free);
    set->compiling = pcre2_compile_context_create(NULL);
    pcre2_set_newline(set->compiling, PCRE2_NEWLINE_LF);
    pcre2_set_parens_nest_limit(set->compiling, MOST_NESTING);
    return set;
}

void pattern_set_free(PatternSet *set)
{
    if (set == NULL) {
        return;
    }
    g_free(set->first_owner);
    g_free(set->owners);
    g_clear_pointer(&set->unaided, g_array_unref);
    literal_index_free(set->literals);
    pcre2_compile_context_free(set->compiling);
    g_ptr_array_unref(set->patterns);
    g_free(set);
}

static pcre2_code *compile(const PatternSet *set, const PatternReading *reading, size_t *offset,
                           GError **error)
{
    const uint32_t options =
        PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT;
    int code;
    PCRE2_SIZE where;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)reading->rewritten->str, reading->rewritten->len, options, &code,
                      &where, set->compiling);
    if (compiled == NULL) {
        PCRE2_UCHAR message[256];
        pcre2_get_error_message(code, message, sizeof message);
        *offset = offset_map_start(reading->map, where);
        g_set_error(error, PATTERN_ERROR, PATTERN_ERROR_SYNTAX, "%s, at byte %zu", (char *)message,
                    *offset);
        return NULL;
    }
    uint32_t matches_empty;
    pcre2_pattern_info(compiled, PCRE2_INFO_MATCHEMPTY, &matches_empty);
    if (matches_empty) {
        *offset = 0;
        g_set_error(error, PATTERN_ERROR, PATTERN_ERROR_EMPTY, "matches the empty text");
        pcre2_code_free(compiled);
        return NULL;
    }
    return compiled;
}

int pattern_set_add(PatternSet *set, PatternKind kind, Span source, size_t *offset, GError **error)
{
    size_t ignored;
    offset = offset == NULL ? &ignored : offset;
    g_assert(set->literals == NULL);

    if (source.length > set->limits.pattern_bytes) {
        *offset = set->limits.pattern_bytes;
        g_set_error(error, PATTERN_ERROR, PATTERN_ERROR_FORBIDDEN, "longer than %zu bytes",
                    set->limits.pattern_bytes);
        return -1;
    }
    g_autoptr(PatternReading) reading = pattern_read(kind, source, offset, error);
    pcre2_code *code = reading == NULL ? NULL : compile(set, reading, offset, error);
    if (code == NULL) {
        return -1;
    }
    /* Where JIT is not to be had, PCRE2's interpreter gives the same answers. */
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    Pattern *pattern = g_new(Pattern, 1);
    *pattern = (Pattern){ .code = code, .reading = g_steal_pointer(&reading) };
    g_ptr_array_add(set->patterns, pattern);
    return (int)set->patterns->len - 1;
}

/* A literal of a pattern, before the same literals of several patterns became one. */
typedef struct Need {
    char *literal;
    LiteralOwner owner;
} Need;

static int compare_needs(gconstpointer a, gconstpointer b)
{
    const Need *one = a, *other = b;
    int order = strcmp(one->literal, other->literal);
    return order != 0 ? order
                      : (one->owner.pattern > other->owner.pattern) -
                            (one->owner.pattern < other->owner.pattern);
}

static void gather_needs(const PatternSet *set, unsigned pattern, GArray *needs)
{
    const PatternReading *reading = pattern_at(set, pattern)->reading;
    if (reading->literals == NULL) {
        g_array_append_val(set->unaided, pattern);
        return;
    }
    for (unsigned i = 0; i < reading->literals->len; i++) {
        char *literal = g_ptr_array_index(reading->literals, i);
        size_t length = (size_t)g_utf8_strlen(literal, -1);
        g_assert(length <= reading->reach);
        bool is_bounded = reading->reach <= LONGEST_REACH;
        Need need = { literal,
                      { pattern, is_bounded ? (unsigned)(reading->reach - length) : NO_LIMIT } };
        g_array_append_val(needs, need);
    }
}

void pattern_set_compile(PatternSet *set)
{
    g_autoptr(GArray) needs = g_array_new(FALSE, FALSE, sizeof(Need));
    g_autoptr(GPtrArray) literals = g_ptr_array_new();
    g_assert(set->literals == NULL);
    set->unaided = g_array_new(FALSE, FALSE, sizeof(unsigned));
    for (unsigned i = 0; i < set->patterns->len; i++) {
        gather_needs(set, i, needs);
    }
    g_array_sort(needs, compare_needs);

    set->owners = g_new(LiteralOwner, needs->len);
    set->first_owner = g_new(unsigned, needs->len + 1);
    for (unsigned i = 0; i < needs->len; i++) {
        const Need *need = &g_array_index(needs, Need, i);
        set->owners[i] = need->owner;
        if (i == 0 || strcmp(need->literal, need[-1].literal) != 0) {
            set->first_owner[literals->len] = i;
            g_ptr_array_add(literals, need->literal);
        }
    }
    set->first_owner[literals->len] = needs->len;
    set->literals = literal_index_new(literals);
}

size_t pattern_set_count(const PatternSet *set)
{
    return set->patterns->len;
}

bool pattern_set_has_literal(const PatternSet *set, int pattern)
{
    return pattern_at(set, (size_t)pattern)->reading->literals != NULL;
}

/* That PCRE2 was built with JIT says nothing: the kernel may refuse memory to run it from. */
bool pattern_jit_is_alive(void)
{
    int code;
    PCRE2_SIZE where;
    pcre2_code *probe = pcre2_compile((PCRE2_SPTR) "a", 1, 0, &code, &where, NULL);
    bool is_alive = probe != NULL && pcre2_jit_compile(probe, PCRE2_JIT_COMPLETE) == 0;
    pcre2_code_free(probe);
    return is_alive;
}

char *pattern_library_version(void)
{
    char version[64];
    g_assert(pcre2_config(PCRE2_CONFIG_VERSION, NULL) <= (int)sizeof version);
    pcre2_config(PCRE2_CONFIG_VERSION, version);
    return g_strdup_printf("PCRE2 %s, JIT %s", version, pattern_jit_is_alive() ? "on" : "off");
}
