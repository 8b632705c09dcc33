/* noise.h - one sample and noise of a distribution: which of several levels. */
#ifndef WOAD_SRC_NOISE_H
#define WOAD_SRC_NOISE_H

#include <stdbool.h>
#include <stdint.h>

#include "pdf.h"

/* Levels that noise reaches on either side, at most. */
enum { WOAD_NOISE_REACH = 4, WOAD_NOISE_CUTS = 2 * WOAD_NOISE_REACH + 1 };

typedef struct woad_noise {
    const woad_pdf *pdf;
    double mean;  /* of its values */
    double scale; /* from its values, less the mean, to levels */
    double reach; /* levels: beyond, tails are cut */
} woad_noise;

/* What a sample becomes: the level `low`, and one higher for each cut that the threshold is not
 * below. */
typedef struct woad_noise_cell {
    uint8_t low, count;
    float cuts[WOAD_NOISE_CUTS];
} woad_noise_cell;

/* WOAD_ERROR_ARGUMENT with a sentence when the distribution reaches too far. */
woad_status woad_noise_init(woad_noise *noise, const woad_pdf *pdf, woad_error *error);

/* For a sample between 0 and `maximum`, and levels 0 .. steps. */
woad_noise_cell woad_noise_cell_of(
    const woad_noise *noise, uint32_t sample, uint32_t maximum, uint32_t steps);

static inline uint8_t woad_noise_level(const woad_noise_cell *cell, float threshold)
{
    unsigned level = cell->low;
    for (unsigned k = 0; k < cell->count; k++)
        level += threshold >= cell->cuts[k];
    return (uint8_t)level;
}

#endif
