/* vector/descent.h - gradient descent of a frame of vectors. */
#ifndef WOAD_VECTOR_DESCENT_H
#define WOAD_VECTOR_DESCENT_H

#include "state.h"
#include "vector/field.h"

/* Moves the vectors, [height][width], by the params' optimizer on
 *
 *     w_s S + w_u U + w_h H_w
 *
 * S and U the sums of the spectral and uniformity terms over the components, H_w the sliced
 * histogram term (sliced.h) along a direction drawn afresh at each iteration. In reports H_w is
 * that of the iteration. Goes on from the middle where `from` is not NULL. Sets the report's
 * iterations, and its stop when the observer asks for it: the vectors are then as they were. Fails
 * with WOAD_ERROR_ARGUMENT (they diverged) or WOAD_ERROR_MEMORY. */
woad_status woad_vector_descend(const woad_design_params *params,
    const woad_vector_field *points, const woad_design_state *from,
    const woad_observer *observer, woad_vector_field *vectors, woad_design_report *report,
    woad_error *error);

/* S and U, weighted, of vectors as they stand. */
woad_status woad_vector_losses(const woad_design_params *params,
    const woad_vector_field *vectors, woad_losses *losses, woad_error *error);

/* Bytes that it takes, without the Fourier library's own. */
size_t woad_vector_descent_memory(const woad_design_params *params, size_t components);

#endif
