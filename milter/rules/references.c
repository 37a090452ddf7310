/* SPDX-License-Identifier: BSD-2-Clause */
/* The identifiers of a post as references: each once, written as its issuer writes it. */
#include "rules/findings.h"

#include "rules/identifier_shape.h"

/* What a reference can stand in; a signature or footer brings nothing. */
static const unsigned content_layers = 1u << LAYER_OWN | 1u << LAYER_FORWARDED | 1u << LAYER_QUOTED;

static void free_reference(gpointer element)
{
    Reference *reference = element;
    g_free(reference->id);
    g_free(reference);
}

GPtrArray *references_collect(const Findings *findings)
{
    GPtrArray *references = g_ptr_array_new_with_free_func(free_reference);
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < findings->identifiers->len; i++) {
        const IdentifierSighting *seen =
            &g_array_index(findings->identifiers, IdentifierSighting, i);
        if ((findings->kinds[seen->layer] & content_layers) == 0) {
            continue;
        }
        Span text = canonical_span(findings->canonical[seen->layer]);
        char *id = identifier_write(seen->kind->shape, span_slice(text, seen->start, seen->end));
        if (g_hash_table_contains(known, id)) {
            g_free(id);
            continue;
        }
        g_hash_table_add(known, id);
        Reference *reference = g_new(Reference, 1);
        *reference = (Reference){ seen->kind, id, seen->layer };
        g_ptr_array_add(references, reference);
    }
    return references;
}
