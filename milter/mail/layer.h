/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making and freeing one layer; shared by the segmenter of texts and by layers_split.
 */
#ifndef KUSTODE_MAIL_LAYER_H
#define KUSTODE_MAIL_LAYER_H

#include "mail/layers.h"

/* Kind own, level 0, no parent, no evidence. */
Layer *layer_new(void);
void layer_free(Layer *layer);

#endif
