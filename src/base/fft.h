/* base/fft.h - the real two-dimensional Fourier transform that everything stands on.
 *
 * The files fft_*.c behind this interface are the only ones that name an FFT library; the build
 * compiles one of them. Transforms are unnormalised in both directions, as in FFTW:
 * inverse(forward(x)) = width * height * x.
 */
#ifndef WOAD_BASE_FFT_H
#define WOAD_BASE_FFT_H

#include <complex.h>
#include <stddef.h>

#include "base/status.h"

/* A plan for one size, with what scratch memory it needs: one transform at a time. */
typedef struct woad_fft woad_fft;

/* The half spectrum of a real image: bins [height][width / 2 + 1] of float complex. */
static inline size_t woad_half_width(size_t width)
{
    return width / 2 + 1;
}

/* Plans both directions. Planning never times anything: the same build makes the same plan. */
woad_status woad_fft_create(size_t width, size_t height, woad_fft **out, woad_error *error);
void woad_fft_destroy(woad_fft *fft);

/* Image to half spectrum. Both arrays come from woad_array. `image` is kept. */
void woad_fft_forward(const woad_fft *fft, const float *image, float complex *half);

/* Half spectrum to image. `half` is overwritten. */
void woad_fft_inverse(const woad_fft *fft, float complex *half, float *image);

/* Name of the library in use, for reports. */
const char *woad_fft_library(void);

#endif
