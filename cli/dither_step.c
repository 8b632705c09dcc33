/* dither_step.c - what is done to an image, or to some rows of it, between reading and writing. */
#include "dither_step.h"

#include <string.h>

static woad_status prepare(dither_step *s, const woad_image *in, woad_error *error)
{
    woad_image_destroy(s->prepared);
    s->prepared = NULL;
    return woad_prepare_changes(&s->prepare, in->channels)
               ? woad_prepare(&s->prepare, in, &s->prepared, error)
               : WOAD_OK;
}

static woad_status dither_to_palette(
    const dither_step *s, const woad_image *in, size_t y, woad_error *error)
{
    const woad_dither_params *given = &s->params;
    if (s->settings->diffused)
        return woad_palette_diffuse(s->settings->palette, &s->settings->diffusion, in->samples,
            in->bits, in->width, in->height, in->channels, s->dithered->samples, error);
    const woad_palette_params params = {.mask = given->masks[0],
        .frame = given->frame,
        .x = given->x,
        .y = given->y + y,
        .damping = given->damping,
        .threads = s->settings->threads};
    return woad_palette_dither(s->settings->palette, &params, in->samples, in->bits, in->width,
        in->height, in->channels, s->dithered->samples, error);
}

static woad_status diffuse_to_levels(
    const dither_step *s, const woad_image *in, woad_error *error)
{
    const woad_dither_params *given = &s->params;
    const woad_diffuse_params params = {
        .levels = {given->levels[0], given->levels[1], given->levels[2]},
        .space = given->space,
        .diffusion = s->settings->diffusion};
    return woad_diffuse(&params, in->samples, in->bits, in->width, in->height, in->channels,
        s->dithered->samples, error);
}

static woad_status dither(dither_step *s, const woad_image *in, size_t y, woad_error *error)
{
    woad_status status = WOAD_OK;
    if (!s->dithered || s->dithered->height != in->height) {
        woad_image_destroy(s->dithered);
        s->dithered = NULL;
        status = woad_image_create(in->width, in->height,
            s->settings->palette ? 1 : in->channels, 8, &s->dithered, error);
    }
    if (status < 0)
        return status;
    if (s->settings->palette)
        return dither_to_palette(s, in, y, error);
    if (s->settings->diffused)
        return diffuse_to_levels(s, in, error);
    woad_dither_params params = s->params;
    params.y += y;
    return woad_dither(&params, in->samples, in->bits, in->width, in->height, in->channels,
        s->dithered->samples, error);
}

static woad_status colour_places(dither_step *s, woad_error *error)
{
    const woad_image *places = s->dithered;
    const woad_colours *colours = woad_palette_colours(s->settings->palette);
    woad_image_destroy(s->coloured);
    s->coloured = NULL;
    woad_status status =
        woad_image_create(places->width, places->height, 3, 8, &s->coloured, error);
    if (status < 0)
        return status;
    const uint8_t *in = places->samples;
    uint8_t *out = s->coloured->samples;
    for (size_t i = 0; i < places->width * places->height; i++)
        memcpy(out + 3 * i, colours->rgb[in[i]], 3);
    return status;
}

woad_status dither_step_pass(dither_step *s, const woad_image *in, size_t y,
    const woad_image **result, woad_error *error)
{
    woad_status status = prepare(s, in, error);
    if (status >= 0)
        status = dither(s, s->prepared ? s->prepared : in, y, error);
    if (status >= 0 && s->colours)
        status = colour_places(s, error);
    *result = s->coloured ? s->coloured : s->dithered;
    return status;
}

dither_step dither_step_for(
    const dither_settings *settings, bool alpha, bool colours, bool palettes)
{
    dither_step s = {
        .settings = settings, .params = settings->params, .prepare = settings->prepare};
    if (!alpha || settings->palette)
        s.prepare.alpha = WOAD_ALPHA_DROP;
    if (!colours && !settings->palette)
        s.prepare.grey = true;
    s.colours = settings->palette && colours && !palettes;
    return s;
}

void dither_step_clear(dither_step *step)
{
    woad_image_destroy(step->prepared);
    woad_image_destroy(step->dithered);
    woad_image_destroy(step->coloured);
}
