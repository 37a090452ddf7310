/* SPDX-License-Identifier: BSD-2-Clause */
#include "marks.h"

/*
 * What an attribution is made of, by language: the words that may open it and the verb's most
 * telling word, each of one word. Scripts without blanks between words stand in `unspaced`.
 */
typedef struct AttributionRow {
    const char *language;
    const char *openers;
    const char *verbs;
} AttributionRow;

static const AttributionRow rows[] = {
    { "en", "on at in quoting thus once", "wrote writes write said says posted writed" },
    { "de", "am um vom den in", "schrieb schrieben schreibt geschrieben meinte" },
    { "fr", "le à en dans", "écrit écrivait ecrit dit" },
    { "es", "el en con a", "escribió escribio escribió: escribía escrito" },
    { "pt", "em no a às", "escreveu escreveram escreve" },
    { "it", "il in alle nel", "scritto scrisse scriveva scrive" },
    { "nl", "op in", "schreef geschreven schreven" },
    { "da", "den på d. i", "skrev skriver" },
    { "no", "den på i", "skrev skreiv" },
    { "sv", "den på i", "skrev skriver" },
    { "fi", "ke ma ti to pe la su", "kirjoitti kirjoittaa" },
    { "et", "kuupäeval", "kirjutas kirjutab" },
    { "lv", "", "rakstīja rakstija" },
    { "lt", "", "rašė rase" },
    { "pl", "dnia w", "napisał napisała napisał(a pisze napisano" },
    { "cs", "dne v", "napsal napsala napsal(a píše" },
    { "sk", "dňa v", "napísal napísala napísal(a píše" },
    { "hu", "", "írta irta" },
    { "ro", "în in la pe", "scris" },
    { "hr", "dana u", "napisao napisala napisao(la je" },
    { "sl", "dne", "napisal napisala je" },
    { "sr", "дана", "написао написала је" },
    { "tr", "", "yazdı yazmış yazdi" },
    { "ru", "в от", "написал написала написал(а пишет писал писала" },
    { "uk", "у в", "написав написала написав(ла пише" },
    { "bg", "на", "написа пише" },
    { "el", "στις την στο", "έγραψε έγραφε" },
    { "ar", "في بتاريخ", "كتب كتبت" },
    { "fa", "در", "نوشت" },
    { "he", "בתאריך ב", "כתב כתבה מאת כתב/ה" },
    { "vi", "vào lúc", "viết" },
    { "id", "pada", "menulis" },
    { "th", "เมื่อ", "เขียนว่า" },
    { "hi", "", "लिखा" },
    { "ca", "el a", "escriure escrigué" },
    { "eo", "je la", "skribis" },
};

typedef struct UnspacedRow {
    const char *language;
    const char *verb;
} UnspacedRow;

static const UnspacedRow unspaced[] = {
    { "zh", "写道" },       { "zh", "寫道" },       { "zh", "撰寫" },
    { "zh", "写到" },       { "ja", "メッセージ" }, { "ja", "さんは書きました" },
    { "ja", "書きました" }, { "ja", "のメール" },   { "ko", "작성" },
    { "ko", "썼습니다" },   { "ko", "쓴 글" },      { "th", "เขียน" },
};

/* Whoever says "I wrote" speaks of himself. */
static const char first_persons[] = "i we ich wir je nous yo io eu ik jag jeg ja já я ми мы";

enum { IS_OPENER = 1, IS_VERB = 2, IS_FIRST_PERSON = 4 };

typedef struct WordEntry {
    unsigned roles;
    const char *language; /* of the first row that has it as a verb, else of the first row */
} WordEntry;

static void add_words(GHashTable *table, const char *texts, unsigned role, const char *language)
{
    g_auto(GStrv) words = g_strsplit(texts, " ", -1);

    for (char **word = words; *word != NULL; word++) {
        if (**word == '\0') {
            continue;
        }
        char *folded = marks_fold(span_of(*word), MOST_MARK_BYTES);
        WordEntry *entry = g_hash_table_lookup(table, folded);
        if (entry == NULL) {
            entry = g_new0(WordEntry, 1);
            g_hash_table_insert(table, folded, entry);
        } else {
            g_free(folded);
        }
        if (entry->language == NULL || (role == IS_VERB && (entry->roles & IS_VERB) == 0)) {
            entry->language = language;
        }
        entry->roles |= role;
    }
}

/* Folded word -> WordEntry. Made once, never changed. */
static GHashTable *words_table(void)
{
    static gsize made = 0;

    if (g_once_init_enter(&made)) {
        GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
        for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
            add_words(table, rows[i].openers, IS_OPENER, rows[i].language);
            add_words(table, rows[i].verbs, IS_VERB, rows[i].language);
        }
        add_words(table, first_persons, IS_FIRST_PERSON, NULL);
        g_once_init_leave(&made, (gsize)table);
    }
    return (GHashTable *)made;
}

/* What the words of a folded text tell. */
typedef struct Clues {
    bool has_opener, has_verb, verb_is_last, has_first_person;
    bool begins_with_date, has_date, has_time, has_address, ends_in_colon, is_dashed,
        ends_in_address;
    const char *language;
} Clues;

/* One word of the text, NUL-terminated in place. */
static void read_word(const char *word, bool is_first, Clues *clues)
{
    const WordEntry *entry = g_hash_table_lookup(words_table(), word);
    unsigned roles = entry == NULL ? 0 : entry->roles;

    clues->has_first_person |= (roles & IS_FIRST_PERSON) != 0;
    clues->verb_is_last = (roles & IS_VERB) != 0;
    if (is_first && (roles & IS_OPENER) != 0) {
        clues->has_opener = true;
        clues->language = clues->language == NULL ? entry->language : clues->language;
    }
    if (clues->verb_is_last) {
        clues->has_verb = true;
        clues->language = entry->language;
    }
}

/* Cuts the text into its words. */
static void read_words(char *text, Clues *clues)
{
    static const char between[] = " ,;\"'<>[]()";
    bool is_first = true;

    for (char *word = text + strspn(text, between); *word != '\0';) {
        char *end = word + strcspn(word, between);
        char *next = *end == '\0' ? end : end + 1 + strspn(end + 1, between);
        *end = '\0';
        read_word(word, is_first, clues);
        is_first = false;
        word = next;
    }
}

static void read_unspaced(const char *text, Clues *clues)
{
    for (size_t i = 0; !clues->has_verb && i < G_N_ELEMENTS(unspaced); i++) {
        if (strstr(text, unspaced[i].verb) != NULL) {
            clues->has_verb = clues->verb_is_last = true;
            clues->language = unspaced[i].language;
        }
    }
}

/* Digits in the shapes of dates and times: 2016-10-24, 28/10/2021, 26. marca 2016, 17:02, 5.04 PM.
 */
static void read_digits(Span text, Clues *clues)
{
    for (size_t i = 0; i < text.length;) {
        size_t start = i, value = 0;
        for (; i < text.length && g_ascii_isdigit(text.text[i]); i++) {
            value = MIN(value * 10 + (size_t)(text.text[i] - '0'), 100000);
        }
        size_t digits = i - start;
        if (digits == 0) {
            i++;
            continue;
        }
        char next = i + 1 < text.length ? text.text[i] : '\0';
        bool joins = next != '\0' && g_ascii_isdigit(text.text[i + 1]);
        clues->has_date |= (digits == 4 && value >= 1970 && value < 2100) ||
                           span_starts_with(span_slice(text, i, text.length), "年") ||
                           span_starts_with(span_slice(text, i, text.length), "년") ||
                           (digits <= 2 && joins && strchr("./-", next) != NULL);
        clues->has_time |= digits <= 2 && joins && next == ':';
        clues->begins_with_date |= start == 0 && (digits == 4 || digits <= 2);
    }
}

static void read_address(Span text, Clues *clues)
{
    for (size_t at = span_find(text, '@', 0); at < text.length; at = span_find(text, '@', at + 1)) {
        bool is_address =
            at > 0 && at + 2 < text.length &&
            (g_ascii_isalnum(text.text[at - 1]) || strchr("_-+.", text.text[at - 1]) != NULL) &&
            g_ascii_isalnum(text.text[at + 1]);
        clues->has_address |= is_address;
    }
    /* Yahoo and archives hide addresses: <someone@...>, "at" aside. */
    clues->ends_in_address =
        clues->has_address && text.length > 1 && strchr(">)", text.text[text.length - 1]) != NULL;
}

bool text_has_address(Span text)
{
    Clues clues = { 0 };

    read_address(text, &clues);
    return clues.has_address;
}

bool text_has_date(Span text)
{
    Clues clues = { 0 };

    read_digits(text, &clues);
    return clues.has_date || clues.has_time;
}

/* Takes "----" at both ends and the colon at the end off; notes them. */
static void strip_ends(char *text, Clues *clues)
{
    size_t length = strlen(text), dashes = strspn(text, "-*");

    while (length > dashes && strchr("-* ", text[length - 1]) != NULL) {
        length--;
    }
    clues->is_dashed = dashes >= 3 && g_str_has_suffix(text, "---");
    clues->ends_in_colon = length > 0 && text[length - 1] == ':';
    while (length > 0 && strchr(": ", text[length - 1]) != NULL) {
        length--;
    }
    text[length] = '\0';
    memmove(text, text + dashes, length >= dashes ? length - dashes + 1 : 1);
    g_strchug(text);
}

static unsigned count_points(const Clues *clues)
{
    unsigned points = 0;

    if (!clues->ends_in_colon && !clues->is_dashed) {
        /* "2011/4/7 NAME <ADDRESS>" in front of a quote: the date leads and nothing else is there.
         */
        return clues->begins_with_date && clues->has_date && clues->ends_in_address
                   ? ATTRIBUTION_BEFORE_QUOTE
                   : 0;
    }
    points += clues->has_verb ? 3 : 0;
    points += clues->has_opener ? 1 : 0;
    points += clues->has_date ? 1 : 0;
    points += clues->has_time ? 1 : 0;
    points += clues->has_address ? 2 : 0;
    points += clues->ends_in_colon || clues->is_dashed ? 1 : 0;
    if (clues->has_verb) {
        return clues->has_first_person && points >= 3 ? points - 3 : points;
    }
    /* Without a verb: "2016-10-24 15:36 GMT+02:00 NAME <ADDRESS>:", "DATE, NAME <ADDRESS>:". */
    return clues->ends_in_address && clues->has_date &&
                   (clues->begins_with_date || clues->has_opener)
               ? points + 2
               : 0;
}

AttributionMark marks_attribution(Span text)
{
    Clues clues = { 0 };

    text = span_trim(text);
    if (text.length < 8 || text.length > MOST_ATTRIBUTION_BYTES) {
        return (AttributionMark){ 0 };
    }
    g_autofree char *folded = marks_fold(text, MOST_ATTRIBUTION_BYTES);
    if (folded == NULL || *folded == '\0') {
        return (AttributionMark){ 0 };
    }
    strip_ends(folded, &clues);
    Span rest = span_of(folded);
    read_digits(rest, &clues);
    read_address(rest, &clues);
    if ((unsigned char)folded[0] != 0 && !span_equals(rest, "")) {
        read_unspaced(folded, &clues);
        read_words(folded, &clues);
    }
    return (AttributionMark){ .points = count_points(&clues), .language = clues.language };
}

static bool has_role(Span word, unsigned role)
{
    g_autofree char *folded = marks_fold(word, MOST_MARK_BYTES);
    const WordEntry *entry = folded == NULL ? NULL : g_hash_table_lookup(words_table(), folded);

    return entry != NULL && (entry->roles & role) != 0;
}

bool marks_is_verb(Span word)
{
    return has_role(word, IS_VERB);
}

bool marks_is_opener(Span word)
{
    return has_role(word, IS_OPENER);
}
