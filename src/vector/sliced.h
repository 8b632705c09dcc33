/* vector/sliced.h - the histogram term of vectors. */
#ifndef WOAD_VECTOR_SLICED_H
#define WOAD_VECTOR_SLICED_H

#include "vector/field.h"

typedef struct woad_sliced woad_sliced;

/* For vectors as many as the points, which are the caller's and stay. `threads` does not change the
 * result. Fails with WOAD_ERROR_MEMORY. */
woad_status woad_sliced_create(
    const woad_vector_field *points, size_t threads, woad_sliced **out, woad_error *error);
void woad_sliced_destroy(woad_sliced *sliced);

/* H_w of the head comment along one direction; `factor` times its gradient is added to `gradient`,
 * [components][count] (NULL: not wanted). */
double woad_sliced_add(woad_sliced *sliced, const woad_vector_field *vectors,
    const float direction[WOAD_VECTOR_COMPONENTS], float factor, float *gradient);

/* Bytes that it takes, about. */
size_t woad_sliced_memory(size_t count, size_t threads);

#endif
