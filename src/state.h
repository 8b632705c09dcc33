/* state.h - a design in the middle of it: what has to be known to go on to the same mask. */
#ifndef WOAD_SRC_STATE_H
#define WOAD_SRC_STATE_H

#include <woad/design.h>

#include "base/random.h"
#include "optimizer/optimizer.h"
#include "refine/refine.h"

/* At the top of an iteration, after a sweep, or before a design (WOAD_STAGE_START). */
typedef struct woad_state_numbers {
    woad_stage stage;
    size_t iteration;
    woad_random multipliers;
    double reported_total, by_patience_total, gained_total;
    size_t iterations; /* of the optimizer, done */
    woad_status stop;
    woad_losses before, start; /* of the refinement */
    woad_refine_numbers refine;
    /* Of vectors: what draws directions, or swaps; what swaps gained; the rest of the report. */
    woad_random directions;
    woad_refine_gains gains;
    woad_design_report report;
} woad_state_numbers;

/* Arrays of a value each, or NULL where there is none of them: of the stages before the refinement,
 * and of the refinement. Of vectors `values` has their components, and the memory of swaps is that
 * of woad_vector_swaps_look. */
typedef struct woad_state_arrays {
    const float *values, *memory[WOAD_OPTIMIZER_ARRAYS], *reported, *by_patience;
    const uint32_t *ranks, *now;
} woad_state_arrays;

/* What was designed before what is in the middle. */
typedef struct woad_state_done {
    size_t count;
    const woad_mask *const *masks;     /* [count]: of the set, or of a channel each; */
    const woad_mask *frames;           /* or the first `count` frames of this one, of vectors */
    const woad_design_report *reports; /* [count] of a set; of parts one, their sum */
} woad_state_done;

struct woad_design_state {
    const woad_design_params *params; /* of the whole: a mask, or a set */
    size_t members;                   /* of the set; 0: it is none */
    woad_state_numbers numbers;
    woad_state_arrays arrays;
    woad_state_done masks; /* of the set */
    woad_state_done
        parts; /* of the mask that is being designed: channels, or frames of vectors */
};

/* A state that was read. */
typedef struct woad_saved {
    woad_design_state state; /* without what was done, but for the counts */
    woad_design_report sum;  /* of the parts */
    const unsigned char *masks, *parts;
    void *memory; /* of the arrays */
} woad_saved;

/* What woad_design_save wrote, of these parameters and a set of so many; the bytes must outlive
 * *out, whose `memory` the caller frees. Fails with WOAD_ERROR_FORMAT (no such bytes, cut off,
 * damaged), _UNSUPPORTED (of other parameters or of another build) or _MEMORY. */
woad_status woad_state_read(const void *bytes, size_t size, const char *name,
    const woad_design_params *params, size_t members, woad_saved *out, woad_error *error);

/* The index-th mask of the set that was done, without a recipe, and its report; and the index-th
 * part: a mask of one channel, or of a frame of vectors. Fail with WOAD_ERROR_FORMAT (damaged) or
 * _MEMORY. */
woad_status woad_saved_mask(const woad_saved *saved, size_t index, woad_mask **out,
    woad_design_report *report, woad_error *error);
woad_status woad_saved_part(
    const woad_saved *saved, size_t index, woad_mask **out, woad_error *error);

#endif
