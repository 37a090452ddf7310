/* SPDX-License-Identifier: BSD-2-Clause */
/* The post as its layers, so that a person sees at a glance who speaks where. */
#include "decision/present.h"
#include "mail/unread.h"

enum { LINE_CHARACTERS = 400 /* of one line of a post; the rest is an ellipsis */ };

static Ink layer_ink(LayerKind kind)
{
    static const Ink inks[N_LAYER_KINDS] = {
        [LAYER_OWN] = INK_GREEN,         [LAYER_FORWARDED] = INK_YELLOW, [LAYER_QUOTED] = INK_BLUE,
        [LAYER_SIGNATURE] = INK_MAGENTA, [LAYER_FOOTER] = INK_FAINT,     [LAYER_NOTICE] = INK_CYAN,
    };
    return inks[kind];
}

static void append_indent(GString *out, const Layer *layer)
{
    for (unsigned i = 0; i < MIN(layer->level, 16u); i++) {
        g_string_append(out, "  ");
    }
}

static void append_origin(GString *out, const Layer *layer)
{
    const struct {
        const char *label, *value;
    } fields[] = {
        { "from", layer->origin.from },       { "to", layer->origin.to },
        { "subject", layer->origin.subject }, { "date", layer->origin.date },
        { "id", layer->origin.message_id },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (fields[i].value != NULL) {
            append_indent(out, layer);
            g_string_append_printf(out, "  %s: ", fields[i].label);
            append_printable(out, span_of(fields[i].value), LINE_CHARACTERS);
            g_string_append_c(out, '\n');
        }
    }
}

static void append_title(GString *out, const Shown *shown, const Layer *layer)
{
    g_autofree char *title = layer_title(layer);
    append_indent(out, layer);
    g_string_append_printf(out, "%s%s%s%s", ink(shown, INK_STRONG),
                           ink(shown, layer_ink(layer->kind)), title, ink(shown, INK_NONE));
    g_string_append_printf(out, "%s  part %s", ink(shown, INK_FAINT), layer->part->id);
    if (layer->text_part != NULL) {
        g_string_append_printf(out, "  lines %zu-%zu", layer->first_line, layer->last_line);
        const char *alternative_of = layer->text_part->alternative_of;
        if (alternative_of != NULL) {
            g_string_append_printf(out, "  the same as part %s", alternative_of);
        }
    }
    g_string_append_printf(out, "  %u %%", layer->confidence);
    for (guint i = 0; i < layer->evidence->len; i++) {
        g_string_append(out, i == 0 ? "  (" : "; ");
        append_printable(out, span_of(g_ptr_array_index(layer->evidence, i)), 80);
    }
    g_string_append_printf(out, "%s%s\n", layer->evidence->len > 0 ? ")" : "",
                           ink(shown, INK_NONE));
}

static void append_text(GString *out, const Shown *shown, const Layer *layer)
{
    Span text = layer_text(layer);
    for (size_t start = 0; start < text.length;) {
        size_t end = span_find(text, '\n', start);
        append_indent(out, layer);
        g_string_append_printf(out, "%s|%s ", ink(shown, layer_ink(layer->kind)),
                               ink(shown, INK_NONE));
        append_printable(out, span_slice(text, start, end), LINE_CHARACTERS);
        g_string_append_c(out, '\n');
        start = end + 1;
    }
}

/* What nobody here can read, so that whoever looks knows what was not judged. */
static void append_unread(GString *out, const Shown *shown)
{
    g_autoptr(GPtrArray) parts = unread_parts(shown->examination->message);
    for (guint i = 0; i < parts->len; i++) {
        const MimePart *part = g_ptr_array_index(parts, i);
        g_string_append_printf(out, "unread  part %s  %s  ", part->id, unread_name(part));
        append_printable(out, span_of(part->file_name != NULL ? part->file_name : part->type),
                         LINE_CHARACTERS);
        g_string_append_c(out, '\n');
    }
}

char *present_layers(const Shown *shown)
{
    const Layers *layers = shown->examination->layers;
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "%s", ink(shown, INK_STRONG));
    append_printable(out, span_of(shown->as->source), LINE_CHARACTERS);
    g_string_append_printf(out, ":%zu%s  ", shown->as->message, ink(shown, INK_NONE));
    const char *subject = message_header(shown->examination->message->top, "Subject");
    append_printable(out, span_of(subject), LINE_CHARACTERS);
    g_string_append(out, layers->skipped == NULL ? "\n" : "  (not judged: ");
    if (layers->skipped != NULL) {
        g_string_append_printf(out, "%s)\n", layers->skipped);
    }
    for (guint i = 0; i < layers->all->len; i++) {
        const Layer *layer = layers_at(layers, i);
        append_title(out, shown, layer);
        append_origin(out, layer);
        append_text(out, shown, layer);
    }
    append_unread(out, shown);
    g_string_append_c(out, '\n');
    return g_string_free(out, FALSE);
}
