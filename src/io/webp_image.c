/* io/webp_image.c - images as WebP, by libwebp: both kinds in, lossless out. */
#include "io/image_format.h"

#ifdef WOAD_WITH_WEBP

#include <string.h>

#include <webp/decode.h>
#include <webp/encode.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/image_codec.h"

/* Lossy WebP has blocks of 16x16 pixels that take no byte of their own, so a short file may claim
 * much; the format's own limit of 16383 pixels an axis bounds it. */
static woad_status decode(
    const uint8_t *bytes, size_t size, const char *name, woad_image **out, woad_error *error)
{
    WebPBitstreamFeatures features;
    woad_image *image;
    if (WebPGetFeatures(bytes, size, &features) != VP8_STATUS_OK)
        return woad_fail(error, WOAD_ERROR_FORMAT, "%s is a broken WebP file", name);
    if (features.has_animation)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s is a moving WebP: take its frames apart first", name);
    size_t channels = features.has_alpha ? 4 : 3;
    size_t width = (size_t)features.width, height = (size_t)features.height;
    woad_status status = woad_image_create(width, height, channels, 8, &image, error);
    if (status < 0)
        return status;
    size_t row = width * channels;
    uint8_t *done =
        features.has_alpha
            ? WebPDecodeRGBAInto(bytes, size, image->samples, row * height, (int)row)
            : WebPDecodeRGBInto(bytes, size, image->samples, row * height, (int)row);
    if (done) {
        *out = image;
        return WOAD_OK;
    }
    woad_image_destroy(image);
    return woad_fail(error, WOAD_ERROR_FORMAT, "%s is a broken WebP file, or cut off", name);
}

static bool begins(const uint8_t *bytes, size_t size)
{
    return woad_begins_with(bytes, size, "RIFF", 4) && size >= 12 &&
           memcmp(bytes + 8, "WEBP", 4) == 0;
}

/* ---- writing ------------------------------------------------------------------------------ */

static woad_status check(
    const woad_image *shape, const woad_image_options *options, woad_error *error)
{
    if (shape->width > WEBP_MAX_DIMENSION || shape->height > WEBP_MAX_DIMENSION)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "webp has at most %d pixels an axis, and the image %zux%zu: png holds them",
            WEBP_MAX_DIMENSION, shape->width, shape->height);
    if (options->colours > 0)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "webp has no palette: png holds one, and webp the colours themselves");
    if (shape->bits != 8 || (options->bits && options->bits != 8))
        return woad_fail(
            error, WOAD_ERROR_UNSUPPORTED, "webp has 8 bits a sample: png holds others");
    return WOAD_OK;
}

/* Grey becomes RGB: WebP has nothing else, and its coder finds the greys by itself. */
static uint8_t *spread_grey(const woad_image *image)
{
    size_t count = image->width * image->height;
    size_t channels = image->channels == 1 ? 3 : 4;
    const uint8_t *in = image->samples;
    uint8_t *out = woad_array(count, channels);
    for (size_t i = 0; out && i < count; i++) {
        memset(out + i * channels, in[i * image->channels], 3);
        if (channels == 4)
            out[4 * i + 3] = in[2 * i + 1];
    }
    return out;
}

/* What is transparent keeps its colours: exact. */
static bool encode_picture(WebPPicture *picture, const uint8_t *samples, bool alpha)
{
    WebPConfig config;
    if (!WebPConfigInit(&config) || !WebPConfigLosslessPreset(&config, 6))
        return false;
    config.exact = 1;
    picture->use_argb = 1;
    int row = picture->width * (alpha ? 4 : 3);
    int imported = alpha ? WebPPictureImportRGBA(picture, samples, row)
                         : WebPPictureImportRGB(picture, samples, row);
    return imported && WebPEncode(&config, picture);
}

static woad_status encode(const woad_image *image, const woad_image_options *options,
    void **bytes, size_t *size, woad_error *error)
{
    WebPPicture picture;
    WebPMemoryWriter writer;
    bool grey = image->channels < 3;
    uint8_t *spread = grey ? spread_grey(image) : NULL;
    (void)options;
    WebPMemoryWriterInit(&writer);
    bool good = (!grey || spread) && WebPPictureInit(&picture);
    if (good) {
        picture.width = (int)image->width;
        picture.height = (int)image->height;
        picture.writer = WebPMemoryWrite;
        picture.custom_ptr = &writer;
        good =
            encode_picture(&picture, grey ? spread : image->samples, image->channels % 2 == 0);
        WebPPictureFree(&picture);
    }
    uint8_t *copy = good ? woad_array(writer.size, 1) : NULL;
    if (copy) {
        memcpy(copy, writer.mem, writer.size);
        *bytes = copy;
        *size = writer.size;
    }
    WebPMemoryWriterClear(&writer);
    woad_free(spread);
    return copy ? WOAD_OK : woad_fail_memory(error, "a WebP file");
}

const woad_image_driver woad_image_webp = {
    .info = {"webp", ".webp", "WebP: colour and alpha; written lossless", true, true, true,
        true, false},
    .begins = begins,
    .decode = decode,
    .check = check,
    .encode = encode,
};

#endif
