/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The numbers by which issuers name their advisories: CVE, GHSA, CERT VU#/CA/TA, MS bulletins and
 * KB, DSA/DLA, USN, RHSA, FreeBSD-SA and the rest, one row each with issuer and grammar.
 */
#ifndef KUSTODE_RULES_IDENTIFIERS_H
#define KUSTODE_RULES_IDENTIFIERS_H

#include <stddef.h>

typedef struct IdentifierKind {
    const char *kind;    /* as in rules and JSON: "cve", "dsa" */
    const char *issuer;  /* "MITRE", "Debian" */
    const char *pattern; /* over canonical text */
    const char *
        shape; /* how the issuer writes it, for printing: "CVE-%-%"; see rules/identifier_shape.h */
} IdentifierKind;

/* The table; `count` rows, neighbours may share their kind. Static. */
const IdentifierKind *identifier_kinds(size_t *count);

typedef struct Reference {
    const IdentifierKind *kind;
    char *id;       /* as the issuer writes it: "CVE-2001-0500" */
    unsigned layer; /* the first layer that holds it */
} Reference;

#endif
