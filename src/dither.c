/* dither.c - masks laid over images.
 *
 * Rows are cut into runs that end with the mask's rows, so that the loop over pixels knows
 * neither the modulo of the tiling nor the depth of the mask. 8-bit samples go through a table
 * of cells for each channel; 16-bit ones are computed where they stand. Where 8-bit grey has two
 * levels, each threshold stands for the least sample that it lets be white, and bytes are compared.
 */
#include <woad/dither.h>

#include "base/simd.h"
#include "base/status.h"
#include "noise.h"
#include "quantizer.h"
#include "samples.h"

/* One colour channel: the thresholds that it sees, and its levels. */
typedef struct colour {
    const woad_mask *mask;
    const float *thresholds; /* of its frame and mask channel */
    size_t shift_x, shift_y;
    woad_quantizer quantizer;
    const woad_noise *noise; /* NULL: the thresholds themselves */
    union {                  /* of 8-bit samples */
        woad_cell cells[256];
        woad_noise_cell noise_cells[256];
    };
} colour;

/* `count` pixels of one channel of one row; samples of `in` and `out` stand `channels` apart.
 */
typedef struct run {
    const void *in;
    uint8_t *out;
    const float *thresholds;
    size_t count, channels;
} run;

static void dither_run_8(const colour *c, const run *r)
{
    const uint8_t *in = r->in;
    size_t stride = c->mask->channels;
    for (size_t i = 0; i < r->count; i++) {
        woad_cell cell = c->cells[in[i * r->channels]];
        r->out[i * r->channels] = r->thresholds[i * stride] >= cell.cut ? cell.high : cell.low;
    }
}

static void dither_run_16(const colour *c, const run *r)
{
    const uint16_t *in = r->in;
    size_t stride = c->mask->channels;
    for (size_t i = 0; i < r->count; i++) {
        woad_cell cell = woad_quantizer_cell(&c->quantizer, in[i * r->channels]);
        r->out[i * r->channels] = r->thresholds[i * stride] >= cell.cut ? cell.high : cell.low;
    }
}

static void noise_run_8(const colour *c, const run *r)
{
    const uint8_t *in = r->in, *codes = c->quantizer.codes;
    size_t stride = c->mask->channels;
    for (size_t i = 0; i < r->count; i++)
        r->out[i * r->channels] = codes[woad_noise_level(
            &c->noise_cells[in[i * r->channels]], r->thresholds[i * stride])];
}

static woad_noise_cell noise_cell(const colour *c, uint32_t sample)
{
    return woad_noise_cell_of(c->noise, sample, c->quantizer.maximum, c->quantizer.steps);
}

static void noise_run_16(const colour *c, const run *r)
{
    const uint16_t *in = r->in;
    size_t stride = c->mask->channels;
    for (size_t i = 0; i < r->count; i++) {
        woad_noise_cell cell = noise_cell(c, in[i * r->channels]);
        uint8_t level = woad_noise_level(&cell, r->thresholds[i * stride]);
        r->out[i * r->channels] = c->quantizer.codes[level];
    }
}

static void dither_run(const colour *c, const run *r, unsigned bits)
{
    if (c->noise && bits == 8)
        noise_run_8(c, r);
    else if (c->noise)
        noise_run_16(c, r);
    else if (bits == 8)
        dither_run_8(c, r);
    else
        dither_run_16(c, r);
}

static const float *line_of(const colour *c, size_t y)
{
    const woad_mask *mask = c->mask;
    return c->thresholds + (y + c->shift_y) % mask->height * mask->width * mask->channels;
}

/* `row` is the whole row y of the image's channel; only its thresholds are missing. */
static void dither_row(const colour *c, const run *row, size_t y, unsigned bits)
{
    size_t width = c->mask->width, stride = c->mask->channels;
    const float *line = line_of(c, y);
    size_t first = c->shift_x;
    for (size_t x = 0; x < row->count;) {
        size_t room = width - first, left = row->count - x;
        run part = {
            .in = (const uint8_t *)row->in + x * row->channels * (bits / 8),
            .out = row->out + x * row->channels,
            .thresholds = line + first * stride,
            .count = room < left ? room : left,
            .channels = row->channels,
        };
        dither_run(c, &part, bits);
        x += part.count;
        first = 0;
    }
}

/* Which mask, and which channel of it, colour i sees. */
static void choose_mask(const woad_dither_params *params, size_t i, colour *c)
{
    const woad_mask *mask = params->masks[0];
    size_t channel = 0;
    if (params->channel_masks == WOAD_CHANNELS_SHIFT) {
        c->shift_x = i * mask->width / WOAD_MAX_COLOURS;
        c->shift_y = i * mask->height / WOAD_MAX_COLOURS;
    } else if (params->channel_masks == WOAD_CHANNELS_INDEPENDENT) {
        if (params->masks[i])
            mask = params->masks[i];
        else
            channel = i;
    }
    size_t area = mask->width * mask->height;
    c->shift_x = (c->shift_x + params->x % mask->width) % mask->width;
    c->shift_y = (c->shift_y + params->y % mask->height) % mask->height;
    c->mask = mask;
    c->thresholds =
        mask->thresholds + params->frame % mask->depth * area * mask->channels + channel;
}

static void colour_init(colour *c, const woad_dither_params *params, const woad_noise *noise,
    size_t i, unsigned bits)
{
    c->shift_x = c->shift_y = 0;
    c->noise = noise;
    choose_mask(params, i, c);
    woad_quantizer_init(&c->quantizer, woad_levels_of(params->levels, i), bits, params->space);
    c->quantizer.strength = 1 - params->damping;
    for (uint32_t sample = 0; bits == 8 && sample <= UINT8_MAX; sample++) {
        if (noise)
            c->noise_cells[sample] = noise_cell(c, sample);
        else
            c->cells[sample] = woad_quantizer_cell(&c->quantizer, sample);
    }
}

/* ---- two levels of 8-bit grey ------------------------------------------------------------ */

enum { TILE = 4096 }; /* bytes of a row of least samples, the mask repeated */

/* The least sample that a threshold lets be white: cuts fall with the samples. White itself, 255,
 * is a level, and so is black. */
static uint8_t least_white(const colour *c, float threshold)
{
    unsigned low = 1, high = UINT8_MAX; /* the answer is in low .. high */
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (threshold >= c->cells[middle].cut)
            high = middle;
        else
            low = middle + 1;
    }
    return (uint8_t)low;
}

WOAD_VECTOR static void compare_bytes(
    const uint8_t *in, const uint8_t *restrict least, size_t count, uint8_t *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = in[i] >= least[i] ? UINT8_MAX : 0;
}

static bool has_two_levels_of_bytes(const colour *c, unsigned bits, size_t channels)
{
    return bits == 8 && channels == 1 && !c->noise && c->quantizer.steps == 1 &&
           c->mask->width <= TILE;
}

/* Rows of one mask row follow each other, so that its least samples are found once. */
static void dither_bytes(
    const colour *c, const uint8_t *in, size_t width, size_t height, uint8_t *out)
{
    uint8_t least[TILE];
    size_t period = c->mask->width, stride = c->mask->channels;
    size_t tile = TILE / period * period;
    tile = tile < width ? tile : width;
    for (size_t first = 0; first < c->mask->height && first < height; first++) {
        const float *line = line_of(c, first);
        for (size_t x = 0; x < tile; x++)
            least[x] = x < period ? least_white(c, line[(x + c->shift_x) % period * stride])
                                  : least[x - period];
        for (size_t y = first; y < height; y += c->mask->height) {
            for (size_t x = 0; x < width; x += tile)
                compare_bytes(in + y * width + x, least, width - x < tile ? width - x : tile,
                    out + y * width + x);
        }
    }
}

/* ---- the call ----------------------------------------------------------------------------- */

static woad_status check_params(const woad_dither_params *params, woad_error *error)
{
    woad_status status = woad_check_levels(params->levels, params->space, error);
    if (status < 0)
        return status;
    if ((unsigned)params->channel_masks > WOAD_CHANNELS_INDEPENDENT)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "channel_masks is %u: it must be same (0), shift (1) or independent (2)",
            (unsigned)params->channel_masks);
    if (!(params->damping >= 0 && params->damping <= 1))
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "damping is %g: it must be from 0 to 1",
            params->damping);
    if (!params->masks[0])
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "no mask: masks[0] must be given");
    return WOAD_OK;
}

/* Noise beside the uniform one, in *noise. */
static woad_status take_noise(const woad_dither_params *params, woad_noise *noise,
    const woad_noise **out, woad_error *error)
{
    *out = NULL;
    if (!params->noise || woad_pdf_is_even(params->noise))
        return WOAD_OK;
    if (params->space == WOAD_SPACE_LINEAR)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "noise of this distribution keeps the mean of encoded values: space must be srgb, or "
            "the noise uniform");
    woad_status status = woad_noise_init(noise, params->noise, error);
    noise->scale *= 1 - params->damping;
    noise->reach *= 1 - params->damping;
    if (noise->scale > 0)
        *out = noise;
    return status;
}

/* Three colours with masks of their own need three masks, or three channels of one. */
static woad_status check_independent(const woad_dither_params *params, woad_error *error)
{
    const woad_mask *const *masks = params->masks;
    if (params->channel_masks != WOAD_CHANNELS_INDEPENDENT || (masks[1] && masks[2]) ||
        (!masks[1] && !masks[2] && masks[0]->channels >= WOAD_MAX_COLOURS))
        return WOAD_OK;
    if (masks[1] || masks[2])
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "two masks for independent channels: there must be three, or one with three "
            "channels");
    return woad_fail(error, WOAD_ERROR_ARGUMENT,
        "one mask with %zu channels for independent channels: it must have three, or there "
        "must be three masks",
        masks[0]->channels);
}

woad_status woad_dither(const woad_dither_params *params, const void *in, unsigned bits,
    size_t width, size_t height, size_t channels, uint8_t *out, woad_error *error)
{
    if (!params)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "no parameters: NULL was given");
    size_t colours = woad_colours_of(channels);
    woad_status status = woad_check_samples(in, bits, width, height, channels, out, error);
    if (status >= 0)
        status = check_params(params, error);
    if (status >= 0 && colours > 1)
        status = check_independent(params, error);
    woad_noise noise;
    const woad_noise *taken = NULL;
    if (status >= 0)
        status = take_noise(params, &noise, &taken, error);
    if (status < 0)
        return status;

    colour table[WOAD_MAX_COLOURS];
    for (size_t i = 0; i < colours; i++)
        colour_init(&table[i], params, taken, i, bits);
    if (has_two_levels_of_bytes(&table[0], bits, channels)) {
        dither_bytes(&table[0], in, width, height, out);
        return WOAD_OK;
    }
    for (size_t y = 0; y < height; y++) {
        for (size_t i = 0; i < channels; i++) {
            size_t first = y * width * channels + i;
            run row = {
                .in = (const uint8_t *)in + first * (bits / 8),
                .out = out + first,
                .count = width,
                .channels = channels,
            };
            if (i < colours)
                dither_row(&table[i], &row, y, bits);
            else
                woad_copy_alpha(row.in, bits, width, channels, row.out);
        }
    }
    return WOAD_OK;
}
