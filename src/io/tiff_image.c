/* io/tiff_image.c - images as TIFF, by libtiff: grey and RGB of 8 and 16 bits with or without alpha
 * in as they are, all else as its RGBA reader sees it; 1 to 8-bit grey, palettes, RGB and alpha
 * out, deflated.
 */
#include "io/image_format.h"

#ifdef WOAD_WITH_TIFF

#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/image_codec.h"
#include "io/pack_bits.h"
#include "io/tiff_memory.h"

/* ---- reading -------------------------------------------------------------------------------- */

/* Pixels of libtiff are 0xAABBGGRR, with alpha multiplied in. */
static void take_pixels(const uint32_t *raster, woad_image *image)
{
    uint8_t *out = image->samples;
    size_t n = image->channels;
    for (size_t i = 0; i < image->width * image->height; i++) {
        uint32_t alpha = n % 2 == 0 ? TIFFGetA(raster[i]) : UINT8_MAX;
        const uint32_t rgb[3] = {TIFFGetR(raster[i]), TIFFGetG(raster[i]), TIFFGetB(raster[i])};
        for (size_t c = 0; c < (n < 3 ? 1 : 3); c++) {
            uint32_t v = alpha ? (rgb[c] * UINT8_MAX + alpha / 2) / alpha : 0;
            out[i * n + c] = (uint8_t)(v < UINT8_MAX ? v : UINT8_MAX);
        }
        if (n % 2 == 0)
            out[i * n + n - 1] = (uint8_t)alpha;
    }
}

/* What the header says. */
typedef struct layout {
    uint32_t width, height;
    uint16_t bits, samples, photometric, planar, orientation;
    bool alpha, associated;
} layout;

static layout layout_of(TIFF *tiff)
{
    layout l = {.photometric = PHOTOMETRIC_RGB};
    uint16_t extra = 0, *kinds = NULL;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &l.width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &l.height);
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &l.photometric);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &l.bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &l.samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &l.planar);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &l.orientation);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &extra, &kinds);
    l.alpha = extra == 1 && kinds && kinds[0] != EXTRASAMPLE_UNSPECIFIED;
    l.associated = l.alpha && kinds[0] == EXTRASAMPLE_ASSOCALPHA;
    return l;
}

/* Compression reaches 1000:1 and a little more for flat images; what claims many times that is a
 * bomb. */
#define RATIO_MAX ((uint64_t)1 << 16)

static woad_status check_claim(
    const layout *l, size_t size, const char *name, woad_error *error)
{
    woad_status status = woad_image_check_size(name, l->width, l->height, 4, error);
    if (status >= 0 && (uint64_t)l->width * l->height / RATIO_MAX > size)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s claims %ux%u pixels, which its %zu bytes cannot hold", name, l->width,
            l->height, size);
    return status;
}

/* Rows that are samples of ours as they stand. */
static bool is_plain(TIFF *tiff, const layout *l)
{
    uint16_t format = SAMPLEFORMAT_UINT;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &format);
    size_t colours = l->photometric == PHOTOMETRIC_MINISBLACK ? 1
                     : l->photometric == PHOTOMETRIC_RGB      ? 3
                                                              : 0;
    return colours > 0 && (l->bits == 8 || l->bits == 16) && l->samples == colours + l->alpha &&
           !l->associated && l->planar == PLANARCONFIG_CONTIG && format == SAMPLEFORMAT_UINT &&
           l->orientation == ORIENTATION_TOPLEFT && !TIFFIsTiled(tiff);
}

static woad_status fail_broken(const char *name, woad_error *error)
{
    return woad_fail(error, WOAD_ERROR_FORMAT, "%s is a broken TIFF file, or cut off", name);
}

static woad_status read_rows(
    TIFF *tiff, const char *name, const woad_image *image, woad_error *error)
{
    size_t row = image->width * image->channels * (image->bits / 8);
    bool good = TIFFScanlineSize64(tiff) == row;
    for (size_t y = 0; good && y < image->height; y++)
        good = TIFFReadScanline(tiff, (uint8_t *)image->samples + y * row, (uint32_t)y, 0) == 1;
    return good ? WOAD_OK : fail_broken(name, error);
}

static woad_status read_rgba(
    TIFF *tiff, const char *name, const layout *l, woad_image *image, woad_error *error)
{
    uint32_t *raster = woad_array((size_t)l->width * l->height, sizeof *raster);
    if (!raster)
        return woad_fail_memory(error, "a TIFF file");
    bool good =
        TIFFReadRGBAImageOriented(tiff, l->width, l->height, raster, ORIENTATION_TOPLEFT, 1);
    if (good)
        take_pixels(raster, image);
    woad_free(raster);
    return good ? WOAD_OK : fail_broken(name, error);
}

static woad_status read_image(
    TIFF *tiff, size_t size, const char *name, woad_image **out, woad_error *error)
{
    char reason[1024] = "";
    const layout l = layout_of(tiff);
    woad_status status = check_claim(&l, size, name, error);
    if (status < 0)
        return status;
    bool plain = is_plain(tiff, &l), grey = l.photometric <= PHOTOMETRIC_MINISBLACK;
    if (!plain && !TIFFRGBAImageOK(tiff, reason))
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s is a TIFF file of a kind that is not read: libtiff says \"%s\"", name, reason);
    size_t channels = plain ? l.samples : grey ? 1 : l.alpha ? 4 : 3;
    status = woad_image_create(l.width, l.height, channels, plain ? l.bits : 8, out, error);
    if (status < 0)
        return status;
    status =
        plain ? read_rows(tiff, name, *out, error) : read_rgba(tiff, name, &l, *out, error);
    if (status < 0) {
        woad_image_destroy(*out);
        *out = NULL;
    }
    return status;
}

static woad_status decode(
    const uint8_t *bytes, size_t size, const char *name, woad_image **out, woad_error *error)
{
    woad_tiff_memory m = {.bytes = (uint8_t *)(uintptr_t)bytes, .size = size};
    TIFF *tiff = woad_tiff_open(&m, "rm");
    if (!tiff)
        return woad_fail(error, WOAD_ERROR_FORMAT, "%s is a broken TIFF file", name);
    woad_status status = read_image(tiff, size, name, out, error);
    TIFFClose(tiff);
    return status;
}

static bool begins(const uint8_t *bytes, size_t size)
{
    return woad_begins_with(bytes, size, "II*\0", 4) ||
           woad_begins_with(bytes, size, "MM\0*", 4);
}

/* ---- writing -------------------------------------------------------------------------------- */

static woad_status check(
    const woad_image *shape, const woad_image_options *options, woad_error *error)
{
    unsigned bits = options->bits;
    bool single = shape->channels == 1;
    if (shape->bits != 8 ||
        (bits && bits != 8 && !(single && (bits == 1 || bits == 2 || bits == 4))))
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "tiff is written with 8 bits a sample, or 1, 2 and 4 of grey and palettes: png holds "
            "others");
    return WOAD_OK;
}

static void set_palette(TIFF *tiff, const woad_image_options *options)
{
    uint16_t map[3][256] = {{0}};
    for (size_t i = 0; i < options->colours; i++) {
        for (size_t c = 0; c < 3; c++)
            map[c][i] = (uint16_t)(257 * options->palette[3 * i + c]);
    }
    TIFFSetField(tiff, TIFFTAG_COLORMAP, map[0], map[1], map[2]);
}

static void set_header(
    TIFF *tiff, const woad_image *image, const woad_image_options *options, unsigned bits)
{
    const uint16_t unassociated = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, (uint32_t)image->width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, (uint32_t)image->height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, (unsigned)image->channels);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC,
        options->colours > 0  ? PHOTOMETRIC_PALETTE
        : image->channels < 3 ? PHOTOMETRIC_MINISBLACK
                              : PHOTOMETRIC_RGB);
    if (image->channels % 2 == 0)
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &unassociated);
    if (options->colours > 0)
        set_palette(tiff, options);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, TIFFDefaultStripSize(tiff, 0));
}

/* The fewest bits that hold the places of a palette, or grey that needs no more. */
static unsigned bits_of(const woad_image *image, const woad_image_options *options)
{
    unsigned bits = options->bits ? options->bits : 8;
    if (options->colours > 0 && !options->bits) {
        for (bits = 1; (size_t)1 << bits < options->colours;)
            bits *= 2;
    }
    return image->channels == 1 ? bits : 8;
}

static woad_status write_rows(TIFF *tiff, const woad_image *image,
    const woad_image_options *options, unsigned bits, woad_error *error)
{
    size_t samples = image->width * image->channels;
    uint8_t *row = woad_array(samples + 8, 1);
    bool written = row != NULL, fits = true;
    for (size_t y = 0; written && fits && y < image->height; y++) {
        const uint8_t *in = (const uint8_t *)image->samples + y * samples;
        if (bits == 8)
            memcpy(row, in, samples);
        else
            fits = woad_pack_row(in, samples, bits, options->colours > 0, false, row);
        written = TIFFWriteScanline(tiff, row, (uint32_t)y, 0) == 1;
    }
    woad_free(row);
    if (!fits)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "%u bits do not hold the image's samples: leave the number to tiff", bits);
    return written && TIFFFlush(tiff) == 1 ? WOAD_OK : woad_fail_memory(error, "a TIFF file");
}

static woad_status encode(const woad_image *image, const woad_image_options *options,
    void **bytes, size_t *size, woad_error *error)
{
    unsigned bits = bits_of(image, options);
    woad_tiff_memory m = {.capacity = 4096, .bytes = woad_array(4096, 1)};
    TIFF *tiff = m.bytes ? woad_tiff_open(&m, "w") : NULL;
    if (!tiff) {
        woad_free(m.bytes);
        return woad_fail_memory(error, "a TIFF file");
    }
    set_header(tiff, image, options, bits);
    woad_status status = write_rows(tiff, image, options, bits, error);
    TIFFClose(tiff);
    if (status >= 0 && m.full)
        status = woad_fail_memory(error, "a TIFF file");
    if (status < 0) {
        woad_free(m.bytes);
        return status;
    }
    *bytes = m.bytes;
    *size = m.size;
    return WOAD_OK;
}

const woad_image_driver woad_image_tiff = {
    .info = {"tiff", ".tif .tiff", "TIFF: 1 to 8 bits, grey, RGB, alpha, palettes", true, true,
        true, true, true},
    .begins = begins,
    .decode = decode,
    .check = check,
    .encode = encode,
};

#endif
