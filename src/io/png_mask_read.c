/* io/png_mask_read.c - reading masks from PNG: grey, RGB and palettes that are grey, 1 to 16
 * bits, as raw integers, whatever a gAMA or sRGB chunk says.
 *
 * An alpha channel that is opaque everywhere is what a picture editor added, and is dropped
 * (unless the options ask for that many channels); any other is a channel of the mask.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/png_common.h"
#include "io/png_mask.h"
#include "io/values.h"
#include "io/values_note.h"
#include "pdf.h"

typedef struct reader {
    const woad_io_options *options;
    woad_png_header header;
    unsigned bits;          /* a sample, as it was in the file */
    size_t sample_size;     /* bytes in the raster: 1 or 2 */
    size_t raster_channels; /* of the pixels in the raster */
    size_t channels;        /* of the mask: the first of them */
    void *raster;           /* [height][width][raster_channels] */
    bool ranks;
    woad_pdf *pdf; /* that the file names, or NULL */
    char *recipe;
} reader;

static uint32_t sample(const reader *r, size_t index)
{
    const uint8_t *bytes = r->raster;
    const uint16_t *words = r->raster;
    return r->sample_size == 2 ? words[index] : bytes[index];
}

/* Raster values, the channels beyond the mask's left out. */
static double sample_at(const void *context, size_t index)
{
    const reader *r = context;
    size_t pixel = index / r->channels, channel = index % r->channels;
    return sample(r, pixel * r->raster_channels + channel);
}

/* Samples are unpacked to bytes, never scaled: a 4-bit 15 stays 15. */
static void set_transformations(woad_png *io, reader *r)
{
    r->bits = (unsigned)r->header.depth;
    if (r->header.color == PNG_COLOR_TYPE_PALETTE) {
        png_set_palette_to_rgb(io->png);
        r->bits = 8; /* palettes have 8-bit colours */
    } else if (r->header.depth < 8) {
        png_set_packing(io->png);
    }
}

/* A mask goes on without palette, without transparent colours, without a needless alpha. */
static woad_status choose_channels(woad_png *io, reader *r)
{
    size_t pixels = r->header.width * r->header.height, step = r->raster_channels;
    r->channels = step;
    if (r->header.color == PNG_COLOR_TYPE_PALETTE) {
        for (size_t i = 0; i < pixels; i++) {
            if (sample(r, step * i) != sample(r, step * i + 1) ||
                sample(r, step * i) != sample(r, step * i + 2))
                return woad_fail(io->error, WOAD_ERROR_UNSUPPORTED,
                    "%s has a palette of colours: a mask is grey, or RGB without a palette",
                    io->name);
        }
        r->channels = 1;
    }
    if (step % 2 == 0 && r->options->channels != step && pixels > 1) {
        size_t i = 0;
        while (i < pixels && sample(r, step * i + step - 1) == (1u << r->bits) - 1)
            i++;
        r->channels = i == pixels ? step - 1 : step;
    }
    return WOAD_OK;
}

static woad_status read_values(reader *r, const char *text, woad_error *error)
{
    const size_t begin = sizeof PDF_VALUES - 1;
    r->ranks = strcmp(text, "rank") == 0;
    if (strncmp(text, PDF_VALUES, begin) != 0 || r->options->values == WOAD_VALUES_PDF ||
        r->pdf)
        return WOAD_OK;
    return woad_noted_pdf(text + begin, r->options, &r->pdf, error);
}

static woad_status read_texts(woad_png *io, reader *r)
{
    png_textp texts = NULL;
    int count = png_get_text(io->png, io->info, &texts, NULL);
    for (int i = 0; i < count; i++) {
        if (strcmp(texts[i].key, KEY_VALUES) == 0) {
            woad_status status = read_values(r, texts[i].text, io->error);
            if (status < 0)
                return status;
        }
        if (strcmp(texts[i].key, KEY_RECIPE) == 0 && !r->recipe) {
            r->recipe = woad_copy_string(texts[i].text, strlen(texts[i].text));
            if (!r->recipe)
                return woad_fail_memory(io->error, "a recipe");
        }
    }
    return WOAD_OK;
}

static woad_status read_body(woad_png *io, void *context)
{
    reader *r = context;
    size_t count;
    woad_status status = woad_png_read_header(io, &r->header);
    if (status >= 0)
        status = woad_values_check_size(
            io->name, r->header.width, r->header.height, 1, 1, &count, io->error);
    if (status < 0)
        return status;
    if (png_get_valid(io->png, io->info, PNG_INFO_tRNS))
        return woad_fail(io->error, WOAD_ERROR_UNSUPPORTED,
            "%s has transparent colours (a tRNS chunk): a mask is opaque", io->name);
    set_transformations(io, r);
    size_t row_bytes = woad_png_start_rows(io);
    r->raster_channels = png_get_channels(io->png, io->info);
    r->sample_size = r->bits == 16 ? 2 : 1;
    r->raster = woad_array(r->header.height, row_bytes);
    if (!r->raster)
        return woad_fail_memory(io->error, "the pixels of a PNG file");
    woad_png_read_rows(io, r->header.height, r->raster);
    status = choose_channels(io, r);
    if (status >= 0)
        status = read_texts(io, r);
    return status;
}

/* What the caller knows goes before what the file says. */
static woad_status set_scale(
    const reader *r, const char *name, woad_scale *scale, woad_error *error)
{
    const woad_pdf *pdf = r->options->values == WOAD_VALUES_PDF ? r->options->pdf : r->pdf;
    if (!woad_pdf_fits_integers(pdf))
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s holds integers, and the values of %s have no ends to scale them by", name,
            woad_pdf_text(pdf));
    *scale = r->ranks ? woad_scale_of_values(
                            WOAD_VALUES_RANK, NULL, r->header.width * r->header.height)
                      : woad_scale_of_pdf_bits(pdf, r->bits);
    return WOAD_OK;
}

static woad_status make_mask(
    const reader *r, const char *name, woad_mask **out, woad_error *error)
{
    woad_values_source source = {
        .name = name,
        .width = r->header.width,
        .height = r->header.height,
        .depth = 1,
        .channels = r->channels,
        .at = sample_at,
        .context = r,
    };
    woad_status status = set_scale(r, name, &source.scale, error);
    return status < 0 ? status : woad_values_decode(&source, out, error);
}

woad_status woad_png_mask_decode(const uint8_t *bytes, size_t size, const char *name,
    const woad_io_options *options, woad_mask **out, woad_error *error)
{
    reader r = {.options = options};
    woad_status status = woad_png_read(bytes, size, name, read_body, &r, error);
    if (status >= 0)
        status = make_mask(&r, name, out, error);
    if (status >= 0) {
        (*out)->recipe = r.recipe;
        r.recipe = NULL;
    }
    woad_free(r.raster);
    woad_free(r.recipe);
    woad_pdf_destroy(r.pdf);
    return status;
}
