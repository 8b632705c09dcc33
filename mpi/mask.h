/* mask.h - what a process has of a mask. */
#ifndef WOAD_MPI_MASK_H
#define WOAD_MPI_MASK_H

#include <woad/mpi.h>

#include "slab.h"

/* One whose ranks are still to be filled in, with the recipe of `params` (NULL: none). Fails with
 * WOAD_ERROR_MEMORY. Collective. */
woad_status woad_mpi_mask_create(const woad_mpi_slab *slab, const woad_design_params *params,
    woad_mpi_mask **out, woad_error *error);

#endif
