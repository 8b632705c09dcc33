/* refine/energy.c - the integers that an energy of ranks is counted in. */
#include "refine/energy.h"

#include <math.h>

#include "refine/pull.h"

enum {
    SCALE = 1 << 20,     /* sum of the magnitudes of the taps, at most */
    LARGEST_TAP = 32767, /* they are multiplied as 16-bit numbers */
    /* Of the field the pulls have at most twice this (small taps round to at most twice what they
     * are), so that with the pairs' SCALE and noise of NOISE * SCALE it stays below 2^24, and its
     * keys, with the candidates' numbers, below 2^31. */
    ROOM = 1 << 22,
    NOISE = 2,
    FARTHEST = 2000 /* levels between two ranks that are swapped: FARTHEST * SCALE < 2^31, also
                       where the rounding of 129 * 129 taps has added half of each. Farther where
                       no slice has all of SCALE */
};

static double mass_of(const woad_taps *taps)
{
    double mass = 0;
    for (size_t i = 0; i < taps->width * taps->height; i++)
        mass += fabs(taps->weights[i]);
    return mass;
}

static double scale_of(const woad_swap_energy *energy)
{
    double largest = 0, mass = 0, bound = 0;
    for (size_t s = 0; energy->pairs && s < energy->pairs->count; s++) {
        const woad_taps *taps = &energy->pairs->slices[s].taps;
        for (size_t i = 0; i < taps->width * taps->height; i++)
            largest = fmax(largest, fabs(taps->weights[i]));
        mass += mass_of(taps);
    }
    double scale = mass > 0 ? SCALE / mass : SCALE;
    if (largest * scale > LARGEST_TAP)
        scale = LARGEST_TAP / largest;
    /* A pull's field is 4 weight / levels times its taps and levels (see board.c), of which the
     * farthest from the middle are levels / 2 away. */
    for (size_t p = 0; p < energy->pull_count; p++)
        bound += 2 * energy->pulls[p].weight * woad_pull_bound(energy->pulls[p].kernel);
    return bound * scale > ROOM ? ROOM / bound : scale;
}

/* A temperature of 1000 is the sum of the weights. By pairs alone it is SCALE, also where their
 * largest tap has made the scale smaller. */
static int32_t heat_of(const woad_swap_energy *energy, double scale)
{
    double weights = energy->pairs ? 1 : 0;
    for (size_t p = 0; p < energy->pull_count; p++)
        weights += energy->pulls[p].weight;
    return energy->pull_count == 0 ? SCALE : (int32_t)fmin(scale * weights, NOISE * SCALE);
}

/* Sums over one slice stay below 2^31. */
static int64_t farthest_of(const woad_swap_energy *energy)
{
    const int64_t most = 30000; /* differences of levels have 16 bits */
    double heaviest = 0, all = 0;
    for (size_t s = 0; energy->pairs && s < energy->pairs->count; s++) {
        double mass = mass_of(&energy->pairs->slices[s].taps);
        heaviest = fmax(heaviest, mass);
        all += mass;
    }
    int64_t farthest = heaviest > 0 ? (int64_t)(FARTHEST * (all / heaviest)) : FARTHEST;
    return farthest < most ? farthest : most;
}

woad_energy_units woad_energy_units_of(const woad_swap_energy *energy)
{
    double scale = scale_of(energy);
    return (woad_energy_units){scale, heat_of(energy, scale), farthest_of(energy)};
}
