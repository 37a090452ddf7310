/* SPDX-License-Identifier: BSD-2-Clause */
#include "layer.h"

#include "origin.h"

Layer *layer_new(void)
{
    Layer *layer = g_new0(Layer, 1);

    layer->parent = layer->same_as = -1;
    layer->evidence = g_ptr_array_new_with_free_func(g_free);
    return layer;
}

void layer_free(Layer *layer)
{
    if (layer == NULL) {
        return;
    }
    origin_clear(&layer->origin);
    g_ptr_array_unref(layer->evidence);
    g_free(layer);
}

Span layer_text(const Layer *layer)
{
    return layer->text_part == NULL ? span_make("", 0)
                                    : span_slice(layer->text_part->text, layer->start, layer->end);
}

LayerKind layer_kind_for_rules(const Layers *layers, const Layer *layer)
{
    /* What we once wrote is never judged, and what list software wrote is no voice, wherever it was
     * carried to. */
    if (layer->kind == LAYER_NOTICE || layer->kind == LAYER_FOOTER || layer->level == 0) {
        return layer->kind;
    }
    LayerKind outermost = LAYER_FORWARDED;
    for (const Layer *around = layer; around != NULL;
         around = around->parent < 0 ? NULL : layers_at(layers, (size_t)around->parent)) {
        /* In a digest every message stands for itself, as posts do. */
        if (layers->is_digest && around->digest > 0 && around != layer) {
            break;
        }
        if (around->kind == LAYER_FORWARDED || around->kind == LAYER_QUOTED) {
            outermost = around->kind;
        }
        if (around->level == 0) {
            break;
        }
    }
    return outermost;
}

const char *layer_kind_name(LayerKind kind)
{
    static const char *const names[N_LAYER_KINDS] = {
        [LAYER_OWN] = "own",       [LAYER_FORWARDED] = "forwarded",
        [LAYER_QUOTED] = "quoted", [LAYER_SIGNATURE] = "signature",
        [LAYER_FOOTER] = "footer", [LAYER_NOTICE] = "notice",
    };
    g_assert(kind < N_LAYER_KINDS);
    return names[kind];
}

const char *layer_how_name(LayerHow how)
{
    static const char *const names[] = { [LAYER_HOW_NONE] = NULL,
                                         [LAYER_MARKED] = "marked",
                                         [LAYER_PASTED] = "pasted",
                                         [LAYER_ATTACHED] = "attached" };
    g_assert(how < G_N_ELEMENTS(names));
    return names[how];
}
