/* io/png_mask.c - writing masks as PNG: raw integers, 16-bit grey by default.
 *
 * A threshold texture is data, not a picture: files are written without gAMA or sRGB chunks,
 * and where a file has them they are not applied. Channels are grey, grey + alpha, RGB, RGB +
 * alpha. An alpha channel that is opaque everywhere is what a picture editor added, and is
 * dropped. Text chunks carry what made the mask (PNG specification, third edition,
 * section 11.3.3).
 */
#include <stdio.h>
#include <string.h>

#include <woad/version.h>

#include "base/alloc.h"
#include "io/png_common.h"
#include "io/png_mask.h"
#include "io/texels.h"
#include "pdf.h"

static const int color_of_channels[WOAD_MAX_CHANNELS + 1] = {
    0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGBA};

typedef struct writer {
    woad_texels texels;
    woad_values values;
    const woad_pdf *pdf; /* of WOAD_VALUES_PDF; NULL: uniform */
    unsigned bits;
    uint8_t *row;
} writer;

static bool is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return !*text;
}

/* tEXt is Latin-1 and iTXt is UTF-8; ASCII is both, and tEXt is what every reader knows. */
static png_text make_text(const char *key, const char *text)
{
    return (png_text){
        .compression = is_ascii(text) ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE,
        .key = (char *)(uintptr_t)key, /* libpng's type is not const; it copies the text */
        .text = (char *)(uintptr_t)text,
        .text_length = strlen(text),
    };
}

static void write_texts(woad_png *io, const writer *w)
{
    png_text texts[3];
    int count = 0;
    texts[count++] = make_text("Software", "woad " WOAD_VERSION);
    char values[sizeof PDF_VALUES + WOAD_PARAM_TEXT] = "rank";
    if (w->values == WOAD_VALUES_PDF)
        snprintf(values, sizeof values, PDF_VALUES "%s",
            w->pdf ? woad_pdf_text(w->pdf) : woad_pdf_at(0)->name);
    if (w->values != WOAD_VALUES_THRESHOLD)
        texts[count++] = make_text(KEY_VALUES, values);
    if (w->texels.mask->recipe)
        texts[count++] = make_text(KEY_RECIPE, w->texels.mask->recipe);
    png_set_text(io->png, io->info, texts, count);
}

/* One row, in the byte order of the file. */
static void fill_row(const writer *w, size_t y)
{
    size_t samples = w->texels.width * w->texels.channels;
    for (size_t i = 0; i < samples; i++) {
        size_t index = y * samples + i;
        uint32_t v = w->values == WOAD_VALUES_RANK ? w->texels.mask->ranks[index]
                                                   : woad_texel_integer(&w->texels, index);
        if (w->bits == 16) {
            w->row[2 * i] = (uint8_t)(v >> 8);
            w->row[2 * i + 1] = (uint8_t)v;
        } else {
            w->row[i] = (uint8_t)v;
        }
    }
}

static woad_status write_head(woad_png *io, void *context)
{
    const writer *w = context;
    const woad_texels *t = &w->texels;
    woad_png_write_header(io,
        &(woad_png_header){t->width, t->height, (int)w->bits, color_of_channels[t->channels]});
    write_texts(io, w);
    png_write_info(io->png, io->info);
    return WOAD_OK;
}

woad_status woad_png_mask_head(
    const woad_mask *shape, woad_values values, void **bytes, size_t *size, woad_error *error)
{
    const woad_io_options options = {.values = values, .type = WOAD_SAMPLE_U16};
    writer w = {woad_texels_of(shape, &options, 1), values, NULL, 16, NULL};
    return woad_png_write(write_head, &w, bytes, size, error);
}

static woad_status write_body(woad_png *io, void *context)
{
    const writer *w = context;
    const woad_texels *t = &w->texels;
    write_head(io, context);
    for (size_t y = 0; y < t->height; y++) {
        fill_row(w, y);
        png_write_row(io->png, w->row);
    }
    png_write_end(io->png, NULL);
    return WOAD_OK;
}

static woad_status encode(const woad_mask *mask, const woad_io_options *options, void **bytes,
    size_t *size, woad_error *error)
{
    writer w = {woad_texels_of(mask, options, mask->channels), options->values, options->pdf,
        8 * (unsigned)woad_texel_size(options->type), NULL};
    w.row = woad_array(w.texels.width * w.texels.channels, w.texels.size);
    if (!w.row)
        return woad_fail_memory(error, "a row of a PNG file");
    woad_status status = woad_png_write(write_body, &w, bytes, size, error);
    woad_free(w.row);
    return status;
}

const woad_format_driver woad_format_png = {
    .info = {"png", ".png",
        "PNG: 16-bit grey, or 8-bit; RGB(A) for 3 or 4 channels; one frame, or a sheet", false},
    .carries_recipe = true,
    .holds = {.type = WOAD_SAMPLE_U16,
        .types = WOAD_HOLDS_INTEGERS,
        .layouts = WOAD_HOLDS_PICTURE,
        .values = WOAD_HOLDS_VALUES | WOAD_HOLDS_RANKS,
        .channels = WOAD_HOLDS_ALL_CHANNELS},
    .encode = encode,
    .decode = woad_png_mask_decode,
};
