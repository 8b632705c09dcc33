/* loss/spectral.c - low frequencies are absent.
 *
 *     S = sum_k W(k)^2 A(k)^2 / N,   W = max(1 - (|f| / cutoff)^2, 0)        (Wronski 2020)
 *     dS/dA(k) = 2 W(k)^2 A(k) / N
 *
 * The post has W = max(0.7 - (fx / 0.5)^2 - (fy / 0.5)^2, 0) / 0.7, which is the above with a
 * cutoff of 0.5 sqrt(0.7). Its notebook evaluates this on linspace(1, -1, n) over the shifted
 * spectrum, which for even n is half a bin off and not symmetric; for a real image only the
 * mean of W^2 at k and -k acts, so that mean is what the table holds. Along time and in volumes |f|
 * is over those axes, N the values that are transformed at once, and S the sum over all such sets.
 */
#include <math.h>

#include "base/alloc.h"
#include "base/simd.h"
#include "base/status.h"
#include "loss/spectral.h"
#include "loss/term.h"

/* fx / 0.5, fy / 0.5 or ft / 0.5 of bin k on an axis of n. */
static double coordinate(woad_grid grid, size_t k, size_t n)
{
    if (grid == WOAD_GRID_CENTRED)
        return 2 * (k <= n / 2 ? (double)k : (double)k - (double)n) / (double)n;
    size_t shifted = (k + n / 2) % n;
    return n == 1 ? 0 : 1 - 2 * (double)shifted / (double)(n - 1);
}

static double weight_squared(
    const woad_spectral_params *params, woad_half_shape shape, size_t kx, size_t ky, size_t kt)
{
    double x = coordinate(params->grid, kx, shape.width);
    double y = coordinate(params->grid, ky, shape.height);
    double t = coordinate(params->grid, kt, shape.depth);
    double edge = params->cutoff / 0.5;
    double w = fmax(1 - (x * x + y * y + t * t) / (edge * edge), 0);
    return w * w;
}

double woad_spectral_weight(
    const woad_spectral_params *params, woad_half_shape shape, size_t kx, size_t row)
{
    size_t ky = row % shape.height, kt = row / shape.height;
    return 0.5 * (weight_squared(params, shape, kx, ky, kt) +
                     weight_squared(params, shape, (shape.width - kx) % shape.width,
                         (shape.height - ky) % shape.height, (shape.depth - kt) % shape.depth));
}

static woad_status create(
    const woad_loss_params *params, const woad_scope *scope, void **state, woad_error *error)
{
    woad_half_shape shape = scope->shape;
    float *table = woad_array(shape.rows * shape.bins, sizeof *table);
    if (!table)
        return woad_fail_memory(error, "the spectral term");
    for (size_t row = 0; row < shape.rows; row++) {
        for (size_t kx = 0; kx < shape.bins; kx++)
            table[row * shape.bins + kx] =
                (float)woad_spectral_weight(&params->spectral, shape, kx, shape.first + row);
    }
    *state = table;
    return WOAD_OK;
}

WOAD_VECTOR static void add_gradient(
    const float *squared, const float *amplitude, size_t bins, float scale, float *gradient)
{
    for (size_t kx = 0; kx < bins; kx++)
        gradient[kx] += scale * squared[kx] * amplitude[kx];
}

WOAD_VECTOR static float sum_value(const float *squared, const float *amplitude, size_t bins)
{
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (size_t kx = 0; kx < bins; kx++)
        sum += squared[kx] * amplitude[kx] * amplitude[kx];
    return sum;
}

static void add_spectrum(
    const void *state, const woad_spectrum_part *part, float factor, double *value)
{
    woad_half_shape shape = part->shape;
    size_t last = shape.bins - 1;
    float count = (float)woad_half_count(shape);
    const float *squared = (const float *)state + part->row * shape.bins;
    const float *amplitude = woad_half_row_near(shape, part->amplitude, part->row, 0);
    add_gradient(squared, amplitude, shape.bins, 2 * factor / count, part->gradient);
    if (value)
        *value = woad_half_row_total(shape, (double)sum_value(squared, amplitude, shape.bins),
                     (double)sum_value(squared, amplitude, 1),
                     (double)sum_value(squared + last, amplitude + last, 1)) /
                 (double)count;
}

static const woad_entry grids[] = {
    [WOAD_GRID_CENTRED] = {"centred", "zero frequency at the centre of the weight"},
    [WOAD_GRID_NOTEBOOK] = {"notebook", "the notebook's, half a bin off for even sizes"},
};

static const woad_entry *grid_at(size_t index)
{
    return index < sizeof grids / sizeof *grids ? &grids[index] : NULL;
}

#define SECTION "loss.spectral"
static const woad_key keys[] = {
    WOAD_WEIGHT_KEY(spectral),
    {SECTION, "cutoff", "radius of the emptied disk of frequencies, cycles per pixel",
        WOAD_KEY_REAL, offsetof(woad_design_params, loss.spectral.cutoff), 1e-6, 0.75, NULL,
        NULL},
    {SECTION, "grid", "where the weight is centred", WOAD_KEY_CHOICE,
        offsetof(woad_design_params, loss.spectral.grid), 0, 0, grid_at, NULL},
    WOAD_AXES_KEY(spectral),
};

const woad_loss_term woad_loss_spectral = {
    .info = {"spectral", "no low frequencies: weighted power inside the cutoff"},
    .domain = WOAD_DOMAIN_SPECTRUM,
    .weight = offsetof(woad_loss_params, spectral.weight),
    .axes = offsetof(woad_loss_params, spectral.axes),
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .create = create,
    .add_spectrum = add_spectrum,
};
