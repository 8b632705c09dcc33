/* refine/planes.c - where pixels and kernels stand in the planes of an exchange. */
#include "refine/planes.h"

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

woad_planes woad_planes_of(
    size_t width, size_t height, const woad_taps *const *kernels, size_t count)
{
    woad_planes planes = {.width = width, .height = height};
    for (size_t k = 0; k < count; k++) {
        planes.left = larger(planes.left, kernels[k] ? kernels[k]->left : 0);
        planes.top = larger(planes.top, kernels[k] ? kernels[k]->top : 0);
    }
    for (size_t k = 0; k < count; k++) {
        if (!kernels[k])
            continue;
        woad_footprint f = woad_footprint_of(&planes, kernels[k]);
        planes.stride = larger(planes.stride, f.right + f.stride);
        planes.rows = larger(planes.rows, f.down + f.height);
    }
    planes.stride = woad_round_to_lanes(width + planes.stride);
    planes.rows += height;
    planes.field_size = height * planes.stride;
    planes.levels_size = planes.rows * planes.stride;
    return planes;
}

woad_footprint woad_footprint_of(const woad_planes *planes, const woad_taps *kernel)
{
    size_t stride = woad_round_to_lanes(kernel->width);
    return (woad_footprint){kernel->width, kernel->height, planes->left - kernel->left,
        planes->top - kernel->top, stride, stride + WOAD_LANES};
}

int32_t woad_footprint_tap(const woad_planes *planes, const woad_footprint *f,
    const int32_t *taps, size_t corner, size_t place)
{
    size_t dx = place % planes->stride + planes->width - woad_footprint_x(planes, f, corner);
    size_t dy = place / planes->stride + planes->height - woad_footprint_y(planes, f, corner);
    dx = dx < planes->width ? dx : dx - planes->width;
    dy = dy < planes->height ? dy : dy - planes->height;
    return dx < f->width && dy < f->height ? taps[dy * f->pitch + dx] : 0;
}
