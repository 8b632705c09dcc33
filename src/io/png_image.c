/* io/png_image.c - images as PNG: everything in, true 1, 2 and 4-bit grey out. */
#include "base/alloc.h"
#include "io/image_codec.h"
#include "io/png_common.h"

static const int color_of_channels[] = {
    0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGBA};

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
    if (status >= 0)
        woad_png_read_rows(io, header.height, (*image)->samples);
    return status;
}

woad_status woad_png_image_decode(
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

static woad_status write_body(woad_png *io, void *context)
{
    const writer *w = context;
    const woad_image *image = w->image;
    woad_png_write_header(io, &(woad_png_header){image->width, image->height, (int)w->bits,
                                  color_of_channels[image->channels]});
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

static woad_status check_image(const woad_image *image, woad_error *error)
{
    if (!image || !image->samples || image->channels < 1 || image->channels > 4 ||
        (image->bits != 8 && image->bits != 16))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "there is no image of 1 to 4 channels and 8 or 16 bits to encode");
    if (woad_image_check_size(
            "the image", image->width, image->height, image->channels, error) < 0)
        return WOAD_ERROR_ARGUMENT;
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

woad_status woad_image_encode_png(const woad_image *image, unsigned sample_bits, void **bytes,
    size_t *size, woad_error *error)
{
    woad_status status = check_image(image, error);
    if (status < 0)
        return status;
    writer w = {.image = image, .bits = sample_bits ? sample_bits : smallest_bits(image)};
    status = check_bits(image, w.bits, error);
    if (status < 0)
        return status;
    w.scale = w.bits < image->bits ? factor(image->bits, w.bits) : factor(w.bits, image->bits);
    w.row = woad_array(image->width * image->channels, w.bits == 16 ? 2 : 1);
    if (!w.row)
        return woad_fail_memory(error, "a row of a PNG file");
    status = woad_png_write(write_body, &w, bytes, size, error);
    woad_free(w.row);
    return status;
}
