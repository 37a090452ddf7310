/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/apply.h"

enum { REPLY_BYTES = 400 }; /* an SMTP reply line has 512 (RFC 5321 4.5.3.1.5) */

/*
 * From the last occurrence to the first: Postfix counts anew after each deletion and sendmail does
 * not; only downwards do both mean the same field.
 */
static bool delete_all(const Wire *wire, const char *name, unsigned count)
{
    char *field = (char *)name; /* libmilter writes to none of its arguments */
    for (unsigned i = count; i > 0; i--) {
        if (smfi_chgheader(wire->context, field, (int)i, NULL) != MI_SUCCESS) {
            return false;
        }
    }
    return true;
}

bool apply_mark_removal(const Wire *wire, const Post *post)
{
    GHashTableIter iterator;
    void *name, *count;
    g_hash_table_iter_init(&iterator, post->marks);
    while (g_hash_table_iter_next(&iterator, &name, &count)) {
        if (!delete_all(wire, name, GPOINTER_TO_UINT(count))) {
            return false;
        }
    }
    return true;
}

static bool apply_edit(const Wire *wire, const Edit *edit)
{
    if (edit->kind == EDIT_REPLACE_BYTES) {
        return true; /* of the body, which goes as a whole */
    }
    if (edit->kind == EDIT_DELETE_FIELD && field_is_mark(span_of(edit->name))) {
        return true; /* gone already, with all of its family */
    }
    if (!field_is_editable(span_of(edit->name))) {
        return false;
    }
    if (edit->kind == EDIT_DELETE_FIELD) {
        return smfi_chgheader(wire->context, edit->name, (int)edit->occurrence, NULL) == MI_SUCCESS;
    }
    if (!field_value_is_sound(edit->value)) {
        return false;
    }
    g_autofree char *value = g_strconcat(wire->takes_leading_space ? " " : "", edit->value, NULL);
    if (edit->kind == EDIT_CHANGE_FIELD) {
        return smfi_chgheader(wire->context, edit->name, (int)edit->occurrence, value) ==
               MI_SUCCESS;
    }
    /* 1 is below the MTA's own Received field, which keeps the trace on top (RFC 5321 4.4). */
    return smfi_insheader(wire->context, 1, edit->name, value) == MI_SUCCESS;
}

/* libmilter cuts it to the size of its packets. */
static bool apply_body(const Wire *wire, const GPtrArray *edits, Span raw)
{
    GString *body = edits_apply_to_body(raw, edits);
    if (body == NULL) {
        return true;
    }
    bool is_taken =
        body->len <= INT_MAX &&
        smfi_replacebody(wire->context, (unsigned char *)body->str, (int)body->len) == MI_SUCCESS;
    g_string_free(body, TRUE);
    return is_taken;
}

bool apply_edits(const Wire *wire, const GPtrArray *edits, Span raw)
{
    for (guint i = 0; i < edits->len; i++) {
        if (!apply_edit(wire, g_ptr_array_index(edits, i))) {
            return false;
        }
    }
    return apply_body(wire, edits, raw);
}

/* Printable ASCII, `%` doubled: sendmail drops a whole reply with a single one, Postfix the
 * character. */
static char *reply_text(const char *text)
{
    /* The locale decides only how umlauts are spelt, and ae, oe, ue are read everywhere. */
    g_autofree char *ascii = g_str_to_ascii(text, "de");
    GString *reply = g_string_new(NULL);
    for (const char *p = ascii; *p != '\0' && reply->len < REPLY_BYTES; p++) {
        g_string_append_c(reply, *p >= ' ' && *p <= '~' ? *p : '?');
        if (*p == '%') {
            g_string_append_c(reply, '%');
        }
    }
    return g_string_free(reply, FALSE);
}

sfsistat apply_refusal(const Wire *wire, const char *text)
{
    g_autofree char *reply = reply_text(text);
    char code[] = "550", extended[] = "5.7.1";
    smfi_setreply(wire->context, code, extended, reply);
    return SMFIS_REJECT;
}

static sfsistat refuse(const Wire *wire, const Outcome *outcome)
{
    const char *reason =
        outcome->reasons->len > 0 ? g_ptr_array_index(outcome->reasons, 0) : "unwanted there";
    g_autofree char *text =
        g_strdup_printf("not accepted for the list %s: %s", outcome->list, reason);
    return apply_refusal(wire, text);
}

sfsistat apply_reply(const Wire *wire, const Judgement *judgement, const Post *post)
{
    if (judgement->reply == REPLY_TEMPFAIL) {
        return SMFIS_TEMPFAIL;
    }
    /* The other two strike all recipients, of whom some may not be lists of ours. */
    if (judgement->reply == REPLY_ACCEPT || post->has_others) {
        return SMFIS_CONTINUE;
    }
    return judgement->reply == REPLY_DISCARD
               ? SMFIS_DISCARD
               : refuse(wire, g_ptr_array_index(judgement->outcomes, 0));
}
