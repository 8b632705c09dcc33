/* tune.h - faster Fourier transforms by measuring once.
 *
 * By default transforms are planned by a cost model, so that the same build gives the same
 * bytes everywhere. Measured plans are faster, above all for large masks; what was measured is
 * "wisdom", a text that can be kept and loaded. Wisdom is a state of the process: load it
 * before the first design. The same wisdom gives the same plans, so bytes stay reproducible,
 * but other ones than without.
 */
#ifndef WOAD_TUNE_H
#define WOAD_TUNE_H

#include <stddef.h>

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Measures the transforms of masks of this size; seconds for 1024x1024 and more. Fails with
 * WOAD_ERROR_SIZE, WOAD_ERROR_MEMORY, or WOAD_ERROR_UNSUPPORTED where the build's Fourier
 * library has nothing to measure. */
WOAD_API woad_status woad_tune(size_t width, size_t height, woad_error *error);

/* All wisdom of the process as text; the caller frees *text with woad_free. Fails with
 * WOAD_ERROR_MEMORY or _UNSUPPORTED. */
WOAD_API woad_status woad_wisdom_export(char **text, woad_error *error);

/* Adds wisdom. Fails with WOAD_ERROR_FORMAT when the text is none (or of another version of the
 * Fourier library), or _UNSUPPORTED. */
WOAD_API woad_status woad_wisdom_import(const char *text, woad_error *error);

#ifdef __cplusplus
}
#endif
#endif
