/* target_file.h - target spectra from files: a profile over the radius, or a picture. */
#ifndef WOAD_SRC_TARGET_FILE_H
#define WOAD_SRC_TARGET_FILE_H

#include "points_file.h"

/* Reads power over frequency, piecewise linear, beyond its ends as at them: lines "frequency,
 * power", in cycles per pixel, frequencies not falling. At a frequency that stands twice the power
 * jumps. Fails as woad_points_read does. */
woad_status woad_target_profile_read(const char *path, woad_points *out, woad_error *error);
double woad_target_profile_at(const woad_points *profile, double frequency);

/* Power over two frequencies: the grey of a picture, zero frequency at the pixel
 * (width / 2, height / 2), one pixel a bin of an image of its size. */
typedef struct woad_target_picture {
    size_t width, height;
    float *powers; /* [height][width] */
} woad_target_picture;

/* Reads a PNG or JPEG picture; its samples are powers as they stand, without gamma, those of
 * colours by their mean, and alpha is left out. Fails with WOAD_ERROR_READ or as
 * woad_image_decode does. */
woad_status woad_target_picture_read(
    const char *path, woad_target_picture *out, woad_error *error);
void woad_target_picture_clear(woad_target_picture *picture);

/* Between pixels bilinear; the picture repeats beyond its edges, as a spectrum does. */
double woad_target_picture_at(const woad_target_picture *picture, double fx, double fy);

#endif
