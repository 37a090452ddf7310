/* SPDX-License-Identifier: BSD-2-Clause */
/* Where issuers publish what they number: the only links kustode ever puts into a post. */
#ifndef KUSTODE_RULES_IDENTIFIER_LINK_H
#define KUSTODE_RULES_IDENTIFIER_LINK_H

#include "rules/identifiers.h"

/* The page of an identifier at its issuer's, or NULL where there is none any more. Caller's. */
char *identifier_link(const Reference *reference);

#endif
