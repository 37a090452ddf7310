/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>

enum { SEALS = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE };

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0) {
            return false;
        }
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

int sealed_new(Span bytes, GError **error)
{
    int fd = memfd_create("kustode-sealed", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd >= 0 && write_all(fd, bytes.text, bytes.length) &&
        fcntl(fd, F_ADD_SEALS, SEALS | F_SEAL_SEAL) == 0) {
        return fd;
    }
    g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno), "cannot make shared memory: %s",
                g_strerror(errno));
    if (fd >= 0) {
        close(fd);
    }
    return -1;
}

int sealed_new_of(GVariant *value, GError **error)
{
    g_autoptr(GVariant) held = g_variant_ref_sink(value);
    return sealed_new(span_make(g_variant_get_data(held), g_variant_get_size(held)), error);
}

typedef struct Mapping {
    void *start;
    size_t length;
} Mapping;

static void unmap(void *user)
{
    Mapping *mapping = user;
    munmap(mapping->start, mapping->length);
    g_free(mapping);
}

GBytes *sealed_read(int fd)
{
    struct stat status;
    if ((fcntl(fd, F_GET_SEALS) & SEALS) != SEALS || fstat(fd, &status) != 0 ||
        status.st_size == 0) {
        return NULL;
    }
    size_t length = (size_t)status.st_size;
    void *start = mmap(NULL, length, PROT_READ, MAP_SHARED, fd, 0);
    if (start == MAP_FAILED) {
        return NULL;
    }
    Mapping *mapping = g_new(Mapping, 1);
    *mapping = (Mapping){ start, length };
    return g_bytes_new_with_free_func(start, length, unmap, mapping);
}

GVariant *sealed_read_as(int fd, const GVariantType *type)
{
    g_autoptr(GBytes) bytes = sealed_read(fd);
    if (bytes == NULL) {
        return NULL;
    }
    g_autoptr(GVariant) value = g_variant_ref_sink(g_variant_new_from_bytes(type, bytes, FALSE));
    return g_variant_is_normal_form(value) ? g_steal_pointer(&value) : NULL;
}
