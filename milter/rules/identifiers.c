/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/identifiers.h"

#include <glib.h>

/*
 * Patterns see canonical text: lower case, one blank. Each begins where a word begins (B) and ends
 * where its number ends (E), so that nothing is found inside longer words and numbers, and holds
 * three letters or digits that the prefilter can look for. Where a form also occurs in prose (key
 * lengths, sizes, phone numbers) the row takes only what the issuer's numbers can be. For shapes
 * see identifier_shape.h.
 */
#define B  "(?<![\\w-])"
#define E  "(?![\\w-])"
#define YY "(?:19|20)\\d\\d"

static const IdentifierKind kinds[] = {
    /* Catalogues. Until 2005 candidates were called CAN; the numbers are the same. */
    { "cve", "MITRE",
      B "(?:cve[-\u2010-\u2013 ]|can-)(?:199\\d|20\\d\\d)[-\u2010-\u2013]\\d{4,7}"
        "(?!\\w)",
      "CVE-%-%" },
    { "oval", "OVAL", B "oval:[a-z]{2,4}\\.[a-z.]{3,30}:def:\\d{1,8}" E, "*" },
    { "ghsa", "GitHub", B "ghsa(?:-[23456789cfghjmpqrvwx]{4}){3}" E, "GHSA-*" },
    { "bid", "SecurityFocus", B "(?:bugtraq id ?[:#]? ?|securityfocus\\.com/bid/)\\d{1,6}" E,
      "BID %" },
    { "edb", "Exploit Database", B "(?:edb-id|exploit-db) ?[:#]? ?\\d{3,5}" E, "EDB-ID:%" },
    { "secunia", "Secunia", B "secunia (?:advisory )?(?:id )?[:#]? ?sa\\d{4,5}" E, "^" },
    { "osvdb", "OSVDB", B "osvdb(?: id)? ?[:#-]? ?\\d{2,6}" E, "OSVDB-%" },
    { "zdi", "Zero Day Initiative", B "zdi-(?:can-\\d{3,5}|\\d\\d-\\d{3,4})" E, "^" },
    { "snyk", "Snyk", B "snyk-[a-z]{2,10}-[a-z0-9-]{2,60}-\\d{3,8}" E, "^" },

    /* CERTs and their kind. */
    { "cert-vu", "CERT/CC", B "vu ?# ?\\d{3,6}" E, "VU#%" },
    { "cert-ca", "CERT/CC", B "(?:ca-(?:8[89]|9\\d)[.:-]\\d\\d|ca-(?:199\\d|200[0-4])-\\d\\d)" E,
      "CA-*" },
    { "cert-in", "CERT/CC", B "(?:in-9[89]\\.\\d\\d|in-(?:1999|200[0-4])-\\d\\d)" E, "IN-*" },
    { "us-cert", "US-CERT", B "(?:ta0[4-9]|ta1\\d|aa1[89]|aa2\\d)-\\d{3}[a-z]" E, "^" },
    { "ics-cert", "CISA", B "ics(?:m?a|-alert)-\\d\\d-\\d{3}-\\d\\d[a-z]?" E, "^" },
    { "ciac", "CIAC", B "ciac (?:(?:information |advisory )?bulletin )?[a-t]-\\d{2,3}[a-z]?" E,
      "CIAC ^" },
    { "ciac", "CIAC", B "ciac notes? 9\\d-\\d\\d" E, "CIAC Notes ^" },
    { "auscert", "AusCERT",
      B "(?:(?:auscert )?esb-" YY "\\.\\d{3,4}|auscert (?:advisory )?a[al]-" YY "\\.\\d{2,4})" E,
      "^" },
    { "cert-bund", "CERT-Bund", B "(?:wid-sec-20\\d\\d-\\d{4}|cb-k\\d\\d[-/]\\d{4})" E, "^" },
    { "dfn-cert", "DFN-CERT", B "dfn-cert-20\\d\\d-\\d{4}" E, "DFN-CERT-*" },
    { "certfr", "CERT-FR", B "certfr-20\\d\\d-a(?:vi|le|ct)-\\d{3,4}" E, "^" },
    { "certa", "CERTA", B "certa-" YY "-a(?:vi|le)-\\d{3}" E, "^" },
    { "ncsc-nl", "NCSC-NL", B "ncsc-20\\d\\d-\\d{4}" E, "NCSC-*" },
    { "jvn", "JPCERT/CC", B "(?:jvndb-20\\d\\d-\\d{6}|jvn#\\d{8})" E, "^" },
    { "cnvd", "CNCERT", B "cn(?:n?vd)-20\\d{2,4}-\\d{3,6}" E, "^" },

    /* Makers of systems. */
    { "ms", "Microsoft", B "(?:ms9[89]|ms0\\d|ms1[0-7])-\\d{3}" E, "MS%-%" },
    { "kb", "Microsoft",
      B "(?:kb[1-9]\\d{5,6}|knowledge base[- ](?:artikel|articles?) (?:kb ?|q ?)?[1-9]\\d{5,6})" E,
      "KB%" },
    { "adv", "Microsoft", B "(?:adv1[789]|adv2\\d)\\d{4}" E, "ADV%" },
    { "dsa", "Debian",
      B "(?:dsa[- ]\\d{1,4}-\\d{1,2}|dsa-(?!(?:512|768|1024|2048|3072|4096)" E ")\\d{3,4})" E,
      "DSA-%-%" },
    { "dla", "Debian LTS", B "dla[- ]\\d{1,4}-\\d{1,2}" E, "DLA-%-%" },
    { "usn", "Ubuntu", B "usn-\\d{1,4}-\\d{1,2}" E, "USN-%-%" },
    { "rhsa", "Red Hat", B "rh[sbe]a-" YY ":\\d{3,5}(?:-\\d\\d)?" E, "^" },
    { "fedora", "Fedora", B "fedora-20\\d\\d-(?:[0-9a-f]{10}|\\d{3,5})" E, "FEDORA-*" },
    { "fedora", "Fedora", B "fedora-epel-20\\d\\d-(?:[0-9a-f]{10}|\\d{3,5})" E, "FEDORA-EPEL-*" },
    { "suse", "SUSE",
      B "suse-(?:sa:" YY ":\\d{3}|sr:" YY ":\\d{3}|[sr]u-" YY ":\\d{3,5}(?:-\\d{1,2})?)" E, "^" },
    { "opensuse", "openSUSE", B "opensuse-[sr]u-" YY ":\\d{3,5}(?:-\\d{1,2})?" E, "openSUSE-^" },
    { "glsa", "Gentoo", B "glsa[ :-]{1,3}20\\d{4}-\\d\\d" E, "GLSA %-%" },
    { "mandriva", "Mandriva", B "(?:mdksa|mdvsa)-" YY "[:-]\\d{3}(?:-\\d)?" E, "^" },
    { "mageia", "Mageia", B "mgasa-20\\d\\d-\\d{4}" E, "MGASA-*" },
    { "slackware", "Slackware", B "ssa:" YY "-\\d{3}-\\d\\d" E, "SSA:*" },
    { "conectiva", "Conectiva", B "cls?a-" YY ":\\d{3,4}" E, "^" },
    { "trustix", "Trustix", B "tslsa-" YY "-\\d{4}" E, "TSLSA-*" },
    { "turbolinux", "Turbolinux", B "tlsa-" YY "-\\d{1,3}" E, "TLSA-*" },
    { "engarde", "Guardian Digital", B "esa-20\\d{6}-\\d{3}" E, "ESA-*" },
    { "caldera", "Caldera, SCO", B "cssa-" YY "-(?:sco\\.\\d{1,3}|\\d{3}\\.\\d)" E, "^" },
    { "openpkg", "OpenPKG", B "openpkg-sa-" YY "\\.\\d{3}" E, "OpenPKG-SA-*" },
    { "alas", "Amazon Linux", B "alas(?:2|2023)?-20\\d\\d-\\d{3,4}" E, "^" },
    { "oracle", "Oracle", B "elsa-20\\d\\d-\\d{4,5}" E, "ELSA-*" },
    { "oracle", "Oracle", B "cpu(?:jan|apr|jul|oct)20\\d\\d" E, "CPU~" },
    { "freebsd", "FreeBSD", B "freebsd-sa-\\d\\d:\\d\\d(?:\\.[a-z][\\w+-]{0,29})?" E,
      "FreeBSD-SA-*" },
    { "netbsd", "NetBSD", B "netbsd(?:-sa| security advisory )" YY "-\\d{3}" E, "NetBSD-SA%-%" },
    { "openbsd", "OpenBSD", B "openbsd \\d\\.\\d errata \\d{1,3}" E, "OpenBSD %.% errata %" },
    { "apple", "Apple", B "apple-sa-20\\d\\d-\\d\\d-\\d\\d(?:-\\d{1,2})?" E, "^" },
    { "sun", "Sun", B "sun ?alert(?: id)? ?[:#]? ?\\d{5,7}" E, "Sun Alert %" },
    { "sgi", "SGI", B "sgi (?:security )?(?:advisory )?(?:number )?:? ?\\d{8}-\\d\\d-[iapx]" E,
      "SGI ^" },
    { "hp", "Hewlett-Packard", B "hpsb[a-z]{2,3}\\d{4,5}(?:-\\d{3})?" E, "^" },

    /* Makers of programs and devices. */
    { "cisco", "Cisco", B "cisco-sa-[a-z0-9-]{3,80}\\w" E, "cisco-sa-*" },
    { "juniper", "Juniper", B "(?:jsa[1-9]\\d{4,5}|psn-20\\d\\d-\\d\\d-\\d{3})" E, "^" },
    { "fortinet", "Fortinet", B "fg-ir-\\d\\d-\\d{3,4}" E, "FG-IR-*" },
    { "paloalto", "Palo Alto Networks", B "pan-sa-20\\d\\d-\\d{4}" E, "PAN-SA-*" },
    { "checkpoint", "Check Point", B "cpai-20\\d\\d-\\d{4}" E, "CPAI-*" },
    { "vmware", "VMware", B "vmsa-20\\d\\d-\\d{4}(?:\\.\\d{1,2})?" E, "VMSA-*" },
    { "xen", "Xen", B "xsa-\\d{1,3}" E, "XSA-%" },
    { "adobe", "Adobe", B "(?:apsb\\d\\d|apsa\\d\\d|mpsb\\d\\d)-\\d\\d" E, "^" },
    { "mozilla", "Mozilla", B "mfsa[- ](?:20\\d\\d-\\d{2,3})" E, "MFSA %-%" },
    { "drupal", "Drupal", B "(?:drupal-)?sa-(?:core|contrib)-20\\d\\d-\\d{3}" E, "^" },
    { "typo3", "TYPO3", B "typo3-(?:(?:core-sa|ext-sa|psa|sa)-20\\d\\d-\\d{3}|20\\d{6}-\\d)" E,
      "^" },
    { "asterisk", "Asterisk", B "ast-20\\d\\d-\\d{3}" E, "AST-*" },
    { "phpmyadmin", "phpMyAdmin", B "pmasa-20\\d\\d-\\d{1,3}" E, "PMASA-*" },
    { "kde", "KDE", B "kde security advisory:? \\d{8}-\\d" E, "KDE ^" },
    { "rustsec", "RustSec", B "rustsec-20\\d\\d-\\d{4}" E, "RUSTSEC-*" },
    { "siemens", "Siemens", B "ssa-\\d{6}" E, "SSA-*" },
    { "sap", "SAP", B "sap (?:security )?note #? ?\\d{6,7}" E, "SAP Note %" },
    { "talos", "Cisco Talos", B "talos-20\\d\\d-\\d{4}" E, "TALOS-*" },
    { "eeye", "eEye", B "(?:eeye )?(?:ad19|ad20)\\d{6}[a-z]?" E, "^" },
    { "ngs", "NGSSoftware", B "nisr\\d{6,8}[a-z]?" E, "NISR*" },
};

#undef B
#undef E
#undef YY

const IdentifierKind *identifier_kinds(size_t *count)
{
    *count = G_N_ELEMENTS(kinds);
    return kinds;
}
