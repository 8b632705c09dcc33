/* loss/half_field.c - guard columns of a symmetric field over the frequencies. */
#include "loss/half_field.h"

#include "base/fft.h"

woad_half_shape woad_half_shape_of(size_t width, size_t height)
{
    size_t bins = woad_half_width(width);
    return (woad_half_shape){width, height, bins, bins + 2 * WOAD_HALF_GUARDS};
}

/* The value at any column: of the row itself, or of the mirrored row. */
static float value_at(woad_half_shape shape, const float *row, const float *mirrored, size_t kx)
{
    kx %= shape.width;
    return kx < shape.bins ? row[kx] : mirrored[shape.width - kx];
}

void woad_half_fill_guards(woad_half_shape shape, float *field)
{
    for (size_t ky = 0; ky < shape.height; ky++) {
        float *row = woad_half_row(shape, field, ky);
        const float *mirrored = woad_half_row(shape, field, ky == 0 ? 0 : shape.height - ky);
        for (size_t g = 0; g < WOAD_HALF_GUARDS; g++) {
            /* Column -1 - g, in whole turns of the width; and column bins + g. */
            size_t left = WOAD_HALF_GUARDS * shape.width - 1 - g;
            row[-1 - (ptrdiff_t)g] = value_at(shape, row, mirrored, left);
            row[shape.bins + g] = value_at(shape, row, mirrored, shape.bins + g);
        }
    }
}
