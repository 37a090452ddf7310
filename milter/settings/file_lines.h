/* SPDX-License-Identifier: BSD-2-Clause */
/* The lines of the files read, for the printer of diagnostics. */
#ifndef KUSTODE_SETTINGS_FILE_LINES_H
#define KUSTODE_SETTINGS_FILE_LINES_H

#include "settings/files.h"

/* The line of a place, without its end; false where there is none (built in, unread, behind the
 * end). */
bool file_set_line(const FileSet *files, Place place, Span *line);

#endif
