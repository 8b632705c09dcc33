/* dither_file.h - how a dithered image is written: its format, and the options of files. */
#ifndef WOAD_CLI_DITHER_FILE_H
#define WOAD_CLI_DITHER_FILE_H

#include <woad/woad.h>

#include "command.h"

/* --packing, --order and --invert. An exit code, after a sentence when it is not 0. */
int dither_file_options(const cli_arguments *arguments, woad_image_options *out);

/* The format of a dithered image that goes to `path`, by --format or its extension; PNG for
 * standard output. An exit code, after a sentence when it
 * is not 0. */
int dither_format(
    const cli_arguments *arguments, const char *path, const woad_image_format **format);

#endif
