/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page as one file. Posts are in it as compressed base64 alone, so nothing a sender wrote can
 * end an element or begin one; the policy in its head lets nothing run but the script whose digest
 * it names, and nothing be loaded at all.
 */
#include <errno.h>
#include <stdio.h>

#include <gio/gio.h>

#include "cli/report_parts.h"

enum { TEXTS_CHUNK = 256 * 1024 /* of JSON: what is unpacked when a post opens */ };

static const char resource_folder[] = "/kustode/page/";

/* One program, in the order its parts need each other. */
static const char *const scripts[] = { "posts.js",  "decide.js",   "figures.js", "charts.js",
                                       "labels.js", "settings.js", "yaml.js",    "table.js",
                                       "post.js",   "tuning.js",   "main.js" };

static void append_resource(GString *out, const char *name)
{
    g_autofree char *path = g_strconcat(resource_folder, name, NULL);
    g_autoptr(GBytes) bytes = g_resources_lookup_data(path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    g_assert(bytes != NULL);
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    g_string_append_len(out, text, (gssize)length);
}

/* zlib's format, which DecompressionStream calls `deflate`, as base64. Caller's. */
static char *packed(const char *text, size_t length)
{
    g_autoptr(GConverter) deflate =
        G_CONVERTER(g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9));
    g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable();
    g_autoptr(GOutputStream) stream = g_converter_output_stream_new(memory, deflate);
    /* Memory does not fail. */
    g_output_stream_write_all(stream, text, length, NULL, NULL, NULL);
    g_output_stream_close(stream, NULL, NULL);
    GMemoryOutputStream *bytes = G_MEMORY_OUTPUT_STREAM(memory);
    return g_base64_encode(g_memory_output_stream_get_data(bytes),
                           g_memory_output_stream_get_data_size(bytes));
}

static void append_block(GString *page, const char *attribute, const char *text, size_t length)
{
    g_autofree char *block = packed(text, length);
    g_string_append_printf(page, "<script type=\"text/plain\" %s>%s</script>\n", attribute, block);
}

/* A chunk's JSON array is closed and written; returns how many posts it has. */
static void close_chunk(GString *page, GString *chunk)
{
    g_string_append_c(chunk, ']');
    append_block(page, "class=\"texts\"", chunk->str, chunk->len);
    g_string_truncate(chunk, 0);
}

/* The texts in chunks, and how many posts each has in `sizes`. */
static void append_texts(GString *page, const Report *report, json_t *sizes)
{
    g_autoptr(GString) chunk = g_string_new(NULL);
    json_int_t posts = 0;
    for (guint i = 0; i < report->posts->len; i++) {
        g_autofree char *text = json_line(report_post_text(g_ptr_array_index(report->posts, i)));
        g_string_append_printf(chunk, "%c%s", posts == 0 ? '[' : ',', text);
        posts++;
        if (chunk->len >= TEXTS_CHUNK || i + 1 == report->posts->len) {
            close_chunk(page, chunk);
            json_array_append_new(sizes, json_integer(posts));
            posts = 0;
        }
    }
}

static char *digest(const GString *text)
{
    guint8 bytes[32];
    gsize length = sizeof bytes;
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(checksum, (const guchar *)text->str, (gssize)text->len);
    g_checksum_get_digest(checksum, bytes, &length);
    return g_base64_encode(bytes, length);
}

static void append_head(GString *page, const GString *style, const GString *script)
{
    g_autofree char *style_digest = digest(style), *script_digest = digest(script);
    g_string_append_printf(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "script-src 'sha256-%s'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n"
        "<meta name=\"robots\" content=\"noindex\">\n"
        "<title>kustode report</title>\n<style>%s</style>\n</head>\n",
        script_digest, style_digest, style->str);
}

static GString *page_new(const Report *report)
{
    g_autoptr(GString) style = g_string_new(NULL), script = g_string_new(NULL);
    append_resource(style, "style.css");
    for (size_t i = 0; i < G_N_ELEMENTS(scripts); i++) {
        append_resource(script, scripts[i]);
    }
    GString *page = g_string_new(NULL);
    append_head(page, style, script);
    append_resource(page, "body.html");
    json_t *columns = report_columns(report), *sizes = json_array();
    append_texts(page, report, sizes);
    json_object_set_new(columns, "chunks", sizes);
    g_autofree char *line = json_line(columns);
    append_block(page, "id=\"columns\"", line, strlen(line));
    g_string_append_printf(page, "<script>%s</script>\n</body>\n</html>\n", script->str);
    return page;
}

bool report_write(const Report *report, const char *path, GError **error)
{
    g_autoptr(GString) page = page_new(report);
    if (strcmp(path, "-") != 0) {
        return g_file_set_contents(path, page->str, (gssize)page->len, error);
    }
    if (fwrite(page->str, 1, page->len, stdout) != page->len) {
        g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno), "standard output: %s",
                    g_strerror(errno));
        return false;
    }
    return true;
}
