/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/slot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include <gio/gio.h>

enum {
    PAGE = 4096,
    MIB = 1024 * 1024,
    REQUEST_AT = PAGE,
    REQUEST_BYTES = MIB,
    RAW_AT = REQUEST_AT + REQUEST_BYTES,
    RAW_BYTES = 32 * MIB, /* limits.message is 25 MiB */
    ANSWER_AT = RAW_AT + RAW_BYTES,
    ANSWER_BYTES = 32 * MIB, /* `layers --json` of 4 MiB of text that is all escapes */
    SLOT_BYTES = ANSWER_AT + ANSWER_BYTES,
    KEPT_BYTES = 256 * 1024, /* what a slot keeps of each place between posts */
};

typedef struct SlotHead {
    uint32_t request_bytes, raw_bytes, answer_bytes;
    uint32_t is_taken; /* the worker has begun */
} SlotHead;

struct Slot {
    int fd;
    char *memory;
    size_t touched; /* the most bytes of a place since the last trim, as far as this side knows */
};

static Slot *slot_map(int fd, GError **error)
{
    char *memory = mmap(NULL, SLOT_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED) {
        g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno),
                    "cannot map the memory shared with a worker: %s", g_strerror(errno));
        close(fd);
        return NULL;
    }
    Slot *slot = g_new0(Slot, 1);
    slot->fd = fd;
    slot->memory = memory;
    return slot;
}

Slot *slot_new(GError **error)
{
    int fd = memfd_create("kustode-slot", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0 || ftruncate(fd, SLOT_BYTES) != 0 ||
        fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
        g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno),
                    "cannot make the memory shared with a worker: %s", g_strerror(errno));
        if (fd >= 0) {
            close(fd);
        }
        return NULL;
    }
    return slot_map(fd, error);
}

Slot *slot_from_fd(int fd, GError **error)
{
    return slot_map(fd, error);
}

void slot_free(Slot *slot)
{
    if (slot == NULL) {
        return;
    }
    munmap(slot->memory, SLOT_BYTES);
    close(slot->fd);
    g_free(slot);
}

int slot_fd(const Slot *slot)
{
    return slot->fd;
}

static SlotHead *head_of(const Slot *slot)
{
    return (SlotHead *)slot->memory;
}

bool slot_put_request(Slot *slot, Span request, Span raw)
{
    if (request.length > REQUEST_BYTES || raw.length > RAW_BYTES) {
        return false;
    }
    memcpy(slot->memory + REQUEST_AT, request.text, request.length);
    if (raw.length > 0) {
        memcpy(slot->memory + RAW_AT, raw.text, raw.length);
    }
    *head_of(slot) = (SlotHead){ (uint32_t)request.length, (uint32_t)raw.length, 0, 0 };
    slot->touched = MAX(slot->touched, MAX(raw.length, request.length));
    return true;
}

GBytes *slot_take_answer(Slot *slot)
{
    uint32_t size = *(volatile uint32_t *)&head_of(slot)->answer_bytes;
    if (size == 0 || size > ANSWER_BYTES) {
        return NULL;
    }
    slot->touched = MAX(slot->touched, size);
    return g_bytes_new(slot->memory + ANSWER_AT, size);
}

bool slot_was_taken(const Slot *slot)
{
    return *(volatile uint32_t *)&head_of(slot)->is_taken != 0;
}

Span slot_take_request(Slot *slot)
{
    *(volatile uint32_t *)&head_of(slot)->is_taken = 1;
    return span_make(slot->memory + REQUEST_AT, head_of(slot)->request_bytes);
}

Span slot_raw(const Slot *slot)
{
    return span_make(slot->memory + RAW_AT, head_of(slot)->raw_bytes);
}

bool slot_put_answer(Slot *slot, Span answer)
{
    if (answer.length > ANSWER_BYTES) {
        return false;
    }
    memcpy(slot->memory + ANSWER_AT, answer.text, answer.length);
    head_of(slot)->answer_bytes = (uint32_t)answer.length;
    return true;
}

void slot_trim(Slot *slot)
{
    if (slot->touched <= KEPT_BYTES) {
        return;
    }
    int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    fallocate(slot->fd, mode, RAW_AT, RAW_BYTES);
    fallocate(slot->fd, mode, ANSWER_AT, ANSWER_BYTES);
    slot->touched = 0;
}
