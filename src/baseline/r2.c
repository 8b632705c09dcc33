/* baseline/r2.c - the R2 sequence as a mask.
 *
 * M. Roberts, "The Unreasonable Effectiveness of Quasirandom Sequences", 2018, section on
 * dithering:
 *
 *     frac(x / g + y / g^2),   g = 1.3247..., g^3 = g + 1, the plastic number
 *
 * in fractions of 2^64, whose overflow is the frac. Without the triangle wave that he lays over
 * it, which makes two of each value. It has no period, so edges show where a mask is tiled.
 */
#include "baseline/baseline.h"

#include "base/alloc.h"
#include "baseline/order.h"

/* 2^64 / g and 2^64 / g^2, rounded down. */
static const uint64_t step_x = UINT64_C(0xc13fa9a902a6328f);
static const uint64_t step_y = UINT64_C(0x91e10da5c79e7b1c);

static woad_status make(const woad_design_params *params, uint32_t *ranks, woad_error *error)
{
    size_t count = params->width * params->height;
    uint64_t *values = woad_array(count, sizeof *values);
    if (!values)
        return woad_fail_memory(error, "the R2 sequence");
    for (size_t i = 0; i < count; i++)
        values[i] = i % params->width * step_x + i / params->width * step_y;
    woad_status status = woad_rank_keys(values, count, ranks, error);
    woad_free(values);
    return status;
}

const woad_baseline woad_baseline_r2 = {
    .info = {"r2", "Roberts' R2 sequence by the plastic number; does not tile"},
    .make = make,
    .bytes = 16,
};
