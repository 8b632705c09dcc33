/* score_histogram.c - how the thresholds of a mask are distributed, as they stand.
 *
 * A mask dithers every grey level right when its thresholds are uniform on [0, 1]. The usual
 * way to lose that is an image reader that takes the mask for a picture and decodes its gamma,
 * which the exponent of the closest power law tells.
 */
#include <woad/score.h>

#include <math.h>

#include "base/alloc.h"
#include "base/status.h"
#include "mask.h"

/* Where the exponent is sought: beyond any transfer function and its inverse. */
static const double GAMMA_LOW = 0.3;
static const double GAMMA_HIGH = 3.5;

/* Each step keeps two thirds of the interval: 30 leave 2e-5 of it. */
enum { GAMMA_STEPS = 30 };

/* The exponent is taken from about this many order statistics, since each is a power for each
 * step; they resolve the distance to 1/1024 and the exponent to about three times that. */
enum { GAMMA_SAMPLES = 1024 };

/* How much closer to uniform an exponent other than 1 must come to be believed: what ties and
 * rounding to a float can feign. */
static const double GAMMA_MARGIN = 1e-6;

/* Thresholds in ascending order. */
typedef struct samples {
    float *values;
    size_t count;
} samples;

static double nth(const samples *s, size_t i)
{
    return (double)s->values[i];
}

/* Kolmogorov's distance of u^exponent from the uniform distribution, from every step-th order
 * statistic: the distribution function jumps from i / N to (i + 1) / N at the i-th. */
static double uniform_distance(const samples *s, double exponent, size_t step)
{
    double n = (double)s->count, distance = 0;
    for (size_t i = 0; i < s->count; i += step) {
        double x = pow(nth(s, i), exponent);
        distance = fmax(distance, fmax(x - (double)i / n, (double)(i + 1) / n - x));
    }
    return distance;
}

/* For one u the distance falls, then rises with the exponent; so does the largest of them, and
 * ternary search finds its minimum. */
static double closest_gamma(const samples *s)
{
    size_t step = s->count / GAMMA_SAMPLES + 1;
    double low = GAMMA_LOW, high = GAMMA_HIGH;
    for (int i = 0; i < GAMMA_STEPS; i++) {
        double third = (high - low) / 3;
        if (uniform_distance(s, 1 / (low + third), step) <
            uniform_distance(s, 1 / (high - third), step))
            high -= third;
        else
            low += third;
    }
    double gamma = (low + high) / 2;
    bool closer =
        uniform_distance(s, 1 / gamma, step) + GAMMA_MARGIN < uniform_distance(s, 1, step);
    return closer ? gamma : 1;
}

/* floor(v + u) is 1 where u >= 1 - v, so the mean of the field is the part of those u. */
static double worst_level(const samples *s)
{
    double worst = 0;
    size_t below = 0; /* thresholds under 1 - v, which rises as the level falls */
    for (int level = 255; level >= 0; level--) {
        while (below < s->count && nth(s, below) < (255 - level) / 255.0)
            below++;
        double mean = (double)(s->count - below) / (double)s->count;
        worst = fmax(worst, fabs(mean - level / 255.0));
    }
    return worst;
}

static void count_values(const samples *s, woad_histogram *out)
{
    out->fewest = s->count;
    size_t first = 0; /* of the run of equal values */
    for (size_t i = 1; i <= s->count; i++) {
        if (i < s->count && nth(s, i) == nth(s, first))
            continue;
        size_t pixels = i - first;
        out->distinct_values++;
        out->fewest = pixels < out->fewest ? pixels : out->fewest;
        out->most = pixels > out->most ? pixels : out->most;
        first = i;
    }
}

static double mean_value(const samples *s)
{
    double sum = 0;
    for (size_t i = 0; i < s->count; i++)
        sum += nth(s, i);
    return sum / (double)s->count;
}

woad_status woad_score_histogram(
    const woad_mask *mask, size_t frame, size_t channel, woad_histogram *out, woad_error *error)
{
    size_t count = mask->width * mask->height;
    samples s = {woad_array(count, sizeof *s.values), count};
    if (!s.values)
        return woad_fail_memory(error, "the histogram of a mask");
    woad_status status = woad_mask_sorted(mask, frame, channel, s.values, error);
    if (status >= 0) {
        *out = (woad_histogram){
            .minimum = nth(&s, 0),
            .maximum = nth(&s, s.count - 1),
            .mean = mean_value(&s),
            .deviation = uniform_distance(&s, 1, 1),
            .level_error = worst_level(&s),
            .gamma = closest_gamma(&s),
        };
        count_values(&s, out);
    }
    woad_free(s.values);
    return status;
}
