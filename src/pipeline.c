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
#include "state.h"

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
    float *memory[WOAD_OPTIMIZER_ARRAYS];  /* the optimizer's */
    woad_random multiplier_source, at_top; /* now, and at the top of this iteration */
    woad_observer observer;
    size_t every; /* iterations between reports */
    /* Two, so that who looks on does not change when a design stops by itself, or with what. */
    best_values reported;    /* to the observer, who may stop the design */
    best_values by_patience; /* at multiples of `patience` */
    double gained_total;     /* the lowest loss there when it was last asked for a gain */
    size_t iterations;
    woad_status stop;
    woad_losses before; /* the refinement */
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

/* What there is to save at the top of an iteration. */
static woad_design_state state_of(const design *d, woad_stage stage, size_t iteration)
{
    woad_design_state state = {.params = &d->params,
        .numbers = {.stage = stage,
            .iteration = iteration,
            .multipliers = d->at_top,
            .reported_total = d->reported.total,
            .by_patience_total = d->by_patience.total,
            .gained_total = d->gained_total,
            .iterations = d->iterations,
            .stop = d->stop},
        .arrays = {.values = d->values,
            .reported = d->reported.values,
            .by_patience = d->by_patience.values}};
    for (size_t i = 0; i < WOAD_OPTIMIZER_ARRAYS; i++)
        state.arrays.memory[i] = d->memory[i];
    return state;
}

/* Tells the observer; true when it asks to stop. There is no state to go on from once it has, or
 * where terms are the caller's own, which are in no recipe. */
static bool report(design *d, woad_stage stage, size_t iteration, double rate,
    const woad_losses *losses, const woad_design_state *state)
{
    const size_t of_stage[] = {
        d->params.optimizer.iterations, d->params.finish.iterations, d->params.refine.trials};
    woad_progress progress = {stage, iteration, of_stage[stage], rate, *losses, 0, 1, 0, 1,
        d->params.loss.own_count == 0 && d->stop != WOAD_STOP_CALLER ? state : NULL};
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

/* Has the best loss fallen by too small a share since this was last asked? */
static bool gains_too_little(design *d, const woad_losses *losses)
{
    double before = d->gained_total;
    keep_best(d, &d->by_patience, losses);
    d->gained_total = d->by_patience.total;
    return woad_gains_too_little(&d->params.optimizer, before, d->gained_total);
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
        const woad_design_state state = state_of(d, WOAD_STAGE_OPTIMIZE, iteration);
        if (report(d, WOAD_STAGE_OPTIMIZE, iteration, rate, losses, &state)) {
            restore_best(d, &d->reported);
            return WOAD_STOP_CALLER;
        }
    }
    if (woad_is_asked_for_gain(&d->params.optimizer, iteration) &&
        gains_too_little(d, losses)) {
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

/* From d->iterations on. Ends with d->stop set. */
static woad_status optimize(design *d, woad_error *error)
{
    const woad_optimizer_params *p = &d->params.optimizer;
    float multipliers[WOAD_MAX_LOSS_TERMS] = {0};
    for (; d->iterations < p->iterations; d->iterations++) {
        size_t i = d->iterations;
        bool considered = is_reported(d, i) || woad_is_asked_for_gain(p, i);
        woad_losses losses;
        double rate = woad_rate_at(p, i);
        d->at_top = d->multiplier_source;
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

static void finish(design *d, size_t first)
{
    const woad_finish_params *p = &d->params.finish;
    const woad_optimizer *descent = woad_optimizer_of(WOAD_METHOD_DESCENT);
    float multipliers[WOAD_MAX_LOSS_TERMS] = {0}, only_histogram[WOAD_MAX_LOSS_TERMS] = {0};
    size_t histogram = woad_loss_histogram_index();
    for (size_t i = first; i < p->iterations && d->stop != WOAD_STOP_CALLER; i++) {
        bool reported = is_reported(d, i);
        woad_losses losses;
        d->at_top = d->multiplier_source;
        const woad_design_state state = state_of(d, WOAD_STAGE_FINISH, i);
        draw_multipliers(d, multipliers);
        only_histogram[histogram] = multipliers[histogram];
        woad_loss_gradient(
            d->loss, d->values, only_histogram, d->gradient, reported ? &losses : NULL);
        if (reported && report(d, WOAD_STAGE_FINISH, i, p->rate, &losses, &state)) {
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
} refining;

static bool report_sweep(size_t done, double temperature, const woad_refine_gains *gains,
    const woad_refinement *refinement, void *user)
{
    refining *r = user;
    design *d = r->design;
    woad_losses losses = woad_refine_losses(&d->params.loss, &r->start, gains);
    bool reported = is_reported(d, done) || done == d->params.refine.trials;
    if (!reported)
        return false;
    woad_design_state state = state_of(d, WOAD_STAGE_REFINE, done);
    state.arrays = (woad_state_arrays){0};
    state.numbers.before = d->before;
    state.numbers.start = r->start;
    if (refinement)
        woad_refine_look(
            refinement, &state.numbers.refine, &state.arrays.ranks, &state.arrays.now);
    return report(d, WOAD_STAGE_REFINE, done, temperature, &losses, refinement ? &state : NULL);
}

static woad_losses losses_of_ranks(design *d, const woad_mask *mask)
{
    woad_target_values(&d->target, mask->ranks, d->count, d->values);
    return measure(d);
}

/* `from`: NULL, or of this stage. */
static woad_status refine(design *d, const woad_design_state *from, woad_mask *mask,
    woad_design_report *outcome, woad_error *error)
{
    woad_refine_outcome refined;
    if (d->params.refine.trials == 0 || d->stop == WOAD_STOP_CALLER)
        return WOAD_OK;
    refining r = {d, from ? from->numbers.start : losses_of_ranks(d, mask)};
    d->every = d->observer.every ? d->observer.every : 1;
    woad_status status = woad_refine_on(&d->params, from ? &from->numbers.refine : NULL,
        from ? from->arrays.now : NULL, mask->ranks, report_sweep, &r, &refined, error);
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

/* The values that go into the finish, from a start or from the middle of the optimizer. */
static woad_status descend(
    design *d, const woad_mask *start, const woad_design_state *from, woad_error *error)
{
    const woad_start begin = {&d->params, &d->target, d->loss, d->values, d->gradient};
    woad_status status = from ? WOAD_OK : woad_start_values(&begin, start, error);
    if (status >= 0)
        status = optimize(d, error);
    if (status >= 0 && d->iterations > 0) {
        woad_losses losses = measure(d);
        status = check_losses(d, &losses, "optimizer.rate", d->params.optimizer.rate, error);
    }
    free_memory(d);
    return status;
}

/* From there to a mask of their ranks, the first finishing iteration being `first`. */
static woad_status settle(design *d, size_t first, woad_mask **mask, woad_error *error)
{
    const woad_finish_params *p = &d->params.finish;
    finish(d, first);
    d->at_top = d->multiplier_source;
    d->before = measure(d);
    woad_status status = check_losses(d, &d->before, "finish.rate", p->rate, error);
    if (status < 0)
        return status;
    const woad_design_state state = state_of(d, WOAD_STAGE_FINISH, p->iterations);
    if (report(d, WOAD_STAGE_FINISH, p->iterations, p->rate, &d->before, &state))
        d->stop = WOAD_STOP_CALLER;
    return project(d, mask, error);
}

/* The mask that a refinement was in the middle of. */
static woad_status take_ranks(
    design *d, const woad_design_state *from, woad_mask **mask, woad_error *error)
{
    woad_status status =
        woad_mask_create(d->params.width, d->params.height, d->params.depth, 1, mask, error);
    if (status >= 0)
        memcpy((*mask)->ranks, from->arrays.ranks, d->count * sizeof(uint32_t));
    return status;
}

static woad_status run(design *d, const woad_mask *start, const woad_design_state *from,
    woad_mask **mask, woad_design_report *outcome, woad_error *error)
{
    woad_stage stage = from ? from->numbers.stage : WOAD_STAGE_OPTIMIZE;
    woad_status status = WOAD_OK;
    if (stage == WOAD_STAGE_OPTIMIZE)
        status = descend(d, start, from, error);
    else
        woad_loss_anneal(d->loss, WOAD_LOSS_SETTLED);
    if (status >= 0 && stage == WOAD_STAGE_REFINE)
        status = take_ranks(d, from, mask, error);
    else if (status >= 0)
        status =
            settle(d, stage == WOAD_STAGE_FINISH ? from->numbers.iteration : 0, mask, error);
    if (status >= 0)
        status = refine(d, stage == WOAD_STAGE_REFINE ? from : NULL, *mask, outcome, error);
    if (status >= 0)
        status = woad_mask_set_thresholds(*mask, error);
    if (status < 0)
        return status;
    outcome->before = d->before;
    outcome->after = losses_of_ranks(d, *mask);
    outcome->iterations = d->iterations;
    outcome->stop = d->stop;
    return woad_loss_check(d->loss, error);
}

/* ---- from the middle ------------------------------------------------------------------ */

static void take_array(const design *d, float *own, const float *saved)
{
    if (own && saved)
        memcpy(own, saved, d->count * sizeof *own);
}

/* Best values that nobody saved begin anew: they are for who stops the design. */
static void take_state(design *d, const woad_design_state *from)
{
    const woad_state_numbers *n = &from->numbers;
    d->multiplier_source = n->multipliers;
    d->iterations = n->stage == WOAD_STAGE_OPTIMIZE ? n->iteration : n->iterations;
    d->stop = n->stop;
    d->before = n->before;
    d->gained_total = n->gained_total;
    d->reported.total = from->arrays.reported ? n->reported_total : INFINITY;
    d->by_patience.total = from->arrays.by_patience ? n->by_patience_total : INFINITY;
    take_array(d, d->values, from->arrays.values);
    take_array(d, d->reported.values, from->arrays.reported);
    take_array(d, d->by_patience.values, from->arrays.by_patience);
    for (size_t i = 0; i < WOAD_OPTIMIZER_ARRAYS; i++)
        take_array(d, d->memory[i], from->arrays.memory[i]);
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
    const woad_design_state *from, const woad_observer *observer, woad_mask **out,
    woad_design_report *outcome, woad_error *error)
{
    design d = {0};
    woad_mask *mask = NULL;
    if (from && from->numbers.stage == WOAD_STAGE_START)
        from = NULL;
    *outcome = (woad_design_report){0};
    woad_status status = design_init(&d, params, observer, error);
    if (status >= 0 && from)
        take_state(&d, from);
    if (status >= 0)
        status = run(&d, start, from, &mask, outcome, error);
    if (status >= 0) {
        *out = mask;
        status = d.stop;
    } else {
        woad_mask_destroy(mask);
    }
    design_clear(&d);
    return status;
}
