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
 */
#include "base/simd.h"
#include "loss/term.h"

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

static void add_spectrum(
    const void *state, const woad_spectrum_part *part, float factor, double *value)
{
    (void)state;
    woad_half_shape shape = part->shape;
    double count = (double)shape.width * (double)shape.height;
    const float *rows[ROWS];
    for (int r = 0; r < ROWS; r++)
        rows[r] = woad_half_row_near(shape, part->amplitude, part->ky, r - HERE);
    add_gradient(rows, (ptrdiff_t)shape.bins, (float)((double)factor / count), part->gradient);
    if (value)
        *value = row_value(shape, rows) / count;
}

static const woad_key keys[] = {WOAD_WEIGHT_KEY(uniformity)};

const woad_loss_term woad_loss_uniformity = {
    .info = {"uniformity", "a smooth spectrum: no structure in what is left"},
    .domain = WOAD_DOMAIN_SPECTRUM,
    .weight = offsetof(woad_loss_params, uniformity.weight),
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .add_spectrum = add_spectrum,
};
