/* loss/term.h - what a loss term is.
 *
 * A term is one file with a const descriptor, listed in loss/loss.c. Its `add` function gets
 * the mask in the term's own domain, adds `factor` times its gradient to what other terms have
 * left there, and tells its value when asked.
 */
#ifndef WOAD_LOSS_TERM_H
#define WOAD_LOSS_TERM_H

#include <woad/recipe.h>

#include "loss/half_field.h"

/* What a term sees and adds to. All spectral terms share one forward and one inverse transform:
 * with a = dL/dA, dL/dm = N real(ifft2(a F / A)). The terms on the order share one argsort. */
typedef enum woad_domain {
    WOAD_DOMAIN_SPECTRUM, /* amplitude, amplitude_gradient, scratch */
    WOAD_DOMAIN_ORDER     /* values, ranks, gradient */
} woad_domain;

typedef struct woad_loss_view {
    size_t count;              /* of values: N */
    woad_half_shape shape;     /* of the three half fields */
    float *amplitude;          /* A = |fft2(m)|, guard columns filled */
    float *amplitude_gradient; /* dL/dA, each bin by itself, without guards: [height][bins] */
    float *scratch;            /* a half field for a term's own use */
    const float *values;       /* m, [height][width] */
    const uint32_t *ranks;     /* of the values */
    float *gradient;           /* dL/dm */
} woad_loss_view;

typedef struct woad_loss_term {
    woad_entry info;
    woad_domain domain;
    size_t weight;        /* offset of the term's weight, a double, in woad_loss_params */
    const woad_key *keys; /* the term's section of a recipe */
    size_t key_count;
    /* Tables that depend on the size and the parameters only, into *state; woad_free frees
     * them. NULL when there are none. */
    woad_status (*create)(
        const woad_loss_params *params, woad_half_shape shape, void **state, woad_error *error);
    /* Adds factor * gradient; *value becomes the term's value when value is not NULL. */
    void (*add)(const void *state, const woad_loss_view *view, float factor, double *value);
} woad_loss_term;

/* The index-th term, or NULL past the last. */
const woad_loss_term *woad_loss_term_find_at(size_t index);

/* The row of a term's key table for its weight; they differ in nothing but the section. */
#define WOAD_WEIGHT_KEY(term)                                                                  \
    {                                                                                          \
        "loss." #term, "weight", "weight of the term in the loss; 0 switches it off",          \
            WOAD_KEY_REAL, offsetof(woad_design_params, loss.term.weight), 0, 1e6, NULL        \
    }

#endif
