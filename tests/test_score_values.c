/* test_score_values.c - scores of a mask's values on the scale of a distribution. */
#include "score_reference.h"

#include <string.h>

#include <woad/score.h>

static woad_value_scores score_of(const woad_mask *mask, const char *text)
{
    woad_pdf *pdf;
    woad_value_scores scores;
    assert_int_equal(woad_pdf_create(text, &pdf, NULL), WOAD_OK);
    assert_int_equal(woad_score_values(mask, 0, 0, pdf, &scores, NULL), WOAD_OK);
    woad_pdf_destroy(pdf);
    return scores;
}

/* Of the uniform distribution they are the scores of the thresholds. */
static void uniform_values_score_as_thresholds(void **state)
{
    (void)state;
    woad_mask *mask = random_mask(20, 12, 1);
    woad_scores wanted;
    assert_int_equal(woad_score(mask, 0, 0, &wanted, NULL), WOAD_OK);
    woad_value_scores scores = score_of(mask, "uniform");
    assert_near(scores.low_band_db, wanted.low_band_db, 1e-4);
    assert_near(scores.high_band_cv, wanted.high_band_cv, 1e-4);
    assert_near(scores.kolmogorov, 0.5 / 240, 1e-7);
    woad_mask_destroy(mask);
}

/* The bands from a direct transform of the values. */
static void bands_are_those_of_the_values(void **state)
{
    (void)state;
    enum { W = 15, H = 10, N = W * H };
    woad_mask *mask = random_mask(W, H, 2);
    woad_pdf *pdf;
    assert_int_equal(woad_pdf_create("laplace", &pdf, NULL), WOAD_OK);
    double values[N], variance = 0, low = 0;
    size_t count = 0;
    for (size_t i = 0; i < N; i++) {
        values[i] = woad_pdf_quantile(pdf, (mask->ranks[i] + 0.5) / N);
        variance += values[i] * values[i] / N;
    }
    for (long k = 1; k < N; k++) {
        long kx = k % W <= W / 2 ? k % W : k % W - W, ky = k / W <= H / 2 ? k / W : k / W - H;
        if (hypot((double)kx / W, (double)ky / H) < 0.15 - 1e-9) {
            low += reference_power(values, W, H, kx, ky) / variance;
            count++;
        }
    }
    assert_true(count > 5);
    assert_near(score_of(mask, "laplace").low_band_db, 10 * log10(low / (double)count), 1e-4);
    woad_pdf_destroy(pdf);
    woad_mask_destroy(mask);
}

/* Thresholds that are not the midpoints are off, by any distribution alike where it rises. */
static void distance_is_kolmogorovs(void **state)
{
    (void)state;
    static const char *const names[] = {"uniform", "triangular", "gaussian", "laplace"};
    woad_mask *mask = random_mask(4, 1, 3);
    const float thresholds[] = {0.1f, 0.2f, 0.25f, 0.9f};
    memcpy(mask->thresholds, thresholds, sizeof thresholds);
    for (size_t n = 0; n < 4; n++)
        assert_near(score_of(mask, names[n]).kolmogorov, 0.5, 1e-6); /* 3/4 at 0.25 */
    woad_mask_destroy(mask);
}

static void missing_frames_are_refused(void **state)
{
    (void)state;
    woad_mask *mask = random_mask(4, 4, 3);
    woad_pdf *pdf;
    woad_value_scores scores;
    assert_int_equal(woad_pdf_create("gaussian", &pdf, NULL), WOAD_OK);
    assert_int_equal(woad_score_values(mask, 1, 0, pdf, &scores, NULL), WOAD_ERROR_ARGUMENT);
    woad_pdf_destroy(pdf);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uniform_values_score_as_thresholds),
        cmocka_unit_test(bands_are_those_of_the_values),
        cmocka_unit_test(distance_is_kolmogorovs),
        cmocka_unit_test(missing_frames_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
