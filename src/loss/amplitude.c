/* loss/amplitude.c - from a row of a spectrum to its amplitudes, and back with their gradient. */
#include "loss/amplitude.h"

#include <math.h>

#include "base/simd.h"

WOAD_VECTOR static void take(
    const float *restrict spectrum, size_t bins, float *restrict amplitude)
{
    for (size_t kx = 0; kx < bins; kx++) {
        float re = spectrum[2 * kx], im = spectrum[2 * kx + 1];
        amplitude[kx] = sqrtf(re * re + im * im);
    }
}

WOAD_VECTOR static void scale(const float *restrict amplitude, const float *restrict gradient,
    size_t bins, float *restrict spectrum)
{
    for (size_t kx = 0; kx < bins; kx++) {
        float ratio = gradient[kx] / amplitude[kx];
        ratio = amplitude[kx] > 0 ? ratio : 0;
        spectrum[2 * kx] *= ratio;
        spectrum[2 * kx + 1] *= ratio;
    }
}

/* The loops are static: what is compiled twice has a resolver, which would be a symbol of the
 * library. */
void woad_take_amplitude(const float *restrict spectrum, size_t bins, float *restrict amplitude)
{
    take(spectrum, bins, amplitude);
}

void woad_scale_spectrum(const float *restrict amplitude, const float *restrict gradient,
    size_t bins, float *restrict spectrum)
{
    scale(amplitude, gradient, bins, spectrum);
}
