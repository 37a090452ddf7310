/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What judging costs beside what every filter must do, parse the mail and decode its texts with
 * GMime: the same posts, in turn, round by round, by the processor's time, so that a machine that
 * slows down slows both. Usage: scan CONFIG INPUT...
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <gmime/gmime.h>

#include "cli/mailbox.h"
#include "mail/layers.h"
#include "pool/judging.h"
#include "settings/config.h"

enum { ROUNDS = 9 };

typedef struct Bench {
    GPtrArray *posts; /* GBytes */
    Judging *judging;
    const Limits *limits;
} Bench;

typedef void (*WayFunction)(const Bench *bench, Span raw);

static void decode_text(GMimeObject *parent, GMimeObject *part, gpointer unused)
{
    (void)parent;
    (void)unused;
    if (GMIME_IS_TEXT_PART(part)) {
        g_free(g_mime_text_part_get_text(GMIME_TEXT_PART(part)));
    }
}

static void parse_only(const Bench *bench, Span raw)
{
    (void)bench;
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(raw.text, raw.length);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    if (message != NULL) {
        g_mime_message_foreach(message, decode_text, NULL);
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
}

static void read_texts(const Bench *bench, Span raw)
{
    LimitSet met = 0;
    g_autoptr(Message) message = message_parse(raw, bench->limits);
    g_autoptr(GPtrArray) parts = readable_parts(message, bench->limits, &met);
}

static void take_apart(const Bench *bench, Span raw)
{
    g_autoptr(Message) message = message_parse(raw, bench->limits);
    g_autoptr(Layers) layers = layers_split(message, bench->limits);
}

static void judge(const Bench *bench, Span raw, PresentationKind kind)
{
    JudgingRequest request = { .raw = raw, .presentation = { .kind = kind, .source = "bench" } };
    g_autoptr(Judgement) judgement = judging_judge(bench->judging, &request);
}

static void judge_silently(const Bench *bench, Span raw)
{
    judge(bench, raw, PRESENT_NOTHING);
}

static void judge_to_line(const Bench *bench, Span raw)
{
    judge(bench, raw, PRESENT_SCAN_LINE);
}

static void judge_to_json(const Bench *bench, Span raw)
{
    judge(bench, raw, PRESENT_SCAN_JSON);
}

static void judge_to_layers(const Bench *bench, Span raw)
{
    judge(bench, raw, PRESENT_LAYERS_JSON);
}

static const struct {
    const char *name;
    WayFunction run;
} ways[] = {
    { "parse only", parse_only },        { "read", read_texts },    { "take apart", take_apart },
    { "judge", judge_silently },         { "scan", judge_to_line }, { "scan, JSON", judge_to_json },
    { "layers, JSON", judge_to_layers },
};

static double processor_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds_of(const Bench *bench, WayFunction run)
{
    double start = processor_seconds();
    for (guint i = 0; i < bench->posts->len; i++) {
        gsize length;
        const char *text = g_bytes_get_data(g_ptr_array_index(bench->posts, i), &length);
        run(bench, span_make(text, length));
    }
    return processor_seconds() - start;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void run_rounds(const Bench *bench)
{
    double seconds[G_N_ELEMENTS(ways)][ROUNDS], ratios[G_N_ELEMENTS(ways)][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t w = 0; w < G_N_ELEMENTS(ways); w++) {
            seconds[w][round] = seconds_of(bench, ways[w].run);
            ratios[w][round] = seconds[0][round] / seconds[w][round];
        }
    }
    printf("%-14s %12s %22s\n", "way", "posts/s core", "throughput/parse only");
    for (size_t w = 0; w < G_N_ELEMENTS(ways); w++) {
        qsort(seconds[w], ROUNDS, sizeof(double), compare_doubles);
        qsort(ratios[w], ROUNDS, sizeof(double), compare_doubles);
        printf("%-14s %12.0f %22.2f\n", ways[w].name, bench->posts->len / seconds[w][ROUNDS / 2],
               ratios[w][ROUNDS / 2]);
    }
}

static void read_posts(Bench *bench, const char *input)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Mailbox) mailbox = mailbox_open(input, &error);
    MailboxMessage message;
    while (mailbox != NULL && mailbox_next(mailbox, &message, &error)) {
        g_ptr_array_add(bench->posts, g_bytes_new(message.raw.text, message.raw.length));
    }
    if (error != NULL) {
        fprintf(stderr, "scan: %s\n", error->message);
        exit(EXIT_FAILURE);
    }
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: scan CONFIG INPUT...\n", stderr);
        return EXIT_FAILURE;
    }
    message_library_start();
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(Config) config = config_load(argv[1], diagnostics);
    if (config->policies == NULL) {
        file_set_print_diagnostics(config->files, diagnostics, stderr, false);
        return EXIT_FAILURE;
    }
    size_t rules = rule_set_count(config->policies->rules);
    Bench bench = { g_ptr_array_new(), NULL, &config->policies->limits };
    bench.judging = judging_new_in_process(g_steal_pointer(&config->policies));
    for (int i = 2; i < argc; i++) {
        read_posts(&bench, argv[i]);
    }
    printf("%u posts, %zu rules, %d rounds, medians\n", bench.posts->len, rules, ROUNDS);
    run_rounds(&bench);
    return EXIT_SUCCESS;
}
