/* temporal.h - filters through time, as text and as what they see of two frames.
 *
 *     ema:SHARE       an exponential moving average, to which each frame adds SHARE: what temporal
 *                     anti-aliasing accumulates; autocorrelation (1 - SHARE)^|d|
 *     box:FRAMES      the mean of so many frames; 1 - |d| / FRAMES
 *     gaussian:SIGMA  a blur of SIGMA frames; exp(-d^2 / (4 SIGMA^2))
 */
#ifndef WOAD_SRC_TEMPORAL_H
#define WOAD_SRC_TEMPORAL_H

#include <stddef.h>

#include <woad/status.h>

/* WOAD_ERROR_ARGUMENT with a sentence when the text is not such a filter. */
woad_status woad_temporal_check(const char *text, woad_error *error);

/* The autocorrelation at offsets of 0 .. depth - 1 frames, around and around a loop of `depth`,
 * into `weights`; 1 at no offset of an endless sequence. The text was checked. To be called in the
 * C locale. */
void woad_temporal_weights(const char *text, size_t depth, double *weights);

#endif
