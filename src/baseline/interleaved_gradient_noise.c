/* baseline/interleaved_gradient_noise.c - a formula for shaders.
 *
 * J. Jimenez, "Next Generation Post Processing in Call of Duty: Advanced Warfare", SIGGRAPH 2014
 * course on Advances in Real-Time Rendering in Games:
 *
 *     frac(52.9829189 frac(0.06711056 x + 0.00583715 y))
 *
 * The constants have seven and eight decimals, so the value is a whole number of 10^-15, and is
 * computed as that: shaders round differently on every machine. It has no period of the mask's
 * size, so edges show where a mask is tiled.
 */
#include "baseline/baseline.h"

#include "base/alloc.h"
#include "baseline/order.h"

static uint64_t value_at(uint64_t x, uint64_t y)
{
    const uint64_t one = UINT64_C(100000000); /* 10^8 */
    uint64_t inner = (6711056 * x + 583715 * y) % one;
    return 529829189 * inner % (one * 10000000); /* below 2^56 before the remainder */
}

static woad_status make(const woad_design_params *params, uint32_t *ranks, woad_error *error)
{
    size_t count = params->width * params->height;
    uint64_t *values = woad_array(count, sizeof *values);
    if (!values)
        return woad_fail_memory(error, "interleaved gradient noise");
    for (size_t i = 0; i < count; i++)
        values[i] = value_at(i % params->width, i / params->width);
    woad_status status = woad_rank_keys(values, count, ranks, error);
    woad_free(values);
    return status;
}

const woad_baseline woad_baseline_interleaved_gradient_noise = {
    .info = {"interleaved-gradient-noise", "Jimenez' formula for shaders; does not tile"},
    .make = make,
    .bytes = 16,
};
