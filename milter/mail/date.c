/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/date.h"

#include <gmime/gmime.h>

int64_t date_parse(const char *text)
{
    if (text == NULL) {
        return -1;
    }
    GDateTime *date = g_mime_utils_header_decode_date(text);
    if (date == NULL) {
        return -1;
    }
    int64_t seconds = g_date_time_to_unix(date);
    g_date_time_unref(date);
    return MAX(seconds, -1);
}
