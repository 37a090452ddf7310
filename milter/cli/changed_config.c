/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/changed_config.h"

static bool is_same_path(const char *a, const char *b)
{
    g_autofree char *left = g_canonicalize_filename(a, NULL);
    g_autofree char *right = g_canonicalize_filename(b, NULL);
    return strcmp(left, right) == 0;
}

static void add(GVariantBuilder *files, const char *path, const char *text)
{
    GVariant *bytes = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, text, strlen(text), 1);
    g_variant_builder_add(files, "(s@ay)", path, bytes);
}

Config *config_with_file(const Config *config, const char *main_file, const char *path,
                         const char *text, Diagnostics *diagnostics)
{
    g_autoptr(GVariant) packed = g_variant_ref_sink(file_set_pack(config->files));
    GVariantBuilder changed;
    GVariantIter iter;
    const char *name;
    GVariant *bytes;
    bool is_there = false;
    g_variant_builder_init(&changed, G_VARIANT_TYPE(FILE_SET_TYPE));
    g_variant_iter_init(&iter, packed);
    while (g_variant_iter_next(&iter, "(&s@ay)", &name, &bytes)) {
        if (is_same_path(name, path)) {
            is_there = true;
            add(&changed, name, text);
        } else {
            g_variant_builder_add(&changed, "(s@ay)", name, bytes);
        }
        g_variant_unref(bytes);
    }
    if (!is_there) {
        add(&changed, path, text);
    }
    g_autoptr(GVariant) all = g_variant_ref_sink(g_variant_builder_end(&changed));
    return config_load_packed(main_file, file_set_unpack(all), diagnostics);
}
