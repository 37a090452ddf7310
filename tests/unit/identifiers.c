/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/identifiers.h"

#include "rules/match.h"

#include "flow_tree.h"
#include "made_post.h"

/* `cve CVE-2001-0500, dsa DSA-134-1`: the references of a post of one layer. */
static char *references(const RuleSet *rules, const char *text)
{
    static const Envelope envelope = { 0 };
    g_autofree char *line = g_strdup_printf("own %s", text);
    g_autoptr(MadePost) post = made_post(line);
    g_autoptr(Findings) findings = match_find(rules, &envelope, &post->message, &post->layers);
    const GPtrArray *found = findings_references(findings);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < found->len; i++) {
        const Reference *reference = g_ptr_array_index(found, i);
        g_string_append_printf(out, "%s%s %s", i > 0 ? ", " : "", reference->kind->kind,
                               reference->id);
    }
    return g_string_free(out, FALSE);
}

static RuleSet *no_rules(void)
{
    g_autoptr(Diagnostics) diagnostics = diagnostics_new();
    return rule_set_load(g_ptr_array_new_with_free_func(flow_tree_free), &limits_default,
                         diagnostics);
}

static const struct {
    const char *text, *references;
} texts[] = {
    { "This is CVE-2001-0500.", "cve CVE-2001-0500" },
    { "cve 2021-44228, CAN-2002-0384 (candidate)", "cve CVE-2021-44228, cve CVE-2002-0384" },
    { "CVE\342\200\2212014\342\200\2210160", "cve CVE-2014-0160" },
    { "oval:org.mitre.oval:def:1234", "oval oval:org.mitre.oval:def:1234" },
    { "GHSA-jfh8-c2jp-5v3q", "ghsa GHSA-jfh8-c2jp-5v3q" },
    { "Bugtraq ID: 2880, http://www.securityfocus.com/bid/2881", "bid BID 2880, bid BID 2881" },
    { "EDB-ID: 12345", "edb EDB-ID:12345" },
    { "Secunia Advisory SA12345", "secunia SA12345" },
    { "OSVDB ID: 568", "osvdb OSVDB-568" },
    { "ZDI-10-123 was ZDI-CAN-1234", "zdi ZDI-10-123, zdi ZDI-CAN-1234" },
    { "SNYK-JS-LODASH-567746", "snyk SNYK-JS-LODASH-567746" },
    { "VU#952336", "cert-vu VU#952336" },
    { "CA-96.26 and CA-2001-19", "cert-ca CA-96.26, cert-ca CA-2001-19" },
    { "IN-2001-09 (IN-98.02)", "cert-in IN-2001-09, cert-in IN-98.02" },
    { "TA04-028A, AA20-133A", "us-cert TA04-028A, us-cert AA20-133A" },
    { "ICSA-10-090-01, ICSMA-17-250-02A", "ics-cert ICSA-10-090-01, ics-cert ICSMA-17-250-02A" },
    { "CIAC Information Bulletin L-117; CIAC Notes 94-04",
      "ciac CIAC L-117, ciac CIAC Notes 94-04" },
    { "AusCERT ESB-2001.303", "auscert ESB-2001.303" },
    { "WID-SEC-2022-0515, CB-K15/0001", "cert-bund WID-SEC-2022-0515, cert-bund CB-K15/0001" },
    { "DFN-CERT-2010-0001", "dfn-cert DFN-CERT-2010-0001" },
    { "CERTFR-2014-AVI-001 CERTA-2001-AVI-070",
      "certfr CERTFR-2014-AVI-001, certa CERTA-2001-AVI-070" },
    { "NCSC-2015-0001", "ncsc-nl NCSC-2015-0001" },
    { "JVN#12345678 JVNDB-2010-001234", "jvn JVN#12345678, jvn JVNDB-2010-001234" },
    { "CNVD-2015-01234, CNNVD-201401-123", "cnvd CNVD-2015-01234, cnvd CNNVD-201401-123" },
    { "MS01-033 (Q300972), KB2641690", "ms MS01-033, kb KB2641690" },
    { "im Knowledge Base-Artikel 2641690", "kb KB2641690" },
    { "ADV170014", "adv ADV170014" },
    { "DSA 2044-1, DSA-134-1, DSA-3148", "dsa DSA-2044-1, dsa DSA-134-1, dsa DSA-3148" },
    { "DLA-1234-1", "dla DLA-1234-1" },
    { "USN-612-1", "usn USN-612-1" },
    { "RHSA-2003:120-01, RHBA-2014:0001", "rhsa RHSA-2003:120-01, rhsa RHBA-2014:0001" },
    { "FEDORA-2020-8e35b9ab2f FEDORA-EPEL-2020-8e35b9ab2f",
      "fedora FEDORA-2020-8e35b9ab2f, fedora FEDORA-EPEL-2020-8e35b9ab2f" },
    { "SUSE-SA:2003:012, SUSE-SU-2015:1234-1, openSUSE-SU-2012:0039-1",
      "suse SUSE-SA:2003:012, suse SUSE-SU-2015:1234-1, opensuse openSUSE-SU-2012:0039-1" },
    { "GLSA 200312-03, [ GLSA 200401-01 ]", "glsa GLSA 200312-03, glsa GLSA 200401-01" },
    { "MDKSA-2003:001, MDVSA-2008:001, MGASA-2014-0123",
      "mandriva MDKSA-2003:001, mandriva MDVSA-2008:001, mageia MGASA-2014-0123" },
    { "SSA:2003-141-03, SSA-123456", "slackware SSA:2003-141-03, siemens SSA-123456" },
    { "CLA-2003:567, TSLSA-2003-0004, TLSA-2003-1",
      "conectiva CLA-2003:567, trustix TSLSA-2003-0004, turbolinux TLSA-2003-1" },
    { "ESA-20030220-005, CSSA-2002-001.0, CSSA-2002-SCO.12",
      "engarde ESA-20030220-005, caldera CSSA-2002-001.0, caldera CSSA-2002-SCO.12" },
    { "OpenPKG-SA-2003.001, ALAS-2014-1, ALAS2-2018-939",
      "openpkg OpenPKG-SA-2003.001, alas ALAS2-2018-939" },
    { "ELSA-2014-0001, CPUApr2012", "oracle ELSA-2014-0001, oracle CPUApr2012" },
    { "FreeBSD-SA-02:36.nfs, FreeBSD-SA-96:01.",
      "freebsd FreeBSD-SA-02:36.nfs, freebsd FreeBSD-SA-96:01" },
    { "NetBSD-SA2003-010, NetBSD Security Advisory 2001-009",
      "netbsd NetBSD-SA2003-010, netbsd NetBSD-SA2001-009" },
    { "OpenBSD 3.4 errata 007", "openbsd OpenBSD 3.4 errata 007" },
    { "APPLE-SA-2003-03-24", "apple APPLE-SA-2003-03-24" },
    { "Sun Alert ID: 57497", "sun Sun Alert 57497" },
    { "SGI Security Advisory 20030401-01-P", "sgi SGI 20030401-01-P" },
    { "HPSBUX02153 HPSBUX0208-213", "hp HPSBUX02153, hp HPSBUX0208-213" },
    { "cisco-sa-20030717-blocked.", "cisco cisco-sa-20030717-blocked" },
    { "JSA10783 PSN-2012-08-686", "juniper JSA10783, juniper PSN-2012-08-686" },
    { "FG-IR-14-010, PAN-SA-2014-0001, CPAI-2014-1234",
      "fortinet FG-IR-14-010, paloalto PAN-SA-2014-0001, checkpoint CPAI-2014-1234" },
    { "VMSA-2020-0001.1, XSA-108", "vmware VMSA-2020-0001.1, xen XSA-108" },
    { "APSB09-01 APSA10-05 MPSB03-04", "adobe APSB09-01, adobe APSA10-05, adobe MPSB03-04" },
    { "MFSA 2014-01", "mozilla MFSA 2014-01" },
    { "SA-CORE-2014-005, DRUPAL-SA-CONTRIB-2008-001",
      "drupal SA-CORE-2014-005, drupal DRUPAL-SA-CONTRIB-2008-001" },
    { "TYPO3-CORE-SA-2014-001, TYPO3-20090828-1",
      "typo3 TYPO3-CORE-SA-2014-001, typo3 TYPO3-20090828-1" },
    { "AST-2014-018 PMASA-2011-9 RUSTSEC-2019-0001",
      "asterisk AST-2014-018, phpmyadmin PMASA-2011-9, rustsec RUSTSEC-2019-0001" },
    { "KDE Security Advisory: 20030410-1", "kde KDE 20030410-1" },
    { "SAP Security Note 1580017", "sap SAP Note 1580017" },
    { "TALOS-2016-0001", "talos TALOS-2016-0001" },
    { "eEye AD20010618, NISR0112001", "eeye AD20010618, ngs NISR0112001" },

    /* Each once, in the order of the post. */
    { "USN-612-1 for CVE-2008-0166, i.e. usn-612-1", "usn USN-612-1, cve CVE-2008-0166" },

    /* What only looks alike. */
    { "a 1024-bit DSA key, DSA 1024, dsa-2048, dsa-1024", "" },
    { "5000 kb, 12kb, KB 123456, KB12, kb1234567890", "" },
    { "check-in-2001-05, in-2001, in 2001-05, call-ca-2001-19, ca-2001, California CA-95014", "" },
    { "I bid 2880, bid: 500, my id 2880", "" },
    { "ms05, ms5-039, rooms05-039, MS05-039a, MS25-001", "" },
    { "1.2.3-4, 2001-0500, CVE-2001, CVE-01-0500, CVE-2001-12345678, xcve-2001-0500", "" },
    { "SA12345, sa-2001, USN-1, ta04, TA99-028A, VU#12, GHSA-abcd-efgh-ijkl", "" },
    { "alert 57497, note 1580017, errata 007, adv2000, JSA1, JVN#123, XSA-1234", "" },
    { "see page 20030401-01, call 2003-04-01, sun 57497, cpumay2012, fedora-12", "" },
};

static void test_references(void)
{
    g_autoptr(RuleSet) rules = no_rules();
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *found = references(rules, texts[i].text);
        if (strcmp(found, texts[i].references) != 0) {
            g_test_message("%s\nfound: %s\nnot:   %s", texts[i].text, found, texts[i].references);
            g_test_fail();
        }
    }
}

/* Each kind is shown at work above. */
static void test_table(void)
{
    size_t count = 0;
    const IdentifierKind *kinds = identifier_kinds(&count);
    g_autoptr(GHashTable) issuers = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < count; i++) {
        g_autofree char *mark = g_strdup_printf("%s ", kinds[i].kind);
        bool is_shown = false;
        for (size_t j = 0; j < G_N_ELEMENTS(texts); j++) {
            g_autofree char *padded = g_strdup_printf(", %s", texts[j].references);
            g_autofree char *sought = g_strdup_printf(", %s", mark);
            is_shown |= strstr(padded, sought) != NULL;
        }
        g_test_message("%s", kinds[i].kind);
        g_assert_true(is_shown);
        g_hash_table_add(issuers, (gpointer)kinds[i].issuer);
    }
    g_assert_cmpuint(g_hash_table_size(issuers), >=, 50);
}

/* The manual names the kinds, all of them and no others. */
static void test_manual(void)
{
    g_autofree char *manual = NULL;
    g_assert_true(g_file_get_contents("milter/man/kustode-rules.5", &manual, NULL, NULL));
    const char *list = strstr(manual, ".\\\" identifiers:");
    g_assert_nonnull(list);
    list = strchr(list, '\n');
    g_autofree char *words = g_strndup(list, (gsize)(strstr(list, ".\n.Ed") - list));
    g_auto(GStrv) named = g_regex_split_simple("[\\s,]+", g_strstrip(words), 0, 0);

    size_t count = 0;
    const IdentifierKind *kinds = identifier_kinds(&count);
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < count; i++) {
        g_test_message("%s", kinds[i].kind);
        g_assert_true(g_strv_contains((const char *const *)named, kinds[i].kind));
        g_hash_table_add(known, (gpointer)kinds[i].kind);
    }
    g_assert_cmpuint(g_strv_length(named), ==, g_hash_table_size(known));
}

/* Where references may stand, and how many. */
static void test_layers(void)
{
    static const Envelope envelope = { 0 };
    g_autoptr(RuleSet) rules = no_rules();
    g_autoptr(MadePost) post = made_post("footer USN-612-1\nquoted USN-612-2\nown USN-612-3\n"
                                         "signature USN-612-4\nforwarded USN-612-5 USN-612-2");
    g_autoptr(Findings) findings = match_find(rules, &envelope, &post->message, &post->layers);
    const GPtrArray *found = findings_references(findings);
    g_assert_cmpuint(found->len, ==, 3);
    const Reference *first = g_ptr_array_index(found, 0), *last = g_ptr_array_index(found, 2);
    g_assert_cmpstr(first->id, ==, "USN-612-2");
    g_assert_cmpuint(first->layer, ==, 1);
    g_assert_cmpstr(last->id, ==, "USN-612-5");
    g_assert_cmpuint(findings_limits(findings), ==, 0);
}

static void test_digest(void)
{
    static const Envelope envelope = { 0 };
    g_autoptr(RuleSet) rules = no_rules();
    g_autoptr(GString) line = g_string_new("own");
    for (int i = 0; i < 1500; i++) {
        g_string_append_printf(line, " CVE-2020-%d", 10000 + i);
    }
    g_autoptr(MadePost) post = made_post(line->str);
    g_autoptr(Findings) findings = match_find(rules, &envelope, &post->message, &post->layers);
    g_assert_cmpuint(findings_references(findings)->len, ==, 1000);
    g_assert_cmpuint(findings_limits(findings), ==, limit_bit(LIMIT_RECORD));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/identifiers/references", test_references);
    g_test_add_func("/identifiers/table", test_table);
    g_test_add_func("/identifiers/manual", test_manual);
    g_test_add_func("/identifiers/layers", test_layers);
    g_test_add_func("/identifiers/digest", test_digest);
    return g_test_run();
}
