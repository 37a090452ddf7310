/* SPDX-License-Identifier: BSD-2-Clause */
#include "text/limits.h"

enum { KIB = 1024, MIB = 1024 * KIB };

const Limits limits_default = {
    .message_bytes = 25 * MIB,
    .memory_bytes = 512 * MIB,
    .judged_head_bytes = 4 * MIB,
    .judged_tail_bytes = 256 * KIB,
    .header_block_bytes = 256 * KIB,
    .fields = 1000,
    .field_bytes = 64 * KIB,
    .address_field_bytes = 8 * KIB,
    .address_nesting = 64,
    .address_total_bytes = 64 * KIB,
    .content_field_bytes = 4 * KIB,
    .content_parameters = 64,
    .boundary_bytes = 998,
    .depth = 32,
    .parts = 1000,
    .part_text_bytes = 1 * MIB,
    .text_bytes = 4 * MIB,
    .layers = 256,
    .hits = 256,
    .edits = 64,
    .rules = 5000,
    .pattern_bytes = 4 * KIB,
    .pattern_match_limit = 200000,
    .pattern_heap_bytes = 16 * MIB,
    .jit_stack_bytes = 512 * KIB,
    .scan_bytes = 64 * MIB,
};

static const char *const names[N_LIMITS] = {
    [LIMIT_MESSAGE] = "message", [LIMIT_JUDGED] = "judged",       [LIMIT_HEADERS] = "headers",
    [LIMIT_FIELD] = "field",     [LIMIT_ADDRESSES] = "addresses", [LIMIT_CONTENT] = "content",
    [LIMIT_DEPTH] = "depth",     [LIMIT_PARTS] = "parts",         [LIMIT_TEXT] = "text",
    [LIMIT_CHARSET] = "charset", [LIMIT_LAYERS] = "layers",       [LIMIT_RULE] = "rule",
    [LIMIT_SCAN] = "scan",       [LIMIT_RECORD] = "record",       [LIMIT_UNPARSED] = "unparsed",
    [LIMIT_PARSER] = "parser",
};

const char *limit_name(Limit limit)
{
    return names[limit];
}
