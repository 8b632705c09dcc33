/* loss/loss.c - the table of the terms, and their sum. */
#include "loss/loss.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fft.h"
#include "base/sort.h"
#include "key.h"
#include "loss/term.h"
#include "mask.h"

extern const woad_loss_term woad_loss_spectral, woad_loss_uniformity, woad_loss_histogram;

/* To add a term: write its file, declare it above, list it here (CONTRIBUTING.md). */
static const woad_loss_term *const terms[] = {
    &woad_loss_spectral,
    &woad_loss_uniformity,
    &woad_loss_histogram,
};
enum { TERMS = sizeof terms / sizeof *terms };
_Static_assert(TERMS <= WOAD_MAX_LOSS_TERMS, "woad_losses has a place for every term");

const woad_loss_term *woad_loss_term_find_at(size_t index)
{
    return index < TERMS ? terms[index] : NULL;
}

const woad_entry *woad_loss_term_at(size_t index)
{
    return index < TERMS ? &terms[index]->info : NULL;
}

size_t woad_loss_term_count(void)
{
    return TERMS;
}

size_t woad_loss_histogram_index(void)
{
    size_t t = 0;
    while (terms[t] != &woad_loss_histogram)
        t++;
    return t;
}

struct woad_loss {
    double weights[TERMS];
    void *states[TERMS];
    woad_fft *fft;
    woad_sorter *sorter;
    float complex *spectrum; /* [height][bins] */
    uint32_t *order, *ranks;
    woad_loss_view view;
};

static bool create_arrays(woad_loss *loss)
{
    woad_loss_view *view = &loss->view;
    size_t half = view->shape.height * view->shape.bins;
    size_t guarded = view->shape.height * view->shape.stride;
    loss->spectrum = woad_array(half, sizeof *loss->spectrum);
    loss->order = woad_array(view->count, sizeof *loss->order);
    loss->ranks = woad_array(view->count, sizeof *loss->ranks);
    view->amplitude = woad_array(guarded, sizeof *view->amplitude);
    view->scratch = woad_array(guarded, sizeof *view->scratch);
    view->amplitude_gradient = woad_array(half, sizeof *view->amplitude_gradient);
    return loss->spectrum && loss->order && loss->ranks && view->amplitude && view->scratch &&
           view->amplitude_gradient;
}

static woad_status create_terms(
    woad_loss *loss, const woad_loss_params *params, woad_error *error)
{
    woad_status status = WOAD_OK;
    for (size_t t = 0; t < TERMS && status >= 0; t++) {
        memcpy(&loss->weights[t], (const char *)params + terms[t]->weight, sizeof(double));
        if (terms[t]->create)
            status = terms[t]->create(params, loss->view.shape, &loss->states[t], error);
    }
    return status;
}

woad_status woad_loss_create(const woad_loss_params *params, size_t width, size_t height,
    woad_loss **out, woad_error *error)
{
    woad_loss *loss = woad_array(1, sizeof *loss);
    if (!loss)
        return woad_fail_memory(error, "the loss");
    loss->view.count = width * height;
    loss->view.shape = woad_half_shape_of(width, height);
    woad_status status = create_arrays(loss) ? WOAD_OK : woad_fail_memory(error, "the loss");
    if (status >= 0)
        status = woad_fft_create(width, height, &loss->fft, error);
    if (status >= 0)
        status = woad_sorter_create(loss->view.count, &loss->sorter, error);
    if (status >= 0)
        status = create_terms(loss, params, error);
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
    for (size_t t = 0; t < TERMS; t++)
        woad_free(loss->states[t]);
    woad_fft_destroy(loss->fft);
    woad_sorter_destroy(loss->sorter);
    woad_free(loss->spectrum);
    woad_free(loss->order);
    woad_free(loss->ranks);
    woad_free(loss->view.amplitude);
    woad_free(loss->view.scratch);
    woad_free(loss->view.amplitude_gradient);
    woad_free(loss);
}

/* amplitude = |spectrum|, guards filled. */
static void take_amplitude(woad_loss *loss)
{
    woad_half_shape shape = loss->view.shape;
    for (size_t ky = 0; ky < shape.height; ky++) {
        const float *bins = (const float *)(loss->spectrum + ky * shape.bins);
        float *row = woad_half_row(shape, loss->view.amplitude, ky);
        for (size_t kx = 0; kx < shape.bins; kx++)
            row[kx] = sqrtf(bins[2 * kx] * bins[2 * kx] + bins[2 * kx + 1] * bins[2 * kx + 1]);
    }
    woad_half_fill_guards(shape, loss->view.amplitude);
}

/* spectrum *= (dL/dA) / A. Where A is 0 it has no gradient: 0. */
static void scale_spectrum(woad_loss *loss)
{
    woad_half_shape shape = loss->view.shape;
    for (size_t ky = 0; ky < shape.height; ky++) {
        float *bins = (float *)(loss->spectrum + ky * shape.bins);
        const float *amplitude = woad_half_row(shape, loss->view.amplitude, ky);
        const float *gradient = loss->view.amplitude_gradient + ky * shape.bins;
        for (size_t kx = 0; kx < shape.bins; kx++) {
            float ratio = amplitude[kx] > 0 ? gradient[kx] / amplitude[kx] : 0;
            bins[2 * kx] *= ratio;
            bins[2 * kx + 1] *= ratio;
        }
    }
}

/* Which terms are to be evaluated: those that act, or all that weigh when values are wanted. */
static bool is_wanted(
    const woad_loss *loss, size_t t, const float *multipliers, const woad_losses *losses)
{
    return loss->weights[t] > 0 && (losses || multipliers[t] > 0);
}

static void add_terms(
    woad_loss *loss, woad_domain domain, const float *multipliers, woad_losses *losses)
{
    for (size_t t = 0; t < TERMS; t++) {
        if (terms[t]->domain != domain || !is_wanted(loss, t, multipliers, losses))
            continue;
        double value = 0, weight = loss->weights[t];
        float factor = (float)(weight * (double)multipliers[t]);
        terms[t]->add(loss->states[t], &loss->view, factor, losses ? &value : NULL);
        if (losses) {
            losses->terms[t] = weight * value;
            losses->total += weight * value;
        }
    }
}

static bool has_terms(const woad_loss *loss, woad_domain domain, const float *multipliers,
    const woad_losses *losses)
{
    for (size_t t = 0; t < TERMS; t++) {
        if (terms[t]->domain == domain && is_wanted(loss, t, multipliers, losses))
            return true;
    }
    return false;
}

/* Overwrites the gradient with the spectral terms' share. */
static void spectral_gradient(
    woad_loss *loss, const float *values, const float *multipliers, woad_losses *losses)
{
    woad_loss_view *view = &loss->view;
    if (!has_terms(loss, WOAD_DOMAIN_SPECTRUM, multipliers, losses)) {
        memset(view->gradient, 0, view->count * sizeof *view->gradient);
        return;
    }
    size_t half = view->shape.height * view->shape.bins;
    woad_fft_forward(loss->fft, values, loss->spectrum);
    take_amplitude(loss);
    memset(view->amplitude_gradient, 0, half * sizeof *view->amplitude_gradient);
    add_terms(loss, WOAD_DOMAIN_SPECTRUM, multipliers, losses);
    scale_spectrum(loss);
    woad_fft_inverse(loss->fft, loss->spectrum, view->gradient);
}

void woad_loss_gradient(woad_loss *loss, const float *values,
    const float multipliers[WOAD_MAX_LOSS_TERMS], float *gradient, woad_losses *losses)
{
    if (losses)
        *losses = (woad_losses){0};
    loss->view.values = values;
    loss->view.gradient = gradient;
    loss->view.ranks = loss->ranks;
    spectral_gradient(loss, values, multipliers, losses);
    if (has_terms(loss, WOAD_DOMAIN_ORDER, multipliers, losses)) {
        woad_argsort(loss->sorter, values, loss->view.count, loss->order);
        woad_ranks_of_order(loss->order, loss->view.count, loss->ranks);
        add_terms(loss, WOAD_DOMAIN_ORDER, multipliers, losses);
    }
}

/* The params stand inside those of a design, whose other fields are the defaults. */
static woad_status check_params(const woad_loss_params *params, woad_error *error)
{
    woad_design_params design = WOAD_DESIGN_DEFAULTS;
    design.loss = *params;
    for (size_t t = 0; t < TERMS; t++) {
        for (size_t k = 0; k < terms[t]->key_count; k++) {
            woad_status status = woad_key_check(&terms[t]->keys[k], &design, error);
            if (status < 0)
                return status;
        }
    }
    return WOAD_OK;
}

static woad_status check_values(
    const float *values, size_t width, size_t count, woad_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i]))
            return woad_fail(error, WOAD_ERROR_ARGUMENT,
                "the value at x %zu, y %zu is %g: it must be finite", i % width, i / width,
                (double)values[i]);
    }
    return WOAD_OK;
}

/* On copies that the transforms may use: the caller's arrays have any alignment. */
static woad_status evaluate(woad_loss *loss, const float *values, woad_losses *losses,
    float *gradient, woad_error *error)
{
    const float unit[WOAD_MAX_LOSS_TERMS] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    size_t count = loss->view.count;
    float *copy = woad_array(count, sizeof *copy), *slope = woad_array(count, sizeof *slope);
    woad_status status = WOAD_OK;
    if (copy && slope) {
        memcpy(copy, values, count * sizeof *copy);
        woad_loss_gradient(loss, copy, unit, slope, losses);
        if (gradient)
            memcpy(gradient, slope, count * sizeof *slope);
    } else {
        status = woad_fail_memory(error, "the loss");
    }
    woad_free(copy);
    woad_free(slope);
    return status;
}

woad_status woad_loss_evaluate(const woad_loss_params *params, const float *values,
    size_t width, size_t height, woad_losses *losses, float *gradient, woad_error *error)
{
    size_t count;
    woad_loss *loss = NULL;
    woad_status status = woad_check_size(width, height, 1, 1, &count, error);
    if (status >= 0)
        status = check_params(params, error);
    if (status >= 0)
        status = check_values(values, width, count, error);
    if (status >= 0)
        status = woad_loss_create(params, width, height, &loss, error);
    if (status >= 0)
        status = evaluate(loss, values, losses, gradient, error);
    woad_loss_destroy(loss);
    return status;
}
