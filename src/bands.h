/* bands.h - the low and the high band of a mask's spectrum. */
#ifndef WOAD_SRC_BANDS_H
#define WOAD_SRC_BANDS_H

#include "spectrum.h"

/* Both as <woad/score.h> defines them, of the spectrum of a mask. */
void woad_score_bands(const woad_spectrum *spectrum, double *low_band_db, double *high_band_cv);

#endif
