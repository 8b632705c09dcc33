/* io/values.c - file values to thresholds and back. */
#include "io/values.h"

#include <float.h>
#include <math.h>

#include "base/alloc.h"
#include "base/status.h"
#include "mask.h"

/* Values were rounded to floats: the ends give way by as much. (Not by a cast to float and back,
 * which GCC 12 leaves out where it takes both ends in one vector.) An infinite end is the largest
 * float. */
static double lowest_of(const woad_pdf *pdf)
{
    double end = fmax(woad_pdf_quantile(pdf, 0), -(double)FLT_MAX);
    return end - fabs(end) * (double)FLT_EPSILON / 2;
}

static double highest_of(const woad_pdf *pdf)
{
    double end = fmin(woad_pdf_quantile(pdf, 1), (double)FLT_MAX);
    return end + fabs(end) * (double)FLT_EPSILON / 2;
}

static woad_scale scale_of_pdf(const woad_pdf *pdf)
{
    return (woad_scale){
        .pdf = pdf,
        .divisor = 1,
        .lowest = lowest_of(pdf),
        .highest = highest_of(pdf),
        .noun = "a value of the distribution",
    };
}

woad_scale woad_scale_of_values(woad_values values, const woad_pdf *pdf, size_t area)
{
    double n = (double)area;
    switch (values) {
    case WOAD_VALUES_RANK:
        return (woad_scale){0.5, n, NULL, 0, n - 1, "a rank (a whole number)", 0, true};
    case WOAD_VALUES_PDF:
        if (pdf)
            return scale_of_pdf(pdf);
        return (woad_scale){1, 2, NULL, -1, 1, "a value of the uniform distribution", 0, false};
    case WOAD_VALUES_THRESHOLD:
        break;
    }
    return (woad_scale){0, 1, NULL, 0, 1, "a threshold", 0, false};
}

woad_scale woad_scale_of_bits(unsigned bits)
{
    double levels = (double)(1u << bits);
    return (woad_scale){0.5, levels, NULL, 0, levels - 1, "an integer", bits, false};
}

bool woad_pdf_fits_integers(const woad_pdf *pdf)
{
    double low = pdf ? woad_pdf_quantile(pdf, 0) : -1,
           high = pdf ? woad_pdf_quantile(pdf, 1) : 1;
    return isfinite(low) && isfinite(high) && low < high;
}

woad_scale woad_scale_of_pdf_bits(const woad_pdf *pdf, unsigned bits)
{
    woad_scale scale = woad_scale_of_bits(bits);
    if (!pdf)
        return scale;
    double low = woad_pdf_quantile(pdf, 0), high = woad_pdf_quantile(pdf, 1);
    scale.divisor /= high - low;
    scale.offset += low * scale.divisor;
    scale.pdf = pdf;
    scale.bits = 0; /* levels are not equally full */
    return scale;
}

static woad_status refuse(const woad_mask *mask, size_t index, double v,
    const woad_scale *scale, const char *name, woad_error *error)
{
    size_t pixel = index / mask->channels;
    return woad_fail(error, WOAD_ERROR_FORMAT,
        "%s: the value at x %zu, y %zu, frame %zu, channel %zu is %g: %s lies in %g to %g",
        name, pixel % mask->width, pixel / mask->width % mask->height,
        pixel / mask->width / mask->height, index % mask->channels, v, scale->noun,
        scale->lowest, scale->highest);
}

/* F, and where it jumps the middle of the jump: Q leads back from there to the value. Values were
 * rounded to floats, so a jump is somewhere between the neighbours. */
static double threshold_of(const woad_scale *scale, double v)
{
    v = (v + scale->offset) / scale->divisor;
    if (!scale->pdf)
        return v;
    double below = (double)nextafterf((float)v, -INFINITY);
    double above = (double)nextafterf((float)v, INFINITY);
    return (woad_pdf_cumulative(scale->pdf, below) + woad_pdf_cumulative(scale->pdf, above)) /
           2;
}

static woad_status put(woad_mask *mask, size_t index, double v, const woad_scale *scale,
    const char *name, woad_error *error)
{
    /* Written so that NaN fails it; the range is checked before the cast to an integer. */
    bool lawful = v >= scale->lowest && v <= scale->highest;
    if (!lawful || (scale->ranks && v != (double)(uint32_t)v))
        return refuse(mask, index, v, scale, name, error);
    mask->thresholds[index] = (float)threshold_of(scale, v);
    if (scale->ranks)
        mask->ranks[index] = (uint32_t)v;
    return WOAD_OK;
}

/* True when the ranks of the plane are 0 .. count-1, each once; `seen` has count zeroed bytes
 * and is zeroed again. */
static bool is_permutation(const woad_plane *plane, unsigned char *seen)
{
    bool distinct = true;
    for (size_t i = 0; i < plane->count; i++) {
        unsigned char *mark = &seen[plane->ranks[i * plane->stride]];
        distinct = distinct && !*mark;
        *mark = 1;
    }
    for (size_t i = 0; i < plane->count; i++)
        seen[i] = 0;
    return distinct;
}

static woad_status ranks_are_permutations(const woad_mask *mask, bool *out, woad_error *error)
{
    unsigned char *seen = woad_array(mask->width * mask->height, 1);
    if (!seen)
        return woad_fail_memory(error, "checking ranks");
    *out = true;
    for (size_t i = 0; *out && i < mask->depth * mask->channels; i++) {
        woad_plane plane = woad_mask_plane(mask, i / mask->channels, i % mask->channels);
        *out = is_permutation(&plane, seen);
    }
    woad_free(seen);
    return WOAD_OK;
}

static woad_status rank(woad_mask *mask, const woad_scale *scale, woad_error *error)
{
    /* Float thresholds are distinct only below 2^23 values, so ranks that a file gives must not
     * be made again from them. */
    bool keep = false;
    woad_status status = WOAD_OK;
    if (scale->ranks)
        status = ranks_are_permutations(mask, &keep, error);
    if (status >= 0 && !keep)
        status = woad_mask_rank(mask, error);
    return status;
}

woad_status woad_values_decode(
    const woad_values_source *source, woad_mask **out, woad_error *error)
{
    woad_mask *mask = NULL;
    woad_status status = woad_mask_create(
        source->width, source->height, source->depth, source->channels, &mask, error);
    if (status < 0)
        return status;
    mask->bits = source->scale.bits;
    size_t count = woad_mask_count(mask);
    for (size_t i = 0; status >= 0 && i < count; i++) {
        double v = source->at(source->context, i);
        status = put(mask, i, v, &source->scale, source->name, error);
    }
    if (status >= 0)
        status = rank(mask, &source->scale, error);
    if (status >= 0)
        *out = mask;
    else
        woad_mask_destroy(mask);
    return status;
}

woad_status woad_values_check_size(const char *name, size_t width, size_t height, size_t depth,
    size_t channels, size_t *count, woad_error *error)
{
    woad_error why;
    woad_status status = woad_check_size(width, height, depth, channels, count, &why);
    return status < 0 ? woad_fail(error, status, "%s: %s", name, why.message) : WOAD_OK;
}

/* Of the fraction (rank + 0.5) / N, odd / (2 N), and whether the threshold is that. */
typedef struct fraction {
    uint64_t odd, twice_area;
    bool is_threshold;
} fraction;

static fraction fraction_at(const woad_mask *mask, size_t index)
{
    fraction f = {.odd = 2 * (uint64_t)mask->ranks[index] + 1,
        .twice_area = 2 * (uint64_t)(mask->width * mask->height)};
    f.is_threshold = mask->thresholds[index] == (float)((double)f.odd / (double)f.twice_area);
    return f;
}

static double value_at(const woad_mask *mask, size_t index, const woad_pdf *pdf)
{
    fraction f = fraction_at(mask, index);
    double u =
        f.is_threshold ? (double)f.odd / (double)f.twice_area : (double)mask->thresholds[index];
    return pdf ? woad_pdf_quantile(pdf, u) : 2 * u - 1;
}

float woad_values_float(
    const woad_mask *mask, size_t index, woad_values values, const woad_pdf *pdf)
{
    return values == WOAD_VALUES_PDF ? (float)value_at(mask, index, pdf)
                                     : mask->thresholds[index];
}

uint32_t woad_values_integer(const woad_mask *mask, size_t index, unsigned bits)
{
    uint64_t levels = (uint64_t)1 << bits;
    fraction f = fraction_at(mask, index);
    if (f.is_threshold)
        return (uint32_t)(f.odd * levels / f.twice_area);
    uint64_t v = (uint64_t)((double)mask->thresholds[index] * (double)levels);
    return (uint32_t)(v < levels ? v : levels - 1);
}

uint32_t woad_values_pdf_integer(
    const woad_mask *mask, size_t index, const woad_pdf *pdf, unsigned bits)
{
    if (!pdf) /* 2u - 1 on [-1, 1] is u again */
        return woad_values_integer(mask, index, bits);
    double low = woad_pdf_quantile(pdf, 0), high = woad_pdf_quantile(pdf, 1);
    double levels = (double)(1u << bits);
    double v = floor((value_at(mask, index, pdf) - low) / (high - low) * levels);
    return (uint32_t)fmax(fmin(v, levels - 1), 0);
}
