/* io/image.c - images in memory, and decoding them. */
#include <woad/image.h>

#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/image_codec.h"
#include "io/image_format.h"

woad_status woad_image_check_size(
    const char *name, size_t width, size_t height, size_t channels, woad_error *error)
{
    bool axes_fit = width >= 1 && width <= WOAD_IMAGE_MAX_AXIS && height >= 1 &&
                    height <= WOAD_IMAGE_MAX_AXIS;
    /* Short-circuit: the product of axes that do not fit may overflow. */
    if (!axes_fit || (uint64_t)width * height > WOAD_IMAGE_MAX_SAMPLES / channels)
        return woad_fail(error, WOAD_ERROR_SIZE,
            "%s has %zux%zu pixels of %zu channel%s: an image has 1 to %zu pixels an axis and at "
            "most %llu samples",
            name, width, height, channels, channels == 1 ? "" : "s", WOAD_IMAGE_MAX_AXIS,
            (unsigned long long)WOAD_IMAGE_MAX_SAMPLES);
    return WOAD_OK;
}

woad_status woad_image_create(size_t width, size_t height, size_t channels, unsigned bits,
    woad_image **out, woad_error *error)
{
    if (channels < 1 || channels > 4 || (bits != 8 && bits != 16))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "an image of %zu channels of %u bits: it has 1 to 4 channels of 8 or 16 bits",
            channels, bits);
    woad_status status = woad_image_check_size("the image", width, height, channels, error);
    if (status < 0)
        return status;
    woad_image *image = woad_array(1, sizeof *image);
    size_t row = width * channels * (bits / 8); /* at most 2^23 */
    if (image)
        *image = (woad_image){width, height, channels, bits, woad_array(height, row)};
    if (!image || !image->samples) {
        woad_image_destroy(image);
        return woad_fail_memory(error, "an image");
    }
    *out = image;
    return WOAD_OK;
}

void woad_image_destroy(woad_image *image)
{
    if (!image)
        return;
    woad_free(image->samples);
    woad_free(image);
}

bool woad_begins_with(const uint8_t *bytes, size_t size, const void *magic, size_t magic_size)
{
    size_t length = size < magic_size ? size : magic_size;
    return length > 0 && memcmp(bytes, magic, length) == 0;
}

woad_status woad_image_check(const woad_image *image, woad_error *error)
{
    if (!image || !image->samples)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "there is no image to encode");
    return woad_image_check_shape(image, error);
}

woad_status woad_image_check_shape(const woad_image *image, woad_error *error)
{
    if (!image || image->channels < 1 || image->channels > 4 ||
        (image->bits != 8 && image->bits != 16))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "there is no image of 1 to 4 channels and 8 or 16 bits to encode");
    if (woad_image_check_size(
            "the image", image->width, image->height, image->channels, error) < 0)
        return WOAD_ERROR_ARGUMENT;
    return WOAD_OK;
}

woad_status woad_image_decode(
    const void *bytes, size_t size, const char *name, woad_image **out, woad_error *error)
{
    if (!bytes)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "there are no bytes to decode");
    name = name ? name : "the image";
    if (size == 0)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s is empty: a PNG, JPEG or netpbm image is wanted", name);
    const woad_image_driver *driver = woad_image_driver_of_bytes(bytes, size);
    if (!driver)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s is neither PNG nor JPEG nor netpbm, nor WebP or TIFF where those are read: convert "
            "it to one",
            name);
    woad_image *image = NULL;
    woad_status status = driver->decode(bytes, size, name, &image, error);
    if (status >= 0)
        *out = image;
    return status;
}
