/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/roster.h"

#include <string.h>

/* Both sides are one program, so structs cross as they are: 10,000 lists in 4 ms, where GVariant
 * took 70. Texts stand behind the rows, each with its NUL, and are named by their offset. */
enum { NO_TEXT = UINT32_MAX };

typedef struct RosterList {
    uint32_t address;
    uint32_t mode, header, on_error, held_by;
    double verdict_points[N_CLASSES];
} RosterList;

typedef struct RosterAddress {
    uint32_t address, list, is_posting_address;
} RosterAddress;

typedef struct RosterHead {
    char generation[12];
    uint32_t lists, addresses, text_bytes; /* how many */
    Limits limits;
    RosterList defaults;
} RosterHead;

typedef struct Packing {
    GByteArray *addresses;
    GByteArray *texts;
} Packing;

static uint32_t pack_text(Packing *packing, const char *text)
{
    guint at = packing->texts->len;
    if (text == NULL) {
        return NO_TEXT;
    }
    g_byte_array_append(packing->texts, (const guint8 *)text, (guint)strlen(text) + 1);
    return at;
}

static RosterList pack_list(Packing *packing, const Policy *policy)
{
    RosterList list = { .address = pack_text(packing, policy->address),
                        .mode = policy->mode,
                        .header = policy->header,
                        .on_error = policy->on_error,
                        .held_by = policy->held_by };
    for (int i = 0; i < N_CLASSES; i++) {
        list.verdict_points[i] = policy->classes[i].verdict_points;
    }
    return list;
}

static void pack_address(const char *address, unsigned list, bool is_posting_address, void *user)
{
    Packing *packing = user;
    const RosterAddress row = { pack_text(packing, address), list, is_posting_address };
    g_byte_array_append(packing->addresses, (const guint8 *)&row, sizeof row);
}

GByteArray *roster_pack(const Policies *policies)
{
    Packing packing = { g_byte_array_new(), g_byte_array_new() };
    GByteArray *roster = g_byte_array_new();
    RosterHead head = { .lists = policies->lists->len, .limits = policies->limits };
    g_strlcpy(head.generation, policies->generation, sizeof head.generation);
    head.defaults = pack_list(&packing, policies->defaults);
    g_byte_array_set_size(roster, sizeof head); /* filled in at the end */
    for (guint i = 0; i < policies->lists->len; i++) {
        const RosterList list = pack_list(&packing, g_ptr_array_index(policies->lists, i));
        g_byte_array_append(roster, (const guint8 *)&list, sizeof list);
    }
    list_index_visit(policies->index, pack_address, &packing);
    head.addresses = packing.addresses->len / sizeof(RosterAddress);
    head.text_bytes = packing.texts->len;
    memcpy(roster->data, &head, sizeof head);
    g_byte_array_append(roster, packing.addresses->data, packing.addresses->len);
    g_byte_array_append(roster, packing.texts->data, packing.texts->len);
    g_byte_array_unref(packing.addresses);
    g_byte_array_unref(packing.texts);
    return roster;
}

typedef struct Unpacking {
    RosterHead head;
    const char *lists, *addresses, *texts;
} Unpacking;

/* False when the bytes are not what the head says. */
static bool unpack_head(Span bytes, Unpacking *roster)
{
    if (bytes.length < sizeof roster->head) {
        return false;
    }
    memcpy(&roster->head, bytes.text, sizeof roster->head);
    const RosterHead *head = &roster->head;
    size_t lists_bytes = (size_t)head->lists * sizeof(RosterList);
    size_t addresses_bytes = (size_t)head->addresses * sizeof(RosterAddress);
    roster->lists = bytes.text + sizeof *head;
    roster->addresses = roster->lists + lists_bytes;
    roster->texts = roster->addresses + addresses_bytes;
    bool is_whole = bytes.length == sizeof *head + lists_bytes + addresses_bytes + head->text_bytes;
    return is_whole && memchr(head->generation, '\0', sizeof head->generation) != NULL &&
           (head->text_bytes == 0 || bytes.text[bytes.length - 1] == '\0');
}

static bool unpack_text(const Unpacking *roster, uint32_t at, const char **text)
{
    bool is_inside = at < roster->head.text_bytes;
    *text = is_inside ? roster->texts + at : NULL;
    return is_inside || at == NO_TEXT;
}

static Policy *unpack_policy(const Unpacking *roster, const RosterList *list)
{
    const char *address;
    if (!unpack_text(roster, list->address, &address) || list->mode > LIST_LIVE ||
        list->header > HEADER_NONE || list->on_error > FAILURE_TEMPFAIL ||
        list->held_by > HELD_BY_SPOOL) {
        return NULL;
    }
    Policy *policy = g_new0(Policy, 1);
    policy->address = g_strdup(address);
    policy->mode = list->mode;
    policy->header = list->header;
    policy->on_error = list->on_error;
    policy->held_by = list->held_by;
    for (int i = 0; i < N_CLASSES; i++) {
        policy->classes[i].verdict_points = list->verdict_points[i];
    }
    return policy;
}

static bool unpack_lists(const Unpacking *roster, GPtrArray *lists)
{
    for (uint32_t i = 0; i < roster->head.lists; i++) {
        RosterList list;
        memcpy(&list, roster->lists + i * sizeof list, sizeof list);
        Policy *policy = unpack_policy(roster, &list);
        if (policy == NULL || policy->address == NULL) {
            policy_free(policy);
            return false;
        }
        g_ptr_array_add(lists, policy);
    }
    return true;
}

static bool unpack_addresses(const Unpacking *roster, ListIndex *index)
{
    for (uint32_t i = 0; i < roster->head.addresses; i++) {
        RosterAddress row;
        const char *address;
        memcpy(&row, roster->addresses + i * sizeof row, sizeof row);
        if (!unpack_text(roster, row.address, &address) || address == NULL ||
            row.list >= roster->head.lists ||
            !list_index_add(index, address, row.list, row.is_posting_address != 0)) {
            return false;
        }
    }
    return true;
}

Policies *roster_unpack(Span bytes)
{
    Unpacking roster;
    if (!unpack_head(bytes, &roster)) {
        return NULL;
    }
    g_autoptr(Policies) policies = g_new0(Policies, 1);
    policies->lists = g_ptr_array_new_with_free_func((GDestroyNotify)policy_free);
    policies->index = list_index_new();
    policies->limits = roster.head.limits;
    g_strlcpy(policies->generation, roster.head.generation, sizeof policies->generation);
    policies->defaults = unpack_policy(&roster, &roster.head.defaults);
    bool is_sound = policies->defaults != NULL && unpack_lists(&roster, policies->lists) &&
                    unpack_addresses(&roster, policies->index);
    return is_sound ? g_steal_pointer(&policies) : NULL;
}
