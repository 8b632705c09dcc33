/* vector/vectors.h - masks whose pixels are vectors. */
#ifndef WOAD_VECTOR_VECTORS_H
#define WOAD_VECTOR_VECTORS_H

#include <woad/design.h>

#include "state.h"
#include "vector/distribution.h"

/* The distribution of vectors that the params name, or NULL: scalars. */
const woad_vector_distribution *woad_vectors_of(const woad_design_params *params);

/* WOAD_ERROR_ARGUMENT with a sentence where the params, each in its range, make no vectors. */
woad_status woad_vectors_check(
    const woad_design_params *params, const woad_mask *start, woad_error *error);

/* As woad_channels, for params that name vectors. Each frame is a design of its own: the baseline's
 * orders are the start of the components, the descent moves the vectors, the nearest points of the
 * set take their places one to one, and swaps lower the dither and spectral terms (swaps.h). In the
 * report `before` is of the points before the swaps; both are without the dither term's
 * constant. */
woad_status woad_vectors(const woad_design_params *params, const woad_saved *from,
    const woad_observer *observer, woad_mask **out, woad_design_report *report,
    woad_error *error);

/* Bytes that it needs at its peak, without the Fourier library's own. */
size_t woad_vectors_memory(const woad_design_params *params);

#endif
