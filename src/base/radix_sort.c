/* base/radix_sort.c - least-significant-digit radix sort of values with their indices.
 *
 * A float becomes an unsigned key of the same order by flipping its sign bit, or all its bits
 * when it is negative. Passes are stable, so equal keys stay by index. Three passes of 11 bits:
 * the first one reads the values, the last one writes the ranks.
 */
#include <string.h>

#include "base/sorter.h"

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, PASSES = 3 };

static uint32_t key_of(float value)
{
    uint32_t bits;
    value += 0.0f; /* -0 becomes +0 */
    memcpy(&bits, &value, sizeof bits);
    uint32_t flip = (bits >> 31) ? UINT32_MAX : UINT32_C(0x80000000);
    return bits ^ flip;
}

static inline uint32_t digit(uint32_t key, unsigned pass)
{
    return (key >> (DIGIT_BITS * pass)) & (DIGITS - 1);
}

/* The start of each digit's run, in each pass. */
static void find_runs(const float *values, size_t count, uint32_t place[PASSES][DIGITS])
{
    memset(place, 0, PASSES * sizeof place[0]);
    for (size_t i = 0; i < count; i++) {
        uint32_t key = key_of(values[i]);
        for (unsigned pass = 0; pass < PASSES; pass++)
            place[pass][digit(key, pass)]++;
    }
    for (unsigned pass = 0; pass < PASSES; pass++) {
        uint32_t next = 0;
        for (size_t d = 0; d < DIGITS; d++) {
            uint32_t here = place[pass][d];
            place[pass][d] = next;
            next += here;
        }
    }
}

/* Deals a hand of entries to their places in a pass. */
static inline void deal_hand(const woad_sort_entry *hand, size_t count, unsigned pass,
    uint32_t *place, woad_sort_entry *to)
{
    uint32_t at[HAND];
    for (size_t k = 0; k < count; k++)
        at[k] = place[digit(hand[k].key, pass)]++;
    for (size_t k = 0; k < count; k++)
        to[at[k]] = hand[k];
}

static void deal_values(const float *values, size_t count, uint32_t *place, woad_sort_entry *to)
{
    for (size_t i = 0; i < count; i += HAND) {
        woad_sort_entry hand[HAND];
        size_t here = count - i < HAND ? count - i : HAND;
        for (size_t k = 0; k < here; k++)
            hand[k] = (woad_sort_entry){key_of(values[i + k]), (uint32_t)(i + k)};
        deal_hand(hand, here, 0, place, to);
    }
}

static void deal_entries(
    const woad_sort_entry *from, size_t count, uint32_t *place, woad_sort_entry *to)
{
    size_t i = 0;
    for (; i + HAND <= count; i += HAND)
        deal_hand(from + i, HAND, 1, place, to);
    deal_hand(from + i, count - i, 1, place, to);
}

static void deal_ranks(
    const woad_sort_entry *from, size_t count, uint32_t *place, uint32_t *ranks)
{
    for (size_t j = 0; j < count; j++)
        ranks[from[j].index] = place[digit(from[j].key, 2)]++;
}

void woad_radix_rank(woad_sorter *sorter, const float *values, size_t count, uint32_t *ranks)
{
    uint32_t place[PASSES][DIGITS];
    find_runs(values, count, place);
    deal_values(values, count, place[0], sorter->spare);
    deal_entries(sorter->spare, count, place[1], sorter->entries);
    deal_ranks(sorter->entries, count, place[2], ranks);
}
