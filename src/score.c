/* score.c - the dither error, as <woad/score.h> defines it.
 *
 * The dither error is the energy that Ulichney ("The void-and-cluster method for dither array
 * generation", 1993) and its successors minimise, measured: the mean, over the grey levels, of
 * the power of the thresholded pattern that a blur lets through.
 */
#include <woad/score.h>

#include <math.h>

#include "bands.h"
#include "blurs.h"
#include "mask.h"
#include "score.h"
#include "spectrum.h"

void woad_level_pattern(float *image, const uint32_t *ranks, size_t stride, size_t count,
    size_t total, unsigned level)
{
    uint64_t black = woad_count_below(level, total);
    float mean = (float)((double)black / (double)total);
    for (size_t i = 0; i < count; i++)
        image[i] = (ranks[i * stride] < black) - mean;
}

/* What the blurs let through of the pattern at one level. The spectrum serves as scratch memory
 * and is lost. */
static void pattern_energy(woad_spectrum *spectrum, const woad_plane *plane,
    const woad_blurs *b, unsigned level, double energy[WOAD_SCORE_SIGMAS])
{
    woad_level_pattern(
        spectrum->image, plane->ranks, plane->stride, plane->count, plane->count, level);
    woad_spectrum_transform(spectrum);
    woad_blurred_energy(spectrum, b, energy);
}

static woad_status dither_error(
    woad_spectrum *spectrum, const woad_plane *plane, double *error_db, woad_error *error)
{
    double total[WOAD_SCORE_SIGMAS] = {0}, variance = 0;
    woad_blurs b;
    woad_status status = woad_blurs_init(&b, spectrum, error);
    for (unsigned level = 1; status >= 0 && level <= WOAD_SCORE_THRESHOLDS; level++) {
        double energy[WOAD_SCORE_SIGMAS];
        pattern_energy(spectrum, plane, &b, level, energy);
        variance += woad_level_variance(level);
        for (int s = 0; s < WOAD_SCORE_SIGMAS; s++)
            total[s] += energy[s];
    }
    for (int s = 0; status >= 0 && s < WOAD_SCORE_SIGMAS; s++)
        error_db[s] = woad_error_decibels(
            total[s], plane->count, variance, woad_blur_sum(spectrum, &b, s));
    woad_blurs_clear(&b);
    return status;
}

static woad_status error_by_threshold(woad_spectrum *spectrum, const woad_plane *plane,
    double (*out)[WOAD_SCORE_SIGMAS], woad_error *error)
{
    woad_blurs b;
    woad_status status = woad_blurs_init(&b, spectrum, error);
    double passed[WOAD_SCORE_SIGMAS];
    for (int s = 0; status >= 0 && s < WOAD_SCORE_SIGMAS; s++)
        passed[s] = woad_blur_sum(spectrum, &b, s);
    for (unsigned level = 1; status >= 0 && level <= WOAD_SCORE_THRESHOLDS; level++) {
        double energy[WOAD_SCORE_SIGMAS];
        pattern_energy(spectrum, plane, &b, level, energy);
        for (int s = 0; s < WOAD_SCORE_SIGMAS; s++)
            out[level - 1][s] = woad_error_decibels(
                energy[s], plane->count, woad_level_variance(level), passed[s]);
    }
    woad_blurs_clear(&b);
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
