/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `meta NAME EXPRESSION`. Every value is a sum: a number, and conditions that count one each (with
 * `- A` as `not A`, one less). What is compared with a number becomes `at-least`.
 */
#include <math.h>
#include <string.h>

#include "cli/import_rules.h"

/* Conditions nest 16 deep. */
enum { DEEPEST = 6, MOST_TERMS = 200, HEAVIEST = 16, LONGEST = 32768, MOST_NESTED = 64 };

typedef struct Sum {
    double constant;
    GPtrArray *terms;    /* conditions */
    ImportRule *counted; /* the one rule of it that may count more than once */
} Sum;

typedef struct Reader {
    Import *import;
    ImportRule *rule;
    const char *at;
    unsigned depth;
    char **problem;
} Reader;

static Sum sum_new(double constant)
{
    return (Sum){ .constant = constant, .terms = g_ptr_array_new_with_free_func(g_free) };
}

static void fail(Reader *reader, const char *problem)
{
    if (*reader->problem == NULL) {
        *reader->problem = g_strdup(problem);
    }
}

static void skip_blanks(Reader *reader)
{
    reader->at += strspn(reader->at, " \t");
}

static bool take(Reader *reader, const char *sign)
{
    skip_blanks(reader);
    if (!g_str_has_prefix(reader->at, sign)) {
        return false;
    }
    reader->at += strlen(sign);
    return true;
}

static void negate(Sum *sum)
{
    sum->constant = -sum->constant - (double)sum->terms->len; /* -A is (not A) - 1 */
    for (guint i = 0; i < sum->terms->len; i++) {
        char *term = sum->terms->pdata[i];
        sum->terms->pdata[i] = g_strdup_printf("not: { %s }", term);
        g_free(term);
    }
}

static void join(Reader *reader, Sum *sum, Sum other)
{
    sum->constant += other.constant;
    sum->counted = sum->counted == NULL ? other.counted : sum->counted;
    if (sum->terms->len + other.terms->len > MOST_TERMS) {
        fail(reader, "it has too many terms");
        g_ptr_array_unref(other.terms);
        return;
    }
    g_ptr_array_extend_and_steal(sum->terms, other.terms);
}

/* `all`, `any` or `at-least` of the terms. Caller's. */
static char *at_least(const GPtrArray *terms, guint least)
{
    if (terms->len == 1) {
        return g_strdup(terms->pdata[0]);
    }
    GString *all = g_string_new(NULL);
    if (least > 1 && least < terms->len) {
        g_string_append_printf(all, "at-least: %u, ", least);
    }
    g_string_append(all, least == terms->len ? "all: [" : "any: [");
    for (guint i = 0; i < terms->len; i++) {
        g_string_append_printf(all, "%s{ %s }", i == 0 ? "" : ", ", (char *)terms->pdata[i]);
    }
    g_string_append_c(all, ']');
    return g_string_free(all, FALSE);
}

/* Whether the sum is `least` or more, as a sum. Takes the sum's terms. */
static Sum reaches(Reader *reader, Sum sum, double least)
{
    double needed = ceil(least - sum.constant);
    Sum answer = sum_new(0);
    if (sum.counted != NULL && needed > 1) {
        if (sum.terms->len > 1 || sum.counted->pattern == NULL) {
            fail(reader, "it counts hits of a rule with `tflags multiple`, beside others or not "
                         "in the body");
        } else {
            reader->rule->is_of_text = true;
            g_ptr_array_add(answer.terms, g_strdup_printf("count: { text: %s, at-least: %.0f }",
                                                          sum.counted->pattern, MIN(needed, 1e6)));
        }
    } else if (needed <= 0) {
        answer.constant = 1;
    } else if (needed <= sum.terms->len) {
        g_autofree char *condition = at_least(sum.terms, (guint)needed);
        bool is_long = strlen(condition) > LONGEST;
        if (is_long) {
            fail(reader, "it would become too long");
        }
        g_ptr_array_add(answer.terms, g_strdup(is_long ? "" : condition));
    }
    g_ptr_array_unref(sum.terms);
    return answer;
}

static Sum copy(const Sum *sum)
{
    Sum other = sum_new(sum->constant);
    other.counted = sum->counted;
    for (guint i = 0; i < sum->terms->len; i++) {
        g_ptr_array_add(other.terms, g_strdup(sum->terms->pdata[i]));
    }
    return other;
}

static Sum opposite(Sum truth)
{
    negate(&truth);
    truth.constant += 1;
    return truth;
}

/* Whether it is anything but 0. */
static Sum truth_of(Reader *reader, Sum sum)
{
    if (sum.constant >= 0) {
        return reaches(reader, sum, 1);
    }
    Sum other = copy(&sum);
    Sum above = reaches(reader, sum, 1);
    join(reader, &above, opposite(reaches(reader, other, 0)));
    return reaches(reader, above, 1);
}

/* Whether it is 0: 0 or more, and not 1 or more. */
static Sum is_zero(Reader *reader, Sum sum)
{
    Sum other = copy(&sum);
    Sum both = reaches(reader, sum, 0);
    join(reader, &both, opposite(reaches(reader, other, 1)));
    return reaches(reader, both, 2);
}

static Sum read_or(Reader *reader);

static Sum read_name(Reader *reader)
{
    size_t length = strspn(reader->at, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_");
    g_autofree char *name = g_strndup(reader->at, length);
    reader->at += length;
    Sum sum = sum_new(0);
    ImportRule *other = g_hash_table_lookup(reader->import->by_name, name);
    if (length == 0 || other == NULL || other->kind == NULL) {
        fail(reader, length == 0 ? "its expression is not known here"
                                 : "it names a rule that these files do not have");
        return sum;
    }
    if (reader->import->nesting < MOST_NESTED) {
        import_turn(reader->import, other);
    }
    if (other->state != IMPORT_TURNED) {
        g_autofree char *why = g_strdup_printf("it needs %s, which is left out", name);
        fail(reader, why);
        return sum;
    }
    reader->rule->depth = MAX(reader->rule->depth, other->depth + 1);
    sum.counted = other->is_counted ? other : NULL;
    g_autofree char *ours = import_rule_name(other);
    g_ptr_array_add(sum.terms, g_strdup_printf("rule: %s", ours));
    return sum;
}

static Sum read_value(Reader *reader)
{
    skip_blanks(reader);
    if (++reader->depth > DEEPEST) {
        fail(reader, "its brackets nest too deep");
        reader->depth--;
        return sum_new(0);
    }
    Sum sum;
    if (take(reader, "!")) {
        sum = opposite(truth_of(reader, read_value(reader)));
    } else if (take(reader, "-")) {
        sum = read_value(reader);
        negate(&sum);
    } else if (take(reader, "(")) {
        sum = read_or(reader);
        if (!take(reader, ")")) {
            fail(reader, "its expression is not known here");
        }
    } else if (g_ascii_isdigit(*reader->at) || *reader->at == '.') {
        char *end;
        sum = sum_new(g_ascii_strtod(reader->at, &end));
        reader->at = end;
    } else {
        sum = read_name(reader);
    }
    reader->depth--;
    return sum;
}

/* `sum` times a whole number. */
static Sum times(Reader *reader, Sum sum, double factor)
{
    Sum product = sum_new(0);
    if (floor(factor) < factor || factor < 0 || factor > HEAVIEST) {
        fail(reader, "it weighs with what is no small whole number");
    }
    for (int i = 0; i < factor && *reader->problem == NULL; i++) {
        join(reader, &product, copy(&sum));
    }
    g_ptr_array_unref(sum.terms);
    return product;
}

static Sum read_product(Reader *reader)
{
    Sum sum = read_value(reader);
    while (take(reader, "*")) {
        Sum other = read_value(reader);
        if (sum.terms->len > 0 && other.terms->len > 0) {
            Sum both = truth_of(reader, sum);
            join(reader, &both, truth_of(reader, other));
            sum = reaches(reader, both, 2);
        } else if (other.terms->len > 0) {
            double factor = sum.constant;
            g_ptr_array_unref(sum.terms);
            sum = times(reader, other, factor);
        } else {
            g_ptr_array_unref(other.terms);
            sum = times(reader, sum, other.constant);
        }
    }
    return sum;
}

static Sum read_sum(Reader *reader)
{
    Sum sum = read_product(reader);
    for (;;) {
        if (take(reader, "+")) {
            join(reader, &sum, read_product(reader));
        } else if (take(reader, "-")) {
            Sum other = read_product(reader);
            negate(&other);
            join(reader, &sum, other);
        } else {
            return sum;
        }
    }
}

/* left OP right is left - right OP 0. */
static Sum read_comparison(Reader *reader)
{
    static const char *const signs[] = { ">=", "<=", "==", "!=", ">", "<" };
    Sum sum = read_sum(reader);
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        if (!take(reader, signs[i])) {
            continue;
        }
        Sum right = read_sum(reader);
        negate(&right);
        join(reader, &sum, right);
        switch (i) {
        case 0:
            return reaches(reader, sum, 0);
        case 1:
            sum.constant = floor(sum.constant);
            return opposite(reaches(reader, sum, 1));
        case 2:
            return is_zero(reader, sum);
        case 3:
            return opposite(is_zero(reader, sum));
        case 4:
            sum.constant = floor(sum.constant);
            return reaches(reader, sum, 1);
        default:
            return opposite(reaches(reader, sum, 0));
        }
    }
    return sum;
}

static Sum read_and(Reader *reader)
{
    Sum sum = read_comparison(reader);
    unsigned sides = 1;
    while (take(reader, "&&")) {
        sum = sides == 1 ? truth_of(reader, sum) : sum;
        join(reader, &sum, truth_of(reader, read_comparison(reader)));
        sides++;
    }
    return sides == 1 ? sum : reaches(reader, sum, sides);
}

static Sum read_or(Reader *reader)
{
    Sum sum = read_and(reader);
    unsigned sides = 1;
    while (take(reader, "||")) {
        sum = sides == 1 ? truth_of(reader, sum) : sum;
        join(reader, &sum, truth_of(reader, read_and(reader)));
        sides++;
    }
    return sides == 1 ? sum : reaches(reader, sum, 1);
}

char *import_meta(Import *import, ImportRule *rule, char **problem)
{
    Reader reader = { import, rule, rule->text, 0, problem };
    Sum sum = truth_of(&reader, read_or(&reader));
    skip_blanks(&reader);
    if (*reader.at != '\0') {
        fail(&reader, "its expression is not known here");
    } else if (sum.terms->len == 0) {
        fail(&reader, "it is always true, or never");
    }
    char *condition = *problem == NULL ? at_least(sum.terms, 1) : NULL;
    g_ptr_array_unref(sum.terms);
    return condition;
}
