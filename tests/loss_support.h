/* loss_support.h - what the tests of the loss share. */
#ifndef WOAD_TESTS_LOSS_SUPPORT_H
#define WOAD_TESTS_LOSS_SUPPORT_H

#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "loss/term.h"
#include "support.h"

static inline woad_loss_params post_params(woad_grid grid)
{
    woad_design_params params;
    assert_int_equal(woad_preset_find("spectral", &params, NULL), WOAD_OK);
    params.loss.dither.softness = 0.3; /* smooth enough for differences */
    params.loss.spectral.grid = grid;
    params.loss.histogram.target = WOAD_TARGET_ENDPOINTS;
    return params.loss;
}

/* Only one term, with weight 1. */
static inline woad_loss_params only_term(woad_loss_params params, size_t term)
{
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        double weight = t == term ? 1 : 0;
        memcpy((char *)&params + woad_loss_term_find_at(t)->weight, &weight, sizeof weight);
    }
    return params;
}

static inline float *noise(size_t count, woad_random *random)
{
    float *values = woad_array(count, sizeof *values);
    for (size_t i = 0; i < count; i++)
        values[i] = 2 * woad_random_float(random) - 1;
    return values;
}

/* Pixels across and down, and frames. */
typedef struct volume {
    size_t width, height, depth;
} volume;

static inline size_t count_of(volume size)
{
    return size.width * size.height * size.depth;
}

static inline double loss_at(
    const woad_loss_params *params, const float *values, volume size, float *gradient)
{
    woad_losses losses;
    assert_int_equal(woad_loss_evaluate(params, values, size.width, size.height, size.depth,
                         &losses, gradient, NULL),
        WOAD_OK);
    return losses.total;
}

static inline void set_axes(woad_loss_params *params, size_t term, woad_axes axes)
{
    memcpy((char *)params + woad_loss_term_find_at(term)->axes, &axes, sizeof axes);
}

static inline bool is_on_the_spectrum(size_t term)
{
    return woad_loss_term_find_at(term)->domain == WOAD_DOMAIN_SPECTRUM;
}

#endif
