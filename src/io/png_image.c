/* io/png_image.c - images as PNG: everything in, true 1, 2 and 4-bit grey out. */
#include <string.h>

#include "base/alloc.h"
#include "io/colour_profile.h"
#include "io/image_codec.h"
#include "io/image_format.h"
#include "io/png_common.h"

static const int color_of_channels[] = {
    0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGBA};

/* What libpng did not take from the file is damaged, and left aside like one of another kind. */
static woad_status apply_profile(woad_png *io, woad_image *image)
{
    png_charp name;
    int compression;
    png_bytep profile;
    png_uint_32 size;
    if (!png_get_iCCP(io->png, io->info, &name, &compression, &profile, &size))
        return WOAD_OK;
    return woad_image_to_srgb(image, profile, size);
}

/* `context` is the address of the caller's image pointer, so that an image created here is
 * freed there when libpng jumps out of this function. */
static woad_status read_body(woad_png *io, void *context)
{
    woad_image **image = context;
    woad_png_header header;
    woad_status status = woad_png_read_header(io, &header);
    if (status < 0)
        return status;
    /* Palettes become RGB, less than 8 bits become 8, tRNS becomes alpha. */
    png_set_expand(io->png);
    woad_png_start_rows(io);
    size_t channels = png_get_channels(io->png, io->info);
    status = woad_image_check_size(io->name, header.width, header.height, channels, io->error);
    if (status >= 0)
        status = woad_image_create(header.width, header.height, channels,
            header.depth == 16 ? 16 : 8, image, io->error);
    if (status < 0)
        return status;
    woad_png_read_rows(io, header.height, (*image)->samples);
    return apply_profile(io, *image);
}

static woad_status decode(
    const uint8_t *bytes, size_t size, const char *name, woad_image **out, woad_error *error)
{
    woad_status status = woad_png_read(bytes, size, name, read_body, out, error);
    if (status < 0) {
        woad_image_destroy(*out);
        *out = NULL;
    }
    return status;
}

typedef struct writer {
    const woad_image *image;
    unsigned bits;  /* a sample in the file */
    unsigned scale; /* sample of the image / sample of the file, at least 1 where bits shrink */
    void *row;      /* [width][channels], uint8_t or, of 16 bits, uint16_t */
    const woad_image_options *palette; /* or NULL */
} writer;

static unsigned sample(const woad_image *image, size_t index)
{
    const uint8_t *bytes = image->samples;
    const uint16_t *words = image->samples;
    return image->bits == 16 ? words[index] : bytes[index];
}

/* Both scales run from 0 to all bits set, and 2^a - 1 divides 2^b - 1 where a divides b, so a
 * change of depth is one whole factor: 255 for 1 bit, 85 for 2, 17 for 4, 257 for 8 of 16. */
static unsigned factor(unsigned more_bits, unsigned fewer_bits)
{
    return ((1u << more_bits) - 1) / ((1u << fewer_bits) - 1);
}

static bool holds_exactly(const woad_image *image, unsigned bits)
{
    if (bits >= image->bits)
        return true;
    unsigned step = factor(image->bits, bits);
    size_t count = image->width * image->height * image->channels;
    for (size_t i = 0; i < count; i++) {
        if (sample(image, i) % step != 0)
            return false;
    }
    return true;
}

static unsigned smallest_bits(const woad_image *image)
{
    unsigned bits = image->bits;
    if (image->bits == 8 && image->channels == 1) {
        for (bits = 1; !holds_exactly(image, bits);)
            bits *= 2;
    }
    return bits;
}

static void fill_row(const writer *w, size_t y)
{
    const woad_image *image = w->image;
    size_t samples = image->width * image->channels;
    if (w->palette) {
        memcpy(w->row, (const uint8_t *)image->samples + y * samples, samples);
        return;
    }
    uint8_t *bytes = w->row;
    uint16_t *words = w->row;
    for (size_t i = 0; i < samples; i++) {
        unsigned v = sample(image, y * samples + i);
        v = w->bits < image->bits ? v / w->scale : v * w->scale;
        if (w->bits == 16)
            words[i] = (uint16_t)v;
        else
            bytes[i] = (uint8_t)v;
    }
}

static void set_palette(woad_png *io, const woad_image_options *options)
{
    png_color colours[256];
    for (size_t i = 0; i < options->colours; i++) {
        const uint8_t *rgb = options->palette + 3 * i;
        colours[i] = (png_color){rgb[0], rgb[1], rgb[2]};
    }
    png_set_PLTE(io->png, io->info, colours, (int)options->colours);
}

static woad_status write_body(woad_png *io, void *context)
{
    const writer *w = context;
    const woad_image *image = w->image;
    int color = w->palette ? PNG_COLOR_TYPE_PALETTE : color_of_channels[image->channels];
    woad_png_write_header(
        io, &(woad_png_header){image->width, image->height, (int)w->bits, color});
    if (w->palette)
        set_palette(io, w->palette);
    png_write_info(io->png, io->info);
    if (w->bits == 16)
        woad_png_swap16(io);
    png_set_packing(io->png); /* rows have a byte for each sample of less than 8 bits */
    for (size_t y = 0; y < image->height; y++) {
        fill_row(w, y);
        png_write_row(io->png, w->row);
    }
    png_write_end(io->png, NULL);
    return WOAD_OK;
}

static woad_status check_bits(const woad_image *image, unsigned bits, woad_error *error)
{
    bool known = bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
    if (!known)
        return woad_fail(
            error, WOAD_ERROR_ARGUMENT, "%u bits a sample: PNG has 1, 2, 4, 8 or 16", bits);
    if (bits < 8 && (image->bits != 8 || image->channels != 1))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "%u bits a sample are for 8-bit grey images, and this one has %zu channels of %u "
            "bits",
            bits, image->channels, image->bits);
    if (!holds_exactly(image, bits))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "%u bits do not hold the image: its samples must be multiples of %u", bits,
            factor(image->bits, bits));
    return WOAD_OK;
}

static woad_status write(writer *w, void **bytes, size_t *size, woad_error *error)
{
    unsigned bits = w->image->bits;
    w->scale = w->bits < bits ? factor(bits, w->bits) : factor(w->bits, bits);
    w->row = woad_array(w->image->width * w->image->channels, w->bits == 16 ? 2 : 1);
    if (!w->row)
        return woad_fail_memory(error, "a row of a PNG file");
    woad_status status = woad_png_write(write_body, w, bytes, size, error);
    woad_free(w->row);
    return status;
}

woad_status woad_image_encode_png(const woad_image *image, unsigned sample_bits, void **bytes,
    size_t *size, woad_error *error)
{
    woad_status status = woad_image_check(image, error);
    if (status < 0)
        return status;
    writer w = {.image = image, .bits = sample_bits ? sample_bits : smallest_bits(image)};
    status = check_bits(image, w.bits, error);
    return status < 0 ? status : write(&w, bytes, size, error);
}

/* ---- palettes --------------------------------------------------------------------------- */

static unsigned bits_of_places(size_t colours)
{
    unsigned bits = 1;
    while (bits < 8 && (size_t)1 << bits < colours)
        bits *= 2;
    return bits;
}

static woad_status check_places(const writer *w, woad_error *error)
{
    const uint8_t *places = w->image->samples;
    size_t colours = w->palette->colours;
    if (w->bits > 8 || (size_t)1 << w->bits < colours)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "%u bits a sample for a palette of %zu colours: it needs %u, and PNG has at most 8",
            w->bits, colours, bits_of_places(colours));
    for (size_t i = 0; i < w->image->width * w->image->height; i++) {
        if (places[i] >= colours)
            return woad_fail(error, WOAD_ERROR_ARGUMENT,
                "pixel %zu is colour %u of a palette of %zu", i, places[i], colours);
    }
    return WOAD_OK;
}

static woad_status encode(const woad_image *image, const woad_image_options *options,
    void **bytes, size_t *size, woad_error *error)
{
    if (options->colours == 0)
        return woad_image_encode_png(image, options->bits, bytes, size, error);
    writer w = {.image = image,
        .bits = options->bits ? options->bits : bits_of_places(options->colours),
        .palette = options};
    woad_status status = check_places(&w, error);
    return status < 0 ? status : write(&w, bytes, size, error);
}

static bool begins(const uint8_t *bytes, size_t size)
{
    return woad_begins_with(bytes, size, "\x89PNG\r\n\x1a\n", 8);
}

/* Whether bits hold the samples shows when they are there. */
static woad_status check(
    const woad_image *shape, const woad_image_options *options, woad_error *error)
{
    (void)shape, (void)options, (void)error;
    return WOAD_OK;
}

const woad_image_driver woad_image_png = {
    .info = {"png", ".png", "PNG: 1 to 16 bits, grey, RGB, alpha, palettes", true, true, true,
        true, true},
    .begins = begins,
    .decode = decode,
    .check = check,
    .encode = encode,
};
