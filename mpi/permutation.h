/* permutation.h - are ranks there once each? */
#ifndef WOAD_MPI_PERMUTATION_H
#define WOAD_MPI_PERMUTATION_H

#include <stdint.h>

#include "slab.h"

/* Fails with WOAD_ERROR_FORMAT, naming `path`, unless 0 .. width * height - 1 are there once in
 * every frame, or with WOAD_ERROR_MEMORY. Collective. */
woad_status woad_mpi_permutation_check(
    const woad_mpi_slab *slab, const uint32_t *ranks, const char *path, woad_error *error);

#endif
