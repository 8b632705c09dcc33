/* test_set.c - sets of masks: what they have in common, and that each can be made alone. */
#include <math.h>
#include <string.h>

#include <woad/woad.h>

#include "base/alloc.h"
#include "score_reference.h"
#include "set.h"

static woad_design_params small(size_t width, size_t height)
{
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    params.width = width;
    params.height = height;
    params.refine.trials = 2;
    return params;
}

static void assert_same(const woad_mask *a, const woad_mask *b)
{
    size_t count = woad_mask_count(a);
    assert_int_equal(count, woad_mask_count(b));
    assert_memory_equal(a->ranks, b->ranks, count * sizeof *a->ranks);
    assert_memory_equal(a->thresholds, b->thresholds, count * sizeof *a->thresholds);
}

static void destroy(woad_mask **masks, size_t count)
{
    for (size_t m = 0; m < count; m++)
        woad_mask_destroy(masks[m]);
}

/* ---- shifts ------------------------------------------------------------------------------ */

static void a_shift_moves_every_value_around_its_frame(void **state)
{
    (void)state;
    woad_mask *mask, *moved;
    assert_int_equal(woad_mask_create(5, 4, 2, 3, &mask, NULL), WOAD_OK);
    assert_int_equal(woad_mask_create(5, 4, 2, 3, &moved, NULL), WOAD_OK);
    for (uint32_t i = 0; i < 120; i++) {
        moved->ranks[i] = mask->ranks[i] = i;
        moved->thresholds[i] = mask->thresholds[i] = (float)i;
    }
    woad_mask_move(moved, (woad_shift){5 * 3 + 2, 4 * 7 + 3}); /* 2 to the right, 3 down */
    for (size_t i = 0; i < 120; i++) {
        size_t c = i % 3, x = i / 3 % 5, y = i / 15 % 4, f = i / 60;
        size_t to = ((f * 4 + (y + 3) % 4) * 5 + (x + 2) % 5) * 3 + c;
        assert_int_equal(moved->ranks[to], i);
        assert_true(moved->thresholds[to] == (float)i);
    }
    woad_mask_destroy(mask);
    woad_mask_destroy(moved);
}

static void a_design_is_moved_by_its_recipe(void **state)
{
    (void)state;
    woad_design_params params = small(9, 7);
    woad_mask *alone, *moved;
    assert_int_equal(woad_design(&params, NULL, NULL, &alone, NULL, NULL), WOAD_OK);
    params.shift_x = 4;
    params.shift_y = 8;
    assert_int_equal(woad_design(&params, NULL, NULL, &moved, NULL, NULL), WOAD_OK);
    assert_non_null(strstr(moved->recipe, "shift_x = 4\nshift_y = 8\n"));
    woad_mask_move(alone, (woad_shift){4, 1});
    assert_same(alone, moved);
    woad_mask_destroy(alone);
    woad_mask_destroy(moved);
}

/* ---- what masks have in common ---------------------------------------------------------- */

/* The shift that is chosen has the least coherence of those on its lattice, each computed by
 * itself; the last two sizes have a lattice coarser than their pixels. */
static void the_shift_is_the_best_of_its_lattice(void **state)
{
    (void)state;
    static const struct {
        size_t width, height, step_x, step_y;
    } sizes[] = {{12, 7, 1, 1}, {1, 9, 1, 1}, {130, 2, 5, 1}, {6, 128, 1, 2}};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        size_t w = sizes[s].width, h = sizes[s].height;
        woad_mask *a = random_mask(w, h, 2 * s + 1), *b = random_mask(w, h, 2 * s + 2);
        woad_mask *moving = random_mask(w, h, 2 * s + 2), *const set[] = {a, b};
        woad_coherence_scores chosen, scores;
        woad_shift shifts[2];
        assert_int_equal(woad_set_decorrelate(set, 2, shifts, NULL), WOAD_OK);
        assert_true(shifts[0].right == 0 && shifts[0].down == 0);
        assert_int_equal(woad_coherence(a, 0, 0, b, 0, 0, &chosen, NULL), WOAD_OK);
        double least = INFINITY;
        for (size_t y = 0; y < h; y += sizes[s].step_y) {
            for (size_t x = 0; x < w; x += sizes[s].step_x) {
                woad_mask_move(moving, (woad_shift){x, y});
                assert_int_equal(woad_coherence(a, 0, 0, moving, 0, 0, &scores, NULL), WOAD_OK);
                least = fmin(least, scores.mean);
                woad_mask_move(moving, (woad_shift){w - x, h - y});
            }
        }
        assert_near(chosen.mean, least, 1e-5);
        woad_mask_destroy(a);
        woad_mask_destroy(b);
        woad_mask_destroy(moving);
    }
}

/* On average below independent noise, and none far above. */
static void a_set_has_less_in_common_than_noise(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        woad_design_params params = small(32, 32);
        woad_mask *masks[8];
        woad_coherence_scores scores = {0};
        double sum = 0, largest = 0;
        params.seed = seed;
        assert_int_equal(woad_design_set(&params, 8, NULL, masks, NULL, NULL, NULL), WOAD_OK);
        for (size_t i = 0; i < 8; i++) {
            for (size_t j = 0; j < i; j++) {
                assert_int_equal(
                    woad_coherence(masks[j], 0, 0, masks[i], 0, 0, &scores, NULL), WOAD_OK);
                sum += scores.mean / 28;
                largest = fmax(largest, scores.mean);
            }
        }
        assert_true(sum < 0.95 * scores.white_mean);
        assert_true(largest < scores.white_mean + scores.white_deviation);
        destroy(masks, 8);
    }
}

/* ---- sets -------------------------------------------------------------------------------- */

static void the_recipe_of_each_makes_it_alone(void **state)
{
    (void)state;
    static const struct {
        size_t width, height, depth, channels;
    } kinds[] = {{16, 12, 1, 1}, {9, 8, 3, 1}, {8, 8, 1, 3}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        woad_design_params params = small(kinds[k].width, kinds[k].height);
        woad_mask *masks[4];
        params.depth = kinds[k].depth;
        params.channels = kinds[k].channels;
        params.shift_x = 3;
        params.seed = 7;
        assert_int_equal(woad_design_set(&params, 4, NULL, masks, NULL, NULL, NULL), WOAD_OK);
        for (size_t m = 0; m < 4; m++) {
            woad_design_params own = WOAD_DESIGN_DEFAULTS;
            woad_mask *alone;
            assert_int_equal(woad_recipe_parse(masks[m]->recipe, "m", &own, NULL), WOAD_OK);
            assert_true(m > 0 || (own.seed == 7 && own.shift_x == 3 && own.shift_y == 0));
            assert_int_equal(woad_design(&own, NULL, NULL, &alone, NULL, NULL), WOAD_OK);
            assert_same(alone, masks[m]);
            woad_mask_destroy(alone);
        }
        destroy(masks, 4);
    }
}

/* Up to a shift, no channel of a mask is a channel of another: by their sorted neighbours. */
static void no_channel_comes_twice(void **state)
{
    (void)state;
    woad_design_params params = small(8, 8);
    woad_mask *masks[4];
    params.channels = 4;
    assert_int_equal(woad_design_set(&params, 4, NULL, masks, NULL, NULL, NULL), WOAD_OK);
    uint32_t steps[16];
    for (size_t p = 0; p < 16; p++) {
        const woad_mask *mask = masks[p / 4];
        size_t zero = 0;
        while (mask->ranks[zero * 4 + p % 4] != 0)
            zero++;
        size_t right = zero / 8 * 8 + (zero + 1) % 8, down = (zero + 8) % 64;
        steps[p] = mask->ranks[right * 4 + p % 4] * 64 + mask->ranks[down * 4 + p % 4];
        for (size_t q = 0; q < p; q++)
            assert_int_not_equal(steps[q], steps[p]);
    }
    destroy(masks, 4);
}

typedef struct seen {
    size_t started, sweeps;  /* of a mask, told to the observer */
    size_t stop_in, stop_at; /* of this mask, at this sweep */
    bool stopped, goes_on;   /* to stop */
} seen;

static bool look(const woad_progress *progress, void *user)
{
    seen *s = user;
    bool starts = progress->stage == WOAD_STAGE_START;
    assert_int_equal(progress->members, 4);
    assert_int_equal(progress->member, starts ? ++s->started : s->started);
    s->sweeps = progress->stage == WOAD_STAGE_REFINE ? progress->iteration : 0;
    if (progress->member == s->stop_in && !starts && s->sweeps == s->stop_at)
        return s->stopped = true;
    return s->stopped && s->goes_on;
}

static void assert_set(seen s, size_t wanted, size_t stopped)
{
    woad_design_params params = small(8, 8);
    params.refine.trials = 4;
    woad_mask *masks[4];
    woad_design_report reports[4];
    const woad_observer observer = {look, &s, 1};
    size_t made = 99;
    assert_int_equal(woad_design_set(&params, 4, &observer, masks, reports, &made, NULL),
        stopped < 4 ? WOAD_STOP_CALLER : WOAD_OK);
    assert_int_equal(made, wanted);
    for (size_t m = 0; m < made; m++) {
        size_t distinct;
        assert_int_equal(reports[m].stop, m == stopped ? WOAD_STOP_CALLER : WOAD_OK);
        assert_int_equal(woad_mask_distinct(masks[m], 0, 0, &distinct, NULL), WOAD_OK);
        assert_int_equal(distinct, 64);
    }
    for (size_t m = made; m < 4; m++)
        assert_null(masks[m]);
    destroy(masks, made);
}

/* Who stops one mask only gets the others; who goes on to stop gets what was made, but for a mask
 * that is its start. */
static void a_mask_can_be_stopped_or_the_set(void **state)
{
    (void)state;
    assert_set((seen){.stop_in = 9}, 4, 9);
    assert_set((seen){.stop_in = 1, .stop_at = 2}, 4, 1);
    assert_set((seen){.stop_in = 1, .stop_at = 0}, 4, 1);
    assert_set((seen){.stop_in = 1, .stop_at = 2, .goes_on = true}, 2, 1);
    assert_set((seen){.stop_in = 1, .stop_at = 0, .goes_on = true}, 1, 1);
    assert_set((seen){.stop_in = 0, .stop_at = 0, .goes_on = true}, 1, 0);
    assert_set((seen){.stop_in = 3, .stop_at = 0}, 3, 3);
}

/* Of the reasons to stop the caller's is told, whatever ended the masks before. */
static void a_stop_by_the_caller_is_told_first(void **state)
{
    (void)state;
    woad_design_params params = small(8, 8);
    params.refine.trials = 1000;
    params.refine.temperature = 0;
    woad_mask *masks[4];
    woad_design_report reports[4];
    seen s = {.stop_in = 1, .stop_at = 1};
    const woad_observer observer = {look, &s, 1};
    assert_int_equal(
        woad_design_set(&params, 4, &observer, masks, reports, NULL, NULL), WOAD_STOP_CALLER);
    assert_int_equal(reports[0].stop, WOAD_STOP_NO_GAIN);
    assert_int_equal(reports[1].stop, WOAD_STOP_CALLER);
    destroy(masks, 4);
}

static void what_is_no_set_is_refused(void **state)
{
    (void)state;
    woad_design_params params = small(8, 8);
    woad_mask *masks[1] = {NULL};
    woad_error error;
    assert_int_equal(
        woad_design_set(&params, 0, NULL, masks, NULL, NULL, &error), WOAD_ERROR_ARGUMENT);
    assert_string_equal(error.message, "a set of 0 masks: it must have 1 to 256");
    assert_int_equal(
        woad_design_set(&params, 257, NULL, masks, NULL, NULL, NULL), WOAD_ERROR_ARGUMENT);
    params.shift_x = WOAD_MAX_AXIS;
    assert_int_equal(
        woad_design_set(&params, 1, NULL, masks, NULL, NULL, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "mask.shift_x is 32768: it must be 0 to 32767"));
    assert_null(masks[0]);
}

/* One mask more costs its ranks, thresholds and half spectra: of all components of vectors too. */
static void memory_counts_masks_and_their_spectra(void **state)
{
    (void)state;
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    size_t alone, one, most, fewer;
    params.depth = 2;
    for (size_t channels = 1; channels <= 3; channels += 2) {
        if (channels == 3)
            assert_int_equal(woad_recipe_set("mask.pdf=sphere", &params, NULL), WOAD_OK);
        assert_int_equal(woad_design_memory(&params, &alone, NULL), WOAD_OK);
        assert_int_equal(woad_design_set_memory(&params, 1, &one, NULL), WOAD_OK);
        assert_int_equal(woad_design_set_memory(&params, 256, &most, NULL), WOAD_OK);
        assert_int_equal(woad_design_set_memory(&params, 255, &fewer, NULL), WOAD_OK);
        assert_int_equal(one, alone);
        assert_int_equal(most - fewer, 2 * channels * (64 * 64 * 8 + 64 * 40 * 8));
    }
    assert_int_equal(woad_design_set_memory(&params, 257, &most, NULL), WOAD_ERROR_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shift_moves_every_value_around_its_frame),
        cmocka_unit_test(a_design_is_moved_by_its_recipe),
        cmocka_unit_test(the_shift_is_the_best_of_its_lattice),
        cmocka_unit_test(a_set_has_less_in_common_than_noise),
        cmocka_unit_test(the_recipe_of_each_makes_it_alone),
        cmocka_unit_test(no_channel_comes_twice),
        cmocka_unit_test(a_mask_can_be_stopped_or_the_set),
        cmocka_unit_test(a_stop_by_the_caller_is_told_first),
        cmocka_unit_test(memory_counts_masks_and_their_spectra),
        cmocka_unit_test(what_is_no_set_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
