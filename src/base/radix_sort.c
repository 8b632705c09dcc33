/* base/radix_sort.c - least-significant-digit radix sort of values with their indices.
 *
 * A float becomes an unsigned key of the same order by flipping its sign bit, or all its bits
 * when it is negative. Passes are stable, so equal keys stay by index. Four passes of 8 bits:
 * an even number ends where it began, which leaves the other buffer free for the result.
 */
#include <string.h>

#include "base/sorter.h"

enum { DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS, PASSES = 4 };

static uint32_t key_of(float value)
{
    uint32_t bits;
    value += 0.0f; /* -0 becomes +0 */
    memcpy(&bits, &value, sizeof bits);
    uint32_t flip = (bits >> 31) ? UINT32_MAX : UINT32_C(0x80000000);
    return bits ^ flip;
}

static uint32_t digit(woad_sort_entry entry, int pass)
{
    return (key_of(entry.value) >> (DIGIT_BITS * pass)) & (DIGITS - 1);
}

static void scatter(const woad_sort_entry *from, woad_sort_entry *to, size_t count, int pass)
{
    size_t place[DIGITS] = {0}, next = 0;
    for (size_t i = 0; i < count; i++)
        place[digit(from[i], pass)]++;
    for (size_t d = 0; d < DIGITS; d++) { /* counts become the start of each digit's run */
        size_t here = place[d];
        place[d] = next;
        next += here;
    }
    for (size_t i = 0; i < count; i++)
        to[place[digit(from[i], pass)]++] = from[i];
}

void woad_radix_rank(woad_sorter *sorter, const float *values, size_t count, uint32_t *ranks)
{
    for (size_t i = 0; i < count; i++)
        sorter->entries[i] = (woad_sort_entry){values[i], (uint32_t)i};
    for (int pass = 0; pass < PASSES; pass += 2) {
        scatter(sorter->entries, sorter->spare, count, pass);
        scatter(sorter->spare, sorter->entries, count, pass + 1);
    }
    for (size_t j = 0; j < count; j++)
        ranks[sorter->entries[j].index] = (uint32_t)j;
}
