/* checkpoint.h - the state of a shared design in a file.
 *
 * A header, the recipe, then whole arrays of the mask's size, row by row: so a job of another
 * number of processes can go on with it. A sum over all values, which does not depend on who adds
 * them, tells a damaged file.
 */
#ifndef WOAD_MPI_CHECKPOINT_H
#define WOAD_MPI_CHECKPOINT_H

#include <woad/design.h>

#include "base/random.h"
#include "slab.h"

/* At the top of an iteration of the optimizer. */
typedef struct woad_mpi_state {
    uint64_t iteration;
    woad_random multipliers;
    double best_total;
    float *arrays[4]; /* of this process: values, the optimizer's, the best; NULL: none */
} woad_mpi_state;

/* Replaces the file as a whole. Fails with WOAD_ERROR_WRITE or _MEMORY. Collective. */
woad_status woad_mpi_state_save(const woad_mpi_slab *slab, const woad_design_params *params,
    const woad_mpi_state *state, const char *path, woad_error *error);

/* Fills the arrays. Fails with WOAD_ERROR_READ, _FORMAT (none, cut off, damaged) or _UNSUPPORTED
 * (of other parameters or another version). Collective. */
woad_status woad_mpi_state_load(const woad_mpi_slab *slab, const woad_design_params *params,
    woad_mpi_state *state, const char *path, woad_error *error);

#endif
