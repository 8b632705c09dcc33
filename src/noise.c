/* noise.c - dithering by noise of a distribution, level q = floor(x + 1/2 + n) of x = v (L - 1).
 *
 * n = s (Q(u) - mean), so that q >= k when and only when u >= F((k - 1/2 - x) / s + mean): a
 * sample is its cuts of u, and no noise is made. Noise that reaches r levels would leave the
 * scale where x is nearer to an end than r - 1/2, and clamping it would pull the mean off: there
 * q = floor(x + u) instead, whose mean is x as well. Of triangular noise, r = 1, both have the
 * error variance 1/4 where they meet.
 *
 * The mean of q is x where the noise leaves the levels, and for triangular noise (Wannamaker,
 * Lipshitz, Vanderkooy and Wright, "A theory of nonsubtractive dither", 2000), and off it by up
 * to phi(2 pi s) / pi levels, and terms that are far smaller, for others, phi the characteristic
 * function: 0.0023 for Gaussian noise, 0.054 for Laplace's.
 */
#include "noise.h"

#include <math.h>

#include "base/status.h"

/* What infinite tails are cut to: one pixel of 2^17 is beyond, on either side. */
static const double TAIL = 0x1p-17;

/* Values that its mean is taken over. */
enum { MANY = 4096 };

static double largest(const woad_noise *noise, double tail)
{
    return fmax(noise->mean - woad_pdf_quantile(noise->pdf, tail),
        woad_pdf_quantile(noise->pdf, 1 - tail) - noise->mean);
}

woad_status woad_noise_init(woad_noise *noise, const woad_pdf *pdf, woad_error *error)
{
    *noise = (woad_noise){
        .pdf = pdf, .mean = woad_pdf_mean(pdf, MANY), .scale = woad_pdf_noise_scale(pdf)};
    double end = largest(noise, 0);
    noise->reach = noise->scale * (isfinite(end) ? end : largest(noise, TAIL));
    if (noise->reach <= WOAD_NOISE_REACH)
        return WOAD_OK;
    return woad_fail(error, WOAD_ERROR_ARGUMENT,
        "noise that reaches %g levels: its values must be within %d of their mean",
        noise->reach, WOAD_NOISE_REACH);
}

/* floor(x + u). */
static woad_noise_cell even_cell(double x)
{
    double q = floor(x);
    bool between = x > q;
    return (woad_noise_cell){(uint8_t)q, between, {(float)(1 - (x - q))}};
}

woad_noise_cell woad_noise_cell_of(
    const woad_noise *noise, uint32_t sample, uint32_t maximum, uint32_t steps)
{
    double x = (double)sample * steps / maximum, reach = noise->reach;
    double low = floor(x + 0.5 - reach), high = floor(x + 0.5 + reach);
    if (low < 0 || high > steps)
        return even_cell(x);
    woad_noise_cell cell = {.low = (uint8_t)low};
    for (double k = low + 1; k <= high; k++)
        cell.cuts[cell.count++] =
            (float)woad_pdf_cumulative(noise->pdf, (k - 0.5 - x) / noise->scale + noise->mean);
    return cell;
}
