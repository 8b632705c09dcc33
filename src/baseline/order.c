/* baseline/order.c - a radix sort of indices by 64-bit keys, a byte at a time.
 *
 * base/sort.h ranks floats, whose 24 bits would make equal what is not.
 */
#include "baseline/order.h"

#include <string.h>

#include "base/alloc.h"

enum { DIGITS = 256, DIGIT_BITS = 8, KEY_BITS = 64 };

/* Moves the indices from `in` to `out` in the order of one digit; what is equal stays in order. */
static void sort_by_digit(
    const uint64_t *keys, size_t count, int shift, const uint32_t *in, uint32_t *out)
{
    size_t places[DIGITS] = {0}, place = 0;
    for (size_t i = 0; i < count; i++)
        places[keys[i] >> shift & (DIGITS - 1)]++;
    for (size_t d = 0; d < DIGITS; d++) {
        size_t next = place + places[d];
        places[d] = place;
        place = next;
    }
    for (size_t i = 0; i < count; i++)
        out[places[keys[in[i]] >> shift & (DIGITS - 1)]++] = in[i];
}

woad_status woad_rank_keys(
    const uint64_t *keys, size_t count, uint32_t *ranks, woad_error *error)
{
    uint32_t *order = woad_array(count, sizeof *order);
    if (!order)
        return woad_fail_memory(error, "an order");
    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
    for (int shift = 0; shift < KEY_BITS; shift += 2 * DIGIT_BITS) {
        sort_by_digit(keys, count, shift, order, ranks);
        sort_by_digit(keys, count, shift + DIGIT_BITS, ranks, order);
    }
    for (size_t r = 0; r < count; r++)
        ranks[order[r]] = (uint32_t)r;
    woad_free(order);
    return WOAD_OK;
}
