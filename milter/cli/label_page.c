/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/label_page.h"

#include "text/printable.h"

enum {
    LAYER_CHARACTERS = 20000, /* of one layer; nobody reads more to label a post */
    EXCERPT_CHARACTERS = 60,
    FIELD_CHARACTERS = 300,
};

typedef struct Page {
    GPtrArray *lines; /* char * */
    GString *line;    /* the one being written */
    unsigned column, width;
    bool in_colour;
    const char *margin; /* what each line begins with */
    const char *ink;    /* of the margin */
    bool is_marked;     /* inside a hit */
} Page;

static const char plain[] = "\033[0m", strong[] = "\033[1m", faint[] = "\033[2m",
                  marked[] = "\033[1;7m";

static const char *ink(const Page *page, const char *code)
{
    return page->in_colour ? code : "";
}

/* The ink of `kustode layers`. */
static const char *ink_of(const char *kind)
{
    static const struct {
        const char *kind, *code;
    } inks[] = {
        { "own", "\033[32m" },       { "forwarded", "\033[33m" }, { "quoted", "\033[34m" },
        { "signature", "\033[35m" }, { "footer", "\033[2m" },     { "notice", "\033[36m" }
    };
    for (size_t i = 0; i < G_N_ELEMENTS(inks); i++) {
        if (g_strcmp0(inks[i].kind, kind) == 0) {
            return inks[i].code;
        }
    }
    return "";
}

static void begin_line(Page *page)
{
    page->line = g_string_new(NULL);
    if (page->margin[0] != '\0') {
        g_string_append_printf(page->line, "%s%s%s", ink(page, page->ink), page->margin,
                               ink(page, plain));
    }
    page->column = (unsigned)strlen(page->margin);
    if (page->is_marked) {
        g_string_append(page->line, ink(page, marked));
    }
}

static void end_line(Page *page)
{
    if (page->is_marked) {
        g_string_append(page->line, ink(page, plain));
    }
    g_ptr_array_add(page->lines, g_string_free(page->line, FALSE));
    begin_line(page);
}

static void set_margin(Page *page, const char *margin, const char *code)
{
    g_string_free(page->line, TRUE);
    page->margin = margin;
    page->ink = code;
    begin_line(page);
}

static void put_character(Page *page, gunichar c)
{
    gunichar shown = c == '\t' ? ' ' : printable_character(c);
    unsigned columns = g_unichar_iszerowidth(shown) ? 0 : g_unichar_iswide(shown) ? 2 : 1;
    if (page->column + columns > page->width) {
        end_line(page);
    }
    g_string_append_unichar(page->line, shown);
    page->column += columns;
}

static void put_text(Page *page, const char *text)
{
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        put_character(page, g_utf8_get_char(p));
    }
}

static void put_line(Page *page, const char *code, const char *text)
{
    g_string_append(page->line, ink(page, code));
    put_text(page, text);
    g_string_append(page->line, ink(page, plain));
    end_line(page);
}

static void put_field(Page *page, const char *label, const char *value)
{
    if (value != NULL) {
        g_autofree char *shown = printable(value, FIELD_CHARACTERS);
        g_autofree char *line = g_strdup_printf("%-9s %s", label, shown);
        put_line(page, "", line);
    }
}

static void put_hit(Page *page, const JudgedHit *hit)
{
    g_autofree char *excerpt = printable(hit->hit.excerpt, EXCERPT_CHARACTERS);
    g_autoptr(GString) points = g_string_new(NULL);
    for (int i = 0; i < N_CLASSES; i++) {
        if (hit->hit.points[i] != 0) {
            g_string_append_printf(points, "%s%s %+g", points->len > 0 ? ", " : "",
                                   verdict_class_name(i), hit->hit.points[i]);
        }
    }
    g_autofree char *line = g_strdup_printf(
        "  %-26s %-14s %s%s%s", hit->hit.rule->name, hit->hit.is_shadow ? "shadow" : points->str,
        excerpt[0] == '\0' ? "" : "\"", excerpt, excerpt[0] == '\0' ? "" : "\"");
    put_line(page, faint, line);
}

static void put_verdict(Page *page, const JudgedPost *post)
{
    g_autofree char *line = g_strdup_printf(
        "verdict   %s  (hoax %g of %g, advisory %g of %g)%s%s", verdict_name(post->verdict),
        post->scores[CLASS_HOAX], post->thresholds[CLASS_HOAX], post->scores[CLASS_ADVISORY],
        post->thresholds[CLASS_ADVISORY], post->not_judged == NULL ? "" : "  ",
        post->not_judged == NULL ? "" : post->not_judged);
    put_line(page, strong, line);
    for (guint i = 0; i < post->hits->len; i++) {
        put_hit(page, g_ptr_array_index(post->hits, i));
    }
}

/* Whether some hit covers the character, and no other layer's. */
static bool is_hit(const JudgedPost *post, int layer, size_t at)
{
    for (guint i = 0; i < post->hits->len; i++) {
        const JudgedHit *hit = g_ptr_array_index(post->hits, i);
        if (hit->hit.layer == layer && hit->start <= at && at < hit->end) {
            return true;
        }
    }
    return false;
}

static void set_marked(Page *page, bool is_marked)
{
    if (page->is_marked != is_marked) {
        page->is_marked = is_marked;
        g_string_append(page->line, page->in_colour ? (is_marked ? marked : plain)
                                    : is_marked     ? ">"
                                                    : "<");
    }
}

static void put_layer_text(Page *page, const JudgedPost *post, int layer, const char *text)
{
    size_t at = 0;
    const char *p = text;
    for (; *p != '\0' && at < LAYER_CHARACTERS; p = g_utf8_next_char(p), at++) {
        gunichar c = g_utf8_get_char(p);
        set_marked(page, is_hit(post, layer, at));
        if (c == '\n') {
            end_line(page);
        } else if (c != '\r') {
            put_character(page, c);
        }
    }
    set_marked(page, false);
    if (*p != '\0') {
        put_text(page, "[...]");
    }
    if (page->column > strlen(page->margin)) {
        end_line(page);
    }
}

static void put_layer(Page *page, const JudgedPost *post, const json_t *layer)
{
    const char *kind = json_string_value(json_object_get(layer, "kind"));
    const char *how = json_string_value(json_object_get(layer, "how"));
    const char *text = json_string_value(json_object_get(layer, "text"));
    const char *from = json_string_value(json_object_get(layer, "from"));
    int id = (int)json_integer_value(json_object_get(layer, "id"));
    g_autofree char *author = printable(from, FIELD_CHARACTERS);
    g_autofree char *title =
        g_strdup_printf("%s%s%s%s%s", kind, how == NULL ? "" : ", ", how == NULL ? "" : how,
                        from == NULL ? "" : ", from ", author);
    const char *code = ink_of(kind);
    set_margin(page, "", "");
    put_line(page, code, title);
    set_margin(page, "| ", code);
    put_layer_text(page, post, id, text == NULL ? "" : text);
}

GPtrArray *label_page(const JudgedPost *post, unsigned width, bool in_colour)
{
    Page page = { .lines = g_ptr_array_new_with_free_func(g_free),
                  .width = width,
                  .in_colour = in_colour,
                  .margin = "" };
    begin_line(&page);
    g_autofree char *place = judged_post_place(post);
    put_field(&page, "post", place);
    put_field(&page, "from", post->from);
    put_field(&page, "date", post->date);
    put_field(&page, "subject", post->subject);
    put_verdict(&page, post);
    size_t index;
    const json_t *layer;
    json_array_foreach(post->layers, index, layer)
    {
        if (json_object_get(layer, "alternative_of") == NULL) {
            put_layer(&page, post, layer);
        }
    }
    g_string_free(page.line, TRUE);
    return page.lines;
}
