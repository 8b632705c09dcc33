/* halo.c - guard columns and halo rows from other processes.
 *
 * The guard columns of row ky are bins of row -ky (of -kt), which another process has: all tell
 * all the guards of their rows, 4 floats a row, which is little beside a transform.
 */
#include "halo.h"

#include <stdbool.h>

enum { GUARDS = (int)WOAD_HALF_GUARDS, EDGES = 2 * GUARDS };

size_t woad_mpi_halo_rows(size_t height, size_t depth)
{
    return WOAD_HALF_GUARDS * (depth > 1 ? height : 1);
}

woad_half_shape woad_mpi_half_shape(const woad_mpi_slab *slab)
{
    woad_half_shape shape = woad_half_shape_of(slab->width, slab->height, slab->depth);
    shape.rows = slab->rows;
    shape.first = slab->first;
    shape.halo = woad_mpi_halo_rows(slab->height, slab->depth);
    return shape;
}

size_t woad_mpi_field_size(woad_half_shape shape)
{
    return woad_half_with_halo(shape).rows * shape.stride;
}

size_t woad_mpi_edges_size(const woad_mpi_slab *slab)
{
    return EDGES * slab->block * (size_t)slab->processes;
}

/* Bin of a column, which may be a guard, in this row or in the mirrored one. */
static size_t bin_of(woad_half_shape shape, ptrdiff_t column, bool *mirrored)
{
    ptrdiff_t width = (ptrdiff_t)shape.width;
    size_t kx = (size_t)(((column % width) + width) % width);
    *mirrored = kx >= shape.bins;
    return *mirrored ? shape.width - kx : kx;
}

/* The column of guard g: two on the left, outermost last, then two on the right. */
static ptrdiff_t column_of(woad_half_shape shape, int g)
{
    return g < GUARDS ? -1 - g : (ptrdiff_t)shape.bins + g - GUARDS;
}

/* What the mirror of each row of this slab has in its guards, so far as it is in this row. */
static void take_edges(woad_half_shape shape, float *field, float *edges)
{
    for (size_t r = 0; r < shape.rows; r++) {
        const float *row = woad_half_row(shape, field, r);
        for (int g = 0; g < EDGES; g++) {
            bool mirrored;
            size_t bin = bin_of(shape, column_of(shape, g), &mirrored);
            edges[EDGES * (shape.first + r) + (size_t)g] = row[bin];
        }
    }
}

static void put_guards(woad_half_shape shape, float *field, const float *edges)
{
    for (size_t r = 0; r < shape.rows; r++) {
        float *row = woad_half_row(shape, field, r);
        size_t mirror = woad_half_mirrored_row(shape, shape.first + r);
        for (int g = 0; g < EDGES; g++) {
            ptrdiff_t column = column_of(shape, g);
            bool mirrored;
            size_t bin = bin_of(shape, column, &mirrored);
            row[column] = mirrored ? edges[EDGES * mirror + (size_t)g] : row[bin];
        }
    }
}

/* Every process but the last has `block` rows. */
static void share_edges(const woad_mpi_slab *slab, float *edges)
{
    MPI_Allgather(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, edges, (int)(EDGES * slab->block),
        MPI_FLOAT, slab->comm);
}

/* The first rows, or frames, go to the process before, the last to the one after, around the
 * torus. */
static void share_rows(const woad_mpi_slab *slab, woad_half_shape shape, float *field)
{
    int count = (int)(shape.halo * shape.stride);
    int before = (slab->rank + slab->processes - 1) % slab->processes;
    int after = (slab->rank + 1) % slab->processes;
    float *own = field + shape.halo * shape.stride;
    float *end = own + shape.rows * shape.stride;
    MPI_Sendrecv(own, count, MPI_FLOAT, before, 0, end, count, MPI_FLOAT, after, 0, slab->comm,
        MPI_STATUS_IGNORE);
    MPI_Sendrecv(end - count, count, MPI_FLOAT, after, 1, field, count, MPI_FLOAT, before, 1,
        slab->comm, MPI_STATUS_IGNORE);
}

void woad_mpi_fill_halo(
    const woad_mpi_slab *slab, woad_half_shape shape, float *field, float *edges)
{
    take_edges(shape, field, edges);
    share_edges(slab, edges);
    put_guards(shape, field, edges);
    share_rows(slab, shape, field);
}
