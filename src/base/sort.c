/* base/sort.c - ranking: in buckets when the values are spread evenly, else by radix. */
#include "base/sort.h"

#include "base/alloc.h"
#include "base/sorter.h"

woad_status woad_sorter_create(
    size_t capacity, size_t threads, woad_sorter **out, woad_error *error)
{
    woad_sorter *sorter = woad_array(1, sizeof *sorter);
    woad_status status = WOAD_OK;
    if (sorter) {
        sorter->threads = threads;
        sorter->entries = woad_array(capacity, sizeof *sorter->entries);
        sorter->spare = woad_array(capacity, sizeof *sorter->spare);
        status = woad_bucket_desks_create(sorter, capacity, error);
    }
    if (status >= 0 && (!sorter || !sorter->entries || !sorter->spare))
        status = woad_fail_memory(error, "sorting");
    if (status < 0) {
        woad_sorter_destroy(sorter);
        return status;
    }
    *out = sorter;
    return WOAD_OK;
}

size_t woad_sorter_memory(size_t capacity, size_t threads)
{
    return 2 * capacity * sizeof(woad_sort_entry) + woad_bucket_desks_memory(capacity, threads);
}

void woad_sorter_destroy(woad_sorter *sorter)
{
    if (!sorter)
        return;
    woad_bucket_desks_destroy(sorter);
    woad_free(sorter->entries);
    woad_free(sorter->spare);
    woad_free(sorter);
}

void woad_rank(woad_sorter *sorter, const float *values, size_t count, uint32_t *ranks)
{
    if (!woad_bucket_rank(sorter, values, count, ranks))
        woad_radix_rank(sorter, values, count, ranks);
}
