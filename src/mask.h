/* mask.h - what the library's own parts need of masks beyond <woad/mask.h>. */
#ifndef WOAD_SRC_MASK_H
#define WOAD_SRC_MASK_H

#include <woad/mask.h>

/* One channel of one frame: element i of `ranks` and `thresholds` stands at i * stride. */
typedef struct woad_plane {
    size_t count, stride; /* count = width * height */
    uint32_t *ranks;
    float *thresholds;
} woad_plane;

/* The frame and channel must exist. */
woad_plane woad_mask_plane(const woad_mask *mask, size_t frame, size_t channel);

/* WOAD_ERROR_ARGUMENT with a sentence when the mask has no such frame or channel. */
woad_status woad_mask_check_plane(
    const woad_mask *mask, size_t frame, size_t channel, woad_error *error);

/* The thresholds of one plane in ascending order. Fails as woad_mask_distinct does. */
woad_status woad_mask_sorted(
    const woad_mask *mask, size_t frame, size_t channel, float *sorted, woad_error *error);

/* Does each rank come once in each frame and channel, [depth][area][channels]? Of a saved design,
 * which may be anything: fails with WOAD_ERROR_FORMAT or _MEMORY. */
woad_status woad_check_saved_ranks(
    const uint32_t *ranks, size_t area, size_t depth, size_t channels, woad_error *error);

/* Checks the four lengths and stores their product; 64 times the product fits a size_t, so
 * that no array of a few words a value can overflow. */
woad_status woad_check_size(size_t width, size_t height, size_t depth, size_t channels,
    size_t *count, woad_error *error);

#endif
