/* dither_video.h - videos, frame by frame. */
#ifndef WOAD_CLI_DITHER_VIDEO_H
#define WOAD_CLI_DITHER_VIDEO_H

#include "dither_settings.h"

/* Does the command line speak of a video: by --video, or by the operand's extension? */
bool dither_is_video(const cli_arguments *arguments);

/* Dithers one, which is written as it was read. Returns an exit code, after a sentence when it is
 * not 0; no file is left half written. */
int dither_video(
    const dither_settings *settings, const cli_arguments *arguments, const char *output);

#endif
