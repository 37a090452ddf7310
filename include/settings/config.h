/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Configuration and rules from files to Policies: YAML 1.2 read through libfyaml's events into
 * located trees, then one table of options. All errors of a run are reported, each with file, line
 * and column.
 */
#ifndef KUSTODE_SETTINGS_CONFIG_H
#define KUSTODE_SETTINGS_CONFIG_H

#include "decision/policy.h"
#include "settings/files.h"
#include "text/diagnostics.h"

#define CONFIG_DEFAULT_FILE "/etc/kustode/kustode.yaml"

typedef enum SandboxUse { SANDBOX_OFF, SANDBOX_ON } SandboxUse;

/* Of the service itself, not of a list. */
typedef struct Service {
    char *socket; /* as libmilter takes it */
    char *socket_owner, *socket_group;
    unsigned socket_mode; /* e.g. 0660 */
    char *user;           /* USER[:GROUP] to run as; NULL: as started */
    char *pid_file;
    char *log_from; /* full, domain, none */
    char *control_socket;
    char *spool;      /* folder of held posts */
    size_t workers;   /* 0: as many as judging_default_workers says */
    unsigned sandbox; /* SandboxUse */
} Service;

typedef struct Origins Origins;

typedef struct Config {
    Policies *policies; /* NULL when there were errors; the taker steals it */
    Service service;
    FileSet *files;   /* what was read, for printing diagnostics */
    Origins *origins; /* where each value of each list was written, for config_effective */
} Config;

/*
 * Reads `path` and what it names: the files of `rule-files`, and lists.d/NAME@DOMAIN.yaml beside
 * it, each the map of one list. NULL reads CONFIG_DEFAULT_FILE, and where that does not exist the
 * built-in defaults with the installed rules. Errors and warnings go to `diagnostics`. Never NULL.
 *
 * An error in a file of lists.d costs that list only: `policies` comes back all the same, with that
 * list on `defaults` in shadow, and `diagnostics` has the error. Any other error leaves `policies`
 * NULL.
 */
Config *config_load(const char *path, Diagnostics *diagnostics);

/*
 * The same for the service: a file that others than root and the running user can change is an
 * error. A file of lists.d that is wrong now keeps the form it has in `former` (NULL: none).
 */
Config *config_load_for_service(const char *path, const FileSet *former, Diagnostics *diagnostics);

/* From `files` (file_set_unpack) alone, whatever is on disk now; takes them over. */
Config *config_load_packed(const char *path, FileSet *files, Diagnostics *diagnostics);

/*
 * `service` alone, from the main file alone: neither rules nor lists are looked at, and there are
 * no `policies`. Takes over `files`, which may have the file already; then no disk is looked at.
 */
Config *config_load_service(const char *path, FileSet *files, Diagnostics *diagnostics);

void config_free(Config *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Config, config_free)

/* One effective value of a list and the place it was written at. */
typedef struct EffectiveValue {
    const char *key; /* "hoax.verdict", "rules.HOAX_SHOUTING"; lives as long as the process */
    char *value;     /* as YAML would have it */
    char *origin;    /* "lists.d/x.yaml:4", "profile lay, kustode.yaml:12", "built in" */
    bool is_own;     /* the list says so itself, nothing it takes after */
} EffectiveValue;

/*
 * EffectiveValue: all values of the list that `address` leads to (NULL: defaults), in the table's
 * order; NULL when no list has it, or `policies` is not there. Caller's, owns its elements.
 */
GPtrArray *config_effective(const Config *config, const char *address);

#endif
