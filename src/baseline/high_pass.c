/* baseline/high_pass.c - white noise, high-passed and put back to a flat histogram, again and
 * again.
 *
 * T. Lottes, "VDR Follow Up - Fine Art of Film Grain", GPUOpen, 2016; "high pass and remap" in
 * B. Wronski, "Dithering part two", 2016. A pass takes a blur away from the mask and replaces
 * what is left by its ranks.
 *
 * The blur is by the stencil, which leaves out the pixel itself: a filter that has it in takes
 * less of it away, and orders the pixels alike. Ranks and taps are integers, so the passes are
 * the same on every machine.
 */
#include "baseline/baseline.h"

#include "base/alloc.h"
#include "base/simd.h"
#include "baseline/order.h"
#include "baseline/shuffle.h"
#include "baseline/stencil.h"

/* out[x] -= tap row[(x + shift) mod width] */
WOAD_VECTOR static void take_away(
    int64_t *restrict out, const uint32_t *row, size_t width, size_t shift, int64_t tap)
{
    for (size_t x = 0; x < width - shift; x++)
        out[x] -= tap * row[x + shift];
    for (size_t x = width - shift; x < width; x++)
        out[x] -= tap * row[x + shift - width];
}

/* Row y of the taps' sum times the ranks, less their blur: below 2^59 in size. */
static void filter_row(const woad_design_params *params, const woad_stencil *s, int64_t sum,
    const uint32_t *ranks, size_t y, int64_t *out)
{
    size_t width = params->width, height = params->height;
    for (size_t x = 0; x < width; x++)
        out[x] = sum * ranks[y * width + x];
    for (size_t j = 0; j < s->height; j++) {
        const uint32_t *row = ranks + (y + j + height - s->top) % height * width;
        const int32_t *taps = woad_stencil_row(s, j);
        for (size_t i = 0; i < s->width; i++) {
            if (taps[i] != 0)
                take_away(out, row, width, (i + width - s->left) % width, taps[i]);
        }
    }
}

static woad_status pass(const woad_design_params *params, const woad_stencil *s,
    uint64_t *values, uint32_t *ranks, woad_error *error)
{
    size_t width = params->width;
    int64_t sum = 0;
    for (size_t i = 0; i < s->size; i++)
        sum += s->taps[i];
    for (size_t y = 0; y < params->height; y++)
        filter_row(params, s, sum, ranks, y, (int64_t *)values + y * width);
    for (size_t i = 0; i < width * params->height; i++)
        values[i] ^= UINT64_C(1) << 63; /* signed order as unsigned */
    return woad_rank_keys(values, width * params->height, ranks, error);
}

static woad_status make(const woad_design_params *params, uint32_t *ranks, woad_error *error)
{
    size_t count = params->width * params->height;
    woad_random random = woad_random_seed(params->seed, WOAD_BASELINE_STREAM);
    woad_stencil stencil;
    woad_status status = woad_stencil_create(params, &stencil, error);
    if (status < 0)
        return status;
    uint64_t *values = woad_array(count, sizeof *values);
    if (!values)
        status = woad_fail_memory(error, "a high pass");
    woad_shuffle(&random, ranks, count);
    for (size_t i = 0; status >= 0 && i < params->baseline.iterations; i++)
        status = pass(params, &stencil, values, ranks, error);
    woad_free(values);
    woad_stencil_clear(&stencil);
    return status;
}

const woad_baseline woad_baseline_high_pass = {
    .info = {"high-pass", "Lottes' white noise, high-passed and ranked some times"},
    .make = make,
    .bytes = 16,
};
