/* loss/half_field.h - a real, symmetric field over the frequencies, of which half is kept.
 *
 * The amplitude of a real image's spectrum has A(-k) = A(k), indices modulo width and height.
 * Bins kx = 0 .. width / 2 are kept, and two guard columns on each side, so that differences
 * between neighbours need no special case: bin kx of row ky stands at [ky][GUARDS + kx]. Of a
 * volume, row kt * height + ky is the one of ky and kt.
 *
 * A slab is a part of the rows, where they are shared among processes: `halo` rows of its
 * neighbours stand before and behind its own. Of a volume it has whole frames, kt, and whole ones
 * are its halo.
 */
#ifndef WOAD_LOSS_HALF_FIELD_H
#define WOAD_LOSS_HALF_FIELD_H

#include <stddef.h>

#define WOAD_HALF_GUARDS ((size_t)2)

typedef struct woad_half_shape {
    size_t width, height, depth; /* of the image or volume */
    size_t rows;                 /* height * depth; of a slab, its own */
    size_t first, halo;          /* of a slab, the row that it begins with; else 0 and 0 */
    size_t bins;                 /* kept in a row: width / 2 + 1 */
    size_t stride;               /* bins and the guards */
} woad_half_shape;

woad_half_shape woad_half_shape_of(size_t width, size_t height, size_t depth);

/* Values that are transformed at once, whoever has them. */
static inline size_t woad_half_count(woad_half_shape shape)
{
    return shape.width * shape.height * shape.depth;
}

/* A row of a field, pointing at bin 0; indices from -GUARDS to bins + GUARDS - 1 are valid. */
static inline float *woad_half_row(woad_half_shape shape, float *field, size_t row)
{
    return field + (shape.halo + row) * shape.stride + WOAD_HALF_GUARDS;
}

/* All rows that are there, the halo's too, as if they were a field of their own. */
static inline woad_half_shape woad_half_with_halo(woad_half_shape shape)
{
    shape.rows += 2 * shape.halo;
    shape.halo = 0;
    return shape;
}

/* The row at ky + offset and the same kt, wrapped around; of a slab of one frame the one there. */
static inline const float *woad_half_row_near(
    woad_half_shape shape, const float *field, size_t row, ptrdiff_t offset)
{
    row += shape.halo;
    if (shape.halo > 0 && shape.depth == 1)
        return field + (row + (size_t)offset) * shape.stride + WOAD_HALF_GUARDS;
    size_t h = shape.height, turns = offset < 0 ? (size_t)-offset : 0;
    size_t near = row - row % h + (row % h + turns * h + (size_t)offset) % h;
    return field + near * shape.stride + WOAD_HALF_GUARDS;
}

/* The row of -ky and -kt, modulo height and depth, of the one of ky and kt. */
size_t woad_half_mirrored_row(woad_half_shape shape, size_t row);

/* Fills the guard columns from the bins that they stand for; not of a slab, which has not all. */
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
