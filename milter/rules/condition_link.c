/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `link: any`, `link: 'pattern'` over the whole address of a link, `link: {host: example.org}`
 * (that host and those below it), `link: {elsewhere: yes}`: the shown text names another host than
 * the one it leads to. Links are the targets of HTML and what looks like one in a text (RFC 3986,
 * as far as people write it).
 */
#include "rules/condition.h"

#include "rules/findings.h"

typedef struct Link {
    Span target;       /* as written in HTML, or canonical */
    Span shown;        /* what a reader sees in its place; empty: the target itself */
    size_t start, end; /* in the layer's text or its canonical form */
    bool is_canonical;
} Link;

static bool load_map(ConditionLoader *loader, const TreeNode *value)
{
    static const char *const known[] = { "host", "elsewhere", NULL };
    const TreeNode *host = tree_get(value, "host"), *elsewhere = tree_get(value, "elsewhere");
    bool is_wanted = true;

    if (!condition_expect_keys(loader, value, known) ||
        (host != NULL && !condition_expect_words(loader, host, "the name of a host"))) {
        return false;
    }
    if (elsewhere != NULL && !(tree_is_boolean(elsewhere, &is_wanted) && is_wanted)) {
        diagnostics_error(loader->diagnostics, elsewhere->place, "elsewhere can only be `yes`");
        return false;
    }
    if (host == NULL && elsewhere == NULL) {
        diagnostics_error(loader->diagnostics, value->place, "link takes host, elsewhere, or both");
        return false;
    }
    return true;
}

static bool is_any(const TreeNode *value)
{
    return value->kind == TREE_SCALAR && strcmp(value->scalar, "any") == 0;
}

static bool load(ConditionLoader *loader, Condition *condition)
{
    if (condition->value->kind == TREE_MAP) {
        return load_map(loader, condition->value);
    }
    return is_any(condition->value) || condition_add_values(loader, condition->slot, PATTERN_REGEX,
                                                            condition->value, LINK_SCOPE);
}

static bool has_scheme(Span text)
{
    return span_starts_with_ascii_caseless(text, "http://") ||
           span_starts_with_ascii_caseless(text, "https://") ||
           span_starts_with_ascii_caseless(text, "ftp://");
}

static bool looks_like_link(Span text)
{
    return has_scheme(text) || span_starts_with_ascii_caseless(text, "www.");
}

/* The host of a link, without user, port and `www.`; empty when there is none. */
static Span link_host(Span link)
{
    static const char ends_host[] = "/?#\\ \n";
    if (has_scheme(link)) {
        size_t colon = span_find(link, ':', 0);
        link = span_slice(link, colon + strlen("://"), link.length);
    }
    size_t end = 0;
    while (end < link.length && strchr(ends_host, link.text[end]) == NULL) {
        end++;
    }
    Span host = span_slice(link, 0, end);
    for (size_t at = span_find(host, '@', 0); at < host.length; at = span_find(host, '@', 0)) {
        host = span_slice(host, at + 1, host.length);
    }
    host = span_slice(host, 0, span_find(host, ':', 0));
    return span_starts_with_ascii_caseless(host, "www.") ? span_slice(host, 4, host.length) : host;
}

/* Whether `host` is `domain` or lies below it. */
static bool is_within(Span host, Span domain)
{
    if (domain.length == 0 || host.length < domain.length) {
        return false;
    }
    size_t start = host.length - domain.length;
    return g_ascii_strncasecmp(host.text + start, domain.text, domain.length) == 0 &&
           (start == 0 || host.text[start - 1] == '.');
}

static bool leads_elsewhere(const Link *link)
{
    Span shown = span_trim(link->shown);
    if (!looks_like_link(shown)) {
        return false;
    }
    Span seen = link_host(shown), real = link_host(link->target);
    return !is_within(seen, real) && !is_within(real, seen);
}

static bool has_host(const Link *link, const TreeNode *hosts)
{
    for (size_t i = 0; i < condition_word_count(hosts); i++) {
        Span host = link_host(span_of(condition_word(hosts, i)->scalar));
        if (is_within(link_host(link->target), host)) {
            return true;
        }
    }
    return false;
}

/* Whether a leaf that is no pattern is met by a link. */
static bool meets(const TreeNode *value, const Link *link)
{
    if (value->kind != TREE_MAP) {
        return is_any(value);
    }
    const TreeNode *host = tree_get(value, "host");
    return (host == NULL || has_host(link, host)) &&
           (tree_get(value, "elsewhere") == NULL || leads_elsewhere(link));
}

/* A page of a megabyte can hold a hundred thousand links; people read a few. */
enum { MOST_LINKS = 1000 };

typedef struct Search {
    Findings *findings;
    const GPtrArray *leaves;
    size_t seen; /* links of the post so far */
} Search;

/* False when the post has more links than are looked at, which its limits tell. */
static bool find_in_link(Search *search, unsigned layer, const Link *link)
{
    Findings *findings = search->findings;
    if (search->seen++ >= MOST_LINKS) {
        findings->limits |= limit_bit(LIMIT_RECORD);
        return false;
    }
    const Scope *scope = rule_set_scope(findings->rules, LINK_SCOPE);
    if (scope != NULL) {
        Value value = {
            link->target, (int)layer, NULL, link->start, link->end, link->is_canonical
        };
        findings_run_values(findings, scope, &value);
    }
    for (guint i = 0; i < search->leaves->len; i++) {
        const Condition *leaf = g_ptr_array_index(search->leaves, i);
        if ((leaf->layers & findings->kinds[layer]) != 0 && meets(leaf->value, link)) {
            Sighting sighting = { .layer = (int)layer,
                                  .count = 1,
                                  .start = link->start,
                                  .end = link->end,
                                  .is_canonical = link->is_canonical };
            findings_add(findings, leaf->slot, sighting);
        }
    }
    return true;
}

static void find_in_html(Search *search, const Layer *layer)
{
    const HtmlText *html = layer->text_part->html;
    for (guint i = 0; html != NULL && i < html->links->len; i++) {
        const HtmlLink *there = &g_array_index(html->links, HtmlLink, i);
        if (there->start >= layer->end) {
            break;
        }
        if (there->start < layer->start || there->end > layer->end ||
            !looks_like_link(span_of(there->target))) {
            continue;
        }
        Link link = { .target = span_of(there->target),
                      .shown = span_slice(layer->text_part->text, there->start, there->end),
                      .start = there->start - layer->start,
                      .end = there->end - layer->start };
        if (!find_in_link(search, layer->id, &link)) {
            break;
        }
    }
}

/* Where the link that begins at `start` ends: before a blank or bracket, and without the sentence's
 * own marks. */
static size_t link_end(Span text, size_t start)
{
    static const char stops[] = " \n<>\"{}|^`", trailing[] = ".,;:!?')]*_";
    size_t end = start;
    while (end < text.length && strchr(stops, text.text[end]) == NULL) {
        end++;
    }
    while (end > start && strchr(trailing, text.text[end - 1]) != NULL) {
        end--;
    }
    return end;
}

static void find_in_text(Search *search, const Layer *layer)
{
    Span text = canonical_span(findings_canonical(search->findings, layer));
    size_t at = 0;
    while (at < text.length) {
        bool is_word_start = at == 0 || !g_ascii_isalnum(text.text[at - 1]);
        bool may_begin = text.text[at] == 'h' || text.text[at] == 'f' || text.text[at] == 'w';
        if (!may_begin || !is_word_start || !looks_like_link(span_slice(text, at, text.length))) {
            at++;
            continue;
        }
        size_t end = link_end(text, at);
        Link link = {
            .target = span_slice(text, at, end), .start = at, .end = end, .is_canonical = true
        };
        if (!find_in_link(search, layer->id, &link)) {
            break;
        }
        at = MAX(end, at + 1);
    }
}

static void find(Findings *findings, const GPtrArray *leaves)
{
    unsigned wanted = conditions_layers(leaves);
    Search search = { .findings = findings, .leaves = leaves };
    for (guint i = 0; i < findings->layers->all->len; i++) {
        const Layer *layer = layers_at(findings->layers, findings->order[i]);
        if (layer->text_part != NULL && (findings->kinds[layer->id] & wanted) != 0) {
            find_in_html(&search, layer);
            find_in_text(&search, layer);
        }
    }
}

const ConditionKind condition_link = {
    .name = "link",
    .default_layers = 1u << LAYER_OWN | 1u << LAYER_FORWARDED,
    .load = load,
    .find = find,
};
