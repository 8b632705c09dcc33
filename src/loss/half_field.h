/* loss/half_field.h - a real, symmetric field over the frequencies, of which half is kept.
 *
 * The amplitude of a real image's spectrum has A(-k) = A(k), indices modulo width and height.
 * Bins kx = 0 .. width / 2 are kept, and one guard column on each side, so that differences
 * between neighbours need no special case: bin kx of row ky stands at [ky][kx + 1].
 */
#ifndef WOAD_LOSS_HALF_FIELD_H
#define WOAD_LOSS_HALF_FIELD_H

#include <stddef.h>

typedef struct woad_half_shape {
    size_t width, height; /* of the image */
    size_t bins;          /* kept in a row: width / 2 + 1 */
    size_t stride;        /* bins + 2 */
} woad_half_shape;

woad_half_shape woad_half_shape_of(size_t width, size_t height);

/* Row ky of a field, pointing at bin 0; [-1] and [bins] are its guards. */
static inline float *woad_half_row(woad_half_shape shape, float *field, size_t ky)
{
    return field + ky * shape.stride + 1;
}

/* Fills the guard columns from the bins that they mirror. */
void woad_half_fill_guards(woad_half_shape shape, float *field);

/* The bins of a row stand for the whole row of the spectrum: `sum` over them counted twice,
 * less once the bins that are their own mirror column (kx = 0, and width / 2 for even width).
 */
static inline double woad_half_row_total(
    woad_half_shape shape, double sum, double first, double last)
{
    double total = 2 * sum - first;
    if (shape.width % 2 == 0)
        total -= last;
    return total;
}

#endif
