/* refine/pull.h - the part of an energy of ranks that is a product over pairs of pixels.
 *
 * Of the energy weight * sum_ij q(i-j) m_i m_j, m = 2 level / levels - 1, swapping the pixels of
 * levels a < b gains, with d = b - a and the pull C = q (*) m without a pixel's own share,
 *
 *     2 weight (2 d / levels) (C_j - C_i + (2 d / levels) q(i-j))      for a at i, b at j:
 *
 * the filtered mask says all, whatever the levels between. So it is held in a plane, in integers,
 * and brought up to date around both pixels at each swap.
 *
 * Taps are multiplied by levels in 32 bits, of which `fraction` are below the unit in which the
 * exchange has its fields. Their number is chosen so that sum |tap| * levels / 2 <= 2^30: no value
 * of the plane, on the way to it or on the way out of it, is beyond that, and no product of a tap
 * and a difference of levels is beyond twice that.
 */
#ifndef WOAD_SRC_PULL_H
#define WOAD_SRC_PULL_H

#include "refine/planes.h"

typedef struct woad_pull {
    woad_footprint footprint;
    int32_t *taps;
    int32_t *plane; /* levels counted from their middle, filtered: [height][stride] */
    unsigned fraction;
} woad_pull;

/* What the plane says at most of masks of any order, for a kernel: sum |q|. */
double woad_pull_bound(const woad_taps *kernel);

/* `scale`: integer units of the field for a tap of 1 and a level of 1. Fails with
 * WOAD_ERROR_MEMORY; woad_pull_clear is due then too. */
woad_status woad_pull_create(woad_pull *pull, const woad_planes *planes,
    const woad_taps *kernel, size_t levels, double scale, woad_error *error);
void woad_pull_clear(woad_pull *pull);

/* The pixel at `corner` has moved by so many levels. What that changes in the plane, in whole
 * units, is taken from the field. */
void woad_pull_move(
    woad_pull *pull, const woad_planes *planes, size_t corner, int32_t levels, int32_t *field);

/* Takes the whole plane from the field. */
void woad_pull_take(const woad_pull *pull, const woad_planes *planes, int32_t *field);

/* What moving the one pixel up by so many levels and the other down gains: in units of the field
 * for each level, times 2^fraction. */
int64_t woad_pull_gain(const woad_pull *pull, const woad_planes *planes,
    const uint32_t corner[2], const uint32_t place[2], int32_t levels);

#endif
