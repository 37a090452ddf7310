/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/config.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "settings/options.h"

/* A configuration in a folder of its own, removed with it. */
typedef struct Site {
    char *folder, *main;
} Site;

static const char *const rules = "rules:\n"
                                 "  - rule: HOAX_ONE\n"
                                 "    about: { en: \"One\" }\n"
                                 "    points: { hoax: 2 }\n"
                                 "    cue: one\n"
                                 "    text: 'first words'\n"
                                 "  - rule: HOAX_TWO\n"
                                 "    about: { en: \"Two\" }\n"
                                 "    points: { hoax: 1, advisory: 1 }\n"
                                 "    mode: shadow\n"
                                 "    cue: two\n"
                                 "    text: 'second words'\n";

static char *write_file(const Site *site, const char *name, const char *text)
{
    char *path = g_build_filename(site->folder, name, NULL);
    g_autofree char *folder = g_path_get_dirname(path);
    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static void site_set_up(Site *site, gconstpointer unused)
{
    (void)unused;
    site->folder = g_dir_make_tmp("kustode-config-XXXXXX", NULL);
    g_assert_nonnull(site->folder);
    g_free(write_file(site, "rules.yaml", rules));
    g_free(write_file(site, "notices.d/hoax.en.txt", "A word about {list}.\n"));
    g_free(write_file(site, "notices.d/limit.en.txt", "Not read in full.\n"));
    site->main = write_file(site, "kustode.yaml", "rule-files: [rules.yaml]\n");
}

static void remove_folder(const char *path)
{
    g_autoptr(GDir) entries = g_dir_open(path, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(entries)) != NULL) {
        g_autofree char *entry = g_build_filename(path, name, NULL);
        bool is_folder =
            g_file_test(entry, G_FILE_TEST_IS_DIR) && !g_file_test(entry, G_FILE_TEST_IS_SYMLINK);
        if (is_folder) {
            remove_folder(entry);
        } else {
            g_assert_cmpint(g_remove(entry), ==, 0);
        }
    }
    g_assert_cmpint(g_rmdir(path), ==, 0);
}

static void site_tear_down(Site *site, gconstpointer unused)
{
    (void)unused;
    remove_folder(site->folder);
    g_free(site->folder);
    g_free(site->main);
}

static void write_main(const Site *site, const char *text)
{
    g_autofree char *whole = g_strconcat("rule-files: [rules.yaml]\n", text, NULL);
    g_assert_true(g_file_set_contents(site->main, whole, -1, NULL));
}

/* Loads what must be without errors. */
static Config *load_sound(const Site *site)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    Config *config = config_load(site->main, diagnostics);
    for (size_t i = 0; i < diagnostics_count(diagnostics); i++) {
        g_test_message("%s", diagnostics_at(diagnostics, i)->message);
    }
    g_assert_cmpuint(diagnostics_error_count(diagnostics), ==, 0);
    g_assert_nonnull(config->policies);
    return config;
}

static const Policy *policy_of(const Config *config, const char *address)
{
    int list = list_index_find(config->policies->index, address);
    g_assert_cmpint(list, >=, 0);
    return g_ptr_array_index(config->policies->lists, list);
}

static void test_built_in(Site *site, gconstpointer unused)
{
    (void)unused;
    g_autoptr(Config) config = load_sound(site);
    const Policy *policy = config->policies->defaults;
    g_assert_cmpuint(config->policies->lists->len, ==, 0);
    g_assert_null(policy->address);
    g_assert_cmpint(policy->mode, ==, LIST_SHADOW);
    g_assert_cmpstr(policy->language, ==, "en");
    g_assert_null(policy->languages);
    g_assert_null(policy->overrides);
    g_assert_cmpint(policy->on_error, ==, FAILURE_DELIVER);
    g_assert_cmpint(policy->on_limit, ==, FAILURE_DELIVER);
    for (int i = 0; i < N_CLASSES; i++) {
        g_assert_cmpfloat(policy->classes[i].verdict_points, ==, 4);
        g_assert_cmpuint(policy->classes[i].steps->len, ==, 0);
        g_assert_false(policy->classes[i].has_asks);
    }
    g_assert_cmpstr(policy->classes[CLASS_HOAX].subject, ==, "[Hoax?]");
    g_assert_cmpmem(&config->policies->limits, sizeof(Limits), &limits_default, sizeof(Limits));
    g_assert_cmpuint(config->service.socket_mode, ==, 0660);
    g_assert_cmpstr(config->service.log_from, ==, "full");
    g_assert_null(config->service.user);
    g_assert_cmpuint(strlen(config->policies->generation), ==, 8);
}

/* Every option written out with the value that is built in changes nothing: so
 * the table says the truth. */
static void test_built_in_written_out(Site *site, gconstpointer unused)
{
    (void)unused;
    g_autoptr(GString) service = g_string_new(NULL), limits = g_string_new("limits:\n");
    g_autoptr(GString) defaults = g_string_new("defaults:\n");
    const Option *option;
    for (size_t i = 0; (option = option_at(i)) != NULL; i++) {
        const char *dot = strchr(option->key, '.');
        if (option->built_in == NULL || option->target == TARGET_NONE) {
            continue;
        }
        if (g_str_has_prefix(option->key, "limits.")) {
            g_string_append_printf(limits, "  %s: %s\n", dot + 1, option->built_in);
        } else if (option->places == IN_SERVICE) {
            g_string_append_printf(service, "%s: %s\n", option->key, option->built_in);
        } else if ((option->places & IN_DEFAULTS) != 0 && dot == NULL) {
            g_string_append_printf(defaults, "  %s: %s\n", option->key, option->built_in);
        }
    }
    g_string_append(defaults,
                    "  hoax: { verdict: 4, do: {} }\n  advisory: { verdict: 4, do: {} }\n");
    g_autofree char *all = g_strconcat(service->str, limits->str, defaults->str, NULL);

    g_autoptr(Config) bare = load_sound(site);
    write_main(site, all);
    g_autoptr(Config) written = load_sound(site);
    g_assert_cmpmem(&written->policies->limits, sizeof(Limits), &limits_default, sizeof(Limits));
    g_assert_cmpstr(written->service.socket, ==, bare->service.socket);
    g_assert_cmpuint(written->service.socket_mode, ==, bare->service.socket_mode);
    g_assert_cmpstr(written->policies->generation, !=, bare->policies->generation);

    g_autoptr(GPtrArray) one = config_effective(bare, NULL);
    g_autoptr(GPtrArray) other = config_effective(written, NULL);
    g_assert_cmpuint(one->len, ==, other->len);
    for (guint i = 0; i < one->len; i++) {
        const EffectiveValue *value = g_ptr_array_index(one, i);
        const EffectiveValue *same = g_ptr_array_index(other, i);
        g_assert_cmpstr(value->key, ==, same->key);
        g_assert_cmpstr(value->value, ==, same->value);
        g_assert_true(g_str_has_prefix(value->origin, "built in"));
    }
}

static void test_policy(Site *site, gconstpointer unused)
{
    (void)unused;
    write_main(site, "limits: { message: 1 MiB, judged-tail: 1024, depth: 9 }\n"
                     "defaults: { annotate: none, language: de }\n"
                     "profiles:\n"
                     "  lay: { hoax: { do: { 8: [hold], 4.5: [subject, notice] }, asks: [] } "
                     "}\n"
                     "lists:\n"
                     "  A@x.example: { like: lay, languages: [en, de], trusted: "
                     "[Cert@y.example],\n"
                     "                 on-limit: notice, header: full, references: yes }\n"
                     "  b@x.example: { like: lay, on-error: tempfail, hoax: { subject: '[x]' "
                     "} }\n"
                     "  c@x.example: { mode: live, hoax: { do: { 4: [] } }, from-munged: yes "
                     "}\n");
    g_autoptr(Config) config = load_sound(site);
    const Policy *a = policy_of(config, "<a@X.example>"), *b = policy_of(config, "b@x.example");
    const Policy *c = policy_of(config, "c@x.example");
    const ClassPolicy *hoax = &a->classes[CLASS_HOAX];

    g_assert_cmpstr(a->address, ==, "a@x.example");
    g_assert_cmpuint(hoax->steps->len, ==, 2);
    const PolicyStep *step = &g_array_index(hoax->steps, PolicyStep, 0);
    g_assert_cmpfloat(step->from_points, ==, 4.5);
    g_assert_cmpuint(step->actions, ==, 1u << ACTION_SUBJECT | 1u << ACTION_NOTICE);
    g_assert_cmpuint(step->place.line, ==, 5);
    g_assert_cmpuint(step->place.column, ==, 35);
    g_assert_cmpuint(g_array_index(hoax->steps, PolicyStep, 1).actions, ==, 1u << ACTION_HOLD);
    g_assert_true(hoax->has_asks);
    g_assert_cmpuint(hoax->asks, ==, 0);
    g_assert_cmpstr(hoax->subject, ==, "[Falschmeldung?]");
    g_assert_cmpstr(a->languages[1], ==, "de");
    g_assert_cmpstr(a->trusted[0], ==, "cert@y.example");
    g_assert_cmpint(a->on_limit, ==, FAILURE_NOTICE);
    g_assert_nonnull(a->limit_notice);
    g_assert_nonnull(hoax->notice);
    g_assert_null(a->classes[CLASS_ADVISORY].notice);
    g_assert_cmpint(a->header, ==, HEADER_FULL);
    g_assert_true(a->references);
    g_assert_cmpint(a->annotate, ==, ANNOTATE_NONE);
    g_assert_cmpint(a->on_error, ==, FAILURE_HOLD);
    g_assert_cmpint(b->on_error, ==, FAILURE_TEMPFAIL);
    g_assert_cmpstr(b->classes[CLASS_HOAX].subject, ==, "[x]");
    g_assert_cmpint(c->on_error, ==, FAILURE_DELIVER);
    g_assert_cmpint(c->mode, ==, LIST_LIVE);
    g_assert_true(c->from_munged);
    g_assert_cmpuint(config->policies->limits.message_bytes, ==, 1024 * 1024);
    g_assert_cmpuint(config->policies->limits.judged_tail_bytes, ==, 1024);
    g_assert_cmpuint(config->policies->limits.depth, ==, 9);
}

static void test_overrides(Site *site, gconstpointer unused)
{
    (void)unused;
    write_main(site, "defaults: { rules: { HOAX_ONE: off, HOAX_TWO: off } }\n"
                     "lists:\n"
                     "  a@x.example: {}\n"
                     "  b@x.example: {}\n"
                     "  c@x.example: { rules: { HOAX_ONE: -3 } }\n"
                     "  d@x.example: { rules: { HOAX_ONE: live, HOAX_TWO: { "
                     "advisory: 5 } } }\n");
    g_autoptr(Config) config = load_sound(site);
    const RuleSet *set = config->policies->rules;
    const Rule *one = rule_set_find(set, "HOAX_ONE"), *two = rule_set_find(set, "HOAX_TWO");
    const RuleOverrides *a = policy_of(config, "a@x.example")->overrides;
    const RuleOverrides *c = policy_of(config, "c@x.example")->overrides;
    const RuleOverrides *d = policy_of(config, "d@x.example")->overrides;

    g_assert_true(a == policy_of(config, "b@x.example")->overrides);
    g_assert_true(a == config->policies->defaults->overrides);
    g_assert_cmpint(rule_overrides_find(a, one)->mode, ==, RULE_OFF);
    g_assert_cmpfloat(rule_overrides_find(a, one)->points[CLASS_HOAX], ==, 2);
    g_assert_cmpint(rule_overrides_find(c, one)->mode, ==, RULE_LIVE);
    g_assert_cmpfloat(rule_overrides_find(c, one)->points[CLASS_HOAX], ==, -3);
    g_assert_cmpint(rule_overrides_find(c, two)->mode, ==, RULE_OFF);
    g_assert_cmpint(rule_overrides_find(d, one)->mode, ==, RULE_LIVE);
    g_assert_cmpfloat(rule_overrides_find(d, one)->points[CLASS_HOAX], ==, 2);
    g_assert_cmpint(rule_overrides_find(d, two)->mode, ==, RULE_SHADOW);
    g_assert_cmpfloat(rule_overrides_find(d, two)->points[CLASS_HOAX], ==, 1);
    g_assert_cmpfloat(rule_overrides_find(d, two)->points[CLASS_ADVISORY], ==, 5);
}

/* The only error that must have been found: at that place in that file,
 * matching. */
static void assert_one_error(const Diagnostics *diagnostics, const char *file, const char *message)
{
    g_assert_cmpuint(diagnostics_error_count(diagnostics), ==, 1);
    for (size_t i = 0; i < diagnostics_count(diagnostics); i++) {
        const Diagnostic *diagnostic = diagnostics_at(diagnostics, i);
        g_test_message("%s: %s", diagnostic->place.file, diagnostic->message);
        if (diagnostic->is_error) {
            g_assert_true(g_str_has_suffix(diagnostic->place.file, file));
            g_assert_true(g_pattern_match_simple(message, diagnostic->message));
        }
    }
}

static void test_missing(Site *site, gconstpointer unused)
{
    (void)unused;
    g_autofree char *path = g_build_filename(site->folder, "none.yaml", NULL);
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(Config) config = config_load(path, diagnostics);
    g_assert_null(config->policies);
    g_assert_null(config_effective(config, NULL));
    assert_one_error(diagnostics, "none.yaml", "there is no such file");
}

/* What others could have changed stops the service, and nobody else. */
static void test_service_is_strict(Site *site, gconstpointer unused)
{
    (void)unused;
    static const char *const names[] = { "kustode.yaml", "rules.yaml" };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(site->folder, names[i], NULL);
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        g_assert_cmpint(chmod(path, 0666), ==, 0);
        g_autoptr(Config) trusting = load_sound(site);
        g_autoptr(Config) strict = config_load_for_service(site->main, NULL, diagnostics);
        g_assert_null(strict->policies);
        assert_one_error(diagnostics, "kustode.yaml", "*everybody may write to it: chmod go-w*");
        g_assert_cmpint(chmod(path, 0600), ==, 0);
    }
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(Config) strict = config_load_for_service(site->main, NULL, diagnostics);
    g_assert_nonnull(strict->policies);
}

/* Where the daemon listens is known even while rules and lists are wrong. */
static void test_service_alone(Site *site, gconstpointer unused)
{
    (void)unused;
    write_main(site, "defaults: { like: nobody }\n"
                     "lists: { school@x.example: { mode: lively } }\n"
                     "control-socket: /run/x.sock\n"
                     "user: nobody\n");
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(Config) config =
        config_load_service(site->main, file_set_new(FILE_OWNERS_ANY), diagnostics);
    g_assert_cmpuint(diagnostics_count(diagnostics), ==, 0);
    g_assert_null(config->policies);
    g_assert_cmpstr(config->service.control_socket, ==, "/run/x.sock");
    g_assert_cmpstr(config->service.user, ==, "nobody");
    g_assert_cmpuint(file_set_count(config->files), ==, 1);
}

/* A link in lists.d could lead anywhere: it costs that list, in shadow though
 * `defaults` are live. */
static void test_list_file_that_is_a_link(Site *site, gconstpointer unused)
{
    (void)unused;
    write_main(site, "defaults: { mode: live, hoax: { verdict: 5 } }\n");
    g_autofree char *sound = write_file(site, "lists.d/a@x.example.yaml", "hoax: { verdict: 6 }\n");
    g_autofree char *link = g_build_filename(site->folder, "lists.d", "b@x.example.yaml", NULL);
    g_assert_cmpint(symlink(sound, link), ==, 0);
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(Config) config = config_load(site->main, diagnostics);

    g_assert_nonnull(config->policies);
    assert_one_error(diagnostics, "b@x.example.yaml", "*symbolic link*");
    const Policy *a = policy_of(config, "a@x.example"), *b = policy_of(config, "b@x.example");
    g_assert_cmpint(a->mode, ==, LIST_LIVE);
    g_assert_cmpfloat(a->classes[CLASS_HOAX].verdict_points, ==, 6);
    g_assert_cmpint(b->mode, ==, LIST_SHADOW);
    g_assert_cmpfloat(b->classes[CLASS_HOAX].verdict_points, ==, 5);
}

/* A folder called as a pattern is called, and relative paths. */
static void test_odd_folder(Site *site, gconstpointer unused)
{
    (void)unused;
    g_free(write_file(site, "a[b]*/kustode.yaml", "rule-files: ['r?les/*.yaml']\n"));
    g_free(write_file(site, "a[b]*/rules/x.yaml", rules));
    g_free(write_file(site, "a[b]*/lists.d/a@x.example.yaml", "mode: live\n"));
    g_free(write_file(site, "ab/rules/y.yaml", rules));
    g_autofree char *here = g_get_current_dir();
    const char *const paths[] = { "a[b]*/kustode.yaml", "./a[b]*/kustode.yaml" };
    g_assert_cmpint(chdir(site->folder), ==, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        g_autoptr(Config) config = config_load(paths[i], diagnostics);
        g_assert_nonnull(config->policies);
        g_assert_cmpuint(rule_set_count(config->policies->rules), ==, 2);
        g_assert_cmpint(policy_of(config, "a@x.example")->mode, ==, LIST_LIVE);
    }
    g_assert_cmpint(chdir(here), ==, 0);
}

/* Cut off anywhere, or with a wrong byte anywhere: accepted or refused with a
 * reason. */
static void test_cut_and_corrupted(Site *site, gconstpointer unused)
{
    (void)unused;
    static const char *const text = "rule-files: [rules.yaml]\n"
                                    "socket: inet:25@localhost\n"
                                    "limits: { parts: 99 }\n"
                                    "profiles: { lay: { hoax: { do: { 4: [hold] } } } }\n"
                                    "defaults: { rules: { HOAX_ONE: 3 } }\n"
                                    "lists:\n"
                                    "  a@x.example: { like: lay, also: [b@x.example] }\n"
                                    "  '*-c@x.example': { languages: [en] }\n";
    size_t length = strlen(text);
    for (size_t i = 0; i < 2 * length; i++) {
        g_autofree char *copy = g_strndup(text, i < length ? i : length);
        if (i >= length) {
            copy[i - length] ^= 0x11;
        }
        g_assert_true(g_file_set_contents(site->main, copy, -1, NULL));
        g_autoptr(Diagnostics) diagnostics = diagnostics_new();
        g_autoptr(Config) config = config_load(site->main, diagnostics);
        g_assert_cmpint(config->policies == NULL, ==, diagnostics_error_count(diagnostics) > 0);
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(Site *site, gconstpointer unused);
    } tests[] = {
        { "/config/built_in", test_built_in },
        { "/config/built_in_written_out", test_built_in_written_out },
        { "/config/policy", test_policy },
        { "/config/overrides", test_overrides },
        { "/config/missing", test_missing },
        { "/config/service_is_strict", test_service_is_strict },
        { "/config/service_alone", test_service_alone },
        { "/config/list_file_that_is_a_link", test_list_file_that_is_a_link },
        { "/config/odd_folder", test_odd_folder },
        { "/config/cut_and_corrupted", test_cut_and_corrupted },
    };
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_test_add(tests[i].name, Site, NULL, site_set_up, tests[i].run, site_tear_down);
    }
    return g_test_run();
}
