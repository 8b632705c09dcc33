/* io/texels_read.c - a mask of the samples that were found in a file of an engine's format. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/bytes.h"
#include "io/half.h"
#include "io/texels.h"
#include "io/values.h"
#include "io/values_note.h"
#include "pdf.h"

typedef struct reader {
    const woad_texel_source *source;
    size_t channels; /* of the mask: the first of the source's */
} reader;

static double sample_of(const woad_texel_source *s, size_t index)
{
    size_t size = woad_texel_size(s->type);
    if (s->bottom_up) {
        size_t row = s->width * s->channels;
        index = (s->height - 1 - index / row) * row + index % row;
    }
    double v = woad_get_sample(
        s->bytes + index * size, size, s->type == WOAD_SAMPLE_FLOAT, s->big_endian);
    return s->type == WOAD_SAMPLE_HALF ? (double)woad_float_of_half((uint16_t)v) : v;
}

static double sample_at(const void *context, size_t index)
{
    const reader *r = context;
    return sample_of(
        r->source, index / r->channels * r->source->channels + index % r->channels);
}

static woad_status check_size(const woad_texel_source *s, size_t *count, woad_error *error)
{
    size_t size = woad_texel_size(s->type);
    woad_status status = woad_values_check_size(
        s->name, s->width, s->height, s->depth, s->channels, count, error);
    if (status < 0 || s->size == *count * size)
        return status;
    return woad_fail(error, WOAD_ERROR_FORMAT,
        "%s has %zu bytes of samples: %zux%zux%zu pixels with %zu channels of %zu bytes need "
        "%zu%s",
        s->name, s->size, s->width, s->height, s->depth, s->channels, size, *count * size,
        s->size < *count * size ? ", so it is truncated" : "");
}

/* The channels without an alpha that only fills a pixel of four. */
static size_t own_channels(
    const woad_texel_source *s, size_t count, const woad_io_options *options)
{
    double opaque = s->type == WOAD_SAMPLE_U8    ? UINT8_MAX
                    : s->type == WOAD_SAMPLE_U16 ? UINT16_MAX
                                                 : 1;
    if (!s->padded || s->channels != 4 || options->channels == 4 || count == 4)
        return s->channels;
    for (size_t i = 3; i < count; i += 4) {
        if (sample_of(s, i) != opaque)
            return s->channels;
    }
    return s->channels - 1;
}

/* The recipe, and the distribution of the values where the text tells one and the caller none. */
static woad_status take_text(const woad_texel_source *s, woad_io_options *options,
    char **recipe, woad_pdf **pdf, woad_error *error)
{
    char noted[WOAD_PARAM_TEXT] = "";
    if (s->text && s->text_length > 0) {
        *recipe = woad_copy_string(s->text, s->text_length);
        if (!*recipe)
            return woad_fail_memory(error, "a recipe");
        woad_take_values_note(recipe, noted);
    }
    if (!*noted || options->values == WOAD_VALUES_PDF)
        return WOAD_OK;
    options->values = WOAD_VALUES_PDF;
    woad_status status = woad_noted_pdf(noted, options, pdf, error);
    options->pdf = *pdf;
    return status;
}

static woad_status set_scale(const woad_texel_source *s, const woad_io_options *options,
    woad_scale *scale, woad_error *error)
{
    const woad_pdf *pdf = options->values == WOAD_VALUES_PDF ? options->pdf : NULL;
    bool whole = s->type == WOAD_SAMPLE_U8 || s->type == WOAD_SAMPLE_U16;
    if (!whole || options->values == WOAD_VALUES_RANK) {
        *scale = woad_scale_of_values(options->values, pdf, s->width * s->height);
        if (pdf && s->type == WOAD_SAMPLE_HALF) { /* its ends were rounded to halves */
            scale->lowest -= fabs(scale->lowest) * 0x1p-11;
            scale->highest += fabs(scale->highest) * 0x1p-11;
        }
        return WOAD_OK;
    }
    if (!woad_pdf_fits_integers(pdf))
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s holds integers, and the values of %s have no ends to scale them by", s->name,
            woad_pdf_text(pdf));
    *scale = woad_scale_of_pdf_bits(pdf, 8 * (unsigned)woad_texel_size(s->type));
    return WOAD_OK;
}

static woad_status decode(const woad_texel_source *s, size_t count,
    const woad_io_options *options, woad_mask **out, woad_error *error)
{
    reader r = {s, own_channels(s, count, options)};
    woad_values_source values = {
        .name = s->name,
        .width = s->width,
        .height = s->height,
        .depth = s->depth,
        .channels = r.channels,
        .at = sample_at,
        .context = &r,
    };
    woad_status status = set_scale(s, options, &values.scale, error);
    return status < 0 ? status : woad_values_decode(&values, out, error);
}

woad_status woad_texels_decode(const woad_texel_source *source, const woad_io_options *options,
    woad_mask **out, woad_error *error)
{
    woad_io_options complete = *options;
    char *recipe = NULL;
    woad_pdf *pdf = NULL;
    size_t count;
    woad_status status = check_size(source, &count, error);
    if (status >= 0)
        status = take_text(source, &complete, &recipe, &pdf, error);
    if (status >= 0)
        status = decode(source, count, &complete, out, error);
    if (status >= 0) {
        (*out)->recipe = recipe;
        recipe = NULL;
    }
    woad_free(recipe);
    woad_pdf_destroy(pdf);
    return status;
}
