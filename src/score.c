/* score.c - the dither error, as <woad/score.h> defines it.
 *
 * The dither error is the energy that Ulichney ("The void-and-cluster method for dither array
 * generation", 1993) and its successors minimise, measured: the mean, over the grey levels, of
 * the power of the thresholded pattern that a blur lets through.
 */
#include <woad/score.h>

#include <math.h>

#include "bands.h"
#include "base/alloc.h"
#include "mask.h"
#include "score.h"
#include "spectrum.h"

/* The power that each blur lets through, exp(-4 pi^2 sigma^2 (fx^2 + fy^2)), is a product of
 * one factor an axis. The column's factor counts the mirrored bins too. */
typedef struct blurs {
    double (*columns)[WOAD_SCORE_SIGMAS]; /* [half_width] */
    double (*rows)[WOAD_SCORE_SIGMAS];    /* [height] */
} blurs;

static void blurs_clear(blurs *b)
{
    woad_free(b->columns);
    woad_free(b->rows);
}

static void fill_factors(double factors[WOAD_SCORE_SIGMAS], double f, double weight)
{
    static const double sigmas[WOAD_SCORE_SIGMAS] = WOAD_SCORE_SIGMA_VALUES;
    for (int s = 0; s < WOAD_SCORE_SIGMAS; s++)
        factors[s] = weight * woad_blur_power(sigmas[s], f);
}

static woad_status blurs_init(blurs *b, const woad_spectrum *spectrum, woad_error *error)
{
    *b = (blurs){
        .columns = woad_array(spectrum->half_width, sizeof *b->columns),
        .rows = woad_array(spectrum->height, sizeof *b->rows),
    };
    if (!b->columns || !b->rows)
        return woad_fail_memory(error, "the dither error");
    for (size_t kx = 0; kx < spectrum->half_width; kx++)
        fill_factors(b->columns[kx], woad_axis_frequency(kx, spectrum->width),
            woad_bin_count(spectrum, kx));
    for (size_t ky = 0; ky < spectrum->height; ky++)
        fill_factors(b->rows[ky], woad_axis_frequency(ky, spectrum->height), 1);
    return WOAD_OK;
}

/* energy[s] = sum over all frequencies of |F|^2 times what blur s lets through. */
static void blurred_energy(
    const woad_spectrum *spectrum, const blurs *b, double energy[WOAD_SCORE_SIGMAS])
{
    for (int s = 0; s < WOAD_SCORE_SIGMAS; s++)
        energy[s] = 0;
    for (size_t ky = 0; ky < spectrum->height; ky++) {
        double row[WOAD_SCORE_SIGMAS] = {0};
        for (size_t kx = 0; kx < spectrum->half_width; kx++) {
            double bin = woad_bin_energy(spectrum, kx, ky);
            for (int s = 0; s < WOAD_SCORE_SIGMAS; s++)
                row[s] += b->columns[kx][s] * bin;
        }
        for (int s = 0; s < WOAD_SCORE_SIGMAS; s++)
            energy[s] += b->rows[ky][s] * row[s];
    }
}

/* Sum of what blur s lets through, without zero frequency: left out of the sum and not taken
 * off it, because on a tiny mask a wide blur lets nothing else through that a double can add
 * to 1. */
static double blur_sum(const woad_spectrum *spectrum, const blurs *b, int s)
{
    double sum = 0;
    for (size_t ky = 0; ky < spectrum->height; ky++) {
        for (size_t kx = ky == 0; kx < spectrum->half_width; kx++)
            sum += b->rows[ky][s] * b->columns[kx][s];
    }
    return sum;
}

/* The pattern [u < level / 128] minus its mean. */
static void load_pattern(float *image, const woad_plane *plane, unsigned level)
{
    uint64_t black = woad_count_below(level, plane->count);
    float mean = (float)((double)black / (double)plane->count);
    for (size_t i = 0; i < plane->count; i++)
        image[i] = (plane->ranks[i * plane->stride] < black) - mean;
}

/* What the blurs let through of the pattern at one level. The spectrum serves as scratch memory
 * and is lost. */
static void pattern_energy(woad_spectrum *spectrum, const woad_plane *plane, const blurs *b,
    unsigned level, double energy[WOAD_SCORE_SIGMAS])
{
    load_pattern(spectrum->image, plane, level);
    woad_spectrum_transform(spectrum);
    blurred_energy(spectrum, b, energy);
}

/* `energy` against that of white noise of this variance, whose blur sum is `passed`. */
static double decibels(double energy, size_t pixels, double variance, double passed)
{
    double white = (double)pixels * variance * passed;
    return white > 0 ? 10 * log10(energy / white) : (double)NAN;
}

static woad_status dither_error(
    woad_spectrum *spectrum, const woad_plane *plane, double *error_db, woad_error *error)
{
    double total[WOAD_SCORE_SIGMAS] = {0}, variance = 0;
    blurs b;
    woad_status status = blurs_init(&b, spectrum, error);
    for (unsigned level = 1; status >= 0 && level <= WOAD_SCORE_THRESHOLDS; level++) {
        double energy[WOAD_SCORE_SIGMAS];
        pattern_energy(spectrum, plane, &b, level, energy);
        variance += woad_level_variance(level);
        for (int s = 0; s < WOAD_SCORE_SIGMAS; s++)
            total[s] += energy[s];
    }
    for (int s = 0; status >= 0 && s < WOAD_SCORE_SIGMAS; s++)
        error_db[s] = decibels(total[s], plane->count, variance, blur_sum(spectrum, &b, s));
    blurs_clear(&b);
    return status;
}

static woad_status error_by_threshold(woad_spectrum *spectrum, const woad_plane *plane,
    double (*out)[WOAD_SCORE_SIGMAS], woad_error *error)
{
    blurs b;
    woad_status status = blurs_init(&b, spectrum, error);
    double passed[WOAD_SCORE_SIGMAS];
    for (int s = 0; status >= 0 && s < WOAD_SCORE_SIGMAS; s++)
        passed[s] = blur_sum(spectrum, &b, s);
    for (unsigned level = 1; status >= 0 && level <= WOAD_SCORE_THRESHOLDS; level++) {
        double energy[WOAD_SCORE_SIGMAS];
        pattern_energy(spectrum, plane, &b, level, energy);
        for (int s = 0; s < WOAD_SCORE_SIGMAS; s++)
            out[level - 1][s] =
                decibels(energy[s], plane->count, woad_level_variance(level), passed[s]);
    }
    blurs_clear(&b);
    return status;
}

woad_status woad_score(
    const woad_mask *mask, size_t frame, size_t channel, woad_scores *out, woad_error *error)
{
    woad_spectrum spectrum;
    woad_status status = woad_spectrum_of_mask(&spectrum, mask, frame, channel, NULL, error);
    if (status >= 0) {
        woad_scores scores;
        woad_plane plane = woad_mask_plane(mask, frame, channel);
        woad_score_bands(&spectrum, &scores.low_band_db, &scores.high_band_cv);
        status = dither_error(&spectrum, &plane, scores.dither_error_db, error);
        if (status >= 0)
            *out = scores;
    }
    woad_spectrum_clear(&spectrum);
    return status;
}

woad_status woad_score_by_threshold(const woad_mask *mask, size_t frame, size_t channel,
    double out[WOAD_SCORE_THRESHOLDS][WOAD_SCORE_SIGMAS], woad_error *error)
{
    woad_status status = woad_mask_check_plane(mask, frame, channel, error);
    if (status < 0)
        return status;
    woad_spectrum spectrum;
    woad_plane plane = woad_mask_plane(mask, frame, channel);
    status = woad_spectrum_init(&spectrum, mask->width, mask->height, error);
    if (status >= 0)
        status = error_by_threshold(&spectrum, &plane, out, error);
    woad_spectrum_clear(&spectrum);
    return status;
}
