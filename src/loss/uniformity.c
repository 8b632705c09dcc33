/* loss/uniformity.c - the spectrum is smooth.
 *
 *     U = sum_k (lap^2 + gx^2 + gy^2) / N,   A = |fft2(m)|, wrap-around        (Wronski 2020)
 *     lap(k) = (A(k-x) + A(k+x) + A(k-y) + A(k+y) - 4 A(k)) / 5
 *     gx(k) = (A(k) - A(k-x)) / 2,   gy(k) = (A(k) - A(k-y)) / 2
 *
 * The Laplacian L (lap = L A) is its own transpose, and sum_k gx^2 + gy^2 = -5/4 sum_k A lap,
 * so
 *
 *     dU/dA = (2 L L A - 5/2 L A) / N,
 *
 * which, multiplied out, is a stencil of 13 points: with S1 the sum over the 4 neighbours, S2
 * over the 4 diagonal ones, and S4 over the 4 at distance two in a row or column,
 *
 *     N dU/dA = 3.6 A - 1.14 S1 + 0.16 S2 + 0.08 S4.
 *
 * Along n axes, 1 through time and 3 in a volume, lap is the sum over the 2 n neighbours,
 * less 2 n A, over 2 n + 1, there is a g for each axis, and
 * sum_k of the g^2 = -(2 n + 1) / 4 sum_k A lap, so
 *
 *     dU/dA = (2 L L A - (2 n + 1) / 2 L A) / N,
 *
 * which is done in two passes, as it stands.
 */
#include "base/alloc.h"
#include "base/simd.h"
#include "base/status.h"
#include "loss/term.h"

/* ---- frames --------------------------------------------------------------------------- */

/* The row in work at [2], with two rows on either side. */
enum { ROWS = 5, HERE = 2 };

WOAD_VECTOR static void add_gradient(
    const float *const rows[ROWS], ptrdiff_t bins, float scale, float *gradient)
{
    const float *a = rows[0], *b = rows[1], *c = rows[2], *d = rows[3], *e = rows[4];
    for (ptrdiff_t x = 0; x < bins; x++) {
        float near = (c[x - 1] + c[x + 1]) + (b[x] + d[x]);
        float diagonal = (b[x - 1] + b[x + 1]) + (d[x - 1] + d[x + 1]);
        float far = (c[x - 2] + c[x + 2]) + (a[x] + e[x]);
        gradient[x] +=
            scale * ((3.6f * c[x] - 1.14f * near) + (0.16f * diagonal + 0.08f * far));
    }
}

static inline float square(float x)
{
    return x * x;
}

/* lap^2 + gy^2 summed over bins: what a row counts with the weights of its bins. */
WOAD_VECTOR static float sum_bins(const float *const rows[ROWS], ptrdiff_t begin, ptrdiff_t end)
{
    const float *above = rows[HERE - 1], *here = rows[HERE], *below = rows[HERE + 1];
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (ptrdiff_t x = begin; x < end; x++) {
        float lap = (here[x - 1] + here[x + 1]) + (above[x] + below[x]) - 4 * here[x];
        sum += 0.04f * square(lap) + 0.25f * square(here[x] - above[x]);
    }
    return sum;
}

/* gx^2 summed over the pairs (kx - 1, kx), kx = 1 .. bins - 1. */
WOAD_VECTOR static float sum_pairs(const float *here, ptrdiff_t bins)
{
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (ptrdiff_t x = 1; x < bins; x++)
        sum += square(here[x] - here[x - 1]);
    return 0.25f * sum;
}

/* The row's share of N U. The pairs of gx inside the half stand for two each; the pair that
 * reaches over the far edge of an odd row is its own mirror. */
static double row_value(woad_half_shape shape, const float *const rows[ROWS])
{
    ptrdiff_t bins = (ptrdiff_t)shape.bins;
    const float *here = rows[HERE];
    double pairs = 2 * (double)sum_pairs(here, bins);
    if (shape.width % 2 == 1)
        pairs += 0.25 * (double)square(here[bins] - here[bins - 1]);
    return pairs + woad_half_row_total(shape, (double)sum_bins(rows, 0, bins),
                       (double)sum_bins(rows, 0, 1), (double)sum_bins(rows, bins - 1, bins));
}

static void add_of_frame(const woad_spectrum_part *part, float factor, double *value)
{
    woad_half_shape shape = part->shape;
    double count = (double)shape.width * (double)shape.height;
    const float *rows[ROWS];
    for (int r = 0; r < ROWS; r++)
        rows[r] = woad_half_row_near(shape, part->amplitude, part->row, r - HERE);
    add_gradient(rows, (ptrdiff_t)shape.bins, (float)((double)factor / count), part->gradient);
    if (value)
        *value = row_value(shape, rows) / count;
}

/* ---- time and volumes ----------------------------------------------------------------- */

typedef struct laplacian {
    woad_half_shape shape;
    size_t others; /* neighbours of a bin in other rows: 0 through time, 4 in a volume */
    float *field;  /* L A */
} laplacian;

/* A row of a field, and those that hold its other neighbours: up, down, before, after. */
typedef struct cross {
    const float *here, *others[4];
} cross;

/* Of all rows that are there. */
static cross cross_at(woad_half_shape shape, const float *field, size_t row)
{
    size_t before = (row + shape.rows - shape.height) % shape.rows;
    size_t after = (row + shape.height) % shape.rows;
    return (cross){woad_half_row_near(shape, field, row, 0),
        {woad_half_row_near(shape, field, row, -1), woad_half_row_near(shape, field, row, 1),
            woad_half_row_near(shape, field, before, 0),
            woad_half_row_near(shape, field, after, 0)}};
}

/* Opposite neighbours in pairs, so that a bin and its mirror have the same bits. */
static float laplacian_at(const cross *c, size_t others, ptrdiff_t kx)
{
    float sum = c->here[kx - 1] + c->here[kx + 1], neighbours = (float)(2 + others);
    for (size_t i = 0; i < others; i += 2)
        sum += c->others[i][kx] + c->others[i + 1][kx];
    return (sum - neighbours * c->here[kx]) / (neighbours + 1);
}

/* L A of the columns begin .. end - 1. */
static void fill_row(laplacian *l, woad_half_shape shape, const float *amplitude, size_t row,
    ptrdiff_t begin, ptrdiff_t end)
{
    cross c = cross_at(shape, amplitude, row);
    float *out = woad_half_row(shape, l->field, row);
    for (ptrdiff_t kx = begin; kx < end; kx++)
        out[kx] = laplacian_at(&c, l->others, kx);
}

/* A slab has not the rows that its guards mirror: L A is taken there too, and in the nearer half of
 * its halo, from the other. */
static void prepare(void *state, const float *amplitude, float factor)
{
    (void)factor;
    laplacian *l = state;
    if (!l)
        return;
    woad_half_shape shape = woad_half_with_halo(l->shape);
    size_t outer = l->shape.halo / 2;
    ptrdiff_t beyond = l->shape.halo > 0, bins = (ptrdiff_t)shape.bins;
    for (size_t row = outer; row < shape.rows - outer; row++)
        fill_row(l, shape, amplitude, row, -beyond, bins + beyond);
    if (l->shape.halo == 0)
        woad_half_fill_guards(shape, l->field);
}

/* lap^2 and the share of the g^2. */
static double bin_value(float lap, float a, double points)
{
    return (double)lap * ((double)lap - points / 4 * (double)a);
}

static void add_of_laplacian(
    const laplacian *l, const woad_spectrum_part *part, float factor, double *value)
{
    double count = (double)woad_half_count(l->shape), sum = 0;
    double points = (double)(3 + l->others);
    float scale = (float)((double)factor / count), half = (float)(points / 2);
    const float *a = woad_half_row_near(l->shape, part->amplitude, part->row, 0);
    cross c = cross_at(woad_half_with_halo(l->shape), l->field, l->shape.halo + part->row);
    size_t last = l->shape.bins - 1;
    for (size_t kx = 0; kx <= last; kx++) {
        float again = laplacian_at(&c, l->others, (ptrdiff_t)kx);
        part->gradient[kx] += scale * (2 * again - half * c.here[kx]);
        sum += bin_value(c.here[kx], a[kx], points);
    }
    if (value)
        *value = woad_half_row_total(l->shape, sum, bin_value(c.here[0], a[0], points),
                     bin_value(c.here[last], a[last], points)) /
                 count;
}

/* ---- both ----------------------------------------------------------------------------- */

static void add_spectrum(
    const void *state, const woad_spectrum_part *part, float factor, double *value)
{
    if (state)
        add_of_laplacian(state, part, factor, value);
    else
        add_of_frame(part, factor, value);
}

static void destroy(void *state)
{
    laplacian *l = state;
    woad_free(l->field);
    woad_free(l);
}

static size_t field_size(const woad_scope *scope)
{
    return woad_half_with_halo(scope->shape).rows * scope->shape.stride;
}

static size_t memory(const woad_loss_params *params, const woad_scope *scope)
{
    (void)params;
    return scope->span == WOAD_SPAN_FRAME
               ? 0
               : sizeof(laplacian) + field_size(scope) * sizeof(float);
}

static woad_status create(
    const woad_loss_params *params, const woad_scope *scope, void **state, woad_error *error)
{
    (void)params;
    if (scope->span == WOAD_SPAN_FRAME)
        return WOAD_OK;
    laplacian *l = woad_array(1, sizeof *l);
    float *field = woad_array(field_size(scope), sizeof *field);
    if (!l || !field) {
        woad_free(l);
        woad_free(field);
        return woad_fail_memory(error, "the uniformity term");
    }
    *l = (laplacian){scope->shape, scope->span == WOAD_SPAN_TIME ? 0 : 4, field};
    *state = l;
    return WOAD_OK;
}

static const woad_key keys[] = {WOAD_WEIGHT_KEY(uniformity), WOAD_AXES_KEY(uniformity)};

const woad_loss_term woad_loss_uniformity = {
    .info = {"uniformity", "a smooth spectrum: no structure in what is left"},
    .domain = WOAD_DOMAIN_SPECTRUM,
    .weight = offsetof(woad_loss_params, uniformity.weight),
    .axes = offsetof(woad_loss_params, uniformity.axes),
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .create = create,
    .destroy = destroy,
    .memory = memory,
    .prepare = prepare,
    .add_spectrum = add_spectrum,
};
