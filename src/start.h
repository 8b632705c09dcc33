/* start.h - the values that a design starts from. */
#ifndef WOAD_SRC_START_H
#define WOAD_SRC_START_H

#include <woad/design.h>

#include "loss/histogram.h"
#include "loss/loss.h"

/* What a design has at its start; values and scratch are [depth][height][width] and come from
 * woad_array. */
typedef struct woad_start {
    const woad_design_params *params;
    const woad_histogram_target *target; /* of a frame's values */
    woad_loss *loss;                     /* of the size: it ranks */
    float *values, *scratch;
} woad_start;

/* The ranks of frames first .. first + count - 1, [count][height][width], in the order of the
 * params' baseline, each by a seed of its own, the first by that of the params. Fails as the
 * baseline does. */
woad_status woad_start_frames(const woad_design_params *params, size_t first, size_t count,
    uint32_t *ranks, woad_error *error);

/* Sets the values: those of the target in the order of the mask, or where it is NULL in that of the
 * params' baseline; for white noise independent ones of the distribution. Fails with
 * WOAD_ERROR_MEMORY, or as the baseline does. */
woad_status woad_start_values(
    const woad_start *start, const woad_mask *mask, woad_error *error);

#endif
