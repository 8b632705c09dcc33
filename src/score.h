/* score.h - what the dither error in space and the one through time share, beyond
 * <woad/score.h>: grey levels l / 128 for l = 1 .. WOAD_SCORE_THRESHOLDS, and the blur. */
#ifndef WOAD_SRC_SCORE_H
#define WOAD_SRC_SCORE_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include <woad/score.h>

#include "base/pi.h"

/* How many pixels of a permutation of `pixels` ranks lie below a level, u < level / 128: in
 * integers u = (rank + 0.5) / N is below it when and only when rank < (level N + 63) / 128. */
static inline uint64_t woad_count_below(unsigned level, size_t pixels)
{
    const uint64_t levels = WOAD_SCORE_THRESHOLDS + 1;
    return (level * (uint64_t)pixels + levels / 2 - 1) / levels;
}

/* The level as a threshold t, and the variance t (1 - t) of white noise there. */
static inline double woad_level(unsigned level)
{
    return level / (double)(WOAD_SCORE_THRESHOLDS + 1);
}

static inline double woad_level_variance(unsigned level)
{
    return woad_level(level) * (1 - woad_level(level));
}

/* The pattern [u < level / 128] minus its mean, of a plane's ranks 0 .. total - 1: of the `count`
 * that stand `stride` apart. */
void woad_level_pattern(float *image, const uint32_t *ranks, size_t stride, size_t count,
    size_t total, unsigned level);

/* The power that a Gaussian blur of sigma pixels lets through at a frequency on one axis. */
static inline double woad_blur_power(double sigma, double f)
{
    return exp(-4 * WOAD_PI * WOAD_PI * sigma * sigma * f * f);
}

#endif
