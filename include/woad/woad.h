/* woad.h - everything: masks, designing, scoring, dithering, files.
 *
 * The library keeps no global state but the Fourier library's planner, which is locked: any
 * function may be called from any thread, as long as no two threads share an object of which
 * one changes it. It prints nothing, never exits, and leaves signal handlers alone.
 */
#ifndef WOAD_WOAD_H
#define WOAD_WOAD_H

#include "design.h"
#include "dither.h"
#include "image.h"
#include "io.h"
#include "mask.h"
#include "recipe.h"
#include "score.h"
#include "status.h"
#include "version.h"

#endif
