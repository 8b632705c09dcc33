/* frames.h - a mask with frames in files of one frame each. */
#ifndef WOAD_CLI_FRAMES_H
#define WOAD_CLI_FRAMES_H

#include <woad/woad.h>

#include "command.h"

/* Each returns an exit code, after a sentence when it is not 0. */

/* The mask whose frames are the operands, read as load_mask does; its recipe is theirs where all
 * have the same. */
int load_frames(const cli_arguments *arguments, woad_mask **out);

/* Writes each frame by save_mask, with the recipe of them all, to a numbered name. All names are
 * looked at before the first is written. */
int save_frames(const cli_arguments *arguments, const woad_mask *mask, const char *output);

#endif
