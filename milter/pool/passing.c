/* SPDX-License-Identifier: BSD-2-Clause */
#include "pool/passing.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef union Ancillary {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(PASSED_MOST * sizeof(int))];
} Ancillary;

bool pass_send(int socket, const void *bytes, size_t length, const int *descriptors, int count)
{
    Ancillary ancillary = { 0 };
    struct iovec vector = { (void *)bytes, length };
    struct msghdr message = { .msg_iov = &vector, .msg_iovlen = 1 };
    size_t size = (size_t)count * sizeof(int);
    if (count > 0) {
        message.msg_control = ancillary.bytes;
        message.msg_controllen = CMSG_SPACE(size);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        *header = (struct cmsghdr){ CMSG_LEN(size), SOL_SOCKET, SCM_RIGHTS };
        memcpy(CMSG_DATA(header), descriptors, size);
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)length;
}

/* How many descriptors came; they are put into `received`. */
static int take_descriptors(struct msghdr *message, int received[PASSED_MOST])
{
    struct cmsghdr *header = CMSG_FIRSTHDR(message);
    if (header == NULL || header->cmsg_type != SCM_RIGHTS) {
        return 0;
    }
    size_t size = header->cmsg_len - CMSG_LEN(0);
    memcpy(received, CMSG_DATA(header), size);
    return (int)(size / sizeof(int));
}

bool pass_receive(int socket, void *bytes, size_t length, int *descriptors, int count)
{
    Ancillary ancillary = { 0 };
    struct iovec vector = { bytes, length };
    struct msghdr message = { .msg_iov = &vector,
                              .msg_iovlen = 1,
                              .msg_control = ancillary.bytes,
                              .msg_controllen = sizeof ancillary };
    int received[PASSED_MOST];
    ssize_t got;
    do {
        got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    int came = got < 0 ? 0 : take_descriptors(&message, received);
    bool is_whole = got == (ssize_t)length && (came == 0 || came == count);
    for (int i = 0; i < came && !is_whole; i++) {
        close(received[i]);
    }
    for (int i = 0; i < count; i++) {
        descriptors[i] = is_whole && came == count ? received[i] : -1;
    }
    return is_whole;
}
