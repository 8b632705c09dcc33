/* Masks of several channels: what they have in common, and what they keep. */
#include <string.h>

#include <woad/woad.h>

#include "base/alloc.h"
#include "support.h"

static woad_mask *design(
    size_t width, size_t height, size_t depth, size_t channels, uint64_t seed)
{
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    woad_mask *mask;
    params.width = width;
    params.height = height;
    params.depth = depth;
    params.channels = channels;
    params.seed = seed;
    params.refine.trials = 10;
    assert_int_equal(woad_design(&params, NULL, NULL, &mask, NULL, NULL), WOAD_OK);
    return mask;
}

static void each_channel_is_a_permutation_of_its_own(void **state)
{
    (void)state;
    woad_mask *mask = design(13, 9, 2, 3, 5);
    assert_int_equal(mask->channels, 3);
    for (size_t p = 0; p < 6; p++) {
        size_t distinct;
        assert_int_equal(woad_mask_distinct(mask, p / 3, p % 3, &distinct, NULL), WOAD_OK);
        assert_int_equal(distinct, 13 * 9);
    }
    for (size_t i = 0; i < 13 * 9 * 2 * 3; i++)
        assert_close((double)mask->thresholds[i], (mask->ranks[i] + 0.5) / (13 * 9), 1e-6, 1);
    woad_mask_destroy(mask);
}

static void the_first_channel_is_the_mask_alone(void **state)
{
    (void)state;
    woad_mask *one = design(24, 16, 1, 1, 3), *four = design(24, 16, 1, 4, 3);
    for (size_t i = 0; i < 24 * 16; i++)
        assert_int_equal(four->ranks[4 * i], one->ranks[i]);
    woad_mask_destroy(one);
    woad_mask_destroy(four);
}

/* Below what independent noise has, on average and, over five seeds, in each. */
static void channels_have_less_in_common_than_noise(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        woad_mask *mask = design(32, 32, 1, 3, seed);
        for (size_t pair = 0; pair < 3; pair++) {
            woad_coherence_scores scores;
            assert_int_equal(
                woad_coherence(mask, 0, pair, mask, 0, (pair + 1) % 3, &scores, NULL), WOAD_OK);
            assert_true(scores.mean < scores.white_mean);
        }
        woad_mask_destroy(mask);
    }
}

/* A shift keeps what a mask scores: the second channel scores as its own seed alone does. */
static void moving_keeps_the_scores(void **state)
{
    (void)state;
    woad_mask *mask = design(32, 32, 1, 2, 1);
    woad_scores first, second;
    assert_int_equal(woad_score(mask, 0, 0, &first, NULL), WOAD_OK);
    assert_int_equal(woad_score(mask, 0, 1, &second, NULL), WOAD_OK);
    for (size_t s = 0; s < WOAD_SCORE_SIGMAS; s++)
        assert_true(second.dither_error_db[s] < first.dither_error_db[s] + 1);
    woad_mask_destroy(mask);
}

static void a_start_has_one_channel(void **state)
{
    (void)state;
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    woad_error error = {""};
    woad_mask *start = design(8, 8, 1, 1, 1), *mask = NULL;
    params.width = params.height = 8;
    params.channels = 2;
    assert_int_equal(
        woad_design(&params, start, NULL, &mask, NULL, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "mask.channels"));
    params.channels = 5;
    assert_int_equal(
        woad_design(&params, NULL, NULL, &mask, NULL, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "mask.channels is 5: it must be 1 to 4"));
    assert_null(mask);
    woad_mask_destroy(start);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_channel_is_a_permutation_of_its_own),
        cmocka_unit_test(the_first_channel_is_the_mask_alone),
        cmocka_unit_test(channels_have_less_in_common_than_noise),
        cmocka_unit_test(moving_keeps_the_scores),
        cmocka_unit_test(a_start_has_one_channel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
