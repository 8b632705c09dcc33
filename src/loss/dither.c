/* loss/dither.c - the error of dithering, seen through a filter, at all grey levels at once.
 *
 *     D = sum_ij g(i-j) (1/((p+1)(p+2)) - phi(u_i - u_j) / 2),   u = F(m)
 *     dD/dm_i = -F'(m_i) sum_j g(i-j) phi'(u_i - u_j)
 *
 * F is the distribution function of the values, (m + 1) / 2 for the uniform one: thresholds count
 * by the grey level at which they switch, on whatever scale they are written.
 *
 * With phi(d) = |d| this is the mean over all thresholds t of the power of [u_i < t] - t seen
 * through a filter whose autocorrelation is g, because the integral over t of e_t(i) e_t(j) is
 * 1/3 - max(u_i, u_j) + (u_i^2 + u_j^2) / 2, and on a permutation the squares are constant. It
 * is the energy of "Filter-adapted spatio-temporal sampling" (Donnelly, Wolfe, Buetepage, Valdes
 * 2024), and void-and-cluster (Ulichney 1993) lowers it greedily. With |d|^2 it is the power of
 * the mask itself under the filter: the spectral term, with another weight.
 *
 * |d| has no useful gradient where values are close: it is smoothed to |d|^p for |d| >= s and a
 * parabola with the same slope there within. The softness s falls geometrically over the first
 * 70 % of the iterations, from where everything is a parabola, the post's own loss. Masks are
 * judged without it.
 */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"
#include "base/simd.h"
#include "base/status.h"
#include "loss/term.h"
#include "pdf.h"
#include "slices.h"
#include "temporal.h"

/* Share of the iterations in which the softness falls. */
static const double FALLING = 0.7;

/* The softness by which a mask is judged: far below the distance of any two thresholds. */
static const double HARD = 1e-9;

/* phi and its slope are looked up where the exponent is not 1: at |d| = k FARTHEST / STEPS. */
enum { STEPS = 2048 };
static const double FARTHEST = 2;

typedef struct tap {
    size_t offset; /* in the plane, from where the kernel begins */
    float weight;
} tap;

/* The pairs whose second pixel is `frame` frames later. */
typedef struct slice {
    size_t frame, tap_count;
    const tap *taps; /* those that are not 0 */
} slice;

/* From values of a distribution to thresholds, [depth][height][width] each. */
typedef struct warp {
    woad_pdf *pdf;
    double mean;         /* that values are without */
    const float *values; /* the caller's, while they are looked at */
    float *u, *density;  /* F(m), F'(m) */
    float *gradient;     /* dD/du */
} warp;

typedef struct pairs {
    woad_dither_loss_params params;
    size_t width, height, depth, threads, stride, rows, left, top;
    double self; /* of a pixel with itself */
    size_t slice_count;
    slice *slices;
    tap *taps;    /* of all slices */
    float *plane; /* u, moved by (left, top), with copies beyond the edges:
                     [depth][rows][stride] */
    double softness;
    float *phi, *slope; /* [STEPS + 1], tables of |d| */
    warp *warp;         /* NULL where the values are uniform */
} pairs;

/* ---- phi ------------------------------------------------------------------------------ */

static double slope_at(double p, double s, double d)
{
    return d < s ? p * pow(s, p - 2) * d : p * pow(d, p - 1);
}

static double phi_at(double p, double s, double d)
{
    return d < s ? p * pow(s, p - 2) * d * d / 2 : pow(d, p) - (1 - p / 2) * pow(s, p);
}

static void set_softness(pairs *state, double softness)
{
    state->softness = softness;
    for (size_t k = 0; k <= STEPS && state->params.exponent != 1; k++) {
        double d = (double)k * FARTHEST / STEPS;
        state->phi[k] = (float)phi_at(state->params.exponent, softness, d);
        state->slope[k] = (float)slope_at(state->params.exponent, softness, d);
    }
}

static void anneal(void *state, double progress)
{
    pairs *p = state;
    double to_go = fmax(1 - progress / FALLING, 0), end = p->params.softness;
    set_softness(p, progress > 1 ? HARD : end * pow(p->params.softness_start / end, to_go));
}

/* ---- the plane ------------------------------------------------------------------------ */

/* u = scale * value + offset. */
static void fill_plane(
    const pairs *p, const float *values, float scale, float offset, float *plane)
{
    for (size_t y = 0; y < p->rows; y++) {
        const float *from =
            values + (y + p->height - p->top % p->height) % p->height * p->width;
        float *row = plane + y * p->stride;
        size_t x = (p->width - p->left % p->width) % p->width;
        for (size_t i = 0; i < p->stride; i++) {
            row[i] = scale * from[x] + offset;
            x = x + 1 < p->width ? x + 1 : 0;
        }
    }
}

static void warp_range(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    const warp *w = context;
    for (size_t i = begin; i < end; i++) {
        double x = (double)w->values[i] + w->mean;
        w->u[i] = (float)woad_pdf_cumulative(w->pdf, x);
        w->density[i] = (float)woad_pdf_density(w->pdf, x);
    }
}

static void prepare(void *state, const float *values, float factor)
{
    (void)factor;
    pairs *p = state;
    float scale = p->warp ? 1 : 0.5f;
    if (p->warp) {
        p->warp->values = values;
        woad_parallel(p->threads, p->width * p->height * p->depth, warp_range, p->warp);
        values = p->warp->u;
    }
    for (size_t f = 0; f < p->depth; f++)
        fill_plane(p, values + f * p->width * p->height, scale, 1 - scale,
            p->plane + f * p->rows * p->stride);
}

/* ---- one row -------------------------------------------------------------------------- */

/* One row beside the kernel's corner. `low` and `high` limit distances: two numbers, not one and
 * its negative, so that compilers see a maximum and a minimum, and no branches. */
typedef struct limited_row {
    const float *corner, *here;
    size_t width;
    float scale, low, high;
} limited_row;

static inline float within(float d, float low, float high)
{
    d = d > low ? d : low;
    return d < high ? d : high;
}

WOAD_VECTOR static void add_tap(const limited_row *r, const tap *t, float *restrict gradient)
{
    const float *here = r->here, *there = r->corner + t->offset;
    float weight = r->scale * t->weight, low = r->low, high = r->high;
    for (size_t x = 0; x < r->width; x++)
        gradient[x] += weight * within(here[x] - there[x], low, high);
}

/* Four at once, so that the gradient is not fetched and put back for each. A function by itself:
 * where GCC sees the loop over the taps around it, it may unroll that one and leave this one
 * without vectors, seven times slower. */
WOAD_VECTOR static void add_four_taps(
    const limited_row *r, const tap *t, float *restrict gradient)
{
    const float *here = r->here, *a = r->corner + t[0].offset, *b = r->corner + t[1].offset,
                *c = r->corner + t[2].offset, *d = r->corner + t[3].offset;
    float wa = r->scale * t[0].weight, wb = r->scale * t[1].weight, wc = r->scale * t[2].weight,
          wd = r->scale * t[3].weight;
    float low = r->low, high = r->high;
    for (size_t x = 0; x < r->width; x++) {
        float u = here[x], sum = gradient[x];
        sum += wa * within(u - a[x], low, high);
        sum += wb * within(u - b[x], low, high);
        sum += wc * within(u - c[x], low, high);
        gradient[x] = sum + wd * within(u - d[x], low, high);
    }
}

/* gradient += scale sum over the taps of g phi'(u - v) for p = 1. */
static void add_limited(const pairs *p, const slice *s, const float *corner, const float *here,
    float scale, float *restrict gradient)
{
    float softness = (float)p->softness;
    limited_row row = {corner, here, p->width, scale / softness, -softness, softness};
    size_t t = 0;
    for (; t + 4 <= s->tap_count; t += 4)
        add_four_taps(&row, s->taps + t, gradient);
    for (; t < s->tap_count; t++)
        add_tap(&row, s->taps + t, gradient);
}

/* Beyond the table, its end. */
static inline float look_up(const float *table, float d)
{
    float place = fabsf(d) * (float)(STEPS / FARTHEST);
    place = place < STEPS - 1 ? place : STEPS - 1;
    int32_t k = (int32_t)place;
    return table[k] + (table[k + 1] - table[k]) * (place - (float)k);
}

WOAD_VECTOR static void add_looked_up(const pairs *p, const slice *s, const float *corner,
    const float *here, float scale, float *restrict gradient)
{
    for (size_t t = 0; t < s->tap_count; t++) {
        const float *there = corner + s->taps[t].offset;
        float weight = scale * s->taps[t].weight;
        for (size_t x = 0; x < p->width; x++) {
            float d = here[x] - there[x];
            gradient[x] += weight * copysignf(look_up(p->slope, d), d);
        }
    }
}

/* sum of phi(u - v) over a row; phi(d) = c^2 / (2 s) + d - c, c = min(d, s), for p = 1. */
WOAD_VECTOR static float sum_limited(
    const float *here, const float *there, size_t width, float softness)
{
    float sum = 0, bend = 1 / (2 * softness);
#pragma omp simd reduction(+ : sum)
    for (size_t x = 0; x < width; x++) {
        float d = fabsf(here[x] - there[x]), c = d < softness ? d : softness;
        sum += c * c * bend + (d - c);
    }
    return sum;
}

WOAD_VECTOR static float sum_looked_up(
    const float *here, const float *there, size_t width, const float *phi)
{
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (size_t x = 0; x < width; x++)
        sum += look_up(phi, here[x] - there[x]);
    return sum;
}

static double row_value(const pairs *p, const slice *s, const float *corner, const float *here)
{
    double e = p->params.exponent, mean = (double)p->width / ((e + 1) * (e + 2));
    double sum = s->frame == 0 ? p->self * mean : 0;
    for (size_t t = 0; t < s->tap_count; t++) {
        const float *there = corner + s->taps[t].offset;
        float phi = e == 1 ? sum_limited(here, there, p->width, (float)p->softness)
                           : sum_looked_up(here, there, p->width, p->phi);
        sum += (double)s->taps[t].weight * (mean - (double)phi / 2);
    }
    return sum;
}

static void add_gradient(const pairs *p, const slice *s, const float *corner, const float *here,
    float scale, float *gradient)
{
    if (p->params.exponent == 1)
        add_limited(p, s, corner, here, scale, gradient);
    else
        add_looked_up(p, s, corner, here, scale, gradient);
}

/* dD/dm = dD/du F'(m). */
static void unwarp_row(const pairs *p, size_t y, float *gradient)
{
    const float *slope = p->warp->gradient + y * p->width;
    const float *density = p->warp->density + y * p->width;
    for (size_t x = 0; x < p->width; x++)
        gradient[x] += density[x] * slope[x];
}

static void add_pixels(
    const void *state, const woad_pixels_part *part, float factor, double *value)
{
    const pairs *p = state;
    size_t frame = part->y / p->height, row = part->y % p->height * p->stride;
    size_t frame_size = p->rows * p->stride;
    const float *here = p->plane + frame * frame_size + row + p->top * p->stride + p->left;
    float scale = p->warp ? 1 : 0.5f, *gradient = part->gradient; /* du/dm */
    if (p->warp) {
        gradient = p->warp->gradient + part->y * p->width;
        memset(gradient, 0, p->width * sizeof *gradient);
    }
    if (value)
        *value = 0;
    for (size_t i = 0; i < p->slice_count; i++) {
        const slice *s = &p->slices[i];
        const float *corner = p->plane + (frame + s->frame) % p->depth * frame_size + row;
        if (factor != 0) /* or only the value is wanted */
            add_gradient(p, s, corner, here, -scale * factor, gradient);
        if (value)
            *value += row_value(p, s, corner, here);
    }
    if (p->warp)
        unwarp_row(p, part->y, part->gradient);
}

/* ---- life ----------------------------------------------------------------------------- */

static void destroy_warp(warp *w)
{
    if (!w)
        return;
    woad_pdf_destroy(w->pdf);
    woad_free(w->u);
    woad_free(w->density);
    woad_free(w->gradient);
    woad_free(w);
}

static void destroy(void *state)
{
    pairs *p = state;
    destroy_warp(p->warp);
    woad_free(p->slices);
    woad_free(p->taps);
    woad_free(p->plane);
    woad_free(p->phi);
    woad_free(p->slope);
    woad_free(p);
}

/* Writes the taps that are not 0, and returns how many. */
static size_t list_taps(const pairs *p, const woad_taps *taps, tap *out)
{
    size_t count = 0, corner = (p->top - taps->top) * p->stride + p->left - taps->left;
    for (size_t i = 0; i < taps->width * taps->height; i++) {
        size_t offset = corner + i / taps->width * p->stride + i % taps->width;
        if (taps->weights[i] != 0)
            out[count++] = (tap){offset, (float)taps->weights[i]};
    }
    return count;
}

static void list_slices(pairs *p, const woad_slices *kernel)
{
    tap *next = p->taps;
    for (size_t i = 0; i < kernel->count; i++) {
        size_t count = list_taps(p, &kernel->slices[i].taps, next);
        p->slices[i] = (slice){kernel->slices[i].frame, count, next};
        next += count;
    }
    p->slice_count = kernel->count;
}

static size_t most_taps(const woad_slices *kernel)
{
    size_t count = 0;
    for (size_t i = 0; i < kernel->count; i++)
        count += kernel->slices[i].taps.width * kernel->slices[i].taps.height;
    return count;
}

/* The first slice has the widest kernel. */
static woad_status create_arrays(pairs *p, const woad_slices *kernel, woad_error *error)
{
    const woad_taps *taps = &kernel->slices[0].taps;
    p->left = taps->left;
    p->top = taps->top;
    p->self = kernel->self;
    p->stride = p->width + taps->width;
    p->rows = p->height + taps->height;
    p->slices = woad_array(kernel->count, sizeof *p->slices);
    p->taps = woad_array(most_taps(kernel), sizeof *p->taps);
    p->plane = woad_array(p->depth * p->rows * p->stride, sizeof *p->plane);
    p->phi = woad_array(STEPS + 1, sizeof *p->phi);
    p->slope = woad_array(STEPS + 1, sizeof *p->slope);
    if (!p->slices || !p->taps || !p->plane || !p->phi || !p->slope)
        return woad_fail_memory(error, "the dither term");
    list_slices(p, kernel);
    set_softness(p, p->params.softness);
    return WOAD_OK;
}

/* The mean is that of the mask's values, of which there are `area` in a frame. */
static woad_status create_warp(pairs *p, const char *pdf, size_t area, woad_error *error)
{
    size_t count = p->width * p->height * p->depth;
    if (woad_pdf_is_uniform(pdf))
        return WOAD_OK;
    warp *w = p->warp = woad_array(1, sizeof *w);
    if (!w)
        return woad_fail_memory(error, "the dither term");
    w->u = woad_array(count, sizeof *w->u);
    w->density = woad_array(count, sizeof *w->density);
    w->gradient = woad_array(count, sizeof *w->gradient);
    if (!w->u || !w->density || !w->gradient)
        return woad_fail_memory(error, "the dither term");
    woad_status status = woad_pdf_create(pdf, &w->pdf, error);
    if (status >= 0)
        w->mean = woad_pdf_mean(w->pdf, area);
    return status;
}

static woad_status create(
    const woad_loss_params *params, const woad_scope *scope, void **state, woad_error *error)
{
    size_t width = scope->shape.width, height = scope->shape.height, depth = scope->depth;
    const woad_dither_loss_params *own = &params->dither;
    woad_slices kernel;
    if (own->weight == 0)
        return WOAD_OK;
    woad_status status = woad_slices_create(own, width, height, depth, &kernel, error);
    if (status < 0)
        return status;
    pairs *p = woad_array(1, sizeof *p);
    if (p) {
        *p = (pairs){.params = *own,
            .width = width,
            .height = height,
            .depth = depth,
            .threads = scope->threads};
        status = create_arrays(p, &kernel, error);
        if (status >= 0)
            status = create_warp(p, params->pdf, scope->area, error);
    } else {
        status = woad_fail_memory(error, "the dither term");
    }
    woad_slices_clear(&kernel);
    if (status >= 0)
        *state = p;
    else if (p)
        destroy(p);
    return status;
}

static size_t shorter(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t memory(const woad_loss_params *params, const woad_scope *scope)
{
    woad_half_shape shape = scope->shape;
    const size_t longest = 2 * WOAD_KERNEL_RADIUS + 1; /* side of the largest kernel */
    size_t width = shorter(shape.width, longest), height = shorter(shape.height, longest);
    if (params->dither.weight == 0)
        return 0;
    size_t warped = woad_pdf_is_uniform(params->pdf) ? 0 : 3 * shape.width * shape.height;
    return scope->depth *
               (warped * sizeof(float) + width * height * (sizeof(tap) + sizeof(double)) +
                   (shape.width + width) * (shape.height + height) * sizeof(float)) +
           2 * (STEPS + 1) * sizeof(float);
}

#define SECTION "loss.dither"
#define FIELD(name) offsetof(woad_design_params, loss.dither.name)
static const woad_key keys[] = {
    WOAD_WEIGHT_KEY(dither),
    {SECTION, "kernel", "what pairs of pixels weigh: sums of [SHAPE:]SIZE[:WEIGHT], file:PATH",
        WOAD_KEY_STRING, FIELD(kernel), 0, 0, NULL, woad_kernel_check},
    {SECTION, "space",
        "of masks with frames: weight of the error within a frame, by the kernel",
        WOAD_KEY_REAL, FIELD(space), 0, 1e6, NULL, NULL},
    {SECTION, "time",
        "weight of the error at each pixel through time, by the filter `temporal`",
        WOAD_KEY_REAL, FIELD(time), 0, 1e6, NULL, NULL},
    {SECTION, "both", "weight of the error after both_kernel in space and the filter in time",
        WOAD_KEY_REAL, FIELD(both), 0, 1e6, NULL, NULL},
    {SECTION, "temporal", "filter through time: ema:SHARE, box:FRAMES or gaussian:SIGMA",
        WOAD_KEY_STRING, FIELD(temporal), 0, 0, NULL, woad_temporal_check},
    {SECTION, "both_kernel", "kernel in space of the error after both filters", WOAD_KEY_STRING,
        FIELD(both_kernel), 0, 0, NULL, woad_kernel_check},
    {SECTION, "radius", "pixels, where the kernel ends; 0: by itself", WOAD_KEY_REAL,
        FIELD(radius), 0, 64, NULL, NULL},
    {SECTION, "exponent", "of the distance of two values: 1 the thresholds', 2 the post's",
        WOAD_KEY_REAL, FIELD(exponent), 1, 2, NULL, NULL},
    {SECTION, "softness_start", "distance within which values attract as a parabola, at first",
        WOAD_KEY_REAL, FIELD(softness_start), 1e-6, 2, NULL, NULL},
    {SECTION, "softness", "the same in the end", WOAD_KEY_REAL, FIELD(softness), 1e-6, 2, NULL,
        NULL},
};

const woad_loss_term woad_loss_dither = {
    .info = {"dither", "the visible error of dithering with the mask, at all grey levels"},
    .domain = WOAD_DOMAIN_PIXELS,
    .weight = offsetof(woad_loss_params, dither.weight),
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .create = create,
    .destroy = destroy,
    .memory = memory,
    .anneal = anneal,
    .prepare = prepare,
    .add_pixels = add_pixels,
};
