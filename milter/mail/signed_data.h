/* SPDX-License-Identifier: BSD-2-Clause */
/* What an opaque S/MIME signature (RFC 8551 3.5.2) is put around: the entity inside. */
#ifndef KUSTODE_MAIL_SIGNED_DATA_H
#define KUSTODE_MAIL_SIGNED_DATA_H

#include "text/offset_map.h"
#include "text/span.h"

/*
 * The content of CMS SignedData (RFC 5652 5.1-5.2) in BER or DER; NULL where the octets are none,
 * or sign something that is not in them. `map` leads from the content to the octets. Linear; both
 * the caller's.
 */
GString *signed_data_content(Span octets, OffsetMap **map);

#endif
