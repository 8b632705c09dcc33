/* test_score_damage.c - the traces of what is done to masks. */
#include "score_reference.h"

#include <stdlib.h>
#include <string.h>

#include <woad/score.h>

#include "base/random.h"

enum { SIDE = 64, COUNT = SIDE * SIDE };

static woad_damage damage_of(const woad_mask *mask)
{
    woad_damage d;
    assert_int_equal(woad_score_damage(mask, 0, 0, &d, NULL), WOAD_OK);
    return d;
}

static woad_mask *builtin(void)
{
    woad_mask *mask = NULL;
    assert_int_equal(woad_mask_builtin(0, &mask, NULL), WOAD_OK);
    return mask;
}

static void masks_have_no_traces(void **state)
{
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        woad_mask *mask = i == 0 ? builtin() : random_mask(40 + 8 * i, 64, i);
        for (int eight = 0; eight < 2; eight++) {
            woad_damage d = damage_of(mask);
            assert_close(d.variance, 1, 1e-3, 1);
            assert_true(d.neighbour_correlation < 0.05);
            assert_true(d.quantised_coefficients < 0.1);
            assert_true(d.stretched_deviation < 0.01);
            for (size_t k = 0; k < woad_mask_count(mask); k++)
                mask->thresholds[k] = (floorf(mask->thresholds[k] * 256) + 0.5f) / 256;
            mask->bits = 8;
        }
        woad_mask_destroy(mask);
    }
}

/* T.81, A.3.3: 1/4 C(u) C(v) sum f cos cos, C(0) = 1 / sqrt(2). */
static double cosine(size_t x, size_t u)
{
    return cos((2.0 * (double)x + 1) * (double)u * acos(-1.0) / 16) *
           (u == 0 ? sqrt(0.125) : 0.5);
}

/* Takes one block of 8-bit samples there, to multiples of the steps, and back. */
static void compress_block(double block[64], double step)
{
    double coefficients[64];
    for (size_t k = 0; k < 64; k++) {
        double sum = 0;
        for (size_t i = 0; i < 64; i++)
            sum += (block[i] - 128) * cosine(i % 8, k % 8) * cosine(i / 8, k / 8);
        double q = floor(step * (1 + (double)(k % 8 + k / 8) / 4));
        coefficients[k] = q * round(sum / q);
    }
    for (size_t i = 0; i < 64; i++) {
        double sum = 128;
        for (size_t k = 0; k < 64; k++)
            sum += coefficients[k] * cosine(i % 8, k % 8) * cosine(i / 8, k / 8);
        block[i] = fmin(fmax(round(sum), 0), 255);
    }
}

static void compression_in_blocks_is_seen(void **state)
{
    (void)state;
    for (double step = 3; step < 20; step *= 2) {
        woad_mask *mask = builtin();
        for (size_t b = 0; b < COUNT / 64; b++) {
            double block[64];
            float *first = mask->thresholds + b / 8 * 8 * SIDE + b % 8 * 8;
            for (size_t i = 0; i < 64; i++)
                block[i] = floor(256 * (double)first[i / 8 * SIDE + i % 8]);
            compress_block(block, step);
            for (size_t i = 0; i < 64; i++)
                first[i / 8 * SIDE + i % 8] = (float)((block[i] + 0.5) / 256);
        }
        mask->bits = 8;
        assert_true(damage_of(mask).quantised_coefficients > 0.6);
        woad_mask_destroy(mask);
    }
}

/* Each pixel twice in both directions: half of all neighbours are the same one. */
static void enlarging_makes_neighbours_alike(void **state)
{
    (void)state;
    woad_mask *mask = builtin(), *large = random_mask(2 * SIDE, 2 * SIDE, 1);
    double before = damage_of(mask).neighbour_correlation;
    for (size_t i = 0; i < 4 * COUNT; i++)
        large->thresholds[i] = mask->thresholds[i / (2 * SIDE) / 2 * SIDE + i % (2 * SIDE) / 2];
    assert_true(before < -0.2);
    assert_close(damage_of(large).neighbour_correlation, (1 + before) / 2, 1e-6, 1);
    woad_mask_destroy(mask);
    woad_mask_destroy(large);
}

static void rescaled_levels_are_stretched_back(void **state)
{
    (void)state;
    woad_mask *mask = builtin();
    for (size_t i = 0; i < COUNT; i++)
        mask->thresholds[i] = 0.0625f + 0.859375f * mask->thresholds[i];
    woad_damage d = damage_of(mask);
    assert_close(d.variance, 0.859375 * 0.859375, 1e-3, 1);
    assert_true(d.stretched_deviation < 0.001);
    for (size_t i = 0; i < COUNT; i++)
        mask->thresholds[i] *= mask->thresholds[i];
    assert_true(damage_of(mask).stretched_deviation > 0.1);
    for (size_t i = 0; i < COUNT; i++)
        mask->thresholds[i] = 0.5f;
    d = damage_of(mask);
    assert_close(d.variance, 0, 1e-12, 1);
    assert_close(d.neighbour_correlation, 1, 1e-12, 1);
    woad_mask_destroy(mask);
}

static void planes_that_are_not_there_are_refused(void **state)
{
    (void)state;
    woad_mask *mask = random_mask(3, 5, 1);
    woad_damage d;
    woad_error error;
    assert_int_equal(woad_score_damage(mask, 1, 0, &d, &error), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_score_damage(mask, 0, 1, &d, &error), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_score_damage(mask, 0, 0, &d, &error), WOAD_OK);
    assert_close(d.quantised_coefficients, 0, 1e-12, 1);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(masks_have_no_traces),
        cmocka_unit_test(compression_in_blocks_is_seen),
        cmocka_unit_test(enlarging_makes_neighbours_alike),
        cmocka_unit_test(rescaled_levels_are_stretched_back),
        cmocka_unit_test(planes_that_are_not_there_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
