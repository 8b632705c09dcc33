/* resample.h - images of floats to other sizes. */
#ifndef WOAD_SRC_RESAMPLE_H
#define WOAD_SRC_RESAMPLE_H

#include <stddef.h>

#include <woad/status.h>

/* Pixels of four floats, row-major. */
typedef struct woad_light {
    size_t width, height;
    float *pixels; /* [height][width][4] */
} woad_light;

/* The image's part `left`, `top`, `wide`, `high` (pixels, fractions too) as width x height pixels.
 * On success *out is new, for woad_free. Fails with WOAD_ERROR_MEMORY. */
woad_status woad_resample(const woad_light *image, const double part[4], size_t width,
    size_t height, woad_light *out, woad_error *error);

#endif
