/* SPDX-License-Identifier: BSD-2-Clause */
/* GMime with the autoptr lines that it does not bring itself; for mail/message alone. */
#ifndef KUSTODE_MAIL_GMIME_OBJECTS_H
#define KUSTODE_MAIL_GMIME_OBJECTS_H

#include <gmime/gmime.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)

#endif
