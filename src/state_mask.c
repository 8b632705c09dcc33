/* state_mask.c - the mask that a design is, in the middle of it. */
#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "base/status.h"
#include "state.h"
#include "vector/vectors.h"

/* Frame by frame, as the design itself would. */
static woad_status rank_values(const float *values, woad_mask *mask, woad_error *error)
{
    size_t area = mask->width * mask->height;
    woad_sorter *sorter;
    woad_status status = woad_sorter_create(area, 1, &sorter, error);
    for (size_t f = 0; status >= 0 && f < mask->depth; f++)
        woad_rank(sorter, values + f * area, area, mask->ranks + f * area);
    if (status >= 0)
        woad_sorter_destroy(sorter);
    return status;
}

/* Of vectors in the middle of a descent some are out of range. */
static woad_status fill_vectors(const float *values, woad_mask *mask, woad_error *error)
{
    size_t area = mask->width * mask->height;
    for (size_t i = 0; i < area * mask->channels; i++)
        mask->thresholds[i] = fminf(
            1, fmaxf(0, (values[i % mask->channels * area + i / mask->channels] + 1) / 2));
    return woad_mask_rank(mask, error);
}

static woad_status fill(const woad_state_arrays *arrays, woad_mask *mask, woad_error *error)
{
    woad_status status = WOAD_OK;
    if (arrays->now)
        memcpy(mask->ranks, arrays->now, woad_mask_count(mask) * sizeof *mask->ranks);
    else
        status = rank_values(arrays->values, mask, error);
    return status < 0 ? status : woad_mask_set_thresholds(mask, error);
}

woad_status woad_design_look(const woad_design_state *state, woad_mask **out, woad_error *error)
{
    woad_mask *mask;
    if (!state || state->numbers.stage == WOAD_STAGE_START)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "there is no state to look at: woad_progress says of which designs there is one");
    const woad_design_params *p = state->params;
    bool vectors = woad_vectors_of(p) != NULL;
    woad_status status = woad_mask_create(
        p->width, p->height, vectors ? 1 : p->depth, vectors ? p->channels : 1, &mask, error);
    if (status < 0)
        return status;
    status = vectors ? fill_vectors(state->arrays.values, mask, error)
                     : fill(&state->arrays, mask, error);
    if (status < 0)
        woad_mask_destroy(mask);
    else
        *out = mask;
    return status;
}
