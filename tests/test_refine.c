/* test_refine.c - swaps of ranks: what they gain, what they keep, and what they depend on. */
#include <math.h>
#include <string.h>

#include <woad/woad.h>

#include "base/alloc.h"
#include "base/random.h"
#include "kernel.h"
#include "loss/spectral.h"
#include "loss/term.h"
#include "refine/patches.h"
#include "refine/refine.h"
#include "refine_support.h"
#include "support.h"

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

static woad_taps taps_within(double radius, const char *kernel, size_t width, size_t height)
{
    woad_taps taps;
    assert_int_equal(woad_taps_create(kernel, radius, width, height, &taps, NULL), WOAD_OK);
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

/* Kernels wide and narrow, toruses larger and smaller than they; the reported gain is the fall
 * of the energy, to the rounding of the taps. */
static void sweeps_gain_what_they_say(void **state)
{
    (void)state;
    static const struct {
        const char *kernel;
        size_t width, height;
        double temperature, radius;
    } cases[] = {{"1.5", 32, 24, 0, 0}, {"1:3,3:1", 19, 40, 0, 0}, {"box:3", 8, 8, 0, 0},
        {"2", 5, 31, 0, 0}, {"1.5", 32, 24, 20, 0}, {"exponential:1", 64, 1, 0, 0},
        {"4", 3, 3, 0, 0}, {"1", 420, 20, 0, 0}, {"1:3,1.5:1", 17, 900, 3, 0},
        {"1", 390, 386, 0, 0}, {"64", 400, 30, 0, 5}, {"64", 30, 400, 0, 3},
        {"1:9,1.5:24,2.5:50,4:40", 41, 37, 2, 0}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        size_t width = cases[c].width, height = cases[c].height, count = width * height;
        woad_taps taps = taps_within(cases[c].radius, cases[c].kernel, width, height);
        uint32_t *ranks = shuffled(count, c);
        double before = pair_energy(&taps, ranks, width, height);
        woad_patches *patches;
        woad_slice slice = {0, taps};
        const woad_slices kernel = {1, &slice, taps.self};
        const woad_swap_energy energy = {.pairs = &kernel};
        assert_int_equal(
            woad_patches_create(&energy, width, height, 1, ranks, 1, 1, &patches, NULL),
            WOAD_OK);
        double gain = 0;
        uint64_t swapped = 0;
        for (size_t k = 0; k < (count < 10000 ? 6 : 1); k++) {
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
        assert_close(gain, fall, 1e-4, fmax(fabs(fall), 5e-3 * fabs(before)) + 0.1);
        assert_true(cases[c].temperature > 0 || fall > 0);
        woad_patches_destroy(patches);
        woad_taps_clear(&taps);
        woad_free(ranks);
    }
}

/* ---- with frames ---------------------------------------------------------------------- */

/* The same of a volume, levels being rank * depth + frame. */
static double volume_energy(
    const woad_slices *kernel, const uint32_t *ranks, size_t width, size_t height, size_t depth)
{
    size_t area = width * height;
    double sum = 0;
    for (size_t i = 0; i < area * depth; i++) {
        for (size_t s = 0; s < kernel->count; s++) {
            const woad_taps *taps = &kernel->slices[s].taps;
            size_t frame = (i / area + kernel->slices[s].frame) % depth;
            for (size_t t = 0; t < taps->width * taps->height; t++) {
                size_t x = (i % width + t % taps->width + width - taps->left) % width;
                size_t y = (i % area / width + t / taps->width + height - taps->top) % height;
                double here = (double)(ranks[i] * depth + i / area);
                double there = (double)(ranks[frame * area + y * width + x] * depth + frame);
                sum += taps->weights[t] * fabs(here - there);
            }
        }
    }
    return -sum / 2 / (double)(area * depth);
}

static void volumes_gain_what_they_say(void **state)
{
    (void)state;
    static const struct {
        const char *temporal;
        double space, time, both, temperature;
        size_t width, height, depth, threads;
    } cases[] = {{"ema:0.1", 0.5, 0.5, 1, 0, 16, 12, 6, 1},
        {"box:3", 1, 0, 0.5, 3, 13, 9, 5, 1}, {"gaussian:1", 0, 1, 0, 0, 8, 8, 3, 1},
        {"ema:0.5", 0, 0, 1, 1, 40, 30, 8, 2}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        size_t width = cases[c].width, height = cases[c].height, depth = cases[c].depth;
        size_t area = width * height;
        woad_dither_loss_params params = {.kernel = "1:3,2",
            .space = cases[c].space,
            .time = cases[c].time,
            .both = cases[c].both,
            .both_kernel = "1"};
        strcpy(params.temporal, cases[c].temporal);
        woad_slices kernel;
        assert_int_equal(
            woad_slices_create(&params, width, height, depth, &kernel, NULL), WOAD_OK);
        uint32_t *ranks = woad_array(area * depth, sizeof *ranks);
        for (size_t f = 0; f < depth; f++) {
            uint32_t *frame = shuffled(area, 10 * c + f);
            memcpy(ranks + f * area, frame, area * sizeof *frame);
            woad_free(frame);
        }
        double before = volume_energy(&kernel, ranks, width, height, depth), gain = 0;
        const woad_swap_energy energy = {.pairs = &kernel};
        woad_patches *patches;
        assert_int_equal(woad_patches_create(&energy, width, height, depth, ranks, 1,
                             cases[c].threads, &patches, NULL),
            WOAD_OK);
        for (size_t k = 0; k < 4; k++)
            gain += woad_patches_sweep(patches, k, cases[c].temperature, 0.1).gain;
        woad_patches_ranks(patches, ranks);
        for (size_t f = 0; f < depth; f++)
            assert_ranks(ranks + f * area, area);
        double fall = before - volume_energy(&kernel, ranks, width, height, depth);
        assert_true(fall > 0);
        assert_close(gain, fall, 2e-3, fall);
        woad_patches_destroy(patches);
        woad_slices_clear(&kernel);
        woad_free(ranks);
    }
}

/* ---- with the spectral term ----------------------------------------------------------- */

typedef struct weighing {
    size_t width, height;
    double dither, exponent, spectral, cutoff, temperature;
    woad_grid grid;
    const char *kernel;
} weighing;

static woad_design_params weighed(const weighing *w)
{
    woad_design_params params = refining(w->width, w->height, 3);
    params.refine.temperature = w->temperature;
    params.refine.reach = 0.1;
    params.loss.dither.weight = w->dither;
    params.loss.dither.exponent = w->exponent;
    params.loss.dither.softness = params.loss.dither.softness_start = 1e-6;
    params.loss.dither.radius = 0;
    strcpy(params.loss.dither.kernel, w->kernel);
    params.loss.spectral.weight = w->spectral;
    params.loss.spectral.cutoff = w->cutoff;
    params.loss.spectral.grid = w->grid;
    return params;
}

static woad_losses losses_of(const woad_design_params *params, const uint32_t *ranks)
{
    size_t count = params->width * params->height;
    float *values = woad_array(count, sizeof *values);
    woad_losses losses;
    for (size_t i = 0; i < count; i++)
        values[i] = (float)((2 * (double)ranks[i] + 1) / (double)count - 1);
    assert_int_equal(woad_loss_evaluate(&params->loss, values, params->width, params->height, 1,
                         &losses, NULL, NULL),
        WOAD_OK);
    woad_free(values);
    return losses;
}

static bool keep_gains(size_t done, double temperature, const woad_refine_gains *gains,
    const woad_refinement *refinement, void *user)
{
    (void)done, (void)temperature, (void)refinement;
    *(woad_refine_gains *)user = *gains;
    return false;
}

static void both_terms_gain_what_they_say(void **state)
{
    (void)state;
    static const double POST = WOAD_POST_CUTOFF;
    static const weighing cases[] = {
        {32, 24, 1, 1, 1, POST, 0, WOAD_GRID_CENTRED, "1.5"},
        {32, 24, 1, 1, 1, POST, 20, WOAD_GRID_CENTRED, "1.5"},
        {19, 40, 3, 1, 0.2, 0.3, 2, WOAD_GRID_NOTEBOOK, "1:3,3:1"},
        {64, 48, 1, 1, 1e3, 0.2, 0, WOAD_GRID_CENTRED, "box:3"},
        {70, 60, 1e-3, 1, 1e-4, POST, 1, WOAD_GRID_NOTEBOOK, "4"},
        {48, 48, 0, 1, 1, POST, 0, WOAD_GRID_CENTRED, "1.5"},
        {40, 41, 0, 1.5, 1e6, 0.1, 1, WOAD_GRID_NOTEBOOK, "1.5"},
        {33, 32, 0, 1, 1e-6, 0.5, 0, WOAD_GRID_CENTRED, "1.5"},
        {32, 24, 1, 2, 0, POST, 0, WOAD_GRID_CENTRED, "1.5"},
        {31, 44, 1, 2, 0.5, POST, 5, WOAD_GRID_CENTRED, "1:9,1.5:24,2.5:50,4:40"},
        {64, 1, 1, 1, 1, POST, 0, WOAD_GRID_CENTRED, "exponential:1"},
        {5, 31, 1, 2, 3, POST, 1, WOAD_GRID_NOTEBOOK, "2"},
    };
    size_t dither = woad_loss_dither_index(), spectral = woad_loss_spectral_index();
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        woad_design_params params = weighed(&cases[c]);
        uint32_t *ranks = shuffled(params.width * params.height, c);
        woad_losses before = losses_of(&params, ranks);
        woad_refine_gains gains = {0};
        woad_refine_outcome outcome;
        assert_int_equal(
            woad_refine(&params, ranks, keep_gains, &gains, &outcome, NULL), WOAD_OK);
        assert_ranks(ranks, params.width * params.height);
        woad_losses after = losses_of(&params, ranks);
        assert_true(outcome.swaps > 0);
        assert_true(cases[c].temperature > 2 || after.total < before.total);
        assert_close(gains.dither * params.loss.dither.weight,
            before.terms[dither] - after.terms[dither], 1e-3, before.terms[dither]);
        assert_close(gains.spectral * params.loss.spectral.weight,
            before.terms[spectral] - after.terms[spectral], 1e-3, before.terms[spectral]);
        woad_free(ranks);
    }
}

/* q as it is used, cut off and without itself, has the weights of the frequencies. */
static void the_spectral_kernel_is_the_spectral_weight(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{90, 70}, {16, 9}, {1, 33}, {1, 1}};
    const double turn = 6.283185307179586;
    for (size_t c = 0; c < 8; c++) {
        size_t width = sizes[c / 2][0], height = sizes[c / 2][1];
        const woad_spectral_params params = {.weight = 1,
            .cutoff = WOAD_POST_CUTOFF,
            .grid = c % 2 ? WOAD_GRID_NOTEBOOK : WOAD_GRID_CENTRED};
        woad_taps q;
        assert_int_equal(woad_spectral_taps(&params, width, height, &q, NULL), WOAD_OK);
        assert_true(q.weights[q.top * q.width + q.left] == 0 && q.self > 0);
        for (size_t k = 0; k < width * height; k += 7) {
            size_t kx = k % width, ky = k / width;
            double sum = q.self;
            for (size_t t = 0; t < q.width * q.height; t++) {
                double dx = (double)(t % q.width) - (double)q.left;
                double dy = (double)(t / q.width) - (double)q.top;
                sum += q.weights[t] * cos(turn * ((double)kx * dx / (double)width +
                                                     (double)ky * dy / (double)height));
            }
            assert_close(sum,
                woad_spectral_weight(&params, woad_half_shape_of(width, height, 1), kx, ky),
                5e-4, 1);
        }
        woad_taps_clear(&q);
    }
}

static void every_size_stays_a_permutation(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {
        {1, 1}, {2, 1}, {1, 7}, {3, 5}, {10, 10}, {33, 17}, {1, 300}, {60, 59}, {257, 256}};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        woad_design_params params = refining(sizes[s][0], sizes[s][1], s < 8 ? 3 : 1);
        strcpy(params.loss.dither.kernel, "1.5");
        for (size_t spectral = 0; spectral < 2; spectral++) {
            params.loss.spectral.weight = (double)spectral;
            uint32_t *ranks = refined(&params);
            assert_ranks(ranks, params.width * params.height);
            woad_free(ranks);
        }
    }
}

/* The bytes of a sweep, on every machine. */
static void ranks_are_the_same_everywhere(void **state)
{
    (void)state;
    static const struct {
        double dither, exponent, spectral;
        uint64_t hash;
    } cases[] = {{1, 1, 0, UINT64_C(0x8314ade738edb8ce)},
        {1, 1, 0.5, UINT64_C(0xd6dab4ad4a5a11b9)}, {0, 1, 1, UINT64_C(0x94e55df2590442b9)},
        {1, 2, 0, UINT64_C(0x2b84e48f4e0107)}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        woad_design_params params = WOAD_DESIGN_DEFAULTS;
        params.width = 48;
        params.height = 40;
        params.refine.trials = 12;
        params.loss.dither.weight = cases[c].dither;
        params.loss.dither.exponent = cases[c].exponent;
        params.loss.spectral.weight = cases[c].spectral;
        uint32_t *ranks = refined(&params);
        uint64_t hash = 0;
        for (size_t i = 0; i < 48 * 40; i++)
            hash = woad_hash(hash ^ ranks[i]);
        if (hash != cases[c].hash)
            fail_msg("%zu: %#llx", c, (unsigned long long)hash);
        woad_free(ranks);
    }
}

static void assert_refused(const woad_design_params *params, const char *says)
{
    woad_mask *mask = NULL;
    woad_error error;
    assert_int_equal(woad_design(params, NULL, NULL, &mask, NULL, &error), WOAD_ERROR_ARGUMENT);
    assert_null(mask);
    assert_non_null(strstr(error.message, says));
}

static void terms_that_swaps_cannot_lower_are_refused(void **state)
{
    (void)state;
    woad_design_params params = refining(8, 8, 1);
    params.loss.dither.exponent = 1.5;
    assert_refused(&params, "loss.dither.exponent is 1.5");
    params.refine.trials = 0;
    woad_free(refined(&params));
    params.refine.trials = 1;
    params.loss.dither.weight = 0;
    assert_refused(&params, "loss.spectral.weight above 0");
    params.loss.spectral.weight = 1; /* alone, whatever the exponent of the other */
    woad_free(refined(&params));
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

/* The start's values are those of its ranks, so the last report and the mask's losses agree. */
static void the_losses_of_both_terms_go_on(void **state)
{
    (void)state;
    stopper s = {0};
    const woad_observer observer = {stop_refining, &s, 1};
    woad_design_params params = refining(64, 64, 12);
    woad_mask *mask;
    woad_design_report report;
    size_t dither = woad_loss_dither_index(), spectral = woad_loss_spectral_index();
    params.baseline.method = WOAD_BASELINE_VOID_AND_CLUSTER;
    params.loss.dither.weight = 2;
    params.loss.spectral.weight = 0.1;
    assert_int_equal(woad_design(&params, NULL, &observer, &mask, &report, NULL), WOAD_OK);
    assert_int_equal(s.calls, 12);
    assert_true(report.after.terms[dither] != report.before.terms[dither]);
    assert_true(report.after.terms[spectral] < 0.8 * report.before.terms[spectral]);
    assert_close(
        s.last.losses.terms[dither], report.after.terms[dither], 1e-3, report.before.total);
    assert_close(
        s.last.losses.terms[spectral], report.after.terms[spectral], 1e-3, report.before.total);
    assert_close(s.last.losses.total, report.after.total, 1e-3, report.before.total);
    woad_mask_destroy(mask);
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
    woad_design_params params = refining(64, 64, 300);
    woad_mask *mask;
    woad_design_report report;
    woad_scores scores;
    stopper s = {0};
    const woad_observer observer = {stop_refining, &s, 1};
    strcpy(params.loss.dither.kernel, "0.5");
    params.loss.dither.radius = 0;
    params.refine.temperature = 100;
    params.refine.reach = 0.2;
    assert_int_equal(woad_design(&params, NULL, &observer, &mask, &report, NULL), WOAD_OK);
    assert_true(report.backoffs > 0);
    assert_int_equal(woad_score(mask, 0, 0, &scores, NULL), WOAD_OK);
    assert_true(scores.high_band_cv <= woad_structure_limit(64 * 64));
    assert_close(s.last.losses.total, report.after.total, 1e-2, report.before.total);
    woad_mask_destroy(mask);
    /* Stopped late in a long one, what was reached stays. */
    params.refine.trials = 1000000;
    s = (stopper){.stop_at = 40};
    assert_int_equal(
        woad_design(&params, NULL, &observer, &mask, &report, NULL), WOAD_STOP_CALLER);
    assert_true(report.after.total < 0.8 * report.before.total);
    woad_mask_destroy(mask);
}

static bool stop_at_once(const woad_progress *progress, void *user)
{
    (void)progress;
    (void)user;
    return true;
}

static void a_design_that_is_stopped_before_swaps_makes_none(void **state)
{
    (void)state;
    const woad_observer observer = {stop_at_once, NULL, 0};
    woad_design_params params = refining(32, 32, 50);
    for (size_t iterations = 0; iterations <= 10; iterations += 10) {
        woad_mask *mask;
        woad_design_report report;
        params.optimizer.iterations = iterations;
        assert_int_equal(
            woad_design(&params, NULL, &observer, &mask, &report, NULL), WOAD_STOP_CALLER);
        assert_int_equal(report.sweeps, 0);
        woad_mask_destroy(mask);
    }
}

/* The swaps' losses are those of ranks, also after a descent that has left values elsewhere. */
static void the_loss_goes_on_from_where_the_ranks_are(void **state)
{
    (void)state;
    stopper s = {0};
    const woad_observer observer = {stop_refining, &s, 1000};
    woad_design_params params = refining(40, 40, 4);
    woad_mask *mask;
    woad_design_report report;
    params.optimizer.iterations = 60;
    params.loss.histogram.weight = 0.4;
    assert_int_equal(woad_design(&params, NULL, &observer, &mask, &report, NULL), WOAD_OK);
    assert_int_equal(s.calls, 1); /* the last one is always told */
    assert_close(s.last.losses.total, report.after.total, 1e-2, report.after.total);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sweeps_gain_what_they_say),
        cmocka_unit_test(volumes_gain_what_they_say),
        cmocka_unit_test(both_terms_gain_what_they_say),
        cmocka_unit_test(the_spectral_kernel_is_the_spectral_weight),
        cmocka_unit_test(every_size_stays_a_permutation),
        cmocka_unit_test(ranks_are_the_same_everywhere),
        cmocka_unit_test(terms_that_swaps_cannot_lower_are_refused),
        cmocka_unit_test(without_temperature_it_ends_where_nothing_gains),
        cmocka_unit_test(the_losses_of_both_terms_go_on),
        cmocka_unit_test(the_caller_can_stop_it_and_hears_of_each_sweep),
        cmocka_unit_test(structure_is_seen_and_taken_back),
        cmocka_unit_test(a_design_that_is_stopped_before_swaps_makes_none),
        cmocka_unit_test(the_loss_goes_on_from_where_the_ranks_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
