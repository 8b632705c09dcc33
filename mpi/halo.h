/* halo.h - what a slab of a half field (loss/half_field.h) sees of the others. */
#ifndef WOAD_MPI_HALO_H
#define WOAD_MPI_HALO_H

#include "slab.h"

/* The shape of this process's part of the half field: its rows, with a halo of as many rows, or
 * frames, as there are guard columns. */
woad_half_shape woad_mpi_half_shape(const woad_mpi_slab *slab);

size_t woad_mpi_halo_rows(size_t height, size_t depth);

/* Floats of a field of that shape. */
size_t woad_mpi_field_size(woad_half_shape shape);

/* Fills the guard columns and the halo of a field whose bins are there. `edges` is of
 * woad_mpi_edges_size floats, for its work. Collective. */
void woad_mpi_fill_halo(
    const woad_mpi_slab *slab, woad_half_shape shape, float *field, float *edges);
size_t woad_mpi_edges_size(const woad_mpi_slab *slab);

#endif
