/* base/sorter.h - what the two ways of ranking share. */
#ifndef WOAD_BASE_SORTER_H
#define WOAD_BASE_SORTER_H

#include <stdbool.h>

#include "base/sort.h"

/* An unsigned key of the same order as the value, and the value's index. */
typedef struct woad_sort_entry {
    uint32_t key, index;
} woad_sort_entry;

/* How many entries are dealt at a time: their places are all counted up before the first of
 * them is stored. Else the processor, which does not know yet where that store will go, holds
 * the next count back for it: 4 to 9 cycles an entry where a hand takes 3 (Zen 3). */
enum { HAND = 8 };

/* Working memory of one thread of the bucket sort. */
typedef struct woad_bucket_desk woad_bucket_desk;

struct woad_sorter {
    size_t capacity, threads;
    uint32_t *words; /* of the two arrays below; or of the bucket sort, for one part only */
    woad_sort_entry *entries, *spare;
    uint32_t *regions; /* of the bucket sort: where it deals to */
    bool crowded;      /* so were those of its last values that it took for even */
    woad_bucket_desk *desks;
};

/* Words that the bucket sort needs of the sorter's, and its memory beyond that. */
size_t woad_bucket_words(size_t capacity);
woad_status woad_bucket_desks_create(woad_sorter *sorter, size_t capacity, woad_error *error);
void woad_bucket_desks_destroy(woad_sorter *sorter);
size_t woad_bucket_desks_memory(size_t capacity, size_t threads);

/* Ranks, or returns false when the values are too unevenly spread. */
bool woad_bucket_rank(woad_sorter *sorter, const float *values, size_t count, uint32_t *ranks);

/* The same for any values. */
void woad_radix_rank(woad_sorter *sorter, const float *values, size_t count, uint32_t *ranks);

#endif
