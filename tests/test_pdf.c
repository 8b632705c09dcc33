/* test_pdf.c - distributions: quantiles, their inverse and their density, by name and from
 * files. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pdf.h"
#include "support.h"

static woad_pdf *pdf_of(const char *text)
{
    woad_pdf *pdf;
    woad_error error = {""};
    if (woad_pdf_create(text, &pdf, &error) < 0)
        fail_msg("%s", error.message);
    return pdf;
}

/* ---- by name ---------------------------------------------------------------------------- */

/* Tabulated elsewhere, or by hand. */
static void quantiles_are_the_known_ones(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double u, x;
    } known[] = {
        {"", 0.25, -0.5},
        {"uniform", 0.75, 0.5},
        {"triangular", 0.125, -0.5},
        {"triangular", 0.5, 0},
        {"triangular", 0.98, 0.8},
        {"gaussian", 0.975, 1.959963984540054},
        {"gaussian", 0.5, 0},
        {"gaussian", 0.25, -0.67448975019608174},
        {"gaussian", 1e-6, -4.753424308822899},
        {"gaussian", 1e-15, -7.941345326170998},
        {"laplace", 0.5 * 0.36787944117144233, -0.70710678118654752},
        {"laplace", 1 - 0.5 * 0.1353352832366127, 1.4142135623730951},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        woad_pdf *pdf = pdf_of(known[i].text);
        assert_close(woad_pdf_quantile(pdf, known[i].u), known[i].x, 1e-12, 8);
        woad_pdf_destroy(pdf);
    }
}

static const char *const named[] = {"uniform", "triangular", "gaussian", "laplace"};
enum { NAMED = sizeof named / sizeof *named };

static void the_functions_of_a_distribution_agree(void **state)
{
    (void)state;
    for (size_t n = 0; n < NAMED; n++) {
        woad_pdf *pdf = pdf_of(named[n]);
        for (int i = 1; i < 256; i++) {
            double u = i / 256.0, x = woad_pdf_quantile(pdf, u), h = 1e-5;
            assert_close(woad_pdf_cumulative(pdf, x), u, 1e-14, 1);
            assert_true(woad_pdf_quantile(pdf, 1 - u) == -x);
            double slope =
                (woad_pdf_cumulative(pdf, x + h) - woad_pdf_cumulative(pdf, x - h)) / (2 * h);
            if (i != 128) /* Laplace's has a kink in the middle */
                assert_close(woad_pdf_density(pdf, x), slope, 1e-8, 1);
        }
        assert_close(woad_pdf_cumulative(pdf, -100), 0, 1e-15, 1);
        assert_close(woad_pdf_cumulative(pdf, 100), 1, 1e-15, 1);
        woad_pdf_destroy(pdf);
    }
}

/* The variances that <woad/pdf.h> states, by the quantiles at many midpoints. */
static void variances_are_the_stated_ones(void **state)
{
    (void)state;
    const double variances[NAMED] = {1 / 3.0, 1 / 6.0, 1, 1};
    enum { MANY = 100000 };
    for (size_t n = 0; n < NAMED; n++) {
        woad_pdf *pdf = pdf_of(named[n]);
        double squares = 0;
        for (int i = 0; i < MANY; i++) {
            double x = woad_pdf_quantile(pdf, (i + 0.5) / MANY);
            squares += x * x / MANY;
        }
        assert_close(squares, variances[n], 2e-3, 1);
        woad_pdf_destroy(pdf);
    }
}

static void the_list_has_every_distribution_once(void **state)
{
    (void)state;
    size_t count = 0;
    for (; woad_pdf_at(count); count++) {
        assert_true(strlen(woad_pdf_at(count)->help) > 0);
        for (size_t i = 0; i < count; i++)
            assert_string_not_equal(woad_pdf_at(i)->name, woad_pdf_at(count)->name);
    }
    assert_int_equal(count, NAMED + 2 + 6);
    assert_true(woad_pdf_is_uniform(""));
    assert_true(woad_pdf_is_uniform("uniform"));
    assert_false(woad_pdf_is_uniform("gaussian"));
}

static void text_that_is_no_distribution_is_refused(void **state)
{
    (void)state;
    static const char *const bad[][2] = {{"gausian", "'gaussian'"}, {"gaussian:2", "gaussian"},
        {"poisson of three", "list distributions"}, {"table", "table"}, {"table:", "recipe"},
        {"histogram:a;b", "recipe"}, {"tabel:x", "'table:PATH'"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        woad_pdf *pdf = NULL;
        woad_error error = {""};
        assert_int_equal(woad_pdf_check(bad[i][0], &error), WOAD_ERROR_ARGUMENT);
        assert_int_equal(woad_pdf_create(bad[i][0], &pdf, &error), WOAD_ERROR_ARGUMENT);
        if (!strstr(error.message, bad[i][1]))
            fail_msg("'%s': %s", bad[i][0], error.message);
        assert_null(pdf);
    }
}

/* ---- from files ------------------------------------------------------------------------- */

static woad_status create_from(
    const char *word, const char *bytes, woad_pdf **pdf, woad_error *error)
{
    char path[TEST_PATH], text[WOAD_PARAM_TEXT];
    test_file(path, bytes, strlen(bytes));
    snprintf(text, sizeof text, "%s:%s", word, path);
    woad_status status = woad_pdf_create(text, pdf, error);
    remove(path);
    return status;
}

typedef struct expected {
    double u, x;
} expected;

static void check_pdf(const char *word, const char *bytes, const expected *points, size_t count)
{
    woad_pdf *pdf;
    woad_error error = {""};
    if (create_from(word, bytes, &pdf, &error) < 0)
        fail_msg("%s", error.message);
    for (size_t i = 0; i < count; i++)
        assert_close(woad_pdf_quantile(pdf, points[i].u), points[i].x, 1e-12, 10);
    woad_pdf_destroy(pdf);
}

static void tables_are_interpolated(void **state)
{
    (void)state;
    check_pdf("table",
        "probability,value\n0.1, 2\n# a comment\n0.4 3\n0.7 3\n0.7 7.5\n0.9 10\n",
        (const expected[]){
            {0.05, 2}, {0.25, 2.5}, {0.5, 3}, {0.69, 3}, {0.8, 8.75}, {0.95, 10}},
        6);
    check_pdf(
        "histogram", "2 2\n3 0\n7 2\n9 0\n", (const expected[]){{0.25, 2.5}, {0.75, 8}}, 2);
}

/* A byte order mark is no heading. */
static void spreadsheets_are_read(void **state)
{
    (void)state;
    const expected first[] = {{0.05, 2.5}, {0.55, 5.5}};
    check_pdf("table",
        "\xEF\xBB\xBF"
        "0,0\r\n0.1,5\r\n1,6\r\n",
        first, 2);
}

static void the_functions_of_a_table_agree(void **state)
{
    (void)state;
    woad_pdf *pdf;
    assert_int_equal(create_from("histogram", "-1,1\n0,0\n1,3\n2,0\n", &pdf, NULL), WOAD_OK);
    assert_close(woad_pdf_cumulative(pdf, -2), 0, 0, 1);
    assert_close(woad_pdf_cumulative(pdf, -0.5), 0.125, 1e-12, 1);
    assert_close(woad_pdf_cumulative(pdf, 0.5), 0.25, 1e-12, 1);
    assert_close(woad_pdf_cumulative(pdf, 1.5), 0.625, 1e-12, 1);
    assert_close(woad_pdf_cumulative(pdf, 2), 1, 0, 1);
    assert_close(woad_pdf_density(pdf, -0.5), 0.25, 1e-12, 1);
    assert_close(woad_pdf_density(pdf, 0.5), 0, 1e-12, 1);
    assert_close(woad_pdf_density(pdf, 1.5), 0.75, 1e-12, 1);
    assert_close(woad_pdf_density(pdf, 2.5), 0, 0, 1);
    woad_pdf_destroy(pdf);
}

static void files_that_are_no_distribution_are_refused(void **state)
{
    (void)state;
    static const char *const bad[][3] = {
        {"table", "0 1\n0.5 2\n1 1.5\n", ":3: the quantile falls from 2 to 1.5"},
        {"table", "0 1\n0.5 2\n0.4 3\n", ":3: the probability falls from 0.5 to 0.4"},
        {"table", "0 1\n1.5 2\n", ":2: the probability is 1.5"},
        {"table", "0 1\nnan 2\n", ":2: the probability is nan"},
        {"table", "0 1\n1 inf\n", ":2: the value is inf"},
        {"table", "0 1\n1\n", ":2: not a probability and a value"},
        {"table", "0 1\n1 1\n", "one value only"},
        {"table", "0.5 1\n0.5 2\n", "one probability only"},
        {"table", "", "no line of numbers"},
        {"histogram", "edge,weight\n", "no line of numbers"},
        {"table", "0.5 1\n", "one value only"},
        {"histogram", "0 1\n1 -1\n2 0\n", ":2: the weight is -1"},
        {"histogram", "0 1\n0 1\n2 0\n", ":2: the edge 0 is not above"},
        {"histogram", "0 0\n1 0\n", "no weight"},
        {"histogram", "0 1\n", "no weight"},
        {"histogram", "0 1\n1 1\n", "last line"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        woad_pdf *pdf = NULL;
        woad_error error = {""};
        assert_int_equal(create_from(bad[i][0], bad[i][1], &pdf, &error), WOAD_ERROR_FORMAT);
        if (!strstr(error.message, bad[i][2]))
            fail_msg("'%s': %s", bad[i][1], error.message);
        assert_null(pdf);
    }
    woad_pdf *pdf = NULL;
    assert_int_equal(woad_pdf_create("table:/nowhere/q.csv", &pdf, NULL), WOAD_ERROR_READ);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_the_known_ones),
        cmocka_unit_test(the_functions_of_a_distribution_agree),
        cmocka_unit_test(variances_are_the_stated_ones),
        cmocka_unit_test(the_list_has_every_distribution_once),
        cmocka_unit_test(text_that_is_no_distribution_is_refused),
        cmocka_unit_test(tables_are_interpolated),
        cmocka_unit_test(spreadsheets_are_read),
        cmocka_unit_test(the_functions_of_a_table_agree),
        cmocka_unit_test(files_that_are_no_distribution_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
