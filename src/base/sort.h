/* base/sort.h - exact, stable order of float values. */
#ifndef WOAD_BASE_SORT_H
#define WOAD_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Scratch memory for sorting up to `capacity` values. */
typedef struct woad_sorter woad_sorter;
woad_status woad_sorter_create(size_t capacity, woad_sorter **out, woad_error *error);
void woad_sorter_destroy(woad_sorter *sorter);

/* order[j] = index of the j-th smallest of `count` values; equal values (and -0 with +0) by
 * index. NaN sorts by its bits: never ask for it. */
void woad_argsort(woad_sorter *sorter, const float *values, size_t count, uint32_t *order);

/* ranks[order[j]] = j. */
void woad_ranks_of_order(const uint32_t *order, size_t count, uint32_t *ranks);

#endif
