/* vector/swaps.c - swaps of vectors between pixels that lower what is seen of them.
 *
 * The energy is the weighted sum of two terms, both over pairs of pixels i and j on the torus:
 *
 *     D = - sum_ij g(i-j) |v_i - v_j| / 4          the dither term, g its kernel
 *     S = sum_ij q(i-j) v_i . v_j                  the spectral term of all components
 *
 * (q: loss/spectral.h). For one component D is the dither term of design.h with p = 1, but for what
 * is constant on a permutation: v = 2 u - 1. For several, |v_i - v_j| is in proportion to the share
 * of random cuts by lines or planes that have v_i and v_j on different sides (Crofton), so D is the
 * error of all such cuts, seen through the filter whose autocorrelation is g, in the mean over all:
 * what a renderer makes that takes a direction a pixel and asks which side of an edge it meets.
 * Donnelly, Wolfe, Buetepage and Valdes, "FAST: Filter-Adapted Spatio-Temporal Sampling for
 * Real-Time Rendering" (2024), anneal such energies.
 *
 * A swap changes D along two rows of taps. S changes by fields of filtered components, kept up to
 * date: a few products for a trial, all taps for a swap that is taken. Vectors that are near each
 * other change little when they swap; most of what random pairs cannot reach is reached by those.
 */
#include "vector/swaps.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/simd.h"
#include "base/status.h"
#include "kernel.h"
#include "loss/spectral.h"

enum { DIM = WOAD_VECTOR_COMPONENTS, STREAM = 8 };

struct woad_vector_swaps {
    size_t width, height;
    double dither_weight, spectral_weight;
    woad_vector_field *vectors;
    woad_taps dither, spectral; /* taps only where there is a weight */
    float *dither_weights;      /* the same, in single precision for the rows */
    double *filtered;           /* [DIM][count]: the components behind q */
    float *keys;
    uint32_t *order;
    woad_random random;
    uint64_t seed;
    uint64_t sweeps; /* done */
};

/* ---- taps around a pixel -------------------------------------------------------------- */

/* Taps that meet pixels side by side. */
typedef struct run {
    size_t tap, pixel, length;
} run;

/* Row `row` of the taps around pixel i, in two runs: before the right edge, and after it. */
static void find_runs(
    const woad_vector_swaps *s, const woad_taps *taps, size_t i, size_t row, run out[2])
{
    size_t x = (i % s->width + s->width - taps->left) % s->width;
    size_t y = (i / s->width + s->height - taps->top + row) % s->height;
    size_t room = s->width - x, first = taps->width < room ? taps->width : room;
    out[0] = (run){row * taps->width, y * s->width + x, first};
    out[1] = (run){row * taps->width + first, y * s->width, taps->width - first};
}

/* Of pixel j around pixel i; 0 where there is no tap. */
static double tap_at(const woad_vector_swaps *s, const woad_taps *taps, size_t i, size_t j)
{
    size_t x = (j % s->width + s->width - i % s->width + taps->left) % s->width;
    size_t y = (j / s->width + s->height - i / s->width + taps->top) % s->height;
    return x < taps->width && y < taps->height ? taps->weights[y * taps->width + x] : 0;
}

static double square_distance(const woad_vector_swaps *s, size_t i, size_t j)
{
    double sum = 0;
    for (size_t c = 0; c < DIM; c++) {
        const float *values = s->vectors->values + c * s->vectors->count;
        sum +=
            ((double)values[i] - (double)values[j]) * ((double)values[i] - (double)values[j]);
    }
    return sum;
}

/* ---- the dither term ------------------------------------------------------------------ */

/* sum_k w_k (|v_k - b| - |v_k - a|) over a run. */
static inline float sum_changes(const float *restrict weights, const float *restrict x,
    const float *restrict y, const float *restrict z, size_t count, const float *a,
    const float *b)
{
    const float ax = a[0], ay = a[1], az = a[2], bx = b[0], by = b[1], bz = b[2];
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (size_t k = 0; k < count; k++) {
        float dx = x[k] - ax, dy = y[k] - ay, dz = z[k] - az;
        float ex = x[k] - bx, ey = y[k] - by, ez = z[k] - bz;
        sum += weights[k] *
               (sqrtf(ex * ex + ey * ey + ez * ez) - sqrtf(dx * dx + dy * dy + dz * dz));
    }
    return sum;
}

/* The same over all taps around pixel i: its row of the energy with b in the place of a. */
WOAD_VECTOR static double change_of_row(
    const woad_vector_swaps *s, size_t i, const float *a, const float *b)
{
    const woad_taps *taps = &s->dither;
    const float *x = s->vectors->values, *y = x + s->vectors->count, *z = y + s->vectors->count;
    double sum = 0;
    for (size_t row = 0; row < taps->height; row++) {
        run runs[2];
        find_runs(s, taps, i, row, runs);
        for (size_t r = 0; r < 2; r++) {
            size_t p = runs[r].pixel;
            sum += (double)sum_changes(
                s->dither_weights + runs[r].tap, x + p, y + p, z + p, runs[r].length, a, b);
        }
    }
    return sum;
}

/* sum_k g(k-i) |v_k - v_i|. */
static double row_of_dither(const woad_vector_swaps *s, size_t i)
{
    double sum = 0;
    for (size_t row = 0; row < s->dither.height; row++) {
        run runs[2];
        find_runs(s, &s->dither, i, row, runs);
        for (size_t r = 0; r < 2; r++) {
            for (size_t k = 0; k < runs[r].length; k++)
                sum += s->dither.weights[runs[r].tap + k] *
                       sqrt(square_distance(s, i, runs[r].pixel + k));
        }
    }
    return sum;
}

double woad_vector_swaps_dither(const woad_vector_swaps *s)
{
    double sum = 0;
    for (size_t i = 0; s->dither.weights && i < s->vectors->count; i++)
        sum += row_of_dither(s, i);
    return -sum / 4;
}

/* ---- a swap --------------------------------------------------------------------------- */

typedef struct swap {
    size_t i, j;
    float a[DIM], b[DIM]; /* the vectors there */
    double square;        /* |a - b|^2 */
} swap;

static swap swap_of(const woad_vector_swaps *s, size_t i, size_t j)
{
    swap w = {.i = i, .j = j};
    woad_vector_get(s->vectors, i, w.a);
    woad_vector_get(s->vectors, j, w.b);
    w.square = square_distance(s, i, j);
    return w;
}

/* By how much D would rise. The two rows count the pair itself as if only one of it moved. */
static double rise_of_dither(const woad_vector_swaps *s, const swap *w)
{
    if (!s->dither.weights)
        return 0;
    double change = change_of_row(s, w->i, w->a, w->b) + change_of_row(s, w->j, w->b, w->a);
    return -(change + 2 * sqrt(w->square) * tap_at(s, &s->dither, w->i, w->j)) / 2;
}

static double rise_of_spectral(const woad_vector_swaps *s, const swap *w)
{
    if (!s->spectral.weights)
        return 0;
    double sum = w->square * (s->spectral.self - tap_at(s, &s->spectral, w->i, w->j));
    for (size_t c = 0; c < DIM; c++) {
        const double *filtered = s->filtered + c * s->vectors->count;
        sum += ((double)w->b[c] - (double)w->a[c]) * (filtered[w->i] - filtered[w->j]);
    }
    return 2 * sum;
}

/* filtered += change times q around pixel i. */
WOAD_VECTOR static void add_run(
    const double *restrict weights, size_t count, double change, double *restrict filtered)
{
    for (size_t k = 0; k < count; k++)
        filtered[k] += change * weights[k];
}

static void add_filtered(woad_vector_swaps *s, size_t i, const double *change)
{
    const woad_taps *taps = &s->spectral;
    for (size_t c = 0; c < s->vectors->components; c++) {
        double *filtered = s->filtered + c * s->vectors->count;
        filtered[i] += change[c] * taps->self;
        for (size_t row = 0; row < taps->height; row++) {
            run runs[2];
            find_runs(s, taps, i, row, runs);
            for (size_t r = 0; r < 2; r++)
                add_run(taps->weights + runs[r].tap, runs[r].length, change[c],
                    filtered + runs[r].pixel);
        }
    }
}

static void take(woad_vector_swaps *s, const swap *w)
{
    woad_vector_set(s->vectors, w->i, w->b);
    woad_vector_set(s->vectors, w->j, w->a);
    if (!s->spectral.weights)
        return;
    double there[DIM], back[DIM];
    for (size_t c = 0; c < DIM; c++) {
        there[c] = (double)w->b[c] - (double)w->a[c];
        back[c] = -there[c];
    }
    add_filtered(s, w->i, there);
    add_filtered(s, w->j, back);
}

/* ---- a sweep -------------------------------------------------------------------------- */

typedef struct sweep {
    woad_vector_swaps *swaps;
    double temperature;
    size_t most; /* vectors of a cell */
    woad_refine_gains *gains;
    size_t taken;
} sweep;

static void try_swap(sweep *p, size_t i, size_t j)
{
    woad_vector_swaps *s = p->swaps;
    swap w = swap_of(s, i, j);
    double dither = rise_of_dither(s, &w), spectral = rise_of_spectral(s, &w);
    double rise = s->dither_weight * dither + s->spectral_weight * spectral;
    bool taken = rise < 0;
    if (!taken && p->temperature > 0)
        taken = (double)woad_random_float(&s->random) < exp(-rise / p->temperature);
    if (!taken)
        return;
    take(s, &w);
    p->taken++;
    p->gains->dither -= dither;
    p->gains->spectral -= spectral;
}

static void sweep_cells(sweep *p, size_t begin, size_t end)
{
    woad_vector_swaps *s = p->swaps;
    if (end - begin > p->most) {
        sweep_cells(p, begin, woad_halfway(begin, end));
        sweep_cells(p, woad_halfway(begin, end), end);
        return;
    }
    for (size_t k = begin; end - begin > 1 && k < end; k++) {
        size_t other = begin + (size_t)(woad_random_next(&s->random) % (end - begin - 1));
        try_swap(p, s->order[k], s->order[other < k ? other : other + 1]);
    }
}

size_t woad_vector_swaps_sweep(
    woad_vector_swaps *s, double share, double temperature, woad_refine_gains *gains)
{
    double most = share * (double)s->vectors->count;
    sweep p = {s, temperature, most < 3 ? 3 : (size_t)most, gains, 0};
    woad_vector_halve(s->vectors, p.most, woad_hash(s->seed + s->sweeps++), s->keys, s->order);
    sweep_cells(&p, 0, s->vectors->count);
    return p.taken;
}

/* ---- from the middle ------------------------------------------------------------------ */

/* A double takes the place of two floats: the fields of the components, in two arrays. */
static size_t half_of_fields(const woad_vector_swaps *s)
{
    return s->vectors->components * s->vectors->count;
}

void woad_vector_swaps_look(
    const woad_vector_swaps *s, woad_state_numbers *numbers, woad_state_arrays *arrays)
{
    numbers->directions = s->random;
    if (!s->filtered)
        return;
    arrays->memory[0] = (const float *)(const void *)s->filtered;
    arrays->memory[1] = arrays->memory[0] + half_of_fields(s);
}

void woad_vector_swaps_take(
    woad_vector_swaps *s, const woad_state_numbers *numbers, const woad_state_arrays *arrays)
{
    size_t half = half_of_fields(s);
    s->random = numbers->directions;
    s->sweeps = numbers->report.sweeps;
    for (size_t i = 0; s->filtered && i < 2; i++) {
        if (arrays->memory[i])
            memcpy((char *)s->filtered + i * half * sizeof(float), arrays->memory[i],
                half * sizeof(float));
    }
}

/* ---- its memory ----------------------------------------------------------------------- */

static woad_status create_dither(
    woad_vector_swaps *s, const woad_dither_loss_params *dither, woad_error *error)
{
    woad_status status = woad_taps_create(
        dither->kernel, dither->radius, s->width, s->height, &s->dither, error);
    if (status < 0)
        return status;
    size_t count = s->dither.width * s->dither.height;
    s->dither_weights = woad_array(count, sizeof *s->dither_weights);
    if (!s->dither_weights)
        return woad_fail_memory(error, "swaps of vectors");
    for (size_t k = 0; k < count; k++)
        s->dither_weights[k] = (float)s->dither.weights[k];
    return WOAD_OK;
}

static woad_status create_spectral(
    woad_vector_swaps *s, const woad_spectral_params *spectral, woad_error *error)
{
    woad_status status = woad_spectral_taps(spectral, s->width, s->height, &s->spectral, error);
    if (status < 0)
        return status;
    s->filtered = woad_array(DIM * s->vectors->count, sizeof *s->filtered);
    if (!s->filtered)
        return woad_fail_memory(error, "swaps of vectors");
    for (size_t i = 0; i < s->vectors->count; i++) {
        float x[DIM];
        woad_vector_get(s->vectors, i, x);
        add_filtered(s, i, (const double[DIM]){(double)x[0], (double)x[1], (double)x[2]});
    }
    return WOAD_OK;
}

woad_status woad_vector_swaps_create(const woad_design_params *params,
    woad_vector_field *vectors, woad_vector_swaps **out, woad_error *error)
{
    woad_vector_swaps *s = woad_array(1, sizeof *s);
    if (!s)
        return woad_fail_memory(error, "swaps of vectors");
    *s = (woad_vector_swaps){.width = params->width,
        .height = params->height,
        .dither_weight = params->loss.dither.weight,
        .spectral_weight = params->loss.spectral.weight,
        .vectors = vectors,
        .keys = woad_array(vectors->count, sizeof(float)),
        .order = woad_array(vectors->count, sizeof(uint32_t)),
        .random = woad_random_seed(params->seed, STREAM),
        .seed = params->seed};
    woad_status status =
        s->keys && s->order ? WOAD_OK : woad_fail_memory(error, "swaps of vectors");
    if (status >= 0 && s->dither_weight > 0)
        status = create_dither(s, &params->loss.dither, error);
    if (status >= 0 && s->spectral_weight > 0)
        status = create_spectral(s, &params->loss.spectral, error);
    if (status < 0)
        woad_vector_swaps_destroy(s);
    else
        *out = s;
    return status;
}

void woad_vector_swaps_destroy(woad_vector_swaps *swaps)
{
    if (!swaps)
        return;
    woad_taps_clear(&swaps->dither);
    woad_taps_clear(&swaps->spectral);
    woad_free(swaps->dither_weights);
    woad_free(swaps->filtered);
    woad_free(swaps->keys);
    woad_free(swaps->order);
    woad_free(swaps);
}

size_t woad_vector_swaps_memory(const woad_design_params *params)
{
    size_t count = params->width * params->height, widest = 2 * WOAD_KERNEL_RADIUS + 1;
    size_t reach = 2 * woad_spectral_reach(&params->loss.spectral) + 1;
    size_t filtered = params->loss.spectral.weight > 0 ? DIM * count * sizeof(double) : 0;
    return count * (sizeof(float) + sizeof(uint32_t)) + filtered +
           widest * widest * (sizeof(float) + sizeof(double)) + reach * reach * sizeof(double);
}
