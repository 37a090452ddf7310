/* SPDX-License-Identifier: BSD-2-Clause */
#include "site.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHIPPED "samples/rules"

static const char *const words[] = {
    "please",  "warning", "virus",   "erase",    "whole",   "disk",    "cure",   "evening",
    "news",    "patch",   "comes",   "soon",     "list",    "archive", "which",  "mailer",
    "today",   "account", "server",  "release",  "update",  "install", "friend", "everyone",
    "message", "forward", "machine", "security", "problem", "remote",  "vendor", "affected",
};

static const char *random_word(GRand *chance)
{
    return words[g_rand_int_range(chance, 0, G_N_ELEMENTS(words))];
}

static void write_file(const char *folder, const char *name, const GString *text)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GError) error = NULL;
    if (!g_file_set_contents(path, text->str, (gssize)text->len, &error)) {
        fprintf(stderr, "bench: %s\n", error->message);
        exit(EXIT_FAILURE);
    }
}

static unsigned count_rules(const char *folder)
{
    unsigned count = 0;
    const char *name;
    g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
    while (files != NULL && (name = g_dir_read_name(files)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *text = NULL;
        if (g_file_get_contents(path, &text, NULL, NULL)) {
            for (const char *at = text; (at = strstr(at, "\n  - rule:")) != NULL; at++) {
                count++;
            }
        }
    }
    return count;
}

void site_write_rules(const Site *site, char mark)
{
    g_autoptr(GRand) chance = g_rand_new_with_seed(1);
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_printf(text,
                    "rules:\n"
                    "  - rule: BENCH_MARK_%c\n"
                    "    about: \"Every post\"\n"
                    "    points: { hoax: 0.1 }\n"
                    "    cue: bench\n"
                    "    size: { at-least: 1 }\n",
                    mark);
    for (unsigned i = count_rules(SHIPPED) + 1; i < site->rules; i++) {
        const char *first = random_word(chance), *second = random_word(chance);
        g_string_append_printf(text,
                               "  - rule: BENCH_%u\n"
                               "    about: \"Speaks of %s and %s\"\n"
                               "    points: { hoax: 0.1 }\n"
                               "    cue: bench\n"
                               "    any:\n"
                               "      - text: '\\b%s\\b(?: \\w+){0,4} %s %u\\b'\n",
                               i, first, second, first, second, i);
    }
    write_file(site->folder, "generated.yaml", text);
}

void site_address(char address[ADDRESS_BYTES], unsigned number)
{
    snprintf(address, ADDRESS_BYTES, "list-%u@lists.bench.example", number);
}

static void write_config(const Site *site)
{
    g_autofree char *shipped = g_canonicalize_filename(SHIPPED, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_printf(text,
                    "socket: local:%s\n"
                    "control-socket: %s\n"
                    "rule-files: [%s/*.yaml, generated.yaml]\n"
                    "defaults: { mode: live, header: full }\n"
                    "profiles:\n"
                    "  lay: { hoax: { do: { 4: [subject], 8: [hold] } } }\n"
                    "  technical: { hoax: { do: { 4: [subject] } } }\n"
                    "lists:\n",
                    site->socket, site->control, shipped);
    for (unsigned i = 0; i < site->lists; i++) {
        char address[ADDRESS_BYTES];
        site_address(address, i);
        g_string_append_printf(text, "  %s: { like: %s, language: %s }\n", address,
                               i % 2 == 0 ? "lay" : "technical", i % 4 < 2 ? "en" : "de");
    }
    write_file(site->folder, "kustode.yaml", text);
}

Site *site_new(unsigned rules, unsigned lists)
{
    g_autoptr(GError) error = NULL;
    Site *site = g_new0(Site, 1);
    *site = (Site){ .folder = g_dir_make_tmp("kustode-bench-XXXXXX", &error),
                    .rules = rules,
                    .lists = lists };
    if (site->folder == NULL) {
        fprintf(stderr, "bench: %s\n", error->message);
        exit(EXIT_FAILURE);
    }
    site->socket = g_build_filename(site->folder, "kustode.sock", NULL);
    site->control = g_build_filename(site->folder, "control.sock", NULL);
    site->config = g_build_filename(site->folder, "kustode.yaml", NULL);
    site->log = g_build_filename(site->folder, "log", NULL);
    site_write_rules(site, 'A');
    write_config(site);
    return site;
}

void site_free(Site *site)
{
    const char *name;
    if (site == NULL) {
        return;
    }
    g_autoptr(GDir) files = g_dir_open(site->folder, 0, NULL);
    while (files != NULL && (name = g_dir_read_name(files)) != NULL) {
        g_autofree char *path = g_build_filename(site->folder, name, NULL);
        g_unlink(path);
    }
    g_rmdir(site->folder);
    g_free(site->folder);
    g_free(site->socket);
    g_free(site->control);
    g_free(site->config);
    g_free(site->log);
    g_free(site);
}
