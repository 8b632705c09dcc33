/* baseline/bayer.c - Bayer's ordered dither matrices.
 *
 * B. E. Bayer, "An optimum method for two-level rendition of continuous-tone pictures", IEEE
 * International Conference on Communications, 1973. The matrix of twice the size is
 *
 *     M(2n) = | 4 M(n)      4 M(n) + 2 |        M(1) = 0
 *             | 4 M(n) + 3  4 M(n) + 1 |
 *
 * tiled where this has blocks: the lowest bits of x and y choose the highest digit of the rank,
 * in base 4. Where one axis is longer, each bit of it that the other lacks gives a digit in base
 * 2: along a line this is the sequence of van der Corput.
 */
#include "baseline/baseline.h"

#include <stdbool.h>

#include "base/status.h"

static bool is_power_of_two(size_t n)
{
    return (n & (n - 1)) == 0;
}

static uint32_t rank_at(const woad_design_params *params, size_t x, size_t y)
{
    static const uint32_t digits[2][2] = {{0, 2}, {3, 1}}; /* [y][x] */
    uint32_t rank = 0;
    for (size_t bit = 1; bit < params->width || bit < params->height; bit *= 2) {
        bool right = x & bit, below = y & bit;
        if (bit < params->width && bit < params->height)
            rank = 4 * rank + digits[below][right];
        else
            rank = 2 * rank + (right || below);
    }
    return rank;
}

static woad_status check(const woad_design_params *params, woad_error *error)
{
    if (is_power_of_two(params->width) && is_power_of_two(params->height))
        return WOAD_OK;
    return woad_fail(error, WOAD_ERROR_ARGUMENT,
        "the size is %zux%zu: a Bayer matrix has powers of two along both axes, as in "
        "64x64 or 128x32",
        params->width, params->height);
}

static woad_status make(const woad_design_params *params, uint32_t *ranks, woad_error *error)
{
    (void)error;
    for (size_t i = 0; i < params->width * params->height; i++)
        ranks[i] = rank_at(params, i % params->width, i / params->width);
    return WOAD_OK;
}

const woad_baseline woad_baseline_bayer = {
    .info = {"bayer", "Bayer's matrices, for powers of two: regular patterns, no randomness"},
    .make = make,
    .check = check,
};
