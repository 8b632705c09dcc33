/* refine/choice.c - which pixels a level offers for a swap, and which swaps are accepted. */
#include "refine/choice.h"

#include <math.h>

#include "base/simd.h"

/* Noise without temperature too: the same choices again would meet the same refusals. */
void woad_choice_set(woad_choice *choice, double temperature, int32_t heat, woad_random *random)
{
    choice->temperature = llrint(fmin(temperature, 1000) / 1000 * heat);
    int64_t least = heat / 1000;
    int64_t noise = choice->temperature > least ? choice->temperature : least;
    for (size_t i = 0; i < WOAD_JITTER + WOAD_CANDIDATES; i++) {
        int64_t uniform = (int64_t)(woad_random_next(random) >> 48) - 32768;
        choice->jitter[i] = (int32_t)(noise * uniform / 32768);
    }
}

/* The key of the candidate with the greatest field plus noise (greatest: sign 1, least: -1);
 * its low bits are the candidate's number. */
WOAD_VECTOR static int32_t best_candidate(const int32_t *field, const uint32_t *place,
    size_t count, size_t step, const int32_t *jitter, int32_t sign)
{
    int32_t best = INT32_MIN;
    for (size_t m = 0; m < count; m++) {
        int32_t key =
            (sign * field[place[m * step]] + jitter[m]) * WOAD_CANDIDATES + (int32_t)m;
        best = key > best ? key : best;
    }
    return best;
}

/* Looks at all, or at evenly spread ones. */
size_t woad_choice_candidate(const woad_choice *choice, const woad_board *board,
    const int32_t *field, size_t first, size_t span, uint64_t random, int32_t sign)
{
    size_t step = (span + WOAD_CANDIDATES - 1) / WOAD_CANDIDATES, count = span / step;
    size_t phase = (size_t)(random >> 40) % (span - (count - 1) * step) * board->depth;
    int32_t best = best_candidate(field, board->place + first + phase, count,
        step * board->depth, choice->jitter + random % WOAD_JITTER, sign);
    return first + phase + (size_t)(best & (WOAD_CANDIDATES - 1)) * step * board->depth;
}

/* -log2 of a uniform number in (0, 1), in 1/2^16, to within a hundredth. */
static int64_t exponential(uint32_t random)
{
    uint32_t x = random | 1;
    int32_t exponent = 31;
    while (!(x & UINT32_C(0x80000000))) {
        x <<= 1;
        exponent--;
    }
    int64_t f = (x & UINT32_C(0x7fffffff)) >> 15; /* mantissa - 1, in 1/2^16 */
    int64_t log = f + ((f * (65536 - f) >> 16) * 22544 >> 16);
    return (int64_t)(32 - exponent) * 65536 - log;
}

bool woad_choice_accepts(
    const woad_choice *choice, int64_t gain, int64_t distance, uint64_t random)
{
    if (gain > 0 || choice->temperature == 0)
        return gain > 0;
    /* ln 2 = 45426 / 65536 */
    int64_t bearable =
        choice->temperature * distance * (exponential((uint32_t)(random >> 32)) * 45426 >> 16);
    return -gain < bearable >> 16;
}
