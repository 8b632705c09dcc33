/* dither_step.h - what is done to an image, or to some rows of it, between reading and writing. */
#ifndef WOAD_CLI_DITHER_STEP_H
#define WOAD_CLI_DITHER_STEP_H

#include "dither_settings.h"

typedef struct dither_step {
    const dither_settings *settings;
    woad_dither_params params;   /* of this moment */
    woad_prepare_params prepare; /* with what the output does not hold taken off */
    bool colours;                /* places in a palette become their colours */
    woad_image *prepared;        /* NULL: nothing was done to it */
    woad_image *dithered;
    woad_image *coloured; /* NULL: not asked for */
} dither_step;

/* For outputs that hold alpha, colours, or palettes. Images that pass one after the other may use
 * the same memory; dither_step_clear frees it. */
dither_step dither_step_for(
    const dither_settings *settings, bool alpha, bool colours, bool palettes);
void dither_step_clear(dither_step *step);

/* Prepares and dithers `in`, whose first row is row y of the whole; *result is what is to be
 * written, and lives until the next call. */
woad_status dither_step_pass(dither_step *step, const woad_image *in, size_t y,
    const woad_image **result, woad_error *error);

#endif
