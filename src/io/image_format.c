/* io/image_format.c - the table of image formats, and encoding by it. */
#include "io/image_format.h"

#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/extension.h"
#include "io/image_codec.h"

static const woad_image_driver *const drivers[] = {&woad_image_png, &woad_image_jpeg,
    &woad_image_pbm, &woad_image_pgm, &woad_image_ppm, &woad_image_pfm,
#ifdef WOAD_WITH_WEBP
    &woad_image_webp,
#endif
#ifdef WOAD_WITH_TIFF
    &woad_image_tiff,
#endif
    &woad_image_raw};
#define DRIVER_COUNT (sizeof drivers / sizeof drivers[0])

const woad_image_format *woad_image_format_at(size_t index)
{
    return index < DRIVER_COUNT ? &drivers[index]->info : NULL;
}

const woad_image_format *woad_image_format_find(const char *name)
{
    for (size_t i = 0; name && i < DRIVER_COUNT; i++) {
        if (strcmp(drivers[i]->info.name, name) == 0)
            return &drivers[i]->info;
    }
    return NULL;
}

const woad_image_format *woad_image_format_of_path(const char *path)
{
    for (size_t i = 0; i < DRIVER_COUNT; i++) {
        if (woad_has_extension(path, drivers[i]->info.extensions))
            return &drivers[i]->info;
    }
    return NULL;
}

const woad_image_driver *woad_image_driver_of(const woad_image_format *format)
{
    for (size_t i = 0; i < DRIVER_COUNT; i++) {
        if (&drivers[i]->info == format)
            return drivers[i];
    }
    return NULL;
}

const woad_image_driver *woad_image_driver_of_bytes(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < DRIVER_COUNT; i++) {
        if (drivers[i]->begins && drivers[i]->begins(bytes, size))
            return drivers[i];
    }
    return NULL;
}

woad_status woad_fail_image_row(const woad_image_driver *driver, size_t row, woad_error *error)
{
    return woad_fail(error, WOAD_ERROR_ARGUMENT,
        "%s does not hold a sample of row %zu: it has fewer levels, or fewer colours than that",
        driver->info.name, row);
}

static woad_status check_palette(
    const woad_image *shape, const woad_image_options *options, woad_error *error)
{
    if (options->colours == 0)
        return WOAD_OK;
    if (!options->palette || options->colours > 256)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "a palette of %zu colours: it has 1 to 256, of three bytes each", options->colours);
    if (shape->channels != 1 || shape->bits != 8)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "an image of %zu channels of %u bits with a palette: its samples are places in it, one "
            "channel of 8 bits",
            shape->channels, shape->bits);
    return WOAD_OK;
}

woad_status woad_image_encode_rows(const woad_image_driver *driver, const woad_image *image,
    const woad_image_options *options, void **out, size_t *size, woad_error *error)
{
    char header[WOAD_IMAGE_HEADER] = "";
    size_t row = driver->rows->begin(image, options, header), length = strlen(header), rest;
    uint8_t *bytes = woad_multiply(row, image->height, &rest) && rest < SIZE_MAX - length
                         ? woad_array(length + rest, 1)
                         : NULL;
    if (!bytes)
        return woad_fail_memory(error, "an image file");
    memcpy(bytes, header, length);
    size_t step = image->width * image->channels * (image->bits / 8);
    for (size_t y = 0; y < image->height; y++) {
        const uint8_t *samples = (const uint8_t *)image->samples + y * step;
        if (!driver->rows->row(image, options, samples, bytes + length + y * row)) {
            woad_free(bytes);
            return woad_fail_image_row(driver, y, error);
        }
    }
    *out = bytes;
    *size = length + rest;
    return WOAD_OK;
}

woad_status woad_image_check_writing(const woad_image_driver *driver, const woad_image *shape,
    const woad_image_options *options, woad_error *error)
{
    if (!driver || !driver->info.writes)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the image format is not one of woad_image_format_at that writes");
    woad_status status = woad_image_check_shape(shape, error);
    if (status >= 0)
        status = check_palette(shape, options, error);
    return status < 0 ? status : driver->check(shape, options, error);
}

woad_status woad_image_encode(const woad_image *image, const woad_image_format *format,
    const woad_image_options *options, void **bytes, size_t *size, woad_error *error)
{
    static const woad_image_options defaults = {0};
    const woad_image_driver *driver = woad_image_driver_of(format);
    options = options ? options : &defaults;
    woad_status status = woad_image_check(image, error);
    if (status >= 0)
        status = woad_image_check_writing(driver, image, options, error);
    if (status < 0)
        return status;
    return driver->encode ? driver->encode(image, options, bytes, size, error)
                          : woad_image_encode_rows(driver, image, options, bytes, size, error);
}
