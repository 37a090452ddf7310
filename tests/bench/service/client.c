/* SPDX-License-Identifier: BSD-2-Clause */
#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <libmilter/mfdef.h>

enum {
    ALL_ACTIONS = 0x1ff, /* what Postfix and sendmail offer */
    ALL_PROTOCOL = 0x1fffff,
    /* What a milter must ask for: an answer to DATA and to the end alone. */
    QUIET = SMFIP_NOCONNECT | SMFIP_NOHELO | SMFIP_NR_MAIL | SMFIP_NR_RCPT | SMFIP_NR_HDR |
            SMFIP_NR_EOH | SMFIP_NR_BODY | SMFIP_HDR_LEADSPC,
    BUFFER_BYTES = 256 * 1024, /* a frame that changes a body has 64 KiB */
};

struct Client {
    int fd;
    GByteArray *envelope;
    size_t start, end; /* of what was received and not used yet */
    char buffer[BUFFER_BYTES];
};

static bool send_all(int fd, const guint8 *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0) {
            return false;
        }
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

static bool fill(Client *client, size_t wanted)
{
    if (client->start + wanted > BUFFER_BYTES) {
        memmove(client->buffer, client->buffer + client->start, client->end - client->start);
        client->end -= client->start;
        client->start = 0;
    }
    while (client->end - client->start < wanted) {
        ssize_t got = recv(client->fd, client->buffer + client->end, BUFFER_BYTES - client->end, 0);
        if (got <= 0) {
            return false;
        }
        client->end += (size_t)got;
    }
    return true;
}

/* The next frame, command and bytes; false at the end. */
static bool next_frame(Client *client, char *command, Span *bytes)
{
    uint32_t size;
    if (!fill(client, sizeof size + 1)) {
        return false;
    }
    memcpy(&size, client->buffer + client->start, sizeof size);
    size_t length = ntohl(size);
    if (length == 0 || length > BUFFER_BYTES - sizeof size || !fill(client, sizeof size + length)) {
        return false;
    }
    const char *frame = client->buffer + client->start + sizeof size;
    client->start += sizeof size + length;
    *command = frame[0];
    *bytes = span_make(frame + 1, length - 1);
    return true;
}

static bool negotiate(Client *client)
{
    uint32_t offer[] = { htonl(6), htonl(ALL_ACTIONS), htonl(ALL_PROTOCOL) }, answer[3];
    char command;
    Span bytes;
    wire_append(client->envelope, SMFIC_OPTNEG, offer, sizeof offer);
    if (!send_all(client->fd, client->envelope->data, client->envelope->len) ||
        !next_frame(client, &command, &bytes) || command != SMFIC_OPTNEG ||
        bytes.length < sizeof answer) {
        return false;
    }
    memcpy(answer, bytes.text, sizeof answer);
    return (ntohl(answer[2]) & QUIET) == QUIET;
}

Client *client_new(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    g_strlcpy(address.sun_path, path, sizeof address.sun_path);
    g_autoptr(Client) client = g_new0(Client, 1);
    client->envelope = g_byte_array_new();
    client->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool is_there = connect(client->fd, (struct sockaddr *)&address, sizeof address) == 0;
    return is_there && negotiate(client) ? g_steal_pointer(&client) : NULL;
}

void client_free(Client *client)
{
    if (client == NULL) {
        return;
    }
    close(client->fd);
    g_byte_array_unref(client->envelope);
    g_free(client);
}

/* `inserted`: an insertion is a position, a name and a value, both with their NUL. */
static void note_insertion(GString *inserted, Span bytes)
{
    const size_t at = sizeof(uint32_t);
    if (inserted != NULL && bytes.length > at) {
        g_string_append(inserted, bytes.text + at);
        g_string_append_printf(inserted, ":%s\n", bytes.text + at + strlen(bytes.text + at) + 1);
    }
}

static char wait_for_answer(Client *client, GString *inserted)
{
    static const char last_words[] = { SMFIR_ACCEPT,   SMFIR_CONTINUE,  SMFIR_DISCARD,
                                       SMFIR_REJECT,   SMFIR_TEMPFAIL,  SMFIR_REPLYCODE,
                                       SMFIR_SHUTDOWN, SMFIR_CONN_FAIL, '\0' };
    char command;
    Span bytes;
    while (next_frame(client, &command, &bytes)) {
        if (strchr(last_words, command) != NULL) {
            return command;
        }
        if (command == SMFIR_INSHEADER) {
            note_insertion(inserted, bytes);
        }
    }
    return '\0';
}

static void append_address(GByteArray *wire, char command, const char *address)
{
    g_autofree char *angled = g_strdup_printf("<%s>", address);
    wire_append(wire, command, angled, strlen(angled) + 1);
}

char client_post(Client *client, const char *list, const WirePost *post, GString *inserted)
{
    g_byte_array_set_size(client->envelope, 0);
    append_address(client->envelope, SMFIC_MAIL, "poster@bench.example");
    append_address(client->envelope, SMFIC_RCPT, list);
    wire_append(client->envelope, SMFIC_DATA, "", 0);
    if (!send_all(client->fd, client->envelope->data, client->envelope->len)) {
        return '\0';
    }
    char answer = wait_for_answer(client, NULL);
    if (answer != SMFIR_CONTINUE) {
        return answer;
    }
    return send_all(client->fd, post->wire->data, post->wire->len)
               ? wait_for_answer(client, inserted)
               : '\0';
}
