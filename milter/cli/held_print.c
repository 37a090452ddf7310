/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/held_print.h"

#include <stdio.h>

#include "cli/held_choice.h"
#include "mail/decode.h"
#include "text/printable.h"

enum {
    HEADER_BYTES = 256 * 1024, /* where a Subject is looked for */
    SUBJECT_CHARACTERS = 50,
    ADDRESS_CHARACTERS = 30,
};

/* ---- what of the post is shown ------------------------------------------------------------- */

/* The Subject as a reader sees it, ""  where there is none; caller's. */
static char *subject_of(Span raw)
{
    static const char name[] = "subject:";
    Span header = span_slice(raw, 0, MIN(raw.length, HEADER_BYTES));
    for (size_t start = 0, end; start < header.length; start = end + 1) {
        end = span_find(header, '\n', start);
        Span line = span_slice(header, start, end);
        if (span_trim(line).length == 0) {
            break;
        }
        if (span_starts_with_ascii_caseless(line, name)) {
            while (end + 1 < header.length &&
                   (header.text[end + 1] == ' ' || header.text[end + 1] == '\t')) {
                end = span_find(header, '\n', end + 1);
            }
            return header_decode(span_trim(span_slice(header, start + strlen(name), end)));
        }
    }
    return g_strdup("");
}

/*
 * Passwords for list managers stand in a header field or a first line `Approved:`, in the HTML form
 * behind a tag. Stars of the same length, so that every place stays what it is.
 */
static void hide_passwords(char *bytes, size_t length)
{
    static const char *const names[] = { "approved:", "approve:", "x-approved:" };
    for (size_t i = 0; i < length; i++) {
        bool may_begin = i == 0 || strchr("\n> \t", bytes[i - 1]) != NULL;
        for (size_t j = 0; may_begin && j < G_N_ELEMENTS(names); j++) {
            size_t name = strlen(names[j]);
            if (length - i <= name || g_ascii_strncasecmp(bytes + i, names[j], name) != 0) {
                continue;
            }
            for (i += name; i < length && strchr("\r\n<", bytes[i]) == NULL; i++) {
                bytes[i] = bytes[i] == ' ' ? ' ' : '*';
            }
        }
    }
}

/* NULL, and the error told, when it cannot be read. */
static char *read_shown(Cli *cli, const Held *held, size_t *length)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = held_read(held, HELD_POST, &error);
    if (bytes == NULL) {
        cli_fail(cli, EX_IOERR, "%s", error->message);
        return NULL;
    }
    const char *data = g_bytes_get_data(bytes, length);
    char *shown = g_malloc(*length + 1);
    memcpy(shown, data, *length);
    shown[*length] = '\0';
    hide_passwords(shown, *length);
    return shown;
}

static char *subject_of_held(Cli *cli, const Held *held)
{
    size_t length;
    g_autofree char *raw = read_shown(cli, held, &length);
    return raw == NULL ? g_strdup("") : subject_of(span_make(raw, length));
}

/* ---- as JSON ------------------------------------------------------------------------------- */

static json_t *json_strings(char *const *texts)
{
    json_t *array = json_array();
    for (size_t i = 0; texts != NULL && texts[i] != NULL; i++) {
        json_array_append_new(array, json_text(texts[i]));
    }
    return array;
}

static json_t *json_time(int64_t seconds)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(seconds);
    g_autofree char *text = time == NULL ? NULL : g_date_time_format_iso8601(time);
    return json_text(text);
}

static json_t *json_decision(const HeldFacts *facts)
{
    if (facts->decision == NULL) {
        return json_null();
    }
    json_t *decision = json_object();
    json_object_set_new(decision, "what", json_text(facts->decision));
    json_object_set_new(decision, "by", json_text(facts->decided_by));
    json_object_set_new(decision, "at", json_time(facts->decided_seconds));
    json_object_set_new(decision, "answer", json_text(facts->answer));
    return decision;
}

static json_t *held_json(Cli *cli, const Held *held)
{
    const HeldFacts *facts = held->facts;
    g_autofree char *subject = subject_of_held(cli, held);
    const struct {
        const char *key, *value;
    } texts[] = {
        { "list", facts->list },         { "sender", facts->sender },
        { "subject", subject },          { "message_id", facts->message_id },
        { "queue_id", facts->queue_id }, { "verdict", facts->verdict },
        { "stance", facts->stance },     { "action", facts->action },
        { "score", facts->score },       { "layer", facts->layer },
        { "limit", facts->limits },      { "gen", facts->gen },
    };
    json_t *object = json_object();
    json_object_set_new(object, "id", json_text(held->id));
    json_object_set_new(object, "state", json_text(held_state_name(held->state)));
    json_object_set_new(object, "received", json_time(facts->received_seconds));
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        json_object_set_new(object, texts[i].key, json_text(texts[i].value));
    }
    json_object_set_new(object, "recipients", json_strings(facts->recipients));
    json_object_set_new(object, "size", json_integer(facts->size_bytes));
    json_object_set_new(object, "rules", json_strings(facts->rules));
    json_object_set_new(object, "reasons", json_strings(facts->reasons));
    json_object_set_new(object, "decision", json_decision(facts));
    return object;
}

static void print_json(json_t *object)
{
    g_autofree char *line = json_line(object);
    puts(line);
}

/* ---- on a terminal ------------------------------------------------------------------------- */

static void print_row(Cli *cli, const Held *held)
{
    g_autofree char *subject = subject_of_held(cli, held);
    g_autofree char *shown = printable(subject, SUBJECT_CHARACTERS);
    g_autofree char *sender = printable(held->facts->sender, ADDRESS_CHARACTERS);
    g_autofree char *list = printable(held->facts->list, ADDRESS_CHARACTERS);
    g_autofree char *age = held_age(held);
    printf("%.*s  %-9s  %6s  %-8s %9s  %s  <%s>  %s\n", HELD_SHORT_ID, held->id,
           held_state_name(held->state), age, held->facts->verdict, held->facts->score, list,
           sender, shown);
}

void held_print_list(Cli *cli, const GPtrArray *chosen)
{
    for (guint i = 0; i < chosen->len; i++) {
        const Held *held = g_ptr_array_index(chosen, i);
        if (cli->json) {
            print_json(held_json(cli, held));
        } else {
            print_row(cli, held);
        }
    }
}

static void print_fact(const char *key, const char *value, void *user G_GNUC_UNUSED)
{
    g_autofree char *shown = printable(value, HEADER_BYTES);
    g_autofree char *label = g_strconcat(key, ":", NULL);
    printf("%-12s %s\n", label, shown);
}

static void print_facts(Cli *cli, const Held *held)
{
    g_autofree char *subject = subject_of_held(cli, held);
    g_autofree char *age = held_age(held);
    print_fact("id", held->id, NULL);
    print_fact("state", held_state_name(held->state), NULL);
    print_fact("age", age, NULL);
    print_fact("subject", subject, NULL);
    held_facts_visit(held->facts, print_fact, NULL);
}

/* Judged again, by the rules of now, as a post to its list. Caller's. */
static Judgement *judge_again(Cli *cli, const Held *held, Span raw, PresentationKind kind)
{
    const MailboxMessage message = { .raw = raw, .source = held->id };
    cli->post_list = (PostList){ list_index_find(judging_lists(cli->judging), held->facts->list),
                                 held->facts->list };
    return cli_judge(cli, &message, kind);
}

static json_t *rendered_json(Cli *cli, const Held *held, Span raw, PresentationKind kind)
{
    g_autoptr(Judgement) judgement = judge_again(cli, held, raw, kind);
    json_t *value = judgement->rendered == NULL ? NULL : json_loads(judgement->rendered, 0, NULL);
    return value == NULL ? json_null() : value;
}

static void print_rendered(Cli *cli, const Held *held, Span raw, PresentationKind kind)
{
    g_autoptr(Judgement) judgement = judge_again(cli, held, raw, kind);
    putchar('\n');
    cli_print_rendered(cli, NULL, judgement, NULL);
}

void held_print_whole(Cli *cli, const Held *held)
{
    size_t length;
    g_autofree char *bytes = read_shown(cli, held, &length);
    if (bytes == NULL) {
        return;
    }
    Span raw = span_make(bytes, length);
    if (cli->json) {
        json_t *object = held_json(cli, held);
        json_object_set_new(object, "explanation",
                            rendered_json(cli, held, raw, PRESENT_EXPLAIN_JSON));
        json_object_set_new(object, "layers", rendered_json(cli, held, raw, PRESENT_LAYERS_JSON));
        print_json(object);
        return;
    }
    print_facts(cli, held);
    print_rendered(cli, held, raw, PRESENT_LAYERS_TEXT);
    print_rendered(cli, held, raw, PRESENT_EXPLAIN_TEXT);
}
