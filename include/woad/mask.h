/* mask.h - a mask: a toroidal array of thresholds.
 *
 * Layout of both arrays: [depth][height][width][channels], row-major. What a mask is, is its
 * ranks: every channel of every frame is ordered by itself, so ranks run from 0 to N-1 with
 * N = width * height, each once. Thresholds are what files hold and what dithering compares
 * with: u = (rank + 0.5) / N for a mask made by woad, so never 0 and never 1; for a mask read
 * from a file, the values that the file decodes to, unchanged.
 */
#ifndef WOAD_MASK_H
#define WOAD_MASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Largest length of an axis. Products are checked as well. */
#define WOAD_MAX_AXIS ((size_t)32768)
#define WOAD_MAX_CHANNELS ((size_t)4)

typedef struct woad_mask {
    size_t width, height, depth, channels; /* each at least 1 */
    uint32_t *ranks;                       /* in 0..width*height-1; ties by row-major index */
    float *thresholds;                     /* in [0, 1] */
    unsigned bits; /* of the integer file that the thresholds came from; 0: full precision */
    char *recipe;  /* INI text that makes the mask again, or NULL; see recipe.h */
} woad_mask;

/* A mask of the given size, all ranks and thresholds zero. Fails with WOAD_ERROR_SIZE or
 * WOAD_ERROR_MEMORY. The caller owns *out and gives it to woad_mask_destroy. */
WOAD_API woad_status woad_mask_create(size_t width, size_t height, size_t depth,
    size_t channels, woad_mask **out, woad_error *error);

/* Frees a mask; takes NULL. */
WOAD_API void woad_mask_destroy(woad_mask *mask);

/* Replaces the mask's recipe by a copy of `text`; NULL removes it. Fails with
 * WOAD_ERROR_MEMORY, and the recipe is then unchanged. */
WOAD_API woad_status woad_mask_set_recipe(woad_mask *mask, const char *text);

/* Number of values: width * height * depth * channels. */
WOAD_API size_t woad_mask_count(const woad_mask *mask);

/* Recomputes the ranks from the thresholds. Equal thresholds are ordered by row-major index.
 * Fails with WOAD_ERROR_ARGUMENT when a threshold is NaN or outside [0, 1] (the message names
 * the first one), or WOAD_ERROR_MEMORY; the ranks are then unchanged. */
WOAD_API woad_status woad_mask_rank(woad_mask *mask, woad_error *error);

/* Recomputes the thresholds u = (rank + 0.5) / N from the ranks and sets bits to 0. Fails with
 * WOAD_ERROR_ARGUMENT when a rank is not below N; the thresholds are then unchanged. */
WOAD_API woad_status woad_mask_set_thresholds(woad_mask *mask, woad_error *error);

/* Number of distinct thresholds in one channel of one frame, at least 1. It is N when and only
 * when the frame is a permutation. Fails with WOAD_ERROR_ARGUMENT (no such frame or channel) or
 * WOAD_ERROR_MEMORY. */
WOAD_API woad_status woad_mask_distinct(
    const woad_mask *mask, size_t frame, size_t channel, size_t *out, woad_error *error);

/* The 64x64 blue-noise masks that ship inside the library, for those who bring none of their
 * own; index 0, 1 and 2 are independent of each other. The caller destroys *out. Fails with
 * WOAD_ERROR_ARGUMENT (no such index) or WOAD_ERROR_MEMORY. */
#define WOAD_BUILTIN_MASKS 3
WOAD_API woad_status woad_mask_builtin(size_t index, woad_mask **out, woad_error *error);

#ifdef __cplusplus
}
#endif
#endif
