/* score_damage.c - what befell a mask that is not uniform any more, by its traces.
 *
 * JPEG (ITU-T T.81) rounds each coefficient of the cosine transform of blocks of 8x8 pixels to a
 * multiple of a step q of its own: over many blocks, c mod q crowds around 0. Rounding to 8 bits
 * afterwards moves c by about 0.29 (1 / sqrt(12)), so that the mean of cos(2 pi c / q) is
 * exp(-(2 pi 0.29 / q)^2 / 2), 0.66 for q = 2, where that of any other picture is about 0.
 */
#include <woad/score.h>

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/pi.h"
#include "base/status.h"
#include "mask.h"

enum {
    BLOCK = 8,
    COEFFICIENTS = BLOCK * BLOCK,
    MOST_BLOCKS = 512,
    FEWEST_BLOCKS = 16,
    GREATEST_STEP = 64
};

/* How much of c crowds around multiples of a step to be believed. */
static const double CROWDED = 0.5;

/* On the scale of 8 bits, as JPEG has it: integers of the file are taken as they were. */
static double sample_at(const woad_mask *mask, const woad_plane *p, size_t i)
{
    double u = (double)p->thresholds[i * p->stride];
    return mask->bits == 8 ? 256 * u - 0.5 : 255 * u;
}

/* ---- neighbours ----------------------------------------------------------------------------- */

static double mean_of(const woad_plane *p)
{
    double sum = 0;
    for (size_t i = 0; i < p->count; i++)
        sum += (double)p->thresholds[i * p->stride];
    return sum / (double)p->count;
}

/* With the pixels to the right and below, on the torus. */
static void correlate(const woad_mask *mask, const woad_plane *p, woad_damage *out)
{
    double mean = mean_of(p), variance = 0, product = 0;
    size_t w = mask->width, h = mask->height;
    for (size_t y = 0; y < h; y++) {
        for (size_t x = 0; x < w; x++) {
            double v = (double)p->thresholds[(y * w + x) * p->stride] - mean;
            double right = (double)p->thresholds[(y * w + (x + 1) % w) * p->stride] - mean;
            double below = (double)p->thresholds[((y + 1) % h * w + x) * p->stride] - mean;
            variance += v * v;
            product += v * (right + below) / 2;
        }
    }
    out->neighbour_correlation = variance > 0 ? product / variance : 1;
    out->variance = 12 * variance / (double)p->count;
}

/* ---- levels --------------------------------------------------------------------------------- */

static woad_status find_stretched(
    const woad_mask *mask, size_t frame, size_t channel, woad_damage *out, woad_error *error)
{
    size_t n = mask->width * mask->height;
    float *sorted = woad_array(n, sizeof *sorted);
    if (!sorted)
        return woad_fail_memory(error, "the values of a mask");
    woad_status status = woad_mask_sorted(mask, frame, channel, sorted, error);
    double low = (double)sorted[0], range = (double)sorted[n - 1] - low;
    out->stretched_deviation = 0;
    for (size_t i = 0; status >= 0 && i < n; i++) {
        double x = range > 0 ? ((double)sorted[i] - low) / range : 0;
        double off = fmax(x - (double)i / (double)n, (double)(i + 1) / (double)n - x);
        out->stretched_deviation = fmax(out->stretched_deviation, off);
    }
    woad_free(sorted);
    return status;
}

/* ---- JPEG ----------------------------------------------------------------------------------- */

/* The orthonormal transform of T.81, A.3.3, one axis after the other. */
static void transform(
    const double basis[BLOCK][BLOCK], const double in[COEFFICIENTS], double out[COEFFICIENTS])
{
    double rows[COEFFICIENTS] = {0};
    memset(out, 0, COEFFICIENTS * sizeof *out);
    for (size_t y = 0; y < BLOCK; y++) {
        for (size_t k = 0; k < BLOCK; k++) {
            for (size_t x = 0; x < BLOCK; x++)
                rows[y * BLOCK + k] += basis[k][x] * in[y * BLOCK + x];
        }
    }
    for (size_t k = 0; k < BLOCK; k++) {
        for (size_t y = 0; y < BLOCK; y++) {
            for (size_t x = 0; x < BLOCK; x++)
                out[k * BLOCK + x] += basis[k][y] * rows[y * BLOCK + x];
        }
    }
}

/* [COEFFICIENTS][count]; the blocks are spread over the mask. */
static void take_coefficients(
    const woad_mask *mask, const woad_plane *p, size_t count, double *coefficients)
{
    double basis[BLOCK][BLOCK], block[COEFFICIENTS], out[COEFFICIENTS];
    size_t columns = mask->width / BLOCK, blocks = columns * (mask->height / BLOCK);
    for (size_t k = 0; k < BLOCK; k++) {
        for (size_t x = 0; x < BLOCK; x++)
            basis[k][x] = (k == 0 ? sqrt(1.0 / BLOCK) : sqrt(2.0 / BLOCK)) *
                          cos(WOAD_PI * (2 * (double)x + 1) * (double)k / (2 * BLOCK));
    }
    for (size_t b = 0; b < count; b++) {
        size_t n = b * blocks / count;
        size_t first = n / columns * BLOCK * mask->width + n % columns * BLOCK;
        for (size_t i = 0; i < COEFFICIENTS; i++)
            block[i] = sample_at(mask, p, first + i / BLOCK * mask->width + i % BLOCK) - 128;
        transform(basis, block, out);
        for (size_t i = 0; i < COEFFICIENTS; i++)
            coefficients[i * count + b] = out[i];
    }
}

/* Whether a step fits: c crowds around its multiples, and around several of them. */
static bool fits(const double *c, size_t count, double step)
{
    double sum = 0, low = INFINITY, high = -INFINITY;
    for (size_t b = 0; b < count; b++) {
        sum += cos(2 * WOAD_PI * c[b] / step);
        low = fmin(low, round(c[b] / step));
        high = fmax(high, round(c[b] / step));
    }
    return sum / (double)count > CROWDED && high - low >= 2;
}

static bool is_quantised(const double *c, size_t count)
{
    for (int step = 2; step <= GREATEST_STEP; step++) {
        if (fits(c, count, step))
            return true;
    }
    return false;
}

static woad_status find_quantised(
    const woad_mask *mask, const woad_plane *p, woad_damage *out, woad_error *error)
{
    size_t blocks = (mask->width / BLOCK) * (mask->height / BLOCK), quantised = 0;
    size_t count = blocks < MOST_BLOCKS ? blocks : MOST_BLOCKS;
    out->quantised_coefficients = 0;
    if (blocks < FEWEST_BLOCKS)
        return WOAD_OK;
    double *coefficients = woad_array(count * COEFFICIENTS, sizeof *coefficients);
    if (!coefficients)
        return woad_fail_memory(error, "the blocks of a mask");
    take_coefficients(mask, p, count, coefficients);
    for (size_t i = 1; i < COEFFICIENTS; i++)
        quantised += is_quantised(coefficients + i * count, count);
    woad_free(coefficients);
    out->quantised_coefficients = (double)quantised / (COEFFICIENTS - 1);
    return WOAD_OK;
}

woad_status woad_score_damage(
    const woad_mask *mask, size_t frame, size_t channel, woad_damage *out, woad_error *error)
{
    woad_damage damage;
    woad_status status = woad_mask_check_plane(mask, frame, channel, error);
    if (status < 0)
        return status;
    woad_plane p = woad_mask_plane(mask, frame, channel);
    correlate(mask, &p, &damage);
    status = find_stretched(mask, frame, channel, &damage, error);
    if (status >= 0)
        status = find_quantised(mask, &p, &damage, error);
    if (status >= 0)
        *out = damage;
    return status;
}
