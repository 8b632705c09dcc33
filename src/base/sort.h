/* base/sort.h - exact, stable ranks of float values. */
#ifndef WOAD_BASE_SORT_H
#define WOAD_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Memory to rank up to `capacity` values in up to `threads` threads: 16 to 20 bytes a
 * value, and half a megabyte a thread beyond 2^17 values. */
typedef struct woad_sorter woad_sorter;
woad_status woad_sorter_create(
    size_t capacity, size_t threads, woad_sorter **out, woad_error *error);
void woad_sorter_destroy(woad_sorter *sorter);

/* Bytes that it takes. */
size_t woad_sorter_memory(size_t capacity, size_t threads);

/* ranks[i] = the number of values that come before values[i] in ascending order; equal values
 * (and -0 with +0) come by index. So ranks are a permutation of 0 .. count - 1, the inverse of
 * an argsort. Any values will do, those that are spread evenly over [-1, 1] are fastest. With a
 * NaN among them each rank is still below count. The two arrays must not overlap. */
void woad_rank(woad_sorter *sorter, const float *values, size_t count, uint32_t *ranks);

#endif
