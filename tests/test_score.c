/* test_score.c - the scores, against the definition and against masks scored elsewhere. */
#include "score_reference.h"

#include <string.h>

#include <woad/score.h>

/* How the bytes of a mask in tests/data become thresholds. */
typedef enum encoding { FLOAT_PDF, FLOAT_THRESHOLD, BYTES } encoding;

static float decode(const unsigned char *bytes, size_t i, encoding e)
{
    float value;
    if (e == BYTES)
        return ((float)bytes[i] + 0.5f) / 256;
    memcpy(&value, bytes + i * sizeof value, sizeof value);
    return e == FLOAT_PDF ? (value + 1) / 2 : value;
}

static woad_mask *load_64x64(const char *name, encoding e)
{
    unsigned char *bytes = test_data(name, 64 * 64 * (e == BYTES ? 1 : sizeof(float)));
    woad_mask *mask = NULL;
    if (e != BYTES)
        test_little_endian(bytes, 64 * 64, sizeof(float));
    assert_int_equal(woad_mask_create(64, 64, 1, 1, &mask, NULL), WOAD_OK);
    for (size_t i = 0; i < 64 * 64; i++)
        mask->thresholds[i] = decode(bytes, i, e);
    woad_free(bytes);
    assert_int_equal(woad_mask_rank(mask, NULL), WOAD_OK);
    return mask;
}

static void assert_same_scores(const woad_scores *a, const woad_scores *b)
{
    for (int s = 0; s < WOAD_SCORE_SIGMAS; s++)
        assert_near(a->dither_error_db[s], b->dither_error_db[s], 1e-3);
    assert_near(a->low_band_db, b->low_band_db, 1e-3);
    assert_near(a->high_band_cv, b->high_band_cv, 1e-4);
}

static void known_masks_have_their_known_scores(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        encoding encoding;
        woad_scores scores;
    } known[] = {
        {"mask_64x64.f32", FLOAT_PDF, {{-0.0967, -0.2363, -0.6325, -1.0997}, 0.0909, 0.9655}},
        {"spectral_64x64.f32", FLOAT_THRESHOLD,
            {{-3.8045, -3.9788, -4.2030, -4.3814}, -55.6635, 0.0118}},
        /* The one above cut to 8 bits: ties go by row-major index. */
        {"spectral8_64x64.u8", BYTES, {{-3.8045, -3.9788, -4.2030, -4.3814}, -37.3060, 0.0127}},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        woad_scores scores;
        woad_mask *mask = load_64x64(known[i].name, known[i].encoding);
        assert_int_equal(woad_score(mask, 0, 0, &scores, NULL), WOAD_OK);
        assert_same_scores(&scores, &known[i].scores);
        woad_mask_destroy(mask);
    }
}

/* Adds blurred power of the pattern and of white noise at one grey level. */
static void reference_level(
    const woad_mask *mask, unsigned level, double sigma, double *error, double *white)
{
    double pattern[64], mean = 0, t = level / 128.0;
    long w = (long)mask->width, h = (long)mask->height;
    size_t n = mask->width * mask->height;
    for (size_t i = 0; i < n; i++) {
        pattern[i] = (mask->ranks[i] + 0.5) / (double)n < t;
        mean += pattern[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++)
        pattern[i] -= mean;
    for (long i = 0; i < w * h; i++) {
        long kx = i % w - w / 2, ky = i / w - h / 2;
        double f = hypot((double)kx / (double)w, (double)ky / (double)h);
        double gain = exp(-4 * REFERENCE_PI * REFERENCE_PI * sigma * sigma * f * f);
        *error += reference_power(pattern, mask->width, mask->height, kx, ky) * gain;
        *white += kx || ky ? t * (1 - t) * gain : 0;
    }
}

/* Bands by integers: |f| < 3/20 and |f| > 2/5. */
static void reference_bands(const woad_mask *mask, woad_scores *scores)
{
    double *power = reference_spectrum(mask);
    long w = (long)mask->width, h = (long)mask->height;
    double low = 0, lows = 0, high = 0, highs = 0, deviation = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (long i = 0; i < w * h; i++) {
            long kx = i % w - w / 2, ky = i / w - h / 2;
            long f2 = kx * kx * h * h + ky * ky * w * w, one = w * w * h * h;
            bool in_low = f2 > 0 && 400 * f2<9 * one, in_high = 25 * f2> 4 * one;
            low += pass == 0 && in_low ? power[i] : 0;
            lows += pass == 0 && in_low;
            high += pass == 0 && in_high ? power[i] : 0;
            highs += pass == 0 && in_high;
            deviation += pass == 1 && in_high ? pow(power[i] - high / highs, 2) : 0;
        }
    }
    free(power);
    scores->low_band_db = lows > 0 ? 10 * log10(low / lows) : (double)NAN;
    scores->high_band_cv = sqrt(deviation / highs) / (high / highs);
}

static void scores_are_those_of_the_definition(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{6, 5}, {5, 8}, {10, 5}, {20, 3}, {1, 40}};
    static const double sigmas[] = WOAD_SCORE_SIGMA_VALUES;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        woad_scores scores, expected;
        woad_mask *mask = random_mask(sizes[i][0], sizes[i][1], 20 + i);
        for (int s = 0; s < WOAD_SCORE_SIGMAS; s++) {
            double error = 0, white = 0;
            for (unsigned level = 1; level < 128; level++)
                reference_level(mask, level, sigmas[s], &error, &white);
            expected.dither_error_db[s] = 10 * log10(error / white);
        }
        reference_bands(mask, &expected);
        assert_int_equal(woad_score(mask, 0, 0, &scores, NULL), WOAD_OK);
        assert_int_equal(isnan(scores.low_band_db), isnan(expected.low_band_db));
        if (isnan(expected.low_band_db))
            scores.low_band_db = expected.low_band_db = 0;
        assert_same_scores(&scores, &expected);
        woad_mask_destroy(mask);
    }
}

/* Each threshold against the definition, and all of them together against the score. */
static void error_by_threshold_is_that_of_the_definition(void **state)
{
    (void)state;
    static const double sigmas[] = WOAD_SCORE_SIGMA_VALUES;
    double out[WOAD_SCORE_THRESHOLDS][WOAD_SCORE_SIGMAS];
    woad_mask *mask = random_mask(9, 7, 31);
    woad_scores scores;
    assert_int_equal(woad_score_by_threshold(mask, 0, 0, out, NULL), WOAD_OK);
    assert_int_equal(woad_score(mask, 0, 0, &scores, NULL), WOAD_OK);
    for (int s = 0; s < WOAD_SCORE_SIGMAS; s++) {
        double total = 0, all_white = 0;
        for (unsigned level = 1; level < 128; level++) {
            double error = 0, white = 0, t = level / 128.0;
            reference_level(mask, level, sigmas[s], &error, &white);
            if (error > 1e-12)
                assert_near(out[level - 1][s], 10 * log10(error / white), 1e-3);
            else
                assert_true(out[level - 1][s] < -100);
            total += t * (1 - t) * pow(10, out[level - 1][s] / 10);
            all_white += t * (1 - t);
        }
        assert_near(scores.dither_error_db[s], 10 * log10(total / all_white), 1e-6);
    }
    assert_int_equal(woad_score_by_threshold(mask, 1, 0, out, NULL), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_score_by_threshold(mask, 0, 1, out, NULL), WOAD_ERROR_ARGUMENT);
    woad_mask_destroy(mask);
}

static void every_channel_of_every_frame_is_scored_by_itself(void **state)
{
    (void)state;
    woad_mask *many = NULL, *one = random_mask(8, 6, 3);
    woad_scores expected, scores;
    assert_int_equal(woad_mask_create(8, 6, 2, 3, &many, NULL), WOAD_OK);
    for (size_t i = 0; i < 48; i++)
        many->ranks[(48 + i) * 3 + 2] = one->ranks[i];
    assert_int_equal(woad_score(one, 0, 0, &expected, NULL), WOAD_OK);
    assert_int_equal(woad_score(many, 1, 2, &scores, NULL), WOAD_OK);
    assert_memory_equal(&scores, &expected, sizeof scores);
    assert_int_equal(woad_score(many, 2, 0, &scores, NULL), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_score(many, 0, 3, &scores, NULL), WOAD_ERROR_ARGUMENT);
    woad_mask_destroy(many);
    woad_mask_destroy(one);
}

static void one_pixel_has_no_scores(void **state)
{
    (void)state;
    woad_scores scores = {0};
    woad_mask *mask = random_mask(1, 1, 1);
    assert_int_equal(woad_score(mask, 0, 0, &scores, NULL), WOAD_OK);
    for (int s = 0; s < WOAD_SCORE_SIGMAS; s++)
        assert_true(isnan(scores.dither_error_db[s]));
    assert_true(isnan(scores.low_band_db));
    assert_true(isnan(scores.high_band_cv));
    woad_mask_destroy(mask);
}

static void structure_limit_is_three_deviations_of_white_noise(void **state)
{
    (void)state;
    assert_near(woad_structure_limit(10 * 10), 1 + 3 * 0.19, 0.02);
    assert_near(woad_structure_limit(32 * 32), 1 + 3 * 0.054, 0.02);
    assert_near(woad_structure_limit(64 * 64), 1.10, 1e-12);
    assert_near(woad_structure_limit(1024 * 1024), 1.10, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_masks_have_their_known_scores),
        cmocka_unit_test(scores_are_those_of_the_definition),
        cmocka_unit_test(error_by_threshold_is_that_of_the_definition),
        cmocka_unit_test(every_channel_of_every_frame_is_scored_by_itself),
        cmocka_unit_test(one_pixel_has_no_scores),
        cmocka_unit_test(structure_limit_is_three_deviations_of_white_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
