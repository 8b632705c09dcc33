/* io/texels.c - what is written of a mask into the formats of engines. */
#include "io/texels.h"

#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/bytes.h"
#include "io/half.h"
#include "io/sheet.h"
#include "io/values.h"
#include "io/values_note.h"
#include "pdf.h"

/* The greatest half below 1, and the least above 0: where thresholds end. */
#define HALF_BELOW_ONE ((uint16_t)0x3bff)
#define HALF_ABOVE_ZERO ((uint16_t)1)
#define HALF_ONE ((uint16_t)0x3c00)

size_t woad_texel_size(woad_sample_type type)
{
    return type == WOAD_SAMPLE_U8 ? 1 : type == WOAD_SAMPLE_FLOAT ? 4 : 2;
}

woad_texels woad_texels_of(
    const woad_mask *mask, const woad_io_options *options, size_t channels)
{
    woad_texels t = {mask, options, mask->width, mask->height, mask->depth, channels, 0,
        woad_texel_size(options->type)};
    if (options->layout == WOAD_LAYOUT_2D) {
        size_t columns = woad_sheet_columns(mask->depth);
        t.width *= columns;
        t.height *= mask->depth / columns;
        t.depth = 1;
    }
    t.count = t.width * t.height * t.depth * channels;
    return t;
}

static bool is_padding(const woad_texels *t, size_t index)
{
    return index % t->channels >= t->mask->channels;
}

/* Where the sample stands in the mask. */
static size_t mask_index(const woad_texels *t, size_t index)
{
    size_t own = index / t->channels * t->mask->channels + index % t->channels;
    return t->options->layout == WOAD_LAYOUT_2D ? woad_sheet_index(t->mask, t->width, own)
                                                : own;
}

uint32_t woad_texel_integer(const woad_texels *t, size_t index)
{
    unsigned bits = 8 * (unsigned)t->size;
    if (is_padding(t, index))
        return (1U << bits) - 1;
    index = mask_index(t, index);
    if (t->options->values == WOAD_VALUES_PDF)
        return woad_values_pdf_integer(t->mask, index, t->options->pdf, bits);
    return woad_values_integer(t->mask, index, bits);
}

static float float_of(const woad_texels *t, size_t index)
{
    if (is_padding(t, index))
        return 1;
    return woad_values_float(
        t->mask, mask_index(t, index), t->options->values, t->options->pdf);
}

static uint16_t half_of(const woad_texels *t, size_t index)
{
    float v = float_of(t, index);
    uint16_t half = woad_half_of_float(v);
    if (t->options->values == WOAD_VALUES_PDF)
        return half;
    if (v < 1 && half == HALF_ONE)
        return HALF_BELOW_ONE;
    return v > 0 && half == 0 ? HALF_ABOVE_ZERO : half;
}

float woad_texel_float(const woad_texels *t, size_t index)
{
    return t->options->type == WOAD_SAMPLE_HALF ? woad_float_of_half(half_of(t, index))
                                                : float_of(t, index);
}

void woad_texel_put(const woad_texels *t, size_t index, uint8_t *bytes)
{
    if (t->options->type == WOAD_SAMPLE_FLOAT) {
        woad_put_f32(float_of(t, index), bytes);
        return;
    }
    uint32_t v =
        t->options->type == WOAD_SAMPLE_HALF ? half_of(t, index) : woad_texel_integer(t, index);
    for (size_t i = 0; i < t->size; i++)
        bytes[i] = (uint8_t)(v >> 8 * i);
}

void woad_texels_put(const woad_texels *t, uint8_t *bytes)
{
    for (size_t i = 0; i < t->count; i++)
        woad_texel_put(t, i, bytes + t->size * i);
}

char *woad_texels_text(const woad_texels *t, woad_status *status, woad_error *error)
{
    const char *recipe = t->mask->recipe;
    const woad_pdf *pdf = t->options->pdf;
    bool noted = t->options->values == WOAD_VALUES_PDF;
    *status = WOAD_OK;
    if (!noted && !recipe)
        return NULL;
    char *text = noted
                     ? woad_note_values(recipe, pdf ? woad_pdf_text(pdf) : woad_pdf_at(0)->name)
                     : woad_copy_string(recipe, strlen(recipe));
    if (!text)
        *status = woad_fail_memory(error, "a recipe");
    return text;
}
