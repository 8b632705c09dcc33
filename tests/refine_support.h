/* refine_support.h - what the tests of the swaps share. */
#ifndef WOAD_TESTS_REFINE_SUPPORT_H
#define WOAD_TESTS_REFINE_SUPPORT_H

#include <string.h>

#include <woad/design.h>

#include "base/alloc.h"
#include "support.h"

static inline woad_design_params refining(size_t width, size_t height, size_t trials)
{
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    params.width = width;
    params.height = height;
    params.baseline.method = WOAD_BASELINE_WHITE_NOISE;
    params.refine.trials = trials;
    return params;
}

static inline uint32_t *refined(const woad_design_params *params)
{
    woad_mask *mask;
    size_t count = params->width * params->height * params->depth;
    uint32_t *ranks = woad_array(count, sizeof *ranks);
    assert_int_equal(woad_design(params, NULL, NULL, &mask, NULL, NULL), WOAD_OK);
    memcpy(ranks, mask->ranks, count * sizeof *ranks);
    woad_mask_destroy(mask);
    return ranks;
}

#endif
