/* base/sorter.h - what the two ways of sorting share. */
#ifndef WOAD_BASE_SORTER_H
#define WOAD_BASE_SORTER_H

#include <stdbool.h>

#include "base/sort.h"

/* Working memory of one thread of the bucket sort. */
typedef struct woad_bucket_desk woad_bucket_desk;

struct woad_sorter {
    size_t threads;
    woad_sorted *entries;  /* capacity */
    woad_sorted *result;   /* capacity; the radix sort uses it on the way, too */
    uint32_t *part_counts; /* of the bucket sort: [threads][parts] */
    woad_bucket_desk *desks;
};

/* The memory of the bucket sort beyond `entries`. */
woad_status woad_bucket_desks_create(woad_sorter *sorter, size_t capacity, woad_error *error);
void woad_bucket_desks_destroy(woad_sorter *sorter);
size_t woad_bucket_desks_memory(size_t capacity, size_t threads);

/* Sorts into the result, or returns false when the values are too unevenly spread. */
bool woad_bucket_sort(woad_sorter *sorter, const float *values, size_t count);

/* The same for any values. */
void woad_radix_sort(woad_sorter *sorter, const float *values, size_t count);

#endif
