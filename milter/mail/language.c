/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/language.h"

#include <stdint.h>

#define MOST_READ_BYTES  (16 * 1024)
#define MOST_WORD_BYTES  24 /* no stop word is longer */
#define LEAST_LETTERS    60 /* of an alphabet: some ten words */
#define LEAST_IDEOGRAPHS 20
#define WORD_POINTS      12 /* divides by 1, 2, 3, 4 and 6 languages that share a word */
#define LETTER_POINTS    4  /* rare letters say less than words: names carry them abroad */
#define MOST_LANGUAGES   32

/*
 * The commonest words (function words, no nouns), without those that mean nothing without their
 * neighbours; and the letters that only a few languages use. A word that several languages share
 * counts for each of them in part. One row a language.
 */
typedef struct LanguageRow {
    const char *code;
    const char *words;
    const char *letters;
} LanguageRow;

static const LanguageRow rows[] = {
    { "en",
      "the of and to a in is that it was for on are as with his they at be this have from or had "
      "by but what all were we when "
      "your can said there an which she do how their if will up about out many then them these so "
      "would into has more her him "
      "could been than who now did get you i not our my any other only just should please because",
      "" },
    { "de",
      "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an "
      "werden aus er hat dass sie "
      "nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor "
      "zur bis mehr durch man sein "
      "wurde sei ich wir ihr ihre wenn kann mir mich hier diese dieser bitte fuer ueber dass daß "
      "unter schon",
      "äöüß" },
    { "fr",
      "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont "
      "avec ou son ses aux mais nous "
      "vous je elle cette été être leur on si comme ont tout fait bien même aussi votre vos notre "
      "c'est d'un d'une qu'il très",
      "éèêàçùœîô" },
    { "es",
      "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus "
      "le ha me si sin sobre este ya "
      "entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi "
      "porque qué han usted nos",
      "ñ¿¡áíóú" },
    { "it",
      "di e il la che in a per un è del una le con si da non i dei al nel della alla sono gli come "
      "anche più ma ha delle dal lo "
      "nella questo se o ed cui dalla degli ai alle loro ci suo essere stato ho mi questa tutti "
      "perché tutto molto sua",
      "èòàìù" },
    { "pt",
      "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à "
      "seu sua ou quando muito nos "
      "já eu também só pelo pela até isso ela entre depois sem mesmo aos ter seus quem nas me esse "
      "está você foi são é todos",
      "ãõçâêáé" },
    { "nl",
      "de van het een en in is dat op te zijn voor met die niet aan er om ook als dan maar bij uit "
      "nog naar heeft ze hij door "
      "over wordt ik je deze worden kan meer geen al wel wat hebben zich we of was werd onze dit "
      "moet mijn zo u hun veel",
      "ë" },
    { "sv",
      "och i att det som en på är av för med den till har de inte om ett han var jag men sig så "
      "från vi kan man när år under "
      "också efter eller nu sin där vid mot ska skulle kommer ut får finns vara hade alla andra "
      "mycket än mig oss detta",
      "åäö" },
    { "da",
      "og i at det er en til af på for med den de som der har ikke et om var han men fra jeg sig "
      "vi kan så ved nu eller hvor "
      "blev efter også bliver have mere skal når man været hun ud dem meget vil havde hvis ind os "
      "mig kun dette over",
      "æøå" },
    { "no",
      "og i det er på en til som av for at med den de har ikke et om var han men fra jeg seg vi "
      "kan så ved nå eller hvor ble "
      "etter også blir mer skal når man vært hun ut dem mye vil hadde hvis inn oss meg kun dette "
      "over være etter gjøre",
      "æøå" },
    { "fi",
      "ja on ei että oli se hän mutta ovat kun niin myös joka kuin sen tai ole vain jos nyt mitä "
      "voi olla siitä kanssa ollut "
      "jo hänen sitä vielä sekä ne minä tämä tämän mukaan jotka sitten mukana meidän ennen noin "
      "kaikki jälkeen olen",
      "äö" },
    { "pl",
      "w i na z do się nie że jest to o jak za po od a co dla ma przez ale tym są tego ich oraz "
      "czy był jego być już który tylko "
      "jej może tak przy będzie które lub ze bardzo przed można jako mi aby ten była gdy pod tej "
      "wszystkich proszę jeśli",
      "ąćęłńśźż" },
    { "cs",
      "a v se na je že o s z do i to ve pro za k by jsem ale si po jako podle od tak jeho které "
      "který jsou než které byl už jak "
      "když co bylo aby ze však při ani nebo jen další mezi své může byla budou mi být také před "
      "vám tento nás prosím",
      "řěůščžý" },
    { "sk",
      "a v sa na je že o s z do i to vo pre za k by som ale si po ako podľa od tak jeho ktoré "
      "ktorý sú než bol už keď čo bolo "
      "aby zo však pri ani alebo len ďalší medzi svoje môže bola budú mi byť tiež pred vám tento "
      "nás prosím",
      "ľĺŕôäščžý" },
    { "hu",
      "a az és hogy nem is egy ez meg de volt van csak már el még ki mint ha amely sem vagy azt "
      "azonban lehet le minden pedig "
      "kell majd után aki lesz nagyon között ezt így itt ezek akkor mert több olyan való mi én "
      "kérem ne",
      "őűáéíóöúü" },
    { "ro",
      "de și în a la care pe nu din cu o un să este mai se pentru ca au ce fi prin sunt sau fost "
      "dar am lui după că al cel ale "
      "până dacă acest foarte ei le fără această lor unei când asupra vă si sa ne spre poate doar",
      "ășțâîşţ" },
    { "hr",
      "i u je se na da za su od s a o kao ne koji iz do bi će to što te ali po samo bio ili već "
      "još kako koje prema nije koja "
      "nakon biti sve može ga ima kada sam mi vas molimo bez jer tako ovo ako",
      "đćčšž" },
    { "tr",
      "ve bir bu da de için ile olarak çok daha olan gibi en sonra kadar ne var her ama o olduğu "
      "ya değil ise mi diye hem bunu "
      "yok veya göre ancak ben şey biz sizin tüm tarafından bana lütfen eğer",
      "ğışçöü" },
    { "id",
      "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena tersebut "
      "bisa ada mereka lebih kata "
      "tahun sudah atau saat oleh menjadi orang ia telah adalah seperti sebagai bahwa dapat para "
      "harus namun kita dua satu "
      "anda kami semua jangan silakan",
      "" },
    { "vi",
      "và của có là được cho không trong một người với các những này đã từ khi để ra đến về như "
      "năm tôi nhiều cũng sẽ ở vào "
      "trên phải lại làm theo sau nếu bạn hãy",
      "đơưăạảấầẩậắằặẹẻếềểễệỉịọỏốồổộớờởợụủứừửựỳỵỷ" },
    { "et",
      "ja on ei et see oli ta kui ka mis aga ning oma kes seda ta või nii selle juba ma olid mida "
      "oleks välja siis kuid veel "
      "ole väga pole tema just minu üle palun kõik",
      "õäöü" },
    { "ca",
      "de la i el que a en els les per del un amb una no és al com més se va dels ha o però són "
      "també aquest aquesta seva seu "
      "són fer ser molt quan sobre tot entre",
      "çàèò·" },
    { "ru",
      "и в не на что с по это как он я к но из у за от так же для вы все было его бы если был или "
      "мы только то они о еще при до "
      "уже вам когда есть чтобы вас может быть под без этого нас очень пожалуйста",
      "ыэъё" },
    { "uk",
      "і в не на що з до це як та у за від так для ви все було його якщо був або ми тільки то вони "
      "про ще при вже вам коли є щоб "
      "вас може бути під без цього нас дуже й але із",
      "іїєґ" },
    { "bg",
      "и в не на че с по това как той аз към но от у за е да се са ще ви всички беше го ако или "
      "ние само те още при до вече "
      "когато може без нас много моля като със във",
      "ъ" },
};

/* Scripts that tell the language by themselves, by ranges of code points. */
typedef struct ScriptRow {
    uint32_t first, last;
    const char *code;
    bool is_ideographic;
} ScriptRow;

static const ScriptRow scripts[] = {
    { 0x0370, 0x03FF, "el", false }, { 0x1F00, 0x1FFF, "el", false },
    { 0x0590, 0x05FF, "he", false }, { 0x0600, 0x06FF, "ar", false },
    { 0x0750, 0x077F, "ar", false }, { 0x0900, 0x097F, "hi", false },
    { 0x0E00, 0x0E7F, "th", true },  { 0x10A0, 0x10FF, "ka", false },
    { 0x0530, 0x058F, "hy", false }, { 0x3040, 0x30FF, "ja", true },
    { 0x4E00, 0x9FFF, "zh", true },  { 0xAC00, 0xD7A3, "ko", true },
};

/* Arabic letters that Persian and not Arabic writes. */
static const char persian_letters[] = "پچژگکی";

/* What each row got, and what was counted on the way. */
typedef struct Tally {
    unsigned points[G_N_ELEMENTS(rows)];
    uint64_t
        words[G_N_ELEMENTS(rows)]; /* the different stop words met, one bit each by their hash */
    unsigned scripts[G_N_ELEMENTS(scripts)];
    unsigned letters, persian;
} Tally;

G_STATIC_ASSERT(G_N_ELEMENTS(rows) <= MOST_LANGUAGES);

/* Word or letter -> set of rows, one bit each; made once, never changed. */
static GHashTable *words_table(void)
{
    static gsize made = 0;

    if (g_once_init_enter(&made)) {
        GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        for (size_t row = 0; row < G_N_ELEMENTS(rows); row++) {
            g_auto(GStrv) words = g_strsplit(rows[row].words, " ", -1);
            for (char **word = words; *word != NULL; word++) {
                guint set = GPOINTER_TO_UINT(g_hash_table_lookup(table, *word)) | (1u << row);
                g_hash_table_replace(table, g_strdup(*word), GUINT_TO_POINTER(set));
            }
        }
        g_once_init_leave(&made, (gsize)table);
    }
    return (GHashTable *)made;
}

static GHashTable *letters_table(void)
{
    static gsize made = 0;

    if (g_once_init_enter(&made)) {
        GHashTable *table = g_hash_table_new(NULL, NULL);
        for (size_t row = 0; row < G_N_ELEMENTS(rows); row++) {
            for (const char *at = rows[row].letters; *at != '\0'; at = g_utf8_next_char(at)) {
                gpointer letter = GUINT_TO_POINTER(g_utf8_get_char(at));
                guint set = GPOINTER_TO_UINT(g_hash_table_lookup(table, letter)) | (1u << row);
                g_hash_table_insert(table, letter, GUINT_TO_POINTER(set));
            }
        }
        g_once_init_leave(&made, (gsize)table);
    }
    return (GHashTable *)made;
}

static void give_points(Tally *tally, unsigned set, unsigned points, uint64_t word)
{
    unsigned share = set == 0 ? 0 : points / (unsigned)__builtin_popcount(set);

    for (; set != 0; set &= set - 1) {
        tally->points[__builtin_ctz(set)] += share;
        tally->words[__builtin_ctz(set)] |= word;
    }
}

static void count_word(Tally *tally, char *word, size_t length)
{
    if (length == 0 || length > MOST_WORD_BYTES) {
        return;
    }
    word[length] = '\0';
    give_points(tally, GPOINTER_TO_UINT(g_hash_table_lookup(words_table(), word)), WORD_POINTS,
                (uint64_t)1 << (g_str_hash(word) % 64));
}

static void count_letter(Tally *tally, gunichar letter)
{
    tally->letters++;
    if (letter < 0x80) {
        return;
    }
    give_points(tally,
                GPOINTER_TO_UINT(g_hash_table_lookup(letters_table(), GUINT_TO_POINTER(letter))),
                LETTER_POINTS, 0);
    for (size_t i = 0; letter >= scripts[0].first && i < G_N_ELEMENTS(scripts); i++) {
        tally->scripts[i] += letter >= scripts[i].first && letter <= scripts[i].last;
    }
    tally->persian += g_utf8_strchr(persian_letters, -1, letter) != NULL;
}

/* Words of letters and apostrophes, in small letters, and every letter by itself. */
static void count_text(Tally *tally, Span text)
{
    char word[MOST_WORD_BYTES + 8];
    size_t length = 0;
    const char *end = text.text + text.length;

    for (const char *at = text.text; at < end; at = g_utf8_next_char(at)) {
        gunichar letter = (unsigned char)*at < 0x80 ? (gunichar)g_ascii_tolower(*at)
                                                    : g_unichar_tolower(g_utf8_get_char(at));
        bool is_letter = letter < 0x80 ? g_ascii_isalpha((char)letter) : g_unichar_isalpha(letter);
        if (is_letter) {
            count_letter(tally, letter);
        } else if (letter != '\'' && letter != 0x2019) {
            count_word(tally, word, length);
            length = 0;
            continue;
        }
        letter = letter == 0x2019 ? '\'' : letter;
        length += length > MOST_WORD_BYTES ? 0 : (size_t)g_unichar_to_utf8(letter, word + length);
    }
    count_word(tally, word, length);
}

/* The language of a script that has one; Japanese is known by its kana, however few. */
static const char *script_language(const Tally *tally, unsigned *confidence)
{
    unsigned best = 0, kana = 0;
    const ScriptRow *row = NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(scripts); i++) {
        kana += span_equals(span_of(scripts[i].code), "ja") ? tally->scripts[i] : 0;
        if (tally->scripts[i] > best) {
            best = tally->scripts[i];
            row = &scripts[i];
        }
    }
    if (row == NULL || best * 3 < tally->letters ||
        best < (row->is_ideographic ? LEAST_IDEOGRAPHS : LEAST_LETTERS)) {
        return NULL;
    }
    *confidence = MIN(99, best * 100 / tally->letters);
    if (span_equals(span_of(row->code), "zh") && kana * 10 > best) {
        return "ja";
    }
    return span_equals(span_of(row->code), "ar") && tally->persian * 12 > best ? "fa" : row->code;
}

static const char *word_language(const Tally *tally, unsigned *confidence)
{
    size_t best = 0;
    unsigned second = 0;

    for (size_t i = 1; i < G_N_ELEMENTS(rows); i++) {
        if (tally->points[i] > tally->points[best]) {
            second = tally->points[best];
            best = i;
        } else {
            second = MAX(second, tally->points[i]);
        }
    }
    /* Running text has a stop word every 10 to 20 letters; lists of names and numbers have none. */
    unsigned points = tally->points[best];
    if (tally->letters < LEAST_LETTERS || points * 6 < tally->letters ||
        points <= second + points / 8) {
        return NULL;
    }
    /* A few words, however often (code has "for" and "i"), may be anything. */
    unsigned words = (unsigned)__builtin_popcountll(tally->words[best]);
    *confidence = MIN(MIN(99, 50 + 4 * words), 50 + (points - second) * 60 / points);
    return rows[best].code;
}

const char *language_guess(Span text, unsigned *confidence)
{
    Tally tally = { 0 };
    unsigned ignored = 0;
    unsigned *sure = confidence == NULL ? &ignored : confidence;

    *sure = 0;
    if (text.length > MOST_READ_BYTES) {
        text.length = MOST_READ_BYTES;
        while (text.length > 0 && ((unsigned char)text.text[text.length] & 0xC0) == 0x80) {
            text.length--;
        }
    }
    count_text(&tally, text);
    const char *by_script = script_language(&tally, sure);
    return by_script != NULL ? by_script : word_language(&tally, sure);
}
