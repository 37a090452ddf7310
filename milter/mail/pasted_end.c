/* SPDX-License-Identifier: BSD-2-Clause */
#include "pasted_end.h"

#include "phrase_index.h"

#define MOST_TAILS         6
#define MOST_TAIL_LETTERS  900 /* whoever adds more has made a text of his own below it */
#define LEAST_TAIL_LETTERS 60  /* for its language to be told */
#define MOST_CLOSE_LINES   5   /* closing formula, name, office, border */
#define MOST_SAMPLE_BYTES  1024
#define MOST_NAME_BYTES    30
#define LEAST_SET_IN       3
#define LEAST_POINTS       7
#define NAME_POINTS        (LEAST_POINTS - 1) /* any words of his are more than his name alone */

/* One person speaking to the list; " we " is what offices write too. Blanks make whole words. */
static const PhraseRow voices[] = {
    { "en", 0, " i | i'm | i'd | i'll | i've | my | me | anyone | anybody | somebody " },
    { "de", 0, " ich | mir | mich | mein | meine | jemand | ihr | euch " },
    { "fr", 0, " je | j'ai | j'en | quelqu'un | mon | ma " },
    { "es", 0, " yo | me | alguien | mi | creo " },
    { "pt", 0, " eu | me | alguém | acho " },
    { "it", 0, " io | mi | qualcuno | credo | secondo me " },
    { "nl", 0, " ik | iemand | mijn | jullie " },
    { "sv", 0, " jag | mig | någon | ni " },
    { "da", 0, " jeg | mig | nogen " },
    { "no", 0, " jeg | meg | noen " },
    { "fi", 0, " minä | joku | minun | mielestäni | onko " },
    { "et", 0, " mina | keegi | minu " },
    { "pl", 0, " ja | mnie | ktoś | mogłabym | mógłbym | mam | czy " },
    { "cs", 0, " já | mně | někdo | jsem | nevíte " },
    { "sk", 0, " niekto | som | neviete " },
    { "hu", 0, " én | valaki | nekem | szerintem " },
    { "ro", 0, " eu | cineva | mie | cred " },
    { "hr", 0, " netko | neko | meni | mislim " },
    { "tr", 0, " ben | bence | bana | biri | benim " },
    { "ru", 0, " я | мне | меня | кто-нибудь | кто-то " },
    { "uk", 0, " мені | хтось | мене " },
    { "bg", 0, " аз | някой | мисля " },
    { "el", 0, " εγώ | μου | κάποιος | κανείς " },
    { "ar", 0, " أنا | أحد | رأيي " },
    { "fa", 0, " من | کسی " },
    { "he", 0, " אני | מישהו | לי " },
    { "ko", 0, "저는|제가|혹시" },
    { "ja", 0, "私は|私も|どなたか|僕は" },
    { "zh", 0, "我觉得|我想|有人|我覺得" },
    { "vi", 0, " tôi | mình | ai có " },
    { "id", 0, " saya | apakah ada | menurut saya " },
    { "th", 0, "ผม|ฉัน|ใคร" },
};

static const PhraseIndex *voice_words(void)
{
    static gsize made = 0;

    if (g_once_init_enter(&made)) {
        g_once_init_leave(&made, (gsize)phrase_index_new(voices, G_N_ELEMENTS(voices)));
    }
    return (const PhraseIndex *)made;
}

/* The words from `line` on, and what is known of the lines above and below. */
typedef struct Tail {
    const PastedText *text;
    size_t line, above; /* above: the last line before it that is not blank */
    size_t paragraph_stop;
    size_t blank_lines;
    size_t name;        /* the line among the text's last that is the poster's name, or `stop` */
    bool has_signature; /* it stands below a signature mark */
    bool is_personal, is_question, is_looked_back_on;
    const char *language; /* that it would have to be in, or NULL */
} Tail;

static bool is_blank(const Tail *tail, size_t index)
{
    return text_line_is_blank(tail->text->lines, index);
}

/* A name alone says nothing more, but it is the poster's; below a closing formula the whole text
 * is. */
static bool is_name_alone(const Tail *tail)
{
    return pasted_is_poster(tail->text, tail->line) &&
           text_lines_skip_blank(tail->text->lines, tail->paragraph_stop, tail->text->stop) ==
               tail->text->stop &&
           marks_sign_off(text_line_content(tail->text->lines, tail->above)) == NULL;
}

/* A closing formula in the last lines above, and the poster's name not below it. */
static bool is_below_close(const Tail *tail)
{
    size_t seen = 0;

    for (size_t i = tail->line; i > tail->text->first && seen < MOST_CLOSE_LINES; i--) {
        if (is_blank(tail, i - 1)) {
            continue;
        }
        if (pasted_is_poster(tail->text, i - 1)) {
            return false;
        }
        if (marks_sign_off(text_line_content(tail->text->lines, i - 1)) != NULL) {
            return seen > 0 || tail->blank_lines > 0;
        }
        seen++;
    }
    return false;
}

static bool is_rule(const Tail *tail, size_t index)
{
    return text_line(tail->text->lines, index)->mark == LINE_RULE;
}

static char rule_sign(const Tail *tail, size_t index)
{
    return span_trim(text_line_content(tail->text->lines, index)).text[0];
}

/* The second of two border lines of a kind. */
static bool is_below_border(const Tail *tail)
{
    if (!is_rule(tail, tail->above)) {
        return false;
    }
    for (size_t i = tail->text->first; i + 1 < tail->above; i++) {
        if (is_rule(tail, i) && rule_sign(tail, i) == rule_sign(tail, tail->above)) {
            return true;
        }
    }
    return false;
}

static bool is_set_in(const Tail *tail, size_t index)
{
    return g_ascii_isspace(text_line_whole(tail->text->lines, index).text[0]);
}

static bool is_below_set_in(const Tail *tail)
{
    size_t count = 0;

    for (size_t i = tail->line; i > tail->text->first && count < LEAST_SET_IN; i--) {
        if (is_blank(tail, i - 1)) {
            continue;
        }
        if (!is_set_in(tail, i - 1)) {
            return false;
        }
        count++;
    }
    return count == LEAST_SET_IN && !is_set_in(tail, tail->line);
}

/* A short line by itself with a capital, and not the poster's: whoever wrote the text above. */
static bool is_below_somebody(const Tail *tail)
{
    Span name = span_trim(text_line_content(tail->text->lines, tail->above));
    bool is_alone = tail->above > tail->text->first && is_blank(tail, tail->above - 1);

    return is_alone && !is_below_close(tail) && tail->blank_lines > 0 && name.length >= 2 &&
           name.length <= MOST_NAME_BYTES && g_unichar_isupper(g_utf8_get_char(name.text)) &&
           strchr(".!?:;,", name.text[name.length - 1]) == NULL &&
           !pasted_is_poster(tail->text, tail->above);
}

static bool is_named(const Tail *tail)
{
    return !tail->has_signature && tail->name < tail->text->stop && tail->name >= tail->line;
}

static bool is_above_signature(const Tail *tail)
{
    return tail->has_signature;
}

static bool is_personal(const Tail *tail)
{
    return tail->is_personal;
}

static bool is_question(const Tail *tail)
{
    return tail->is_question;
}

static bool is_looked_back_on(const Tail *tail)
{
    return tail->is_looked_back_on;
}

static bool is_below_gap(const Tail *tail)
{
    return tail->blank_lines >= 2;
}

/* "PS:" belongs to the letter above it. */
static bool is_postscript(const Tail *tail)
{
    Span content = span_trim(text_line_content(tail->text->lines, tail->line));

    return span_starts_with_ascii_caseless(content, "ps") ||
           span_starts_with_ascii_caseless(content, "p.s") ||
           span_starts_with_ascii_caseless(content, "p. s");
}

static bool returns_to_language(const Tail *tail)
{
    if (tail->language == NULL) {
        return false;
    }
    Span words =
        span_slice(tail->text->lines->text, text_lines_offset(tail->text->lines, tail->line),
                   text_lines_offset(tail->text->lines, tail->text->stop));
    const char *found = pasted_sure_language(text_head(words, MOST_SAMPLE_BYTES));

    return found != NULL && strcmp(found, tail->language) == 0 &&
           pasted_count_letters(words) >= LEAST_TAIL_LETTERS;
}

typedef struct Sign {
    int points;
    bool (*holds)(const Tail *tail);
} Sign;

static const Sign signs[] = {
    { 4, is_below_close },    { 4, is_below_border }, { 4, is_below_set_in },
    { 2, is_below_somebody }, { 3, is_named },        { 1, is_above_signature },
    { 2, is_personal },       { 1, is_question },     { 2, is_looked_back_on },
    { 1, is_below_gap },      { -5, is_postscript },  { 7, returns_to_language },
};

static int weigh(const Tail *tail)
{
    int points = 1;

    if (pasted_is_poster(tail->text, tail->line)) {
        return is_name_alone(tail) ? NAME_POINTS : 0;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        points += signs[i].holds(tail) ? signs[i].points : 0;
    }
    return points >= LEAST_POINTS ? points : 0;
}

/* The tail's first paragraph: whether one person speaks there. What stands in quotation marks was
 * said by somebody else. */
static void read_words(Tail *tail)
{
    const TextLines *lines = tail->text->lines;
    size_t start = text_lines_offset(lines, tail->line),
           end = text_lines_offset(lines, tail->paragraph_stop);
    g_autofree char *folded =
        marks_fold(span_slice(lines->text, start, end), MOST_TAIL_LETTERS * 4);

    if (folded == NULL || strchr(folded, '"') != NULL || strstr(folded, "“") != NULL) {
        return;
    }
    g_autofree char *padded = g_strconcat(" ", g_strstrip(folded), " ", NULL);
    Span words = span_of(padded);
    for (size_t at = 0; at < words.length && !tail->is_personal; at++) {
        tail->is_personal = phrase_index_find(voice_words(), words, at) != NULL;
    }
    tail->is_question = memchr(words.text, '?', words.length) != NULL ||
                        strstr(padded, "？") != NULL || strstr(padded, "؟") != NULL;
    tail->is_looked_back_on = pasted_introduction(words).is_received;
}

static void read_name(Tail *tail)
{
    size_t seen = 0;

    for (size_t i = tail->text->stop; i > tail->text->first && seen < MOST_CLOSE_LINES; i--) {
        if (is_blank(tail, i - 1)) {
            continue;
        }
        if (text_line(tail->text->lines, i - 1)->mark == LINE_SIGNATURE) {
            tail->has_signature = true;
            return;
        }
        tail->name = pasted_is_poster(tail->text, i - 1) ? i - 1 : tail->name;
        seen++;
    }
}

/* Whether a paragraph of the poster's may begin at `line`; fills in what lies above it. */
static bool begins(Tail *tail, size_t line)
{
    if (is_blank(tail, line) || is_rule(tail, line) ||
        (!is_blank(tail, line - 1) && !is_rule(tail, line - 1))) {
        return false;
    }
    tail->line = line;
    tail->blank_lines = 0;
    tail->above = line - 1;
    while (tail->above > tail->text->first && is_blank(tail, tail->above)) {
        tail->above--;
        tail->blank_lines++;
    }
    tail->is_personal = tail->is_question = tail->is_looked_back_on = false;
    return true;
}

void pasted_end_read(PastedText *text, const char *language)
{
    Tail tail = {
        .text = text, .language = language, .paragraph_stop = text->stop, .name = text->stop
    };
    int best = NAME_POINTS - 1;
    size_t tried = 0, end = text_lines_offset(text->lines, text->stop);

    text->end = text->stop;
    text->is_answered = text->is_looked_back_on = false;
    read_name(&tail);
    for (size_t line = text->stop; line > text->first + 1 && tried < MOST_TAILS; line--) {
        if (!begins(&tail, line - 1)) {
            continue;
        }
        size_t start = text_lines_offset(text->lines, tail.line);
        if (end - start > MOST_TAIL_LETTERS * 4 ||
            pasted_count_letters(span_slice(text->lines->text, start, end)) > MOST_TAIL_LETTERS) {
            break;
        }
        read_words(&tail);
        int points = weigh(&tail);
        if (points > best) {
            best = points;
            text->end = tail.line;
            text->is_answered = !is_name_alone(&tail);
            text->is_looked_back_on = tail.is_looked_back_on;
        }
        tail.paragraph_stop = tail.line;
        tried++;
    }
}
