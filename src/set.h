/* set.h - several masks from one design, with little in common. */
#ifndef WOAD_SRC_SET_H
#define WOAD_SRC_SET_H

#include <woad/design.h>

#include "shift.h"

/* The seed of the index-th mask of a set; of the first, the set's own. */
uint64_t woad_set_seed(uint64_t seed, size_t index);

/* Moves each mask but the first around its torus, to where it has the least in common with those
 * before it: of a lattice of shifts, the one with the lowest largest mean coherence
 * (<woad/score.h>, mean over the frames, largest over the masks and their channels). The shifts
 * are stored in shifts[count] (NULL: not wanted). The masks are of one size. Fails with
 * WOAD_ERROR_MEMORY; the masks are then as good as before. */
woad_status woad_set_decorrelate(
    woad_mask *const *masks, size_t count, woad_shift *shifts, woad_error *error);

/* Bytes that it takes for masks of these params, without the Fourier library's own. */
size_t woad_set_memory(const woad_design_params *params, size_t count);

/* The seed of a frame that is a design of its own; the first has the seed itself. */
uint64_t woad_frame_seed(uint64_t seed, size_t frame);

#endif
