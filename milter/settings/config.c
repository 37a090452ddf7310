/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/config.h"

#include "settings/loading.h"
#include "settings/yaml.h"

static Config *config_new(FileSet *files)
{
    Config *config = g_new0(Config, 1);
    config->files = files;
    config->origins = origins_new();
    config->policies = g_new0(Policies, 1);
    config->policies->limits = limits_default;
    return config;
}

static void service_clear(Service *service)
{
    g_free(service->socket);
    g_free(service->socket_owner);
    g_free(service->socket_group);
    g_free(service->user);
    g_free(service->pid_file);
    g_free(service->log_from);
    g_free(service->control_socket);
    g_free(service->spool);
}

void config_free(Config *config)
{
    if (config == NULL) {
        return;
    }
    policies_free(config->policies);
    service_clear(&config->service);
    file_set_free(config->files);
    origins_free(config->origins);
    g_free(config);
}

static void loading_clear(Loading *loading)
{
    g_free(loading->folder);
    g_hash_table_unref(loading->written_rules);
    g_hash_table_unref(loading->rule_languages);
    g_hash_table_unref(loading->profiles);
    g_ptr_array_unref(loading->lists);
    g_hash_table_unref(loading->addresses);
    g_hash_table_unref(loading->list_files);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Loading, loading_clear)

static void list_entry_free(gpointer element)
{
    ListEntry *entry = element;
    g_free(entry->address);
    g_free(entry);
}

static Section *keep_section(Loading *loading, Section *section)
{
    g_ptr_array_add(loading->config->origins->sections, section);
    return section;
}

/* What is built in, as sections at the end of every chain. */
static void read_built_in(Loading *loading)
{
    static const char *const shadow = "{ mode: shadow }";
    const OptionTargets service = { .service = &loading->config->service };
    GPtrArray *trees = loading->config->origins->trees;
    const Option *option;

    loading->built_in = keep_section(loading, section_built_in(trees, loading->diagnostics));
    for (size_t i = 0; (option = option_at(i)) != NULL; i++) {
        if (option->target == TARGET_SERVICE && option->built_in != NULL) {
            section_apply(loading->built_in, option, &service, loading->diagnostics);
        }
    }
    TreeNode *tree = yaml_parse(span_of(shadow), NULL, loading->diagnostics);
    g_ptr_array_add(trees, tree);
    loading->in_shadow = g_new0(Section, 1);
    keep_section(loading, loading->in_shadow);
    loading->in_shadow->values[option_index(option_find("", "mode"))] = tree_get(tree, "mode");
}

/* The main file; where `path` is NULL the default one may be missing. */
static void read_main(Loading *loading, const char *path)
{
    const char *name = path == NULL ? CONFIG_DEFAULT_FILE : path;
    const OptionTargets targets = { .service = &loading->config->service,
                                    .limits = &loading->config->policies->limits };
    TreeNode *tree = NULL;
    loading->folder = g_path_get_dirname(name);
    if (path != NULL || file_set_exists(loading->config->files, name)) {
        tree = loading_read_tree(loading, name, (Place){ .file = g_intern_string(name) });
        loading->is_main_broken = tree == NULL;
    }
    if (tree != NULL) {
        g_ptr_array_add(loading->config->origins->trees, tree);
    }
    loading->top =
        keep_section(loading, section_read(IN_SERVICE, NULL, tree, &targets, loading->diagnostics));
}

static void read_profiles(Loading *loading)
{
    const TreeNode *profiles = section_value(loading->top, "profiles");
    for (size_t i = 0; i < tree_count(profiles); i++) {
        const TreeNode *name = tree_key_at(profiles, i);
        Section *section =
            loading_read_section(loading, IN_PROFILE, name->scalar, tree_item(profiles, i));
        g_hash_table_insert(loading->profiles, name->scalar, section);
    }
}

static void collect_rule_languages(Loading *loading)
{
    for (size_t i = 0; i < rule_set_count(loading->rules); i++) {
        const GPtrArray *languages = rule_set_at(loading->rules, i)->languages;
        for (guint j = 0; languages != NULL && j < languages->len; j++) {
            g_hash_table_add(loading->rule_languages, g_ptr_array_index(languages, j));
        }
    }
}

/* Whether anything is wrong beyond the files of single lists. */
static bool is_refused(const Loading *loading)
{
    for (size_t i = 0; i < diagnostics_count(loading->diagnostics); i++) {
        const Diagnostic *diagnostic = diagnostics_at(loading->diagnostics, i);
        const char *file = diagnostic->place.file;
        if (diagnostic->is_error &&
            (file == NULL || !g_hash_table_contains(loading->list_files, file))) {
            return true;
        }
    }
    return false;
}

static Loading loading_of(Config *config, const FileSet *former, Diagnostics *diagnostics)
{
    return (Loading){
        .config = config,
        .diagnostics = diagnostics,
        .former = former,
        .written_rules = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .rule_languages = g_hash_table_new(g_str_hash, g_str_equal),
        .profiles = g_hash_table_new(g_str_hash, g_str_equal),
        .lists = g_ptr_array_new_with_free_func(list_entry_free),
        .addresses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .list_files = g_hash_table_new(g_str_hash, g_str_equal),
    };
}

static Config *load(const char *path, FileSet *files, const FileSet *former,
                    Diagnostics *diagnostics)
{
    Config *config = config_new(files);
    g_auto(Loading) loading = loading_of(config, former, diagnostics);
    read_built_in(&loading);
    read_main(&loading, path);
    loading_read_rules(&loading);
    collect_rule_languages(&loading);
    loading_read_notices(&loading);
    read_profiles(&loading);
    loading.defaults =
        loading_read_section(&loading, IN_DEFAULTS, NULL, section_value(loading.top, "defaults"));
    loading_read_lists(&loading);
    loading_make_policies(&loading);
    file_set_generation(config->files, config->policies->generation);
    if (is_refused(&loading)) {
        g_clear_pointer(&config->policies, policies_free);
    }
    return config;
}

Config *config_load_service(const char *path, FileSet *files, Diagnostics *diagnostics)
{
    Config *config = config_new(files);
    g_auto(Loading) loading = loading_of(config, NULL, diagnostics);
    read_built_in(&loading);
    read_main(&loading, path);
    g_clear_pointer(&config->policies, policies_free);
    return config;
}

Config *config_load(const char *path, Diagnostics *diagnostics)
{
    return load(path, file_set_new(FILE_OWNERS_ANY), NULL, diagnostics);
}

Config *config_load_for_service(const char *path, const FileSet *former, Diagnostics *diagnostics)
{
    return load(path, file_set_new(FILE_OWNERS_TRUSTED), former, diagnostics);
}

Config *config_load_packed(const char *path, FileSet *files, Diagnostics *diagnostics)
{
    return load(path, files, NULL, diagnostics);
}
