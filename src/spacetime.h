/* spacetime.h - the error through time, as <woad/score.h> defines it, of rows of spectra: whoever
 * has only some of them adds up what he has.
 */
#ifndef WOAD_SRC_SPACETIME_H
#define WOAD_SRC_SPACETIME_H

#include <complex.h>
#include <stddef.h>
#include <stdint.h>

#include <woad/score.h>

/* What is summed along the columns of a row: all of the power, and what either blur passes. */
enum { WOAD_GAIN_ALL, WOAD_GAIN_BLUR_1, WOAD_GAIN_BLUR_2_5, WOAD_GAINS };
typedef struct woad_gains {
    double gain[WOAD_GAINS];
} woad_gains;

/* What the filters let through on each axis. */
typedef struct woad_spacetime {
    size_t width, height, depth;
    woad_gains *columns; /* [half width], both of each mirror pair */
    woad_gains *rows;    /* [height] */
    double *frames;      /* [depth], the moving average */
} woad_spacetime;

/* Fails with WOAD_ERROR_MEMORY; also then it is to be cleared. */
woad_status woad_spacetime_init(
    size_t width, size_t height, size_t depth, woad_spacetime *out, woad_error *error);
void woad_spacetime_clear(woad_spacetime *s);

/* The pattern [u < t] - t at one level, of `count` ranks, in frames of `area`, that stand `stride`
 * apart. */
void woad_spacetime_pattern(float *out, const uint32_t *ranks, size_t stride, size_t count,
    size_t area, unsigned level);

/* Adds sum_k |F(k)|^2, as each filter lets it through, of the rows first .. first + count - 1 of
 * the height * depth that a half spectrum has; they stand `stride` numbers apart. */
void woad_spacetime_add(const woad_spacetime *s, const float complex *half, size_t stride,
    size_t first, size_t count, double energy[WOAD_SPACETIME_FILTERS]);

/* The scores by these sums over all rows and levels. */
void woad_spacetime_score(const woad_spacetime *s, const double energy[WOAD_SPACETIME_FILTERS],
    woad_spacetime_scores *out);

#endif
