/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two milters that speed is measured against: one that does nothing, and one that does what any
 * filter must: gather the post, parse it, decode its texts.
 * Usage: plain -f -c CONFIG -p SOCKET nothing|parse
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libmilter/mfapi.h>

#include "mail/message.h"
#include "mail/readable.h"

static bool parses;

static GString *post_of(SMFICTX *context)
{
    GString *post = smfi_getpriv(context);
    if (post == NULL) {
        post = g_string_new(NULL);
        smfi_setpriv(context, post);
    }
    return post;
}

/* What the product asks for, too: no answer while the post arrives. */
static sfsistat on_negotiate(SMFICTX *context, unsigned long actions, unsigned long protocol,
                             unsigned long f2, unsigned long f3, unsigned long *use_actions,
                             unsigned long *use_protocol, unsigned long *use_f2,
                             unsigned long *use_f3)
{
    (void)context;
    (void)actions;
    (void)f2;
    (void)f3;
    *use_actions = SMFIF_ADDHDRS;
    *use_protocol = protocol & (SMFIP_NOCONNECT | SMFIP_NOHELO | SMFIP_NOUNKNOWN | SMFIP_NR_MAIL |
                                SMFIP_NR_RCPT | SMFIP_NR_HDR | SMFIP_NR_EOH | SMFIP_NR_BODY |
                                SMFIP_HDR_LEADSPC);
    *use_f2 = *use_f3 = 0;
    return SMFIS_CONTINUE;
}

static sfsistat on_envelope(SMFICTX *context, char **arguments)
{
    (void)context;
    (void)arguments;
    return SMFIS_NOREPLY;
}

static sfsistat on_data(SMFICTX *context)
{
    (void)context;
    return SMFIS_CONTINUE;
}

static sfsistat on_field(SMFICTX *context, char *name, char *value)
{
    if (parses) {
        g_string_append_printf(post_of(context), "%s:%s\r\n", name, value);
    }
    return SMFIS_NOREPLY;
}

static sfsistat on_header_end(SMFICTX *context)
{
    if (parses) {
        g_string_append(post_of(context), "\r\n");
    }
    return SMFIS_NOREPLY;
}

static sfsistat on_body(SMFICTX *context, unsigned char *bytes, size_t length)
{
    if (parses) {
        g_string_append_len(post_of(context), (const char *)bytes, (gssize)length);
    }
    return SMFIS_NOREPLY;
}

static sfsistat on_message_end(SMFICTX *context)
{
    if (parses) {
        LimitSet met = 0;
        GString *post = post_of(context);
        g_autoptr(Message) message =
            message_parse(span_make(post->str, post->len), &limits_default);
        g_ptr_array_unref(readable_parts(message, &limits_default, &met));
        g_string_truncate(post, 0);
    }
    return SMFIS_CONTINUE;
}

static sfsistat on_close(SMFICTX *context)
{
    GString *post = smfi_getpriv(context);
    if (post != NULL) {
        g_string_free(post, TRUE);
        smfi_setpriv(context, NULL);
    }
    return SMFIS_CONTINUE;
}

int main(int argc, char **argv)
{
    const struct smfiDesc callbacks = {
        .xxfi_name = (char *)"plain",
        .xxfi_version = SMFI_VERSION,
        .xxfi_flags = SMFIF_ADDHDRS,
        .xxfi_negotiate = on_negotiate,
        .xxfi_envfrom = on_envelope,
        .xxfi_envrcpt = on_envelope,
        .xxfi_data = on_data,
        .xxfi_header = on_field,
        .xxfi_eoh = on_header_end,
        .xxfi_body = on_body,
        .xxfi_eom = on_message_end,
        .xxfi_close = on_close,
    };
    if (argc != 7) {
        fputs("usage: plain -f -c CONFIG -p SOCKET nothing|parse\n", stderr);
        return EXIT_FAILURE;
    }
    parses = strcmp(argv[6], "parse") == 0;
    message_library_start();
    bool is_served = smfi_register(callbacks) == MI_SUCCESS &&
                     smfi_setconn(argv[5]) == MI_SUCCESS && smfi_main() == MI_SUCCESS;
    return is_served ? EXIT_SUCCESS : EXIT_FAILURE;
}
