/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules/advisory_facts.h"

#include "rules/pgp_armour.h"

/* What is longer is a sentence that happens to hold a colon. */
enum { LONGEST_LABEL_BYTES = 40, LONGEST_DATE_BYTES = 48, LONGEST_SEVERITY_BYTES = 80 };

/* Labels as issuers write them, without case. */
static const char *const date_labels[] = {
    "date",
    "announced",
    "released",
    "release date",
    "issued",
    "issue date",
    "published",
    "publication date",
    "original issue date",
    "original release date",
    "advisory date",
    "datum",
    "ausgabedatum",
    "veröffentlicht",
    "veröffentlicht am",
    "date de publication",
    "fecha",
    "data",
    "datum van uitgifte",
};
static const char *const severity_labels[] = {
    "severity",     "severity level", "severity rating", "risk",       "risk level",  "urgency",
    "threat level", "rating",         "schweregrad",     "risiko",     "risikostufe", "bewertung",
    "gravité",      "criticité",      "risque",          "gravedad",   "severidad",   "gravità",
    "gravidade",    "severidade",     "ernst",           "inschaling", "waga",
};

static const char *const severity_words[] = {
    "critical",  "important", "high",      "moderate",  "medium",  "low",     "severe",   "serious",
    "extreme",   "kritisch",  "hoch",      "mittel",    "niedrig", "gering",  "critique", "élevé",
    "élevée",    "moyen",     "moyenne",   "faible",    "crítica", "crítico", "alta",     "alto",
    "media",     "medio",     "baja",      "bajo",      "critica", "critico", "elevata",  "elevato",
    "bassa",     "basso",     "média",     "médio",     "baixa",   "baixo",   "kritiek",  "hoog",
    "gemiddeld", "laag",      "krytyczna", "krytyczny", "wysoka",  "wysoki",  "średnia",  "średni",
    "niska",     "niski",
};

/* TLP 2.0 and, for older texts, 1.0; the longer ones first. */
static const char *const tlp_words[] = {
    "amber+strict", "amber", "red", "green", "clear", "white"
};

static bool is_among(Span word, const char *const *words, size_t count)
{
    g_autofree char *given = g_utf8_casefold(word.text, (gssize)word.length);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(given, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Without blanks and the marks by which lines are quoted, listed or set in bold. */
static Span bare(Span text)
{
    static const char marks[] = "> |\t*_#-=\r";
    while (text.length > 0 && strchr(marks, text.text[0]) != NULL) {
        text = span_slice(text, 1, text.length);
    }
    while (text.length > 0 && strchr(marks, text.text[text.length - 1]) != NULL) {
        text.length--;
    }
    return text;
}

/* `Label: value`; false for any other line. */
static bool split_field(Span line, Span *label, Span *value)
{
    Span content = bare(line);
    size_t colon = span_find(content, ':', 0);
    if (colon == content.length || colon == 0 || colon > LONGEST_LABEL_BYTES) {
        return false;
    }
    *label = bare(span_slice(content, 0, colon));
    *value = bare(span_slice(content, colon + 1, content.length));
    return label->length > 0 && value->length > 0;
}

/* The first word of the value that tells how grave it is, in lower case; or NULL. Caller's. */
static char *severity_word(Span value)
{
    g_autofree char *text = g_utf8_strdown(value.text, (gssize)value.length);
    g_auto(GStrv) words = g_strsplit_set(text, " \t,;()/*", -1);
    for (size_t i = 0; words[i] != NULL; i++) {
        if (is_among(span_of(words[i]), severity_words, G_N_ELEMENTS(severity_words))) {
            return g_strdup(words[i]);
        }
    }
    return NULL;
}

static bool has_digit(Span text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (g_ascii_isdigit(text.text[i])) {
            return true;
        }
    }
    return false;
}

static void read_field(AdvisoryFacts *facts, Span label, Span value)
{
    if (facts->date == NULL && value.length <= LONGEST_DATE_BYTES && has_digit(value) &&
        is_among(label, date_labels, G_N_ELEMENTS(date_labels))) {
        facts->date = span_copy(value);
    }
    if (facts->severity == NULL && value.length <= LONGEST_SEVERITY_BYTES &&
        is_among(label, severity_labels, G_N_ELEMENTS(severity_labels))) {
        facts->severity = severity_word(value);
    }
}

/* `TLP:AMBER`, `TLP: green` (FIRST, TLP 2.0), anywhere in a line. */
static char *tlp_in(Span line)
{
    for (size_t at = 0; at + 4 < line.length; at++) {
        bool is_word_start = at == 0 || !g_ascii_isalnum(line.text[at - 1]);
        Span rest = span_slice(line, at, line.length);
        if (!is_word_start || !span_starts_with_ascii_caseless(rest, "TLP")) {
            continue;
        }
        size_t sign = 3;
        while (sign < rest.length && strchr(":- ", rest.text[sign]) != NULL) {
            sign++;
        }
        Span word = span_slice(rest, sign, rest.length);
        for (size_t i = 0; sign > 3 && i < G_N_ELEMENTS(tlp_words); i++) {
            size_t length = strlen(tlp_words[i]);
            if (span_starts_with_ascii_caseless(word, tlp_words[i]) &&
                (word.length == length || !g_ascii_isalnum(word.text[length]))) {
                return g_strdup(tlp_words[i]);
            }
        }
    }
    return NULL;
}

void advisory_facts_read(AdvisoryFacts *facts, const Layer *layer)
{
    *facts = (AdvisoryFacts){ 0 };
    if (layer->text_part == NULL) {
        return;
    }
    Span text = layer->text_part->text;
    for (size_t at = layer->body_start; at < layer->end;) {
        size_t stop = MIN(span_find(text, '\n', at), layer->end);
        Span line = span_slice(text, at, stop), label, value;
        if (facts->tlp == NULL) {
            facts->tlp = tlp_in(line);
        }
        if (split_field(line, &label, &value)) {
            read_field(facts, label, value);
        }
        at = stop + 1;
    }
    if (facts->date == NULL) {
        facts->date = g_strdup(layer->origin.date);
    }
    size_t begin;
    ArmourState state = pgp_armour_find(text, layer->start, layer->end, &begin);
    facts->signature = state == ARMOUR_COMPLETE ? "complete" : state == ARMOUR_CUT ? "cut" : NULL;
}

void advisory_facts_clear(AdvisoryFacts *facts)
{
    g_free(facts->tlp);
    g_free(facts->date);
    g_free(facts->severity);
}
