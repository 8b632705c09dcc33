/* loss/target.c - the spectrum is as wanted, frequency by frequency or ring by ring.
 *
 *     T = sum_k phi(a(k), b(k)),   a = A / sqrt(N) = sqrt(|F|^2 / N),   b^2 the target's power,
 *
 * over all frequencies but zero: "optimize directly for desired value in buckets" (Wronski 2020).
 * With t the mean of b^2, phi is
 *
 *     amplitude   (a - b)^2                                d/da   2 (a - b)
 *     power       (a^2 - b^2)^2 / 4 t                             a (a^2 - b^2) / t
 *     log         t ln((a^2 + e) / (b^2 + e))^2 / 4               t ln(..) a / (a^2 + e)
 *
 * which are the same to second order where b^2 = t. By Parseval the first is the squared distance
 * of the mask to the nearest image with that spectrum. In rings a^2 is the mean of |F|^2 / N over
 * the n frequencies of a ring, b^2 that of the target, and the ring counts n times:
 *
 *     dT/dA(k) = phi'(a(k)) / sqrt(N)   or   phi'(a) / a A(k) / N.
 *
 * Along time and in volumes frequencies are over those axes, and N counts the values that are
 * transformed at once; their target has the total power of the histogram's values all the same,
 * which at one pixel holds in the mean over all pixels.
 */
#include <math.h>
#include <string.h>

#include <woad/score.h>

#include "base/alloc.h"
#include "base/simd.h"
#include "base/status.h"
#include "loss/histogram.h"
#include "loss/term.h"
#include "spectrum.h"
#include "target_spectrum.h"

/* Of the mean target: the power below which the logarithm levels off. */
static const float FLOOR = 1e-4F;

/* The frequencies of one annulus: sums. */
typedef struct ring {
    double count;          /* 0 where only zero frequency is */
    double desired, power; /* of |F|^2 / N */
} ring;
enum { RING_SUMS = sizeof(ring) / sizeof(double) };

typedef struct buckets {
    woad_target_loss_params params;
    woad_half_shape shape;
    float mean;        /* of the target's power */
    float unit;        /* 1 / sqrt(N): from A to a */
    float *desired;    /* b of each bin, [height][bins], or NULL: in rings */
    uint32_t *ring_of; /* [height][bins], or NULL */
    size_t ring_count;
    ring *own, *rings; /* of the rows that are here, and of all */
    float *slopes;     /* of each ring, dT/dA over A */
    double value;      /* of all rings */
} buckets;

/* ---- phi ------------------------------------------------------------------------------ */

static inline float value_of(woad_target_measure measure, float mean, float a, float b)
{
    float floor = FLOOR * mean, ratio;
    switch (measure) {
    case WOAD_MEASURE_POWER:
        return (a * a - b * b) * (a * a - b * b) / (4 * mean);
    case WOAD_MEASURE_LOG:
        ratio = logf((a * a + floor) / (b * b + floor));
        return mean / 4 * ratio * ratio;
    case WOAD_MEASURE_AMPLITUDE:
        break;
    }
    return (a - b) * (a - b);
}

static inline float slope_of(woad_target_measure measure, float mean, float a, float b)
{
    float floor = FLOOR * mean;
    switch (measure) {
    case WOAD_MEASURE_POWER:
        return a * (a * a - b * b) / mean;
    case WOAD_MEASURE_LOG:
        return mean * logf((a * a + floor) / (b * b + floor)) * a / (a * a + floor);
    case WOAD_MEASURE_AMPLITUDE:
        break;
    }
    return 2 * (a - b);
}

/* ---- bins ----------------------------------------------------------------------------- */

/* Called with a measure that the compiler knows, so that the choice is not made for each bin. */
static inline void add_slopes(woad_target_measure measure, const buckets *t, const float *a,
    const float *b, size_t bins, float factor, float *gradient)
{
    float mean = t->mean, unit = t->unit;
    for (size_t i = 0; i < bins; i++)
        gradient[i] += factor * slope_of(measure, mean, unit * a[i], b[i]);
}

WOAD_VECTOR static void add_bins(const buckets *t, const float *a, const float *b, size_t bins,
    float factor, float *restrict gradient)
{
    switch (t->params.measure) {
    case WOAD_MEASURE_AMPLITUDE:
        add_slopes(WOAD_MEASURE_AMPLITUDE, t, a, b, bins, factor, gradient);
        break;
    case WOAD_MEASURE_POWER:
        add_slopes(WOAD_MEASURE_POWER, t, a, b, bins, factor, gradient);
        break;
    case WOAD_MEASURE_LOG:
        add_slopes(WOAD_MEASURE_LOG, t, a, b, bins, factor, gradient);
        break;
    }
}

static double bin_value(const buckets *t, const float *a, const float *b, size_t kx)
{
    return (double)value_of(t->params.measure, t->mean, t->unit * a[kx], b[kx]);
}

static double row_value(const buckets *t, const float *a, const float *b, size_t begin)
{
    double sum = 0, first = begin == 0 ? bin_value(t, a, b, 0) : 0;
    for (size_t kx = begin; kx < t->shape.bins; kx++)
        sum += bin_value(t, a, b, kx);
    return woad_half_row_total(t->shape, sum, first, bin_value(t, a, b, t->shape.bins - 1));
}

/* ---- rings ---------------------------------------------------------------------------- */

static unsigned count_of(const buckets *t, size_t kx)
{
    return woad_bin_is_own_mirror(kx, t->shape.width) ? 1 : 2;
}

static void sum_rings(buckets *t, const float *amplitude)
{
    double unit = (double)t->unit;
    for (size_t r = 0; r < t->ring_count; r++)
        t->own[r].power = 0;
    for (size_t r = 0; r < t->shape.rows; r++) {
        const float *row = woad_half_row_near(t->shape, amplitude, r, 0);
        const uint32_t *ring_of = t->ring_of + r * t->shape.bins;
        for (size_t kx = 0; kx < t->shape.bins; kx++) {
            double a = unit * (double)row[kx];
            t->own[ring_of[kx]].power += count_of(t, kx) * a * a;
        }
    }
}

static double *sums(void *state, const float *amplitude, size_t *count)
{
    buckets *t = state;
    *count = t->ring_count * RING_SUMS;
    if (t->ring_count == 0)
        return NULL;
    sum_rings(t, amplitude);
    memcpy(t->rings, t->own, t->ring_count * sizeof *t->rings);
    return &t->rings->count;
}

static void prepare(void *state, const float *amplitude, float factor)
{
    (void)amplitude;
    (void)factor;
    buckets *t = state;
    t->value = 0;
    for (size_t i = 0; i < t->ring_count; i++) {
        const ring *r = &t->rings[i];
        if (r->count == 0)
            continue;
        float a = (float)sqrt(r->power / r->count), b = (float)sqrt(r->desired / r->count);
        t->value += r->count * (double)value_of(t->params.measure, t->mean, a, b);
        t->slopes[i] =
            a > 0 ? slope_of(t->params.measure, t->mean, a, b) / a * t->unit * t->unit : 0;
    }
}

static void add_rings(
    const buckets *t, const float *a, const uint32_t *ring_of, float factor, float *gradient)
{
    for (size_t kx = 0; kx < t->shape.bins; kx++)
        gradient[kx] += factor * t->slopes[ring_of[kx]] * a[kx];
}

/* ---- one row -------------------------------------------------------------------------- */

static void add_spectrum(
    const void *state, const woad_spectrum_part *part, float factor, double *value)
{
    const buckets *t = state;
    bool has_zero = t->shape.first + part->row == 0;
    size_t row = part->row * t->shape.bins, begin = has_zero; /* without zero frequency */
    const float *a = woad_half_row_near(t->shape, part->amplitude, part->row, 0);
    if (t->rings) {
        add_rings(t, a, t->ring_of + row, factor, part->gradient);
        if (value)
            *value = has_zero ? t->value : 0;
        return;
    }
    const float *b = t->desired + row;
    add_bins(t, a + begin, b + begin, t->shape.bins - begin, factor * t->unit,
        part->gradient + begin);
    if (value)
        *value = row_value(t, a, b, begin);
}

/* ---- life ----------------------------------------------------------------------------- */

static void destroy(void *state)
{
    buckets *t = state;
    woad_free(t->desired);
    woad_free(t->ring_of);
    woad_free(t->own);
    woad_free(t->rings);
    woad_free(t->slopes);
    woad_free(t);
}

static size_t count_rings(woad_half_shape shape)
{
    return woad_longest_axis(shape.width, shape.height, shape.depth) + 1;
}

static void fill_bins(buckets *t, const double *power, double variance)
{
    for (size_t i = 0; i < t->shape.rows * t->shape.bins; i++)
        t->desired[i] = (float)sqrt(variance * power[i]);
}

static void fill_rings(buckets *t, const double *power, double variance)
{
    woad_half_shape s = t->shape;
    for (size_t i = s.first == 0; i < s.rows * s.bins; i++) {
        size_t kx = i % s.bins, row = s.first + i / s.bins;
        size_t r =
            woad_shell_at(s.width, s.height, s.depth, kx, row % s.height, row / s.height);
        t->ring_of[i] = (uint32_t)r;
        t->own[r].count += count_of(t, kx);
        t->own[r].desired += count_of(t, kx) * variance * power[i];
    }
}

static woad_status create_arrays(
    buckets *t, const double *power, double variance, woad_error *error)
{
    size_t count = t->shape.rows * t->shape.bins;
    if (t->params.bucket == WOAD_BUCKET_BIN) {
        t->desired = woad_array(count, sizeof *t->desired);
        if (!t->desired)
            return woad_fail_memory(error, "the target term");
        fill_bins(t, power, variance);
        return WOAD_OK;
    }
    t->ring_count = count_rings(t->shape);
    t->ring_of = woad_array(count, sizeof *t->ring_of);
    t->own = woad_array(t->ring_count, sizeof *t->own);
    t->rings = woad_array(t->ring_count, sizeof *t->rings);
    t->slopes = woad_array(t->ring_count, sizeof *t->slopes);
    if (!t->ring_of || !t->own || !t->rings || !t->slopes)
        return woad_fail_memory(error, "the target term");
    fill_rings(t, power, variance);
    return WOAD_OK;
}

static woad_status find_variance(
    const woad_loss_params *params, size_t count, double *variance, woad_error *error)
{
    woad_histogram_target target;
    woad_status status = woad_histogram_target_create(params, count, &target, error);
    *variance = status < 0 ? 0 : woad_histogram_variance(&target, count);
    woad_histogram_target_clear(&target);
    return status;
}

static woad_status create(
    const woad_loss_params *params, const woad_scope *scope, void **state, woad_error *error)
{
    const woad_target_loss_params *own = &params->target;
    woad_half_shape shape = scope->shape;
    size_t count = woad_half_count(shape);
    double *power = NULL;
    if (own->weight == 0)
        return WOAD_OK;
    woad_status status = woad_target_spectrum_create_rows(own->spectrum, shape.width,
        shape.height, shape.depth, shape.first, shape.rows, &power, error);
    if (status < 0)
        return status;
    double variance = 0;
    status = find_variance(params, scope->area, &variance, error);
    if (status < 0) {
        woad_free(power);
        return status;
    }
    buckets *t = woad_array(1, sizeof *t);
    if (t) {
        *t = (buckets){.params = *own, .shape = shape, .unit = 1 / sqrtf((float)count)};
        t->mean = variance > 0 ? (float)(variance * (double)count / (double)(count - 1)) : 1;
        status = create_arrays(t, power, variance, error);
    } else {
        status = woad_fail_memory(error, "the target term");
    }
    woad_free(power);
    if (status >= 0)
        *state = t;
    else if (t)
        destroy(t);
    return status;
}

/* While it is made the target is there in doubles too. The file it may come from is not counted. */
static size_t memory(const woad_loss_params *params, const woad_scope *scope)
{
    woad_half_shape shape = scope->shape;
    if (params->target.weight == 0)
        return 0;
    return sizeof(buckets) + shape.rows * shape.bins * (sizeof(float) + sizeof(double)) +
           count_rings(shape) * (2 * sizeof(ring) + sizeof(float));
}

/* ---- keys ----------------------------------------------------------------------------- */

static const woad_entry measures[] = {
    [WOAD_MEASURE_AMPLITUDE] = {"amplitude", "the distance to the nearest such mask"},
    [WOAD_MEASURE_POWER] = {"power", "weak frequencies count least"},
    [WOAD_MEASURE_LOG] = {"log", "the ratio, down to -40 dB"},
};

static const woad_entry *measure_at(size_t index)
{
    return index < sizeof measures / sizeof *measures ? &measures[index] : NULL;
}

static const woad_entry bucket_entries[] = {
    [WOAD_BUCKET_BIN] = {"bin", "each frequency by itself"},
    [WOAD_BUCKET_RING] = {"ring", "the mean of each annulus"},
};

static const woad_entry *bucket_at(size_t index)
{
    return index < sizeof bucket_entries / sizeof *bucket_entries ? &bucket_entries[index]
                                                                  : NULL;
}

#define SECTION "loss.target"
#define FIELD(name) offsetof(woad_design_params, loss.target.name)
static const woad_key keys[] = {
    WOAD_WEIGHT_KEY(target),
    {SECTION, "spectrum", "the power wanted, one of `woad list spectra`", WOAD_KEY_STRING,
        FIELD(spectrum), 0, 0, NULL, woad_target_spectrum_check},
    {SECTION, "measure", "what is compared: amplitude, power or its log", WOAD_KEY_CHOICE,
        FIELD(measure), 0, 0, measure_at, NULL},
    {SECTION, "bucket", "of each frequency (bin) or of each annulus (ring)", WOAD_KEY_CHOICE,
        FIELD(bucket), 0, 0, bucket_at, NULL},
    WOAD_AXES_KEY(target),
};

const woad_loss_term woad_loss_target = {
    .info = {"target", "a spectrum as wanted, in each bucket of frequencies"},
    .domain = WOAD_DOMAIN_SPECTRUM,
    .weight = offsetof(woad_loss_params, target.weight),
    .axes = offsetof(woad_loss_params, target.axes),
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .create = create,
    .destroy = destroy,
    .memory = memory,
    .sums = sums,
    .prepare = prepare,
    .add_spectrum = add_spectrum,
};
