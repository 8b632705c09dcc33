/* refine/planes.h - where pixels and kernels stand in the planes of an exchange.
 *
 * A plane holds a number for each pixel of the torus, moved by (left, top), so that what the widest
 * kernel reaches from pixel (x, y) begins there: at the pixel's corner, y * stride + x. The pixel
 * itself stands at its place. Rows go on beyond the right edge.
 */
#ifndef WOAD_SRC_PLANES_H
#define WOAD_SRC_PLANES_H

#include "kernel.h"

#include <stdint.h>

enum { WOAD_LANES = 16 }; /* taps of a row come in multiples of this */

static inline size_t woad_round_to_lanes(size_t n)
{
    return (n + WOAD_LANES - 1) / WOAD_LANES * WOAD_LANES;
}

typedef struct woad_planes {
    size_t width, height, left, top;
    size_t stride, rows; /* rows: with copies of the first ones at the end, where there are */
    size_t field_size, levels_size; /* of a frame's planes: of height rows, and of all rows */
} woad_planes;

/* The shape of a kernel's taps as they are added to planes. */
typedef struct woad_footprint {
    size_t width, height;
    size_t right, down;   /* from where the widest kernel begins to where this one does */
    size_t stride, pitch; /* what is added of a row, and rows' distance */
} woad_footprint;

/* Planes for kernels of which none, some or all are NULL. */
woad_planes woad_planes_of(
    size_t width, size_t height, const woad_taps *const *kernels, size_t count);
woad_footprint woad_footprint_of(const woad_planes *planes, const woad_taps *kernel);

/* Where a kernel around a pixel begins, on the torus. */
static inline size_t woad_footprint_x(
    const woad_planes *planes, const woad_footprint *f, size_t corner)
{
    size_t x = corner % planes->stride + f->right;
    return x < planes->width ? x : x - planes->width;
}

static inline size_t woad_footprint_y(
    const woad_planes *planes, const woad_footprint *f, size_t corner)
{
    size_t y = corner / planes->stride + f->down;
    return y < planes->height ? y : y - planes->height;
}

/* What the kernel around one pixel has at the place of another. */
int32_t woad_footprint_tap(const woad_planes *planes, const woad_footprint *f,
    const int32_t *taps, size_t corner, size_t place);

#endif
