/* test_score_spacetime.c - the error through time, against its definition. */
#include "score_reference.h"

#include <string.h>

#include <woad/score.h>

#include "mask.h"

enum { SPACE_1, SPACE_2_5, TIME_0_1, BOTH_1_0_1 };

/* Frames that are a random permutation each, in the given channel; the other channels are 0. */
static woad_mask *random_volume(
    size_t width, size_t height, size_t depth, size_t channels, size_t channel, uint64_t seed)
{
    woad_mask *mask = NULL;
    assert_int_equal(woad_mask_create(width, height, depth, channels, &mask, NULL), WOAD_OK);
    for (size_t frame = 0; frame < depth; frame++) {
        woad_mask *one = random_mask(width, height, seed + frame);
        woad_plane plane = woad_mask_plane(mask, frame, channel);
        for (size_t i = 0; i < plane.count; i++)
            plane.ranks[i * plane.stride] = one->ranks[i];
        woad_mask_destroy(one);
    }
    return mask;
}

/* exp(-2 pi i k x / n) for all k and x. */
static double complex *twiddles(size_t n)
{
    double complex *table = calloc(n * n, sizeof *table);
    assert_non_null(table);
    for (size_t i = 0; i < n * n; i++)
        table[i] = cexp(-2 * REFERENCE_PI * I * (double)(i / n * (i % n)) / (double)n);
    return table;
}

static double frequency(size_t k, size_t n)
{
    return (double)(2 * k <= n ? k : n - k) / (double)n;
}

static void filter_powers(double fx, double fy, double ft, double out[WOAD_SPACETIME_FILTERS])
{
    double f2 = fx * fx + fy * fy;
    double in_time = pow(cabs(0.1 / (1 - 0.9 * cexp(-2 * REFERENCE_PI * I * ft))), 2);
    out[SPACE_1] = exp(-4 * REFERENCE_PI * REFERENCE_PI * f2);
    out[SPACE_2_5] = exp(-4 * REFERENCE_PI * REFERENCE_PI * 2.5 * 2.5 * f2);
    out[TIME_0_1] = in_time;
    out[BOTH_1_0_1] = out[SPACE_1] * in_time;
}

/* |F(kx, ky, kt)|^2 / N, summed over the thresholds. */
static double threshold_power(const woad_mask *mask, size_t k, const double complex *x_turns,
    const double complex *y_turns, const double complex *t_turns)
{
    size_t w = mask->width, h = mask->height, d = mask->depth, n = w * h * d;
    size_t kx = k % w, ky = k / w % h, kt = k / w / h;
    double power = 0;
    for (unsigned level = 1; level < 128; level++) {
        double complex sum = 0;
        for (size_t i = 0; i < n; i++) {
            double u = (mask->ranks[i] + 0.5) / (double)(w * h), t = level / 128.0;
            sum += ((u < t) - t) * x_turns[kx * w + i % w] * y_turns[ky * h + i / w % h] *
                   t_turns[kt * d + i / w / h];
        }
        power += creal(sum * conj(sum)) / (double)n;
    }
    return power;
}

static woad_spacetime_scores reference_scores(const woad_mask *mask)
{
    size_t w = mask->width, h = mask->height, d = mask->depth;
    double complex *x = twiddles(w), *y = twiddles(h), *t = twiddles(d);
    double energy[WOAD_SPACETIME_FILTERS] = {0}, white[WOAD_SPACETIME_FILTERS] = {0};
    double variance = 0;
    for (unsigned level = 1; level < 128; level++)
        variance += level / 128.0 * (1 - level / 128.0);
    for (size_t k = 0; k < w * h * d; k++) {
        double gains[WOAD_SPACETIME_FILTERS], power = threshold_power(mask, k, x, y, t);
        filter_powers(
            frequency(k % w, w), frequency(k / w % h, h), frequency(k / w / h, d), gains);
        for (int f = 0; f < WOAD_SPACETIME_FILTERS; f++) {
            energy[f] += power * gains[f];
            white[f] += variance * gains[f];
        }
    }
    woad_spacetime_scores scores;
    for (int f = 0; f < WOAD_SPACETIME_FILTERS; f++)
        scores.error_db[f] = 10 * log10(energy[f] / white[f]);
    free(x);
    free(y);
    free(t);
    return scores;
}

static void scores_are_those_of_the_definition(void **state)
{
    (void)state;
    static const size_t sizes[][3] = {
        {6, 5, 4}, {5, 4, 3}, {8, 3, 5}, {6, 6, 1}, {1, 1, 4}, {1, 5, 6}, {1, 1, 1}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        woad_spacetime_scores scores, expected;
        woad_mask *mask = random_volume(sizes[i][0], sizes[i][1], sizes[i][2], 1, 0, 40 * i);
        assert_int_equal(woad_score_spacetime(mask, 0, &scores, NULL), WOAD_OK);
        expected = reference_scores(mask);
        for (int f = 0; f < WOAD_SPACETIME_FILTERS; f++)
            assert_near(scores.error_db[f], expected.error_db[f], 1e-4);
        woad_mask_destroy(mask);
    }
}

/* What a blur lets through of white noise without each frame's mean, which a permutation fixes,
 * in dB against all of it. */
static double without_mean_db(size_t width, size_t height, double sigma)
{
    double all = 0;
    for (size_t k = 0; k < width * height; k++) {
        double f = hypot(frequency(k % width, width), frequency(k / width, height));
        all += exp(-4 * REFERENCE_PI * REFERENCE_PI * sigma * sigma * f * f);
    }
    return 10 * log10((all - 1) / all);
}

static void random_permutations_score_as_white_noise(void **state)
{
    (void)state;
    woad_spacetime_scores scores;
    woad_mask *mask = random_volume(32, 24, 16, 1, 0, 5);
    assert_int_equal(woad_score_spacetime(mask, 0, &scores, NULL), WOAD_OK);
    assert_near(scores.error_db[SPACE_1], without_mean_db(32, 24, 1), 0.2);
    assert_near(scores.error_db[SPACE_2_5], without_mean_db(32, 24, 2.5), 0.4);
    assert_near(scores.error_db[TIME_0_1], 0, 0.1);
    assert_near(scores.error_db[BOTH_1_0_1], without_mean_db(32, 24, 1), 0.4);
    woad_mask_destroy(mask);
}

/* Two frames that are each other's negative, [u < t] against [1 - u < t], cancel in time. */
static void opposite_frames_are_better_in_time_and_no_better_in_space(void **state)
{
    (void)state;
    woad_spacetime_scores noise, opposite;
    woad_mask *mask = random_volume(16, 16, 8, 1, 0, 6);
    assert_int_equal(woad_score_spacetime(mask, 0, &noise, NULL), WOAD_OK);
    for (size_t i = 0; i < 256 * 8; i++) {
        if (i / 256 % 2 == 1)
            mask->ranks[i] = 255 - mask->ranks[i - 256];
    }
    assert_int_equal(woad_score_spacetime(mask, 0, &opposite, NULL), WOAD_OK);
    assert_true(opposite.error_db[TIME_0_1] < noise.error_db[TIME_0_1] - 1);
    assert_true(opposite.error_db[BOTH_1_0_1] < noise.error_db[BOTH_1_0_1] - 1);
    assert_near(opposite.error_db[SPACE_1], noise.error_db[SPACE_1], 0.5);
    woad_mask_destroy(mask);
}

static void each_channel_is_scored_by_itself(void **state)
{
    (void)state;
    woad_spacetime_scores expected, scores;
    woad_mask *alone = random_volume(7, 6, 3, 1, 0, 9),
              *among = random_volume(7, 6, 3, 3, 2, 9);
    assert_int_equal(woad_score_spacetime(alone, 0, &expected, NULL), WOAD_OK);
    assert_int_equal(woad_score_spacetime(among, 2, &scores, NULL), WOAD_OK);
    assert_memory_equal(&scores, &expected, sizeof scores);
    assert_int_equal(woad_score_spacetime(among, 3, &scores, NULL), WOAD_ERROR_ARGUMENT);
    woad_mask_destroy(alone);
    woad_mask_destroy(among);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_are_those_of_the_definition),
        cmocka_unit_test(random_permutations_score_as_white_noise),
        cmocka_unit_test(opposite_frames_are_better_in_time_and_no_better_in_space),
        cmocka_unit_test(each_channel_is_scored_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
