/* base/sort.h - exact, stable sorting of float values with their indices. */
#ifndef WOAD_BASE_SORT_H
#define WOAD_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Memory to sort up to `capacity` values in up to `threads` threads: 16 bytes a value. */
typedef struct woad_sorter woad_sorter;
woad_status woad_sorter_create(
    size_t capacity, size_t threads, woad_sorter **out, woad_error *error);
void woad_sorter_destroy(woad_sorter *sorter);

/* Bytes that it takes. */
size_t woad_sorter_memory(size_t capacity, size_t threads);

/* A value and its index. */
typedef struct woad_sorted {
    float value;
    uint32_t index;
} woad_sorted;

/* Sorts `count` values with their indices; equal values (and -0 with +0) by index. The result
 * is in the sorter's memory until it sorts again. Any values will do, those that are spread
 * evenly over [-1, 1] are fast. With a NaN among them the result is some order. */
const woad_sorted *woad_sort(woad_sorter *sorter, const float *values, size_t count);

/* ranks[sorted[j].index] = j. */
void woad_ranks_of_sorted(const woad_sorted *sorted, size_t count, uint32_t *ranks);

#endif
