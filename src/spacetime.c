/* spacetime.c - see spacetime.h. */
#include "spacetime.h"

#include <math.h>

#include "base/alloc.h"
#include "base/status.h"
#include "score.h"
#include "spectrum.h"

/* The filters, in the order of WOAD_SPACETIME_FILTER_NAMES. */
enum { SPACE_1, SPACE_2_5, TIME_0_1, BOTH_1_0_1 };
_Static_assert(BOTH_1_0_1 + 1 == WOAD_SPACETIME_FILTERS, "one name a filter");

static woad_gains gains_at(double f, double weight)
{
    return (woad_gains){
        {weight, weight * woad_blur_power(1, f), weight * woad_blur_power(2.5, f)}};
}

/* Power that y += a (x - y), a = 0.1, lets through: |a / (1 - (1 - a) exp(-2 pi i f))|^2. */
static double moving_average_power(double f)
{
    const double a = 0.1, kept = 1 - a;
    return a * a / (1 + kept * kept - 2 * kept * cos(2 * WOAD_PI * f));
}

static void fill_gains(woad_spacetime *s)
{
    for (size_t k = 0; k < woad_half_width(s->width); k++)
        s->columns[k] = gains_at(
            woad_axis_frequency(k, s->width), woad_bin_is_own_mirror(k, s->width) ? 1 : 2);
    for (size_t k = 0; k < s->height; k++)
        s->rows[k] = gains_at(woad_axis_frequency(k, s->height), 1);
    for (size_t k = 0; k < s->depth; k++)
        s->frames[k] = moving_average_power(woad_axis_frequency(k, s->depth));
}

woad_status woad_spacetime_init(
    size_t width, size_t height, size_t depth, woad_spacetime *s, woad_error *error)
{
    *s = (woad_spacetime){.width = width, .height = height, .depth = depth};
    s->columns = woad_array(woad_half_width(width), sizeof *s->columns);
    s->rows = woad_array(height, sizeof *s->rows);
    s->frames = woad_array(depth, sizeof *s->frames);
    if (!s->columns || !s->rows || !s->frames)
        return woad_fail_memory(error, "the error through time");
    fill_gains(s);
    return WOAD_OK;
}

void woad_spacetime_clear(woad_spacetime *s)
{
    woad_free(s->columns);
    woad_free(s->rows);
    woad_free(s->frames);
}

void woad_spacetime_pattern(
    float *out, const uint32_t *ranks, size_t stride, size_t count, size_t area, unsigned level)
{
    uint64_t black = woad_count_below(level, area);
    float t = (float)woad_level(level);
    for (size_t i = 0; i < count; i++)
        out[i] = (ranks[i * stride] < black) - t;
}

/* Adds what each filter lets through of one row of power, whose sums along x these are. */
static void add_row(const woad_spacetime *s, size_t row, const woad_gains *sums, double *total)
{
    const double *in_row = s->rows[row % s->height].gain, *sum = sums->gain,
                 in_time = s->frames[row / s->height];
    total[SPACE_1] += in_row[WOAD_GAIN_BLUR_1] * sum[WOAD_GAIN_BLUR_1];
    total[SPACE_2_5] += in_row[WOAD_GAIN_BLUR_2_5] * sum[WOAD_GAIN_BLUR_2_5];
    total[TIME_0_1] += in_time * sum[WOAD_GAIN_ALL];
    total[BOTH_1_0_1] += in_time * in_row[WOAD_GAIN_BLUR_1] * sum[WOAD_GAIN_BLUR_1];
}

static woad_gains row_power(const woad_spacetime *s, const float complex *row)
{
    woad_gains sums = {{0}};
    for (size_t x = 0; x < woad_half_width(s->width); x++) {
        double re = (double)crealf(row[x]), im = (double)cimagf(row[x]);
        for (int g = 0; g < WOAD_GAINS; g++)
            sums.gain[g] += s->columns[x].gain[g] * (re * re + im * im);
    }
    return sums;
}

void woad_spacetime_add(const woad_spacetime *s, const float complex *half, size_t stride,
    size_t first, size_t count, double energy[WOAD_SPACETIME_FILTERS])
{
    for (size_t i = 0; i < count; i++) {
        woad_gains sums = row_power(s, half + i * stride);
        add_row(s, first + i, &sums, energy);
    }
}

/* The same of a spectrum that is 1 everywhere. */
static void add_flat(const woad_spacetime *s, double total[WOAD_SPACETIME_FILTERS])
{
    woad_gains sums = {{0}};
    for (size_t x = 0; x < woad_half_width(s->width); x++) {
        for (int g = 0; g < WOAD_GAINS; g++)
            sums.gain[g] += s->columns[x].gain[g];
    }
    for (size_t i = 0; i < s->depth * s->height; i++)
        add_row(s, i, &sums, total);
}

void woad_spacetime_score(const woad_spacetime *s, const double energy[WOAD_SPACETIME_FILTERS],
    woad_spacetime_scores *out)
{
    double flat[WOAD_SPACETIME_FILTERS] = {0}, variance = 0;
    double count = (double)(s->width * s->height * s->depth);
    add_flat(s, flat);
    for (unsigned level = 1; level <= WOAD_SCORE_THRESHOLDS; level++)
        variance += woad_level_variance(level);
    for (int f = 0; f < WOAD_SPACETIME_FILTERS; f++)
        out->error_db[f] = 10 * log10(energy[f] / (count * variance * flat[f]));
}
