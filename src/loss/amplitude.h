/* loss/amplitude.h - from a row of a spectrum to its amplitudes, and back with their gradient. */
#ifndef WOAD_LOSS_AMPLITUDE_H
#define WOAD_LOSS_AMPLITUDE_H

#include <stddef.h>

/* A = |F| of `bins` complex numbers. */
void woad_take_amplitude(
    const float *restrict spectrum, size_t bins, float *restrict amplitude);

/* F *= (dL/dA) / A: what goes into the inverse transform. Where A is 0 it has no gradient: 0. */
void woad_scale_spectrum(const float *restrict amplitude, const float *restrict gradient,
    size_t bins, float *restrict spectrum);

#endif
