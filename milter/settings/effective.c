/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/config.h"

#include "settings/origins.h"
#include "settings/values.h"

Origins *origins_new(void)
{
    Origins *origins = g_new0(Origins, 1);
    origins->trees = g_ptr_array_new_with_free_func((GDestroyNotify)tree_free);
    origins->sections = g_ptr_array_new_with_free_func((GDestroyNotify)section_free);
    origins->chains = g_array_new(FALSE, FALSE, sizeof(Chain));
    return origins;
}

void origins_free(Origins *origins)
{
    if (origins == NULL) {
        return;
    }
    g_ptr_array_unref(origins->sections);
    g_ptr_array_unref(origins->trees);
    g_array_unref(origins->chains);
    g_free(origins);
}

/* What a terminal or a reader of lines could trip over is escaped as YAML does it. */
static void append_quoted(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c)) {
        gunichar character = g_utf8_get_char(c);
        if (!g_unichar_isprint(character)) {
            g_string_append_printf(out, "\\U%08x", character);
        } else {
            g_string_append(out, character == '"' || character == '\\' ? "\\" : "");
            g_string_append_unichar(out, character);
        }
    }
    g_string_append_c(out, '"');
}

static bool is_printable(const char *text)
{
    while (*text != '\0' && g_unichar_isprint(g_utf8_get_char(text))) {
        text = g_utf8_next_char(text);
    }
    return *text == '\0';
}

/* In flow style, on one line. The parser has bounded the depth. */
static void append_yaml(GString *out, const TreeNode *node)
{
    if (node->kind == TREE_SCALAR) {
        if (node->quoted || !is_printable(node->scalar)) {
            append_quoted(out, node->scalar);
        } else {
            g_string_append(out, node->scalar);
        }
        return;
    }
    bool is_map = node->kind == TREE_MAP;
    g_string_append(out, is_map ? "{" : "[");
    for (size_t i = 0; i < tree_count(node); i++) {
        g_string_append(out, i > 0 ? ", " : is_map ? " " : "");
        if (is_map) {
            append_yaml(out, tree_key_at(node, i));
            g_string_append(out, ": ");
        }
        append_yaml(out, tree_item(node, i));
    }
    g_string_append(out, !is_map ? "]" : tree_count(node) > 0 ? " }" : "}");
}

static void effective_value_free(gpointer element)
{
    EffectiveValue *value = element;
    g_free(value->value);
    g_free(value->origin);
    g_free(value);
}

static EffectiveValue *add_value(GPtrArray *values, const char *key, char *text, char *origin)
{
    EffectiveValue *value = g_new(EffectiveValue, 1);
    *value = (EffectiveValue){ key, text, origin, false };
    g_ptr_array_add(values, value);
    return value;
}

/* "profile lay, kustode.yaml:12". */
static char *describe_origin(const Section *section, Place place)
{
    switch (section->where) {
    case IN_PROFILE:
        return g_strdup_printf("profile %s, %s:%u", section->name, place.file, place.line);
    case IN_PATTERN:
        return g_strdup_printf("pattern %s, %s:%u", section->name, place.file, place.line);
    case IN_DEFAULTS:
        return g_strdup_printf("defaults, %s:%u", place.file, place.line);
    case IN_LIST:
    case IN_LIST_FILE:
        return g_strdup_printf("%s:%u", place.file, place.line);
    default:
        return g_strdup("built in");
    }
}

static void add_node(GPtrArray *values, const char *key, const TreeNode *node,
                     const Section *section)
{
    GString *text = g_string_new(NULL);
    append_yaml(text, node);
    EffectiveValue *value =
        add_value(values, key, g_string_free(text, FALSE), describe_origin(section, node->place));
    value->is_own = (section->where & (IN_LIST | IN_LIST_FILE)) != 0;
}

/* Values without a text in the table: they follow from others. */
static void add_computed(GPtrArray *values, const Option *option, const Policy *policy)
{
    for (int i = 0; i < N_CLASSES; i++) {
        g_autofree char *key = g_strconcat(verdict_class_name((VerdictClass)i), ".subject", NULL);
        if (strcmp(key, option->key) == 0) {
            GString *text = g_string_new(NULL);
            append_quoted(text, policy->classes[i].subject);
            add_value(values, option->key, g_string_free(text, FALSE),
                      g_strdup_printf("built in for language %s", policy->language));
        }
    }
    if (strcmp(option->key, "on-error") == 0) {
        bool holds = policy->on_error == FAILURE_HOLD;
        add_value(values, option->key, g_strdup(holds ? "hold" : "deliver"),
                  g_strdup(holds ? "built in where a step holds" : "built in"));
    }
}

/* Each rule by the first section that names it. */
static void add_rules(GPtrArray *values, const Chain *chain, const Option *option)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < chain->count; i++) {
        const TreeNode *map = chain->links[i]->values[option_index(option)];
        for (size_t j = 0; j < tree_count(map); j++) {
            const char *name = tree_key_at(map, j)->scalar;
            if (g_hash_table_add(seen, (gpointer)name)) {
                g_autofree char *key = g_strconcat("rules.", name, NULL);
                add_node(values, g_intern_string(key), tree_item(map, j), chain->links[i]);
            }
        }
    }
}

static void add_option(GPtrArray *values, const Option *option, const Chain *chain,
                       const Policy *policy)
{
    const Section *section = chain_find(chain, option);
    if (strcmp(option->key, "rules") == 0) {
        add_rules(values, chain, option);
    } else if (section != NULL) {
        add_node(values, option->key, section->values[option_index(option)], section);
    } else {
        add_computed(values, option, policy);
    }
}

GPtrArray *config_effective(const Config *config, const char *address)
{
    const Policies *policies = config->policies;
    if (policies == NULL) {
        return NULL;
    }
    const Policy *policy = policies->defaults;
    const Chain *chain = &config->origins->defaults;
    if (address != NULL) {
        int list = list_index_find(policies->index, address);
        if (list < 0) {
            return NULL;
        }
        policy = g_ptr_array_index(policies->lists, list);
        chain = &g_array_index(config->origins->chains, Chain, list);
    }
    GPtrArray *values = g_ptr_array_new_with_free_func(effective_value_free);
    const unsigned place = address == NULL ? IN_DEFAULTS : IN_LIST;
    const Option *option;
    for (size_t i = 0; (option = option_at(i)) != NULL; i++) {
        if ((option->places & place) != 0) {
            add_option(values, option, chain, policy);
        }
    }
    return values;
}
