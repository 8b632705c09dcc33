/* refine/energy.h - the energy that swaps of ranks lower, and the integers it is counted in. */
#ifndef WOAD_SRC_ENERGY_H
#define WOAD_SRC_ENERGY_H

#include <stdint.h>

#include "slices.h"

/* What is lowered: the dither energy by `pairs` (NULL: not that), and of each pull its weight, on
 * the scale of a weight of 1 for the pairs, times sum_ij q(i-j) m_i m_j, m in [-1, 1]. Weights are
 * from 0 up; something must be there. Pulls are for masks of one frame. */
enum { WOAD_SWAP_PULLS = 2 };
typedef struct woad_swap_energy {
    const woad_slices *pairs;
    size_t pull_count;
    struct {
        const woad_taps *kernel;
        double weight;
    } pulls[WOAD_SWAP_PULLS];
} woad_swap_energy;

/* Small enough that no sum over taps and levels leaves its 32 bits, nor a tap or a difference of
 * levels its 16. */
typedef struct woad_energy_units {
    double scale;     /* integer units of the field for a weight of 1 and a tap of 1 */
    int32_t heat;     /* of a temperature of 1000, in integer units a level */
    int64_t farthest; /* levels between two ranks that are swapped, at most */
} woad_energy_units;

woad_energy_units woad_energy_units_of(const woad_swap_energy *energy);

#endif
