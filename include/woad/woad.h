/* woad.h - everything: masks, designing, scoring, dithering, files.
 *
 * The library keeps no global state but that of the Fourier library's planner, behind a lock of
 * its own: any function may be called from any thread, as long as no two threads share an
 * object of which one changes it. (A program that itself plans with single-precision FFTW in
 * another thread has to call fftwf_make_planner_thread_safe first.) It prints nothing, never
 * exits, and leaves signal handlers alone.
 */
#ifndef WOAD_WOAD_H
#define WOAD_WOAD_H

#include "design.h"
#include "dither.h"
#include "image.h"
#include "image_rows.h"
#include "io.h"
#include "mask.h"
#include "palette.h"
#include "pdf.h"
#include "prepare.h"
#include "recipe.h"
#include "score.h"
#include "status.h"
#include "tune.h"
#include "version.h"
#include "video.h"

#endif
