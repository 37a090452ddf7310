/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/un.h>

#include "text/span.h"

/* `host` without the brackets that libmilter allows around numbers. */
static bool host_is_sound(Span host, int family)
{
    unsigned char address[sizeof(struct in6_addr)];
    if (host.length > 0 && host.text[0] == '[') {
        Span inside = span_slice(host, 1, MAX(1, host.length - 1));
        g_autofree char *number = span_copy(inside);
        return host.text[host.length - 1] == ']' && inet_pton(family, number, address) == 1;
    }
    g_autofree char *text = span_copy(host);
    bool is_number = inet_pton(AF_INET, text, address) == 1;
    bool is_name = host.length > 0 &&
                   strspn(text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS ".-") == host.length;
    return family == AF_INET6 ? is_name && !is_number : is_name || is_number;
}

static bool port_is_sound(Span port)
{
    guint64 number;
    g_autofree char *text = span_copy(port);
    return g_ascii_string_to_unsigned(text, 10, 1, 65535, &number, NULL);
}

static bool parse_path(const char *path, char **normal, GError **error)
{
    const size_t most = sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1;
    if (path[0] != '/') {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                    "the path of a socket begins with /: local:/%s", path);
        return false;
    }
    if (strlen(path) > most) {
        g_set_error(
            error, G_FILE_ERROR, G_FILE_ERROR_NAMETOOLONG,
            "the path of a socket has at most %zu bytes, this one %zu: choose a shorter one", most,
            strlen(path));
        return false;
    }
    *normal = g_strconcat("local:", path, NULL);
    return true;
}

/* Postfix's smtpd_milters turns it round: inet:HOST:PORT. */
static bool is_postfix_style(Span address, const char *scheme, GError **error)
{
    size_t colon = address.length;
    while (colon > 0 && address.text[colon - 1] != ':') {
        colon--;
    }
    Span port = span_slice(address, colon, address.length);
    if (colon < 2 || !port_is_sound(port)) {
        return false;
    }
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                "this is how Postfix writes it; here it is %s:%.*s@%.*s", scheme, (int)port.length,
                port.text, (int)(colon - 1), address.text);
    return true;
}

static bool parse_internet(const char *text, const char *scheme, int family, GError **error)
{
    const char *form = family == AF_INET ? "inet:PORT@HOST" : "inet6:PORT@[ADDRESS]";
    Span address = span_of(text);
    size_t at = span_find(address, '@', 0);
    Span port = span_slice(address, 0, at);
    if (at == address.length && is_postfix_style(address, scheme, error)) {
        return false;
    }
    if (!port_is_sound(port)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                    "`%.*s` is no port (1 to 65535): write %s", (int)port.length, port.text, form);
        return false;
    }
    Span host = span_slice(address, MIN(at + 1, address.length), address.length);
    if (at < address.length && !host_is_sound(host, family)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "`%.*s` is no host: write %s",
                    (int)host.length, host.text, form);
        return false;
    }
    return true;
}

bool socket_parse(const char *text, char **normal, GError **error)
{
    if (text[0] == '/') {
        return parse_path(text, normal, error);
    }
    if (g_str_has_prefix(text, "local:") || g_str_has_prefix(text, "unix:")) {
        return parse_path(strchr(text, ':') + 1, normal, error);
    }
    if (g_str_has_prefix(text, "inet:") || g_str_has_prefix(text, "inet6:")) {
        bool is_six = text[4] == '6';
        const char *address = strchr(text, ':') + 1;
        if (!parse_internet(address, is_six ? "inet6" : "inet", is_six ? AF_INET6 : AF_INET,
                            error)) {
            return false;
        }
        *normal = g_strdup(text);
        return true;
    }
    g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                        "a socket is local:/PATH, inet:PORT@HOST or inet6:PORT@[ADDRESS]");
    return false;
}

bool reinject_parse(const char *text, char **host, unsigned *port)
{
    const char *colon = strrchr(text, ':');
    if (!g_str_has_prefix(text, "smtp:") || colon < text + strlen("smtp:")) {
        return false;
    }
    Span name = span_make(text + strlen("smtp:"), (size_t)(colon - text) - strlen("smtp:"));
    bool is_six = name.length > 0 && name.text[0] == '[';
    if (!port_is_sound(span_of(colon + 1)) || !host_is_sound(name, is_six ? AF_INET6 : AF_INET)) {
        return false;
    }
    *port = (unsigned)strtoul(colon + 1, NULL, 10);
    *host = span_copy(is_six ? span_slice(name, 1, name.length - 1) : name);
    return true;
}

bool socket_is_open_to_all(const char *normal)
{
    return g_str_has_prefix(normal, "inet") && strchr(normal, '@') == NULL;
}
