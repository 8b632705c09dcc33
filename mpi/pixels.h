/* pixels.h - what the terms on the pixels see: a process's rows, and those in reach of a kernel. */
#ifndef WOAD_MPI_PIXELS_H
#define WOAD_MPI_PIXELS_H

#include <woad/recipe.h>

#include "stretches.h"

typedef struct woad_mpi_pixels {
    woad_mpi_lending lending;
    size_t before, after; /* rows that the kernel reaches */
    size_t rows, own;     /* that there are, and the first of this process's among them */
    float *values;        /* [rows][width] */
} woad_mpi_pixels;

/* For the dither term of the params, which has a weight. Where the kernel reaches around the mask,
 * a process has all rows. Fails as woad_slices_create does, or with WOAD_ERROR_MEMORY;
 * woad_mpi_pixels_clear is due then too. Not collective. */
woad_status woad_mpi_pixels_init(const woad_loss_params *params, const woad_mpi_slab *slab,
    woad_mpi_pixels *out, woad_error *error);
void woad_mpi_pixels_clear(woad_mpi_pixels *pixels);

/* Fetches the values around `values`, [slab rows][width]. Collective. */
void woad_mpi_pixels_take(woad_mpi_pixels *pixels, const float *values);

/* Rows that a process with `rows` of `height` has, at most, for any kernel. */
size_t woad_mpi_pixels_rows(size_t height, size_t rows);

#endif
