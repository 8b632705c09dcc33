/* test_refine.c - swaps of ranks: what they gain, what they keep, and what they depend on. */
#include <math.h>
#include <string.h>

#include <woad/woad.h>

#include "base/alloc.h"
#include "base/random.h"
#include "kernel.h"
#include "patches.h"
#include "support.h"

static woad_design_params refining(size_t width, size_t height, size_t trials)
{
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    params.width = width;
    params.height = height;
    params.baseline.method = WOAD_BASELINE_WHITE_NOISE;
    params.refine.trials = trials;
    return params;
}

static uint32_t *shuffled(size_t count, uint64_t seed)
{
    uint32_t *ranks = woad_array(count, sizeof *ranks);
    woad_random random = woad_random_seed(seed, 0);
    for (size_t i = 0; i < count; i++) {
        size_t j = (size_t)(woad_random_next(&random) % (i + 1));
        ranks[i] = ranks[j];
        ranks[j] = (uint32_t)i;
    }
    return ranks;
}

static woad_taps taps_of(const char *kernel, size_t width, size_t height)
{
    woad_taps taps;
    assert_int_equal(woad_taps_create(kernel, 0, width, height, &taps, NULL), WOAD_OK);
    return taps;
}

/* -1/2 sum_ij g(i-j) |u_i - u_j|, u = rank / count, as it is written. */
static double pair_energy(
    const woad_taps *taps, const uint32_t *ranks, size_t width, size_t height)
{
    double sum = 0;
    for (size_t i = 0; i < width * height; i++) {
        for (size_t t = 0; t < taps->width * taps->height; t++) {
            size_t x = (i % width + t % taps->width + width - taps->left) % width;
            size_t y = (i / width + t / taps->width + height - taps->top) % height;
            sum += taps->weights[t] * fabs((double)ranks[i] - (double)ranks[y * width + x]);
        }
    }
    return -sum / 2 / (double)(width * height);
}

static void assert_ranks(const uint32_t *ranks, size_t count)
{
    uint8_t *seen = woad_array(count, 1);
    for (size_t i = 0; i < count; i++) {
        assert_true(ranks[i] < count);
        assert_int_equal(seen[ranks[i]]++, 0);
    }
    woad_free(seen);
}

/* Kernels wide and narrow, toruses larger and smaller than they, whole and in patches; the reported gain is the fall
 * of the energy, to the rounding of the taps. */
static void sweeps_gain_what_they_say(void **state)
{
    (void)state;
    static const struct {
        const char *kernel;
        size_t width, height;
        double temperature;
    } cases[] = {{"1.5", 32, 24, 0}, {"1:3,3:1", 19, 40, 0}, {"box:3", 8, 8, 0},
        {"2", 5, 31, 0}, {"1.5", 32, 24, 20}, {"exponential:1", 64, 1, 0}, {"4", 3, 3, 0},
        {"1", 420, 20, 0}, {"1:3,1.5:1", 17, 900, 3}, {"1", 400, 390, 0},
        {"1:9,1.5:24,2.5:50,4:40", 41, 37, 2}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        size_t width = cases[c].width, height = cases[c].height, count = width * height;
        woad_taps taps = taps_of(cases[c].kernel, width, height);
        uint32_t *ranks = shuffled(count, c);
        double before = pair_energy(&taps, ranks, width, height);
        woad_patches *patches;
        assert_int_equal(
            woad_patches_create(&taps, width, height, ranks, 1, 1, &patches, NULL), WOAD_OK);
        double gain = 0;
        uint64_t swapped = 0;
        for (size_t k = 0; k < 6; k++) {
            woad_exchange_outcome done =
                woad_patches_sweep(patches, k, cases[c].temperature, 0.1);
            assert_true(done.tried <= count && done.swapped <= done.tried);
            assert_true(cases[c].temperature > 0 || done.gain >= 0);
            gain += done.gain;
            swapped += done.swapped;
        }
        woad_patches_ranks(patches, ranks);
        assert_ranks(ranks, count);
        assert_true(swapped > 0);
        double fall = before - pair_energy(&taps, ranks, width, height);
        assert_close(gain, fall, 2e-3, fabs(before));
        assert_true(cases[c].temperature > 0 || fall > 0);
        woad_patches_destroy(patches);
        woad_taps_clear(&taps);
        woad_free(ranks);
    }
}

static uint32_t *refined(const woad_design_params *params)
{
    woad_mask *mask;
    size_t count = params->width * params->height;
    uint32_t *ranks = woad_array(count, sizeof *ranks);
    assert_int_equal(woad_design(params, NULL, NULL, &mask, NULL, NULL), WOAD_OK);
    memcpy(ranks, mask->ranks, count * sizeof *ranks);
    woad_mask_destroy(mask);
    return ranks;
}

static void threads_change_nothing(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{150, 110}, {800, 60}}; /* the second in patches */
    for (size_t s = 0; s < 2; s++) {
        woad_design_params params = refining(sizes[s][0], sizes[s][1], 4);
        uint32_t *one = refined(&params);
        for (size_t threads = 2; threads <= 20; threads += 3) {
            params.threads = threads;
            uint32_t *many = refined(&params);
            assert_memory_equal(one, many, sizes[s][0] * sizes[s][1] * sizeof *one);
            woad_free(many);
        }
        woad_free(one);
    }
}

static void every_size_stays_a_permutation(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {
        {1, 1}, {2, 1}, {1, 7}, {3, 5}, {10, 10}, {33, 17}, {1, 300}, {130, 129}, {300, 260}};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        woad_design_params params = refining(sizes[s][0], sizes[s][1], 3);
        uint32_t *ranks = refined(&params);
        assert_ranks(ranks, params.width * params.height);
        woad_free(ranks);
    }
}

/* The bytes of a sweep, on every machine. */
static void ranks_are_the_same_everywhere(void **state)
{
    (void)state;
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    params.width = 48;
    params.height = 40;
    params.refine.trials = 12;
    uint32_t *ranks = refined(&params);
    uint64_t hash = 0;
    for (size_t i = 0; i < 48 * 40; i++)
        hash = woad_hash(hash ^ ranks[i]);
    if (hash != UINT64_C(0x8314ade738edb8ce))
        fail_msg("%#llx", (unsigned long long)hash);
    woad_free(ranks);
}

/* Greedy swaps end where none gains, long before their trials are used up. */
static void without_temperature_it_ends_where_nothing_gains(void **state)
{
    (void)state;
    woad_design_params params = refining(24, 24, 1000);
    woad_mask *mask;
    woad_design_report report;
    params.refine.temperature = 0;
    assert_int_equal(woad_design(&params, NULL, NULL, &mask, &report, NULL), WOAD_STOP_NO_GAIN);
    assert_true(report.sweeps > 2 && report.sweeps < 500);
    assert_true(report.after.total < report.before.total);
    woad_mask_destroy(mask);
}

typedef struct stopper {
    size_t calls, stop_at;
    woad_progress last;
} stopper;

static bool stop_refining(const woad_progress *progress, void *user)
{
    stopper *s = user;
    if (progress->stage != WOAD_STAGE_REFINE)
        return false;
    s->last = *progress;
    return ++s->calls == s->stop_at;
}

static void the_caller_can_stop_it_and_hears_of_each_sweep(void **state)
{
    (void)state;
    stopper s = {.stop_at = 7};
    const woad_observer observer = {stop_refining, &s, 1};
    woad_design_params params = refining(32, 32, 1000000);
    woad_mask *mask;
    woad_design_report report;
    assert_int_equal(
        woad_design(&params, NULL, &observer, &mask, &report, NULL), WOAD_STOP_CALLER);
    assert_int_equal(s.calls, 7);
    assert_int_equal(s.last.iteration, 7);
    assert_int_equal(s.last.iterations, 1000000);
    assert_true(s.last.losses.total < report.before.total);
    assert_true(report.after.total < report.before.total);
    assert_ranks(mask->ranks, 1024);
    woad_mask_destroy(mask);
}

/* One narrow kernel, annealed for long, crystallises; the watch keeps it from that. */
static void structure_is_seen_and_taken_back(void **state)
{
    (void)state;
    woad_design_params params = refining(64, 64, 600);
    woad_mask *mask;
    woad_design_report report;
    woad_scores scores;
    strcpy(params.loss.dither.kernel, "0.5");
    params.loss.dither.radius = 0;
    params.refine.temperature = 100;
    params.refine.reach = 0.05;
    assert_int_equal(woad_design(&params, NULL, NULL, &mask, &report, NULL), WOAD_OK);
    assert_true(report.backoffs > 0);
    assert_int_equal(woad_score(mask, 0, 0, &scores, NULL), WOAD_OK);
    assert_true(scores.high_band_cv <= woad_structure_limit(64 * 64));
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sweeps_gain_what_they_say),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(every_size_stays_a_permutation),
        cmocka_unit_test(ranks_are_the_same_everywhere),
        cmocka_unit_test(without_temperature_it_ends_where_nothing_gains),
        cmocka_unit_test(the_caller_can_stop_it_and_hears_of_each_sweep),
        cmocka_unit_test(structure_is_seen_and_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
