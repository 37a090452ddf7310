/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/match.h"

#include "flow_tree.h"
#include "made_post.h"

static const Envelope envelope = { 0 };
static const ListRules any_list = { 0 };

static RuleSet *load_limited(const char *text, const Limits *limits)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    GPtrArray *trees = g_ptr_array_new_with_free_func(flow_tree_free);
    g_autofree char *whole = g_strdup_printf("{rules: [\n%s\n]}", text);
    g_ptr_array_add(trees, flow_tree("r", whole));
    RuleSet *rules = rule_set_load(trees, limits, diagnostics);
    for (size_t i = 0; i < diagnostics_count(diagnostics); i++) {
        g_test_message("%s", diagnostics_at(diagnostics, i)->message);
    }
    g_assert_cmpuint(diagnostics_error_count(diagnostics), ==, 0);
    return rules;
}

static RuleSet *load(const char *text)
{
    return load_limited(text, &limits_default);
}

/* `RULE@layer excerpt +also`, one a line; `RULE@field excerpt` for a header's. */
static char *write_hits(const Findings *findings, const ListRules *list)
{
    GString *out = g_string_new(NULL);
    g_autoptr(GPtrArray) hits = match_hits(findings, list);
    for (guint i = 0; i < hits->len; i++) {
        const RuleHit *hit = g_ptr_array_index(hits, i);
        g_string_append_printf(out, "%s%s%s", i > 0 ? "\n" : "", hit->rule->name,
                               hit->is_shadow ? "?" : "");
        if (hit->layer >= 0) {
            g_string_append_printf(out, "@%d", hit->layer);
        }
        if (hit->field != NULL) {
            g_string_append_printf(out, "@%s", hit->field);
        }
        g_string_append_printf(out, "%s%s", hit->excerpt[0] != '\0' ? " " : "", hit->excerpt);
        if (hit->also > 0) {
            g_string_append_printf(out, " +%zu", hit->also);
        }
    }
    return g_string_free(out, FALSE);
}

static const struct {
    const char *rules;
    const char *post;
    const char *hits;
} rows[] = {
    /* Where a leaf is tested. */
    { "{rule: A, text: plea}", "own a Plea", "A@0 Plea" },
    { "{rule: A, text: plea}", "own a flea", "" },
    { "{rule: A, text: plea}", "own one\nforwarded a plea", "A@1 plea" },
    { "{rule: A, text: plea}", "quoted plea\nsignature plea\nfooter plea\nnotice plea", "" },
    { "{rule: A, text: plea, in: own}", "forwarded plea", "" },
    { "{rule: A, text: plea, in: [quoted, footer]}", "own plea\nquoted plea\nfooter plea",
      "A@1 plea +1" },
    { "{rule: A, text: plea, in: own}", "attached\nin own plea", "" },
    { "{rule: A, text: plea, in: forwarded}", "attached\nin own plea", "A@1 plea" },
    /* Never across a layer or a part. */
    { "{rule: A, text: 'a.*plea'}", "own a\nown plea", "" },
    { "{rule: A, text: 'a.*plea'}", "own@1 a\nown@2 plea", "" },
    /* Several patterns; the earliest is shown, the others are counted. */
    { "{rule: A, text: [plea, beg]}", "own we beg, a plea, we beg\nforwarded plea", "A@0 beg +3" },
    { "{rule: A, any: [{text: plea}, {text: beg}]}", "own we beg, a plea", "A@0 beg +1" },
    { "{rule: A, phrase: 'pass it on'}", "own Please PASS it on", "A@0 PASS it on" },
    { "{rule: A, phrase: 'pass it on'}", "own trespass it on", "" },
    /* Truth of leaves is combined over all layers. */
    { "{rule: A, all: [{text: plea}, {text: beg}]}", "own plea\nforwarded beg", "A@0 plea +1" },
    { "{rule: A, all: [{text: plea}, {text: beg}]}", "own plea", "" },
    { "{rule: A, text: plea, not: {text: beg}}", "own plea", "A@0 plea" },
    { "{rule: A, text: plea, not: {text: beg}}", "own plea\nforwarded beg", "" },
    { "{rule: A, not: [{text: plea}, {text: beg}]}", "own beg", "" },
    { "{rule: A, not: [{text: plea}, {text: beg}]}", "own hello", "A" },
    { "{rule: A, any: [{text: aaa}, {text: bbb}, {text: ccc}], at-least: 2}", "own aaa ccc",
      "A@0 aaa +1" },
    { "{rule: A, any: [{text: aaa}, {text: bbb}, {text: ccc}], at-least: 2}", "own aaa aaa", "" },
    { "{rule: A, any: [{text: aaa, not: {text: bbb}}, {text: ccc}]}", "own aaa bbb ccc",
      "A@0 ccc" },
    /* One voice. */
    { "{rule: A, together: yes, all: [{text: plea}, {text: beg}]}", "own plea\nforwarded beg", "" },
    { "{rule: A, together: yes, all: [{text: plea}, {text: beg}]}",
      "own hello\nforwarded plea\nown=0 beg\nforwarded=1 beg", "A@1 plea +1" },
    { "{rule: A, together: yes, text: plea, not: {text: beg}}", "own plea beg\nforwarded plea",
      "A@1 plea" },
    { "{rule: A, together: yes, header: {subject: fwd}, text: plea}", "Subject: fwd\nown plea",
      "A@Subject fwd +1" },
    { "{rule: A, together: yes, header: {subject: fwd}}", "Subject: fwd", "A@Subject fwd" },
    { "{rule: A, together: yes, in: forwarded, header: {subject: fwd}, text: plea}",
      "attached\n>Subject: fwd\nin own plea", "A@0@Subject fwd +1" },
    { "{rule: A, together: yes, all: [{rule: _B}, {rule: _C}]}, {rule: _B, text: plea},\n"
      "{rule: _C, text: beg}",
      "own plea\nforwarded beg", "" },
    { "{rule: A, together: yes, all: [{rule: _B}, {rule: _C}]}, {rule: _B, text: plea},\n"
      "{rule: _C, text: beg}",
      "own plea\nforwarded plea beg", "A@1 plea +1" },
    /* Alternatives count where the primary has no such hit. */
    { "{rule: A, text: plea}", "own@1<2 plea\nown@2 a plea", "A@1 plea" },
    { "{rule: A, text: plea}", "own@1<2 plea\nown@2 html", "A@0 plea" },
    { "{rule: A, text: plea}", "own@1<2 plea\nown@2 html\nown@3 plea", "A@0 plea +1" },
    { "{rule: A, not: {text: plea}}", "own@1<2 plea\nown@2 html", "" },
    { "{rule: A, count: {text: 'no!', at-most: 1}}", "own@1<2 no! no!\nown@2 no! no!", "" },
    { "{rule: A, count: {text: 'no!', at-least: 2}}", "own@1<2 no! no!\nown@2 html", "A@0 no!" },
    /* Header fields. */
    { "{rule: A, header: {subject: '^fwd'}}", "Subject: Fwd: plea\nown Fwd", "A@Subject Fwd" },
    { "{rule: A, header: {name: SUBJECT, phrase: fwd}}", "Subject: Fwd: plea", "A@Subject Fwd" },
    { "{rule: A, header: {subject: plea}}", "forwarded one\n>Subject: plea", "" },
    { "{rule: A, header: {subject: plea}, in: forwarded}",
      "Subject: plea\nforwarded one\n>Subject: a plea", "A@0@subject plea" },
    { "{rule: A, header: {x-mailer: kmail}, in: [own, forwarded]}",
      "X-Mailer: other\nattached\n>X-Mailer: KMail 1.9", "A@0@X-Mailer KMail" },
    /* Links. */
    { "{rule: A, link: any}", "own see http://Example.org/x?y=1.", "A@0 http://Example.org/x?y=1" },
    { "{rule: A, link: any}", "own see awww.example.org or http: //x", "" },
    { "{rule: A, link: 'example\\.org/a'}", "own (www.example.org/abc), plea",
      "A@0 www.example.org/abc" },
    { "{rule: A, link: {host: example.org}}", "own https://user@lists.EXAMPLE.org:8080/",
      "A@0 https://user@lists.EXAMPLE.org:8080/" },
    { "{rule: A, link: {host: example.org}}", "own http://badexample.org/example.org", "" },
    { "{rule: A, link: {host: example.org}}", "own http://example.org@bad.example/", "" },
    /* Identifiers. */
    { "{rule: A, identifier: any}", "own see CVE-2001-0500 and DSA-134-1", "A@0 CVE-2001-0500 +1" },
    { "{rule: A, identifier: [dsa, usn]}", "own see CVE-2001-0500 and DSA-134-1", "A@0 DSA-134-1" },
    { "{rule: A, identifier: any}", "footer see CVE-2001-0500", "" },
    { "{rule: A, identifier: any, in: footer}", "footer see CVE-2001-0500", "A@0 CVE-2001-0500" },
    /* Attachments. */
    { "{rule: A, attachment: '*.exe'}", "own x\n+application/zip a.zip\n+application/x-y Run.EXE",
      "A Run.EXE" },
    { "{rule: A, attachment: ['*.exe', '?.zip']}", "+application/zip a.zip", "A a.zip" },
    { "{rule: A, attachment: {type: 'image/*'}}", "+image/png", "A image/png" },
    { "{rule: A, attachment: {type: 'image/*', name: '*.gif'}}", "+image/png a.png", "" },
    { "{rule: A, attachment: {type: 'text/*'}}", "own words", "" },
    { "{rule: A, attachment: {type: 'message/rfc822'}}", "attached", "A message/rfc822" },
    /* Languages. */
    { "{rule: A, any: [{language: [fr, de]}]}",
      "own Diese Warnung wurde mir heute von einem Kollegen geschickt, und ich gebe sie gern "
      "weiter.",
      "A@0 Diese Warnung wurde mir heute von einem Kollegen geschickt, und ich gebe sie gern "
      "weiter." },
    { "{rule: A, any: [{language: de}]}",
      "own This warning was sent to me by a colleague today, and I am glad to pass it on to you.",
      "" },
    /* Counts: of a layer, not of all together. */
    { "{rule: A, count: {text: 'no!', at-least: 3}}", "own no! no!\nforwarded no!", "" },
    { "{rule: A, count: {text: 'no!', at-least: 3}}", "own no!\nforwarded no! no! no!", "A@1 no!" },
    { "{rule: A, count: {phrase: no, at-least: 1, at-most: 2}}", "own no no no", "" },
    { "{rule: A, count: {text: 'no!', at-most: 2}}", "own hello", "A@0" },
    /* Other rules. */
    { "{rule: A, any: [{rule: _B}]}, {rule: _B, text: plea}", "own a plea", "A@0 plea" },
    { "{rule: A, all: [{rule: B}, {text: beg}]}, {rule: B, text: plea, in: quoted}",
      "own beg\nquoted plea", "A@0 beg +1\nB@1 plea" },
    { "{rule: A, not: {rule: B}}, {rule: B, text: plea}", "own plea", "B@0 plea" },
    { "{rule: A, any: [{rule: B}]}, {rule: B, text: plea, mode: shadow}", "own plea", "B?@0 plea" },
    { "{rule: A, any: [{rule: B}]}, {rule: B, text: plea, mode: off}", "own plea", "" },
    { "{rule: A, mode: shadow, any: [{rule: B}]}, {rule: B, text: plea}", "own plea",
      "A?@0 plea\nB@0 plea" },
    /* Ways to a rule may be many, its hits count once. */
    { "{rule: A, all: [{rule: _B}, {rule: _C}]}, {rule: _B, any: [{rule: _C}]},\n"
      "{rule: _C, text: plea}",
      "own plea plea", "A@0 plea +1" },
    /* Excerpts are as written, white space folded. */
    { "{rule: A, text: plea beg}", "own PLEA  \t beg", "A@0 PLEA beg" },
    { "{rule: A, text: spaced}", "own so S P A C E D out", "A@0 S P A C E D" },
};

static void test_hits(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s / %s", rows[i].rules, rows[i].post);
        g_autoptr(RuleSet) rules = load(rows[i].rules);
        g_autoptr(MadePost) post = made_post(rows[i].post);
        g_autoptr(Findings) findings = match_find(rules, &envelope, &post->message, &post->layers);
        g_autofree char *hits = write_hits(findings, &any_list);
        if (strcmp(hits, rows[i].hits) != 0) {
            g_test_message("found:\n%s\nexpected:\n%s", hits, rows[i].hits);
            g_test_fail();
        }
    }
}

/* What a hit carries: range in the part, leaf, place, points. */
static void test_hit(void)
{
    g_autoptr(RuleSet) rules =
        load("{rule: A, points: {hoax: 2},\n all: [{text: [beg, 'it''s']}]}");
    g_autoptr(MadePost) post = made_post("own one two\nforwarded we  say IT'S it\nown beg");
    g_autoptr(Findings) findings = match_find(rules, &envelope, &post->message, &post->layers);
    g_autoptr(GPtrArray) hits = match_hits(findings, &any_list);
    g_assert_cmpuint(hits->len, ==, 1);
    const RuleHit *hit = g_ptr_array_index(hits, 0);
    g_assert_cmpstr(hit->rule->name, ==, "A");
    g_assert_cmpfloat(hit->points[CLASS_HOAX], ==, 2);
    g_assert_cmpfloat(hit->points[CLASS_ADVISORY], ==, 0);
    g_assert_true(hit->part == g_ptr_array_index(post->layers.parts, 0));
    g_assert_cmpuint(hit->start, ==, strlen("one two\nwe  say "));
    g_assert_cmpuint(hit->end, ==, strlen("one two\nwe  say IT'S"));
    g_assert_cmpuint(hit->kinds, ==, 1u << LAYER_OWN | 1u << LAYER_FORWARDED);
    g_assert_cmpstr(hit->condition, ==, "text: [beg, 'it''s']");
    g_assert_cmpuint(hit->place.line, ==, 3);
    g_assert_cmpuint(hit->place.column, ==, 9);
}

static void test_excerpt(void)
{
    g_autoptr(RuleSet) rules = load("{rule: A, text: 'begin.*end'}");
    g_autoptr(GString) line = g_string_new("own begin");
    for (int i = 0; i < 100; i++) {
        g_string_append(line, " \303\244\303\266");
    }
    g_string_append(line, " end");
    g_autoptr(MadePost) post = made_post(line->str);
    g_autoptr(Findings) findings = match_find(rules, &envelope, &post->message, &post->layers);
    g_autoptr(GPtrArray) hits = match_hits(findings, &any_list);
    const RuleHit *hit = g_ptr_array_index(hits, 0);
    g_assert_cmpuint(strlen(hit->excerpt), <=, 200);
    g_assert_cmpuint(strlen(hit->excerpt), >=, 195);
    g_assert_true(g_utf8_validate(hit->excerpt, -1, NULL));
    g_assert_true(g_str_has_suffix(hit->excerpt, "\342\200\246"));
}

/* Links of HTML: where they lead, and what is shown in their place. */
static void test_html_links(void)
{
    static const struct {
        const char *rules, *body, *hits;
    } pages[] = {
        { "{rule: A, link: {host: bad.example}}", "<a href='http://bad.example/'>our page</a>",
          "A@0 our page" },
        { "{rule: A, link: 'bad\\.example/x'}", "<a href='http://BAD.example/x'>our page</a>",
          "A@0 our page" },
        { "{rule: A, link: {elsewhere: yes}}", "<a href='http://bad.example/'>www.good.example</a>",
          "A@0 www.good.example" },
        { "{rule: A, link: {elsewhere: yes}}",
          "<a href='http://good.example/'>http://lists.good.example/</a>", "" },
        { "{rule: A, link: {elsewhere: yes}}", "<a href='http://bad.example/'>our page</a>", "" },
        { "{rule: A, link: {elsewhere: yes, host: bad.example}}",
          "<a href='http://worse.example/'>www.good.example</a>", "" },
        { "{rule: A, link: any}", "<a href='mailto:a@good.example'>write to us</a>", "" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autoptr(RuleSet) rules = load(pages[i].rules);
        g_autofree char *mail = g_strdup_printf(
            "MIME-Version: 1.0\nContent-Type: text/html\n\n<p>See %s now</p>\n", pages[i].body);
        g_autoptr(Message) message = message_parse(span_of(mail), &limits_default);
        g_autoptr(Layers) layers = layers_split(message, &limits_default);
        g_autoptr(Findings) findings = match_find(rules, &envelope, message, layers);
        g_autofree char *hits = write_hits(findings, &any_list);
        g_test_message("%s / %s", pages[i].rules, pages[i].body);
        g_assert_cmpstr(hits, ==, pages[i].hits);
    }
}

/* A post of thousands of links is cut, and says so. */
static void test_many_links(void)
{
    g_autoptr(RuleSet) rules = load("{rule: A, link: any}, {rule: B, link: 'example'}");
    g_autoptr(GString) line = g_string_new("own");
    for (int i = 0; i < 1500; i++) {
        g_string_append(line, " http://example.org/");
    }
    g_autoptr(MadePost) post = made_post(line->str);
    g_autoptr(Findings) findings = match_find(rules, &envelope, &post->message, &post->layers);
    g_autofree char *hits = write_hits(findings, &any_list);
    g_assert_cmpstr(hits, ==, "A@0 http://example.org/ +999\nB@0 http://example.org/ +999");
    g_assert_cmpuint(findings_limits(findings), ==, (LimitSet)1 << LIMIT_RECORD);
}

/* Matchers are lent: threads share a set without meeting. */
static void *match_often(void *rules)
{
    for (int i = 0; i < 200; i++) {
        g_autoptr(MadePost) post = made_post(i % 2 == 0 ? "own plea" : "own flea");
        g_autoptr(Findings) findings = match_find(rules, &envelope, &post->message, &post->layers);
        g_autofree char *hits = write_hits(findings, &any_list);
        g_assert_cmpstr(hits, ==, i % 2 == 0 ? "A@0 plea" : "");
    }
    return NULL;
}

static void test_threads(void)
{
    g_autoptr(RuleSet) rules = load("{rule: A, text: plea}");
    GThread *threads[4];
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++) {
        threads[i] = g_thread_new("match", match_often, rules);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++) {
        g_thread_join(threads[i]);
    }
}

/* One post, several lists. */
static void test_lists(void)
{
    g_autoptr(RuleSet) rules = load("{rule: A, text: plea, points: {hoax: 1}},\n"
                                    "{rule: B, text: plea, points: {hoax: 1}, language: de},\n"
                                    "{rule: C, any: [{rule: A}]},\n"
                                    "{rule: D, list: ['*@b.example', x@c.example]}");
    g_autoptr(MadePost) post = made_post("own plea");
    g_autoptr(Findings) findings = match_find(rules, &envelope, &post->message, &post->layers);

    static const char *const german[] = { "de", NULL }, *const english[] = { "en", NULL };
    static const RuleOverrides shadow = { 1, { { 0, RULE_SHADOW, { 3, 4 } } } };
    static const RuleOverrides off = { 1, { { 0, RULE_OFF, { 0 } } } };
    static const RuleOverrides dearer = { 2,
                                          { { 0, RULE_LIVE, { 3, 4 } }, { 2, RULE_OFF, { 0 } } } };
    const struct {
        ListRules list;
        const char *hits;
    } lists[] = {
        { { NULL, NULL, NULL }, "A@0 plea\nB@0 plea\nC@0 plea" },
        { { NULL, german, NULL }, "A@0 plea\nB@0 plea\nC@0 plea" },
        { { NULL, english, NULL }, "A@0 plea\nC@0 plea" },
        { { NULL, NULL, &dearer }, "A@0 plea\nB@0 plea" },
        { { NULL, NULL, &shadow }, "A?@0 plea\nB@0 plea" },
        { { NULL, NULL, &off }, "B@0 plea" },
        { { "list@B.example", NULL, NULL }, "A@0 plea\nB@0 plea\nC@0 plea\nD" },
        { { "x@c.example", english, &off }, "D" },
        { { "y@c.example", english, &off }, "" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        g_autofree char *hits = write_hits(findings, &lists[i].list);
        g_assert_cmpstr(hits, ==, lists[i].hits);
    }

    const ListRules with_dearer = { NULL, NULL, &dearer }, with_shadow = { NULL, NULL, &shadow };
    g_autoptr(GPtrArray) live = match_hits(findings, &with_dearer);
    g_assert_cmpfloat(((RuleHit *)g_ptr_array_index(live, 0))->points[CLASS_ADVISORY], ==, 4);
    g_autoptr(GPtrArray) shadowed = match_hits(findings, &with_shadow);
    g_assert_cmpfloat(((RuleHit *)g_ptr_array_index(shadowed, 0))->points[CLASS_HOAX], ==, 0);
}

/* A pattern that met its limits is no "no": neither what hangs on it holds, nor its opposite. */
static void test_open(void)
{
    static const char text[] = "{rule: A, not: {text: 'plea\\d'}},\n"
                               "{rule: B, all: [{text: hello}, {not: {text: 'plea\\d'}}]},\n"
                               "{rule: C, any: [{text: hello}, {text: 'plea\\d'}]},\n"
                               "{rule: D, not: {rule: _D}}, {rule: _D, text: 'plea\\d'},\n"
                               "{rule: E, not: {count: {text: 'plea\\d', at-most: 1}}},\n"
                               "{rule: F, not: {header: {subject: 'plea\\d'}}},\n"
                               "{rule: G, together: yes, not: {text: 'plea\\d'}}";
    static const struct {
        size_t scan_bytes;
        const char *hits;
        LimitSet limits;
    } runs[] = {
        { 1000, "A\nB@0 hello\nC@0 hello\nD\nF\nG", 0 },
        { 1, "C@0 hello", (LimitSet)1 << LIMIT_SCAN },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(runs); i++) {
        Limits limits = limits_default;
        limits.scan_bytes = runs[i].scan_bytes;
        g_autoptr(RuleSet) rules = load_limited(text, &limits);
        g_autoptr(MadePost) post = made_post("Subject: plea\nown hello plea");
        g_autoptr(Findings) findings = match_find(rules, &envelope, &post->message, &post->layers);
        g_autofree char *hits = write_hits(findings, &any_list);
        g_assert_cmpstr(hits, ==, runs[i].hits);
        g_assert_cmpuint(findings_limits(findings), ==, runs[i].limits);
    }
}

static const struct {
    const char *rules;
    const char *post;
    const char *near;
} near_rows[] = {
    { "{rule: A, all: [{text: plea}, {text: beg}]}", "own plea", "A text: beg" },
    { "{rule: A, all: [{text: plea}, {text: beg}]}", "own hello", "" },
    { "{rule: A, all: [{text: plea}, {text: beg}]}", "own plea beg", "" },
    { "{rule: A, all: [{text: plea}, {text: beg}, {text: ask}]}", "own plea", "" },
    { "{rule: A, text: plea, not: {text: beg}}", "own plea beg", "A not: {text: beg}" },
    { "{rule: A, not: {text: beg}}", "own beg", "" },
    { "{rule: A, text: plea}", "own beg", "" },
    { "{rule: A, any: [{text: aaa}, {text: bbb}, {text: ccc}], at-least: 3}", "own aaa ccc",
      "A text: bbb" },
    { "{rule: A, all: [{text: plea}, {any: [{text: aaa}, {text: bbb}]}]}", "own plea",
      "A text: aaa" },
    { "{rule: A, together: yes, all: [{text: plea}, {text: beg}]}", "own plea\nforwarded beg",
      "A text: beg" },
    { "{rule: A, mode: off, all: [{text: plea}, {text: beg}]}", "own plea", "" },
    { "{rule: _A, all: [{text: plea}, {text: beg}]}", "own plea", "" },
};

static void test_near(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(near_rows); i++) {
        g_test_message("%s / %s", near_rows[i].rules, near_rows[i].post);
        g_autoptr(RuleSet) rules = load(near_rows[i].rules);
        g_autoptr(MadePost) post = made_post(near_rows[i].post);
        g_autoptr(Findings) findings = match_find(rules, &envelope, &post->message, &post->layers);
        g_autoptr(GPtrArray) near = match_near(findings, &any_list);
        g_autoptr(GString) found = g_string_new(NULL);
        for (guint j = 0; j < near->len; j++) {
            const NearMiss *miss = g_ptr_array_index(near, j);
            g_string_append_printf(found, "%s %s", miss->rule->name, miss->condition);
        }
        g_assert_cmpstr(found->str, ==, near_rows[i].near);
    }
}

/* Whatever the post, what holds does not depend on how it was found. Posts are of words that rules
 * look for. */
static void test_prefilter(void)
{
    static const char *const words[] = { "own",       "plea",          "beg", "aaa", "bbb", "ccc",
                                         "no!",       "pass",          "it",  "on",  "a",   "hello",
                                         "fwd",       "CVE-2001-0500", "ask", "p",   "l",   "e",
                                         "DSA-134-1", "\303\244" };
    static const char *const kinds[] = { "own", "forwarded", "quoted", "footer" };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(RuleSet) rules = load(rows[i].rules);
        for (int round = 0; round < 20; round++) {
            g_autoptr(GString) lines = g_string_new("Subject: fwd");
            for (int layer = g_test_rand_int_range(1, 5); layer > 0; layer--) {
                g_string_append_printf(lines, "\n%s ", kinds[g_test_rand_int_range(0, 4)]);
                for (int word = g_test_rand_int_range(0, 30); word > 0; word--) {
                    int which = g_test_rand_int_range(0, G_N_ELEMENTS(words));
                    g_string_append_printf(lines, "%s ", words[which]);
                }
            }
            g_autoptr(MadePost) post = made_post(lines->str);
            g_autoptr(Findings) fast = match_find(rules, &envelope, &post->message, &post->layers);
            g_autoptr(Findings) slow =
                match_find_slowly(rules, &envelope, &post->message, &post->layers);
            g_autofree char *fast_hits = write_hits(fast, &any_list);
            g_autofree char *slow_hits = write_hits(slow, &any_list);
            g_assert_cmpstr(fast_hits, ==, slow_hits);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_library_start();
    g_test_add_func("/match/hits", test_hits);
    g_test_add_func("/match/hit", test_hit);
    g_test_add_func("/match/excerpt", test_excerpt);
    g_test_add_func("/match/html-links", test_html_links);
    g_test_add_func("/match/many-links", test_many_links);
    g_test_add_func("/match/threads", test_threads);
    g_test_add_func("/match/lists", test_lists);
    g_test_add_func("/match/open", test_open);
    g_test_add_func("/match/near", test_near);
    g_test_add_func("/match/prefilter", test_prefilter);
    return g_test_run();
}
