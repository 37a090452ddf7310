/* SPDX-License-Identifier: BSD-2-Clause */
/* A folder of its own for one daemon: configuration with so many rules and lists, sockets, log. */
#ifndef KUSTODE_BENCH_SITE_H
#define KUSTODE_BENCH_SITE_H

#include <glib.h>

enum { ADDRESS_BYTES = 64 };

typedef struct Site {
    char *folder, *socket, *control, *config, *log; /* paths */
    unsigned rules, lists;
} Site;

/* The shipped rules, and as many made ones as are missing to `rules`. */
Site *site_new(unsigned rules, unsigned lists);
void site_free(Site *site); /* with its files */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Site, site_free)

/* Writes the made rules anew: the first, which every post hits, is BENCH_MARK_`mark`. */
void site_write_rules(const Site *site, char mark);

/* The posting address of a list. */
void site_address(char address[ADDRESS_BYTES], unsigned number);

#endif
