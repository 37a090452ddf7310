/* SPDX-License-Identifier: BSD-2-Clause */
/* The messages as subscribers would get them: the bytes that the daemon's edits make of them. */
#include "cli/cli.h"

#include <stdio.h>
#include <time.h>

typedef struct Target {
    const char *path;
    bool is_folder; /* one file a message */
    bool is_mbox;   /* else the one message itself */
    FILE *out;      /* of a file */
    size_t written;
} Target;

/* mboxrd: every line that begins with any number of `>` and then `From ` gets one `>` more. */
static bool needs_quote(Span line)
{
    size_t marks = 0;
    while (marks < line.length && line.text[marks] == '>') {
        marks++;
    }
    return span_starts_with(span_slice(line, marks, line.length), "From ");
}

static void write_mbox(FILE *out, Span mail)
{
    fputs("From kustode@localhost Thu Jan  1 00:00:00 1970\n", out);
    for (size_t start = 0, end; start < mail.length; start = end) {
        end = MIN(span_find(mail, '\n', start) + 1, mail.length);
        Span line = span_slice(mail, start, end);
        if (needs_quote(line)) {
            fputc('>', out);
        }
        fwrite(line.text, 1, line.length, out);
    }
    fputs(mail.length > 0 && mail.text[mail.length - 1] != '\n' ? "\n\n" : "\n", out);
}

static bool write_file_in_folder(Cli *cli, Target *target, Span mail)
{
    g_autofree char *name = g_strdup_printf("%06zu.eml", target->written);
    g_autofree char *path = g_build_filename(target->path, name, NULL);
    g_autoptr(GError) error = NULL;
    if (!g_file_set_contents(path, mail.text, (gssize)mail.length, &error)) {
        cli_fail(cli, EX_CANTCREAT, "%s", error->message);
        return false;
    }
    return true;
}

static bool write_to_file(Cli *cli, Target *target, Span mail)
{
    if (!target->is_mbox && target->written > 0) {
        cli_fail(cli, EX_USAGE,
                 "%s can hold one message only; give -o a folder or a name that ends in .mbox",
                 target->path);
        return false;
    }
    if (target->is_mbox) {
        write_mbox(target->out, mail);
    } else {
        fwrite(mail.text, 1, mail.length, target->out);
    }
    if (ferror(target->out)) {
        cli_fail(cli, EX_IOERR, "cannot write %s: %s", target->path, g_strerror(errno));
        return false;
    }
    return true;
}

static bool on_judged(Cli *cli, const MailboxMessage *message, const Judgement *judgement,
                      void *user)
{
    Target *target = user;
    GString *mail = edits_apply(message->raw, judgement->edits);
    Span bytes = span_make(mail->str, mail->len);
    bool is_written = target->is_folder ? write_file_in_folder(cli, target, bytes)
                                        : write_to_file(cli, target, bytes);
    g_string_free(mail, TRUE);
    target->written++;
    return is_written;
}

static bool open_target(Cli *cli, Target *target)
{
    target->is_folder = g_file_test(target->path, G_FILE_TEST_IS_DIR);
    target->is_mbox = g_str_has_suffix(target->path, ".mbox");
    if (target->is_folder) {
        return true;
    }
    if (g_str_has_suffix(target->path, G_DIR_SEPARATOR_S)) {
        cli_fail(cli, EX_CANTCREAT, "no folder %s; make it first", target->path);
        return false;
    }
    target->out = strcmp(target->path, "-") == 0 ? stdout : fopen(target->path, "w");
    if (target->out == NULL) {
        cli_fail(cli, EX_CANTCREAT, "cannot create %s: %s", target->path, g_strerror(errno));
    }
    return target->out != NULL;
}

static void close_target(Cli *cli, Target *target)
{
    if (target->out != NULL && target->out != stdout && fclose(target->out) != 0) {
        cli_fail(cli, EX_IOERR, "cannot write %s: %s", target->path, g_strerror(errno));
    }
    if (!cli->quiet) {
        fprintf(stderr, "%zu message%s written to %s\n", target->written,
                target->written == 1 ? "" : "s", target->path);
    }
}

int cmd_apply(Cli *cli, int argc, char **argv)
{
    g_autofree char *output = NULL;
    gboolean undo = FALSE;
    const GOptionEntry own[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
          "a folder (one file a message), NAME.mbox, or a file for one message", "DIR|FILE" },
        { "undo", 0, 0, G_OPTION_ARG_NONE, &undo,
          "take off the tag, the notice and the headers that kustode once put in", NULL },
        { NULL, 0, 0, 0, NULL, NULL, NULL },
    };
    if (!cli_parse(cli, argc, argv, own) || !cli_needs_input(cli)) {
        return cli->status;
    }
    if (output == NULL) {
        cli_fail(cli, EX_USAGE, "no output given; name a folder or a file with -o");
        return cli->status;
    }
    cli->undo = undo;
    Target target = { .path = output };
    if (cli_load(cli) && open_target(cli, &target)) {
        cli_judge_inputs(cli, PRESENT_NOTHING, false, on_judged, &target);
        close_target(cli, &target);
    }
    return cli->status;
}
