/* refine/pairs.h - the part of an energy of ranks that is a sum over levels: the dither energy.
 *
 * Its kernel stands in integers, and is added around pixels to the field of a level (exchange.h),
 * or says what a swap gains: the pixels of levels a < b, at i and j, gain
 *
 *     sum_k (g(k-j) - g(k-i)) clamp(u_k, a, b) + g(i-j) (b - a).
 *
 * Fields and levels are planes of [depth] frames (planes.h); the kernel reaches into others.
 */
#ifndef WOAD_SRC_PAIRS_H
#define WOAD_SRC_PAIRS_H

#include "refine/planes.h"
#include "slices.h"

enum { WOAD_LEVELS = 1 << 16 }; /* at most; planes of levels have level - WOAD_LEVELS / 2 */

typedef struct woad_pairs {
    size_t depth, count; /* frames; slices, 0: no pairs */
    struct woad_pairs_slice *slices;
    int32_t *taps; /* of all slices */
    int16_t *short_taps;
} woad_pairs;

/* `slices` may be NULL: no pairs. `scale`: integer units for a tap of 1, so that taps have 16
 * bits. Fails with WOAD_ERROR_MEMORY; woad_pairs_clear is due then too. */
woad_status woad_pairs_create(woad_pairs *pairs, const woad_planes *planes,
    const woad_slices *slices, size_t depth, double scale, woad_error *error);
void woad_pairs_clear(woad_pairs *pairs);

/* Adds the kernel around the pixel of a frame to the field, or takes it away. */
void woad_pairs_add(const woad_pairs *pairs, const woad_planes *planes, int32_t *field,
    size_t frame, size_t corner);
void woad_pairs_subtract(const woad_pairs *pairs, const woad_planes *planes, int32_t *field,
    size_t frame, size_t corner);

/* What swapping two pixels of a frame gains, the first of the lower level. `levels`: the plane. */
int64_t woad_pairs_gain(const woad_pairs *pairs, const woad_planes *planes,
    const int16_t *levels, size_t frame, const uint32_t corner[2], const uint32_t place[2],
    const uint16_t level[2]);

#endif
