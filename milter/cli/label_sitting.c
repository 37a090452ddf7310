/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/label_sitting.h"

#include "cli/label_order.h"
#include "cli/label_page.h"
#include "cli/label_store.h"
#include "text/printable.h"

enum { LINES_OF_FRAME = 3 /* the line above the post and the two below */ };

/* What undo takes back. */
typedef struct Step {
    guint post;
    char *before; /* the word it had, or NULL */
} Step;

typedef struct Sitting {
    Cli *cli;
    Terminal *terminal;
    const GPtrArray *posts;
    const char *path;
    GPtrArray *words; /* char *, one a post: what was said in this sitting, or NULL */
    GArray *steps;    /* Step */
    guint at;         /* the post shown; posts->len: through */
    guint top;        /* the first line shown of it */
    GPtrArray *lines; /* its page, or NULL */
    unsigned width, height;
    bool is_over;
    const char *message; /* for the last line */
    SittingResult *result;
} Sitting;

static void step_clear(void *step)
{
    g_free(((Step *)step)->before);
}

static const JudgedPost *post_at(const Sitting *sitting, guint at)
{
    return g_ptr_array_index(sitting->posts, at);
}

static void set_word(Sitting *sitting, guint post, const char *word)
{
    char *before = g_ptr_array_index(sitting->words, post);
    sitting->result->labelled += (word != NULL) - (before != NULL);
    g_free(before);
    g_ptr_array_index(sitting->words, post) = g_strdup(word);
}

static void go_to(Sitting *sitting, guint at)
{
    sitting->at = at;
    sitting->top = 0;
    g_clear_pointer(&sitting->lines, g_ptr_array_unref);
}

/* The texts are not kept for all posts: the one shown is read and judged once more. */
static JudgedPost *whole_post(const Sitting *sitting, GError **error)
{
    const JudgedPost *post = post_at(sitting, sitting->at);
    g_autofree char *place = judged_post_place(post);
    g_autoptr(Mailbox) mailbox = mailbox_open(place, error);
    MailboxMessage message;
    if (mailbox == NULL || !mailbox_next(mailbox, &message, error)) {
        return NULL;
    }
    g_autoptr(Judgement) judgement = cli_judge(sitting->cli, &message, PRESENT_POST_JSON);
    return judged_post_new(&message, judgement, judging_rules(sitting->cli->judging), NULL);
}

static void make_page(Sitting *sitting)
{
    unsigned width, height;
    terminal_size(&width, &height);
    if (sitting->lines != NULL && width == sitting->width) {
        sitting->height = height;
        return;
    }
    sitting->width = width;
    sitting->height = height;
    g_clear_pointer(&sitting->lines, g_ptr_array_unref);
    g_autoptr(GError) error = NULL;
    g_autoptr(JudgedPost) post = whole_post(sitting, &error);
    if (post == NULL) {
        sitting->lines = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(sitting->lines,
                        g_strdup(error == NULL ? "the post is gone" : error->message));
        return;
    }
    sitting->lines = label_page(post, width, cli_wants_colour());
}

static unsigned room(const Sitting *sitting)
{
    return sitting->height - LINES_OF_FRAME;
}

static guint last_top(const Sitting *sitting)
{
    return sitting->lines->len > room(sitting) ? sitting->lines->len - room(sitting) : 0;
}

static void append_clipped(GString *screen, const char *text, unsigned width)
{
    g_autofree char *clipped =
        g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), (glong)width));
    g_string_append(screen, clipped);
}

static void show(const Sitting *sitting)
{
    g_autoptr(GString) screen = g_string_new(NULL);
    const char *word = g_ptr_array_index(sitting->words, sitting->at);
    const JudgedPost *post = post_at(sitting, sitting->at);
    const char *label = word != NULL ? word : post->label != NULL ? post->label->word : NULL;
    g_autofree char *shown_label = printable(label, 40); /* somebody else may have written it */
    g_autofree char *head =
        g_strdup_printf("%u of %u, %zu labelled: %s%s%s", sitting->at + 1, sitting->posts->len,
                        sitting->result->labelled, label_reason(post),
                        label == NULL ? "" : "; the label is ", shown_label);
    append_clipped(screen, head, sitting->width);
    g_string_append_c(screen, '\n');
    for (guint i = 0; i < room(sitting); i++) {
        guint line = sitting->top + i;
        g_string_append_printf(
            screen, "%s\n",
            line < sitting->lines->len ? (char *)g_ptr_array_index(sitting->lines, line) : "");
    }
    append_clipped(screen, sitting->top < last_top(sitting) ? "-- space: more --" : "",
                   sitting->width);
    g_string_append_c(screen, '\n');
    append_clipped(screen,
                   sitting->message != NULL
                       ? sitting->message
                       : "h hoax  a advisory  p plain  s skip  b back  u undo  q quit",
                   sitting->width - 1);
    terminal_show(screen->str);
}

static void scroll(Sitting *sitting, int lines)
{
    int top = (int)sitting->top + lines;
    sitting->top = (guint)CLAMP(top, 0, (int)last_top(sitting));
}

static bool label(Sitting *sitting, const char *word, GError **error)
{
    Step step = { .post = sitting->at };
    if (!label_store(sitting->path, post_at(sitting, sitting->at), word, &step.before, error)) {
        return false;
    }
    g_array_append_val(sitting->steps, step);
    set_word(sitting, sitting->at, word);
    go_to(sitting, sitting->at + 1);
    return true;
}

static bool undo(Sitting *sitting, GError **error)
{
    if (sitting->steps->len == 0) {
        sitting->message = "nothing to undo";
        return true;
    }
    const Step *step = &g_array_index(sitting->steps, Step, sitting->steps->len - 1);
    g_autofree char *ignored = NULL;
    if (!label_store(sitting->path, post_at(sitting, step->post), step->before, &ignored, error)) {
        return false;
    }
    set_word(sitting, step->post, NULL);
    go_to(sitting, step->post);
    g_array_set_size(sitting->steps, sitting->steps->len - 1);
    sitting->message = "taken back";
    return true;
}

static void skip(Sitting *sitting)
{
    sitting->result->skipped += g_ptr_array_index(sitting->words, sitting->at) == NULL;
    go_to(sitting, sitting->at + 1);
}

static void back(Sitting *sitting)
{
    if (sitting->at == 0) {
        sitting->message = "this is the first one";
    } else {
        go_to(sitting, sitting->at - 1);
    }
}

/* The keys that move, or end the sitting. */
static void move(Sitting *sitting, int key)
{
    switch (key) {
    case 's':
        skip(sitting);
        break;
    case 'b':
        back(sitting);
        break;
    case ' ':
    case KEY_PAGE_DOWN:
        scroll(sitting, (int)room(sitting));
        break;
    case KEY_PAGE_UP:
        scroll(sitting, -(int)room(sitting));
        break;
    case KEY_DOWN:
        scroll(sitting, 1);
        break;
    case KEY_UP:
        scroll(sitting, -1);
        break;
    case 'q':
    case KEY_INTERRUPT:
    case KEY_END:
        sitting->is_over = true;
        break;
    default:
        sitting->message = key == KEY_NONE ? NULL : "h a p s b u q or space";
    }
}

static bool act(Sitting *sitting, int key, GError **error)
{
    static const struct {
        int key;
        const char *word;
    } words[] = { { 'h', "hoax" }, { 'a', "advisory" }, { 'p', "none" } };
    sitting->message = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (key == words[i].key) {
            return label(sitting, words[i].word, error);
        }
    }
    if (key == 'u') {
        return undo(sitting, error);
    }
    move(sitting, key);
    return true;
}

bool label_sitting(Cli *cli, Terminal *terminal, const GPtrArray *posts, const char *path,
                   SittingResult *result, GError **error)
{
    Sitting sitting = { .cli = cli,
                        .terminal = terminal,
                        .posts = posts,
                        .path = path,
                        .words = g_ptr_array_new_with_free_func(g_free),
                        .steps = g_array_new(FALSE, FALSE, sizeof(Step)),
                        .result = result };
    g_ptr_array_set_size(sitting.words, (gint)posts->len);
    g_array_set_clear_func(sitting.steps, step_clear);
    bool is_stored = true;
    while (is_stored && !sitting.is_over && sitting.at < posts->len) {
        make_page(&sitting);
        show(&sitting);
        is_stored = act(&sitting, terminal_key(terminal), error);
    }
    result->is_through = sitting.at == posts->len;
    g_clear_pointer(&sitting.lines, g_ptr_array_unref);
    g_array_unref(sitting.steps);
    g_ptr_array_unref(sitting.words);
    return is_stored;
}
