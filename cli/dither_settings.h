/* dither_settings.h - everything that the options of `woad dither` say. */
#ifndef WOAD_CLI_DITHER_SETTINGS_H
#define WOAD_CLI_DITHER_SETTINGS_H

#include <woad/woad.h>

#include "command.h"

enum { DITHER_MASKS = 3 };

/* What becomes of the mask from one image of a sequence to the next. */
typedef enum dither_motion {
    MOTION_STILL, /* nothing: what does not move in the picture does not in the dots */
    MOTION_STEP,  /* the mask's next frame */
    MOTION_OFFSET /* it is moved, by the R2 sequence */
} dither_motion;

typedef struct dither_settings {
    woad_dither_params params;
    woad_mask *masks[DITHER_MASKS];
    woad_pdf *noise;
    woad_palette *palette; /* or NULL: levels */
    bool diffused;         /* by error diffusion, not by masks */
    woad_diffusion diffusion;
    dither_motion motion;
    woad_prepare_params prepare;
    woad_image_options file; /* how images are written */
    size_t threads;          /* of one image */
    bool force;
} dither_settings;

/* Parses them and loads the masks. Returns an exit code, after a sentence when it is not 0; the
 * settings are to be cleared in either case. */
int dither_settings_parse(const cli_arguments *arguments, dither_settings *out);
void dither_settings_clear(dither_settings *settings);

/* The parameters for the image of a sequence that is `moment` after the first. */
woad_dither_params dither_params_at(const dither_settings *settings, size_t moment);

#endif
