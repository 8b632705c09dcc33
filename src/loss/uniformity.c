/* loss/uniformity.c - the spectrum is smooth.
 *
 *     U = sum_k (lap^2 + gx^2 + gy^2) / N,   A = |fft2(m)|, wrap-around        (Wronski 2020)
 *     lap(k) = (A(k-x) + A(k+x) + A(k-y) + A(k+y) - 4 A(k)) / 5
 *     gx(k) = (A(k) - A(k-x)) / 2,   gy(k) = (A(k) - A(k-y)) / 2
 *
 * The Laplacian L (lap = L A) is its own transpose, and sum_k gx^2 + gy^2 = -5/4 sum_k A lap,
 * so with lap at hand
 *
 *     dU/dA = (2 L lap - 5/2 lap) / N.
 */
#include "loss/term.h"

typedef struct rows {
    const float *above, *here, *below;
} rows;

static rows rows_at(woad_half_shape shape, float *field, size_t ky)
{
    size_t h = shape.height;
    return (rows){
        woad_half_row(shape, field, ky == 0 ? h - 1 : ky - 1),
        woad_half_row(shape, field, ky),
        woad_half_row(shape, field, ky == h - 1 ? 0 : ky + 1),
    };
}

/* 5 lap at a bin; kx + 1 and kx - 1 may be guards. */
static inline float laplacian5(const rows *r, ptrdiff_t kx)
{
    return (r->here[kx - 1] + r->here[kx + 1]) + (r->above[kx] + r->below[kx]) -
           4 * r->here[kx];
}

static inline float square(float x)
{
    return x * x;
}

/* lap^2 + gy^2 at one bin: what a row sums up with the weights of its bins. */
static inline float bin_value(const rows *r, const float *lap, size_t kx)
{
    return square(lap[kx]) + 0.25f * square(r->here[kx] - r->above[kx]);
}

/* The share of one row. The pairs (kx - 1, kx), kx = 1 .. bins - 1, of gx stand for two each;
 * the pair that reaches over the far edge of an odd row is its own mirror. */
static double row_value(woad_half_shape shape, const rows *r, const float *lap)
{
    size_t bins = shape.bins;
    float bin_sum = 0, pair_sum = 0;
#pragma omp simd reduction(+ : bin_sum)
    for (size_t kx = 0; kx < bins; kx++)
        bin_sum += bin_value(r, lap, kx);
#pragma omp simd reduction(+ : pair_sum)
    for (size_t kx = 1; kx < bins; kx++)
        pair_sum += square(r->here[kx] - r->here[kx - 1]);
    double pairs = 2 * (double)pair_sum;
    if (shape.width % 2 == 1)
        pairs += (double)square(r->here[bins] - r->here[bins - 1]);
    return 0.25 * pairs + woad_half_row_total(shape, (double)bin_sum,
                              (double)bin_value(r, lap, 0),
                              (double)bin_value(r, lap, bins - 1));
}

static void add(const void *state, const woad_loss_view *view, float factor, double *value)
{
    (void)state;
    woad_half_shape shape = view->shape;
    ptrdiff_t bins = (ptrdiff_t)shape.bins;
    double sum = 0;
    for (size_t ky = 0; ky < shape.height; ky++) {
        rows amplitude = rows_at(shape, view->amplitude, ky);
        float *lap = woad_half_row(shape, view->scratch, ky);
        for (ptrdiff_t kx = 0; kx < bins; kx++)
            lap[kx] = 0.2f * laplacian5(&amplitude, kx);
        if (value)
            sum += row_value(shape, &amplitude, lap);
    }
    if (value)
        *value = sum / (double)view->count;

    woad_half_fill_guards(shape, view->scratch);
    float scale = factor / (float)view->count;
    for (size_t ky = 0; ky < shape.height; ky++) {
        rows lap = rows_at(shape, view->scratch, ky);
        float *gradient = view->amplitude_gradient + ky * shape.bins;
        for (ptrdiff_t kx = 0; kx < bins; kx++)
            gradient[kx] += scale * (0.4f * laplacian5(&lap, kx) - 2.5f * lap.here[kx]);
    }
}

static const woad_key keys[] = {WOAD_WEIGHT_KEY(uniformity)};

const woad_loss_term woad_loss_uniformity = {
    .info = {"uniformity", "a smooth spectrum: no structure in what is left"},
    .domain = WOAD_DOMAIN_SPECTRUM,
    .weight = offsetof(woad_loss_params, uniformity.weight),
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .add = add,
};
