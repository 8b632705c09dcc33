/* design.c - a design whose rows are shared: start, optimize, finish, project, refine
 * (src/pipeline.c is the one of one process). */
#include <woad/mpi.h>

#include <math.h>
#include <string.h>

#include <woad/recipe.h>

#include "agree.h"
#include "base/alloc.h"
#include "base/random.h"
#include "base/status.h"
#include "baseline/baseline.h"
#include "baseline/tiles.h"
#include "checkpoint.h"
#include "io/file.h"
#include "loss.h"
#include "loss/loss.h"
#include "loss/term.h"
#include "mask.h"
#include "optimizer/iteration.h"
#include "optimizer/optimizer.h"
#include "params.h"
#include "start.h"
#include "swaps.h"

enum { STREAM_OF_START = 1 /* of the seed: src/start.c */ };

typedef struct design {
    woad_design_params params;
    woad_mpi_slab slab;
    size_t count; /* values of this process */
    woad_mpi_loss *loss;
    const woad_optimizer *optimizer;
    float *values, *gradient;
    float *best;   /* the lowest loss that was reported, or NULL */
    float *gained; /* the same that the tolerance saw */
    double best_total, gained_total;
    float *memory[WOAD_OPTIMIZER_ARRAYS];
    woad_random multipliers;
    woad_observer observer;
    size_t every, every_sweep; /* between reports, 0: none; the same in all processes */
    size_t iterations;
    woad_status stop;
    const woad_mpi_checkpoint *checkpoint; /* or NULL */
    double saved_at;                       /* seconds; of rank 0 */
    woad_mpi_mask *mask;
    uint32_t *now; /* ranks of a checkpoint's swaps; NULL where there is none */
} design;

/* ---- memory --------------------------------------------------------------------------------- */

static void design_clear(design *d)
{
    woad_mpi_loss_destroy(d->loss);
    woad_free(d->values);
    woad_free(d->gradient);
    woad_free(d->best);
    woad_free(d->gained);
    woad_free(d->now);
    for (size_t i = 0; i < WOAD_OPTIMIZER_ARRAYS; i++)
        woad_free(d->memory[i]);
}

static woad_status allocate(design *d, woad_error *error)
{
    d->values = woad_array(d->count, sizeof *d->values);
    d->gradient = woad_array(d->count, sizeof *d->gradient);
    bool good = d->values && d->gradient;
    if (d->every > 0) {
        d->best = woad_array(d->count, sizeof *d->best);
        good = good && d->best;
    }
    if (d->params.optimizer.tolerance > 0) {
        d->gained = woad_array(d->count, sizeof *d->gained);
        good = good && d->gained;
    }
    for (size_t i = 0; i < d->optimizer->arrays; i++) {
        d->memory[i] = woad_array(d->count, sizeof *d->memory[i]);
        good = good && d->memory[i];
    }
    if (d->checkpoint && d->params.refine.trials > 0) {
        d->now = woad_array(d->count, sizeof *d->now);
        good = good && d->now;
    }
    return good ? WOAD_OK : woad_fail_memory(error, "the optimizer");
}

/* Rank 0's observer is the one that counts. */
static void take_observer(design *d, const woad_observer *observer)
{
    uint64_t every[2] = {0, 0};
    if (observer)
        d->observer = *observer;
    if (d->observer.progress) {
        every[0] = woad_iterations_between_reports(
            &d->observer, (size_t)woad_mpi_slab_count(&d->slab));
        every[1] = d->observer.every ? d->observer.every : 1;
    }
    MPI_Bcast(every, 2, MPI_UINT64_T, 0, d->slab.comm);
    d->every = (size_t)every[0];
    d->every_sweep = (size_t)every[1];
}

static woad_status design_init(design *d, MPI_Comm comm, const woad_design_params *params,
    const woad_observer *observer, const woad_mpi_checkpoint *checkpoint, woad_error *error)
{
    *d = (design){.params = woad_mpi_params_resolve(params),
        .best_total = INFINITY,
        .gained_total = INFINITY,
        .checkpoint = checkpoint};
    woad_status status = woad_mpi_agree(comm, woad_mpi_params_check(params, error), error);
    if (status >= 0)
        status = woad_mpi_slab_cut(
            comm, d->params.width, d->params.height, d->params.depth, &d->slab, error);
    if (status < 0)
        return status;
    d->count = woad_mpi_slab_count(&d->slab);
    d->optimizer = woad_optimizer_of(d->params.optimizer.method);
    d->multipliers = woad_random_seed(d->params.seed, WOAD_STREAM_MULTIPLIERS);
    take_observer(d, observer);
    status = woad_mpi_agree(comm, allocate(d, error), error);
    if (status >= 0)
        status = woad_mpi_loss_create(&d->params.loss, &d->slab, &d->loss, error);
    if (status >= 0)
        status = woad_mpi_mask_create(&d->slab, &d->params, &d->mask, error);
    return status;
}

/* ---- the start ------------------------------------------------------------------------------ */

/* The values that one process draws, all of them, without those of the others. */
static void start_from_noise(design *d)
{
    woad_random random = woad_random_seed(d->params.seed, STREAM_OF_START);
    const woad_histogram_target *target = woad_mpi_loss_target(d->loss);
    float area = (float)(d->params.width * d->params.height);
    for (size_t i = 0; i < d->slab.first * d->slab.width; i++)
        woad_random_next(&random);
    for (size_t i = 0; i < d->count; i++) {
        float u = woad_random_float(&random);
        d->values[i] =
            target->table ? woad_target_value(target, (uint32_t)(u * area)) : 2 * u - 1;
    }
}

/* The order of this process's frames, or rows of the tiles, as the histogram's target has it. */
static woad_status start_from_baseline(design *d, woad_error *error)
{
    const woad_mpi_slab *slab = &d->slab;
    uint32_t *ranks = woad_array(d->count, sizeof *ranks);
    woad_status status = ranks ? WOAD_OK : woad_fail_memory(error, "the start");
    if (status >= 0)
        status = slab->depth > 1
                     ? woad_start_frames(&d->params, slab->first / slab->height,
                           slab->rows / slab->height, ranks, error)
                     : woad_tiles_rows(&d->params, slab->first, slab->rows, ranks, error);
    if (status >= 0)
        woad_target_values(woad_mpi_loss_target(d->loss), ranks, d->count, d->values);
    woad_free(ranks);
    return woad_mpi_agree(d->slab.comm, status, error);
}

static woad_status start(design *d, woad_error *error)
{
    if (woad_baseline_of(d->params.baseline.method)->make)
        return start_from_baseline(d, error);
    start_from_noise(d);
    return WOAD_OK;
}

/* ---- reports -------------------------------------------------------------------------------- */

static bool is_reported(const design *d, size_t iteration)
{
    return d->every > 0 && iteration % d->every == 0;
}

/* Tells the observers; true when rank 0's asks to stop. Collective. */
static bool report(
    design *d, woad_stage stage, size_t iteration, double rate, const woad_losses *losses)
{
    const size_t of_stage[] = {
        d->params.optimizer.iterations, d->params.finish.iterations, d->params.refine.trials};
    woad_progress progress = {
        stage, iteration, of_stage[stage], rate, *losses, 0, 1, 0, 1, NULL};
    int stops =
        d->observer.progress && d->observer.progress(&progress, d->observer.user) ? 1 : 0;
    MPI_Bcast(&stops, 1, MPI_INT, 0, d->slab.comm);
    return stops != 0;
}

/* Losses are the same in all processes, so all see it. */
static woad_status check_losses(
    const woad_losses *losses, const char *key, double rate, woad_error *error)
{
    return isfinite(losses->total) ? WOAD_OK : woad_fail_diverged(key, rate, error);
}

static void keep_best(const design *d, double total, float *best, double *best_total)
{
    if (total < *best_total) {
        *best_total = total;
        memcpy(best, d->values, d->count * sizeof *best);
    }
}

/* Has the best loss fallen by too small a share since this was last asked? */
static bool gains_too_little(design *d, const woad_losses *losses)
{
    double before = d->gained_total;
    keep_best(d, losses->total, d->gained, &d->gained_total);
    return woad_gains_too_little(&d->params.optimizer, before, d->gained_total);
}

/* Looks at the losses of the current values: WOAD_OK to go on, or why the design stops. */
static woad_status consider(
    design *d, size_t iteration, double rate, const woad_losses *losses, woad_error *error)
{
    woad_status status =
        check_losses(losses, "optimizer.rate", d->params.optimizer.rate, error);
    if (status < 0)
        return status;
    if (is_reported(d, iteration)) {
        keep_best(d, losses->total, d->best, &d->best_total);
        if (report(d, WOAD_STAGE_OPTIMIZE, iteration, rate, losses))
            return WOAD_STOP_CALLER;
    }
    bool asked = woad_is_asked_for_gain(&d->params.optimizer, iteration);
    return asked && gains_too_little(d, losses) ? WOAD_STOP_NO_GAIN : WOAD_OK;
}

/* ---- checkpoints ---------------------------------------------------------------------------- */

/* What there is to save at the top of an iteration, `multipliers` being those before it. */
static woad_mpi_state state_of(const design *d, const woad_random *multipliers)
{
    _Static_assert(WOAD_OPTIMIZER_ARRAYS == 2, "a state has a place for each array");
    return (woad_mpi_state){.stage = WOAD_MPI_STATE_OPTIMIZE,
        .iteration = d->iterations,
        .stop = d->stop,
        .multipliers = *multipliers,
        .best_total = d->best_total,
        .gained_total = d->gained_total,
        .arrays = {{d->values, d->memory[0], d->memory[1], d->best, d->gained},
            {d->now ? d->mask->ranks : NULL, d->now}}};
}

/* When rank 0's clock says so. Collective. */
static woad_status save_when_due(design *d, const woad_mpi_state *state, woad_error *error)
{
    if (!d->checkpoint)
        return WOAD_OK;
    int due = MPI_Wtime() - d->saved_at >= d->checkpoint->seconds;
    MPI_Bcast(&due, 1, MPI_INT, 0, d->slab.comm);
    if (!due)
        return WOAD_OK;
    woad_status status =
        woad_mpi_state_save(&d->slab, &d->params, state, d->checkpoint->path, error);
    d->saved_at = MPI_Wtime();
    return status;
}

/* Where the observer stopped it, before the best values take the place of the last. */
static woad_status save_at_stop(const design *d, const woad_mpi_state *state, woad_error *error)
{
    return d->checkpoint
               ? woad_mpi_state_save(&d->slab, &d->params, state, d->checkpoint->path, error)
               : WOAD_OK;
}

/* Is there a file to go on from? Rank 0 looks. */
static bool resumes(const design *d)
{
    int there = 0;
    if (!d->checkpoint || !d->checkpoint->resume)
        return false;
    if (d->slab.rank == 0) {
        woad_destination target;
        there = woad_destination_find(d->checkpoint->path, &target, NULL) >= 0 &&
                target.kind != WOAD_DESTINATION_ABSENT;
    }
    MPI_Bcast(&there, 1, MPI_INT, 0, d->slab.comm);
    return there != 0;
}

static woad_status take_state(design *d, woad_mpi_state *state, woad_error *error)
{
    *state = state_of(d, &d->multipliers);
    woad_status status =
        woad_mpi_state_load(&d->slab, &d->params, state, d->checkpoint->path, error);
    if (status < 0)
        return status;
    d->iterations = (size_t)state->iteration;
    d->stop = state->stop;
    d->multipliers = state->multipliers;
    d->best_total = state->best_total;
    d->gained_total = state->gained_total;
    return WOAD_OK;
}

/* ---- the stages ----------------------------------------------------------------------------- */

static void draw_multipliers(design *d, float multipliers[WOAD_MAX_LOSS_TERMS])
{
    woad_draw_multipliers(
        &d->params.optimizer, woad_loss_term_count(), &d->multipliers, multipliers);
}

/* One iteration; WOAD_STOP_CALLER or _NO_GAIN, and the values as they were, where it stops. */
static woad_status iterate(design *d, woad_error *error)
{
    const woad_optimizer_params *p = &d->params.optimizer;
    float multipliers[WOAD_MAX_LOSS_TERMS] = {0};
    size_t i = d->iterations;
    bool considered = is_reported(d, i) || woad_is_asked_for_gain(p, i);
    woad_losses losses;
    double rate = woad_rate_at(p, i);
    draw_multipliers(d, multipliers);
    woad_mpi_loss_anneal(d->loss, (double)i / (double)p->iterations);
    woad_status status = woad_mpi_loss_gradient(
        d->loss, d->values, multipliers, d->gradient, considered ? &losses : NULL, error);
    if (status >= 0 && considered)
        status = consider(d, i, rate, &losses, error);
    if (status == WOAD_OK) {
        const woad_step step = {p, (float)rate, i, d->memory};
        d->optimizer->step(&step, d->values, d->gradient, 0, d->count);
    }
    return status;
}

static woad_status optimize(design *d, woad_error *error)
{
    woad_status status = WOAD_OK;
    while (status == WOAD_OK && d->iterations < d->params.optimizer.iterations) {
        const woad_random before = d->multipliers;
        status = iterate(d, error);
        if (status == WOAD_STOP_CALLER) {
            const woad_mpi_state state = state_of(d, &before);
            status = save_at_stop(d, &state, error);
            memcpy(d->values, d->best, d->count * sizeof *d->best);
            d->stop = WOAD_STOP_CALLER;
            return status;
        }
        if (status == WOAD_STOP_NO_GAIN) {
            memcpy(d->values, d->gained, d->count * sizeof *d->gained);
            d->stop = WOAD_STOP_NO_GAIN;
        }
        if (status == WOAD_OK) {
            d->iterations++;
            const woad_mpi_state state = state_of(d, &d->multipliers);
            status = save_when_due(d, &state, error);
        }
    }
    return status;
}

/* The losses with unit multipliers of the current values. */
static woad_status measure(design *d, woad_losses *losses, woad_error *error)
{
    const float none[WOAD_MAX_LOSS_TERMS] = {0};
    return woad_mpi_loss_gradient(d->loss, d->values, none, d->gradient, losses, error);
}

static woad_status finish(design *d, woad_error *error)
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
        woad_status status = woad_mpi_loss_gradient(
            d->loss, d->values, only_histogram, d->gradient, reported ? &losses : NULL, error);
        if (status < 0)
            return status;
        if (reported && report(d, WOAD_STAGE_FINISH, i, p->rate, &losses)) {
            d->stop = WOAD_STOP_CALLER;
            break;
        }
        const woad_step step = {&d->params.optimizer, (float)p->rate, i, NULL};
        descent->step(&step, d->values, d->gradient, 0, d->count);
    }
    return WOAD_OK;
}

/* From the start, or what was saved of the optimizer, to values that are to be ranked. */
static woad_status descend(
    design *d, bool begun, woad_design_report *outcome, woad_error *error)
{
    woad_status status = begun ? WOAD_OK : start(d, error);
    if (status >= 0)
        status = optimize(d, error);
    woad_mpi_loss_anneal(d->loss, WOAD_LOSS_SETTLED);
    if (status >= 0 && d->iterations > 0) {
        status = measure(d, &outcome->before, error);
        if (status >= 0)
            status = check_losses(
                &outcome->before, "optimizer.rate", d->params.optimizer.rate, error);
    }
    if (status >= 0)
        status = finish(d, error);
    if (status >= 0)
        status = measure(d, &outcome->before, error);
    if (status >= 0)
        status = check_losses(&outcome->before, "finish.rate", d->params.finish.rate, error);
    if (status >= 0 && d->every > 0 &&
        report(d, WOAD_STAGE_FINISH, d->params.finish.iterations, d->params.finish.rate,
            &outcome->before))
        d->stop = WOAD_STOP_CALLER;
    return status;
}

/* The same of ranks, as the target has them. */
static woad_status measure_ranks(
    design *d, const uint32_t *ranks, woad_losses *losses, woad_error *error)
{
    woad_target_values(woad_mpi_loss_target(d->loss), ranks, d->count, d->values);
    return measure(d, losses, error);
}

static woad_status project(design *d, woad_design_report *outcome, woad_error *error)
{
    const uint32_t *ranks;
    woad_status status = woad_mpi_loss_rank(d->loss, d->values, &ranks, error);
    if (status < 0)
        return status;
    memcpy(d->mask->ranks, ranks, d->count * sizeof *ranks);
    return measure_ranks(d, d->mask->ranks, &outcome->after, error);
}

typedef struct refining {
    design *design;
    woad_losses before, start;
    woad_status saved; /* of the last checkpoint: where it failed the swaps stop */
    woad_error *error;
} refining;

static bool watch_sweep(size_t done, double temperature, const woad_refine_numbers *numbers,
    const uint32_t *now, void *user)
{
    refining *r = user;
    design *d = r->design;
    woad_losses losses = woad_refine_losses(&d->params.loss, &r->start, &numbers->gains);
    woad_mpi_state state = state_of(d, &d->multipliers);
    state.stage = WOAD_MPI_STATE_REFINE;
    state.refine = *numbers;
    state.before = r->before;
    state.start = r->start;
    if (d->now)
        memcpy(d->now, now, d->count * sizeof *now);
    bool reported =
        d->every_sweep > 0 && (done % d->every_sweep == 0 || done == d->params.refine.trials);
    if (reported && report(d, WOAD_STAGE_REFINE, done, temperature, &losses)) {
        r->saved = save_at_stop(d, &state, r->error);
        return true;
    }
    r->saved = save_when_due(d, &state, r->error);
    return r->saved < 0;
}

/* `from`: NULL, or what was saved of the swaps. */
static woad_status refine(
    design *d, const woad_mpi_state *from, woad_design_report *outcome, woad_error *error)
{
    woad_refine_outcome refined;
    refining r = {d, outcome->before, outcome->after, WOAD_OK, error};
    if (d->params.refine.trials == 0 || d->stop == WOAD_STOP_CALLER)
        return WOAD_OK;
    woad_status status = woad_mpi_swaps(&d->slab, &d->params, from ? &from->refine : NULL,
        d->now, d->mask->ranks, watch_sweep, &r, &refined, error);
    if (status >= 0)
        status = r.saved;
    if (status < 0)
        return status;
    outcome->sweeps = refined.sweeps;
    outcome->swaps = refined.swaps;
    outcome->backoffs = refined.backoffs;
    if (refined.stop != WOAD_OK)
        d->stop = refined.stop;
    return measure_ranks(d, d->mask->ranks, &outcome->after, error);
}

/* From the start, or from the checkpoint, to the mask. */
static woad_status run(design *d, woad_design_report *report, woad_error *error)
{
    woad_mpi_state state = {.stage = WOAD_MPI_STATE_OPTIMIZE};
    bool begun = resumes(d);
    woad_status status = begun ? take_state(d, &state, error) : WOAD_OK;
    d->saved_at = MPI_Wtime();
    if (status >= 0 && state.stage == WOAD_MPI_STATE_REFINE) {
        report->before = state.before;
        report->after = state.start;
        woad_mpi_loss_anneal(d->loss, WOAD_LOSS_SETTLED);
        return refine(d, &state, report, error);
    }
    if (status >= 0)
        status = descend(d, begun, report, error);
    if (status >= 0)
        status = project(d, report, error);
    return status < 0 ? status : refine(d, NULL, report, error);
}

woad_status woad_mpi_design(MPI_Comm comm, const woad_design_params *params,
    const woad_observer *observer, const woad_mpi_checkpoint *checkpoint, woad_mpi_mask **out,
    woad_design_report *outcome, woad_error *error)
{
    design d;
    woad_design_report report = {0};
    woad_error own = {0}; /* the caller may want none, and the processes share theirs */
    error = error ? error : &own;
    woad_status status = design_init(&d, comm, params, observer, checkpoint, error);
    if (status >= 0)
        status = run(&d, &report, error);
    report.iterations = d.iterations;
    report.stop = d.stop;
    design_clear(&d);
    if (status < 0) {
        woad_mpi_mask_destroy(d.mask);
        return status;
    }
    *out = d.mask;
    if (outcome)
        *outcome = report;
    return report.stop;
}
