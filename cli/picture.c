/* picture.c - pictures of masks and spectra. */
#include "picture.h"

#include <math.h>
#include <string.h>

#include <woad/dither.h>

#include "canvas.h"

/* Decibels from mid grey to black and to white. */
static const double decibel_range = 20;

/* Multiplies a length, in place, as far as an image can be long. */
static woad_status magnify(size_t *length, size_t factor, woad_error *error)
{
    if (factor < 1)
        return cli_canvas_fail(error, WOAD_ERROR_ARGUMENT,
            "a picture repeated or magnified 0 times: the factor must be at least 1");
    if (*length > WOAD_IMAGE_MAX_AXIS / factor)
        return cli_canvas_fail(error, WOAD_ERROR_SIZE,
            "a picture %zu times %zu pixels long: it must be at most %zu", factor, *length,
            WOAD_IMAGE_MAX_AXIS);
    *length *= factor;
    return WOAD_OK;
}

static woad_status check_frame(const woad_mask *mask, size_t frame, woad_error *error)
{
    if (frame < mask->depth)
        return WOAD_OK;
    return cli_canvas_fail(error, WOAD_ERROR_ARGUMENT,
        "frame %zu: the mask has %zu, counted from 0", frame, mask->depth);
}

/* The first threshold of a frame. */
static const float *frame_thresholds(const woad_mask *mask, size_t frame)
{
    return mask->thresholds + frame * mask->height * mask->width * mask->channels;
}

woad_status cli_picture_zoom(
    const woad_image *image, size_t factor, woad_image **out, woad_error *error)
{
    size_t width = image->width, height = image->height;
    woad_status status = magnify(&width, factor, error);
    if (status >= 0)
        status = magnify(&height, factor, error);
    if (status >= 0)
        status = woad_image_create(width, height, image->channels, image->bits, out, error);
    if (status < 0)
        return status;
    size_t pixel = image->channels * (image->bits / 8);
    const unsigned char *from = image->samples;
    unsigned char *to = (*out)->samples;
    for (size_t y = 0; y < height; y++) {
        for (size_t x = 0; x < width; x++) {
            memcpy(to, from + (y / factor * image->width + x / factor) * pixel, pixel);
            to += pixel;
        }
    }
    return WOAD_OK;
}

/* Replaces *image by itself zoomed. */
static woad_status zoom_in_place(woad_image **image, size_t zoom, woad_error *error)
{
    woad_image *small = *image;
    woad_status status = cli_picture_zoom(small, zoom, image, error);
    woad_image_destroy(small);
    if (status < 0)
        *image = NULL;
    return status;
}

woad_status cli_picture_crop(
    const woad_image *image, size_t width, size_t height, woad_image **out, woad_error *error)
{
    width = width < image->width ? width : image->width;
    height = height < image->height ? height : image->height;
    woad_status status =
        woad_image_create(width, height, image->channels, image->bits, out, error);
    if (status < 0)
        return status;
    size_t pixel = image->channels * (image->bits / 8), row = width * pixel;
    size_t left = (image->width - width) / 2, top = (image->height - height) / 2;
    const unsigned char *from = image->samples;
    unsigned char *to = (*out)->samples;
    for (size_t y = 0; y < height; y++)
        memcpy(to + y * row, from + ((top + y) * image->width + left) * pixel, row);
    return WOAD_OK;
}

woad_status cli_picture_dither(const woad_image *image, const woad_mask *mask, size_t frame,
    unsigned levels, woad_image **out, woad_error *error)
{
    const woad_dither_params params = {
        .levels = {levels, levels, levels}, .masks = {mask}, .frame = frame};
    woad_image *dithered = NULL;
    woad_status status =
        woad_image_create(image->width, image->height, image->channels, 8, &dithered, error);
    if (status >= 0)
        status = woad_dither(&params, image->samples, image->bits, image->width, image->height,
            image->channels, dithered->samples, error);
    if (status >= 0)
        *out = dithered;
    else
        woad_image_destroy(dithered);
    return status;
}

woad_status cli_picture_from_mask(const woad_mask *mask, size_t frame, size_t tile_x,
    size_t tile_y, size_t zoom, woad_image **out, woad_error *error)
{
    woad_status status = check_frame(mask, frame, error);
    size_t width = mask->width, height = mask->height;
    size_t channels = mask->channels >= 3 ? 3 : 1;
    if (status >= 0)
        status = magnify(&width, tile_x, error);
    if (status >= 0)
        status = magnify(&height, tile_y, error);
    if (status >= 0)
        status = woad_image_create(width, height, channels, 8, out, error);
    if (status < 0)
        return status;
    const float *thresholds = frame_thresholds(mask, frame);
    uint8_t *to = (*out)->samples;
    for (size_t y = 0; y < height; y++) {
        const float *row = thresholds + y % mask->height * mask->width * mask->channels;
        for (size_t x = 0; x < width; x++) {
            for (size_t c = 0; c < channels; c++)
                *to++ = (uint8_t)fminf(255, 256 * row[x % mask->width * mask->channels + c]);
        }
    }
    return zoom_in_place(out, zoom, error);
}

woad_status cli_picture_pattern(const woad_mask *mask, size_t frame, double level, size_t most,
    size_t zoom, woad_image **out, woad_error *error)
{
    woad_status status = check_frame(mask, frame, error);
    size_t width = mask->width < most ? mask->width : most;
    size_t height = mask->height < most ? mask->height : most;
    if (status >= 0)
        status = woad_image_create(width, height, 1, 8, out, error);
    if (status < 0)
        return status;
    const float *thresholds = frame_thresholds(mask, frame);
    uint8_t *to = (*out)->samples;
    for (size_t y = 0; y < height; y++) {
        const float *row = thresholds + y * mask->width * mask->channels;
        for (size_t x = 0; x < width; x++)
            *to++ = level + (double)row[x * mask->channels] >= 1 ? 255 : 0;
    }
    return zoom_in_place(out, zoom, error);
}

static uint8_t grey_of_power(double power, cli_picture_scale scale)
{
    double grey = 127.5 * power;
    if (scale == CLI_PICTURE_DB)
        grey = power > 0 ? 127.5 + 127.5 * 10 * log10(power) / decibel_range : 0;
    return (uint8_t)(fmin(fmax(grey, 0), 255) + 0.5);
}

woad_status cli_picture_from_spectrum(const float *power, size_t width, size_t height,
    cli_picture_scale scale, size_t zoom, woad_image **out, woad_error *error)
{
    woad_status status = woad_image_create(width, height, 1, 8, out, error);
    if (status < 0)
        return status;
    uint8_t *to = (*out)->samples;
    for (size_t i = 0; i < width * height; i++)
        to[i] = grey_of_power((double)power[i], scale);
    to[height / 2 * width + width / 2] = 0;
    return zoom_in_place(out, zoom, error);
}
