/* blurs.h - the Gaussian blurs behind which the dither error of <woad/score.h> is taken. */
#ifndef WOAD_SRC_BLURS_H
#define WOAD_SRC_BLURS_H

#include <woad/score.h>

#include "spectrum.h"

/* The power that each blur lets through, exp(-4 pi^2 sigma^2 (fx^2 + fy^2)), is a product of
 * one factor an axis. The column's factor counts the mirrored bins too. */
typedef struct woad_blurs {
    double (*columns)[WOAD_SCORE_SIGMAS]; /* [half_width] */
    double (*rows)[WOAD_SCORE_SIGMAS];    /* [height] */
} woad_blurs;

/* Also after a failure, woad_blurs_clear frees it. */
woad_status woad_blurs_init(woad_blurs *b, const woad_spectrum *spectrum, woad_error *error);
void woad_blurs_clear(woad_blurs *b);

/* energy[s] = sum over all frequencies of |F|^2 times what blur s lets through; over those of the
 * rows that are here. */
void woad_blurred_energy(
    const woad_spectrum *spectrum, const woad_blurs *b, double energy[WOAD_SCORE_SIGMAS]);

/* Sum of what blur s lets through, without zero frequency: left out of the sum and not taken
 * off it, because on a tiny mask a wide blur lets nothing else through that a double can add
 * to 1. Over the rows that are here. */
double woad_blur_sum(const woad_spectrum *spectrum, const woad_blurs *b, int s);

/* `energy` against that of white noise of this variance, whose blur sum is `passed`. */
double woad_error_decibels(double energy, size_t pixels, double variance, double passed);

#endif
