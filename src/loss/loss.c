/* loss/loss.c - the loss of one size of mask: all terms, their transforms and their ranking. */
#include "loss/loss.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fft.h"
#include "base/parallel.h"
#include "base/simd.h"
#include "base/sort.h"
#include "base/status.h"
#include "loss/own.h"

/* Values of one part of the order: their sum is one float sum in vector lanes. */
enum { ORDER_PART = 4096 };

/* Values from which the terms on the pixels run in threads. */
enum { WORTH_PIXEL_THREADS = 1 << 14 };

struct woad_loss {
    size_t term_count;
    const woad_loss_term *terms[WOAD_MAX_LOSS_TERMS];
    double weights[WOAD_MAX_LOSS_TERMS];
    void *states[WOAD_MAX_LOSS_TERMS];
    size_t count, frames; /* values of a frame */
    size_t threads;
    size_t pixel_threads; /* each pixel meets hundreds of others: worth threads sooner */
    woad_half_shape shape;
    size_t spectrum_stride;
    woad_fft *fft;
    woad_sorter *sorter;
    uint32_t *ranks;         /* [frames][count] */
    float complex *spectrum; /* [height][spectrum_stride] */
    float *amplitude;        /* a half field */
    float *row_gradients;    /* [threads][bins], of the row that each thread works on */
    double *shares;          /* [term_count][parts]: of the terms' values, summed in order */
    size_t parts;            /* rows of all frames, or parts of the order, whichever are more */
    float *frame, *frame_gradient; /* copies, where is_copied */
};

static size_t order_parts(size_t count)
{
    return (count + ORDER_PART - 1) / ORDER_PART;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static void set_shape(woad_loss *loss, const woad_loss_params *params, size_t width,
    size_t height, size_t depth, size_t threads)
{
    *loss = (woad_loss){.frames = depth};
    loss->term_count = woad_loss_term_count() + params->own_count;
    loss->count = width * height;
    loss->threads = woad_threads_worth(threads, loss->count);
    loss->pixel_threads = loss->count * depth < WORTH_PIXEL_THREADS ? 1 : threads;
    loss->shape = woad_half_shape_of(width, height);
    loss->spectrum_stride = woad_half_stride(width);
    loss->parts = larger(height * depth, order_parts(loss->count));
}

/* The transforms want frames that begin on a boundary of woad_array's. */
static bool is_copied(const woad_loss *loss)
{
    return loss->frames > 1 && loss->count * sizeof(float) % WOAD_ALIGNMENT != 0;
}

static bool create_arrays(woad_loss *loss)
{
    woad_half_shape shape = loss->shape;
    loss->spectrum = woad_array(shape.height * loss->spectrum_stride, sizeof *loss->spectrum);
    loss->amplitude = woad_array(shape.height * shape.stride, sizeof *loss->amplitude);
    loss->row_gradients = woad_array(loss->threads * shape.bins, sizeof *loss->row_gradients);
    loss->ranks = woad_array(loss->frames * loss->count, sizeof *loss->ranks);
    if (is_copied(loss)) {
        loss->frame = woad_array(loss->count, sizeof *loss->frame);
        loss->frame_gradient = woad_array(loss->count, sizeof *loss->frame_gradient);
    }
    loss->shares = woad_array(loss->term_count * loss->parts, sizeof *loss->shares);
    return loss->spectrum && loss->amplitude && loss->row_gradients && loss->ranks &&
           loss->shares && (!is_copied(loss) || (loss->frame && loss->frame_gradient));
}

static size_t terms_memory(const woad_loss_params *params, woad_half_shape shape, size_t depth)
{
    size_t bytes = 0;
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        const woad_loss_term *term = woad_loss_term_find_at(t);
        bytes += term->memory ? term->memory(params, shape, depth)
                              : shape.height * shape.bins * sizeof(float);
    }
    return bytes;
}

size_t woad_loss_memory(
    const woad_loss_params *params, size_t width, size_t height, size_t depth, size_t threads)
{
    woad_loss loss;
    set_shape(&loss, params, width, height, depth, threads);
    size_t floats =
        height * (2 * loss.spectrum_stride + loss.shape.stride) +
        loss.threads * loss.shape.bins +
        (depth + (is_copied(&loss) ? 2 : 0) + depth * params->own_count) * loss.count;
    return floats * sizeof(float) + terms_memory(params, loss.shape, depth) +
           loss.term_count * loss.parts * sizeof(double) +
           /* Planning is over when the sorter comes. */
           larger(woad_sorter_memory(loss.count, loss.threads),
               woad_fft_planning_memory(width, height));
}

static woad_status create_terms(
    woad_loss *loss, const woad_loss_params *params, woad_error *error)
{
    woad_status status = WOAD_OK;
    for (size_t t = 0; t < woad_loss_term_count() && status >= 0; t++) {
        const woad_loss_term *term = woad_loss_term_find_at(t);
        loss->terms[t] = term;
        memcpy(&loss->weights[t], (const char *)params + term->weight, sizeof(double));
        if (term->create)
            status = term->create(params, loss->shape, loss->frames, &loss->states[t], error);
    }
    return status;
}

static woad_status create_own_terms(
    woad_loss *loss, const woad_loss_params *params, woad_error *error)
{
    woad_half_shape shape = loss->shape;
    woad_status status = WOAD_OK;
    for (size_t i = 0; i < params->own_count && status >= 0; i++) {
        size_t t = woad_loss_term_count() + i;
        loss->terms[t] = &woad_loss_own;
        loss->weights[t] = params->own[i].weight;
        status = woad_own_create(
            &params->own[i], shape.width, shape.height, loss->frames, &loss->states[t], error);
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
    woad_status status = create_arrays(loss) ? WOAD_OK : woad_fail_memory(error, "the loss");
    if (status >= 0)
        status = woad_fft_create(width, height, loss->threads, false, &loss->fft, error);
    if (status >= 0)
        status = woad_sorter_create(loss->count, loss->threads, &loss->sorter, error);
    if (status >= 0)
        status = create_terms(loss, params, error);
    if (status >= 0)
        status = create_own_terms(loss, params, error);
    if (status < 0) {
        woad_loss_destroy(loss);
        return status;
    }
    *out = loss;
    return WOAD_OK;
}

void woad_loss_destroy(woad_loss *loss)
{
    if (!loss)
        return;
    for (size_t t = 0; t < loss->term_count; t++) {
        if (loss->states[t] && loss->terms[t]->destroy)
            loss->terms[t]->destroy(loss->states[t]);
        else
            woad_free(loss->states[t]);
    }
    woad_fft_destroy(loss->fft);
    woad_sorter_destroy(loss->sorter);
    woad_free(loss->spectrum);
    woad_free(loss->amplitude);
    woad_free(loss->row_gradients);
    woad_free(loss->ranks);
    woad_free(loss->shares);
    woad_free(loss->frame);
    woad_free(loss->frame_gradient);
    woad_free(loss);
}

void woad_loss_anneal(woad_loss *loss, double progress)
{
    for (size_t t = 0; t < loss->term_count; t++) {
        if (loss->states[t] && loss->terms[t]->anneal)
            loss->terms[t]->anneal(loss->states[t], progress);
    }
}

woad_status woad_loss_check(const woad_loss *loss, woad_error *error)
{
    woad_status status = WOAD_OK;
    for (size_t t = woad_loss_term_count(); t < loss->term_count && status >= 0; t++)
        status = woad_own_check_results(loss->states[t], error);
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
    const float *values;                /* of the frame's pixels, or of all */
    const uint32_t *ranks;              /* of the values */
    float *gradient;                    /* of the same */
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

static bool has_domain(const evaluation *e, woad_domain domain)
{
    for (size_t t = 0; t < e->loss->term_count; t++) {
        if (e->active[t] && e->loss->terms[t]->domain == domain)
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

WOAD_VECTOR static void take_amplitude(
    const float *restrict spectrum, size_t bins, float *restrict amplitude)
{
    for (size_t kx = 0; kx < bins; kx++) {
        float re = spectrum[2 * kx], im = spectrum[2 * kx + 1];
        amplitude[kx] = sqrtf(re * re + im * im);
    }
}

/* spectrum *= (dL/dA) / A. Where A is 0 it has no gradient: 0. */
WOAD_VECTOR static void scale_spectrum(const float *restrict amplitude,
    const float *restrict gradient, size_t bins, float *restrict spectrum)
{
    for (size_t kx = 0; kx < bins; kx++) {
        float ratio = gradient[kx] / amplitude[kx];
        ratio = amplitude[kx] > 0 ? ratio : 0;
        spectrum[2 * kx] *= ratio;
        spectrum[2 * kx + 1] *= ratio;
    }
}

static float *spectrum_row(const woad_loss *loss, size_t ky)
{
    return (float *)(loss->spectrum + ky * loss->spectrum_stride);
}

static void amplitude_rows(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    woad_loss *loss = ((const evaluation *)context)->loss;
    for (size_t ky = begin; ky < end; ky++)
        take_amplitude(spectrum_row(loss, ky), loss->shape.bins,
            woad_half_row(loss->shape, loss->amplitude, ky));
}

static void spectrum_rows(void *context, size_t begin, size_t end, size_t worker)
{
    const evaluation *e = context;
    woad_loss *loss = e->loss;
    size_t bins = loss->shape.bins;
    float *gradient = loss->row_gradients + worker * bins;
    for (size_t ky = begin; ky < end; ky++) {
        woad_spectrum_part part = {loss->shape, loss->amplitude, ky, gradient};
        memset(gradient, 0, bins * sizeof *gradient);
        for (size_t t = 0; t < loss->term_count; t++) {
            if (e->active[t] && loss->terms[t]->domain == WOAD_DOMAIN_SPECTRUM)
                loss->terms[t]->add_spectrum(
                    loss->states[t], &part, e->factors[t], share_of(e, t, ky));
        }
        scale_spectrum(woad_half_row(loss->shape, loss->amplitude, ky), gradient, bins,
            spectrum_row(loss, ky));
    }
}

/* The terms of a domain look at its whole field. */
static void prepare_terms(const evaluation *e, woad_domain domain, const float *field)
{
    const woad_loss *loss = e->loss;
    for (size_t t = 0; t < loss->term_count; t++) {
        if (e->active[t] && loss->terms[t]->domain == domain && loss->terms[t]->prepare)
            loss->terms[t]->prepare(loss->states[t], field, e->factors[t]);
    }
}

/* Overwrites the gradient of the pixels with the spectral terms' share. */
static void evaluate_spectrum(evaluation *e)
{
    woad_loss *loss = e->loss;
    if (!has_domain(e, WOAD_DOMAIN_SPECTRUM)) {
        memset(e->gradient, 0, loss->count * sizeof *e->gradient);
        return;
    }
    woad_fft_forward(loss->fft, e->values, loss->spectrum);
    woad_parallel(loss->threads, loss->shape.height, amplitude_rows, e);
    woad_half_fill_guards(loss->shape, loss->amplitude);
    prepare_terms(e, WOAD_DOMAIN_SPECTRUM, loss->amplitude);
    woad_parallel(loss->threads, loss->shape.height, spectrum_rows, e);
    woad_fft_inverse(loss->fft, loss->spectrum, e->gradient);
}

/* ---- the order ------------------------------------------------------------------------ */

static void order_part(const evaluation *e, size_t p)
{
    woad_loss *loss = e->loss;
    size_t begin = p * ORDER_PART, end = begin + ORDER_PART;
    woad_order_part part = {
        e->values, e->ranks, begin, end < loss->count ? end : loss->count, e->gradient};
    for (size_t t = 0; t < loss->term_count; t++) {
        if (e->active[t] && loss->terms[t]->domain == WOAD_DOMAIN_ORDER)
            loss->terms[t]->add_order(loss->states[t], &part, e->factors[t], share_of(e, t, p));
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
    return loss->frames * loss->shape.height;
}

static void pixel_rows(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    const evaluation *e = context;
    woad_loss *loss = e->loss;
    for (size_t y = begin; y < end; y++) {
        woad_pixels_part part = {y, e->gradient + y * loss->shape.width};
        for (size_t t = 0; t < loss->term_count; t++) {
            if (e->active[t] && loss->terms[t]->domain == WOAD_DOMAIN_PIXELS)
                loss->terms[t]->add_pixels(
                    loss->states[t], &part, e->factors[t], share_of(e, t, y));
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
    for (size_t t = 0; t < loss->term_count; t++) {
        double value = 0;
        bool counts = e->active[t] && loss->terms[t]->domain == domain;
        for (size_t p = 0; counts && p < parts; p++)
            value += loss->shares[t * loss->parts + p];
        losses->terms[t] += loss->weights[t] * value;
        losses->total += loss->weights[t] * value;
    }
}

static void begin_frame(evaluation *e, const float *values, float *gradient)
{
    bool copied = is_copied(e->loss);
    e->values = copied ? e->loss->frame : values;
    e->gradient = copied ? e->loss->frame_gradient : gradient;
    if (copied)
        memcpy(e->loss->frame, values, e->loss->count * sizeof *values);
}

static void end_frame(const evaluation *e, float *gradient)
{
    if (e->gradient != gradient)
        memcpy(gradient, e->gradient, e->loss->count * sizeof *gradient);
}

void woad_loss_gradient(woad_loss *loss, const float *values,
    const float multipliers[WOAD_MAX_LOSS_TERMS], float *gradient, woad_losses *losses)
{
    evaluation e = begin_evaluation(loss, multipliers, losses != NULL);
    if (losses)
        *losses = (woad_losses){0};
    for (size_t f = 0; f < loss->frames; f++) {
        begin_frame(&e, values + f * loss->count, gradient + f * loss->count);
        evaluate_spectrum(&e);
        evaluate_order(&e, f);
        end_frame(&e, gradient + f * loss->count);
        if (losses) {
            add_shares(&e, WOAD_DOMAIN_SPECTRUM, loss->shape.height, losses);
            add_shares(&e, WOAD_DOMAIN_ORDER, order_parts(loss->count), losses);
        }
    }
    e.values = values;
    e.gradient = gradient;
    evaluate_pixels(&e);
    if (losses)
        add_shares(&e, WOAD_DOMAIN_PIXELS, pixel_rows_of(loss), losses);
}
