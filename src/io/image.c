/* io/image.c - images in memory, and the table of what can be decoded. */
#include <woad/image.h>

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/image_codec.h"

woad_status woad_image_check_size(
    const char *name, size_t width, size_t height, size_t channels, woad_error *error)
{
    bool axes_fit = width >= 1 && width <= WOAD_IMAGE_MAX_AXIS && height >= 1 &&
                    height <= WOAD_IMAGE_MAX_AXIS;
    /* Short-circuit: the product of axes that do not fit may overflow. */
    if (!axes_fit || (uint64_t)width * height > WOAD_IMAGE_MAX_SAMPLES / channels)
        return woad_fail(error, WOAD_ERROR_SIZE,
            "%s has %zux%zu pixels of %zu channels: an image has 1 to %zu pixels an axis and "
            "at "
            "most %llu samples",
            name, width, height, channels, WOAD_IMAGE_MAX_AXIS,
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

typedef struct image_codec {
    const char *magic;
    size_t magic_size;
    woad_status (*decode)(const uint8_t *bytes, size_t size, const char *name, woad_image **out,
        woad_error *error);
} image_codec;

static const image_codec codecs[] = {
    {"\x89PNG\r\n\x1a\n", 8, woad_png_image_decode},
    {"\xff\xd8\xff", 3, woad_jpeg_image_decode},
};
#define CODEC_COUNT (sizeof codecs / sizeof codecs[0])

/* True when the file begins like the codec's, as far as the file goes: what is cut off within
 * the magic bytes is a broken file, not an unknown one. */
static bool matches(const image_codec *codec, const void *bytes, size_t size)
{
    size_t length = size < codec->magic_size ? size : codec->magic_size;
    return length > 0 && memcmp(bytes, codec->magic, length) == 0;
}

woad_status woad_image_decode(
    const void *bytes, size_t size, const char *name, woad_image **out, woad_error *error)
{
    if (!bytes)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "there are no bytes to decode");
    name = name ? name : "the image";
    if (size == 0)
        return woad_fail(
            error, WOAD_ERROR_FORMAT, "%s is empty: a PNG or JPEG is wanted", name);
    for (size_t i = 0; i < CODEC_COUNT; i++) {
        if (!matches(&codecs[i], bytes, size))
            continue;
        woad_image *image = NULL;
        woad_status status = codecs[i].decode(bytes, size, name, &image, error);
        if (status >= 0)
            *out = image;
        return status;
    }
    return woad_fail(
        error, WOAD_ERROR_UNSUPPORTED, "%s is neither PNG nor JPEG: convert it to one", name);
}
