/* io/pfm_image.c - images as Portable FloatMap: linear light, 1 being white. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/image_codec.h"
#include "io/image_format.h"
#include "io/pfm_header.h"
#include "quantizer.h"

/* Of four bytes; what is no number is black. */
static float float_at(const uint8_t *bytes, bool big_endian)
{
    uint32_t bits = 0;
    float v;
    for (unsigned i = 0; i < 4; i++)
        bits |= (uint32_t)bytes[big_endian ? 3 - i : i] << (8 * i);
    memcpy(&v, &bits, sizeof v);
    return v;
}

static uint16_t sample_of(float light)
{
    double v = fmin(fmax((double)light, 0), 1); /* NaN becomes 0 */
    return (uint16_t)lround(woad_srgb_of_light(v) * UINT16_MAX);
}

static woad_status decode(
    const uint8_t *bytes, size_t size, const char *name, woad_image **out, woad_error *error)
{
    woad_pfm_header h;
    woad_status status = woad_pfm_header_parse(bytes, size, name, &h, error);
    if (status >= 0)
        status = woad_image_check_size(name, h.width, h.height, h.channels, error);
    if (status < 0)
        return status;
    size_t row = h.width * h.channels;
    if ((size - h.size) / 4 / row < h.height)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s is cut off: %zux%zu pixels of %zu floats do not fit its %zu bytes", name,
            h.width, h.height, h.channels, size);
    status = woad_image_create(h.width, h.height, h.channels, 16, out, error);
    if (status < 0)
        return status;
    uint16_t *samples = (*out)->samples;
    for (size_t y = 0; y < h.height; y++) {
        const uint8_t *in = bytes + h.size + 4 * (h.height - 1 - y) * row;
        for (size_t i = 0; i < row; i++)
            samples[y * row + i] = sample_of(float_at(in + 4 * i, h.big_endian));
    }
    return WOAD_OK;
}

static bool begins(const uint8_t *bytes, size_t size)
{
    return (woad_begins_with(bytes, size, "Pf", 2) || woad_begins_with(bytes, size, "PF", 2)) &&
           size > 1;
}

static woad_status check(
    const woad_image *shape, const woad_image_options *options, woad_error *error)
{
    if (options->colours > 0 || shape->channels % 2 == 0)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "pfm holds neither a palette nor alpha: png does, and pfm the colours themselves");
    if (options->bits)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "pfm has floats, and no %u bits a sample: pgm and png have them", options->bits);
    return WOAD_OK;
}

static woad_status encode(const woad_image *image, const woad_image_options *options,
    void **bytes, size_t *size, woad_error *error)
{
    size_t row = image->width * image->channels;
    const uint8_t *in8 = image->samples;
    const uint16_t *in16 = image->samples;
    (void)options;
    uint8_t *out = woad_array(WOAD_PFM_HEADER + 4 * row * image->height, 1);
    if (!out)
        return woad_fail_memory(error, "a PFM file");
    size_t header =
        woad_pfm_header_format(image->width, image->height, image->channels, (char *)out);
    for (size_t i = 0; i < row * image->height; i++) {
        double v = image->bits == 8 ? in8[i] / 255.0 : in16[i] / 65535.0;
        float light = (float)woad_light_of_srgb(v);
        uint32_t bits;
        memcpy(&bits, &light, sizeof bits);
        size_t place = (image->height - 1 - i / row) * row + i % row;
        for (unsigned k = 0; k < 4; k++)
            out[header + 4 * place + k] = (uint8_t)(bits >> (8 * k));
    }
    *bytes = out;
    *size = header + 4 * row * image->height;
    return WOAD_OK;
}

const woad_image_driver woad_image_pfm = {
    .info = {"pfm", ".pfm", "Portable FloatMap: grey and RGB in linear light, float32", true,
        true, false, true, false},
    .begins = begins,
    .decode = decode,
    .check = check,
    .encode = encode,
};
