/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * YAML 1.2 to located trees, through libfyaml's events (its document API is quadratic in the keys
 * of a map). One document a file; no aliases, anchors or tags; each key of a map once; keys are
 * scalars.
 */
#ifndef KUSTODE_SETTINGS_YAML_H
#define KUSTODE_SETTINGS_YAML_H

#include "text/diagnostics.h"

/*
 * The tree of `text`; an empty file is an empty map. `file` names it in places. NULL when it is no
 * YAML or not ours: then `diagnostics` has the error. A key that stands twice is an error too, but
 * the tree comes back, with both. Linear; maps and lists nest at most 32 deep.
 */
TreeNode *yaml_parse(Span text, const char *file, Diagnostics *diagnostics);

/* The version of libfyaml in use; static. */
const char *yaml_library_version(void);

#endif
