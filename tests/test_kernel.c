/* test_kernel.c - kernels from text and files, on the plane and around a torus. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <woad/io.h>

#include "kernel.h"
#include "support.h"

static woad_taps taps_of(const char *kernel, double radius, size_t width, size_t height)
{
    woad_taps taps;
    woad_error error = {""};
    char text[WOAD_PARAM_TEXT] = "";
    strcpy(text, kernel);
    if (woad_taps_create(text, radius, width, height, &taps, &error) < 0)
        fail_msg("%s", error.message);
    return taps;
}

/* The weight of an offset; 0 outside the table. */
static double weight_at(const woad_taps *taps, ptrdiff_t dx, ptrdiff_t dy)
{
    ptrdiff_t x = dx + (ptrdiff_t)taps->left, y = dy + (ptrdiff_t)taps->top;
    if (x < 0 || y < 0 || x >= (ptrdiff_t)taps->width || y >= (ptrdiff_t)taps->height)
        return 0;
    return taps->weights[(size_t)y * taps->width + (size_t)x];
}

static double ratio(const woad_taps *taps, ptrdiff_t dx, ptrdiff_t dy)
{
    return weight_at(taps, dx, dy) / weight_at(taps, 1, 0);
}

static void shapes_are_what_they_are_called(void **state)
{
    (void)state;
    woad_taps taps = taps_of("1.5", 0, 100, 90);
    assert_close(ratio(&taps, 2, 1), exp(-4 / 9.0), 1e-12, 1);
    assert_true(weight_at(&taps, 0, 0) == 0);
    double sum = 0;
    for (size_t i = 0; i < taps.width * taps.height; i++)
        sum += taps.weights[i];
    assert_close(sum, 1, 1e-12, 1);
    woad_taps_clear(&taps);
    taps = taps_of("exponential:2", 0, 100, 90);
    assert_close(ratio(&taps, 3, 4), exp(-2), 1e-12, 1);
    woad_taps_clear(&taps);
    taps = taps_of("box:3", 0, 100, 90); /* a triangle: 3 2 1 */
    assert_close(ratio(&taps, 2, 1), (1 / 3.0 * 2 / 3.0) / (2 / 3.0), 1e-12, 1);
    assert_true(weight_at(&taps, 3, 0) == 0);
    woad_taps_clear(&taps);
    taps = taps_of("binomial:2", 0, 100, 90); /* 1 4 6 4 1 */
    assert_close(ratio(&taps, 2, -1), (1 / 6.0 * 4 / 6.0) / (4 / 6.0), 1e-12, 1);
    assert_true(weight_at(&taps, 3, 0) == 0);
    woad_taps_clear(&taps);
    taps = taps_of("1:3,box:2:1", 0, 100, 90);
    assert_close(ratio(&taps, 1, 1), (3 * exp(-0.5) + 0.25) / (3 * exp(-0.25) + 0.5), 1e-12, 1);
    woad_taps_clear(&taps);
}

static void a_radius_cuts_a_disk(void **state)
{
    (void)state;
    woad_taps taps = taps_of("4", 5, 100, 90);
    assert_true(weight_at(&taps, 3, 4) > 0 && weight_at(&taps, -5, 0) > 0);
    assert_true(weight_at(&taps, 4, 4) == 0 && weight_at(&taps, 6, 0) == 0);
    woad_taps_clear(&taps);
    taps = taps_of("1", 9, 100, 90); /* further than a hundredth is left */
    assert_close(ratio(&taps, 9, 0), exp(-80 / 4.0), 1e-12, 1);
    assert_true(weight_at(&taps, 9, 1) == 0);
    woad_taps_clear(&taps);
}

/* On a torus the plane's weights of all offsets that lead to a pixel add up. */
static void small_toruses_fold_the_plane(void **state)
{
    (void)state;
    woad_taps plane = taps_of("2", 0, 1000, 1000), torus = taps_of("2", 0, 5, 8);
    double expected[8][5] = {{0}}, sum = 0;
    for (ptrdiff_t dy = -20; dy <= 20; dy++) {
        for (ptrdiff_t dx = -20; dx <= 20; dx++)
            expected[(dy + 80) % 8][(dx + 50) % 5] += weight_at(&plane, dx, dy);
    }
    expected[0][0] = 0;
    for (size_t i = 0; i < 40; i++)
        sum += expected[i / 5][i % 5];
    assert_int_equal(torus.width, 5);
    assert_int_equal(torus.height, 8);
    for (size_t y = 0; y < 8; y++) {
        for (size_t x = 0; x < 5; x++)
            assert_close(torus.weights[y * 5 + x],
                expected[(y + 8 - torus.top) % 8][(x + 5 - torus.left) % 5] / sum, 1e-12, 1);
    }
    woad_taps_clear(&plane);
    woad_taps_clear(&torus);
    torus = taps_of("2", 0, 1, 1);
    assert_true(torus.weights[0] == 0);
    woad_taps_clear(&torus);
}

static void text_that_is_no_kernel_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "x", "1:", "1,,2", "0:1", "-1", "1:2:3", "box:1.5",
        "disk:3", "65", "1:1e10", "file:", "1 ", "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1", "nan",
        "1:inf", "file: a", "file:a ", "file:a;b", "file:a\nb"};
    woad_error error;
    woad_taps taps;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[WOAD_PARAM_TEXT] = "";
        strcpy(text, bad[i]);
        if (woad_kernel_check(text, &error) != WOAD_ERROR_ARGUMENT)
            fail_msg("'%s' was taken for a kernel", bad[i]);
    }
    assert_int_equal(woad_taps_create("1:-1", 0, 9, 9, &taps, &error), WOAD_ERROR_ARGUMENT);
    assert_int_equal(
        woad_taps_create("file:/nowhere/k.csv", 0, 9, 9, &taps, &error), WOAD_ERROR_READ);
}

static woad_status of_file(const char *content, woad_taps *taps, woad_error *error)
{
    char path[TEST_PATH], kernel[WOAD_PARAM_TEXT];
    test_file(path, content, strlen(content));
    snprintf(kernel, sizeof kernel, "file:%s", path);
    woad_status status = woad_taps_create(kernel, 0, 64, 64, taps, error);
    remove(path);
    return status;
}

static void a_file_holds_a_filter(void **state)
{
    (void)state;
    woad_taps taps;
    woad_error error = {""};
    assert_int_equal(of_file("# a filter\n1, 2, 1\n\n", &taps, &error), WOAD_OK);
    assert_close(ratio(&taps, 2, 0), 1 / 4.0, 1e-12, 1); /* 1 4 6 4 1 */
    assert_true(weight_at(&taps, 0, 1) == 0);
    woad_taps_clear(&taps);
    assert_int_equal(of_file("1 0 0\r\n0 0 0\r\n0 2 0", &taps, &error), WOAD_OK);
    assert_close(weight_at(&taps, 1, 2), 0.5, 1e-12, 1);
    assert_close(weight_at(&taps, -1, -2), 0.5, 1e-12, 1);
    woad_taps_clear(&taps);
    static const char *const bad[] = {"1 2\n", "1 2 3\n4 5 6\n", "1 2 3\n4 5\n6 7 8\n",
        "1 x 1\n", "", "1e999\n", "1,,2,1\n", "1 2 1 x\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(of_file(bad[i], &taps, &error), WOAD_ERROR_FORMAT);
    assert_non_null(strstr(error.message, ":1:"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_are_what_they_are_called),
        cmocka_unit_test(a_radius_cuts_a_disk),
        cmocka_unit_test(small_toruses_fold_the_plane),
        cmocka_unit_test(text_that_is_no_kernel_is_refused),
        cmocka_unit_test(a_file_holds_a_filter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
