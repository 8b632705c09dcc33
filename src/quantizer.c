/* quantizer.c - levels, and where a sample lies between two of them.
 *
 * floor(p + u) with p = v (L - 1) is q + (u >= 1 - (p - q)) with q = floor(p). Samples are
 * integers, so q and whether p is a level are found in integers; only the cut is rounded.
 */
#include "quantizer.h"

#include <math.h>

double woad_light_of_srgb(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

double woad_srgb_of_light(double v)
{
    return v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055;
}

void woad_quantizer_init(
    woad_quantizer *quantizer, unsigned levels, unsigned bits, woad_space space)
{
    uint32_t steps = levels - 1;
    *quantizer = (woad_quantizer){
        .maximum = bits == 8 ? UINT8_MAX : UINT16_MAX,
        .steps = steps,
        .linear = space == WOAD_SPACE_LINEAR,
        .strength = 1,
    };
    for (uint32_t q = 0; q <= steps; q++) {
        quantizer->codes[q] = (uint8_t)((2 * UINT8_MAX * q + steps) / (2 * steps));
        quantizer->light[q] = quantizer->linear ? woad_light_of_srgb(q / (double)steps) : 0;
    }
}

/* The threshold u for which 1/2 + strength (u - 1/2) is the cut: below 0 for none of them, 2 for
 * more than all. */
static double weaken(double strength, double cut)
{
    if (strength > 0)
        return 0.5 + (cut - 0.5) / strength;
    return cut <= 0.5 ? -1 : 2;
}

woad_cell woad_quantizer_cell(const woad_quantizer *quantizer, uint32_t sample)
{
    uint32_t position = sample * quantizer->steps; /* in units of 1 / maximum */
    uint32_t q = position / quantizer->maximum;
    uint32_t rest = position % quantizer->maximum;
    if (rest == 0)
        return (woad_cell){.low = quantizer->codes[q], .high = quantizer->codes[q]};
    double fraction = rest / (double)quantizer->maximum;
    if (quantizer->linear) {
        /* Light rises with the encoded value, so the two neighbours are the same levels. */
        double below = quantizer->light[q], above = quantizer->light[q + 1];
        double light = woad_light_of_srgb(sample / (double)quantizer->maximum);
        fraction = (light - below) / (above - below);
    }
    double cut = 1 - fraction;
    if (quantizer->strength < 1)
        cut = weaken(quantizer->strength, cut);
    return (woad_cell){quantizer->codes[q], quantizer->codes[q + 1], (float)cut};
}
