/* SPDX-License-Identifier: BSD-2-Clause */
/* A configuration as it would be with one file changed, before anything is written. */
#ifndef KUSTODE_CLI_CHANGED_CONFIG_H
#define KUSTODE_CLI_CHANGED_CONFIG_H

#include "settings/config.h"

/*
 * `config` read anew with `text` as the bytes of `path`, which may be a file that is not there yet;
 * `main_file` as it was loaded by. Never NULL; what is wrong is in `diagnostics`. Caller's.
 */
Config *config_with_file(const Config *config, const char *main_file, const char *path,
                         const char *text, Diagnostics *diagnostics);

#endif
