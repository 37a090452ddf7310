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

static void print_table(const GPtrArray *values)
{
    int key_width = 0, value_width = 0;
    for (guint i = 0; i < values->len; i++) {
        const EffectiveValue *value = g_ptr_array_index(values, i);
        key_width = MAX(key_width, (int)strlen(value->key));
        value_width = MAX(value_width, MIN((int)strlen(value->value), 40));
    }
    for (guint i = 0; i < values->len; i++) {
        const EffectiveValue *value = g_ptr_array_index(values, i);
        printf("%-*s  %-*s  # %s\n", key_width, value->key, value_width, value->value,
               value->origin);
    }
}

int cmd_config(Cli *cli, int argc, char **argv)
{
    if (!cli_parse(cli, argc, argv, NULL) || !cli_load(cli)) {
        return cli->status;
    }
    g_autoptr(GPtrArray) values = config_effective(cli->config, cli->list);
    if (cli->json) {
        print_json(values);
    } else {
        print_table(values);
    }
    return cli->status;
}
