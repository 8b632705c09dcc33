/* refine/cuts.h - a large mask cut into patches: how many, and where they are in a sweep.
 *
 * Along each axis patches follow each other around the torus from where the sweep begins, and every
 * second one touches no other, so patches have two colours an axis. A patch is a rectangle of
 * pixels that swap, with those in reach of the kernel around it.
 */
#ifndef WOAD_SRC_CUTS_H
#define WOAD_SRC_CUTS_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel.h"

typedef struct woad_cut_axis {
    size_t length, cuts;  /* 1, or an even number */
    size_t before, after; /* what the kernel reaches; 0 where the axis is not cut */
    size_t side;          /* of the torus of a patch: the longest patch with its reach */
} woad_cut_axis;

typedef struct woad_cuts {
    woad_cut_axis x, y;
    uint64_t seed;
} woad_cuts;

/* Is a mask so large that it is cut? */
bool woad_is_cut(size_t width, size_t height);

/* For a kernel whose first tap is `left` pixels left of its centre and `top` above. */
woad_cuts woad_cuts_of(size_t width, size_t height, const woad_taps *kernel, uint64_t seed);

/* The side of a patch's torus along an axis of `length`, for kernels up to `radius`. */
size_t woad_cut_side(size_t length, size_t radius);

size_t woad_cut_colours(const woad_cut_axis *axis);

/* Where the first patch of a sweep begins; 0 along an axis that is not cut. */
typedef struct woad_cut_shift {
    size_t x, y;
} woad_cut_shift;
woad_cut_shift woad_cuts_shift(const woad_cuts *cuts, size_t sweep);

/* What a patch has of an axis: `before` coordinates of reach from `origin` on, then `inside` that
 * swap, then `after`; around the torus. */
typedef struct woad_cut {
    size_t origin, inside;
} woad_cut;
woad_cut woad_cut_at(const woad_cut_axis *axis, size_t patch, size_t shift);

/* Coordinates of a patch with its reach. */
size_t woad_cut_length(const woad_cut_axis *axis, woad_cut cut);

#endif
