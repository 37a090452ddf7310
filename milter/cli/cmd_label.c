/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Labels posts at a terminal, those first that teach most. The archive is judged as a whole before,
 * since the order depends on all of it.
 */
#include <stdio.h>

#include "cli/label_order.h"
#include "cli/label_sitting.h"
#include "cli/labels_input.h"

typedef struct Labelling {
    Labels *labels;   /* of earlier sittings, or NULL */
    GPtrArray *posts; /* JudgedPost */
    bool is_review;   /* labelled posts are asked for again, and no others */
    size_t judged, labelled;
} Labelling;

static bool on_judged(Cli *cli, const MailboxMessage *message, const Judgement *judgement,
                      void *user)
{
    Labelling *labelling = user;
    JudgedPost *post =
        judged_post_new(message, judgement, judging_rules(cli->judging), labelling->labels);
    judged_post_drop_layers(post);
    labelling->judged++;
    labelling->labelled += post->label != NULL;
    if ((post->label != NULL) == labelling->is_review) {
        g_ptr_array_add(labelling->posts, post);
    } else {
        judged_post_free(post);
    }
    return true;
}

/* Two posts of one Message-ID are told apart by where they stand. */
static void drop_shared_ids(const GPtrArray *posts)
{
    g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < posts->len; i++) {
        const JudgedPost *post = g_ptr_array_index(posts, i);
        if (post->message_id != NULL) {
            size_t count = GPOINTER_TO_SIZE(g_hash_table_lookup(counts, post->message_id));
            g_hash_table_insert(counts, post->message_id, GSIZE_TO_POINTER(count + 1));
        }
    }
    g_autoptr(GPtrArray) shared = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < posts->len; i++) {
        JudgedPost *post = g_ptr_array_index(posts, i);
        if (post->message_id != NULL &&
            GPOINTER_TO_SIZE(g_hash_table_lookup(counts, post->message_id)) > 1) {
            g_ptr_array_add(shared, post->message_id);
            post->message_id = NULL;
        }
    }
}

/* What a program that asks in its own way needs: the order. */
static void print_order(const GPtrArray *posts)
{
    for (guint i = 0; i < posts->len; i++) {
        const JudgedPost *post = g_ptr_array_index(posts, i);
        json_t *object = json_object();
        json_object_set_new(object, "source", json_text(post->source));
        json_object_set_new(object, "message", json_integer((json_int_t)post->number));
        json_object_set_new(object, "message_id", json_text(post->message_id));
        json_object_set_new(object, "subject", json_text(post->subject));
        json_object_set_new(object, "verdict", json_text(verdict_name(post->verdict)));
        json_object_set_new(object, "label",
                            json_text(post->label == NULL ? NULL : post->label->word));
        json_object_set_new(object, "why", json_text(label_reason(post)));
        g_autofree char *line = json_line(object);
        puts(line);
    }
}

static void sit(Cli *cli, const Labelling *labelling, const char *path)
{
    SittingResult result = { 0 };
    g_autoptr(GError) error = NULL;
    Terminal *terminal = terminal_open();
    if (terminal == NULL) {
        cli_fail(cli, EX_USAGE,
                 "label needs a terminal; --json prints the order, and a labels file can be "
                 "written by hand, see kustode(1)");
        return;
    }
    bool is_stored = label_sitting(cli, terminal, labelling->posts, path, &result, &error);
    terminal_close(terminal);
    if (!is_stored) {
        cli_fail(cli, EX_CANTCREAT, "%s", error->message);
    }
    if (!cli->quiet) {
        printf("%zu labelled and %zu skipped, %s; %zu of %zu posts have a label in %s\n",
               result.labelled, result.skipped,
               result.is_through ? "none is left" : "the rest is for another time",
               labelling->is_review ? labelling->labelled : labelling->labelled + result.labelled,
               labelling->judged, path);
    }
}

/* Standard input is the person; and what is shown is read once more. */
static bool inputs_are_files(Cli *cli)
{
    for (size_t i = 0; cli->inputs[i] != NULL; i++) {
        if (strcmp(cli->inputs[i], "-") == 0) {
            cli_fail(cli, EX_USAGE, "label cannot read an archive from `-`; name a file");
            return false;
        }
    }
    return true;
}

static void label_posts(Cli *cli, Labelling *labelling, const char *path)
{
    cli_judge_inputs(cli, PRESENT_POST_JSON, false, on_judged, labelling);
    drop_shared_ids(labelling->posts);
    label_order(labelling->posts);
    if (cli->json) {
        print_order(labelling->posts);
    } else if (labelling->posts->len > 0) {
        sit(cli, labelling, path);
    } else if (labelling->judged > 0 && !cli->quiet) {
        puts(labelling->is_review ? "no post has a label yet" : "every post has a label");
    }
}

static void free_post(gpointer post)
{
    judged_post_free(post);
}

int cmd_label(Cli *cli, int argc, char **argv)
{
    g_autofree char *path = NULL;
    gboolean is_review = FALSE;
    const GOptionEntry own[] = {
        { "labels", 0, 0, G_OPTION_ARG_FILENAME, &path,
          "where labels are kept (default: the archive's name and .labels)", "FILE" },
        { "review", 0, 0, G_OPTION_ARG_NONE, &is_review,
          "ask for labelled posts again, first those whose label is not the verdict", NULL },
        { NULL, 0, 0, 0, NULL, NULL, NULL },
    };
    if (!cli_parse(cli, argc, argv, own) || !cli_needs_input(cli) || !inputs_are_files(cli)) {
        return cli->status;
    }
    if (path == NULL) {
        path = g_strconcat(cli->inputs[0], ".labels", NULL);
    }
    Labelling labelling = { .is_review = is_review };
    bool has_labels = g_file_test(path, G_FILE_TEST_EXISTS);
    labelling.labels = has_labels ? cli_read_labels(cli, path) : NULL;
    if ((!has_labels || labelling.labels != NULL) && cli_load(cli)) {
        labelling.posts = g_ptr_array_new_with_free_func(free_post);
        label_posts(cli, &labelling, path);
        g_ptr_array_unref(labelling.posts);
    }
    labels_free(labelling.labels);
    return cli->status;
}
