/* swaps.h - swaps of ranks (src/refine), by processes.
 *
 * The patches of a large mask (refine/cuts.h) that do not touch are swapped at once: each is lent,
 * with what is in reach of the kernel around it, to one process, which gives it back. A mask that
 * is not cut is swapped by rank 0. Swaps are by integers and their random numbers by the patch, so
 * the ranks are those of woad_refine, for any number of processes.
 */
#ifndef WOAD_MPI_SWAPS_H
#define WOAD_MPI_SWAPS_H

#include "refine/refine.h"
#include "slab.h"

/* Can processes make these swaps? Else WOAD_ERROR_ARGUMENT. */
woad_status woad_mpi_swaps_check(const woad_design_params *params, woad_error *error);

/* Told after each sweep what there is to go on from, as woad_refine_watch is: beside the ranks to
 * go back to, which the caller has, `now`. All processes are to return the same. */
typedef bool woad_mpi_swaps_watch(size_t done, double temperature,
    const woad_refine_numbers *numbers, const uint32_t *now, void *user);

/* Refines this process's rows of the ranks, [rows][width]; goes on from what the watch was told
 * where `numbers` is not NULL. Fails as woad_refine does. Collective. */
woad_status woad_mpi_swaps(const woad_mpi_slab *slab, const woad_design_params *params,
    const woad_refine_numbers *numbers, const uint32_t *now, uint32_t *ranks,
    woad_mpi_swaps_watch *watch, void *user, woad_refine_outcome *outcome, woad_error *error);

/* Bytes that the process with the most needs for it. */
size_t woad_mpi_swaps_memory(const woad_design_params *params, int processes);

#endif
