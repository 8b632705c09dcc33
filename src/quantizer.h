/* quantizer.h - one sample against one threshold: which of two neighbouring levels. */
#ifndef WOAD_SRC_QUANTIZER_H
#define WOAD_SRC_QUANTIZER_H

#include <stdbool.h>
#include <stdint.h>

#include <woad/dither.h>

/* What a sample becomes: threshold >= cut ? high : low. A sample that lies on a level has
 * low == high, so no threshold, not even 0 or 1, moves black, white or any other exact level.
 */
typedef struct woad_cell {
    uint8_t low, high; /* round(255 q / (L - 1)) */
    float cut;         /* 1 - frac(v (L - 1)), or its like in light, where the noise is whole */
} woad_cell;

/* The levels of one channel. */
typedef struct woad_quantizer {
    uint32_t maximum; /* of the samples: 255 or 65535 */
    uint32_t steps;   /* L - 1 */
    bool linear;
    double strength;    /* of the noise: 1, or less after woad_quantizer_init */
    uint8_t codes[256]; /* of the levels in the output */
    double light[256];  /* of the levels; only where linear */
} woad_quantizer;

/* levels is 2..256 and bits 8 or 16. */
void woad_quantizer_init(
    woad_quantizer *quantizer, unsigned levels, unsigned bits, woad_space space);

/* From an sRGB-encoded value to light and back, both in [0, 1] (IEC 61966-2-1, 1999). */
double woad_light_of_srgb(double v);
double woad_srgb_of_light(double v);

/* The cell of a sample, which is at most quantizer->maximum. */
woad_cell woad_quantizer_cell(const woad_quantizer *quantizer, uint32_t sample);

#endif
