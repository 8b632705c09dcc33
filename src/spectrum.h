/* spectrum.h - the half spectrum of a mask-sized image, and what its bins stand for.
 *
 * Bin (kx, ky) of the half spectrum stands for itself and, unless kx is its own mirror, for
 * bin (-kx, -ky) too, which has the same power because the image is real.
 */
#ifndef WOAD_SRC_SPECTRUM_H
#define WOAD_SRC_SPECTRUM_H

#include <math.h>

#include <woad/mask.h>
#include <woad/pdf.h>

#include "base/fft.h"

typedef struct woad_spectrum {
    size_t width, height, half_width;
    size_t first, rows;  /* of `half`: all of them, but where processes share them (mpi) */
    size_t stride;       /* from row to row of `half` */
    float *image;        /* [height][width], what the next transform reads */
    float complex *half; /* [height][stride], half_width of each */
    woad_fft *fft;
} woad_spectrum;

/* An empty spectrum: 8 bytes a pixel. Also after a failure, woad_spectrum_clear frees it. */
woad_status woad_spectrum_init(
    woad_spectrum *spectrum, size_t width, size_t height, woad_error *error);
void woad_spectrum_clear(woad_spectrum *spectrum);

/* Transforms the image into the half spectrum and clears its zero frequency: every score is of
 * an image without its mean, and the rounding of the mean must not leak. */
void woad_spectrum_transform(woad_spectrum *spectrum);

/* The image becomes the ranks of a frame and channel of a mask of its size, on the scale of a pdf
 * (NULL: uniform), scaled to mean 0 and variance 1, so that the expected power of white noise is 1.
 */
void woad_spectrum_load(woad_spectrum *spectrum, const woad_mask *mask, size_t frame,
    size_t channel, const woad_pdf *pdf);

/* Of a plane's ranks 0 .. total - 1 the `count` that stand `stride` apart, scaled likewise:
 * u = (rank + 0.5) / N has mean 1/2 and variance (N^2 - 1) / (12 N^2), whatever the order. */
void woad_spectrum_load_ranks(
    float *image, const uint32_t *ranks, size_t stride, size_t count, size_t total);

/* woad_spectrum_init, woad_spectrum_load and the transform. Checks that the frame and channel
 * exist. */
woad_status woad_spectrum_of_mask(woad_spectrum *spectrum, const woad_mask *mask, size_t frame,
    size_t channel, const woad_pdf *pdf, woad_error *error);

/* Frequency of bin k on an axis of n, in cycles per pixel: its magnitude, 0 to 0.5. */
static inline double woad_axis_frequency(size_t k, size_t n)
{
    return (double)(2 * k <= n ? k : n - k) / (double)n;
}

/* Whether bin k on an axis of n is its own mirror. */
static inline bool woad_bin_is_own_mirror(size_t k, size_t n)
{
    return k == 0 || 2 * k == n;
}

static inline size_t woad_longest_axis(size_t width, size_t height, size_t depth)
{
    size_t across = width > height ? width : height;
    return across > depth ? across : depth;
}

/* Which annulus, or shell, bin (kx, ky, kt) of a volume lies in: |f| M rounded, M the
 * longest axis. */
static inline size_t woad_shell_at(
    size_t width, size_t height, size_t depth, size_t kx, size_t ky, size_t kt)
{
    double across = hypot(woad_axis_frequency(kx, width), woad_axis_frequency(ky, height));
    double f = hypot(across, woad_axis_frequency(kt, depth));
    return (size_t)(f * (double)woad_longest_axis(width, height, depth) + 0.5);
}

/* Which annulus of <woad/score.h> bin (kx, ky) of an image of width x height lies in. */
static inline size_t woad_annulus_at(size_t width, size_t height, size_t kx, size_t ky)
{
    return woad_shell_at(width, height, 1, kx, ky, 0);
}

/* How many bins of the whole spectrum a bin in column kx of the half spectrum stands for. */
static inline unsigned woad_bin_count(const woad_spectrum *spectrum, size_t kx)
{
    return woad_bin_is_own_mirror(kx, spectrum->width) ? 1 : 2;
}

/* |f| of a bin, and which annulus it lies in. */
static inline double woad_bin_frequency(const woad_spectrum *spectrum, size_t kx, size_t ky)
{
    return hypot(
        woad_axis_frequency(kx, spectrum->width), woad_axis_frequency(ky, spectrum->height));
}

static inline size_t woad_bin_annulus(const woad_spectrum *spectrum, size_t kx, size_t ky)
{
    return woad_annulus_at(spectrum->width, spectrum->height, kx, ky);
}

/* |F|^2 of a bin, unnormalised; where rows are shared, ky counts from the first that is here. */
static inline double woad_bin_energy(const woad_spectrum *spectrum, size_t kx, size_t ky)
{
    float complex f = spectrum->half[ky * spectrum->stride + kx];
    double re = (double)crealf(f), im = (double)cimagf(f);
    return re * re + im * im;
}

/* |F|^2 / N of a bin. */
static inline double woad_bin_power(const woad_spectrum *spectrum, size_t kx, size_t ky)
{
    return woad_bin_energy(spectrum, kx, ky) /
           ((double)spectrum->width * (double)spectrum->height);
}

#endif
