/* SPDX-License-Identifier: BSD-2-Clause */
/* Any bytes as a configuration file: a tree or an error; its keys are checked wherever they may
 * stand. */
#include "settings/section.h"
#include "settings/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_as(OptionPlace where, const TreeNode *tree, Diagnostics *diagnostics)
{
    g_autoptr(Policy) policy = g_new0(Policy, 1);
    g_auto(ListNaming) naming = { 0 };
    Service service = { 0 };
    Limits limits = limits_default;
    const OptionTargets targets = { &service, &limits, policy, &naming };
    Section *section = section_read(where, "a@b.example", tree, &targets, diagnostics);
    section_free(section);
    g_assert(limits.depth >= 4 && limits.depth <= 64);
    for (int i = 0; i < N_CLASSES; i++) {
        const GArray *steps = policy->classes[i].steps;
        for (guint j = 1; steps != NULL && j < steps->len; j++) {
            g_assert(g_array_index(steps, PolicyStep, j - 1).from_points <
                     g_array_index(steps, PolicyStep, j).from_points);
        }
    }
    g_free(service.socket);
    g_free(service.socket_owner);
    g_free(service.socket_group);
    g_free(service.user);
    g_free(service.pid_file);
    g_free(service.log_from);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const OptionPlace places[] = { IN_SERVICE, IN_DEFAULTS, IN_LIST, IN_LIST_FILE };
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    g_autoptr(TreeNode) tree = yaml_parse(span_make((const char *)bytes, length), "x", diagnostics);
    g_assert(tree != NULL || diagnostics_error_count(diagnostics) > 0);
    for (size_t i = 0; tree != NULL && i < G_N_ELEMENTS(places); i++) {
        check_as(places[i], tree, diagnostics);
    }
    return 0;
}
