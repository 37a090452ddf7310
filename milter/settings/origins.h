/* SPDX-License-Identifier: BSD-2-Clause */
/* What is kept of loading, so that each value of a list can be led back to where it was written. */
#ifndef KUSTODE_SETTINGS_ORIGINS_H
#define KUSTODE_SETTINGS_ORIGINS_H

#include "settings/section.h"

struct Origins {
    GPtrArray *trees;    /* TreeNode: what sections borrow from */
    GPtrArray *sections; /* Section */
    GArray *chains;      /* Chain, in the order of policies->lists */
    Chain defaults;
};

Origins *origins_new(void);
void origins_free(Origins *origins);

#endif
