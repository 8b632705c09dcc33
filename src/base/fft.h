/* base/fft.h - the real Fourier transform, of images and of volumes, that everything stands on.
 *
 * The files fft_*.c behind this interface are the only ones that name an FFT library; the build
 * compiles one of them. Transforms are unnormalised in both directions, as in FFTW:
 * inverse(forward(x)) = width * height * depth * x, where an image has depth 1.
 */
#ifndef WOAD_BASE_FFT_H
#define WOAD_BASE_FFT_H

#include <complex.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* A plan for one size, with what scratch memory it needs: one transform at a time. */
typedef struct woad_fft woad_fft;

/* The half spectrum of a real image has bins 0 .. width / 2 of each of `height` rows of float
 * complex. Rows start a stride apart: a multiple of 8, so that each is aligned. What stands
 * between the last bin and the next row is nobody's. Of a volume [depth][height][width] it is
 * [depth][height][stride]. */
static inline size_t woad_half_width(size_t width)
{
    return width / 2 + 1;
}

static inline size_t woad_half_stride(size_t width)
{
    return (woad_half_width(width) + 7) / 8 * 8;
}

/* Plans both directions for up to `threads` threads, which do not change the result. Planning
 * never times anything unless `tune` is true: the same build, and the same wisdom, make the
 * same plan. */
woad_status woad_fft_create(
    size_t width, size_t height, size_t threads, bool tune, woad_fft **out, woad_error *error);
void woad_fft_destroy(woad_fft *fft);

/* The same for volumes, transformed along all three axes; of depth 1, exactly woad_fft_create. */
woad_status woad_fft_create_3d(size_t width, size_t height, size_t depth, size_t threads,
    bool tune, woad_fft **out, woad_error *error);

/* Bytes that planning takes for a while; for a volume, `height` is height * depth. */
size_t woad_fft_planning_memory(size_t width, size_t height);

/* Image or volume to half spectrum. Both arrays come from woad_array. `image` is kept. */
void woad_fft_forward(const woad_fft *fft, const float *image, float complex *half);

/* Half spectrum to image or volume. `half` is overwritten. */
void woad_fft_inverse(const woad_fft *fft, float complex *half, float *image);

/* Name of the library in use, for reports. */
const char *woad_fft_library(void);

/* What tuned plans have learned, for the whole process (<woad/tune.h>).
 * woad_fft_check_wisdom says WOAD_ERROR_UNSUPPORTED where the library has none; the other two
 * are then not to be called. */
woad_status woad_fft_check_wisdom(woad_error *error);
char *woad_fft_export_wisdom(void); /* by woad_array, or NULL */
bool woad_fft_import_wisdom(const char *text);

#endif
