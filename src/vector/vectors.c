/* vector/vectors.c - the pipeline of a design of vectors: start, descend, match, swap. */
#include "vector/vectors.h"

#include <math.h>
#include <string.h>

#include <woad/recipe.h>

#include "base/alloc.h"
#include "base/status.h"
#include "baseline/baseline.h"
#include "channels.h"
#include "loss/term.h"
#include "mask.h"
#include "observe.h"
#include "set.h"
#include "vector/descent.h"
#include "vector/match.h"
#include "vector/swaps.h"

enum {
    DIM = WOAD_VECTOR_COMPONENTS,
    STREAM_START = 1,
    ROUNDS = 64, /* of a matching */
    QUENCH = 2   /* sweeps at the end */
};

const woad_vector_distribution *woad_vectors_of(const woad_design_params *params)
{
    return woad_vector_distribution_find(params->loss.pdf);
}

/* ---- what is asked for ---------------------------------------------------------------- */

static woad_status check_shape(
    const woad_design_params *p, const woad_mask *start, woad_error *error)
{
    size_t components = woad_vectors_of(p)->components;
    if (start)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "a start, but mask.pdf is %s: vectors start from baseline.method alone",
            p->loss.pdf);
    if (p->channels == 1 || p->channels == components)
        return WOAD_OK;
    return woad_fail(error, WOAD_ERROR_ARGUMENT,
        "mask.channels is %zu: vectors of mask.pdf = %s have %zu components, so it must be %zu, or "
        "1 for what it needs",
        p->channels, p->loss.pdf, components, components);
}

/* The histogram term is of the descent alone. Its weight in the presets is nobody's wish. */
static bool has_idle_histogram(const woad_design_params *p)
{
    const woad_design_params defaults = WOAD_DESIGN_DEFAULTS;
    woad_design_params descent = defaults;
    double weight = p->loss.histogram.weight;
    return p->optimizer.iterations == 0 && weight > 0 &&
           woad_preset_find("vectors-descent", &descent, NULL) >= 0 &&
           weight != defaults.loss.histogram.weight && weight != descent.loss.histogram.weight;
}

woad_status woad_vectors_check(
    const woad_design_params *p, const woad_mask *start, woad_error *error)
{
    const woad_design_params defaults = WOAD_DESIGN_DEFAULTS;
    const woad_loss_params *l = &p->loss;
    const woad_dither_loss_params *d = &l->dither, *usual = &defaults.loss.dither;
    const char *alone = "its default: each frame is designed by itself";
    bool has_frames = p->depth > 1;
    const struct {
        bool is_wrong;
        const char *key, *needed;
    } rules[] = {
        {l->target.weight > 0, "loss.target.weight", "0"},
        {l->spectral.axes != WOAD_AXES_FRAME, "loss.spectral.axes", "frame"},
        {l->uniformity.axes != WOAD_AXES_FRAME, "loss.uniformity.axes", "frame"},
        {l->own_count > 0, "loss.own_count", "0"},
        {l->uniformity.weight > 0 && p->optimizer.iterations == 0, "loss.uniformity.weight",
            "0, or optimizer.iterations above 0"},
        {has_idle_histogram(p), "loss.histogram.weight",
            "its default, or optimizer.iterations above 0"},
        {d->weight > 0 && d->exponent != 1, "loss.dither.exponent",
            "1 (the spectral term has the squares)"},
        {has_frames && d->space != usual->space, "loss.dither.space", alone},
        {has_frames && d->time != usual->time, "loss.dither.time", alone},
        {has_frames && d->both != usual->both, "loss.dither.both", alone},
        {has_frames && strcmp(d->temporal, usual->temporal) != 0, "loss.dither.temporal",
            alone},
        {has_frames && strcmp(d->both_kernel, usual->both_kernel) != 0,
            "loss.dither.both_kernel", alone},
        {p->optimizer.tolerance > 0, "optimizer.tolerance", "0"},
        {p->finish.iterations > 0, "finish.iterations", "0"},
        {p->refine.trials > 0 && d->weight == 0 && l->spectral.weight == 0, "refine.trials",
            "0, or loss.dither.weight or loss.spectral.weight above 0"},
    };
    woad_status status = check_shape(p, start, error);
    for (size_t i = 0; status >= 0 && i < sizeof rules / sizeof *rules; i++) {
        if (rules[i].is_wrong)
            status = woad_fail(error, WOAD_ERROR_ARGUMENT,
                "%s: for vectors (mask.pdf is %s) it must be %s", rules[i].key, l->pdf,
                rules[i].needed);
    }
    return status;
}

size_t woad_vectors_memory(const woad_design_params *params)
{
    size_t count = params->width * params->height;
    size_t components = woad_vectors_of(params)->components;
    /* The vectors, the points, a matching's five arrays; the mask of all frames. */
    return count * (2 * DIM * sizeof(float) + 5 * sizeof(uint32_t)) +
           count * params->depth * components * (sizeof(uint32_t) + sizeof(float)) +
           woad_vector_descent_memory(params, components) + woad_vector_swaps_memory(params);
}

/* ---- one frame ------------------------------------------------------------------------ */

typedef struct frame {
    woad_design_params params;     /* with the frame's own seed */
    const woad_design_state *from; /* the middle, or NULL */
    const woad_observer *observer;
    woad_vector_field vectors, points;
    woad_vector_swaps *swaps;
    woad_refine_gains gains; /* of the swaps */
    woad_design_report report;
} frame;

/* The orders of the baseline, one a component, or noise, as vectors of a square or a cube. */
static woad_status start(frame *f, woad_error *error)
{
    const woad_baseline *baseline = woad_baseline_of(f->params.baseline.method);
    size_t count = f->vectors.count;
    uint32_t *ranks = woad_array(count, sizeof *ranks);
    woad_status status = ranks ? WOAD_OK : woad_fail_memory(error, "the start");
    for (size_t c = 0; status >= 0 && c < f->vectors.components; c++) {
        float *values = f->vectors.values + c * count;
        woad_design_params own = f->params;
        own.seed = woad_set_seed(f->params.seed, c);
        woad_random random = woad_random_seed(own.seed, STREAM_START);
        if (baseline->make)
            status = baseline->make(&own, ranks, error);
        for (size_t i = 0; i < count; i++)
            values[i] = baseline->make ? (float)((2 * ranks[i] + 1.0) / (double)count - 1)
                                       : 2 * woad_random_float(&random) - 1;
    }
    woad_free(ranks);
    return status;
}

/* At first among all vectors, then down to refine.reach of them. */
static double share_at(const woad_refine_params *p, size_t done)
{
    double s = (double)done / (double)p->trials;
    return s < 0.25 ? 1 : pow(p->reach, (s - 0.25) / 0.75);
}

static double temperature_at(const woad_design_params *p, size_t done)
{
    const woad_loss_params *loss = &p->loss;
    double one = loss->dither.weight > 0 ? loss->dither.weight : loss->spectral.weight;
    size_t warm = p->refine.trials > QUENCH ? p->refine.trials - QUENCH : 0;
    if (done >= warm)
        return 0;
    return 1e-3 * one * p->refine.temperature * (1 - (double)done / (double)warm);
}

static woad_losses losses_after(
    const frame *f, const woad_losses *before, const woad_refine_gains *gains)
{
    woad_losses losses = *before;
    double dither = f->params.loss.dither.weight * gains->dither;
    double spectral = f->params.loss.spectral.weight * gains->spectral;
    losses.terms[woad_loss_dither_index()] -= dither;
    losses.terms[woad_loss_spectral_index()] -= spectral;
    losses.total -= dither + spectral;
    return losses;
}

/* True when the observer asks to stop. */
static bool report_sweep(const frame *f, double temperature)
{
    const woad_observer *o = f->observer;
    size_t done = f->report.sweeps, trials = f->params.refine.trials;
    if (!o->progress || (done % (o->every ? o->every : 1) != 0 && done != trials))
        return false;
    woad_design_state state = {.params = &f->params,
        .numbers = {.stage = WOAD_STAGE_REFINE, .gains = f->gains, .report = f->report},
        .arrays.values = f->vectors.values};
    woad_vector_swaps_look(f->swaps, &state.numbers, &state.arrays);
    const woad_progress progress = {WOAD_STAGE_REFINE, done, trials, temperature,
        losses_after(f, &f->report.before, &f->gains), 0, 1, 0, 1, &state};
    return o->progress(&progress, o->user);
}

static void sweep(frame *f, double share, double temperature)
{
    f->report.swaps += woad_vector_swaps_sweep(f->swaps, share, temperature, &f->gains);
    f->report.sweeps++;
}

static void refine(frame *f)
{
    const woad_refine_params *p = &f->params.refine;
    while (f->report.sweeps < p->trials && f->report.stop == WOAD_OK) {
        size_t done = f->report.sweeps;
        double temperature = temperature_at(&f->params, done);
        sweep(f, share_at(p, done), temperature);
        if (report_sweep(f, temperature)) {
            f->report.stop = WOAD_STOP_CALLER;
            for (size_t i = 0; i < QUENCH; i++)
                sweep(f, p->reach, 0);
        }
    }
}

/* What the swaps begin with. */
static woad_status measure(frame *f, woad_losses *losses, woad_error *error)
{
    woad_status status = woad_vector_losses(&f->params, &f->vectors, losses, error);
    if (status < 0)
        return status;
    double dither = f->params.loss.dither.weight * woad_vector_swaps_dither(f->swaps);
    losses->terms[woad_loss_dither_index()] = dither;
    losses->total += dither;
    return WOAD_OK;
}

static woad_status descend_and_match(frame *f, woad_error *error)
{
    woad_status status = woad_vector_descend(
        &f->params, &f->points, f->from, f->observer, &f->vectors, &f->report, error);
    if (status >= 0 && f->report.iterations > 0)
        status =
            woad_vector_match(&f->vectors, &f->points, ROUNDS, ~f->params.seed, NULL, error);
    return status;
}

static woad_status start_and_match(frame *f, size_t rounds, woad_error *error)
{
    woad_status status = start(f, error);
    if (status >= 0)
        status =
            woad_vector_match(&f->vectors, &f->points, rounds, f->params.seed, NULL, error);
    return status;
}

/* The points that a saved frame has; they are numbers of a file. */
static woad_status take_vectors(frame *f, woad_error *error)
{
    size_t count = f->vectors.components * f->vectors.count;
    memcpy(f->vectors.values, f->from->arrays.values, count * sizeof *f->vectors.values);
    f->report = f->from->numbers.report;
    f->gains = f->from->numbers.gains;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(f->vectors.values[i]))
            return woad_fail(error, WOAD_ERROR_FORMAT,
                "the state of a design is damaged: it has vectors that are not finite");
    }
    return WOAD_OK;
}

/* A frame that is left after a stop is its start, in the time that a whole mask allows. */
static woad_status design(frame *f, woad_error *error)
{
    bool is_left = f->report.stop != WOAD_OK;
    bool swapping = f->from && f->from->numbers.stage == WOAD_STAGE_REFINE;
    woad_status status =
        f->from ? take_vectors(f, error) : start_and_match(f, is_left ? 1 : ROUNDS, error);
    if (status >= 0 && !is_left && !swapping)
        status = descend_and_match(f, error);
    if (status >= 0)
        status = woad_vector_swaps_create(&f->params, &f->vectors, &f->swaps, error);
    if (status >= 0 && swapping)
        woad_vector_swaps_take(f->swaps, &f->from->numbers, &f->from->arrays);
    else if (status >= 0)
        status = measure(f, &f->report.before, error);
    f->report.after = f->report.before;
    if (status < 0 || is_left)
        return status;
    refine(f);
    return measure(f, &f->report.after, error);
}

static woad_status design_frame(frame *f, const woad_vector_distribution *distribution,
    woad_mask *mask, size_t index, woad_error *error)
{
    size_t count = mask->width * mask->height, components = distribution->components;
    woad_status status = woad_vector_field_init(&f->vectors, count, components, error);
    if (status >= 0)
        status = woad_vector_field_points(&f->points, distribution, count, error);
    if (status >= 0)
        status = design(f, error);
    for (size_t c = 0; status >= 0 && c < components; c++) {
        woad_plane plane = woad_mask_plane(mask, index, c);
        for (size_t i = 0; i < count; i++)
            plane.thresholds[i * plane.stride] =
                fminf(1, fmaxf(0, (f->vectors.values[c * count + i] + 1) / 2));
    }
    woad_vector_swaps_destroy(f->swaps);
    woad_vector_field_clear(&f->vectors);
    woad_vector_field_clear(&f->points);
    return status;
}

/* ---- the mask ------------------------------------------------------------------------- */

/* The frames that were done before, into the mask. */
static woad_status take_frames(
    const woad_saved *from, woad_mask *mask, woad_design_report *report, woad_error *error)
{
    size_t values = mask->width * mask->height * mask->channels;
    woad_status status = WOAD_OK;
    for (size_t i = 0; status >= 0 && i < from->state.parts.count; i++) {
        woad_mask *done;
        status = woad_saved_part(from, i, &done, error);
        if (status < 0)
            break;
        memcpy(mask->thresholds + i * values, done->thresholds, values * sizeof(float));
        woad_mask_destroy(done);
    }
    *report = from->sum;
    return status;
}

static woad_status design_frames(const woad_design_params *params, const woad_saved *from,
    const woad_observer *observer, woad_mask *mask, woad_design_report *report,
    woad_error *error)
{
    bool is_over = false, is_begun = from && from->state.numbers.stage != WOAD_STAGE_START;
    size_t done = from ? from->state.parts.count : 0;
    woad_status status = from ? take_frames(from, mask, report, error) : WOAD_OK;
    for (size_t i = done; status >= 0 && i < params->depth; i++) {
        woad_observed told = {
            observer, params, false, i, params->depth, {i, NULL, mask, report}};
        const woad_observer of_frame = woad_observe(&told);
        frame f = {.params = *params, .observer = &of_frame};
        f.params.seed = woad_frame_seed(params->seed, i);
        if (is_begun && i == done)
            f.from = &from->state;
        else
            is_over = is_over || woad_observe_start(&told);
        f.report.stop = is_over ? WOAD_STOP_CALLER : WOAD_OK;
        status = design_frame(&f, woad_vectors_of(params), mask, i, error);
        woad_report_add(report, &f.report);
    }
    return status;
}

woad_status woad_vectors(const woad_design_params *params, const woad_saved *from,
    const woad_observer *observer, woad_mask **out, woad_design_report *report,
    woad_error *error)
{
    woad_mask *mask = NULL;
    *report = (woad_design_report){0};
    woad_status status = woad_mask_create(params->width, params->height, params->depth,
        woad_vectors_of(params)->components, &mask, error);
    if (status >= 0)
        status = design_frames(params, from, observer, mask, report, error);
    if (status >= 0)
        status = woad_mask_rank(mask, error);
    if (status < 0) {
        woad_mask_destroy(mask);
        return status;
    }
    *out = mask;
    return report->stop;
}
