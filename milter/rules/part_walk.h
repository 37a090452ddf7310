/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts of a mail one after the other, without recursion, whatever was posted. */
#ifndef KUSTODE_RULES_PART_WALK_H
#define KUSTODE_RULES_PART_WALK_H

#include "mail/layers.h"

/* The next part behind `part` in the order of the mail, or NULL. */
const MimePart *part_next(const MimePart *part);

/* As layers go: LAYER_FORWARDED inside an attached message, else LAYER_OWN. */
LayerKind part_layer_kind(const MimePart *part);

#endif
