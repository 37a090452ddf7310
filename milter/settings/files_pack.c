/* SPDX-License-Identifier: BSD-2-Clause */
/* The files of a generation as one thing: their common name, and the copy kept of them. */
#include "settings/file_set.h"

static const GString *counted_bytes(const ReadFile *file)
{
    return file->former != NULL ? file->former : file->bytes;
}

typedef struct NamedBytes {
    char *name;
    const GString *bytes;
} NamedBytes;

static void named_bytes_clear(gpointer element)
{
    g_free(((NamedBytes *)element)->name);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(((const NamedBytes *)a)->name, ((const NamedBytes *)b)->name);
}

/* As seen from `folder` when below it, else absolute. */
static char *name_from_folder(const char *path, const char *folder)
{
    g_autofree char *absolute = g_canonicalize_filename(path, NULL);
    size_t length = strlen(folder);
    if (strncmp(absolute, folder, length) == 0 && absolute[length] == '/') {
        return g_strdup(absolute + length + 1);
    }
    return g_steal_pointer(&absolute);
}

static GArray *name_all(const FileSet *files)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(NamedBytes));
    g_array_set_clear_func(all, named_bytes_clear);
    if (files->files->len == 0) {
        return all;
    }
    const ReadFile *first = g_ptr_array_index(files->files, 0);
    g_autofree char *absolute = g_canonicalize_filename(first->path, NULL);
    g_autofree char *folder = g_path_get_dirname(absolute);
    for (guint i = 0; i < files->files->len; i++) {
        const ReadFile *file = g_ptr_array_index(files->files, i);
        NamedBytes named = { name_from_folder(file->path, folder), counted_bytes(file) };
        g_array_append_val(all, named);
    }
    g_array_sort(all, compare_names);
    return all;
}

void file_set_generation(const FileSet *files, char generation[9])
{
    g_autoptr(GArray) all = name_all(files);
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    for (guint i = 0; i < all->len; i++) {
        const NamedBytes *named = &g_array_index(all, NamedBytes, i);
        /* Names end with NUL and bytes are counted, so that no two sets run together alike. */
        g_autofree char *count = g_strdup_printf("%zu", (size_t)named->bytes->len);
        g_checksum_update(checksum, (const guchar *)named->name, (gssize)(strlen(named->name) + 1));
        g_checksum_update(checksum, (const guchar *)count, (gssize)(strlen(count) + 1));
        g_checksum_update(checksum, (const guchar *)named->bytes->str, (gssize)named->bytes->len);
    }
    g_strlcpy(generation, g_checksum_get_string(checksum), 9);
}

GVariant *file_set_pack(const FileSet *files)
{
    GVariantBuilder packed;
    g_variant_builder_init(&packed, G_VARIANT_TYPE(FILE_SET_TYPE));
    for (guint i = 0; i < files->files->len; i++) {
        const ReadFile *file = g_ptr_array_index(files->files, i);
        const GString *bytes = counted_bytes(file);
        GVariant *array = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, bytes->str, bytes->len, 1);
        g_variant_builder_add(&packed, "(s@ay)", file->path, array);
    }
    return g_variant_builder_end(&packed);
}

static ReadFile *new_file(const char *path, const char *bytes, gsize length)
{
    ReadFile *file = g_new0(ReadFile, 1);
    file->path = g_intern_string(path);
    file->bytes = g_string_new_len(bytes, (gssize)length);
    return file;
}

FileSet *file_set_unpack(GVariant *packed)
{
    FileSet *files = file_set_new(FILE_OWNERS_ANY);
    files->is_packed = true;
    GVariantIter iter;
    const char *path;
    GVariant *array;
    g_variant_iter_init(&iter, packed);
    while (g_variant_iter_next(&iter, "(&s@ay)", &path, &array)) {
        gsize length;
        const char *bytes = g_variant_get_fixed_array(array, &length, 1);
        file_set_add(files, new_file(path, bytes, length));
        g_variant_unref(array);
    }
    return files;
}

bool file_set_take_former(FileSet *files, const FileSet *former, const char *path, Span *bytes)
{
    const ReadFile *before = former == NULL ? NULL : file_set_find(former, path);
    if (before == NULL) {
        return false;
    }
    ReadFile *now = file_set_find(files, path);
    if (now == NULL) {
        now = new_file(path, NULL, 0); /* it is there, but cannot be read */
        file_set_add(files, now);
    }
    now->former = g_string_new_len(before->bytes->str, (gssize)before->bytes->len);
    *bytes = span_make(now->former->str, now->former->len);
    return true;
}
