/* vector/swaps.h - swaps of vectors between pixels that lower what is seen of them. */
#ifndef WOAD_VECTOR_SWAPS_H
#define WOAD_VECTOR_SWAPS_H

#include "refine/refine.h"
#include "state.h"
#include "vector/field.h"

typedef struct woad_vector_swaps woad_vector_swaps;

/* For the vectors of a frame, [height][width], which sweeps exchange where they stand. Kernels,
 * weights and the seed are those of the params. Fails with WOAD_ERROR_ARGUMENT, _READ, _FORMAT (the
 * kernel) or _MEMORY. */
woad_status woad_vector_swaps_create(const woad_design_params *params,
    woad_vector_field *vectors, woad_vector_swaps **out, woad_error *error);
void woad_vector_swaps_destroy(woad_vector_swaps *swaps);

/* Tries one swap at each pixel, with another that is in a cell of at most `share` of the vectors
 * with it (woad_vector_halve), and takes it when the weighted energy falls, or with the probability
 * exp(-rise / temperature). Returns how many were taken, and adds what the terms gained by them. */
size_t woad_vector_swaps_sweep(
    woad_vector_swaps *swaps, double share, double temperature, woad_refine_gains *gains);

/* What goes into a state: the numbers of swaps so far, and the memory of arrays, each of `count`
 * values of a component; and back. The vectors themselves are the caller's. */
void woad_vector_swaps_look(
    const woad_vector_swaps *swaps, woad_state_numbers *numbers, woad_state_arrays *arrays);
void woad_vector_swaps_take(woad_vector_swaps *swaps, const woad_state_numbers *numbers,
    const woad_state_arrays *arrays);

/* The dither term D of the vectors as they stand. */
double woad_vector_swaps_dither(const woad_vector_swaps *swaps);

/* Bytes that it takes, at most. */
size_t woad_vector_swaps_memory(const woad_design_params *params);

#endif
