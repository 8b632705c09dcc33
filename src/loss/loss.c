/* loss/loss.c - the loss of one size of mask: all terms, their transforms and their ranking. */
#include "loss/loss.h"

#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "base/status.h"
#include "loss/amplitude.h"
#include "loss/block.h"
#include "loss/own.h"

/* Values of one part of the order: their sum is one float sum in vector lanes. */
enum { ORDER_PART = 4096 };

/* Values from which the terms on the pixels and the spectra through time run in threads. */
enum { WORTH_PIXEL_THREADS = 1 << 14 };

/* What transforms are made in, one at a time, and what the terms on them have. */
typedef struct lane {
    woad_block block;
    void *states[WOAD_MAX_LOSS_TERMS];
} lane;

struct woad_loss {
    size_t term_count;
    const woad_loss_term *terms[WOAD_MAX_LOSS_TERMS];
    double weights[WOAD_MAX_LOSS_TERMS];
    /* Terms on the spectrum are where they act, the others in the frames. */
    bool acts[WOAD_SPANS][WOAD_MAX_LOSS_TERMS];
    lane lanes[WOAD_SPANS]; /* of time and volume only where a term acts */
    lane *more;             /* as that of time, for the other threads */
    size_t more_count;
    size_t count, frames; /* values of a frame */
    size_t height;
    size_t threads;
    size_t pixel_threads; /* a pixel meets hundreds, or has a transform: worth them sooner */
    woad_sorter *sorter;
    uint32_t *ranks; /* [frames][count] */
    double *shares;  /* [term_count][parts]: of the terms' values, summed in order */
    size_t parts;    /* rows of all frames, parts of the order, or series, whichever are most */
};

static size_t order_parts(size_t count)
{
    return (count + ORDER_PART - 1) / ORDER_PART;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The frames' block is always there: it has their size, and the copies that are ranked. */
static bool is_needed(const woad_loss *loss, woad_span span)
{
    for (size_t t = 0; t < loss->term_count; t++) {
        if (loss->acts[span][t])
            return true;
    }
    return span == WOAD_SPAN_FRAME;
}

static void set_shape(woad_loss *loss, const woad_loss_params *params, size_t width,
    size_t height, size_t depth, size_t threads)
{
    *loss = (woad_loss){.frames = depth, .height = height};
    loss->term_count = woad_loss_term_count() + params->own_count;
    for (woad_span span = 0; span < WOAD_SPANS; span++)
        loss->lanes[span].block = woad_block_of(span, width, height, depth, threads);
    for (size_t t = 0; t < loss->term_count; t++) {
        const woad_loss_term *term = woad_loss_term_find_at(t);
        loss->terms[t] = term ? term : &woad_loss_own;
        for (woad_span span = 0; span < WOAD_SPANS; span++)
            loss->acts[span][t] = woad_term_acts_on(params, loss->terms[t], span);
    }
    loss->count = width * height;
    loss->threads = loss->lanes[WOAD_SPAN_FRAME].block.threads;
    loss->pixel_threads =
        loss->count * depth < WORTH_PIXEL_THREADS ? 1 : woad_threads_worth(threads, SIZE_MAX);
    loss->lanes[WOAD_SPAN_FRAME].block.scope.threads = loss->pixel_threads;
    loss->parts = larger(height * depth, order_parts(loss->count));
    if (is_needed(loss, WOAD_SPAN_TIME)) {
        loss->parts = larger(loss->parts, loss->count);
        loss->more_count = smaller(loss->pixel_threads, loss->count) - 1;
    }
}

static size_t term_memory(
    const woad_loss_term *term, const woad_loss_params *params, const woad_scope *scope)
{
    return term->memory ? term->memory(params, scope)
                        : scope->shape.rows * scope->shape.bins * sizeof(float);
}

/* What stays; *planning becomes the most that is there for a while. */
static size_t span_memory(
    const woad_loss *loss, const woad_loss_params *params, woad_span span, size_t *planning)
{
    const woad_block *block = &loss->lanes[span].block;
    size_t bytes = woad_block_memory(block);
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        if (loss->acts[span][t])
            bytes += term_memory(loss->terms[t], params, &block->scope);
    }
    *planning = larger(*planning, woad_block_planning_memory(block));
    return span == WOAD_SPAN_TIME ? bytes + loss->more_count * (bytes + sizeof(lane)) : bytes;
}

size_t woad_loss_memory(
    const woad_loss_params *params, size_t width, size_t height, size_t depth, size_t threads)
{
    woad_loss loss;
    size_t bytes = 0, planning = 0;
    set_shape(&loss, params, width, height, depth, threads);
    for (woad_span span = 0; span < WOAD_SPANS; span++) {
        if (is_needed(&loss, span))
            bytes += span_memory(&loss, params, span, &planning);
    }
    return bytes + (1 + params->own_count) * depth * loss.count * sizeof(float) +
           loss.term_count * loss.parts * sizeof(double) +
           /* Planning is over when the sorter comes. */
           larger(woad_sorter_memory(loss.count, loss.threads), planning);
}

static woad_status create_lane(const woad_loss *loss, const woad_loss_params *params,
    woad_span span, lane *l, woad_error *error)
{
    woad_status status = woad_block_create(&l->block, error);
    for (size_t t = 0; t < woad_loss_term_count() && status >= 0; t++) {
        if (loss->acts[span][t] && loss->terms[t]->create)
            status = loss->terms[t]->create(params, &l->block.scope, &l->states[t], error);
    }
    return status;
}

/* Before that of time has its memory. */
static woad_status create_more(
    woad_loss *loss, const woad_loss_params *params, woad_error *error)
{
    if (loss->more_count == 0)
        return WOAD_OK;
    loss->more = woad_array(loss->more_count, sizeof *loss->more);
    woad_status status = loss->more ? WOAD_OK : woad_fail_memory(error, "the loss");
    for (size_t i = 0; i < loss->more_count && status >= 0; i++) {
        loss->more[i].block = loss->lanes[WOAD_SPAN_TIME].block;
        status = create_lane(loss, params, WOAD_SPAN_TIME, &loss->more[i], error);
    }
    return status;
}

static woad_status create_spans(
    woad_loss *loss, const woad_loss_params *params, woad_error *error)
{
    woad_status status = create_more(loss, params, error);
    for (size_t t = 0; t < woad_loss_term_count(); t++)
        memcpy(
            &loss->weights[t], (const char *)params + loss->terms[t]->weight, sizeof(double));
    for (woad_span span = 0; span < WOAD_SPANS && status >= 0; span++) {
        if (is_needed(loss, span))
            status = create_lane(loss, params, span, &loss->lanes[span], error);
    }
    return status;
}

static woad_status create_own_terms(
    woad_loss *loss, const woad_loss_params *params, woad_error *error)
{
    size_t width = loss->count / loss->height;
    woad_status status = WOAD_OK;
    for (size_t i = 0; i < params->own_count && status >= 0; i++) {
        size_t t = woad_loss_term_count() + i;
        loss->weights[t] = params->own[i].weight;
        status = woad_own_create(&params->own[i], width, loss->height, loss->frames,
            &loss->lanes[WOAD_SPAN_FRAME].states[t], error);
    }
    return status;
}

woad_status woad_loss_create(const woad_loss_params *params, size_t width, size_t height,
    size_t depth, size_t threads, woad_loss **out, woad_error *error)
{
    woad_loss *loss = woad_array(1, sizeof *loss);
    if (!loss)
        return woad_fail_memory(error, "the loss");
    set_shape(loss, params, width, height, depth, threads);
    loss->ranks = woad_array(loss->frames * loss->count, sizeof *loss->ranks);
    loss->shares = woad_array(loss->term_count * loss->parts, sizeof *loss->shares);
    woad_status status =
        loss->ranks && loss->shares ? WOAD_OK : woad_fail_memory(error, "the loss");
    if (status >= 0)
        status = create_spans(loss, params, error);
    if (status >= 0)
        status = woad_sorter_create(loss->count, loss->threads, &loss->sorter, error);
    if (status >= 0)
        status = create_own_terms(loss, params, error);
    if (status < 0) {
        woad_loss_destroy(loss);
        return status;
    }
    *out = loss;
    return WOAD_OK;
}

static void destroy_state(const woad_loss_term *term, void *state)
{
    if (state && term->destroy)
        term->destroy(state);
    else
        woad_free(state);
}

static void clear_lane(const woad_loss *loss, lane *l)
{
    for (size_t t = 0; t < loss->term_count; t++)
        destroy_state(loss->terms[t], l->states[t]);
    woad_block_clear(&l->block);
}

void woad_loss_destroy(woad_loss *loss)
{
    if (!loss)
        return;
    for (woad_span span = 0; span < WOAD_SPANS; span++)
        clear_lane(loss, &loss->lanes[span]);
    for (size_t i = 0; loss->more && i < loss->more_count; i++)
        clear_lane(loss, &loss->more[i]);
    woad_free(loss->more);
    woad_sorter_destroy(loss->sorter);
    woad_free(loss->ranks);
    woad_free(loss->shares);
    woad_free(loss);
}

void woad_loss_anneal(woad_loss *loss, double progress)
{
    void *const *states = loss->lanes[WOAD_SPAN_FRAME].states;
    for (size_t t = 0; t < loss->term_count; t++) {
        if (states[t] && loss->terms[t]->anneal)
            loss->terms[t]->anneal(states[t], progress);
    }
}

woad_status woad_loss_check(const woad_loss *loss, woad_error *error)
{
    woad_status status = WOAD_OK;
    for (size_t t = woad_loss_term_count(); t < loss->term_count && status >= 0; t++)
        status = woad_own_check_results(loss->lanes[WOAD_SPAN_FRAME].states[t], error);
    return status;
}

static const uint32_t *rank_frame(woad_loss *loss, size_t f, const float *values)
{
    uint32_t *ranks = loss->ranks + f * loss->count;
    woad_rank(loss->sorter, values, loss->count, ranks);
    return ranks;
}

const uint32_t *woad_loss_rank(woad_loss *loss, const float *values)
{
    for (size_t f = 0; f < loss->frames; f++)
        rank_frame(loss, f, values + f * loss->count);
    return loss->ranks;
}

/* ---- one evaluation ------------------------------------------------------------------- */

typedef struct evaluation {
    woad_loss *loss;
    float factors[WOAD_MAX_LOSS_TERMS]; /* weight times multiplier */
    bool active[WOAD_MAX_LOSS_TERMS];   /* evaluated at all */
    bool valued;                        /* values are wanted too */
    woad_span span;
    const lane *lane;      /* of that span */
    size_t first_part;     /* where the spectrum's shares begin */
    const float *values;   /* of one block, or of all */
    const uint32_t *ranks; /* of the values */
    float *gradient;       /* of the same */
} evaluation;

static evaluation begin_evaluation(woad_loss *loss, const float *multipliers, bool valued)
{
    evaluation e = {.loss = loss, .valued = valued};
    for (size_t t = 0; t < loss->term_count; t++) {
        e.factors[t] = (float)(loss->weights[t] * (double)multipliers[t]);
        e.active[t] = loss->weights[t] > 0 && (valued || multipliers[t] > 0);
    }
    return e;
}

static void begin_span(evaluation *e, woad_span span)
{
    e->span = span;
    e->lane = &e->loss->lanes[span];
}

/* Is term t evaluated now, in this span? */
static bool is_in(const evaluation *e, size_t t, woad_domain domain)
{
    return e->active[t] && e->loss->acts[e->span][t] && e->loss->terms[t]->domain == domain;
}

static bool has_domain(const evaluation *e, woad_domain domain)
{
    for (size_t t = 0; t < e->loss->term_count; t++) {
        if (is_in(e, t, domain))
            return true;
    }
    return false;
}

/* Where a term's share of part p goes, or NULL when values are not wanted. */
static double *share_of(const evaluation *e, size_t t, size_t p)
{
    return e->valued ? &e->loss->shares[t * e->loss->parts + p] : NULL;
}

/* ---- the spectrum --------------------------------------------------------------------- */

static float *spectrum_row(const woad_block *block, size_t row)
{
    return (float *)(block->spectrum + row * block->spectrum_stride);
}

static void amplitude_rows(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    const woad_block *block = &((const evaluation *)context)->lane->block;
    for (size_t row = begin; row < end; row++)
        woad_take_amplitude(spectrum_row(block, row), block->scope.shape.bins,
            woad_half_row(block->scope.shape, block->amplitude, row));
}

static void spectrum_rows(void *context, size_t begin, size_t end, size_t worker)
{
    const evaluation *e = context;
    const woad_loss *loss = e->loss;
    const woad_block *block = &e->lane->block;
    woad_half_shape shape = block->scope.shape;
    float *gradient = block->row_gradients + worker * shape.bins;
    for (size_t row = begin; row < end; row++) {
        woad_spectrum_part part = {shape, block->amplitude, row, gradient};
        memset(gradient, 0, shape.bins * sizeof *gradient);
        for (size_t t = 0; t < loss->term_count; t++) {
            if (is_in(e, t, WOAD_DOMAIN_SPECTRUM))
                loss->terms[t]->add_spectrum(e->lane->states[t], &part, e->factors[t],
                    share_of(e, t, e->first_part + row));
        }
        woad_scale_spectrum(woad_half_row(shape, block->amplitude, row), gradient, shape.bins,
            spectrum_row(block, row));
    }
}

/* The terms of a domain look at its whole field. */
static void prepare_terms(const evaluation *e, woad_domain domain, const float *field)
{
    const woad_loss *loss = e->loss;
    for (size_t t = 0; t < loss->term_count; t++) {
        const woad_loss_term *term = loss->terms[t];
        size_t count;
        if (!is_in(e, t, domain))
            continue;
        if (term->sums)
            term->sums(e->lane->states[t], field, &count);
        if (term->prepare)
            term->prepare(e->lane->states[t], field, e->factors[t]);
    }
}

/* Overwrites the gradient of the block with the spectral terms' share. */
static void evaluate_spectrum(evaluation *e)
{
    const woad_block *block = &e->lane->block;
    woad_half_shape shape = block->scope.shape;
    if (!has_domain(e, WOAD_DOMAIN_SPECTRUM)) {
        memset(e->gradient, 0, block->count * sizeof *e->gradient);
        return;
    }
    woad_fft_forward(block->fft, e->values, block->spectrum);
    woad_parallel(block->threads, shape.rows, amplitude_rows, e);
    woad_half_fill_guards(shape, block->amplitude);
    prepare_terms(e, WOAD_DOMAIN_SPECTRUM, block->amplitude);
    woad_parallel(block->threads, shape.rows, spectrum_rows, e);
    woad_fft_inverse(block->fft, block->spectrum, e->gradient);
}

/* ---- the order ------------------------------------------------------------------------ */

static void order_part(const evaluation *e, size_t p)
{
    woad_loss *loss = e->loss;
    size_t begin = p * ORDER_PART, end = begin + ORDER_PART;
    woad_order_part part = {
        e->values, e->ranks, begin, end < loss->count ? end : loss->count, e->gradient};
    for (size_t t = 0; t < loss->term_count; t++) {
        if (is_in(e, t, WOAD_DOMAIN_ORDER))
            loss->terms[t]->add_order(
                e->lane->states[t], &part, e->factors[t], share_of(e, t, p));
    }
}

static void order_range(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    for (size_t p = begin; p < end; p++)
        order_part(context, p);
}

static void evaluate_order(evaluation *e, size_t frame)
{
    if (!has_domain(e, WOAD_DOMAIN_ORDER))
        return;
    e->ranks = rank_frame(e->loss, frame, e->values);
    woad_parallel(e->loss->threads, order_parts(e->loss->count), order_range, e);
}

/* ---- the pixels ----------------------------------------------------------------------- */

static size_t pixel_rows_of(const woad_loss *loss)
{
    return loss->frames * loss->height;
}

static void pixel_rows(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    const evaluation *e = context;
    woad_loss *loss = e->loss;
    for (size_t y = begin; y < end; y++) {
        woad_pixels_part part = {y, e->gradient + y * (loss->count / loss->height)};
        for (size_t t = 0; t < loss->term_count; t++) {
            if (is_in(e, t, WOAD_DOMAIN_PIXELS))
                loss->terms[t]->add_pixels(
                    e->lane->states[t], &part, e->factors[t], share_of(e, t, y));
        }
    }
}

static void evaluate_pixels(evaluation *e)
{
    woad_loss *loss = e->loss;
    if (!has_domain(e, WOAD_DOMAIN_PIXELS))
        return;
    prepare_terms(e, WOAD_DOMAIN_PIXELS, e->values);
    woad_parallel(loss->pixel_threads, pixel_rows_of(loss), pixel_rows, e);
}

/* ---- all ------------------------------------------------------------------------------ */

static void add_shares(
    const evaluation *e, woad_domain domain, size_t parts, woad_losses *losses)
{
    const woad_loss *loss = e->loss;
    for (size_t t = 0; losses && t < loss->term_count; t++) {
        double value = 0;
        bool counts = is_in(e, t, domain);
        for (size_t p = 0; counts && p < parts; p++)
            value += loss->shares[t * loss->parts + p];
        losses->terms[t] += loss->weights[t] * value;
        losses->total += loss->weights[t] * value;
    }
}

/* The spectra and the order of the frames; overwrites the gradient. */
static void evaluate_frame(
    evaluation *e, size_t f, const float *values, float *gradient, woad_losses *losses)
{
    const woad_block *block = &e->lane->block;
    const float *own = values + f * block->count;
    float *own_gradient = gradient + f * block->count;
    e->values = block->values ? block->values : own;
    e->gradient = block->values ? block->gradient : own_gradient;
    if (block->values)
        memcpy(block->values, own, block->count * sizeof *own);
    evaluate_spectrum(e);
    evaluate_order(e, f);
    if (block->values)
        memcpy(own_gradient, block->gradient, block->count * sizeof *own);
    add_shares(e, WOAD_DOMAIN_SPECTRUM, block->scope.shape.rows, losses);
    add_shares(e, WOAD_DOMAIN_ORDER, order_parts(block->count), losses);
}

typedef struct other_axes {
    evaluation *evaluation;
    const float *values;
    float *gradient;
} other_axes;

/* Blocks have no value in common. */
static void evaluate_block_range(void *context, size_t begin, size_t end, size_t worker)
{
    const other_axes *all = context;
    evaluation e = *all->evaluation;
    if (worker > 0)
        e.lane = &e.loss->more[worker - 1];
    const woad_block *block = &e.lane->block;
    e.values = block->values;
    e.gradient = block->gradient;
    for (size_t b = begin; b < end; b++) {
        e.first_part = b * block->scope.shape.rows;
        woad_block_take(block, b, all->values);
        evaluate_spectrum(&e);
        woad_block_add(block, b, all->gradient);
    }
}

/* The spectra along other axes; adds to the gradient. */
static void evaluate_blocks(
    evaluation *e, const float *values, float *gradient, woad_losses *losses)
{
    const woad_block *block = &e->lane->block;
    size_t threads = e->span == WOAD_SPAN_TIME ? e->loss->more_count + 1 : 1;
    other_axes all = {e, values, gradient};
    if (!has_domain(e, WOAD_DOMAIN_SPECTRUM))
        return;
    woad_parallel(threads, block->number, evaluate_block_range, &all);
    add_shares(e, WOAD_DOMAIN_SPECTRUM, block->number * block->scope.shape.rows, losses);
}

void woad_loss_gradient(woad_loss *loss, const float *values,
    const float multipliers[WOAD_MAX_LOSS_TERMS], float *gradient, woad_losses *losses)
{
    evaluation e = begin_evaluation(loss, multipliers, losses != NULL);
    if (losses)
        *losses = (woad_losses){0};
    begin_span(&e, WOAD_SPAN_FRAME);
    for (size_t f = 0; f < loss->frames; f++)
        evaluate_frame(&e, f, values, gradient, losses);
    for (woad_span span = WOAD_SPAN_TIME; span < WOAD_SPANS; span++) {
        begin_span(&e, span);
        evaluate_blocks(&e, values, gradient, losses);
    }
    begin_span(&e, WOAD_SPAN_FRAME);
    e.values = values;
    e.gradient = gradient;
    evaluate_pixels(&e);
    add_shares(&e, WOAD_DOMAIN_PIXELS, pixel_rows_of(loss), losses);
}
