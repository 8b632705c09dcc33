/* loss/term.h - what a loss term is.
 *
 * A term is one file with a const descriptor, listed in loss/terms.c. Its `add` function gets a
 * part of the mask in the term's own domain, adds `factor` times its gradient to what other
 * terms have left there, and tells the part's share of its value when asked. Parts are done in
 * any order and in several threads.
 */
#ifndef WOAD_LOSS_TERM_H
#define WOAD_LOSS_TERM_H

#include <woad/recipe.h>

#include "loss/axes.h"
#include "loss/half_field.h"

/* The terms on the spectrum share one forward and one inverse transform: with a = dL/dA,
 * dL/dm = N real(ifft2(a F / A)). The terms on the order share one ranking. Those on the pixels
 * look at the values where they stand. Orders are those of each frame, the pixels those of all
 * frames, and spectra those that the term's axes say. */
typedef enum woad_domain {
    WOAD_DOMAIN_SPECTRUM,
    WOAD_DOMAIN_ORDER,
    WOAD_DOMAIN_PIXELS
} woad_domain;

/* A row of the half spectrum. */
typedef struct woad_spectrum_part {
    woad_half_shape shape;
    const float *amplitude; /* A = |fft(m)|, the whole half field with its guards */
    size_t row;
    float *gradient; /* dL/dA of the bins of this row, each bin of the spectrum by itself */
} woad_spectrum_part;

/* The pixels begin .. end - 1. */
typedef struct woad_order_part {
    const float *values;   /* m of all pixels */
    const uint32_t *ranks; /* of the values */
    size_t begin, end;
    float *gradient; /* dL/dm of all pixels */
} woad_order_part;

/* Row y of the rows of all frames. */
typedef struct woad_pixels_part {
    size_t y;
    float *gradient; /* dL/dm of the row's pixels */
} woad_pixels_part;

/* For what a state is made. */
typedef struct woad_scope {
    woad_span span; /* of the spectrum that a term on it gets; else WOAD_SPAN_FRAME */
    woad_half_shape shape;
    size_t area, depth; /* of the mask: values of a frame, and frames */
    size_t threads;     /* for loops over all pixels; in the frames, else 0 */
} woad_scope;

typedef struct woad_loss_term {
    woad_entry info;
    woad_domain domain;
    size_t weight;        /* offset of the term's weight, a double, in woad_loss_params */
    size_t axes;          /* the same of its woad_axes, if it is on the spectrum */
    const woad_key *keys; /* the term's section of a recipe */
    size_t key_count;
    /* Tables and memory for the scope and the parameters, into *state; NULL when there are none.
     * `destroy` frees what it left there; NULL: woad_free does. */
    woad_status (*create)(const woad_loss_params *params, const woad_scope *scope, void **state,
        woad_error *error);
    void (*destroy)(void *state);
    /* Bytes that it leaves there, at most; NULL: a float for each bin. */
    size_t (*memory)(const woad_loss_params *params, const woad_scope *scope);
    /* What the term is at `progress`, 0 to 1, of the iterations, or after them, by which a mask
     * is judged (WOAD_LOSS_SETTLED); NULL: always the same. A new state is as at 1. */
    void (*anneal)(void *state, double progress);
    /* Of a term on the spectrum whose `prepare` needs sums over all rows: those of the rows that
     * are there, *count of them, NULL for none. Who has only some rows adds the others' before it
     * calls `prepare`. */
    double *(*sums)(void *state, const float *field, size_t *count);
    /* Of a term on the pixels: looks at all values, before its rows are asked for. Of one on the
     * spectrum: at all amplitudes, a half field, of each spectrum. With a `factor` of 0 only its
     * value is wanted. */
    void (*prepare)(void *state, const float *field, float factor);
    /* The one of the term's domain; the others are NULL. *value becomes the part's share of the
     * term's value when value is not NULL. */
    void (*add_spectrum)(
        const void *state, const woad_spectrum_part *part, float factor, double *value);
    void (*add_order)(
        const void *state, const woad_order_part *part, float factor, double *value);
    void (*add_pixels)(
        const void *state, const woad_pixels_part *part, float factor, double *value);
} woad_loss_term;

/* The index-th term, or NULL past the last. */
const woad_loss_term *woad_loss_term_find_at(size_t index);

/* Number of registered terms, and the position of three of them. */
size_t woad_loss_term_count(void);
size_t woad_loss_histogram_index(void);
size_t woad_loss_dither_index(void);
size_t woad_loss_spectral_index(void);

/* Does a term act on spectra of this span? One without weight, or on something else than the
 * spectrum, has its place in the frames. */
bool woad_term_acts_on(
    const woad_loss_params *params, const woad_loss_term *term, woad_span span);

/* The row of a term's key table for its weight; they differ in nothing but the section. */
#define WOAD_WEIGHT_KEY(term)                                                                  \
    {                                                                                          \
        "loss." #term, "weight", "weight of the term in the loss; 0 switches it off",          \
            WOAD_KEY_REAL, offsetof(woad_design_params, loss.term.weight), 0, 1e6, NULL, NULL  \
    }

/* The same for the axes of a term on the spectrum. */
#define WOAD_AXES_KEY(term)                                                                    \
    {                                                                                          \
        "loss." #term, "axes", "of masks with frames: frame, time, frame+time or volume",      \
            WOAD_KEY_CHOICE, offsetof(woad_design_params, loss.term.axes), 0, 0, woad_axes_at, \
            NULL                                                                               \
    }

#endif
