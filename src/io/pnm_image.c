/* io/pnm_image.c - netpbm images, PBM, PGM and PPM, as formats: whole files in, rows out. */
#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "io/image_codec.h"
#include "io/image_format.h"
#include "io/pack_bits.h"
#include "io/pnm_read.h"

/* ---- reading ------------------------------------------------------------------------------ */

/* Fewest bytes that the rows can have, so that a short file cannot make anyone allocate much. */
static uint64_t fewest_bytes(const woad_pnm *pnm)
{
    uint64_t samples = (uint64_t)pnm->shape.width * pnm->shape.channels;
    uint64_t row = pnm->kind == '4' ? (samples + 7) / 8 : samples * (pnm->shape.bits / 8);
    uint64_t plain = pnm->kind == '1' ? samples : 2 * samples;
    uint64_t all = (pnm->kind < '4' ? plain : row) * pnm->shape.height;
    return pnm->kind == '2' || pnm->kind == '3' ? all - 1 : all; /* the last space may lack */
}

static woad_status decode(
    const uint8_t *bytes, size_t size, const char *name, woad_image **out, woad_error *error)
{
    woad_byte_source source = {.name = name, .at = bytes, .end = bytes + size, .fd = -1};
    woad_pnm pnm;
    woad_status status = woad_pnm_open(&pnm, &source, error);
    if (status < 0)
        return status;
    uint64_t rest = (uint64_t)(source.end - source.at), wanted = fewest_bytes(&pnm);
    if (rest < wanted)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s: its %zux%zu pixels need %llu bytes after the header, and %llu are there", name,
            pnm.shape.width, pnm.shape.height, (unsigned long long)wanted,
            (unsigned long long)rest);
    status = woad_image_create(
        pnm.shape.width, pnm.shape.height, pnm.shape.channels, pnm.shape.bits, out, error);
    if (status >= 0)
        status = woad_pnm_rows(&pnm, pnm.shape.height, (*out)->samples, error);
    if (status < 0) {
        woad_image_destroy(*out);
        *out = NULL;
    }
    return status;
}

static bool begins_with_kinds(const uint8_t *bytes, size_t size, const char *kinds)
{
    return woad_pnm_begins(bytes, size) && strchr(kinds, bytes[1]) != NULL;
}

static bool pbm_begins(const uint8_t *bytes, size_t size)
{
    return begins_with_kinds(bytes, size, "14");
}

static bool pgm_begins(const uint8_t *bytes, size_t size)
{
    return begins_with_kinds(bytes, size, "25");
}

static bool ppm_begins(const uint8_t *bytes, size_t size)
{
    return begins_with_kinds(bytes, size, "36");
}

/* ---- writing ------------------------------------------------------------------------------ */

static woad_status check_shape(const woad_image *shape, const woad_image_options *options,
    const char *format, size_t channels, unsigned bits, woad_error *error)
{
    if (options->colours > 0)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s has no palette: png holds one, and ppm the colours themselves", format);
    if (shape->channels != channels)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s has %zu channel%s and the image has %zu: %s", format, channels,
            channels == 1 ? "" : "s", shape->channels,
            shape->channels % 2 == 0 ? "png holds alpha"
            : channels == 1          ? "ppm holds colours, or make it grey first"
                                     : "pgm holds grey");
    if (options->bits && options->bits != bits)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s of this image has %u bits a sample, not %u", format, bits, options->bits);
    return WOAD_OK;
}

static woad_status pbm_check(
    const woad_image *shape, const woad_image_options *options, woad_error *error)
{
    if (shape->bits != 8)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "pbm has black and white, and the image %u bits: pgm holds them", shape->bits);
    return check_shape(shape, options, "pbm", 1, 1, error);
}

static woad_status pgm_check(
    const woad_image *shape, const woad_image_options *options, woad_error *error)
{
    return check_shape(shape, options, "pgm", 1, shape->bits, error);
}

static woad_status ppm_check(
    const woad_image *shape, const woad_image_options *options, woad_error *error)
{
    return check_shape(shape, options, "ppm", 3, shape->bits, error);
}

static size_t pbm_header(
    const woad_image *shape, const woad_image_options *options, char *header)
{
    (void)options;
    snprintf(header, WOAD_IMAGE_HEADER, "P4\n%zu %zu\n", shape->width, shape->height);
    return (shape->width + 7) / 8;
}

/* Black and white are 0 and all bits set; others are not for PBM. */
static bool pbm_row(const woad_image *shape, const woad_image_options *options,
    const void *samples, uint8_t *out)
{
    (void)options;
    const uint8_t *grey = samples;
    unsigned others = 0;
    for (size_t x = 0; x < shape->width; x++)
        others |= (uint8_t)(grey[x] + 1) & 0xfe;
    woad_pack_highest_bits(grey, shape->width, out);
    size_t bytes = (shape->width + 7) / 8;
    for (size_t i = 0; i < bytes; i++)
        out[i] = (uint8_t)~out[i]; /* 1 is black */
    if (shape->width % 8)
        out[bytes - 1] &= (uint8_t)(0xff << (8 - shape->width % 8));
    return others == 0;
}

static size_t grey_or_colour_header(
    const woad_image *shape, const woad_image_options *options, char *header)
{
    (void)options;
    snprintf(header, WOAD_IMAGE_HEADER, "P%d\n%zu %zu\n%u\n", shape->channels == 1 ? 5 : 6,
        shape->width, shape->height, (1u << shape->bits) - 1);
    return shape->width * shape->channels * (shape->bits / 8);
}

static bool grey_or_colour_row(const woad_image *shape, const woad_image_options *options,
    const void *samples, uint8_t *out)
{
    (void)options;
    size_t count = shape->width * shape->channels;
    const uint16_t *words = samples;
    if (shape->bits == 8)
        memcpy(out, samples, count);
    for (size_t i = 0; shape->bits == 16 && i < count; i++) {
        out[2 * i] = (uint8_t)(words[i] >> 8);
        out[2 * i + 1] = (uint8_t)words[i];
    }
    return true;
}

static const woad_row_format pbm_rows = {pbm_header, pbm_row};
static const woad_row_format grey_or_colour_rows = {grey_or_colour_header, grey_or_colour_row};

const woad_image_driver woad_image_pbm = {
    .info = {"pbm", ".pbm", "PBM (netpbm): black and white, 1 bit", true, true, false, false,
        false},
    .begins = pbm_begins,
    .decode = decode,
    .check = pbm_check,
    .rows = &pbm_rows,
};

const woad_image_driver woad_image_pgm = {
    .info = {"pgm", ".pgm", "PGM (netpbm): grey, 8 or 16 bits", true, true, false, false,
        false},
    .begins = pgm_begins,
    .decode = decode,
    .check = pgm_check,
    .rows = &grey_or_colour_rows,
};

const woad_image_driver woad_image_ppm = {
    .info = {"ppm", ".ppm .pnm", "PPM (netpbm): RGB, 8 or 16 bits", true, true, false, true,
        false},
    .begins = ppm_begins,
    .decode = decode,
    .check = ppm_check,
    .rows = &grey_or_colour_rows,
};
