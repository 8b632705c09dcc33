/* score_reference.h - masks to score, and their spectra from the definition of the discrete
 * Fourier transform, in double, to test the fast path against. */
#ifndef WOAD_TESTS_SCORE_REFERENCE_H
#define WOAD_TESTS_SCORE_REFERENCE_H

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include <woad/mask.h>

#include "base/random.h"
#include "support.h"

#define REFERENCE_PI 3.14159265358979323846

/* cmocka's assert_float_equal rounds to float; a macro tells the line that failed. */
#define assert_near(a, b, tolerance) assert_true(fabs((double)(a) - (double)(b)) <= (tolerance))

/* A random permutation. */
static inline woad_mask *random_mask(size_t width, size_t height, uint64_t seed)
{
    woad_mask *mask = NULL;
    assert_int_equal(woad_mask_create(width, height, 1, 1, &mask, NULL), WOAD_OK);
    woad_random random = woad_random_seed(seed, 0);
    for (size_t i = 0; i < width * height; i++) {
        size_t j = (size_t)(woad_random_next(&random) % (i + 1));
        mask->ranks[i] = mask->ranks[j];
        mask->ranks[j] = (uint32_t)i;
    }
    assert_int_equal(woad_mask_set_thresholds(mask, NULL), WOAD_OK);
    return mask;
}

/* |F|^2 / N of values[height][width] at the bin (kx, ky), of either sign. */
static inline double reference_power(
    const double *values, size_t width, size_t height, long kx, long ky)
{
    double complex sum = 0;
    for (size_t y = 0; y < height; y++) {
        for (size_t x = 0; x < width; x++) {
            double turns = (double)kx * (double)x / (double)width +
                           (double)ky * (double)y / (double)height;
            sum += values[y * width + x] * cexp(-2 * REFERENCE_PI * I * turns);
        }
    }
    return creal(sum * conj(sum)) / (double)(width * height);
}

/* Power of the rank-normalised mask over its variance. Index i of the result is the bin
 * (i % width - width / 2, i / width - height / 2). Free with free. */
static inline double *reference_spectrum(const woad_mask *mask)
{
    size_t n = mask->width * mask->height;
    double *u = calloc(n, sizeof *u), *power = calloc(n, sizeof *power), variance = 0;
    assert_true(u && power);
    for (size_t i = 0; i < n; i++) {
        u[i] = (mask->ranks[i] + 0.5) / (double)n - 0.5;
        variance += u[i] * u[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        long kx = (long)(i % mask->width) - (long)(mask->width / 2);
        long ky = (long)(i / mask->width) - (long)(mask->height / 2);
        power[i] = reference_power(u, mask->width, mask->height, kx, ky) / variance;
    }
    free(u);
    return power;
}

#endif
