/* target_file.h - target spectra from files: a profile over the radius, or a picture. */
#ifndef WOAD_SRC_TARGET_FILE_H
#define WOAD_SRC_TARGET_FILE_H

#include <stddef.h>

#include <woad/status.h>

/* Power over frequency, piecewise linear; beyond its ends as at them. */
typedef struct woad_target_profile {
    size_t count; /* at least 1 */
    double *frequencies, *powers;
} woad_target_profile;

/* Reads lines "frequency, power", in cycles per pixel, frequencies not falling; a line of words
 * before them is a heading. At a frequency that stands twice the power jumps. Fails with
 * WOAD_ERROR_READ, _FORMAT (the sentence names file and line) or _MEMORY. */
woad_status woad_target_profile_read(
    const char *path, woad_target_profile *out, woad_error *error);
void woad_target_profile_clear(woad_target_profile *profile);
double woad_target_profile_at(const woad_target_profile *profile, double frequency);

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
