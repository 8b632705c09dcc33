/* diffuse.c - error diffusion.
 *
 * R. W. Floyd and L. Steinberg, "An adaptive algorithm for spatial grey scale", Proc. SID 17,
 * 1976: each pixel takes the nearest level, and what it is off by goes to its neighbours that
 * come later,
 *
 *           x  7/16
 *     3/16 5/16 1/16
 *
 * here with every second row from right to left (R. Ulichney, Digital Halftoning, 1987), mirrored
 * there. What falls off the edges is lost. Positions are integers, sixteenths are cut towards 0
 * and the last takes what the others leave, so that no error is lost inside.
 */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
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
    int32_t *errors[2];              /* of this row and the next, [width + 2] each */
} colour;

typedef struct image {
    const void *in;
    uint8_t *out;
    unsigned bits;
    size_t width, height, channels;
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

/* Errors stand one place to the right of their pixels, so that there is one on either side. */
static void spread(const colour *c, size_t x, bool leftward, int32_t off)
{
    size_t ahead = leftward ? x : x + 2, behind = leftward ? x + 2 : x;
    int32_t seven = off * 7 / 16, three = off * 3 / 16, five = off * 5 / 16;
    c->errors[0][ahead] += seven;
    c->errors[1][behind] += three;
    c->errors[1][x + 1] += five;
    c->errors[1][ahead] += off - seven - three - five;
}

static void diffuse_row(const colour *c, const image *m, size_t channel, size_t y)
{
    const uint8_t *in8 = m->in;
    const uint16_t *in16 = m->in;
    bool leftward = y % 2;
    for (size_t i = 0; i < m->width; i++) {
        size_t x = leftward ? m->width - 1 - i : i;
        size_t at = (y * m->width + x) * m->channels + channel;
        int32_t position =
            m->bits == 8 ? c->samples[in8[at]] : position_of_sample(&c->quantizer, in16[at]);
        position += c->errors[0][x + 1];
        uint32_t level = nearest_level(c, position);
        spread(c, x, leftward, position - c->levels[level]);
        m->out[at] = c->quantizer.codes[level];
    }
}

static void diffuse_colour(colour *c, const image *m, size_t channel)
{
    for (size_t y = 0; y < m->height; y++) {
        diffuse_row(c, m, channel, y);
        int32_t *done = c->errors[0];
        c->errors[0] = c->errors[1];
        c->errors[1] = done;
        memset(done, 0, (m->width + 2) * sizeof *done);
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
    c->errors[0] = errors;
    c->errors[1] = errors + m->width + 2;
    memset(errors, 0, 2 * (m->width + 2) * sizeof *errors);
}

static woad_status diffuse(const woad_diffuse_params *params, const image *m, woad_error *error)
{
    size_t places;
    int32_t *errors =
        woad_multiply(m->width, 2, &places) ? woad_array(places + 4, sizeof *errors) : NULL;
    if (!errors)
        return woad_fail_memory(error, "error diffusion");
    size_t colours = woad_colours_of(m->channels);
    for (size_t i = 0; i < colours; i++) {
        colour c;
        colour_init(&c, params, i, m, errors);
        diffuse_colour(&c, m, i);
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
    if (status < 0)
        return status;
    const image m = {in, out, bits, width, height, channels};
    return diffuse(params, &m, error);
}
