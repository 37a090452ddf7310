/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/signed_data.h"

#include <stdbool.h>

enum {
    TAG_INTEGER = 0x02,
    TAG_OCTETS = 0x04,
    TAG_OID = 0x06,
    TAG_SEQUENCE = 0x30,
    TAG_SET = 0x31,
    TAG_CONTEXT_0 = 0xA0,
    TAG_OCTETS_IN_PIECES = 0x24,
    NUMBER_BYTES = 4
};

/* One element (X.690 8.1): its tag and where its content lies. */
typedef struct Element {
    unsigned char tag;
    size_t start, end;
    bool is_open; /* of indefinite length: it ends somewhere before `end` */
} Element;

/* The number of a long length of `count` bytes; false where they are too many or missing. */
static bool read_length(Span octets, size_t *at, unsigned count, size_t *length)
{
    *length = 0;
    if (count > NUMBER_BYTES || count > octets.length - *at) {
        return false;
    }
    for (unsigned i = 0; i < count; i++) {
        *length = *length << 8 | (unsigned char)octets.text[(*at)++];
    }
    return true;
}

/* The element at `at`. One that is cut off ends where the octets do: its beginning is text too. */
static bool read_element(Span octets, size_t at, Element *element)
{
    if (octets.length - at < 2) {
        return false;
    }
    element->tag = (unsigned char)octets.text[at];
    size_t length = (unsigned char)octets.text[at + 1];
    at += 2;
    element->is_open = length == 0x80;
    if (length > 0x80 && !read_length(octets, &at, (unsigned)length & 0x7f, &length)) {
        return false;
    }
    size_t left = octets.length - at;
    element->start = at;
    element->end = at + (element->is_open ? left : MIN(length, left));
    return true;
}

/* Where encapContentInfo's eContent stands: what is gone into, and what is passed by. */
static bool find_content(Span octets, Element *content)
{
    static const struct {
        unsigned char tag;
        bool is_entered;
    } steps[] = {
        { TAG_SEQUENCE, true },  /* ContentInfo */
        { TAG_OID, false },      /* signedData */
        { TAG_CONTEXT_0, true }, /* content */
        { TAG_SEQUENCE, true },  /* SignedData */
        { TAG_INTEGER, false },  /* version */
        { TAG_SET, false },      /* digestAlgorithms */
        { TAG_SEQUENCE, true },  /* encapContentInfo */
        { TAG_OID, false },      /* data */
        { TAG_CONTEXT_0, true }, /* eContent */
    };
    size_t at = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        Element element;
        if (!read_element(octets, at, &element) || element.tag != steps[i].tag ||
            (element.is_open && !steps[i].is_entered)) {
            return false;
        }
        at = steps[i].is_entered ? element.start : element.end;
    }
    return read_element(octets, at, content);
}

static void append_piece(GString *text, OffsetMap *map, Span octets, const Element *piece)
{
    size_t skipped = piece->start - offset_map_source_length(map),
           length = piece->end - piece->start;
    if (skipped > 0) {
        offset_map_append(map, 0, skipped, 1);
    }
    if (length > 0) {
        offset_map_append(map, 1, 1, length);
    }
    g_string_append_len(text, octets.text + piece->start, (gssize)length);
}

GString *signed_data_content(Span octets, OffsetMap **map)
{
    Element content, piece;
    if (!find_content(octets, &content) ||
        (content.tag != TAG_OCTETS && content.tag != TAG_OCTETS_IN_PIECES)) {
        return NULL;
    }
    GString *text = g_string_new(NULL);
    *map = offset_map_new();
    if (content.tag == TAG_OCTETS) {
        append_piece(text, *map, octets, &content);
    }
    for (size_t at = content.start; content.tag == TAG_OCTETS_IN_PIECES && at < content.end &&
                                    read_element(octets, at, &piece) && piece.tag == TAG_OCTETS;
         at = piece.end) {
        append_piece(text, *map, octets, &piece);
    }
    size_t rest = octets.length - offset_map_source_length(*map);
    if (rest > 0) {
        offset_map_append(*map, 0, rest, 1);
    }
    return text;
}
