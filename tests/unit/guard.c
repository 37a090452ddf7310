/* SPDX-License-Identifier: BSD-2-Clause */
#include "mail/guard.h"

#include <pthread.h>
#include <sys/resource.h>
#include <time.h>

#include "mail/message.h"

#define TOP        "From: ada@example.org\nSubject: one\n"
#define MIXED      TOP "Content-Type: multipart/mixed; boundary=b\n\n"
#define DIGEST     TOP "Content-Type: multipart/digest; boundary=b\n\n"
#define ATTACHED   "Content-Type: message/rfc822\n\n"
#define LIMIT(one) (1u << LIMIT_##one)

/* Workers have large stacks, but GMime must need none: this is the least that threads get anywhere.
 */
enum { STACK_BYTES = 128 * 1024 };

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITISED true
#elif defined(__has_feature)
#define IS_SANITISED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define IS_SANITISED false
#endif

enum { SLOWER = IS_SANITISED ? 20 : 1 };

/* `before`, then `count` times `piece`, then `after`. */
typedef struct Hostile {
    const char *name, *before, *piece;
    size_t count;
    const char *after;
    LimitSet limits; /* these at least */
    guint parts;     /* of the tree, at most */
} Hostile;

static const Hostile hostile[] = {
    { "groups", TOP "To: ", "g:", 45000, "\n\nx\n", LIMIT(ADDRESSES), 1 },
    { "groups, just too many", TOP "To: ", "g:", 65, "\n\nx\n", LIMIT(ADDRESSES), 1 },
    { "groups, folded", TOP "To:", "\n g:g:g:g", 11000, "\n\nx\n", LIMIT(ADDRESSES), 1 },
    { "groups, blanks before the colon", TOP "cC \t:", "g:", 45000, "\n\nx\n", LIMIT(ADDRESSES),
      1 },
    { "groups in Sender", TOP "Sender: ", "g:", 45000, "\n\nx\n", LIMIT(ADDRESSES), 1 },
    { "groups in Reply-To", TOP "Reply-To: ", "g:", 45000, "\n\nx\n", LIMIT(ADDRESSES), 1 },
    { "groups in Resent-Bcc", TOP "Resent-Bcc: ", "g:", 45000, "\n\nx\n", LIMIT(ADDRESSES), 1 },
    { "groups in a receipt", TOP "Disposition-Notification-To: ", "g:", 45000, "\n\nx\n",
      LIMIT(ADDRESSES), 1 },
    { "groups, attached", TOP ATTACHED "To: ", "g:", 45000, "\n\nx\n", LIMIT(ADDRESSES), 2 },
    { "groups, attached to a multipart", MIXED "--b\n" ATTACHED "To: ", "g:", 45000,
      "\n\nx\n--b--\n", LIMIT(ADDRESSES), 3 },
    { "groups in a digest", DIGEST "--b\n\nTo: ", "g:", 45000, "\n\nx\n--b--\n", LIMIT(ADDRESSES),
      3 },
    { "groups behind junk", TOP ATTACHED "junk\n>From x\nTo: ", "g:", 45000, "\n\nx\n",
      LIMIT(ADDRESSES), 2 },
    { "groups behind a dashed line nobody declared", MIXED "--b\n\n--c\nTo: ", "g:", 45000,
      "\n\nx\n--b--\n", LIMIT(ADDRESSES), 2 },
    { "words", TOP "To: ", "word, ", 17000, "\n\nx\n", LIMIT(ADDRESSES), 1 },
    { "open comments, just too many", TOP "To: ", "(", 65, "\n\nx\n", LIMIT(ADDRESSES), 1 },
    { "comments", TOP "To: ", "(", 100000, "\n\nx\n", LIMIT(ADDRESSES), 1 },
    { "angle brackets", TOP "To: ", "<", 100000, "\n\nx\n", LIMIT(ADDRESSES), 1 },
    { "many address fields", TOP, "To: a@b.example, c@d.example\n", 5000, "\nx\n", LIMIT(HEADERS),
      1 },
    { "many long address fields", TOP,
      "To: a567890123456789012345678901234567890123456789012345678901234567890@b\n", 950, "\nx\n",
      LIMIT(ADDRESSES), 1 },
    { "parts of a digest", DIGEST, "--b\n\nSubject: two\n\nx\n", 20000, "--b--\n", LIMIT(PARTS),
      1000 },
    { "empty parts", MIXED, "--b\n\n", 1000000, "--b--\n", LIMIT(PARTS), 1000 },
    { "fields", TOP, "a:\n", 1000000, "\nx\n", LIMIT(HEADERS), 1 },
    { "fields, attached", TOP ATTACHED, "a:\n", 1000000, "\nx\n", LIMIT(HEADERS), 2 },
    { "fields of a part", MIXED "--b\n", "a:\n", 1000000, "\nx\n--b--\n", LIMIT(HEADERS), 2 },
    { "a long header", TOP, "X-A: 789012345678901234567890123456789012345678901234567890\n", 6000,
      "\nx\n", LIMIT(HEADERS), 1 },
    { "a long field", TOP "Subject: ", "a", 10000000, "\n\nx\n", LIMIT(FIELD), 1 },
    { "a long field, folded", TOP "Subject: ", "aaaaaaa\n ", 1000000, "\n\nx\n", LIMIT(FIELD), 1 },
    { "a long type", TOP "Content-Type: text/plain", "; a=b", 100000, "\n\nx\n", LIMIT(CONTENT),
      1 },
    { "parameters", TOP "Content-Type: text/plain", "; a=b", 65, "\n\nx\n", LIMIT(CONTENT), 1 },
    { "a long boundary", TOP "Content-Type: multipart/mixed; boundary=", "b", 1000,
      "\n\n--b\n\nx\n", LIMIT(CONTENT), 1 },
    { "nested multiparts", TOP, "Content-Type: multipart/mixed; boundary=b\n\n--b\n", 3000, "\nx\n",
      LIMIT(DEPTH), 64 },
    { "nested messages", TOP, ATTACHED, 3000, "\nx\n", LIMIT(DEPTH), 32 },
    { "dashed lines", TOP "\n", "-- x\n", 1000000, "", 0, 1 },
    { "types in the text", TOP "\n", "Content-Type: multipart/mixed; boundary=b\n", 100000, "", 0,
      1 },
    { "blank fields at the top", "", "   :\n", 10000, "\nx\n", 0, 1 },
};

/* Under a sanitizer each growth of a buffer is a copy: there the largest are a tenth. */
static GString *built(const Hostile *mail)
{
    GString *raw = g_string_new(mail->before);
    size_t count = IS_SANITISED && mail->count >= 1000000 ? mail->count / 10 : mail->count;
    for (size_t i = 0; i < count; i++) {
        g_string_append(raw, mail->piece);
    }
    return g_string_append(raw, mail->after);
}

static guint parts_count(const MimePart *part)
{
    guint count = 1;
    for (guint i = 0; i < part->children->len; i++) {
        count += parts_count(g_ptr_array_index(part->children, i));
    }
    return count;
}

static void *parse_in_thread(void *pointer)
{
    const GString *raw = pointer;
    return message_parse(span_make(raw->str, raw->len), &limits_default);
}

/* Parses on a small stack; the CPU time it took goes to `seconds`. */
static Message *parsed(GString *raw, double *seconds)
{
    pthread_attr_t attributes;
    pthread_t thread;
    void *message = NULL;
    clock_t start = clock();
    g_assert_cmpint(pthread_attr_init(&attributes), ==, 0);
    g_assert_cmpint(pthread_attr_setstacksize(&attributes, STACK_BYTES * (IS_SANITISED ? 8 : 1)),
                    ==, 0);
    g_assert_cmpint(pthread_create(&thread, &attributes, parse_in_thread, raw), ==, 0);
    g_assert_cmpint(pthread_join(thread, &message), ==, 0);
    pthread_attr_destroy(&attributes);
    *seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    return message;
}

static long peak_kib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/* The worst of these took minutes, or the process, when GMime saw it as it is. */
static void test_hostile(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(hostile); i++) {
        const Hostile *mail = &hostile[i];
        g_autoptr(GString) raw = built(mail);
        double seconds;
        g_autoptr(Message) message = parsed(raw, &seconds);
        g_test_message("%s: %zu bytes, %.3f s, peak %ld KiB, limits %x", mail->name, raw->len,
                       seconds, peak_kib(), message->limits);
        g_assert_cmpuint(message->limits & mail->limits, ==, mail->limits);
        g_assert_cmpuint(parts_count(message->top), <=, mail->parts);
        g_assert_cmpfloat(seconds, <, 1.0 * SLOWER);
        g_assert_true(IS_SANITISED || peak_kib() < 128 * 1024);
    }
}

/* Whether a blank or a dashed line begins at `at`: what GMime finds the structure by. */
static bool begins_structure(const GString *raw, size_t at)
{
    return at < raw->len && (raw->str[at] == '\n' || g_str_has_prefix(raw->str + at, "\r\n") ||
                             g_str_has_prefix(raw->str + at, "--"));
}

/* The copy differs from the mail in bytes that became blanks; the lines of the structure stay
 * lines. */
static void test_blanks_only(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_autoptr(GString) raw = built(&hostile[i]);
        LimitSet met = 0;
        g_autofree char *copy = guard_blank(span_make(raw->str, raw->len), &limits_default, &met);
        for (size_t at = 0; at < raw->len; at++) {
            if (copy[at] != raw->str[at] &&
                (copy[at] != ' ' || (raw->str[at] == '\n' && begins_structure(raw, at + 1)))) {
                g_error("%s: byte %zu", hostile[i].name, at);
            }
        }
    }
}

/* What GMime sees of ordinary mail, blanks shown as `~`: of a header the Content-* fields and the
 * name that it begins with. */
static void test_ordinary(void)
{
    static const struct {
        const char *mail, *seen;
    } cases[] = {
        { "noheader\n", "noheader\n" },
        { "Subject: one\n\nSubject: two\n", "Subject:~~~~\n\nSubject:~two\n" },
        { "To: ada@example.org\nX: 1\n\nTo: all: it matters\n",
          "To:~~~~~~~~~~~~~~~~~~~~~\n\nTo:~~~~~~~~~~~~~~~~\n" },
        { "Subject: one\n two\nContent-Type: text/plain\nX: 1\n\nx\n",
          "Subject:~~~~~~~~~\nContent-Type:~text/plain~~~~~\n\nx\n" },
        { "Content-Type:multipart/mixed;boundary=b\n\n--b\n\na\n--\nAda\n--b\n"
          "Content-Type:message/rfc822\n\nSubject: two\nX: 1\n\ninner\n--b--\n",
          "Content-Type:multipart/mixed;boundary=b\n\n--b\n\na\n--\nAda\n--b\n"
          "Content-Type:message/rfc822\n\nSubject:~~~~~~~~~\n\ninner\n--b--\n" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        LimitSet met = 0;
        Span mail = span_of(cases[i].mail);
        g_autofree char *copy = guard_blank(mail, &limits_default, &met);
        g_autofree char *seen = g_strdelimit(g_strndup(copy, mail.length), " ", '~');
        g_assert_cmpstr(seen, ==, cases[i].seen);
        g_assert_cmpuint(met, ==, 0);
    }
}

/* A post to a hundred people by name is no attack. */
static void test_many_recipients(void)
{
    g_autoptr(GString) raw = g_string_new(TOP "To: ");
    for (int i = 0; i < 100; i++) {
        g_string_append_printf(raw, "Member %d (no. %d) <m%d@example.org>,\n ", i, i, i);
    }
    g_string_append(raw, "Ada <ada@example.org>\n\nx\n");
    LimitSet met = 0;
    g_free(guard_blank(span_make(raw->str, raw->len), &limits_default, &met));
    g_assert_cmpuint(met, ==, 0);
}

/* What a body merely quotes meets no limit. */
static void test_text_is_no_header(void)
{
    g_autoptr(GString) raw = g_string_new(TOP "\n");
    for (int i = 0; i < 3000; i++) {
        g_string_append_printf(raw, "-- comment %d\nTo: g:g:g:g:g:g\nkey%d: value\n", i, i);
    }
    double seconds;
    g_autoptr(Message) message = parsed(raw, &seconds);
    g_assert_cmpuint(message->limits, ==, 0);
    g_assert_cmpuint(message->top->end, ==, raw->len);
}

/* Beyond the limit a part belongs to the one before, so that its text is judged all the same. */
static void test_parts_beyond(void)
{
    Limits limits = limits_default;
    limits.parts = 4;
    static const char raw[] =
        MIXED "--b\n\n1\n--b\n\n2\n--b\n\n3\n--b\n\n4\n--b\n\n5\n--b\n\n6\n--b\n\n7\n"
              "--b\n\n8\n--b\n\n9\n--b--\n";
    g_autoptr(Message) message = message_parse(span_of(raw), &limits);
    g_assert_cmpuint(message->limits, ==, LIMIT(PARTS));
    g_assert_cmpuint(message->top->children->len, ==, 3);
}

/*
 * Parameter names of these lengths made GMime loop for ever, where it writes fields; nothing here
 * makes it write.
 */
static void test_parameter_names(void)
{
    for (size_t length = 60; length < 90; length++) {
        g_autofree char *name = g_strnfill(length, '\xe4');
        g_autofree char *raw =
            g_strdup_printf(TOP "Content-Type: multipart/mixed; %s=x; boundary=b\n"
                                "Content-Disposition: attachment; %s*0*=y\n\n--b\n\nx\n--b--\n",
                            name, name);
        g_autoptr(GString) mail = g_string_new(raw);
        double seconds;
        g_autoptr(Message) message = parsed(mail, &seconds);
        g_assert_cmpuint(message->top->children->len, ==, 1);
        g_assert_cmpfloat(seconds, <, 0.1 * SLOWER);
    }
}

/* An encoded attachment is a mail of its own: the guard stands in front of it, too. */
static void test_encoded(void)
{
    g_autoptr(GString) inner = built(&hostile[0]);
    g_autofree char *base64 = g_base64_encode((const guchar *)inner->str, inner->len);
    g_autoptr(GString) raw = g_string_new(TOP "Content-Type: message/rfc822\n"
                                              "Content-Transfer-Encoding: base64\n\n");
    g_string_append(raw, base64);
    double seconds;
    g_autoptr(Message) message = parsed(raw, &seconds);
    g_assert_cmpuint(message->limits & LIMIT(ADDRESSES), !=, 0);
    g_assert_cmpuint(parts_count(message->top), ==, 2);
    g_assert_cmpfloat(seconds, <, 0.5 * SLOWER);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_library_start();
    g_test_add_func("/guard/hostile", test_hostile);
    g_test_add_func("/guard/blanks-only", test_blanks_only);
    g_test_add_func("/guard/ordinary", test_ordinary);
    g_test_add_func("/guard/many-recipients", test_many_recipients);
    g_test_add_func("/guard/text-is-no-header", test_text_is_no_header);
    g_test_add_func("/guard/parts-beyond", test_parts_beyond);
    g_test_add_func("/guard/parameter-names", test_parameter_names);
    g_test_add_func("/guard/encoded", test_encoded);
    return g_test_run();
}
