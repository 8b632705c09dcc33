/* start.c - the values that a design starts from: noise, a mask's order or a baseline's. */
#include "start.h"

#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "base/status.h"
#include "baseline/baseline.h"
#include "set.h"

enum { STREAM = 1 /* of the seed */ };

static size_t area_of(const woad_start *s)
{
    return s->params->width * s->params->height;
}

static size_t count_of(const woad_start *s)
{
    return area_of(s) * s->params->depth;
}

/* Independent values of the distribution: targets of random ranks, or any number of [-1, 1). */
static void start_from_noise(const woad_start *s)
{
    woad_random random = woad_random_seed(s->params->seed, STREAM);
    size_t area = area_of(s), count = count_of(s);
    for (size_t i = 0; i < count; i++) {
        float u = woad_random_float(&random);
        s->values[i] = s->target->table
                           ? woad_target_value(s->target, (uint32_t)(u * (float)area))
                           : 2 * u - 1;
    }
}

/* Where the frame of value i begins. */
static size_t frame_of(const woad_start *s, size_t i)
{
    size_t area = area_of(s);
    return i / area * area;
}

/* Ranks the mask's thresholds after a hash of the index has shuffled them: equal ones rank by
 * their place in the shuffle, so the scan order leaves no trace. */
static woad_status start_from_mask(
    const woad_start *s, const woad_mask *mask, woad_error *error)
{
    size_t count = count_of(s);
    uint32_t *shuffled = woad_array(count, sizeof *shuffled);
    if (!shuffled)
        return woad_fail_memory(error, "the start");
    for (size_t i = 0; i < count; i++)
        s->scratch[i] = (float)(woad_hash(i + 1) >> 40) * 0x1p-23f - 1;
    memcpy(shuffled, woad_loss_rank(s->loss, s->scratch), count * sizeof *shuffled);
    for (size_t i = 0; i < count; i++)
        s->scratch[frame_of(s, i) + shuffled[i]] = mask->thresholds[i];
    const uint32_t *ranks = woad_loss_rank(s->loss, s->scratch);
    for (size_t i = 0; i < count; i++)
        s->values[i] = woad_target_value(s->target, ranks[frame_of(s, i) + shuffled[i]]);
    woad_free(shuffled);
    return WOAD_OK;
}

woad_status woad_start_frames(const woad_design_params *params, size_t first, size_t count,
    uint32_t *ranks, woad_error *error)
{
    const woad_baseline *baseline = woad_baseline_of(params->baseline.method);
    woad_status status = WOAD_OK;
    for (size_t f = 0; status >= 0 && f < count; f++) {
        woad_design_params own = *params;
        own.seed = woad_frame_seed(params->seed, first + f);
        status = baseline->make(&own, ranks + f * params->width * params->height, error);
    }
    return status;
}

/* The baseline's order, as the histogram's target has it. */
static woad_status start_from_baseline(const woad_start *s, woad_error *error)
{
    uint32_t *ranks = woad_array(count_of(s), sizeof *ranks);
    if (!ranks)
        return woad_fail_memory(error, "the start");
    woad_status status = woad_start_frames(s->params, 0, s->params->depth, ranks, error);
    if (status >= 0)
        woad_target_values(s->target, ranks, count_of(s), s->values);
    woad_free(ranks);
    return status;
}

woad_status woad_start_values(const woad_start *s, const woad_mask *mask, woad_error *error)
{
    if (mask)
        return start_from_mask(s, mask, error);
    if (woad_baseline_of(s->params->baseline.method)->make)
        return start_from_baseline(s, error);
    start_from_noise(s);
    return WOAD_OK;
}
