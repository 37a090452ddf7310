/* SPDX-License-Identifier: BSD-2-Clause */
/* Files in a text: layers that no rule reads, whatever they look like. */
#include "mail/layers.h"

#define UU                                                                                         \
    "begin 644 notes.txt\n"                                                                        \
    "M5&AI<R!I<R!A('1E>'0@9F]R('1H92!T97-T(&]F('1H92!R96%D97(L(&QO\n"                              \
    "F;F<@96YO=6=H(&9O<B!T=V\\@;&EN97,@;V8@=75E;F-O9&EN9PH \n"                                     \
    "`\nend\n"
#define BASE64                                                                                     \
    "SGVyZSBpcyBhIHRleHQgdGhhdCB3YXMgZW5jb2RlZCBmb3IgdGhlIHRlc3QsIGFu\n"                           \
    "ZCBpdCBnb2VzIG9uIGZvciBzb21lIGxpbmVzLCBzbyB0aGF0IGl0IGlzIHRha2Vu\n"                           \
    "IGZvciB3aGF0IGl0IGlzLCBhbmQgbm90IGZvciB3b3JkcyB0aGF0IHNvbWVib2R5\n"                           \
    "IHdyb3RlLiBUaGlzIGlzIHRoZSBmb3VydGggbGluZSBvZiBpdCwgYW5kIGVub3Vn\n"                           \
    "aC4K\n"
#define BINHEX                                                                                     \
    "(This file must be converted with BinHex 4.0)\n\n"                                            \
    ":$f*TEQKPH#jdCA0d,R0TGJ6594%8dP8)3#3&m!*!%EMa6593K!!%!!!&mFNa!KG\n"                           \
    "KG3)!!3!!!6mN!N!#!*!%N!-!!$rrN!3!N!U!*!$J8!#!N!-!!$H!*!$N!-!:\n"
#define YENC                                                                                       \
    "=ybegin line=128 size=32 name=notes.bin\n"                                                    \
    "*+,-./0123456789:;<=>?@ABCDEFGHI[]^_\n"                                                       \
    "=yend size=32\n"

typedef struct Case {
    const char *title, *body;
    const char *encoding; /* of the one layer that has some; NULL: none has */
    const char *summary;  /* lines of each layer */
} Case;

static const Case cases[] = {
    { "uuencode", "Here it is.\n\n" UU "\nAnna\n", "uuencode", "own 1-2\nown 3-7\nown 8-9\n" },
    { "uuencode alone", UU, "uuencode", "own 1-5\n" },
    { "uuencode cut off",
      "begin 644 a\nM5&AI<R!I<R!A('1E>'0@9F]R('1H92!T97-T(&]F('1H92!R96%D97(L(&QO\nAnna\n",
      "uuencode", "own 1-2\nown 3-3\n" },
    { "yEnc", "Here it is.\n" YENC, "yEnc", "own 1-1\nown 2-4\n" },
    { "BinHex", "Here it is.\n" BINHEX "Anna\n", "BinHex", "own 1-1\nown 2-5\nown 6-6\n" },
    { "base64", "Here it is.\n\n" BASE64 "\nAnna\n", "base64", "own 1-2\nown 3-7\nown 8-9\n" },
    { "words below a first line", "begin 644 things\nPass this on to everyone you know\nend\n",
      NULL, "own 1-3\n" },
    { "words between yEnc's lines",
      "=ybegin line=128 size=32 name=a\nPass this on to everyone you know\n=yend size=32\n", "yEnc",
      "own 1-1\nown 2-3\n" },
    { "three lines are no base64",
      "SGVyZSBpcyBhIHRleHQgdGhhdCB3YXMgZW5jb2RlZCBmb3IgdGhlIHRlc3QsIGFu\n"
      "SGVyZSBpcyBhIHRleHQgdGhhdCB3YXMgZW5jb2RlZCBmb3IgdGhlIHRlc3QsIGFu\n"
      "SGVyZSBpcyBhIHRleHQgdGhhdCB3YXMgZW5jb2RlZCBmb3IgdGhlIHRlc3QsIGFu\n",
      NULL, "own 1-3\n" },
};

static char *summary(const Layers *layers)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < layers->all->len; i++) {
        const Layer *layer = layers_at(layers, i);
        g_string_append_printf(text, "%s %zu-%zu\n", layer_kind_name(layer->kind),
                               layer->first_line, layer->last_line);
    }
    return g_string_free(text, FALSE);
}

static const Layer *encoded_layer(const Layers *layers)
{
    const Layer *found = NULL;
    for (size_t i = 0; i < layers->all->len; i++) {
        const Layer *layer = layers_at(layers, i);
        if (layer->encoding != NULL) {
            g_assert_null(found);
            found = layer;
        }
    }
    return found;
}

static void test_cases(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *raw =
            g_strconcat("From: anna@a.example\nSubject: notes\n\n", cases[i].body, NULL);
        g_autoptr(Message) message = message_parse(span_of(raw), &limits_default);
        g_autoptr(Layers) layers = layers_split(message, &limits_default);
        g_autofree char *text = summary(layers);
        const Layer *encoded = encoded_layer(layers);
        g_test_message("%s", cases[i].title);
        g_assert_cmpstr(text, ==, cases[i].summary);
        g_assert_cmpstr(encoded == NULL ? NULL : encoded->encoding, ==, cases[i].encoding);
        g_assert_false(layers->is_forwarded);
        if (encoded != NULL) {
            g_assert_true(
                g_str_has_prefix(g_ptr_array_index(encoded->evidence, 0), encoded->encoding));
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_library_start();
    g_test_add_func("/layers_encoded/cases", test_cases);
    return g_test_run();
}
