/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/offset_map.h"

enum { MOST_BYTES = 4000 };

/* The same map byte by byte: where the unit of each derived byte begins and ends. */
typedef struct Model {
    size_t starts[MOST_BYTES], ends[MOST_BYTES];
    size_t derived, source;
} Model;

static void append_both(OffsetMap *map, Model *model, size_t derived, size_t source, size_t count)
{
    offset_map_append(map, derived, source, count);
    for (size_t unit = 0; unit < count; unit++) {
        for (size_t i = 0; i < derived; i++) {
            model->starts[model->derived + i] = model->source;
            model->ends[model->derived + i] = model->source + source;
        }
        model->derived += derived;
        model->source += source;
    }
}

static const struct {
    size_t derived, source;
} shapes[] = { { 1, 1 }, { 1, 1 }, { 0, 2 }, { 0, 1 }, { 5, 0 },
               { 1, 3 }, { 3, 4 }, { 2, 1 }, { 1, 2 } };

/* A random map over a source of exactly `source_length` bytes. */
static OffsetMap *random_map(Model *model, size_t source_length)
{
    OffsetMap *map = offset_map_new();
    *model = (Model){ .derived = 0 };
    for (int i = 0; i < 60; i++) {
        size_t shape = (size_t)g_test_rand_int_range(0, G_N_ELEMENTS(shapes));
        size_t count = (size_t)g_test_rand_int_range(0, 6);
        if (model->source + shapes[shape].source * count <= source_length) {
            append_both(map, model, shapes[shape].derived, shapes[shape].source, count);
        }
    }
    append_both(map, model, 1, 1, source_length - model->source);
    return map;
}

static size_t model_start(const Model *model, size_t offset)
{
    return offset < model->derived ? model->starts[offset] : model->source;
}

static size_t model_end(const Model *model, size_t offset)
{
    size_t end = MIN(offset, model->derived);
    return end == 0 ? 0 : model->ends[end - 1];
}

static size_t model_derived(const Model *model, size_t source)
{
    size_t offset = 0;
    while (offset < model->derived && model->starts[offset] < source) {
        offset++;
    }
    return offset;
}

static void test_against_model(void)
{
    for (int round = 0; round < 400; round++) {
        Model model;
        g_autoptr(OffsetMap) map = random_map(&model, (size_t)g_test_rand_int_range(0, 300));
        g_assert_cmpuint(offset_map_derived_length(map), ==, model.derived);
        g_assert_cmpuint(offset_map_source_length(map), ==, model.source);
        for (size_t i = 0; i <= model.derived + 2; i++) {
            g_assert_cmpuint(offset_map_start(map, i), ==, model_start(&model, i));
            g_assert_cmpuint(offset_map_end(map, i), ==, model_end(&model, i));
        }
        for (size_t i = 0; i <= model.source + 2; i++) {
            g_assert_cmpuint(offset_map_derived(map, i), ==, model_derived(&model, i));
        }
    }
}

/* Two stages stacked answer as the two of them asked one after the other. */
static void test_stacked(void)
{
    for (int round = 0; round < 200; round++) {
        Model first, second;
        OffsetMap *decoding = random_map(&first, 200);
        g_autoptr(OffsetMap) folding = random_map(&second, first.derived);
        offset_map_stack(folding, decoding);
        g_assert_cmpuint(offset_map_source_length(folding), ==, 200);
        for (size_t i = 0; i <= second.derived; i++) {
            size_t start = model_start(&first, model_start(&second, i));
            size_t end = model_end(&first, model_end(&second, i));
            g_assert_cmpuint(offset_map_start(folding, i), ==, start);
            g_assert_cmpuint(offset_map_end(folding, i), ==, end);
            g_assert_cmpuint(end, <=, 200);
        }
        for (size_t i = 0; i <= 201; i++) {
            size_t derived = model_derived(&second, model_derived(&first, i));
            g_assert_cmpuint(offset_map_derived(folding, i), ==, derived);
        }
    }
}

/* "a=C3=A4b" of quoted-printable, then the umlaut folded to one unit of two bytes. */
static void test_example(void)
{
    g_autoptr(OffsetMap) map = offset_map_new();
    offset_map_append(map, 1, 1, 1);
    offset_map_append(map, 1, 3, 2);
    offset_map_append(map, 1, 1, 1);
    g_assert_cmpuint(offset_map_start(map, 1), ==, 1);
    g_assert_cmpuint(offset_map_end(map, 3), ==, 7);
    g_assert_cmpuint(offset_map_derived(map, 2), ==, 2);
    g_assert_cmpuint(offset_map_derived(map, 7), ==, 3);
}

static void test_identity(void)
{
    g_assert_cmpuint(offset_map_start(NULL, 17), ==, 17);
    g_assert_cmpuint(offset_map_end(NULL, 17), ==, 17);
    g_assert_cmpuint(offset_map_derived(NULL, 17), ==, 17);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/offset-map/example", test_example);
    g_test_add_func("/offset-map/identity", test_identity);
    g_test_add_func("/offset-map/against-model", test_against_model);
    g_test_add_func("/offset-map/stacked", test_stacked);
    return g_test_run();
}
