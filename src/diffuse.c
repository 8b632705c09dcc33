/* diffuse.c - error diffusion to levels.
 *
 * R. W. Floyd and L. Steinberg, "An adaptive algorithm for spatial grey scale", Proc. SID 17,
 * 1976: each pixel takes the nearest level, and what it is off by goes to its neighbours that
 * come later (diffusion.c has the kernels), here with every second row from right to left
 * (R. Ulichney, Digital Halftoning, 1987), mirrored there. What falls off the edges is lost.
 */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "diffusion.h"
#include "quantizer.h"
#include "samples.h"

/* Positions say where a value lies among the levels, in integers. Light is in units of 1 / LIGHT,
 * of which the darkest step of 16 bits has 20. Encoded values are in units of 1 / STEP of the step
 * between two levels, whatever the samples' bits: enough of them that what is cut from errors is
 * never seen, and few enough that those of 256 levels are below 2^28. */
enum { LIGHT = 1 << 24, STEP = 16 * UINT16_MAX };

/* One colour channel. */
typedef struct colour {
    woad_quantizer quantizer;
    int32_t levels[WOAD_MAX_LEVELS]; /* positions */
    int32_t samples[UINT8_MAX + 1];  /* of 8-bit samples */
    woad_diffusion_rows errors;
} colour;

typedef struct image {
    const void *in;
    uint8_t *out;
    unsigned bits;
    size_t width, height, channels;
    bool raster;
} image;

/* ---- positions -------------------------------------------------------------------------- */

static int32_t position_of_light(double light)
{
    return (int32_t)lround(light * LIGHT);
}

static int32_t position_of_sample(const woad_quantizer *q, uint32_t sample)
{
    if (!q->linear)
        return (int32_t)(sample * q->steps * (STEP / q->maximum)); /* 255 divides 65535 */
    return position_of_light(woad_light_of_srgb(sample / (double)q->maximum));
}

static uint32_t nearest_level(const colour *c, int32_t position)
{
    uint32_t low = 0, high = c->quantizer.steps;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (2 * position >= c->levels[middle] + c->levels[middle + 1])
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- diffusion -------------------------------------------------------------------------- */

static void diffuse_row(
    const colour *c, const woad_diffusion_taps *taps, const image *m, size_t channel, size_t y)
{
    const uint8_t *in8 = m->in;
    const uint16_t *in16 = m->in;
    bool leftward = y % 2 && !m->raster;
    for (size_t i = 0; i < m->width; i++) {
        size_t x = leftward ? m->width - 1 - i : i;
        size_t at = (y * m->width + x) * m->channels + channel;
        int32_t position =
            m->bits == 8 ? c->samples[in8[at]] : position_of_sample(&c->quantizer, in16[at]);
        position += c->errors.row[0][x];
        uint32_t level = nearest_level(c, position);
        woad_diffusion_spread(taps, &c->errors, x, leftward, position - c->levels[level]);
        m->out[at] = c->quantizer.codes[level];
    }
}

static void diffuse_colour(
    colour *c, const woad_diffusion_taps *taps, const image *m, size_t channel)
{
    for (size_t y = 0; y < m->height; y++) {
        diffuse_row(c, taps, m, channel, y);
        woad_diffusion_rows_advance(&c->errors);
    }
}

static void colour_init(
    colour *c, const woad_diffuse_params *params, size_t i, const image *m, int32_t *errors)
{
    woad_quantizer *q = &c->quantizer;
    woad_quantizer_init(q, woad_levels_of(params->levels, i), m->bits, params->space);
    for (uint32_t level = 0; level <= q->steps; level++)
        c->levels[level] =
            q->linear ? position_of_light(q->light[level]) : (int32_t)(level * STEP);
    for (uint32_t sample = 0; m->bits == 8 && sample <= UINT8_MAX; sample++)
        c->samples[sample] = position_of_sample(q, sample);
    woad_diffusion_rows_init(&c->errors, m->width, errors);
}

static woad_status diffuse(const woad_diffuse_params *params, const woad_diffusion_taps *taps,
    const image *m, woad_error *error)
{
    int32_t *errors = woad_array(woad_diffusion_room(m->width), sizeof *errors);
    if (!errors)
        return woad_fail_memory(error, "error diffusion");
    size_t colours = woad_colours_of(m->channels);
    for (size_t i = 0; i < colours; i++) {
        colour c;
        colour_init(&c, params, i, m, errors);
        diffuse_colour(&c, taps, m, i);
    }
    if (m->channels > colours)
        woad_copy_alpha((const uint8_t *)m->in + colours * (m->bits / 8), m->bits,
            m->width * m->height, m->channels, m->out + colours);
    woad_free(errors);
    return WOAD_OK;
}

woad_status woad_diffuse(const woad_diffuse_params *params, const void *in, unsigned bits,
    size_t width, size_t height, size_t channels, uint8_t *out, woad_error *error)
{
    if (!params)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "no parameters: NULL was given");
    woad_status status = woad_check_samples(in, bits, width, height, channels, out, error);
    if (status >= 0)
        status = woad_check_levels(params->levels, params->space, error);
    woad_diffusion_taps taps;
    if (status >= 0)
        status = woad_diffusion_init(&taps, &params->diffusion, error);
    if (status < 0)
        return status;
    const image m = {in, out, bits, width, height, channels, params->diffusion.raster};
    return diffuse(params, &taps, &m, error);
}
