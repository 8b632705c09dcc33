/* baseline/shuffle.h - a random permutation. */
#ifndef WOAD_BASELINE_SHUFFLE_H
#define WOAD_BASELINE_SHUFFLE_H

#include <stddef.h>

#include "base/random.h"

/* A number in 0 .. count - 1, for a count of at most 2^32. */
static inline size_t woad_random_below(woad_random *random, size_t count)
{
    return (size_t)((woad_random_next(random) >> 32) * count >> 32);
}

/* Fills `ranks` with a permutation of 0 .. count - 1 (Fisher and Yates 1938, in the form of
 * Knuth, The Art of Computer Programming 2, section 3.4.2, algorithm P). */
static inline void woad_shuffle(woad_random *random, uint32_t *ranks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t k = woad_random_below(random, i + 1);
        ranks[i] = ranks[k];
        ranks[k] = (uint32_t)i;
    }
}

#endif
