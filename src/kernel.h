/* kernel.h - the kernels g of pair energies, as text and as taps.
 *
 * A kernel weighs pairs of pixels by their offset. Its text is a sum of parts, or one file:
 *
 *     [SHAPE:]SIZE[:WEIGHT],...    file:PATH
 *
 * Shapes that are the autocorrelation of a filter h, g = h (*) h, so that the energy is the
 * error seen through h:
 *     gaussian (or none)  a blur of sigma SIZE pixels: exp(-r^2 / (4 SIZE^2))
 *     box                 the mean of SIZE x SIZE pixels
 *     binomial            [1 1]^SIZE / 2^SIZE along each axis
 * and one that is a kernel by itself, as libplacebo's:
 *     exponential         exp(-r / SIZE)
 * Each part has the value WEIGHT at no offset. A file is a table of numbers, one row a line, odd
 * numbers of rows and columns: a filter h, whose autocorrelation is the kernel.
 */
#ifndef WOAD_SRC_KERNEL_H
#define WOAD_SRC_KERNEL_H

#include <stddef.h>

#include <woad/design.h>

/* Pixels along an axis that a kernel reaches from its centre, at most. */
enum { WOAD_KERNEL_RADIUS = 64 };

/* What a kernel weighs on a torus. The pixel at (x + dx, y + dy) has, for the one at (x, y), the
 * weight at [dy + top][dx + left]; no offset occurs twice, and none is missing that has one. The
 * weights sum to 1, and the one of no offset is 0 and stands by itself. */
typedef struct woad_taps {
    size_t width, height; /* of the table, at most those of the torus */
    size_t left, top;
    double *weights; /* [height][width] */
    double self;     /* of a pixel with itself, on the scale of the others */
} woad_taps;

/* The taps of a kernel on a torus of width x height. Offsets further than `radius` pixels are
 * left out; 0 takes those at which some part has a thousandth of its weight at no offset. Of a
 * sum at most 64 pixels along an axis are taken, of a file what it has. Fails with
 * WOAD_ERROR_ARGUMENT (a text that is not a kernel, a negative sum), _READ or _FORMAT (its file)
 * or _MEMORY. To be called in any locale. */
woad_status woad_taps_create(const char *kernel, double radius, size_t width, size_t height,
    woad_taps *out, woad_error *error);
void woad_taps_clear(woad_taps *taps);

/* Taps of weight 0 for the offsets up to `radius` along each axis, or for all that the torus has
 * where those are fewer. Fails with WOAD_ERROR_MEMORY. */
woad_status woad_taps_allocate(
    size_t radius, size_t width, size_t height, woad_taps *out, woad_error *error);

/* WOAD_ERROR_ARGUMENT with a sentence when the text is not a kernel; files are not opened. */
woad_status woad_kernel_check(const char *kernel, woad_error *error);

#endif
