/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/yaml.h"

#include <libfyaml.h>

/* The deepest rule that somebody wrote by hand has nine; libfyaml itself stops flow style at 64. */
enum { MOST_DEPTH = 32 };

/* A map or list that is still open. */
typedef struct OpenNode {
    TreeNode *node;
    TreeNode *key; /* of a map: a key that waits for its value; owned */
} OpenNode;

typedef struct Building {
    Span text;
    const char *file; /* interned */
    Diagnostics *diagnostics;
    OpenNode open[MOST_DEPTH];
    size_t depth;
    TreeNode *root; /* owned */
} Building;

/*
 * Where an event begins. libfyaml counts from 0, puts a quoted scalar behind its quote, an alias
 * behind its `*`, and a block scalar at the left margin.
 */
static Place event_place(const Building *building, struct fy_event *event)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    if (mark == NULL || mark->line < 0) {
        /* A value that is not there has no mark: the key it belongs to. */
        const OpenNode *top = building->depth > 0 ? &building->open[building->depth - 1] : NULL;
        return top != NULL && top->key != NULL ? top->key->place : (Place){ building->file, 1, 1 };
    }
    Place place = { building->file, (unsigned)mark->line + 1, (unsigned)mark->column + 1 };
    enum fy_scalar_style style =
        event->type == FYET_SCALAR ? fy_token_scalar_style(event->scalar.value) : FYSS_PLAIN;
    if (event->type == FYET_ALIAS || style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) {
        place.column -= place.column > 1;
    } else if (style == FYSS_LITERAL || style == FYSS_FOLDED) {
        Span text = building->text;
        for (size_t i = mark->input_pos; i < text.length && text.text[i] == ' '; i++) {
            place.column++;
        }
    }
    return place;
}

/* A second time is an error, but the map is kept: what else is wrong shows in the same run. */
static void report_second(const Building *building, const TreeNode *first, const TreeNode *second)
{
    diagnostics_error(building->diagnostics, second->place,
                      "`%s` stands here for the second time, first in line %u: take one out",
                      second->scalar, first->place.line);
}

static const TreeNode *find_before(const TreeNode *map, size_t end, const char *key)
{
    for (size_t i = 0; i < end; i++) {
        if (strcmp(tree_key_at(map, i)->scalar, key) == 0) {
            return tree_key_at(map, i);
        }
    }
    return NULL;
}

/* Nearly all maps have a handful of keys, which are compared; one has 10,000 lists. */
static void check_keys(const Building *building, const TreeNode *map)
{
    enum { FEW = 16 };
    size_t count = tree_count(map);
    g_autoptr(GHashTable) seen = count > FEW ? g_hash_table_new(g_str_hash, g_str_equal) : NULL;
    for (size_t i = 0; i < count; i++) {
        const TreeNode *key = tree_key_at(map, i);
        const TreeNode *first = seen == NULL ? find_before(map, i, key->scalar)
                                             : g_hash_table_lookup(seen, key->scalar);
        if (first != NULL) {
            report_second(building, first, key);
        } else if (seen != NULL) {
            g_hash_table_insert(seen, key->scalar, (gpointer)key);
        }
    }
}

/* Takes over `node`, the next piece of what is open. False when it cannot stand there. */
static bool place_node(Building *building, TreeNode *node)
{
    if (building->depth == 0) {
        building->root = node;
        return true;
    }
    OpenNode *top = &building->open[building->depth - 1];
    if (top->node->kind == TREE_LIST) {
        tree_append(top->node, node);
        return true;
    }
    if (top->key != NULL) {
        tree_put(top->node, g_steal_pointer(&top->key), node);
        return true;
    }
    if (node->kind != TREE_SCALAR) {
        diagnostics_error(building->diagnostics, node->place,
                          "a key must be a word, no list or map");
        tree_free(node);
        return false;
    }
    top->key = node;
    return true;
}

static bool add_scalar(Building *building, struct fy_event *event)
{
    struct fy_token *token = event->scalar.value;
    Place place = event_place(building, event);
    bool is_plain = token == NULL || fy_token_scalar_style(token) == FYSS_PLAIN;
    size_t length = 0;
    const char *text = token == NULL ? "" : fy_token_get_text(token, &length);
    if (text == NULL || memchr(text, '\0', length) != NULL) {
        diagnostics_error(building->diagnostics, place, "text must not contain the character NUL");
        return false;
    }
    return place_node(building, tree_new_scalar_of(span_make(text, length), !is_plain, place));
}

static bool open_node(Building *building, struct fy_event *event)
{
    Place place = event_place(building, event);
    if (building->depth == MOST_DEPTH) {
        diagnostics_error(building->diagnostics, place,
                          "maps and lists are nested deeper than %d levels", MOST_DEPTH);
        return false;
    }
    TreeNode *node = event->type == FYET_MAPPING_START ? tree_new_map(place) : tree_new_list(place);
    if (!place_node(building, node)) {
        return false;
    }
    building->open[building->depth++] = (OpenNode){ .node = node };
    return true;
}

static bool refuse(Building *building, struct fy_event *event, const char *reason)
{
    Place place = event_place(building, event);
    diagnostics_error(building->diagnostics, place, "%s", reason);
    return false;
}

/* False when the rest of the file cannot be used. */
static bool take_event(Building *building, struct fy_event *event)
{
    switch (event->type) {
    case FYET_DOCUMENT_START:
        return building->root == NULL ||
               refuse(building, event, "a second document begins here: one file holds one");
    case FYET_ALIAS:
        return refuse(building, event,
                      "aliases are not used here: put a word that begins with * in quotes");
    case FYET_MAPPING_START:
    case FYET_SEQUENCE_START:
    case FYET_SCALAR:
        if (fy_event_get_anchor_token(event) != NULL) {
            return refuse(building, event,
                          "anchors are not used here: put a word that begins with & in quotes");
        }
        if (fy_event_get_tag_token(event) != NULL) {
            return refuse(building, event,
                          "tags are not used here: put a word that begins with ! in quotes");
        }
        return event->type == FYET_SCALAR ? add_scalar(building, event)
                                          : open_node(building, event);
    case FYET_MAPPING_END:
        check_keys(building, building->open[--building->depth].node);
        return true;
    case FYET_SEQUENCE_END:
        building->depth--;
        return true;
    default:
        return true;
    }
}

/* The first error alone: what follows it in the same file is mostly its echo. */
static void report_syntax(const Building *building, struct fy_diag *messages)
{
    void *position = NULL;
    const struct fy_diag_error *first = fy_diag_errors_iterate(messages, &position);
    if (first == NULL) {
        diagnostics_error(building->diagnostics, (Place){ building->file, 1, 1 },
                          "this is no YAML");
        return;
    }
    Place place = { building->file, (unsigned)MAX(first->line, 1),
                    (unsigned)MAX(first->column, 1) };
    diagnostics_error(building->diagnostics, place, "this is no YAML: %s", first->msg);
}

static bool take_all_events(Building *building, struct fy_parser *parser)
{
    struct fy_event *event;
    while ((event = fy_parser_parse(parser)) != NULL) {
        bool goes_on = take_event(building, event);
        fy_parser_event_free(parser, event);
        if (!goes_on) {
            return false;
        }
    }
    return true;
}

static bool parse_events(Building *building)
{
    struct fy_diag_cfg message_configuration;
    fy_diag_cfg_default(&message_configuration);
    message_configuration.fp = NULL;
    message_configuration.level = FYET_ERROR;
    struct fy_diag *messages = fy_diag_create(&message_configuration);
    fy_diag_set_collect_errors(messages, true);
    struct fy_parse_cfg configuration = { .diag = messages, .flags = FYPCF_DEFAULT_VERSION_1_2 };
    struct fy_parser *parser = fy_parser_create(&configuration);

    /* A text of no bytes is a valid one for YAML, but not for libfyaml. */
    Span text = building->text.length > 0 ? building->text : span_of("\n");
    bool is_sound = fy_parser_set_string(parser, text.text, text.length) == 0 &&
                    take_all_events(building, parser);
    if (is_sound && fy_parser_get_stream_error(parser)) {
        report_syntax(building, messages);
        is_sound = false;
    }
    fy_parser_destroy(parser);
    fy_diag_destroy(messages);
    return is_sound;
}

/* The place of the byte at `offset`, columns in characters. */
static Place place_at(Span text, size_t offset, const char *file)
{
    Place place = { file, 1, 1 };
    for (size_t i = 0; i < offset; i++) {
        bool is_inside_character = ((unsigned char)text.text[i] & 0xC0) == 0x80;
        if (text.text[i] == '\n') {
            place.line++;
            place.column = 1;
        } else if (!is_inside_character) {
            place.column++;
        }
    }
    return place;
}

static bool check_encoding(Span text, const char *file, Diagnostics *diagnostics)
{
    const char *end;
    if (text.length == 0 || g_utf8_validate_len(text.text, text.length, &end)) {
        return true;
    }
    Place place = place_at(text, (size_t)(end - text.text), file);
    diagnostics_error(diagnostics, place,
                      *end == '\0' ? "the character NUL has no place in YAML"
                                   : "these bytes are not UTF-8: convert the file (iconv)");
    return false;
}

static void building_clear(Building *building)
{
    for (size_t i = 0; i < building->depth; i++) {
        tree_free(building->open[i].key);
    }
    tree_free(building->root);
}

TreeNode *yaml_parse(Span text, const char *file, Diagnostics *diagnostics)
{
    const char *name = g_intern_string(file);
    if (!check_encoding(text, name, diagnostics)) {
        return NULL;
    }
    Building building = {
        .text = text,
        .file = name,
        .diagnostics = diagnostics,
    };
    g_autoptr(TreeNode) root = NULL;
    bool is_sound = parse_events(&building);
    if (is_sound) {
        root = g_steal_pointer(&building.root);
    }
    building_clear(&building);
    if (is_sound && (root == NULL || tree_is_null(root))) {
        return tree_new_map((Place){ name, 1, 1 });
    }
    return g_steal_pointer(&root);
}

const char *yaml_library_version(void)
{
    return fy_library_version();
}
