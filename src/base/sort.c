/* base/sort.c - sorting: in buckets when the values are spread evenly, else by radix. */
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
        sorter->result = woad_array(capacity, sizeof *sorter->result);
        status = woad_bucket_desks_create(sorter, capacity, error);
    }
    if (status >= 0 && (!sorter || !sorter->entries || !sorter->result))
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
    return 2 * capacity * sizeof(woad_sorted) + woad_bucket_desks_memory(capacity, threads);
}

void woad_sorter_destroy(woad_sorter *sorter)
{
    if (!sorter)
        return;
    woad_bucket_desks_destroy(sorter);
    woad_free(sorter->entries);
    woad_free(sorter->result);
    woad_free(sorter);
}

const woad_sorted *woad_sort(woad_sorter *sorter, const float *values, size_t count)
{
    if (!woad_bucket_sort(sorter, values, count))
        woad_radix_sort(sorter, values, count);
    return sorter->result;
}

void woad_ranks_of_sorted(const woad_sorted *sorted, size_t count, uint32_t *ranks)
{
    for (size_t j = 0; j < count; j++)
        ranks[sorted[j].index] = (uint32_t)j;
}
