/* baseline/void_filling.c - greedy void filling: the last phase of void-and-cluster alone.
 *
 * From an empty array, each rank in turn goes to the largest void, at random among equals. This
 * is Wessel Dankers' generator in mpv and libplacebo (src/dither.c, pl_generate_blue_noise,
 * 2013), there with the kernel exp(-s r) where s makes it end, in 64-bit integers, at the edge of
 * the texture: 1 / s is 0.87, 1.84 and 3.86 pixels for 64, 128 and 256 squared. Each step is one
 * scan over all pixels there; the order that comes out is the same.
 */
#include "baseline/baseline.h"

#include "baseline/void_field.h"

static woad_status make(const woad_design_params *params, uint32_t *ranks, woad_error *error)
{
    woad_random random = woad_random_seed(params->seed, WOAD_BASELINE_STREAM);
    woad_void_field *field;
    woad_status status = woad_void_field_create(params, &random, &field, error);
    if (status < 0)
        return status;
    woad_void_field_watch(field, true, false);
    woad_void_field_fill(field, 0, params->width * params->height, ranks);
    woad_void_field_destroy(field);
    return WOAD_OK;
}

const woad_baseline woad_baseline_void_filling = {
    .info = {"void-filling", "each rank to the largest void, from none, as libplacebo does"},
    .make = make,
    .bytes = 8,
};
