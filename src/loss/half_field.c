/* loss/half_field.c - guard columns of a symmetric field over the frequencies. */
#include "loss/half_field.h"

#include "base/fft.h"

woad_half_shape woad_half_shape_of(size_t width, size_t height, size_t depth)
{
    size_t bins = woad_half_width(width);
    return (woad_half_shape){
        width, height, depth, height * depth, 0, 0, bins, bins + 2 * WOAD_HALF_GUARDS};
}

size_t woad_half_mirrored_row(woad_half_shape shape, size_t row)
{
    size_t ky = row % shape.height, kt = row / shape.height;
    return (shape.depth - kt) % shape.depth * shape.height + (shape.height - ky) % shape.height;
}

/* The value at any column: of the row itself, or of the mirrored row. */
static float value_at(woad_half_shape shape, const float *row, const float *mirrored, size_t kx)
{
    kx %= shape.width;
    return kx < shape.bins ? row[kx] : mirrored[shape.width - kx];
}

void woad_half_fill_guards(woad_half_shape shape, float *field)
{
    for (size_t r = 0; r < shape.rows; r++) {
        float *row = woad_half_row(shape, field, r);
        const float *mirrored = woad_half_row(shape, field, woad_half_mirrored_row(shape, r));
        for (size_t g = 0; g < WOAD_HALF_GUARDS; g++) {
            /* Column -1 - g, in whole turns of the width; and column bins + g. */
            size_t left = WOAD_HALF_GUARDS * shape.width - 1 - g;
            row[-1 - (ptrdiff_t)g] = value_at(shape, row, mirrored, left);
            row[shape.bins + g] = value_at(shape, row, mirrored, shape.bins + g);
        }
    }
}
