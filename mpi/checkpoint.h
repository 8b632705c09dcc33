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
#include "refine/refine.h"
#include "slab.h"

#define WOAD_MPI_STATE_ARRAYS 5
typedef enum woad_mpi_state_stage {
    WOAD_MPI_STATE_OPTIMIZE, /* at the top of an iteration */
    WOAD_MPI_STATE_REFINE,   /* after a sweep */
    WOAD_MPI_STATE_STAGES
} woad_mpi_state_stage;

typedef struct woad_mpi_state {
    woad_mpi_state_stage stage;
    uint64_t iteration; /* of the optimizer, or all that it has made */
    woad_status stop;   /* why it made no more: WOAD_OK, or WOAD_STOP_NO_GAIN */
    woad_random multipliers;
    double best_total, gained_total;
    woad_refine_numbers refine;
    woad_losses before, start; /* of the design, and of the ranks that swaps began with */
    /* Of each stage, and of this process: values, the optimizer's two, the best that was reported
     * and the best that the tolerance saw; ranks to go back to, and those of now. NULL: none. */
    void *arrays[WOAD_MPI_STATE_STAGES][WOAD_MPI_STATE_ARRAYS];
} woad_mpi_state;

/* Writes the arrays of its stage, and replaces the file as a whole. Fails with WOAD_ERROR_WRITE or
 * _MEMORY. Collective. */
woad_status woad_mpi_state_save(const woad_mpi_slab *slab, const woad_design_params *params,
    const woad_mpi_state *state, const char *path, woad_error *error);

/* Fills the arrays of the stage that the file is of. Fails with WOAD_ERROR_READ, _FORMAT (none, cut
 * off, damaged) or _UNSUPPORTED (of other parameters or another version). Collective. */
woad_status woad_mpi_state_load(const woad_mpi_slab *slab, const woad_design_params *params,
    woad_mpi_state *state, const char *path, woad_error *error);

#endif
