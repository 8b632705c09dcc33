/* io/raw_image.c - packed bits without a header, as the controllers of panels take them. */
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/image_codec.h"
#include "io/image_format.h"
#include "io/pack_bits.h"

static unsigned bits_of(const woad_image_options *options)
{
    return options->bits ? options->bits : 1;
}

static woad_status check(
    const woad_image *shape, const woad_image_options *options, woad_error *error)
{
    unsigned bits = bits_of(options);
    if (bits != 1 && bits != 2 && bits != 4 && bits != 8)
        return woad_fail(
            error, WOAD_ERROR_ARGUMENT, "%u bits a sample: raw has 1, 2, 4 or 8", bits);
    if (shape->channels != 1 || shape->bits != 8)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "raw holds places in a palette or grey of 8 bits, and the image has %zu channels of %u "
            "bits: make it grey, or take a palette",
            shape->channels, shape->bits);
    if (options->colours > (size_t)1 << bits)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "%u bits a sample for a palette of %zu colours: it needs more", bits,
            options->colours);
    return WOAD_OK;
}

static size_t begin(const woad_image *shape, const woad_image_options *options, char *header)
{
    header[0] = '\0';
    return (shape->width * bits_of(options) + 7) / 8;
}

static bool row(const woad_image *shape, const woad_image_options *options, const void *samples,
    uint8_t *out)
{
    unsigned bits = bits_of(options);
    bool exact = woad_pack_row(
        samples, shape->width, bits, options->colours > 0, options->lsb_first, out);
    size_t bytes = (shape->width * bits + 7) / 8;
    for (size_t i = 0; options->invert && i < bytes; i++)
        out[i] = (uint8_t)~out[i];
    return exact;
}

static const woad_row_format rows = {begin, row};

/* Rows of this are the columns. */
static woad_status transpose(const woad_image *image, woad_image **out, woad_error *error)
{
    woad_status status = woad_image_create(image->height, image->width, 1, 8, out, error);
    if (status < 0)
        return status;
    const uint8_t *from = image->samples;
    uint8_t *to = (*out)->samples;
    for (size_t y = 0; y < image->height; y++) {
        for (size_t x = 0; x < image->width; x++)
            to[x * image->height + y] = from[y * image->width + x];
    }
    return WOAD_OK;
}

static woad_status encode(const woad_image *image, const woad_image_options *options,
    void **bytes, size_t *size, woad_error *error)
{
    if (!options->by_columns)
        return woad_image_encode_rows(&woad_image_raw, image, options, bytes, size, error);
    woad_image *columns;
    woad_status status = transpose(image, &columns, error);
    if (status < 0)
        return status;
    status = woad_image_encode_rows(&woad_image_raw, columns, options, bytes, size, error);
    woad_image_destroy(columns);
    return status;
}

const woad_image_driver woad_image_raw = {
    .info = {"raw", ".bin .raw",
        "packed bits without a header, 1, 2, 4 or 8 a pixel, for panels; written only", false,
        true, false, false, true},
    .check = check,
    .rows = &rows,
    .encode = encode,
};
