/* loss/half_field.c - guard columns of a symmetric field over the frequencies. */
#include "loss/half_field.h"

#include "base/fft.h"

woad_half_shape woad_half_shape_of(size_t width, size_t height)
{
    size_t bins = woad_half_width(width);
    return (woad_half_shape){width, height, bins, bins + 2};
}

void woad_half_fill_guards(woad_half_shape shape, float *field)
{
    /* The columns kx = -1 and kx = bins are, by symmetry, columns 1 and width - bins of the
     * mirrored row; with one column they are that column itself. */
    size_t left = shape.width > 1 ? 1 : 0;
    size_t right = shape.width > 1 ? shape.width - shape.bins : 0;
    for (size_t ky = 0; ky < shape.height; ky++) {
        size_t mirror = ky == 0 ? 0 : shape.height - ky;
        float *row = woad_half_row(shape, field, ky);
        const float *mirrored = woad_half_row(shape, field, mirror);
        row[-1] = mirrored[left];
        row[shape.bins] = mirrored[right];
    }
}
