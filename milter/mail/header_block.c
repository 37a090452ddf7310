/* SPDX-License-Identifier: BSD-2-Clause */
#include "header_block.h"

#include "origin.h"

#define MOST_LINES         200 /* address lists of hundreds of people occur in chain letters */
#define MOST_VALUE_BYTES   8192
#define MOST_WRAP_BYTES    120 /* a wrapped rest of a value without indentation is a short line */
#define MOST_INLINE_COLONS 40  /* five labels, times of day, and addresses with mailto: */
#define N_LABELS           (LABEL_OTHER + 1)

/* A block while it is read. */
typedef struct Reader {
    const TextLines *lines;
    size_t stop;
    unsigned depth;
    bool behind_mark;
    GString *values[N_LABELS];
    HeaderLabel current;
    unsigned by_language[64]; /* labels that each language knows */
    unsigned english;
    bool has_address, has_date;
} Reader;

void header_block_clear(HeaderBlock *block)
{
    origin_clear(&block->origin);
    g_clear_pointer(&block->cc, g_free);
}

static void reader_clear(Reader *reader)
{
    for (size_t i = 0; i < N_LABELS; i++) {
        if (reader->values[i] != NULL) {
            g_string_free(reader->values[i], TRUE);
        }
    }
}

static void add_value(Reader *reader, Span value)
{
    GString *text = reader->values[reader->current];

    value = span_trim(value);
    if (text->len + value.length > MOST_VALUE_BYTES) {
        return;
    }
    if (text->len > 0 && value.length > 0) {
        g_string_append_c(text, ' ');
    }
    g_string_append_len(text, value.text, (gssize)value.length);
}

static void count_languages(Reader *reader, uint64_t languages)
{
    reader->english += (languages & 1) != 0;
    for (uint64_t set = languages & ~(uint64_t)1; set != 0; set &= set - 1) {
        reader->by_language[__builtin_ctzll(set)] += (languages & 1) == 0;
    }
}

static void add_label(Reader *reader, const LabelMark *mark, Span line)
{
    reader->current = mark->label;
    if (reader->values[mark->label] == NULL) {
        reader->values[mark->label] = g_string_new(NULL);
        if (mark->label < LABEL_REPLY_TO) {
            count_languages(reader, mark->languages);
        }
    }
    add_value(reader, span_slice(line, MIN(mark->value_start, line.length), line.length));
}

static bool is_new(const Reader *reader, unsigned label)
{
    return label == LABEL_OTHER || reader->values[label] == NULL;
}

/* Whether line `index` is a label at the block's depth that the block does not have yet. */
static bool is_next_label(const Reader *reader, size_t index)
{
    if (index >= reader->stop) {
        return false;
    }
    const TextLine *line = text_line(reader->lines, index);
    return line->mark == LINE_HEADER_LABEL && line->depth == reader->depth &&
           is_new(reader, line->label) && (line->label != LABEL_OTHER || reader->behind_mark);
}

/* "X-Loop: yes" among the raw fields that mutt, MH and Eudora keep. */
static bool is_raw_field(Span line)
{
    size_t i = 0;

    while (i < line.length && i < 40 && (g_ascii_isalnum(line.text[i]) || line.text[i] == '-')) {
        i++;
    }
    return i > 1 && i + 1 < line.length && line.text[i] == ':' && line.text[i + 1] == ' ' &&
           g_ascii_isupper(line.text[0]);
}

/* A value that cannot be over: nothing yet, or a list or an address in the middle. */
static bool is_unfinished(const Reader *reader)
{
    const GString *text = reader->values[reader->current];

    if (reader->current == LABEL_SUBJECT) {
        return false;
    }
    return text->len == 0 || strchr(",;<", text->str[text->len - 1]) != NULL ||
           g_str_has_suffix(text->str, "[mailto:") ||
           (strrchr(text->str, '<') != NULL && strchr(strrchr(text->str, '<'), '>') == NULL);
}

static bool continues(const Reader *reader, size_t index, Span content)
{
    const TextLine *line = text_line(reader->lines, index);

    if (line->depth != reader->depth || line->mark == LINE_FORWARD_START ||
        line->mark == LINE_ORIGINAL_START) {
        return false;
    }
    if (content.text[0] == ' ' || content.text[0] == '\t') {
        return reader->current != LABEL_SUBJECT || reader->behind_mark ||
               is_next_label(reader, index + 1);
    }
    return is_unfinished(reader) ||
           (content.length <= MOST_WRAP_BYTES &&
            (is_next_label(reader, index + 1) || is_next_label(reader, index + 2)));
}

/* Reads line `index`; false when the block is over there. */
static bool read_line(Reader *reader, size_t index)
{
    const TextLine *line = text_line(reader->lines, index);
    Span content = text_line_content(reader->lines, index);
    LabelMark mark;

    if (line->mark == LINE_BLANK) {
        /* BlackBerry and Outlook put blank lines between the labels. */
        size_t next = text_lines_skip_blank(reader->lines, index, MIN(reader->stop, index + 3));
        return reader->behind_mark && is_next_label(reader, next) &&
               text_line(reader->lines, next)->label != LABEL_OTHER;
    }
    if (line->depth != reader->depth) {
        return false;
    }
    if (span_starts_with(content, "\uFEFF")) {
        content = span_slice(content, 3, content.length);
    }
    if (line->mark == LINE_HEADER_LABEL && marks_label(content, &mark)) {
        bool repeats = mark.label == LABEL_TO || mark.label == LABEL_CC || reader->behind_mark;
        if (is_new(reader, mark.label) || (repeats && mark.label != LABEL_FROM)) {
            add_label(reader, &mark, content);
            return true;
        }
        return false;
    }
    if (reader->behind_mark && is_raw_field(content)) {
        add_label(reader, &(LabelMark){ LABEL_OTHER, 1, 0 }, content);
        return true;
    }
    if (reader->current == LABEL_NONE || !continues(reader, index, content)) {
        return false;
    }
    add_value(reader, content);
    return true;
}

static Span value_of(const Reader *reader, HeaderLabel label)
{
    const GString *text = reader->values[label];
    return text == NULL ? span_make("", 0) : span_make(text->str, text->len);
}

static unsigned count_known(const Reader *reader)
{
    unsigned known = 0;

    for (HeaderLabel label = LABEL_FROM; label <= LABEL_DATE; label++) {
        known += reader->values[label] != NULL;
    }
    return known;
}

/* The most labels that one language, with English beside it, knows; the language goes to
 * `language`. */
static unsigned count_best_language(const Reader *reader, const char **language)
{
    size_t best = 0;

    for (size_t i = 1; i < G_N_ELEMENTS(reader->by_language); i++) {
        best = reader->by_language[i] > reader->by_language[best] ? i : best;
    }
    *language = marks_label_language((uint64_t)1 << best);
    return reader->english + reader->by_language[best];
}

static bool is_block(const Reader *reader, const char **language)
{
    unsigned labels = count_best_language(reader, language);
    bool has_from = reader->values[LABEL_FROM] != NULL;
    bool from_is_person = text_has_address(value_of(reader, LABEL_FROM));
    bool has_address = from_is_person || text_has_address(value_of(reader, LABEL_TO)) ||
                       text_has_address(value_of(reader, LABEL_CC));
    bool has_date = text_has_date(value_of(reader, LABEL_DATE));

    if (reader->behind_mark) {
        return labels >= 1 &&
               (has_from || labels >= 2 || value_of(reader, LABEL_SUBJECT).length > 0);
    }
    return has_from &&
           ((labels >= 3 && (has_address || has_date)) ||
            (labels >= 2 && from_is_person && (has_date || reader->values[LABEL_SUBJECT] != NULL)));
}

static char *take(Reader *reader, HeaderLabel label)
{
    GString *text = g_steal_pointer(&reader->values[label]);

    if (text == NULL || text->len == 0) {
        if (text != NULL) {
            g_string_free(text, TRUE);
        }
        return NULL;
    }
    return g_string_free(text, FALSE);
}

static bool finish(Reader *reader, HeaderBlock *block)
{
    if (!is_block(reader, &block->language)) {
        reader_clear(reader);
        return false;
    }
    block->labels = count_known(reader);
    block->origin.from = origin_cut_deputy(take(reader, LABEL_FROM));
    block->origin.to = take(reader, LABEL_TO);
    block->cc = take(reader, LABEL_CC);
    block->origin.subject = take(reader, LABEL_SUBJECT);
    block->origin.date = take(reader, LABEL_DATE);
    block->origin.message_id = take(reader, LABEL_MESSAGE_ID);
    reader_clear(reader);
    return true;
}

bool header_block_read(const TextLines *lines, size_t first, size_t stop, bool behind_mark,
                       HeaderBlock *block)
{
    Reader reader = { .lines = lines,
                      .stop = MIN(stop, first + MOST_LINES),
                      .behind_mark = behind_mark };
    size_t index = first;

    *block = (HeaderBlock){ 0 };
    if (first < stop) {
        reader.depth = text_line(lines, first)->depth;
    }
    while (index < reader.stop && read_line(&reader, index)) {
        index++;
    }
    /* Blank lines that were taken for lines between labels belong to the text behind. */
    while (index > first && text_line_is_blank(lines, index - 1)) {
        index--;
    }
    block->end = index;
    return finish(&reader, block);
}

/* Where the label that ends before the colon at `colon` begins: the longest known one, glued to the
 * value before or not. */
static bool find_glued_label(const Reader *reader, Span line, size_t from, size_t colon,
                             size_t *start, LabelMark *mark)
{
    bool found = false;
    size_t low = colon > from + 40 ? colon - 40 : from;

    for (size_t at = colon; at > low; at--) {
        unsigned char byte = (unsigned char)line.text[at - 1];
        if ((byte & 0xC0) == 0x80) {
            continue;
        }
        if (byte < 0x80 && !g_ascii_isalpha((char)byte) && strchr(" ()-/'", (char)byte) == NULL) {
            break;
        }
        LabelMark one;
        if (marks_label(span_slice(line, at - 1, line.length), &one) &&
            one.label < LABEL_MESSAGE_ID && is_new(reader, one.label)) {
            *start = at - 1;
            *mark = one;
            mark->value_start += at - 1;
            found = true;
        }
    }
    return found;
}

/* "<a@x>Dw B <b@y>": Yahoo's Polish Cc has no colon; people end where something is glued to an
 * address. */
static Span cut_glued(HeaderLabel label, Span value)
{
    bool is_people = label == LABEL_FROM || label == LABEL_TO || label == LABEL_CC;

    for (size_t i = 1; is_people && i < value.length; i++) {
        if (value.text[i - 1] == '>' && g_ascii_isalpha(value.text[i])) {
            return span_slice(value, 0, i);
        }
    }
    return value;
}

bool header_block_read_inline(Span line, HeaderBlock *block)
{
    Reader reader = { .behind_mark = true };
    size_t value = 0;

    *block = (HeaderBlock){ 0 };
    line = text_head(line, MOST_VALUE_BYTES);
    size_t colon = span_find(line, ':', 0);
    for (size_t tried = 0; colon < line.length && tried < MOST_INLINE_COLONS;
         colon = span_find(line, ':', colon + 1), tried++) {
        size_t start;
        LabelMark mark;
        if (!find_glued_label(&reader, line, value, colon, &start, &mark)) {
            continue;
        }
        if (reader.current != LABEL_NONE) {
            add_value(&reader, cut_glued(reader.current, span_slice(line, value, start)));
        }
        value = MIN(mark.value_start, line.length);
        mark.value_start = line.length;
        add_label(&reader, &mark, line);
    }
    if (reader.current != LABEL_NONE) {
        add_value(&reader, span_slice(line, value, line.length));
    }
    return finish(&reader, block);
}
