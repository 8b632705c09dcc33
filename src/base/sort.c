/* base/sort.c - least-significant-digit radix sort of (key, index) pairs.
 *
 * A float becomes an unsigned key of the same order by flipping its sign bit, or all its bits
 * when it is negative. Three passes of 11 bits; each is stable, so equal keys stay by index.
 */
#include "base/sort.h"

#include <string.h>

#include "base/alloc.h"

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, PASSES = 3 };

typedef struct entry {
    uint32_t key, index;
} entry;

struct woad_sorter {
    entry *front, *back;
    size_t (*counts)[DIGITS];
};

woad_status woad_sorter_create(size_t capacity, woad_sorter **out, woad_error *error)
{
    woad_sorter *sorter = woad_array(1, sizeof *sorter);
    if (sorter) {
        sorter->front = woad_array(capacity, sizeof *sorter->front);
        sorter->back = woad_array(capacity, sizeof *sorter->back);
        sorter->counts = woad_array(PASSES, sizeof *sorter->counts);
    }
    if (!sorter || !sorter->front || !sorter->back || !sorter->counts) {
        woad_sorter_destroy(sorter);
        return woad_fail_memory(error, "sorting");
    }
    *out = sorter;
    return WOAD_OK;
}

void woad_sorter_destroy(woad_sorter *sorter)
{
    if (!sorter)
        return;
    woad_free(sorter->front);
    woad_free(sorter->back);
    woad_free(sorter->counts);
    woad_free(sorter);
}

static uint32_t key_of_float(float value)
{
    uint32_t bits;
    value += 0.0f; /* -0 becomes +0 */
    memcpy(&bits, &value, sizeof bits);
    uint32_t flip = (bits >> 31) ? UINT32_MAX : UINT32_C(0x80000000);
    return bits ^ flip;
}

static uint32_t digit(uint32_t key, int pass)
{
    return (key >> (DIGIT_BITS * pass)) & (DIGITS - 1);
}

static void load(woad_sorter *sorter, const float *values, size_t count)
{
    memset(sorter->counts, 0, PASSES * sizeof *sorter->counts);
    for (size_t i = 0; i < count; i++) {
        uint32_t key = key_of_float(values[i]);
        sorter->front[i] = (entry){key, (uint32_t)i};
        for (int pass = 0; pass < PASSES; pass++)
            sorter->counts[pass][digit(key, pass)]++;
    }
}

static void scatter(const entry *from, entry *to, size_t count, size_t *counts, int pass)
{
    size_t next = 0; /* counts become the positions where each digit's run starts */
    for (size_t d = 0; d < DIGITS; d++) {
        size_t here = counts[d];
        counts[d] = next;
        next += here;
    }
    for (size_t i = 0; i < count; i++)
        to[counts[digit(from[i].key, pass)]++] = from[i];
}

void woad_argsort(woad_sorter *sorter, const float *values, size_t count, uint32_t *order)
{
    load(sorter, values, count);
    for (int pass = 0; pass < PASSES; pass++) {
        scatter(sorter->front, sorter->back, count, sorter->counts[pass], pass);
        entry *swap = sorter->front;
        sorter->front = sorter->back;
        sorter->back = swap;
    }
    for (size_t j = 0; j < count; j++)
        order[j] = sorter->front[j].index;
}

void woad_ranks_of_order(const uint32_t *order, size_t count, uint32_t *ranks)
{
    for (size_t j = 0; j < count; j++)
        ranks[order[j]] = (uint32_t)j;
}
