/* base/sort.c - ranking: in buckets when the values are spread evenly, else by radix. */
#include "base/sort.h"

#include "base/alloc.h"
#include "base/sorter.h"

/* Words for the two arrays of the radix sort, which the bucket sort may use in its own way: of
 * the two, one works at a time. */
static size_t words_of(size_t capacity)
{
    size_t radix = 2 * capacity * sizeof(woad_sort_entry) / sizeof(uint32_t);
    size_t bucket = woad_bucket_words(capacity);
    return radix > bucket ? radix : bucket;
}

woad_status woad_sorter_create(
    size_t capacity, size_t threads, woad_sorter **out, woad_error *error)
{
    woad_sorter *sorter = woad_array(1, sizeof *sorter);
    if (sorter)
        sorter->words = woad_array(words_of(capacity), sizeof *sorter->words);
    if (!sorter || !sorter->words) {
        woad_sorter_destroy(sorter);
        return woad_fail_memory(error, "sorting");
    }
    sorter->capacity = capacity;
    sorter->threads = threads;
    sorter->entries = (woad_sort_entry *)sorter->words;
    sorter->spare = sorter->entries + capacity;
    woad_status status = woad_bucket_desks_create(sorter, capacity, error);
    if (status < 0) {
        woad_sorter_destroy(sorter);
        return status;
    }
    *out = sorter;
    return WOAD_OK;
}

size_t woad_sorter_memory(size_t capacity, size_t threads)
{
    return words_of(capacity) * sizeof(uint32_t) + woad_bucket_desks_memory(capacity, threads);
}

void woad_sorter_destroy(woad_sorter *sorter)
{
    if (!sorter)
        return;
    woad_bucket_desks_destroy(sorter);
    woad_free(sorter->words);
    woad_free(sorter);
}

void woad_rank(woad_sorter *sorter, const float *values, size_t count, uint32_t *ranks)
{
    if (!woad_bucket_rank(sorter, values, count, ranks))
        woad_radix_rank(sorter, values, count, ranks);
}
