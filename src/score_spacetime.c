/* score_spacetime.c - the dither error of a whole mask with frames, in space and through time, as
 * <woad/score.h> defines it.
 *
 * The exponential moving average is what accumulates frames in games (temporal antialiasing);
 * Wolfe, Morrical, Akenine-Moller and Ramamoorthi ("Spatiotemporal blue noise masks", 2022) and
 * Donnelly, Wolfe, Butepage and Valdes ("FAST: filter-adapted spatio-temporal sampling for
 * real-time rendering", 2024) design masks for it.
 */
#include <woad/score.h>

#include "base/alloc.h"
#include "mask.h"
#include "score.h"
#include "spectrum.h"

/* The filters, in the order of WOAD_SPACETIME_FILTER_NAMES. */
enum { SPACE_1, SPACE_2_5, TIME_0_1, BOTH_1_0_1 };
_Static_assert(BOTH_1_0_1 + 1 == WOAD_SPACETIME_FILTERS, "one name a filter");

/* What is summed along the columns of a row: all of the power, and what either blur passes. */
enum { ALL, BLUR_1, BLUR_2_5, GAINS };
typedef struct gains {
    double gain[GAINS];
} gains;

/* The patterns' spectrum, and what the filters let through on each axis. */
typedef struct volume {
    size_t width, height, depth, stride;
    float *pattern;      /* [depth][height][width] */
    float complex *half; /* [depth][height][stride] */
    gains *columns;      /* [half width], both of each mirror pair */
    gains *rows;         /* [height] */
    double *frames;      /* [depth], the moving average */
    woad_fft *fft;
} volume;

static void volume_clear(volume *v)
{
    woad_fft_destroy(v->fft);
    woad_free(v->pattern);
    woad_free(v->half);
    woad_free(v->columns);
    woad_free(v->rows);
    woad_free(v->frames);
}

static gains gains_at(double f, double weight)
{
    return (gains){{weight, weight * woad_blur_power(1, f), weight * woad_blur_power(2.5, f)}};
}

/* Power that y += a (x - y), a = 0.1, lets through: |a / (1 - (1 - a) exp(-2 pi i f))|^2. */
static double moving_average_power(double f)
{
    const double a = 0.1, kept = 1 - a;
    return a * a / (1 + kept * kept - 2 * kept * cos(2 * WOAD_PI * f));
}

static void fill_gains(volume *v)
{
    for (size_t k = 0; k < woad_half_width(v->width); k++)
        v->columns[k] = gains_at(
            woad_axis_frequency(k, v->width), woad_bin_is_own_mirror(k, v->width) ? 1 : 2);
    for (size_t k = 0; k < v->height; k++)
        v->rows[k] = gains_at(woad_axis_frequency(k, v->height), 1);
    for (size_t k = 0; k < v->depth; k++)
        v->frames[k] = moving_average_power(woad_axis_frequency(k, v->depth));
}

static woad_status volume_init(volume *v, const woad_mask *mask, woad_error *error)
{
    size_t rows = mask->height * mask->depth;
    *v = (volume){.width = mask->width,
        .height = mask->height,
        .depth = mask->depth,
        .stride = woad_half_stride(mask->width)};
    /* The plan first: making it needs scratch arrays as large as the two that follow. */
    woad_status status =
        woad_fft_create_3d(v->width, v->height, v->depth, 1, false, &v->fft, error);
    if (status < 0)
        return status;
    v->pattern = woad_array(rows * v->width, sizeof *v->pattern);
    v->half = woad_array(rows * v->stride, sizeof *v->half);
    v->columns = woad_array(woad_half_width(v->width), sizeof *v->columns);
    v->rows = woad_array(v->height, sizeof *v->rows);
    v->frames = woad_array(v->depth, sizeof *v->frames);
    if (!v->pattern || !v->half || !v->columns || !v->rows || !v->frames)
        return woad_fail_memory(error, "the error through time");
    fill_gains(v);
    return WOAD_OK;
}

/* The patterns [u < t] - t of all frames. */
static void load_patterns(volume *v, const woad_mask *mask, size_t channel, unsigned level)
{
    size_t area = mask->width * mask->height;
    uint64_t black = woad_count_below(level, area);
    float t = (float)woad_level(level);
    for (size_t frame = 0; frame < mask->depth; frame++) {
        woad_plane plane = woad_mask_plane(mask, frame, channel);
        float *out = v->pattern + frame * area;
        for (size_t i = 0; i < area; i++)
            out[i] = (plane.ranks[i * plane.stride] < black) - t;
    }
}

/* Adds what each filter lets through of one row of power, whose sums along x these are. */
static void add_row(const volume *v, size_t y, size_t frame, const gains *sums, double *total)
{
    const double *row = v->rows[y].gain, *sum = sums->gain, in_time = v->frames[frame];
    total[SPACE_1] += row[BLUR_1] * sum[BLUR_1];
    total[SPACE_2_5] += row[BLUR_2_5] * sum[BLUR_2_5];
    total[TIME_0_1] += in_time * sum[ALL];
    total[BOTH_1_0_1] += in_time * row[BLUR_1] * sum[BLUR_1];
}

static gains row_power(const volume *v, const float complex *row)
{
    gains sums = {{0}};
    for (size_t x = 0; x < woad_half_width(v->width); x++) {
        double re = (double)crealf(row[x]), im = (double)cimagf(row[x]);
        for (int g = 0; g < GAINS; g++)
            sums.gain[g] += v->columns[x].gain[g] * (re * re + im * im);
    }
    return sums;
}

/* Adds sum_k |F(k)|^2 of the spectrum that is there, as each filter lets it through. */
static void add_energy(const volume *v, double total[WOAD_SPACETIME_FILTERS])
{
    for (size_t i = 0; i < v->depth * v->height; i++) {
        gains sums = row_power(v, v->half + i * v->stride);
        add_row(v, i % v->height, i / v->height, &sums, total);
    }
}

/* The same of a spectrum that is 1 everywhere. */
static void add_flat(const volume *v, double total[WOAD_SPACETIME_FILTERS])
{
    gains sums = {{0}};
    for (size_t x = 0; x < woad_half_width(v->width); x++) {
        for (int g = 0; g < GAINS; g++)
            sums.gain[g] += v->columns[x].gain[g];
    }
    for (size_t i = 0; i < v->depth * v->height; i++)
        add_row(v, i % v->height, i / v->height, &sums, total);
}

woad_status woad_score_spacetime(
    const woad_mask *mask, size_t channel, woad_spacetime_scores *out, woad_error *error)
{
    volume v;
    double energy[WOAD_SPACETIME_FILTERS] = {0}, flat[WOAD_SPACETIME_FILTERS] = {0};
    double variance = 0;
    woad_status status = woad_mask_check_plane(mask, 0, channel, error);
    if (status < 0)
        return status;
    status = volume_init(&v, mask, error);
    for (unsigned level = 1; status >= 0 && level <= WOAD_SCORE_THRESHOLDS; level++) {
        load_patterns(&v, mask, channel, level);
        woad_fft_forward(v.fft, v.pattern, v.half);
        add_energy(&v, energy);
        variance += woad_level_variance(level);
    }
    if (status >= 0) {
        double count = (double)(v.width * v.height * v.depth);
        add_flat(&v, flat);
        for (int f = 0; f < WOAD_SPACETIME_FILTERS; f++)
            out->error_db[f] = 10 * log10(energy[f] / (count * variance * flat[f]));
    }
    volume_clear(&v);
    return status;
}
