/* dither_image.h - one image, from its file to the dithered one. */
#ifndef WOAD_CLI_DITHER_IMAGE_H
#define WOAD_CLI_DITHER_IMAGE_H

#include "dither_settings.h"

/* Reads, prepares, dithers and writes, by rows where nothing needs the whole image; `moment` is
 * which one of a sequence it is, from 0. Returns an exit code, after a sentence when it is not 0;
 * nothing is left half written. */
int dither_image(const dither_settings *settings, const char *input, size_t moment,
    const char *output, const woad_image_format *format);

#endif
