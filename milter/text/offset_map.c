/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/offset_map.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * A run of equal units; it ends where the next one begins. Runs that only leave out or only put in
 * are kept in units of one byte, so that neighbours of any length join.
 */
typedef struct Run {
    size_t derived, source;             /* where it begins */
    uint32_t derived_unit, source_unit; /* bytes of one unit */
} Run;

struct OffsetMap {
    GArray *runs; /* Run, ascending in both texts; never two of the same shape side by side */
    size_t derived_length, source_length;
    OffsetMap *lower; /* from the source of this map to that of the stage before, or NULL */
};

OffsetMap *offset_map_new(void)
{
    OffsetMap *map = g_new0(OffsetMap, 1);
    map->runs = g_array_new(FALSE, FALSE, sizeof(Run));
    return map;
}

void offset_map_free(OffsetMap *map)
{
    if (map == NULL) {
        return;
    }
    g_array_unref(map->runs);
    offset_map_free(map->lower);
    g_free(map);
}

static const Run *run_at(const OffsetMap *map, size_t index)
{
    return &g_array_index(map->runs, Run, index);
}

static bool continues_last_run(const OffsetMap *map, const Run *run)
{
    if (map->runs->len == 0) {
        return false;
    }
    const Run *last = run_at(map, map->runs->len - 1);
    return last->derived_unit == run->derived_unit && last->source_unit == run->source_unit;
}

void offset_map_append(OffsetMap *map, size_t derived, size_t source, size_t count)
{
    if (count == 0 || (derived == 0 && source == 0)) {
        return;
    }
    bool is_one_sided = derived == 0 || source == 0;
    g_assert(is_one_sided || MAX(derived, source) <= UINT32_MAX);
    Run run = {
        .derived = map->derived_length,
        .source = map->source_length,
        .derived_unit = is_one_sided ? derived > 0 : (uint32_t)derived,
        .source_unit = is_one_sided ? source > 0 : (uint32_t)source,
    };
    if (!continues_last_run(map, &run)) {
        g_array_append_val(map->runs, run);
    }
    map->derived_length += derived * count;
    map->source_length += source * count;
}

void offset_map_stack(OffsetMap *upper, OffsetMap *lower)
{
    g_assert(upper->lower == NULL && upper->source_length == lower->derived_length);
    upper->lower = lower;
}

size_t offset_map_derived_length(const OffsetMap *map)
{
    return map->derived_length;
}

size_t offset_map_source_length(const OffsetMap *map)
{
    return map->lower == NULL ? map->source_length : offset_map_source_length(map->lower);
}

/* The run that holds a derived byte of the map: the last one that begins at or before it. */
static const Run *run_of(const OffsetMap *map, size_t offset)
{
    size_t low = 0, high = map->runs->len;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (run_at(map, middle)->derived <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return run_at(map, low);
}

size_t offset_map_start(const OffsetMap *map, size_t offset)
{
    if (map == NULL) {
        return offset;
    }
    if (offset >= map->derived_length) {
        return offset_map_source_length(map);
    }
    const Run *run = run_of(map, offset);
    size_t units = (offset - run->derived) / run->derived_unit;
    return offset_map_start(map->lower, run->source + units * run->source_unit);
}

size_t offset_map_end(const OffsetMap *map, size_t offset)
{
    if (map == NULL) {
        return offset;
    }
    size_t end = MIN(offset, map->derived_length);
    if (end == 0) {
        return 0;
    }
    const Run *run = run_of(map, end - 1);
    size_t units = (end - 1 - run->derived) / run->derived_unit + 1;
    return offset_map_end(map->lower, run->source + units * run->source_unit);
}

size_t offset_map_derived(const OffsetMap *map, size_t source)
{
    if (map == NULL) {
        return source;
    }
    source = offset_map_derived(map->lower, source);
    size_t low = 0, high = map->runs->len; /* high: the first run that begins at or after source */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (run_at(map, middle)->source < source) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    size_t next = high < map->runs->len ? run_at(map, high)->derived : map->derived_length;
    if (high == 0 || run_at(map, high - 1)->source_unit == 0) {
        return next;
    }
    const Run *run = run_at(map, high - 1);
    size_t units = (source - run->source + run->source_unit - 1) / run->source_unit;
    return MIN(run->derived + units * run->derived_unit, next);
}
