/* loss.c - see loss.h. One evaluation is that of src/loss/loss.c with parts of the rows. */
#include "loss.h"

#include <string.h>

#include "agree.h"
#include "base/alloc.h"
#include "frames.h"
#include "halo.h"
#include "loss/amplitude.h"
#include "loss/term.h"
#include "order.h"
#include "pixels.h"

/* Values of one part of the order: their sum is one float sum in vector lanes. */
enum { ORDER_PART = 4096 };

struct woad_mpi_loss {
    woad_mpi_slab slab;
    woad_half_shape shape;
    size_t count;                        /* values of this process */
    double weights[WOAD_MAX_LOSS_TERMS]; /* of what the processes share */
    void *states[WOAD_MAX_LOSS_TERMS];
    woad_mpi_fft fft;    /* where a term is on the spectrum */
    float *amplitude;    /* a half field with a halo */
    float *edges;        /* for filling it */
    float *row_gradient; /* [bins] */
    woad_histogram_target target;
    woad_mpi_order order;
    uint32_t *ranks;
    double *shares;         /* [terms][processes * block]: of their values, row by row */
    woad_mpi_pixels pixels; /* where the dither term has a weight */
    woad_mpi_frames frames; /* of several frames, all terms but those of the volume */
};

/* ---- making --------------------------------------------------------------------------------- */

double woad_mpi_loss_weight(const woad_loss_params *params, size_t term)
{
    double weight;
    memcpy(&weight, (const char *)params + woad_loss_term_find_at(term)->weight, sizeof weight);
    return weight;
}

woad_status woad_mpi_loss_check(const woad_loss_params *params, size_t depth, woad_error *error)
{
    if (depth > 1 && params->dither.weight > 0)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "loss.dither.weight is %g: in processes a mask of %zu frames has no dither term, it "
            "must be 0",
            params->dither.weight, depth);
    if (depth > 1 && params->target.weight > 0 && params->target.axes != WOAD_AXES_FRAME &&
        params->target.axes != WOAD_AXES_VOLUME)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "loss.target.axes is %s: in processes it must be frame or volume",
            woad_axes_at((size_t)params->target.axes)->name);
    if (params->own_count > 0)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the term '%s' of the caller's own cannot be shared among processes",
            params->own[0].name);
    return WOAD_OK;
}

/* What the processes share: all of one frame, of several what sees the volume. */
static woad_span shared_span(size_t depth)
{
    return depth > 1 ? WOAD_SPAN_VOLUME : WOAD_SPAN_FRAME;
}

static double shared_weight(const woad_loss_params *params, size_t t, woad_span span)
{
    return woad_term_acts_on(params, woad_loss_term_find_at(t), span)
               ? woad_mpi_loss_weight(params, t)
               : 0;
}

static bool has_spectrum(const woad_loss_params *params, woad_span span)
{
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        if (woad_loss_term_find_at(t)->domain == WOAD_DOMAIN_SPECTRUM &&
            shared_weight(params, t, span) > 0)
            return true;
    }
    return false;
}

static woad_status create_terms(
    woad_mpi_loss *loss, const woad_loss_params *params, woad_error *error)
{
    const woad_mpi_slab *slab = &loss->slab;
    const size_t area = slab->width * slab->height, dither = woad_loss_dither_index();
    const woad_span span = shared_span(slab->depth);
    const woad_scope scope = {span, loss->shape, area, slab->depth, 0};
    woad_scope of_pixels = {WOAD_SPAN_FRAME, loss->shape, area, 1, 1};
    woad_status status = WOAD_OK;
    if (shared_weight(params, dither, span) > 0) {
        status = woad_mpi_pixels_init(params, slab, &loss->pixels, error);
        of_pixels.shape = woad_half_shape_of(slab->width, loss->pixels.rows, 1);
    }
    for (size_t t = 0; t < woad_loss_term_count() && status >= 0; t++) {
        const woad_loss_term *term = woad_loss_term_find_at(t);
        loss->weights[t] = shared_weight(params, t, span);
        if (loss->weights[t] > 0 && term->create)
            status = term->create(
                params, t == dither ? &of_pixels : &scope, &loss->states[t], error);
    }
    return status;
}

static bool has_frames(const woad_mpi_loss *loss)
{
    return loss->slab.depth > 1;
}

static bool create_field(woad_mpi_loss *loss)
{
    loss->amplitude = woad_array(woad_mpi_field_size(loss->shape), sizeof(float));
    loss->edges = woad_array(woad_mpi_edges_size(&loss->slab), sizeof(float));
    loss->row_gradient = woad_array(loss->shape.bins, sizeof(float));
    return loss->amplitude && loss->edges && loss->row_gradient;
}

static woad_status create_arrays(
    woad_mpi_loss *loss, const woad_loss_params *params, woad_error *error)
{
    const woad_mpi_slab *slab = &loss->slab;
    loss->ranks = woad_array(loss->count, sizeof *loss->ranks);
    loss->shares = woad_array(
        woad_loss_term_count() * slab->block * (size_t)slab->processes, sizeof *loss->shares);
    if (!loss->ranks || !loss->shares ||
        (has_spectrum(params, shared_span(slab->depth)) && !create_field(loss)))
        return woad_fail_memory(error, "the loss");
    woad_status status = create_terms(loss, params, error);
    if (status >= 0 && has_frames(loss))
        status = woad_mpi_frames_init(params, slab, &loss->frames, error);
    if (status < 0)
        return status;
    return woad_histogram_target_create(
        params, slab->width * slab->height, &loss->target, error);
}

woad_status woad_mpi_loss_create(const woad_loss_params *params, const woad_mpi_slab *slab,
    woad_mpi_loss **out, woad_error *error)
{
    woad_mpi_loss *loss = woad_array(1, sizeof *loss);
    woad_status status = loss ? WOAD_OK : woad_fail_memory(error, "the loss");
    if (loss) {
        loss->slab = *slab;
        loss->shape = woad_mpi_half_shape(slab);
        loss->count = woad_mpi_slab_count(slab);
        status = create_arrays(loss, params, error);
    }
    status = woad_mpi_agree(slab->comm, status, error);
    if (status >= 0 && has_spectrum(params, shared_span(slab->depth)))
        status = woad_mpi_fft_create(&loss->slab, &loss->fft, error);
    if (status >= 0 && !has_frames(loss))
        status = woad_mpi_order_create(slab->comm, loss->count, slab->width * slab->height,
            &loss->target, &loss->order, error);
    if (status >= 0)
        *out = loss;
    else
        woad_mpi_loss_destroy(loss);
    return status;
}

void woad_mpi_loss_destroy(woad_mpi_loss *loss)
{
    if (!loss)
        return;
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        const woad_loss_term *term = woad_loss_term_find_at(t);
        if (loss->states[t] && term->destroy)
            term->destroy(loss->states[t]);
        else
            woad_free(loss->states[t]);
    }
    woad_mpi_pixels_clear(&loss->pixels);
    woad_mpi_frames_clear(&loss->frames);
    woad_mpi_order_clear(&loss->order);
    woad_mpi_fft_clear(&loss->fft);
    woad_histogram_target_clear(&loss->target);
    woad_free(loss->amplitude);
    woad_free(loss->edges);
    woad_free(loss->row_gradient);
    woad_free(loss->ranks);
    woad_free(loss->shares);
    woad_free(loss);
}

void woad_mpi_loss_anneal(woad_mpi_loss *loss, double progress)
{
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        if (loss->states[t] && woad_loss_term_find_at(t)->anneal)
            woad_loss_term_find_at(t)->anneal(loss->states[t], progress);
    }
}

const woad_histogram_target *woad_mpi_loss_target(const woad_mpi_loss *loss)
{
    return &loss->target;
}

static size_t pixels_memory(
    const woad_loss_params *params, size_t width, size_t height, size_t rows)
{
    size_t around = woad_mpi_pixels_rows(height, rows);
    const woad_loss_term *term = woad_loss_term_find_at(woad_loss_dither_index());
    const woad_scope scope = {
        WOAD_SPAN_FRAME, woad_half_shape_of(width, around, 1), width * height, 1, 1};
    return params->dither.weight > 0
               ? 3 * width * around * sizeof(float) + term->memory(params, &scope)
               : 0;
}

/* The transform, the amplitudes, and what the terms on them have. */
static size_t spectrum_memory(
    const woad_loss_params *params, size_t width, size_t height, size_t depth, size_t rows)
{
    const woad_span span = shared_span(depth);
    woad_scope scope = {
        span, woad_half_shape_of(width, height, depth), width * height, depth, 0};
    if (!has_spectrum(params, span))
        return 0;
    scope.shape.rows = rows;
    scope.shape.halo = woad_mpi_halo_rows(height, depth);
    size_t bytes = woad_mpi_fft_memory(width, rows) +
                   sizeof(float) * (woad_mpi_field_size(scope.shape) + scope.shape.bins);
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        const woad_loss_term *term = woad_loss_term_find_at(t);
        if (term->domain == WOAD_DOMAIN_SPECTRUM && shared_weight(params, t, span) > 0)
            bytes += term->memory ? term->memory(params, &scope)
                                  : rows * scope.shape.bins * sizeof(float);
    }
    return bytes;
}

size_t woad_mpi_loss_memory(const woad_loss_params *params, size_t width, size_t height,
    size_t depth, size_t rows, int processes)
{
    size_t count = width * rows;
    return spectrum_memory(params, width, height, depth, rows) + count * sizeof(uint32_t) +
           (depth > 1
                   ? woad_mpi_frames_memory(params, width, height, depth, rows, processes)
                   : pixels_memory(params, width, height, rows) + woad_mpi_order_memory(count));
}

/* ---- one evaluation ------------------------------------------------------------------------- */

typedef struct evaluation {
    woad_mpi_loss *loss;
    float factors[WOAD_MAX_LOSS_TERMS]; /* weight times multiplier */
    bool active[WOAD_MAX_LOSS_TERMS];
    woad_losses *losses; /* or NULL: values are not wanted */
} evaluation;

static bool is_in(const evaluation *e, size_t t, woad_domain domain)
{
    return e->active[t] && woad_loss_term_find_at(t)->domain == domain;
}

/* Rows of the shares: every process but the last has `block`. */
static size_t share_rows(const woad_mpi_loss *loss)
{
    return loss->slab.block * (size_t)loss->slab.processes;
}

/* Where a term's share of a row goes, or NULL when values are not wanted. */
static double *share_of(const evaluation *e, size_t t, size_t row)
{
    const woad_mpi_loss *loss = e->loss;
    return e->losses ? &loss->shares[t * share_rows(loss) + loss->slab.first + row] : NULL;
}

static bool has_domain(const evaluation *e, woad_domain domain)
{
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        if (is_in(e, t, domain))
            return true;
    }
    return false;
}

static float *spectrum_row(const woad_mpi_loss *loss, size_t row)
{
    return loss->fft.spectrum + row * loss->fft.stride;
}

static void take_amplitudes(woad_mpi_loss *loss)
{
    for (size_t row = 0; row < loss->shape.rows; row++)
        woad_take_amplitude(spectrum_row(loss, row), loss->shape.bins,
            woad_half_row(loss->shape, loss->amplitude, row));
    woad_mpi_fill_halo(&loss->slab, loss->shape, loss->amplitude, loss->edges);
}

/* Collective. */
static void prepare_spectrum(const evaluation *e)
{
    woad_mpi_loss *loss = e->loss;
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        const woad_loss_term *term = woad_loss_term_find_at(t);
        size_t count = 0;
        if (!is_in(e, t, WOAD_DOMAIN_SPECTRUM))
            continue;
        double *sums = term->sums ? term->sums(loss->states[t], loss->amplitude, &count) : NULL;
        if (count > 0)
            MPI_Allreduce(MPI_IN_PLACE, sums, (int)count, MPI_DOUBLE, MPI_SUM, loss->slab.comm);
        if (term->prepare)
            term->prepare(loss->states[t], loss->amplitude, e->factors[t]);
    }
}

/* The spectrum becomes that of the gradient. */
static void follow_spectrum(const evaluation *e)
{
    woad_mpi_loss *loss = e->loss;
    woad_half_shape shape = loss->shape;
    for (size_t row = 0; row < shape.rows; row++) {
        woad_spectrum_part part = {shape, loss->amplitude, row, loss->row_gradient};
        memset(loss->row_gradient, 0, shape.bins * sizeof *loss->row_gradient);
        for (size_t t = 0; t < woad_loss_term_count(); t++) {
            if (is_in(e, t, WOAD_DOMAIN_SPECTRUM))
                woad_loss_term_find_at(t)->add_spectrum(
                    loss->states[t], &part, e->factors[t], share_of(e, t, row));
        }
        woad_scale_spectrum(woad_half_row(shape, loss->amplitude, row), loss->row_gradient,
            shape.bins, spectrum_row(loss, row));
    }
}

/* Overwrites the gradient with the share of the terms on the spectrum. Collective. */
static void evaluate_spectrum(const evaluation *e, const float *values, float *gradient)
{
    woad_mpi_loss *loss = e->loss;
    if (!has_domain(e, WOAD_DOMAIN_SPECTRUM)) {
        memset(gradient, 0, loss->count * sizeof *gradient);
        return;
    }
    woad_mpi_fft_forward(&loss->fft, values);
    take_amplitudes(loss);
    prepare_spectrum(e);
    follow_spectrum(e);
    woad_mpi_fft_inverse(&loss->fft, gradient);
}

/* A row in parts of which each is one float sum. */
static void order_row(
    const evaluation *e, size_t t, size_t row, const float *values, float *gradient)
{
    woad_mpi_loss *loss = e->loss;
    size_t width = loss->slab.width, end = (row + 1) * width;
    double *share = share_of(e, t, row), value = 0, sum = 0;
    for (size_t begin = row * width; begin < end; begin += ORDER_PART) {
        size_t stop = end - begin < ORDER_PART ? end : begin + ORDER_PART;
        woad_order_part part = {values, loss->ranks, begin, stop, gradient};
        woad_loss_term_find_at(t)->add_order(
            loss->states[t], &part, e->factors[t], share ? &value : NULL);
        sum += value;
    }
    if (share)
        *share = sum;
}

static woad_status evaluate_order(
    const evaluation *e, const float *values, float *gradient, woad_error *error)
{
    woad_mpi_loss *loss = e->loss;
    if (!has_domain(e, WOAD_DOMAIN_ORDER))
        return WOAD_OK;
    woad_status status = woad_mpi_rank(&loss->order, values, loss->ranks, error);
    for (size_t row = 0; status >= 0 && row < loss->shape.rows; row++) {
        for (size_t t = 0; t < woad_loss_term_count(); t++) {
            if (is_in(e, t, WOAD_DOMAIN_ORDER))
                order_row(e, t, row, values, gradient);
        }
    }
    return status;
}

/* Collective. */
static void evaluate_pixels(const evaluation *e, const float *values, float *gradient)
{
    woad_mpi_loss *loss = e->loss;
    const size_t t = woad_loss_dither_index(); /* the only one that there is here */
    const woad_loss_term *term = woad_loss_term_find_at(t);
    if (!e->active[t])
        return;
    woad_mpi_pixels_take(&loss->pixels, values);
    term->prepare(loss->states[t], loss->pixels.values, e->factors[t]);
    for (size_t row = 0; row < loss->shape.rows; row++) {
        const woad_pixels_part part = {
            loss->pixels.own + row, gradient + row * loss->slab.width};
        term->add_pixels(loss->states[t], &part, e->factors[t], share_of(e, t, row));
    }
}

/* The sums of all rows, in their order, so that the number of processes does not change them.
 * Collective. */
static void add_shares(const evaluation *e)
{
    woad_mpi_loss *loss = e->loss;
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        double value = 0, *rows = loss->shares + t * share_rows(loss);
        if (!e->active[t])
            continue;
        MPI_Allgather(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, rows, (int)loss->slab.block,
            MPI_DOUBLE, loss->slab.comm);
        for (size_t y = 0; y < woad_mpi_slab_all_rows(&loss->slab); y++)
            value += rows[y];
        e->losses->terms[t] = loss->weights[t] * value;
        e->losses->total += e->losses->terms[t];
    }
}

woad_status woad_mpi_loss_gradient(woad_mpi_loss *loss, const float *values,
    const float multipliers[WOAD_MAX_LOSS_TERMS], float *gradient, woad_losses *losses,
    woad_error *error)
{
    evaluation e = {.loss = loss, .losses = losses};
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        e.factors[t] = (float)(loss->weights[t] * (double)multipliers[t]);
        e.active[t] = loss->weights[t] > 0 && (losses || multipliers[t] > 0);
    }
    evaluate_spectrum(&e, values, gradient);
    woad_status status = evaluate_order(&e, values, gradient, error);
    if (status >= 0)
        evaluate_pixels(&e, values, gradient);
    if (status >= 0 && losses) {
        *losses = (woad_losses){0};
        add_shares(&e);
    }
    if (status >= 0 && has_frames(loss))
        woad_mpi_frames_add(&loss->frames, values, multipliers, gradient, losses);
    return status;
}

woad_status woad_mpi_loss_rank(
    woad_mpi_loss *loss, const float *values, const uint32_t **ranks, woad_error *error)
{
    *ranks = loss->ranks;
    if (has_frames(loss)) {
        woad_mpi_frames_rank(&loss->frames, values, loss->ranks);
        return WOAD_OK;
    }
    return woad_mpi_rank(&loss->order, values, loss->ranks, error);
}
