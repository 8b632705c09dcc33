/* picture.h - pictures of masks, and sheets of pictures, for reports. */
#ifndef WOAD_CLI_PICTURE_H
#define WOAD_CLI_PICTURE_H

#include <woad/image.h>
#include <woad/mask.h>

/* Every function makes a new image in *out, the caller's to destroy, and fails with
 * WOAD_ERROR_ARGUMENT (no such frame, a factor of 0), WOAD_ERROR_SIZE or WOAD_ERROR_MEMORY. */

/* The thresholds of one frame as 8-bit grey floor(256 u), repeated tile_x times across and
 * tile_y down, each value zoom x zoom pixels. A mask of 3 or 4 channels gives RGB of the first
 * three; one of 2 shows its first. */
woad_status cli_picture_from_mask(const woad_mask *mask, size_t frame, size_t tile_x,
    size_t tile_y, size_t zoom, woad_image **out, woad_error *error);

/* The pattern that dithering with one frame's first channel makes of a flat grey of `level`:
 * 8-bit grey, white where floor(level + u) is 1, each dot zoom x zoom pixels. Of a larger mask,
 * its first `most` columns and rows. */
woad_status cli_picture_pattern(const woad_mask *mask, size_t frame, double level, size_t most,
    size_t zoom, woad_image **out, woad_error *error);

/* How power becomes grey; white noise has power 1 and is mid grey in both. */
typedef enum cli_picture_scale {
    CLI_PICTURE_LINEAR, /* 0 black, 1 mid grey, 2 and more white: the shape of the pass band */
    CLI_PICTURE_DB /* -20 dB and less black, 0 dB mid grey, +20 dB white: how deep holes are */
} cli_picture_scale;

/* A power spectrum as woad_power_spectrum gives it ([height][width], zero frequency in the
 * middle), as 8-bit grey, each value zoom x zoom pixels. Blue noise is a dark disc in a ground
 * slightly brighter than mid grey. The mean of a mask is no noise: zero frequency is black. */
woad_status cli_picture_from_spectrum(const float *power, size_t width, size_t height,
    cli_picture_scale scale, size_t zoom, woad_image **out, woad_error *error);

/* Each pixel becomes factor x factor pixels of the same value, in the same kind of image. */
woad_status cli_picture_zoom(
    const woad_image *image, size_t factor, woad_image **out, woad_error *error);

/* The middle of an image: at most width x height pixels of it, in the same kind of image. */
woad_status cli_picture_crop(
    const woad_image *image, size_t width, size_t height, woad_image **out, woad_error *error);

/* The image dithered with a frame of a mask to `levels` a channel, 8 bits a sample. */
woad_status cli_picture_dither(const woad_image *image, const woad_mask *mask, size_t frame,
    unsigned levels, woad_image **out, woad_error *error);

/* A sheet of `count` images of any kind on a light ground, as 8-bit RGB: `columns` beside each
 * other, then the next row, `gap` pixels between and around them, each with its label (UTF-8;
 * or NULL) above it. labels may be NULL when there are none. A column is as wide as its widest
 * image, or as its widest label up to CLI_PICTURE_CAPTION_WIDTH pixels; a longer label is set
 * smaller or cut. Rows in which nothing has a label have no room for one. */
#define CLI_PICTURE_CAPTION_WIDTH 200
#define CLI_PICTURE_CAPTION_HEIGHT ((size_t)20)
woad_status cli_picture_beside(const woad_image *const *images, const char *const *labels,
    size_t count, size_t columns, size_t gap, woad_image **out, woad_error *error);

#endif
