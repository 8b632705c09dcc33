/* pipeline.c - the pipeline of a design: start, optimize, finish, project, refine. Nothing
 * numeric. */
#include "pipeline.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"
#include "base/random.h"
#include "base/status.h"
#include "baseline/baseline.h"
#include "keys.h"
#include "loss/histogram.h"
#include "loss/loss.h"
#include "loss/term.h"
#include "mask.h"
#include "optimizer/iteration.h"
#include "optimizer/optimizer.h"
#include "refine/refine.h"
#include "start.h"

/* The values of the lowest loss seen; none are kept where `values` is NULL. */
typedef struct best_values {
    float *values;
    double total;
} best_values;

typedef struct design {
    woad_design_params params;
    size_t area, count; /* values of a frame, and of all */
    size_t threads;
    woad_loss *loss;
    woad_histogram_target target; /* of a frame's values */
    const woad_optimizer *optimizer;
    float *values, *gradient;
    float *memory[WOAD_OPTIMIZER_ARRAYS]; /* the optimizer's */
    woad_random multiplier_source;
    woad_observer observer;
    size_t every; /* iterations between reports */
    /* Two, so that who looks on does not change when a design stops by itself, or with what. */
    best_values reported;    /* to the observer, who may stop the design */
    best_values by_patience; /* at multiples of `patience` */
    double gained_total;     /* the lowest loss there when it was last asked for a gain */
    size_t iterations;
    woad_status stop;
} design;

/* What the optimizer kept and the best values: done with when it is. */
static void free_memory(design *d)
{
    woad_free(d->reported.values);
    woad_free(d->by_patience.values);
    d->reported.values = d->by_patience.values = NULL;
    for (size_t i = 0; i < WOAD_OPTIMIZER_ARRAYS; i++) {
        woad_free(d->memory[i]);
        d->memory[i] = NULL;
    }
}

static void design_clear(design *d)
{
    free_memory(d);
    woad_loss_destroy(d->loss);
    woad_histogram_target_clear(&d->target);
    woad_free(d->values);
    woad_free(d->gradient);
}

static woad_status design_allocate(design *d, woad_error *error)
{
    d->values = woad_array(d->count, sizeof *d->values);
    d->gradient = woad_array(d->count, sizeof *d->gradient);
    bool good = d->values && d->gradient;
    if (d->observer.progress) {
        d->reported.values = woad_array(d->count, sizeof(float));
        good = good && d->reported.values;
    }
    if (d->params.optimizer.tolerance > 0) {
        d->by_patience.values = woad_array(d->count, sizeof(float));
        good = good && d->by_patience.values;
    }
    for (size_t i = 0; i < d->optimizer->arrays; i++) {
        d->memory[i] = woad_array(d->count, sizeof *d->memory[i]);
        good = good && d->memory[i];
    }
    if (!good)
        return woad_fail_memory(error, "the optimizer");
    woad_status status =
        woad_histogram_target_create(&d->params.loss, d->area, &d->target, error);
    if (status < 0)
        return status;
    return woad_loss_create(&d->params.loss, d->params.width, d->params.height, d->params.depth,
        d->params.threads, &d->loss, error);
}

static woad_status design_init(design *d, const woad_design_params *params,
    const woad_observer *observer, woad_error *error)
{
    *d = (design){
        .params = *params,
        .area = params->width * params->height,
        .count = params->width * params->height * params->depth,
        .threads =
            woad_threads_worth(params->threads, params->width * params->height * params->depth),
        .optimizer = woad_optimizer_of(params->optimizer.method),
        .multiplier_source = woad_random_seed(params->seed, WOAD_STREAM_MULTIPLIERS),
        .reported.total = INFINITY,
        .by_patience.total = INFINITY,
        .gained_total = INFINITY,
    };
    if (observer)
        d->observer = *observer;
    d->every = woad_iterations_between_reports(&d->observer, d->count);
    return design_allocate(d, error);
}

/* ---- optimize ------------------------------------------------------------------------- */

static void draw_multipliers(design *d, float multipliers[WOAD_MAX_LOSS_TERMS])
{
    size_t count = woad_loss_term_count() + d->params.loss.own_count;
    woad_draw_multipliers(&d->params.optimizer, count, &d->multiplier_source, multipliers);
}

/* Are these losses numbers? If not, why. */
static woad_status check_losses(
    const design *d, const woad_losses *losses, const char *key, double rate, woad_error *error)
{
    woad_status status = woad_loss_check(d->loss, error);
    if (status >= 0 && !isfinite(losses->total))
        status = woad_fail_diverged(key, rate, error);
    return status;
}

const char *woad_stage_name(woad_stage stage)
{
    static const char *const names[] = {
        [WOAD_STAGE_OPTIMIZE] = "optimize",
        [WOAD_STAGE_FINISH] = "finish",
        [WOAD_STAGE_REFINE] = "refine",
        [WOAD_STAGE_START] = "start",
    };
    return names[stage];
}

/* Tells the observer; true when it asks to stop. */
static bool report(
    design *d, woad_stage stage, size_t iteration, double rate, const woad_losses *losses)
{
    const size_t of_stage[] = {
        d->params.optimizer.iterations, d->params.finish.iterations, d->params.refine.trials};
    woad_progress progress = {stage, iteration, of_stage[stage], rate, *losses, 0, 1, 0, 1};
    return d->observer.progress && d->observer.progress(&progress, d->observer.user);
}

static void keep_best(design *d, best_values *best, const woad_losses *losses)
{
    if (losses->total >= best->total)
        return;
    best->total = losses->total;
    memcpy(best->values, d->values, d->count * sizeof *best->values);
}

static void restore_best(design *d, const best_values *best)
{
    memcpy(d->values, best->values, d->count * sizeof *best->values);
}

static bool is_reported(const design *d, size_t iteration)
{
    return d->observer.progress && iteration % d->every == 0;
}

static bool is_asked_for_gain(const design *d, size_t iteration)
{
    const woad_optimizer_params *p = &d->params.optimizer;
    return p->tolerance > 0 && iteration % p->patience == 0;
}

/* Has the best loss fallen by too small a share since this was last asked? */
static bool gains_too_little(design *d, const woad_losses *losses)
{
    double before = d->gained_total;
    keep_best(d, &d->by_patience, losses);
    d->gained_total = d->by_patience.total;
    return isfinite(before) &&
           before - d->gained_total < d->params.optimizer.tolerance * before;
}

/* Looks at the losses of the current values: WOAD_OK to go on, or why the design stops, with
 * the best values in place. */
static woad_status consider(
    design *d, size_t iteration, double rate, const woad_losses *losses, woad_error *error)
{
    woad_status status =
        check_losses(d, losses, "optimizer.rate", d->params.optimizer.rate, error);
    if (status < 0)
        return status;
    if (is_reported(d, iteration)) {
        keep_best(d, &d->reported, losses);
        if (report(d, WOAD_STAGE_OPTIMIZE, iteration, rate, losses)) {
            restore_best(d, &d->reported);
            return WOAD_STOP_CALLER;
        }
    }
    if (is_asked_for_gain(d, iteration) && gains_too_little(d, losses)) {
        restore_best(d, &d->by_patience);
        return WOAD_STOP_NO_GAIN;
    }
    return WOAD_OK;
}

typedef struct stepping {
    const woad_optimizer *optimizer;
    const woad_step *step;
    float *values;
    const float *gradient;
} stepping;

static void step_range(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    const stepping *s = context;
    s->optimizer->step(s->step, s->values, s->gradient, begin, end);
}

static void take_step(design *d, const woad_optimizer *optimizer, const woad_step *step)
{
    stepping s = {optimizer, step, d->values, d->gradient};
    woad_parallel(d->threads, d->count, step_range, &s);
}

/* Ends with d->stop set. */
static woad_status optimize(design *d, woad_error *error)
{
    const woad_optimizer_params *p = &d->params.optimizer;
    float multipliers[WOAD_MAX_LOSS_TERMS] = {0};
    for (d->iterations = 0; d->iterations < p->iterations; d->iterations++) {
        size_t i = d->iterations;
        bool considered = is_reported(d, i) || is_asked_for_gain(d, i);
        woad_losses losses;
        double rate = woad_rate_at(p, i);
        draw_multipliers(d, multipliers);
        woad_loss_anneal(d->loss, (double)i / (double)p->iterations);
        woad_loss_gradient(
            d->loss, d->values, multipliers, d->gradient, considered ? &losses : NULL);
        d->stop =
            considered ? consider(d, i, rate, &losses, error) : woad_loss_check(d->loss, error);
        if (d->stop != WOAD_OK)
            break;
        const woad_step step = {p, (float)rate, i, d->memory};
        take_step(d, d->optimizer, &step);
    }
    woad_loss_anneal(d->loss, WOAD_LOSS_SETTLED);
    return d->stop < 0 ? d->stop : WOAD_OK;
}

/* The unit-multiplier losses of the current values; their gradient is not used. */
static woad_losses measure(design *d)
{
    const float none[WOAD_MAX_LOSS_TERMS] = {0};
    woad_losses losses;
    woad_loss_gradient(d->loss, d->values, none, d->gradient, &losses);
    return losses;
}

/* ---- finish and project --------------------------------------------------------------- */

static void finish(design *d)
{
    const woad_finish_params *p = &d->params.finish;
    const woad_optimizer *descent = woad_optimizer_of(WOAD_METHOD_DESCENT);
    float multipliers[WOAD_MAX_LOSS_TERMS] = {0}, only_histogram[WOAD_MAX_LOSS_TERMS] = {0};
    size_t histogram = woad_loss_histogram_index();
    for (size_t i = 0; i < p->iterations && d->stop != WOAD_STOP_CALLER; i++) {
        bool reported = is_reported(d, i);
        woad_losses losses;
        draw_multipliers(d, multipliers);
        only_histogram[histogram] = multipliers[histogram];
        woad_loss_gradient(
            d->loss, d->values, only_histogram, d->gradient, reported ? &losses : NULL);
        if (reported && report(d, WOAD_STAGE_FINISH, i, p->rate, &losses)) {
            d->stop = WOAD_STOP_CALLER;
            break;
        }
        const woad_step step = {&d->params.optimizer, (float)p->rate, i, NULL};
        take_step(d, descent, &step);
    }
}

/* The ranks of the values become a mask. */
static woad_status project(design *d, woad_mask **out, woad_error *error)
{
    woad_status status =
        woad_mask_create(d->params.width, d->params.height, d->params.depth, 1, out, error);
    if (status < 0)
        return status;
    memcpy((*out)->ranks, woad_loss_rank(d->loss, d->values), d->count * sizeof(uint32_t));
    return WOAD_OK;
}

/* ---- refine --------------------------------------------------------------------------- */

typedef struct refining {
    design *design;
    woad_losses start;
    size_t dither, spectral; /* the terms' indices */
} refining;

static bool report_sweep(
    size_t done, double temperature, const woad_refine_gains *gains, void *user)
{
    refining *r = user;
    design *d = r->design;
    woad_losses losses = r->start;
    double of_dither = gains->dither * d->params.loss.dither.weight;
    double of_spectral = gains->spectral * d->params.loss.spectral.weight;
    losses.terms[r->dither] -= of_dither;
    losses.terms[r->spectral] -= of_spectral;
    losses.total -= of_dither + of_spectral;
    bool reported = is_reported(d, done) || done == d->params.refine.trials;
    return reported && report(d, WOAD_STAGE_REFINE, done, temperature, &losses);
}

static woad_status refine(
    design *d, woad_mask *mask, woad_design_report *outcome, woad_error *error)
{
    woad_refine_outcome refined;
    if (d->params.refine.trials == 0 || d->stop == WOAD_STOP_CALLER)
        return WOAD_OK;
    woad_target_values(&d->target, mask->ranks, d->count, d->values);
    refining r = {d, measure(d), woad_loss_dither_index(), woad_loss_spectral_index()};
    d->every = d->observer.every ? d->observer.every : 1;
    woad_status status =
        woad_refine(&d->params, mask->ranks, report_sweep, &r, &refined, error);
    if (status < 0)
        return status;
    outcome->sweeps = refined.sweeps;
    outcome->swaps = refined.swaps;
    outcome->backoffs = refined.backoffs;
    if (refined.stop != WOAD_OK)
        d->stop = refined.stop;
    return WOAD_OK;
}

/* ---- the pipeline --------------------------------------------------------------------- */

static woad_status run(design *d, const woad_mask *start, woad_mask **mask,
    woad_design_report *outcome, woad_error *error)
{
    const woad_start from = {&d->params, &d->target, d->loss, d->values, d->gradient};
    woad_status status = woad_start_values(&from, start, error);
    if (status >= 0)
        status = optimize(d, error);
    if (status >= 0 && d->iterations > 0) {
        woad_losses losses = measure(d);
        status = check_losses(d, &losses, "optimizer.rate", d->params.optimizer.rate, error);
    }
    if (status < 0)
        return status;
    free_memory(d);
    finish(d);
    outcome->before = measure(d);
    status = check_losses(d, &outcome->before, "finish.rate", d->params.finish.rate, error);
    if (status < 0)
        return status;
    if (report(d, WOAD_STAGE_FINISH, d->params.finish.iterations, d->params.finish.rate,
            &outcome->before))
        d->stop = WOAD_STOP_CALLER;
    status = project(d, mask, error);
    if (status >= 0)
        status = refine(d, *mask, outcome, error);
    if (status >= 0)
        status = woad_mask_set_thresholds(*mask, error);
    if (status < 0)
        return status;
    woad_target_values(&d->target, (*mask)->ranks, d->count, d->values);
    outcome->after = measure(d);
    outcome->iterations = d->iterations;
    outcome->stop = d->stop;
    return woad_loss_check(d->loss, error);
}

size_t woad_pipeline_memory(const woad_design_params *params)
{
    const woad_design_params *p = params;
    /* Values, gradient, two best; the optimizer's memory, or after it the mask. A start has a
     * shuffle while the optimizer's memory is there. */
    const size_t arrays = 4 + WOAD_OPTIMIZER_ARRAYS + 1;
    const woad_baseline *baseline = woad_baseline_of(p->baseline.method);
    return p->width * p->height * p->depth *
               (arrays * sizeof(float) + sizeof(uint32_t) + baseline->bytes) +
           woad_histogram_target_memory(&p->loss, p->width * p->height) +
           woad_loss_memory(&p->loss, p->width, p->height, p->depth, p->threads) +
           (p->refine.trials > 0 ? woad_refine_memory(p) : 0);
}

woad_status woad_pipeline(const woad_design_params *params, const woad_mask *start,
    const woad_observer *observer, woad_mask **out, woad_design_report *outcome,
    woad_error *error)
{
    design d = {0};
    woad_mask *mask = NULL;
    *outcome = (woad_design_report){0};
    woad_status status = design_init(&d, params, observer, error);
    if (status >= 0)
        status = run(&d, start, &mask, outcome, error);
    if (status >= 0) {
        *out = mask;
        status = d.stop;
    } else {
        woad_mask_destroy(mask);
    }
    design_clear(&d);
    return status;
}
