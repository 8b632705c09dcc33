/* dither_batch.h - many images, several at a time. */
#ifndef WOAD_CLI_DITHER_BATCH_H
#define WOAD_CLI_DITHER_BATCH_H

#include "dither_settings.h"

/* Does the command line speak of a batch: several images, a folder, or a name with %s or %d? */
bool dither_is_batch(const cli_arguments *arguments, const char *output);

/* Dithers each operand to a file of its own: in the folder `output` under the image's name, or
 * where `output` has %s for the name without extension, or %d or %03d for its number. Goes on after
 * a failure; prints a line at the end when there was one. Returns the exit code of the first
 * operand that failed. */
int dither_batch(
    const dither_settings *settings, const cli_arguments *arguments, const char *output);

#endif
