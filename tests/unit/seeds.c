/* SPDX-License-Identifier: BSD-2-Clause */
/* The message fuzzer as a test: its seeds, those it once found among them, whole and cut anywhere.
 */
#include "../fuzz/fuzz_message.c"

#define SEEDS "tests/fuzz/seeds/message"

enum { CUT_STEP_BYTES = 11 };

static void run_copy(const char *bytes, size_t length)
{
    g_autofree char *copy = g_memdup2(bytes, length); /* of its own, for the sanitizer */
    LLVMFuzzerTestOneInput((const uint8_t *)copy, length);
}

static void test_seeds(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) seeds = g_dir_open(SEEDS, 0, &error);
    g_assert_no_error(error);
    size_t count = 0;
    const char *name;
    while ((name = g_dir_read_name(seeds)) != NULL) {
        g_autofree char *path = g_build_filename(SEEDS, name, NULL);
        g_autofree char *bytes = NULL;
        gsize length;
        g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
        run_copy(bytes, length);
        for (size_t cut = count++ % CUT_STEP_BYTES; cut < length; cut += CUT_STEP_BYTES) {
            run_copy(bytes, cut);
        }
    }
    g_assert_cmpuint(count, >, 20);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/seeds/message", test_seeds);
    return g_test_run();
}
