/* SPDX-License-Identifier: BSD-2-Clause */
#include "records/held_send.h"

#include <curl/curl.h>

enum {
    CONNECT_SECONDS = 30,
    WHOLE_SECONDS = 600, /* what RFC 5321 4.5.3.2.6 grants the server after the end of the data */
};

/* What of the mail is left to send, and how far it got. */
typedef struct Transfer {
    Span rest;
    bool is_handed_over; /* the end of the data is said, so that the server may have taken it */
    char *answer;
} Transfer;

static size_t read_more(char *buffer, size_t size, size_t count, void *user)
{
    Transfer *transfer = user;
    size_t length = MIN(size * count, transfer->rest.length);
    if (length == 0) {
        transfer->is_handed_over = true;
        return 0;
    }
    memcpy(buffer, transfer->rest.text, length);
    transfer->rest = span_slice(transfer->rest, length, transfer->rest.length);
    return length;
}

static bool is_refusal(const char *answer)
{
    return answer != NULL && (answer[0] == '4' || answer[0] == '5'); /* RFC 5321 4.2.1 */
}

/* Each line that the server says; after a refusal curl takes its leave, and is answered again. */
static size_t note_answer(char *line, size_t size, size_t count, void *user)
{
    Transfer *transfer = user;
    if (is_refusal(transfer->answer)) {
        return size * count;
    }
    g_free(transfer->answer);
    transfer->answer = span_copy(span_trim(span_make(line, size * count)));
    return size * count;
}

static void set_up(CURL *curl, const char *url, const HeldMail *mail, Transfer *transfer)
{
    g_autofree char *sender = g_strdup_printf("<%s>", mail->sender);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp");
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* whatever the environment says */
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)WHOLE_SECONDS);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_more);
    curl_easy_setopt(curl, CURLOPT_READDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail->bytes.length);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, note_answer);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
}

/* All recipients or none: curl breaks off before the data where the server refuses one. */
static HeldSent run(CURL *curl, Transfer *transfer, char **answer)
{
    CURLcode result = curl_easy_perform(curl);
    bool is_refused = is_refusal(transfer->answer);
    *answer =
        g_strdup(result == CURLE_OK || is_refused ? transfer->answer : curl_easy_strerror(result));
    if (result == CURLE_OK) {
        return HELD_SENT;
    }
    return is_refused || !transfer->is_handed_over ? HELD_REFUSED : HELD_UNCERTAIN;
}

HeldSent held_send(const HeldMail *mail, char **answer)
{
    Transfer transfer = { .rest = mail->bytes };
    struct curl_slist *recipients = NULL;
    bool is_six = strchr(mail->host, ':') != NULL;
    g_autofree char *url = g_strdup_printf("smtp://%s%s%s:%u", is_six ? "[" : "", mail->host,
                                           is_six ? "]" : "", mail->port);
    CURL *curl = curl_easy_init();
    for (size_t i = 0; mail->recipients[i] != NULL; i++) {
        recipients = curl_slist_append(recipients, mail->recipients[i]);
    }
    set_up(curl, url, mail, &transfer);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    HeldSent sent = run(curl, &transfer, answer);
    curl_easy_cleanup(curl);
    curl_slist_free_all(recipients);
    g_free(transfer.answer);
    return sent;
}
