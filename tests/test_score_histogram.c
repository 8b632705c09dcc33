/* test_score_histogram.c - how thresholds are distributed, and what gamma does to them. */
#include "score_reference.h"

#include <woad/score.h>

static woad_histogram histogram_of(const woad_mask *mask)
{
    woad_histogram histogram;
    assert_int_equal(woad_score_histogram(mask, 0, 0, &histogram, NULL), WOAD_OK);
    return histogram;
}

static void permutation_is_as_uniform_as_can_be(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{1, 1}, {3, 3}, {10, 10}, {64, 64}, {300, 100}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        woad_mask *mask = random_mask(sizes[i][0], sizes[i][1], i);
        double n = (double)woad_mask_count(mask);
        woad_histogram h = histogram_of(mask);
        assert_near(h.minimum, 0.5 / n, 1e-7);
        assert_near(h.maximum, 1 - 0.5 / n, 1e-7);
        assert_near(h.mean, 0.5, 1e-7);
        assert_near(h.deviation, 0.5 / n, 1e-6);
        assert_true(h.level_error <= 0.5 / n + 1e-6);
        assert_near(h.gamma, 1, 0.02);
        assert_int_equal(h.distinct_values, woad_mask_count(mask));
        assert_int_equal(h.fewest, 1);
        assert_int_equal(h.most, 1);
        woad_mask_destroy(mask);
    }
}

static double square_root(double u)
{
    return sqrt(u);
}

static double power_2_2(double u)
{
    return pow(u, 2.2);
}

static double srgb_to_light(double u)
{
    return u <= 0.04045 ? u / 12.92 : pow((u + 0.055) / 1.055, 2.4);
}

static void gamma_of_a_decoded_mask_is_told(void **state)
{
    (void)state;
    static const struct {
        double (*curve)(double);
        double gamma, tolerance;
    } cases[] = {{power_2_2, 2.2, 0.02}, {square_root, 0.5, 0.02}, {srgb_to_light, 2.1, 0.05}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        woad_mask *mask = random_mask(64, 48, i);
        for (size_t j = 0; j < woad_mask_count(mask); j++)
            mask->thresholds[j] = (float)cases[i].curve((double)mask->thresholds[j]);
        woad_histogram h = histogram_of(mask);
        assert_near(h.gamma, cases[i].gamma, cases[i].tolerance);
        assert_true(h.deviation > 0.2);
        assert_true(h.level_error > 0.2);
        woad_mask_destroy(mask);
    }
}

static void ties_are_counted(void **state)
{
    (void)state;
    static const float thresholds[] = {0.125f, 0.625f, 0.625f, 0.125f, 0.125f, 0.375f};
    woad_mask *mask = random_mask(3, 2, 1);
    for (size_t i = 0; i < 6; i++)
        mask->thresholds[i] = thresholds[i];
    woad_histogram h = histogram_of(mask);
    assert_int_equal(h.distinct_values, 3);
    assert_int_equal(h.fewest, 1);
    assert_int_equal(h.most, 3);
    assert_near(h.minimum, 0.125, 0);
    assert_near(h.maximum, 0.625, 0);
    assert_near(h.mean, 2.0 / 6, 1e-9);
    /* At 0.125 the distribution function jumps from 0 to 3/6, at 0.625 from 4/6 to 1. */
    assert_near(h.deviation, 0.375, 1e-9);
    /* Half is white at v = 223/255, just below 1 - 0.125. */
    assert_near(h.level_error, 223 / 255.0 - 0.5, 1e-9);
    woad_mask_destroy(mask);
}

static void threshold_of_one_makes_black_grey(void **state)
{
    (void)state;
    woad_mask *mask = random_mask(8, 8, 1);
    for (size_t i = 0; i < 64; i++)
        mask->thresholds[i] = (float)mask->ranks[i] / 63;
    woad_histogram h = histogram_of(mask);
    assert_true(h.level_error >= 1 / 64.0);
    for (size_t i = 0; i < 64; i++)
        mask->thresholds[i] = 1;
    h = histogram_of(mask);
    assert_near(h.level_error, 1, 1e-9);
    assert_near(h.gamma, 1, 0);
    woad_mask_destroy(mask);
}

static void frame_and_channel_are_those_asked_for(void **state)
{
    (void)state;
    woad_mask *mask = NULL;
    woad_histogram h;
    assert_int_equal(woad_mask_create(2, 1, 2, 2, &mask, NULL), WOAD_OK);
    mask->thresholds[5] = 0.25f; /* frame 1, x 0, channel 1 */
    mask->thresholds[7] = 0.75f;
    assert_int_equal(woad_score_histogram(mask, 1, 1, &h, NULL), WOAD_OK);
    assert_near(h.deviation, 0.25, 0);
    assert_int_equal(woad_score_histogram(mask, 2, 0, &h, NULL), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_score_histogram(mask, 0, 2, &h, NULL), WOAD_ERROR_ARGUMENT);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(permutation_is_as_uniform_as_can_be),
        cmocka_unit_test(gamma_of_a_decoded_mask_is_told),
        cmocka_unit_test(ties_are_counted),
        cmocka_unit_test(threshold_of_one_makes_black_grey),
        cmocka_unit_test(frame_and_channel_are_those_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
