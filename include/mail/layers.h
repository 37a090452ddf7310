/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The post as layers: who says what. Own words, forwarded (marked, pasted, attached), quoted,
 * signature, footer, and notices that kustode itself once put in. The layers of a text part
 * partition its text; an attached message is one layer whose children, one level deeper, are those
 * of its text.
 */
#ifndef KUSTODE_MAIL_LAYERS_H
#define KUSTODE_MAIL_LAYERS_H

#include "mail/readable.h"

typedef enum LayerKind {
    LAYER_OWN,
    LAYER_FORWARDED,
    LAYER_QUOTED,
    LAYER_SIGNATURE,
    LAYER_FOOTER,
    LAYER_NOTICE,
    N_LAYER_KINDS
} LayerKind;

typedef enum LayerHow { LAYER_HOW_NONE, LAYER_MARKED, LAYER_PASTED, LAYER_ATTACHED } LayerHow;

/* The original's header as far as it can be read; each NULL when unknown. */
typedef struct Origin {
    char *from, *to, *subject, *date, *message_id;
} Origin;

typedef struct Layer {
    unsigned id; /* its index in the post */
    LayerKind kind;
    LayerHow how;
    unsigned level; /* 0: the poster's own mail; one more inside each forward or quote */
    int parent;     /* id of the layer around it, or -1 */
    int same_as;    /* id of an earlier run of the same voice, or -1 */
    const MimePart *part;
    const TextPart *text_part; /* NULL: an attached message as a whole */
    size_t start, end;         /* in text_part->text, half open */
    size_t body_start; /* where the original's own words begin, behind mark and header block; start
                          if none */
    size_t raw_start, raw_end; /* in the bytes handed in */
    size_t first_line, last_line;
    Origin origin;
    const char *encoding; /* "uuencode", "yEnc", "BinHex", "base64": a file in the text, nobody's
                             words and judged by no rule; NULL: words. Static */
    unsigned digest;      /* a message of a digest: its number in it, from 1; else 0 */
    unsigned confidence;  /* percent */
    GPtrArray *evidence;  /* char *: what spoke for it, e.g. "mark: Thunderbird de" */
} Layer;

typedef struct Layers {
    GPtrArray *all;    /* Layer, by part, then position; an attached message before its children */
    bool is_forwarded; /* any forwarded layer that is not inside a quote; pasted ones outside
                          alternatives only; never in a digest */
    bool is_digest;    /* the post is a list's digest: software sent what is in it */
    GPtrArray *parts;  /* TextPart: the readable parts, owned */
    const char
        *skipped; /* why it is not judged in full: "auto-reply", "encrypted"; NULL: it is. Static */
    LimitSet limits;
} Layers;

/* `message` must outlive the layers. */
Layers *layers_split(const Message *message, const Limits *limits);
void layers_free(Layers *layers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Layers, layers_free)

static inline const Layer *layers_at(const Layers *layers, size_t id)
{
    return g_ptr_array_index(layers->all, id);
}

/* The layer's text; empty for an attached message as a whole. */
Span layer_text(const Layer *layer);

/* In a rule `own` means level 0, and whatever lies inside a forward counts as forwarded. */
LayerKind layer_kind_for_rules(const Layers *layers, const Layer *layer);

/* "own", "forwarded" ...; "marked" ... (NULL for LAYER_HOW_NONE); static. */
const char *layer_kind_name(LayerKind kind);
const char *layer_how_name(LayerHow how);

#endif
