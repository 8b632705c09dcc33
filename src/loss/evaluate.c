/* loss/evaluate.c - the loss of any values, by the public door. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "key.h"
#include "loss/histogram.h"
#include "loss/loss.h"
#include "loss/own.h"
#include "mask.h"

/* The params stand inside those of a design, whose other fields are the defaults. */
static woad_status check_params(const woad_loss_params *params, size_t depth, woad_error *error)
{
    woad_design_params design = WOAD_DESIGN_DEFAULTS;
    design.loss = *params;
    for (size_t t = 0; woad_loss_term_find_at(t); t++) {
        const woad_loss_term *term = woad_loss_term_find_at(t);
        for (size_t k = 0; k < term->key_count; k++) {
            woad_status status = woad_key_check(&term->keys[k], &design, error);
            if (status < 0)
                return status;
        }
    }
    woad_status status = woad_histogram_check(params, error);
    if (status >= 0)
        status = woad_axes_check(params, depth, error);
    return status < 0 ? status : woad_own_check_params(params, error);
}

static woad_status check_values(
    const float *values, size_t width, size_t height, size_t count, woad_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i]))
            return woad_fail(error, WOAD_ERROR_ARGUMENT,
                "the value at x %zu, y %zu, frame %zu is %g: it must be finite", i % width,
                i / width % height, i / width / height, (double)values[i]);
    }
    return WOAD_OK;
}

/* On copies that the transforms may use: the caller's arrays have any alignment. */
static woad_status evaluate(woad_loss *loss, const float *values, size_t count,
    woad_losses *losses, float *gradient, woad_error *error)
{
    float unit[WOAD_MAX_LOSS_TERMS];
    for (size_t t = 0; t < WOAD_MAX_LOSS_TERMS; t++)
        unit[t] = 1;
    float *copy = woad_array(count, sizeof *copy), *slope = woad_array(count, sizeof *slope);
    woad_status status = WOAD_OK;
    if (copy && slope) {
        memcpy(copy, values, count * sizeof *copy);
        woad_loss_gradient(loss, copy, unit, slope, losses);
        if (gradient)
            memcpy(gradient, slope, count * sizeof *slope);
        status = woad_loss_check(loss, error);
    } else {
        status = woad_fail_memory(error, "the loss");
    }
    woad_free(copy);
    woad_free(slope);
    return status;
}

woad_status woad_loss_evaluate(const woad_loss_params *params, const float *values,
    size_t width, size_t height, size_t depth, woad_losses *losses, float *gradient,
    woad_error *error)
{
    size_t count;
    woad_loss *loss = NULL;
    woad_status status = woad_check_size(width, height, depth, 1, &count, error);
    if (status >= 0)
        status = check_params(params, depth, error);
    if (status >= 0)
        status = check_values(values, width, height, count, error);
    if (status >= 0)
        status = woad_loss_create(params, width, height, depth, 1, &loss, error);
    if (status >= 0)
        status = evaluate(loss, values, count, losses, gradient, error);
    woad_loss_destroy(loss);
    return status;
}
