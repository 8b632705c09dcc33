/* The pipeline of a design: what comes out, when it stops, what it refuses. */
#include <math.h>
#include <string.h>

#include <woad/woad.h>

#include "base/alloc.h"
#include "loss/loss.h"
#include "loss/term.h"
#include "optimizer/optimizer.h"
#include "support.h"

static woad_design_params short_params(size_t width, size_t height, size_t iterations)
{
    woad_design_params params;
    assert_int_equal(woad_preset_find("spectral", &params, NULL), WOAD_OK);
    params.width = width;
    params.height = height;
    params.optimizer.iterations = iterations;
    return params;
}

static woad_mask *design(const woad_design_params *params, woad_design_report *report)
{
    woad_mask *mask;
    assert_int_equal(woad_design(params, NULL, NULL, &mask, report, NULL), WOAD_OK);
    return mask;
}

static void assert_permutation(const woad_mask *mask)
{
    size_t count = mask->width * mask->height;
    unsigned char *seen = woad_array(count, 1);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        assert_in_range(mask->ranks[i], 0, count - 1);
        assert_int_equal(seen[mask->ranks[i]]++, 0);
        assert_close(
            (double)mask->thresholds[i], (mask->ranks[i] + 0.5) / (double)count, 1e-7, 1);
        sum += (double)mask->thresholds[i];
    }
    assert_close(sum / (double)count, 0.5, 1e-6, 1);
    woad_free(seen);
}

static void every_size_gives_a_permutation(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{1, 1}, {1, 7}, {7, 1}, {2, 2}, {10, 10}, {20, 20},
        {40, 40}, {13, 31}, {64, 1}, {9, 16}};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        woad_design_params params = short_params(sizes[s][0], sizes[s][1], 30);
        woad_mask *mask = design(&params, NULL);
        assert_permutation(mask);
        woad_mask_destroy(mask);
    }
}

/* With the spectral terms alone nothing ties frames to each other: each descends as if alone, here
 * with frames that begin on an alignment boundary and with ones that do not. */
static void frames_are_masks_of_their_own(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{16, 16}, {13, 9}};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        woad_design_params params = short_params(sizes[s][0], sizes[s][1], 40);
        size_t area = params.width * params.height, distinct;
        woad_design_report report;
        woad_mask *one = design(&params, NULL);
        params.depth = 3;
        woad_mask *three = design(&params, &report);
        assert_int_equal(three->depth, 3);
        assert_memory_equal(three->ranks, one->ranks, area * sizeof *one->ranks);
        assert_memory_not_equal(three->ranks, three->ranks + area, area * sizeof *one->ranks);
        for (size_t f = 0; f < 3; f++) {
            assert_int_equal(woad_mask_distinct(three, f, 0, &distinct, NULL), WOAD_OK);
            assert_int_equal(distinct, area);
        }
        woad_mask_destroy(one);
        woad_mask_destroy(three);
    }
}

static void every_optimizer_lowers_the_loss(void **state)
{
    (void)state;
    /* A rate that is safe for each: curvature of the histogram term times rate below 1. */
    const double rates[] = {0.2, 0.05, 0.05, 0.1};
    woad_design_params none = short_params(32, 32, 0);
    woad_design_report before;
    woad_mask_destroy(design(&none, &before));
    for (int m = 0; woad_optimizer_at((size_t)m); m++) {
        for (int s = 0; woad_schedule_at((size_t)s); s++) {
            woad_design_params params = short_params(32, 32, 200);
            woad_design_report report;
            params.optimizer.method = (woad_method)m;
            params.optimizer.schedule = (woad_schedule)s;
            params.optimizer.rate = rates[m];
            woad_mask_destroy(design(&params, &report));
            assert_true(report.after.total < 0.5 * before.after.total);
        }
    }
}

static void schedules_fall_from_the_rate_to_zero(void **state)
{
    (void)state;
    woad_optimizer_params p = {.rate = 2, .iterations = 100, .hold = 0.5};
    p.schedule = WOAD_SCHEDULE_LINEAR;
    assert_close(woad_rate_at(&p, 0), 2, 1e-12, 1);
    assert_close(woad_rate_at(&p, 50), 2, 1e-12, 1);
    assert_close(woad_rate_at(&p, 75), 1, 1e-12, 1);
    assert_close(woad_rate_at(&p, 99), 0.04, 1e-12, 1);
    p.schedule = WOAD_SCHEDULE_COSINE;
    assert_close(woad_rate_at(&p, 75), 1, 1e-12, 1);
    assert_close(woad_rate_at(&p, 60), 1 + cos(0.2 * acos(-1)), 1e-12, 1);
    p.schedule = WOAD_SCHEDULE_CONSTANT;
    assert_close(woad_rate_at(&p, 99), 2, 1e-12, 1);
    p.schedule = WOAD_SCHEDULE_LINEAR;
    p.hold = 1; /* nothing is left to fall over */
    assert_close(woad_rate_at(&p, 99), 2, 1e-12, 1);
}

/* One step of each method by its formula, twice, on three values. */
static void optimizers_follow_their_formulas(void **state)
{
    (void)state;
    enum { COUNT = 3, STEPS = 4 };
    const float gradients[STEPS][COUNT] = {{1, -2, 0}, {0.5f, 1, 0}, {-1, 0.25f, 0}, {2, 2, 0}};
    woad_optimizer_params p = {.momentum = 0.9, .beta1 = 0.8, .beta2 = 0.95};
    for (int m = 0; woad_optimizer_at((size_t)m); m++) {
        float values[COUNT] = {0.1f, 0.2f, 0.3f}, a[COUNT] = {0}, b[COUNT] = {0};
        double expected[COUNT] = {0.1, 0.2, 0.3}, v[COUNT] = {0}, u[COUNT] = {0};
        float *memory[WOAD_OPTIMIZER_ARRAYS] = {a, b};
        for (size_t n = 0; n < STEPS; n++) {
            const double t = 0.1;
            const woad_step step = {&p, (float)t, n, memory};
            woad_optimizer_of((woad_method)m)->step(&step, values, gradients[n], 0, COUNT);
            for (int i = 0; i < COUNT; i++) {
                double g = (double)gradients[n][i], time = (double)n + 1;
                if (m == WOAD_METHOD_ADAM) {
                    u[i] = 0.8 * u[i] + 0.2 * g;
                    v[i] = 0.95 * v[i] + 0.05 * g * g;
                    expected[i] -= t * (u[i] / (1 - pow(0.8, time))) /
                                   (sqrt(v[i] / (1 - pow(0.95, time))) + 1e-8);
                    continue;
                }
                v[i] = 0.9 * v[i] + g;
                expected[i] -= t * (m == WOAD_METHOD_DESCENT       ? g
                                       : m == WOAD_METHOD_NESTEROV ? g + 0.9 * v[i]
                                                                   : v[i]);
            }
        }
        for (int i = 0; i < COUNT; i++)
            assert_close((double)values[i], expected[i], 1e-6, 1);
    }
}

static void the_same_seed_gives_the_same_mask(void **state)
{
    (void)state;
    woad_design_params params = short_params(24, 18, 50);
    params.optimizer.stochastic = true;
    woad_mask *a = design(&params, NULL), *b = design(&params, NULL);
    params.seed = 2;
    woad_mask *c = design(&params, NULL);
    size_t bytes = woad_mask_count(a) * sizeof *a->ranks;
    assert_memory_equal(a->ranks, b->ranks, bytes);
    assert_memory_not_equal(a->ranks, c->ranks, bytes);
    woad_mask_destroy(a);
    woad_mask_destroy(b);
    woad_mask_destroy(c);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    woad_design_params params = short_params(512, 300, 4);
    params.optimizer.tolerance = 1e-9; /* so that losses are summed, too */
    params.optimizer.patience = 2;
    woad_design_report one, three;
    woad_mask *a = design(&params, &one);
    params.threads = 3;
    woad_mask *b = design(&params, &three);
    assert_memory_equal(a->ranks, b->ranks, woad_mask_count(a) * sizeof *a->ranks);
    assert_memory_equal(&one.after, &three.after, sizeof one.after);
    woad_mask_destroy(a);
    woad_mask_destroy(b);
}

static void the_recipe_of_a_mask_makes_it_again(void **state)
{
    (void)state;
    woad_design_params params = short_params(16, 20, 40), again = WOAD_DESIGN_DEFAULTS;
    params.seed = 99;
    params.loss.spectral.cutoff = 1.0 / 3;
    woad_mask *a = design(&params, NULL);
    assert_int_equal(woad_recipe_parse(a->recipe, "mask", &again, NULL), WOAD_OK);
    woad_mask *b = design(&again, NULL);
    assert_memory_equal(a->ranks, b->ranks, woad_mask_count(a) * sizeof *a->ranks);
    woad_mask_destroy(a);
    woad_mask_destroy(b);
}

typedef struct watcher {
    size_t calls, stop_at, last_iteration;
    double best, last;
} watcher;

static bool watch(const woad_progress *progress, void *user)
{
    watcher *w = user;
    double total = 0;
    for (size_t t = 0; t < woad_loss_term_count(); t++)
        total += progress->losses.terms[t];
    assert_close(total, progress->losses.total, 1e-12, total);
    w->calls++;
    w->last_iteration = progress->iteration;
    w->last = total;
    if (w->best == 0 || total < w->best)
        w->best = total;
    return w->stop_at && w->calls == w->stop_at;
}

static void the_caller_can_stop_it_and_gets_the_best(void **state)
{
    (void)state;
    woad_design_params params = short_params(16, 16, 1000);
    watcher w = {.stop_at = 40};
    const woad_observer observer = {watch, &w, 5};
    woad_design_report report;
    woad_mask *mask;
    params.optimizer.rate = 1; /* jumps about: the last loss is not the best */
    params.optimizer.schedule = WOAD_SCHEDULE_CONSTANT;
    assert_int_equal(
        woad_design(&params, NULL, &observer, &mask, &report, NULL), WOAD_STOP_CALLER);
    assert_int_equal(report.iterations, 39 * 5);
    assert_permutation(mask);
    assert_close(report.before.total, w.best, 1e-5, w.best);
    woad_mask_destroy(mask);
}

static void it_stops_when_it_gains_nothing(void **state)
{
    (void)state;
    woad_design_params params = short_params(16, 16, 1000000);
    params.optimizer.schedule = WOAD_SCHEDULE_CONSTANT;
    params.optimizer.tolerance = 0.01;
    params.optimizer.patience = 100;
    woad_design_report report;
    woad_mask *mask;
    assert_int_equal(woad_design(&params, NULL, NULL, &mask, &report, NULL), WOAD_STOP_NO_GAIN);
    assert_true(report.iterations >= 200 && report.iterations < 100000);
    assert_int_equal(report.stop, WOAD_STOP_NO_GAIN);
    woad_mask_destroy(mask);
}

static bool look_on(const woad_progress *progress, void *user)
{
    (void)progress;
    (void)user;
    return false;
}

/* Who looks on must not change when a design ends, nor with what. */
static void an_observer_changes_nothing(void **state)
{
    (void)state;
    woad_design_params params = short_params(16, 16, 100000);
    params.optimizer.rate = 0.3;
    params.optimizer.schedule = WOAD_SCHEDULE_CONSTANT;
    params.optimizer.tolerance = 0.05;
    params.optimizer.patience = 50;
    const woad_observer observer = {look_on, NULL, 7};
    woad_design_report alone, watched;
    woad_mask *a, *b;
    assert_int_equal(woad_design(&params, NULL, NULL, &a, &alone, NULL), WOAD_STOP_NO_GAIN);
    assert_int_equal(
        woad_design(&params, NULL, &observer, &b, &watched, NULL), WOAD_STOP_NO_GAIN);
    assert_int_equal(alone.iterations, watched.iterations);
    assert_memory_equal(a->ranks, b->ranks, woad_mask_count(a) * sizeof *a->ranks);
    woad_mask_destroy(a);
    woad_mask_destroy(b);
}

static bool stop_in_finish(const woad_progress *progress, void *user)
{
    size_t *calls = user;
    if (progress->stage == WOAD_STAGE_FINISH)
        ++*calls;
    return progress->stage == WOAD_STAGE_FINISH && progress->iteration >= 20;
}

static void finishing_can_be_stopped(void **state)
{
    (void)state;
    woad_design_params params = short_params(16, 16, 10);
    size_t calls = 0;
    const woad_observer observer = {stop_in_finish, &calls, 10};
    woad_mask *mask;
    params.finish.iterations = 1000000;
    assert_int_equal(
        woad_design(&params, NULL, &observer, &mask, NULL, NULL), WOAD_STOP_CALLER);
    assert_int_equal(calls, 4); /* at 0, 10 and 20, and at the end */
    assert_permutation(mask);
    woad_mask_destroy(mask);
}

static void a_start_is_kept_but_for_its_ties(void **state)
{
    (void)state;
    woad_design_params params = short_params(8, 8, 0);
    woad_mask *start, *mask;
    assert_int_equal(woad_mask_create(8, 8, 1, 1, &start, NULL), WOAD_OK);
    for (size_t i = 0; i < 64; i++)
        start->thresholds[i] = i % 2 ? 0.25f : 0.75f;
    assert_int_equal(woad_design(&params, start, NULL, &mask, NULL, NULL), WOAD_OK);
    assert_permutation(mask);
    size_t rising = 0;
    for (size_t i = 0; i < 64; i++) {
        assert_true((mask->ranks[i] < 32) == (i % 2 == 1));
        rising += i >= 2 && mask->ranks[i] > mask->ranks[i - 2];
    }
    assert_in_range(rising, 15, 47); /* scan order would give 62 */
    woad_mask_destroy(mask);
    params.width = 9;
    woad_error error;
    assert_int_equal(
        woad_design(&params, start, NULL, &mask, NULL, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "9x8"));
    woad_mask_destroy(start);
}

static void finishing_brings_the_histogram_home(void **state)
{
    (void)state;
    woad_design_params params = short_params(32, 32, 100);
    params.optimizer.schedule = WOAD_SCHEDULE_CONSTANT;
    woad_design_report rough, fine;
    woad_mask_destroy(design(&params, &rough));
    params.finish.iterations = 30;
    woad_mask_destroy(design(&params, &fine));
    size_t h = woad_loss_histogram_index();
    assert_true(fine.before.terms[h] < 1e-3 * rough.before.terms[h]);
    assert_close(fine.after.terms[h], 0, 1e-9, 1);
}

static void a_rate_that_diverges_is_an_error(void **state)
{
    (void)state;
    woad_design_params params = short_params(16, 16, 2000);
    woad_error error;
    woad_mask *mask = NULL;
    params.optimizer.method = WOAD_METHOD_DESCENT;
    params.optimizer.schedule = WOAD_SCHEDULE_CONSTANT;
    params.optimizer.rate = 100;
    assert_int_equal(
        woad_design(&params, NULL, NULL, &mask, NULL, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "optimizer.rate below 100"));
    assert_null(mask);
    params = short_params(16, 16, 10);
    params.finish = (woad_finish_params){2000, 500};
    assert_int_equal(
        woad_design(&params, NULL, NULL, &mask, NULL, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "choose a finish.rate below 500"));
}

static void parameters_out_of_range_are_refused(void **state)
{
    (void)state;
    const struct {
        double cutoff, rate;
        size_t width;
        const char *word;
    } cases[] = {{NAN, 0.1, 8, "cutoff"}, {0.4, -1, 8, "rate"}, {0.4, NAN, 8, "rate"},
        {0.4, 0.1, 40000, "size"}, {2, 0.1, 8, "cutoff"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        woad_design_params params = short_params(cases[i].width, 8, 5);
        woad_error error;
        woad_mask *mask;
        params.loss.spectral.cutoff = cases[i].cutoff;
        params.optimizer.rate = cases[i].rate;
        assert_int_equal(
            woad_design(&params, NULL, NULL, &mask, NULL, &error), WOAD_ERROR_ARGUMENT);
        assert_non_null(strstr(error.message, cases[i].word));
        assert_int_equal(woad_design_validate(&params, NULL), WOAD_ERROR_ARGUMENT);
    }
}

/* What each key alone may be, and not together; and that nothing is asked of a run that has
 * none of it. */
static void parameters_are_validated_without_a_run(void **state)
{
    (void)state;
    woad_design_params params = short_params(0, 0, 1000000000);
    woad_error error;
    assert_int_equal(woad_design_validate(&params, &error), WOAD_OK);
    params.refine.trials = 1000000;
    params.loss.dither.weight = params.loss.spectral.weight = 0;
    assert_int_equal(woad_design_validate(&params, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "nothing to lower"));
    params.loss.spectral.weight = 1;
    assert_int_equal(woad_design_validate(&params, &error), WOAD_OK);
}

/* The figures of the post: the notebook's loss on its way, and far less from Adam. */
static void presets_reach_their_losses(void **state)
{
    (void)state;
    woad_design_params notebook, spectral;
    woad_design_report report;
    assert_int_equal(woad_preset_find("notebook", &notebook, NULL), WOAD_OK);
    assert_int_equal(notebook.optimizer.iterations, 100000);
    notebook.optimizer.iterations = 1000;
    woad_mask_destroy(design(&notebook, &report));
    assert_close(report.after.total, 0.233, 0.15, 0.233);

    assert_int_equal(woad_preset_find("spectral", &spectral, NULL), WOAD_OK);
    woad_mask *mask = design(&spectral, &report);
    woad_scores scores;
    assert_true(report.after.total <= 0.042);
    assert_int_equal(woad_score(mask, 0, 0, &scores, NULL), WOAD_OK);
    assert_true(scores.low_band_db <= -45);
    woad_mask_destroy(mask);
}

static void the_builtin_masks_are_three_good_ones(void **state)
{
    (void)state;
    woad_mask *masks[WOAD_BUILTIN_MASKS];
    for (size_t i = 0; i < WOAD_BUILTIN_MASKS; i++) {
        woad_scores scores;
        assert_int_equal(woad_mask_builtin(i, &masks[i], NULL), WOAD_OK);
        assert_permutation(masks[i]);
        assert_int_equal(woad_score(masks[i], 0, 0, &scores, NULL), WOAD_OK);
        double mean = 0;
        for (size_t s = 0; s < WOAD_SCORE_SIGMAS; s++)
            mean += scores.dither_error_db[s] / WOAD_SCORE_SIGMAS;
        assert_true(mean < -15.65);
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(masks[i]->ranks, masks[j]->ranks, 4096 * sizeof(uint32_t));
    }
    for (size_t i = 0; i < WOAD_BUILTIN_MASKS; i++)
        woad_mask_destroy(masks[i]);
    assert_int_equal(
        woad_mask_builtin(WOAD_BUILTIN_MASKS, &masks[0], NULL), WOAD_ERROR_ARGUMENT);
}

static void the_defaults_macro_is_the_first_preset(void **state)
{
    (void)state;
    const woad_design_params defaults = WOAD_DESIGN_DEFAULTS;
    woad_design_params first;
    char *a, *b;
    assert_int_equal(woad_preset_find(woad_preset_at(0)->name, &first, NULL), WOAD_OK);
    assert_int_equal(woad_recipe_format(&defaults, &a, NULL), WOAD_OK);
    assert_int_equal(woad_recipe_format(&first, &b, NULL), WOAD_OK);
    assert_string_equal(a, b);
    woad_free(a);
    woad_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size_gives_a_permutation),
        cmocka_unit_test(frames_are_masks_of_their_own),
        cmocka_unit_test(every_optimizer_lowers_the_loss),
        cmocka_unit_test(schedules_fall_from_the_rate_to_zero),
        cmocka_unit_test(optimizers_follow_their_formulas),
        cmocka_unit_test(the_same_seed_gives_the_same_mask),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(the_recipe_of_a_mask_makes_it_again),
        cmocka_unit_test(the_caller_can_stop_it_and_gets_the_best),
        cmocka_unit_test(it_stops_when_it_gains_nothing),
        cmocka_unit_test(an_observer_changes_nothing),
        cmocka_unit_test(finishing_can_be_stopped),
        cmocka_unit_test(a_start_is_kept_but_for_its_ties),
        cmocka_unit_test(finishing_brings_the_histogram_home),
        cmocka_unit_test(a_rate_that_diverges_is_an_error),
        cmocka_unit_test(parameters_out_of_range_are_refused),
        cmocka_unit_test(parameters_are_validated_without_a_run),
        cmocka_unit_test(presets_reach_their_losses),
        cmocka_unit_test(the_builtin_masks_are_three_good_ones),
        cmocka_unit_test(the_defaults_macro_is_the_first_preset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
