/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

#include <stdio.h>

static void print_json(const GPtrArray *values)
{
    for (guint i = 0; i < values->len; i++) {
        const EffectiveValue *value = g_ptr_array_index(values, i);
        json_t *object = json_object();
        json_object_set_new(object, "key", json_text(value->key));
        json_object_set_new(object, "value", json_text(value->value));
        json_object_set_new(object, "origin", json_text(value->origin));
        g_autofree char *line = json_line(object);
        puts(line);
    }
}

/* A value longer than this does not push all origins out of sight. */
enum { MOST_VALUE_COLUMNS = 40 };

static int columns(const char *text)
{
    return (int)g_utf8_strlen(text, -1);
}

static void print_table(const GPtrArray *values)
{
    int keys = 0, widest = 0;
    for (guint i = 0; i < values->len; i++) {
        const EffectiveValue *value = g_ptr_array_index(values, i);
        keys = MAX(keys, columns(value->key));
        widest = MAX(widest, MIN(columns(value->value), MOST_VALUE_COLUMNS));
    }
    for (guint i = 0; i < values->len; i++) {
        const EffectiveValue *value = g_ptr_array_index(values, i);
        int after_value = MAX(0, widest - columns(value->value));
        printf("%s:%*s %s%*s  # %s\n", value->key, keys - columns(value->key), "", value->value,
               after_value, "", value->origin);
    }
}

int cmd_config(Cli *cli, int argc, char **argv)
{
    if (!cli_parse(cli, argc, argv, NULL) || !cli_load_config(cli)) {
        return cli->status;
    }
    g_autoptr(GPtrArray) values = config_effective(cli->config, cli->list);
    if (values == NULL) {
        cli_fail_list(cli);
    } else if (cli->json) {
        print_json(values);
    } else {
        print_table(values);
    }
    return cli->status;
}
