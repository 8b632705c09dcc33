/* state.h - a design in the middle of it: what has to be known to go on to the same mask. */
#ifndef WOAD_SRC_STATE_H
#define WOAD_SRC_STATE_H

#include <woad/design.h>

#include "base/random.h"
#include "optimizer/optimizer.h"
#include "refine/refine.h"

/* At the top of an iteration, or after a sweep. */
typedef struct woad_state_numbers {
    woad_stage stage;
    size_t iteration;
    woad_random multipliers;
    double reported_total, by_patience_total, gained_total;
    size_t iterations; /* of the optimizer, done */
    woad_status stop;
    woad_losses before, start; /* of the refinement */
    woad_refine_numbers refine;
} woad_state_numbers;

/* Arrays of a value each, or NULL where there is none of them: of the stages before the refinement,
 * and of the refinement. */
typedef struct woad_state_arrays {
    const float *values, *memory[WOAD_OPTIMIZER_ARRAYS], *reported, *by_patience;
    const uint32_t *ranks, *now;
} woad_state_arrays;

struct woad_design_state {
    const woad_design_params *params;
    size_t count; /* of values */
    woad_state_numbers numbers;
    woad_state_arrays arrays;
};

/* What woad_design_save wrote, of these parameters. The arrays are in *memory, the caller's to
 * free. Fails with WOAD_ERROR_FORMAT (no such bytes, cut off, damaged), _UNSUPPORTED (of other
 * parameters or of another build) or _MEMORY. */
woad_status woad_state_read(const void *bytes, size_t size, const char *name,
    const woad_design_params *params, woad_design_state *out, void **memory, woad_error *error);

#endif
