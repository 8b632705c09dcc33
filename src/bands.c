/* bands.c - the low and the high band of a mask's spectrum, as <woad/score.h> defines them. */
#include "bands.h"

#include <math.h>

#include <woad/score.h>

/* Edges of the bands, in cycles per pixel. The low band is what a viewer sees of a dither; the
 * high one is where all of its power should be. */
static const double LOW_BAND_END = 0.15;
static const double HIGH_BAND_START = 0.4;

/* A frequency that lies on an edge, as 3/20 does, may round to either side of it; it belongs
 * to neither band. Far below the distance of any two frequencies that matter. */
static const double EDGE = 1e-12;

static void band_add(woad_band *b, double power, double count)
{
    b->count += count;
    b->sum += count * power;
    b->squares += count * power * power;
}

woad_bands woad_bands_of(const woad_spectrum *spectrum)
{
    woad_bands bands = {0};
    for (size_t y = 0; y < spectrum->rows; y++) {
        size_t ky = spectrum->first + y;
        double fy = woad_axis_frequency(ky, spectrum->height);
        for (size_t kx = ky == 0; kx < spectrum->half_width; kx++) {
            double f = hypot(woad_axis_frequency(kx, spectrum->width), fy);
            if (f < LOW_BAND_END - EDGE)
                band_add(
                    &bands.low, woad_bin_power(spectrum, kx, y), woad_bin_count(spectrum, kx));
            if (f > HIGH_BAND_START + EDGE)
                band_add(
                    &bands.high, woad_bin_power(spectrum, kx, y), woad_bin_count(spectrum, kx));
        }
    }
    return bands;
}

void woad_bands_score(const woad_bands *bands, double *low_band_db, double *high_band_cv)
{
    const woad_band *low = &bands->low, *high = &bands->high;
    *low_band_db = low->count > 0 ? 10 * log10(low->sum / low->count) : (double)NAN;
    double mean = high->sum / high->count;
    *high_band_cv = high->sum > 0
                        ? sqrt(fmax(high->squares / high->count - mean * mean, 0)) / mean
                        : (double)NAN;
}

void woad_score_bands(const woad_spectrum *spectrum, double *low_band_db, double *high_band_cv)
{
    const woad_bands bands = woad_bands_of(spectrum);
    woad_bands_score(&bands, low_band_db, high_band_cv);
}

double woad_structure_limit(size_t pixels)
{
    /* White noise measures 1 with a standard deviation of 0.19 at 10x10, 0.054 at 32x32 and
     * 0.029 at 64x64: 1.85 / sqrt(pixels). */
    return fmax(1.10, 1 + 3 * 1.85 / sqrt((double)pixels));
}
