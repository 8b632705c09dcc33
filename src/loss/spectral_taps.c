/* loss/spectral_taps.c - the spectral term as a sum over pairs of pixels.
 *
 * The weight's inverse Fourier transform, summed as it is written, one axis after the other, in
 * double precision: what is made of it in integers is then the same by any Fourier library.
 */
#include <math.h>

#include "base/alloc.h"
#include "base/status.h"
#include "loss/spectral.h"

static const double TURN = 6.283185307179586;

/* Up to a cutoff of 0.5 the weight is smooth all over, and the lobes of q fall with the power -3.5
 * of offset times cutoff: what is left out then changes W^2 by less than 1e-4 in the low band and
 * 5e-4 anywhere. (At twice that swaps no longer reach the lowest low bands, below -60 dB: by
 * ripples of W^2 among high frequencies, where all the power is.) Above, W^2 has a kink where the
 * spectrum ends, and what is left out changes it by up to 5e-3 there. */
static const double SMOOTH = 0.5, REACH = 9.6, REACH_OF_KINK = 31;

size_t woad_spectral_reach(const woad_spectral_params *params)
{
    double reach = params->cutoff > SMOOTH ? REACH_OF_KINK : ceil(REACH / params->cutoff);
    return (size_t)fmin(reach, (double)WOAD_MAX_AXIS);
}

/* cos and sin of 2 pi k / n. */
typedef struct turns {
    size_t n;
    double *cosines, *sines;
} turns;

static bool turns_create(turns *t, size_t n)
{
    *t = (turns){n, woad_array(n, sizeof(double)), woad_array(n, sizeof(double))};
    for (size_t k = 0; t->cosines && t->sines && k < n; k++) {
        t->cosines[k] = cos(TURN * (double)k / (double)n);
        t->sines[k] = sin(TURN * (double)k / (double)n);
    }
    return t->cosines && t->sines;
}

static void turns_clear(turns *t)
{
    woad_free(t->cosines);
    woad_free(t->sines);
}

/* Offset `index` of an axis of n, of which `before` come before 0: positive, modulo n. */
static size_t offset_at(size_t index, size_t before, size_t n)
{
    return (index + n - before) % n;
}

/* sum_kx W^2 exp(2 pi i kx dx / width) for every ky and dx: [height][taps->width] pairs. */
static void transform_rows(const woad_spectral_params *params, const woad_taps *taps,
    const turns *across, size_t height, double *rows)
{
    size_t width = across->n;
    woad_half_shape shape = woad_half_shape_of(width, height, 1);
    for (size_t ky = 0; ky < height; ky++) {
        double *row = rows + ky * 2 * taps->width;
        for (size_t kx = 0; kx < width; kx++) {
            double weight = woad_spectral_weight(params, shape, kx, ky);
            for (size_t x = 0; weight > 0 && x < taps->width; x++) {
                size_t angle = kx * offset_at(x, taps->left, width) % width;
                row[2 * x] += weight * across->cosines[angle];
                row[2 * x + 1] += weight * across->sines[angle];
            }
        }
    }
}

/* The imaginary part of the result is 0. */
static void transform_columns(
    const double *rows, const turns *down, size_t width, woad_taps *taps)
{
    size_t height = down->n;
    double count = (double)width * (double)height;
    for (size_t y = 0; y < taps->height; y++) {
        double *weights = taps->weights + y * taps->width;
        for (size_t ky = 0; ky < height; ky++) {
            const double *row = rows + ky * 2 * taps->width;
            size_t angle = ky * offset_at(y, taps->top, height) % height;
            for (size_t x = 0; x < taps->width; x++)
                weights[x] +=
                    row[2 * x] * down->cosines[angle] - row[2 * x + 1] * down->sines[angle];
        }
        for (size_t x = 0; x < taps->width; x++)
            weights[x] /= count;
    }
    double *self = &taps->weights[taps->top * taps->width + taps->left];
    taps->self = *self;
    *self = 0;
}

woad_status woad_spectral_taps(const woad_spectral_params *params, size_t width, size_t height,
    woad_taps *out, woad_error *error)
{
    turns across, down;
    woad_taps taps;
    woad_status status =
        woad_taps_allocate(woad_spectral_reach(params), width, height, &taps, error);
    if (status < 0)
        return status;
    bool good = turns_create(&across, width);
    good = turns_create(&down, height) && good;
    double *rows = woad_array(height * 2 * taps.width, sizeof *rows);
    if (good && rows) {
        transform_rows(params, &taps, &across, height, rows);
        transform_columns(rows, &down, width, &taps);
        *out = taps;
    } else {
        woad_taps_clear(&taps);
        status = woad_fail_memory(error, "the spectral term");
    }
    woad_free(rows);
    turns_clear(&across);
    turns_clear(&down);
    return status;
}
