/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/identifier_link.h"

#include <glib.h>
#include <string.h>

typedef enum LinkTail {
    TAIL_ID,     /* the identifier as it is */
    TAIL_LOWER,  /* in lower case */
    TAIL_NUMBER, /* its last number: "713878" of "VU#713878" */
} LinkTail;

/* Pages that stood at the end of 2025; %s is the tail. */
static const struct {
    const char *kind, *page;
    LinkTail tail;
} links[] = {
    { "cve", "https://www.cve.org/CVERecord?id=%s", TAIL_ID },
    { "ghsa", "https://github.com/advisories/%s", TAIL_ID },
    { "zdi", "https://www.zerodayinitiative.com/advisories/%s/", TAIL_ID },
    { "cert-vu", "https://www.kb.cert.org/vuls/id/%s", TAIL_NUMBER },
    { "ics-cert", "https://www.cisa.gov/news-events/ics-advisories/%s", TAIL_LOWER },
    { "cert-bund", "https://wid.cert-bund.de/portal/wid/securityadvisory?name=%s", TAIL_ID },
    { "certfr", "https://www.cert.ssi.gouv.fr/avis/%s/", TAIL_ID },
    { "ncsc-nl", "https://advisories.ncsc.nl/advisory?id=%s", TAIL_ID },
    { "dsa", "https://security-tracker.debian.org/tracker/%s", TAIL_ID },
    { "dla", "https://security-tracker.debian.org/tracker/%s", TAIL_ID },
    { "usn", "https://ubuntu.com/security/notices/%s", TAIL_ID },
    { "rhsa", "https://access.redhat.com/errata/%s", TAIL_ID },
    { "fedora", "https://bodhi.fedoraproject.org/updates/%s", TAIL_ID },
    { "alas", "https://alas.aws.amazon.com/%s.html", TAIL_ID },
    { "cisco", "https://sec.cloudapps.cisco.com/security/center/content/CiscoSecurityAdvisory/%s",
      TAIL_ID },
    { "fortinet", "https://www.fortiguard.com/psirt/%s", TAIL_ID },
    { "xen", "https://xenbits.xen.org/xsa/advisory-%s.html", TAIL_NUMBER },
    { "rustsec", "https://rustsec.org/advisories/%s.html", TAIL_ID },
};

static char *tail_of(const char *id, LinkTail tail)
{
    if (tail == TAIL_NUMBER) {
        const char *end = id + strlen(id), *start = end;
        while (start > id && g_ascii_isdigit(start[-1])) {
            start--;
        }
        return g_strdup(start);
    }
    return tail == TAIL_LOWER ? g_ascii_strdown(id, -1) : g_strdup(id);
}

char *identifier_link(const Reference *reference)
{
    for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
        if (strcmp(links[i].kind, reference->kind->kind) == 0) {
            g_autofree char *tail = tail_of(reference->id, links[i].tail);
            g_auto(GStrv) around = g_strsplit(links[i].page, "%s", 2);
            return g_strconcat(around[0], tail, around[1], NULL);
        }
    }
    return NULL;
}
