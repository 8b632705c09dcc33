/* bands.h - the low and the high band of a mask's spectrum. */
#ifndef WOAD_SRC_BANDS_H
#define WOAD_SRC_BANDS_H

#include "spectrum.h"

/* Count, sum and sum of squares of the power in a band. */
typedef struct woad_band {
    double count, sum, squares;
} woad_band;

typedef struct woad_bands {
    woad_band low, high;
} woad_bands;

/* Of the rows of a spectrum that are here, and what those of all rows say. */
woad_bands woad_bands_of(const woad_spectrum *spectrum);
void woad_bands_score(const woad_bands *bands, double *low_band_db, double *high_band_cv);

/* Both as <woad/score.h> defines them, of the whole spectrum of a mask. */
void woad_score_bands(const woad_spectrum *spectrum, double *low_band_db, double *high_band_cv);

#endif
