/* score.h - how good a mask is, by definitions that do not depend on how it was made.
 *
 * Every score is taken on the rank-normalised mask u = (rank + 0.5) / N of one channel of one
 * frame, on a torus; frequencies are in cycles per pixel, Nyquist is 0.5.
 */
#ifndef WOAD_SCORE_H
#define WOAD_SCORE_H

#include "mask.h"
#include "pdf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The blurs, in pixels, at which the dither error is taken. */
#define WOAD_SCORE_SIGMAS 4
#define WOAD_SCORE_SIGMA_VALUES                                                                \
    {                                                                                          \
        1.0, 1.5, 2.5, 4.0                                                                     \
    }

typedef struct woad_scores {
    /* Error that remains after a Gaussian blur of sigma pixels when the mask dithers the grey
     * levels 1/128 to 127/128, in dB against white noise; more negative is better. For each
     * threshold t = l/128: b = [u < t] minus its mean, P = |fft2(b)|^2 / N,
     * E_t = sum_k P(k) exp(-4 pi^2 sigma^2 |f|^2) / N; the score is
     * 10 log10(sum_t E_t / sum_t t (1 - t) R), R = (sum_k exp(-4 pi^2 sigma^2 |f|^2) - 1) / N.
     * NaN where white noise has no error either (a mask of one pixel). */
    double dither_error_db[WOAD_SCORE_SIGMAS];

    /* Mean power of the mask, scaled to unit variance, over 0 < |f| < 0.15, in dB; white noise
     * has 0. NaN where there is no such frequency; -infinity where there is no power. */
    double low_band_db;

    /* Standard deviation over mean of the power at |f| > 0.4: about 1 for noise, far below 1
     * for a spectrum flattened by design, above 1 for visible structure. NaN as above. */
    double high_band_cv;
} woad_scores;

/* Fills *out for one channel of one frame. Fails with WOAD_ERROR_ARGUMENT (no such frame or
 * channel) or WOAD_ERROR_MEMORY. */
WOAD_API woad_status woad_score(
    const woad_mask *mask, size_t frame, size_t channel, woad_scores *out, woad_error *error);

/* The dither error at each of its thresholds by itself: out[l - 1][s] is
 * 10 log10(E_t / (t (1 - t) R)) in dB for t = l/128 and the s-th sigma, as defined above; white
 * noise has about 0 at each. -infinity where the pattern has no error (a tiny mask has no pixel
 * below t); NaN where white noise has none either. Fails as woad_score does. */
#define WOAD_SCORE_THRESHOLDS 127
WOAD_API woad_status woad_score_by_threshold(const woad_mask *mask, size_t frame,
    size_t channel, double out[WOAD_SCORE_THRESHOLDS][WOAD_SCORE_SIGMAS], woad_error *error);

/* The filters that the error through time is taken behind, as scores are named after them. */
#define WOAD_SPACETIME_FILTERS 4
#define WOAD_SPACETIME_FILTER_NAMES                                                            \
    {                                                                                          \
        "space_1", "space_2.5", "time_0.1", "both_1_0.1"                                       \
    }

/* Error that remains when all frames of a mask dither one after the other, in dB against white
 * noise; more negative is better. With u = (rank in its frame + 0.5) / (width height) and the
 * thresholds t = l/128, P is the mean over t of |fftn([u < t] - t)|^2 / N over the whole toroidal
 * volume of N values; the score is 10 log10(sum_t sum_k P F / (sum_t t (1 - t) sum_k F)), where F
 * is the power that the filter lets through:
 *   space_1     Gaussian blur of 1 pixel, exp(-4 pi^2 |f|^2), whatever the temporal frequency
 *   space_2.5   the same of 2.5 pixels
 *   time_0.1    exponential moving average, |a / (1 - (1-a) exp(-2 pi i ft))|^2 with a = 0.1,
 *               whatever the spatial frequency
 *   both_1_0.1  the product of space_1 and time_0.1
 * Zero frequency counts, where a permutation has no error: random ones score a little below 0,
 * -0.02 dB at space_2.5 and 128x128, -0.08 at 64x64. */
typedef struct woad_spacetime_scores {
    double error_db[WOAD_SPACETIME_FILTERS];
} woad_spacetime_scores;

/* Fills *out for one channel of all frames; a mask of one frame has scores too. Fails as
 * woad_score does. Takes about half a second for 128x128 with 32 frames. */
WOAD_API woad_status woad_score_spacetime(
    const woad_mask *mask, size_t channel, woad_spacetime_scores *out, woad_error *error);

/* The high-band CV above which a mask of this many pixels has structure rather than noise:
 * three standard deviations of white noise above its mean of 1, and at least 1.10. */
WOAD_API double woad_structure_limit(size_t pixels);

/* Power spectrum |fft2(u - mean)|^2 / N divided by the variance of u, so that white noise has 1
 * everywhere: width * height floats into `power`, row-major, shifted so that zero frequency is
 * at [height / 2][width / 2]. Fails as woad_score does. */
WOAD_API woad_status woad_power_spectrum(
    const woad_mask *mask, size_t frame, size_t channel, float *power, woad_error *error);

/* One annulus of the radially averaged power spectrum (Ulichney, "Dithering with blue noise",
 * 1988). Annulus j = 1, 2, .. holds the frequencies with j - 1/2 <= |f| M < j + 1/2, where
 * M = max(width, height). Over all of them, both of each mirror pair:
 *   frequency  mean of |f|
 *   power      mean P of the power (white noise: 1)
 *   anisotropy s^2 / P^2 in dB, s^2 = n / (n - 1) times the mean of (power - P)^2, n the number
 *              of frequencies that are not each other's mirror: the sample variance of what is
 *              independent. White noise has about 0 (Ulichney's average of ten periodograms
 *              -10); the decibels of few frequencies scatter, more often downwards. NaN where
 *              n < 2 or P is 0; -infinity where all powers are equal. */
typedef struct woad_annulus {
    double frequency, power, anisotropy_db;
    size_t count; /* of frequencies in the annulus, both of each mirror pair; at least 1 */
} woad_annulus;

/* The annuli of one channel of one frame, from the lowest frequency to the corner at 0.707;
 * empty ones are left out, and zero frequency is in none. Writes at most `capacity` annuli and
 * stores how many there are in *count; WOAD_RADIAL_CAPACITY(w, h) is always enough. Fails as
 * woad_score does, and with WOAD_ERROR_ARGUMENT when capacity is too small. */
#define WOAD_RADIAL_CAPACITY(width, height) ((width) > (height) ? (width) + 1 : (height) + 1)
WOAD_API woad_status woad_radial_profile(const woad_mask *mask, size_t frame, size_t channel,
    woad_annulus *annuli, size_t capacity, size_t *count, woad_error *error);

/* How much two masks have in common, to see that channels or frames are decorrelated. In each
 * annulus of the radial profile the coherence is |sum F1 conj(F2)|^2 / (sum P1 * sum P2) over all
 * of its frequencies, both of each mirror pair, so that the sum is real: the square of the
 * Fourier ring correlation (Saxton and Baumeister, "The correlation averaging of a regularly
 * arranged bacterial cell envelope protein", 1982). 1 for equal masks; an annulus of n
 * frequencies of independent white noise has 1 / n on average, with the variance
 * 2 (n - 1) / (n^2 (n + 2)): a squared cosine between random directions in n dimensions. */
typedef struct woad_coherence_scores {
    double mean;            /* over the annuli where both have power; NaN where none has */
    double white_mean;      /* what independent white noise of this size has on average */
    double white_deviation; /* and the standard deviation of its mean over the annuli */
} woad_coherence_scores;

/* Fills *out for one channel of one frame of each; a and b may be the same mask. Fails as
 * woad_score does, and with WOAD_ERROR_ARGUMENT when the sizes differ. */
WOAD_API woad_status woad_coherence(const woad_mask *a, size_t frame_a, size_t channel_a,
    const woad_mask *b, size_t frame_b, size_t channel_b, woad_coherence_scores *out,
    woad_error *error);

/* The annuli by themselves, as in woad_radial_profile: the mean of |f|, the coherence (NaN where
 * a or b has no power), and n; white noise has 1 / n. */
typedef struct woad_coherence_annulus {
    double frequency, coherence;
    size_t count;
} woad_coherence_annulus;

/* Writes at most `capacity` annuli and stores how many there are in *count;
 * WOAD_RADIAL_CAPACITY(w, h) is always enough. Fails as woad_coherence does, and with
 * WOAD_ERROR_ARGUMENT when capacity is too small. */
WOAD_API woad_status woad_coherence_profile(const woad_mask *a, size_t frame_a,
    size_t channel_a, const woad_mask *b, size_t frame_b, size_t channel_b,
    woad_coherence_annulus *annuli, size_t capacity, size_t *count, woad_error *error);

/* How far the spectrum of a mask is from a target spectrum, annulus by annulus of the radial
 * profile. P is the mean power of an annulus and T that of its target, scaled so that both have the
 * mask's total power, white noise 1 everywhere. Annuli with T below WOAD_TARGET_FLOOR are the stop
 * band: a ratio says nothing there. */
#define WOAD_TARGET_FLOOR 0.01
typedef struct woad_target_score {
    size_t annuli;       /* that are compared: at least 1, but for a mask of one pixel */
    double relative_rms; /* sqrt(mean of ((P - T) / T)^2) over them; NaN where there is none */
    double worst;        /* (P - T) / T of the annulus where it is furthest from 0 */
    double worst_frequency; /* mean |f| there */
    double stop_band_db; /* mean power over the frequencies of the others, in dB against white
                               noise; NaN where there is none */
} woad_target_score;

/* `spectrum` is a text as in woad_target_loss_params, and the mask's values are those of a pdf
 * (NULL: uniform). Fails as woad_score does, and with
 * WOAD_ERROR_ARGUMENT (not a target, or one without power at the mask's frequencies),
 * _READ, _FORMAT, _UNSUPPORTED or _SIZE (its file). */
WOAD_API woad_status woad_score_target(const woad_mask *mask, size_t frame, size_t channel,
    const woad_pdf *pdf, const char *spectrum, woad_target_score *out, woad_error *error);

/* How the thresholds themselves (not the ranks) are distributed. */
typedef struct woad_histogram {
    double minimum, maximum, mean;
    size_t distinct_values;
    double deviation;    /* largest distance of their distribution function from the uniform
                            one on [0, 1] (Kolmogorov); 0.5 / N for a perfect mask */
    double level_error;  /* largest |mean of the dithered field - v| over the grey levels
                            v = 0/255 .. 255/255, two output levels, v + u floored */
    double gamma;        /* exponent g, sought in 0.3..3.5, for which u^(1/g) is closest to
                            uniform by the same distance: 1 for a mask, 2.2 for one that was
                            gamma-decoded on its way, 2.1 by the sRGB curve */
    size_t fewest, most; /* pixels at the emptiest and fullest of the distinct values */
} woad_histogram;
WOAD_API woad_status woad_score_histogram(const woad_mask *mask, size_t frame, size_t channel,
    woad_histogram *out, woad_error *error);

/* Traces of what befell a mask whose thresholds are not uniform any more. */
typedef struct woad_damage {
    double
        neighbour_correlation; /* of a pixel with those beside it, -1 to 1, on the torus: masks
                                      have some below 0, enlarged or blurred ones far above */
    double variance;           /* of the thresholds, over the uniform distribution's 1/12 */
    double
        quantised_coefficients; /* the part, 0 to 1, of the cosine transform's coefficients of
                                      blocks of 8x8 pixels that are whole multiples of a step, as
                                      JPEG makes them; 0 where there are less than 16 blocks */
    double
        stretched_deviation; /* Kolmogorov's distance of the thresholds, moved and stretched so
                                   that they begin at 0 and end at 1, from the uniform
                                   distribution */
} woad_damage;

/* Fails with WOAD_ERROR_ARGUMENT (no such frame or channel) or _MEMORY. */
WOAD_API woad_status woad_score_damage(
    const woad_mask *mask, size_t frame, size_t channel, woad_damage *out, woad_error *error);

/* The values of a mask on the scale of a distribution, where they are used as numbers. Their bands
 * are those of woad_scores, of Q((rank + 0.5) / N) scaled to unit variance. */
typedef struct woad_value_scores {
    double low_band_db, high_band_cv;
    double
        kolmogorov; /* largest distance of the distribution function of Q(threshold), thresholds
                          as they stand, from that of the distribution; 0.5 / N for a perfect mask
                          where Q rises */
} woad_value_scores;

/* Fails as woad_score does. */
WOAD_API woad_status woad_score_values(const woad_mask *mask, size_t frame, size_t channel,
    const woad_pdf *pdf, woad_value_scores *out, woad_error *error);

/* How far the vectors of a frame are, all together, from the points that stand for a distribution
 * of vectors: the root of the mean over vectors and 64 directions of n (a - b)^2, a and b the
 * sorted projections of vectors and points, n the number of components: the sliced Wasserstein
 * distance of order 2, on the scale of distances. Component 2 u - 1 of a vector is the threshold u
 * of its channel as it stands. 0 for a mask made by woad but for what a file has rounded, at most
 * about the rms by which that moved the vectors. Fails with WOAD_ERROR_ARGUMENT (not a distribution
 * of vectors, other channels, no such frame) or WOAD_ERROR_MEMORY. */
WOAD_API woad_status woad_score_vectors(
    const woad_mask *mask, size_t frame, const char *pdf, double *distance, woad_error *error);

#ifdef __cplusplus
}
#endif
#endif
