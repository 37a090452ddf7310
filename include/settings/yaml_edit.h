/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One value of a YAML file changed in place: everything else, comments and blanks above all, stays
 * as a person wrote it. What comes out is read again and compared, so that a form this module does
 * not know is refused, never spoilt.
 */
#ifndef KUSTODE_SETTINGS_YAML_EDIT_H
#define KUSTODE_SETTINGS_YAML_EDIT_H

#include "text/span.h"

/*
 * `text` with `value` (YAML on one line: a scalar, or a list or map in flow style) under the keys
 * of `path` (NULL-terminated); maps on the way are made where they are missing. NULL with `error`:
 * it is no YAML, or written in a way that is not edited here. Caller's.
 */
char *yaml_set(Span text, const char *file, const char *const *path, const char *value,
               GError **error);

#endif
