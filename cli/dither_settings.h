/* dither_settings.h - everything that the options of `woad dither` say. */
#ifndef WOAD_CLI_DITHER_SETTINGS_H
#define WOAD_CLI_DITHER_SETTINGS_H

#include <woad/woad.h>

#include "command.h"

enum { DITHER_MASKS = 3 };

typedef struct dither_settings {
    woad_dither_params params;
    woad_mask *masks[DITHER_MASKS];
    woad_pdf *noise;
    woad_palette *palette; /* or NULL: levels */
    bool diffused;         /* by error diffusion, not by masks */
    woad_diffusion diffusion;
    woad_prepare_params prepare;
    woad_image_options file; /* how images are written */
    size_t threads;          /* of one image */
    bool force;
} dither_settings;

/* Parses them and loads the masks. Returns an exit code, after a sentence when it is not 0; the
 * settings are to be cleared in either case. */
int dither_settings_parse(const cli_arguments *arguments, dither_settings *out);
void dither_settings_clear(dither_settings *settings);

/* The format of a dithered image that goes to `path`, by --format or its extension; PNG for
 * standard output. An exit code likewise. */
int dither_format(
    const cli_arguments *arguments, const char *path, const woad_image_format **format);

#endif
