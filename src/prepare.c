/* prepare.c - what is done to an image before it is dithered. */
#include <woad/prepare.h>

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/image_codec.h"
#include "quantizer.h"
#include "resample.h"

enum { CHANNELS = 4, ALPHA = 3 };

static const float luminance[3] = {0.2126F, 0.7152F, 0.0722F}; /* ITU-R BT.709-6, 3.2 */

/* ---- parameters ----------------------------------------------------------------------------- */

static woad_status check_range(
    const char *name, double value, double least, double most, woad_error *error)
{
    if (value >= least && value <= most)
        return WOAD_OK;
    return woad_fail(error, WOAD_ERROR_ARGUMENT, "%s is %g: it must be in %g to %g", name,
        value, least, most);
}

static woad_status check_params(const woad_prepare_params *p, woad_error *error)
{
    woad_status status = check_range("brightness", p->brightness, -8, 8, error);
    if (status >= 0)
        status = check_range("contrast", p->contrast, -1, 3, error);
    if (status >= 0)
        status = check_range("saturation", p->saturation, -1, 3, error);
    if (status >= 0)
        status = check_range("sharpness", p->sharpness, 0, 4, error);
    if (status < 0)
        return status;
    if ((unsigned)p->fit > WOAD_FIT_STRETCH || (unsigned)p->alpha > WOAD_ALPHA_DROP)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "fit is %u and alpha %u: each is one of the three of its kind", (unsigned)p->fit,
            (unsigned)p->alpha);
    return WOAD_OK;
}

static bool resizes(const woad_prepare_params *p)
{
    return p->width || p->height;
}

bool woad_prepare_is_by_pixel(const woad_prepare_params *params)
{
    return !resizes(params) && params->sharpness == 0;
}

bool woad_prepare_changes(const woad_prepare_params *params, size_t channels)
{
    const woad_prepare_params *p = params;
    return !woad_prepare_is_by_pixel(p) || p->brightness != 0 || p->contrast != 0 ||
           p->saturation != 0 || (p->grey && channels >= 3) ||
           (p->alpha != WOAD_ALPHA_KEEP && channels % 2 == 0);
}

/* ---- light ---------------------------------------------------------------------------------- */

static size_t alpha_of(const woad_image *image)
{
    return image->channels % 2 == 0 ? image->channels - 1 : image->channels; /* or none */
}

/* Light of all samples, in a table of 2^bits. */
static float *new_light_table(unsigned bits)
{
    size_t count = (size_t)1 << bits;
    float *table = woad_array(count, sizeof *table);
    for (size_t v = 0; table && v < count; v++)
        table[v] = (float)woad_light_of_srgb((double)v / (double)(count - 1));
    return table;
}

static uint32_t sample(const woad_image *image, size_t index)
{
    const uint8_t *bytes = image->samples;
    const uint16_t *words = image->samples;
    return image->bits == 16 ? words[index] : bytes[index];
}

/* RGB of light times alpha, and alpha. */
static void light_of_pixels(const woad_image *image, const float *table, float *out)
{
    size_t alpha = alpha_of(image), step = image->channels > 2 ? 1 : 0;
    float most = (float)((1u << image->bits) - 1);
    for (size_t i = 0; i < image->width * image->height; i++) {
        size_t at = i * image->channels;
        float opaque = alpha < image->channels ? (float)sample(image, at + alpha) / most : 1.0F;
        for (size_t c = 0; c < 3; c++)
            out[i * CHANNELS + c] = opaque * table[sample(image, at + c * step)];
        out[i * CHANNELS + ALPHA] = opaque;
    }
}

static woad_status light_of(const woad_image *image, woad_light *out, woad_error *error)
{
    size_t count = image->width * image->height;
    float *table = new_light_table(image->bits);
    *out = (woad_light){image->width, image->height,
        woad_multiply(count, CHANNELS, &count) ? woad_array(count, sizeof(float)) : NULL};
    if (table && out->pixels)
        light_of_pixels(image, table, out->pixels);
    else
        woad_free(out->pixels);
    woad_status status =
        table && out->pixels ? WOAD_OK : woad_fail_memory(error, "preparing an image");
    woad_free(table);
    return status;
}

/* ---- size ----------------------------------------------------------------------------------- */

typedef struct placement {
    size_t width, height;    /* of the result */
    size_t x, y, wide, high; /* where the resampled part goes */
    double part[4];          /* of the image: left, top, width, height */
} placement;

static size_t proportion(size_t size, size_t of, size_t to)
{
    return (size_t)fmax(round((double)size * (double)to / (double)of), 1);
}

static placement place(const woad_prepare_params *p, const woad_image *image)
{
    double w = (double)image->width, h = (double)image->height;
    placement at = {
        .width = p->width ? p->width : proportion(image->width, image->height, p->height),
        .height = p->height ? p->height : proportion(image->height, image->width, p->width),
        .part = {0, 0, w, h}};
    at.wide = at.width;
    at.high = at.height;
    double across = (double)at.width / w, down = (double)at.height / h;
    if (p->fit == WOAD_FIT_CONTAIN) {
        if (across < down)
            at.high = (size_t)fmin(fmax(round(h * across), 1), (double)at.height);
        else
            at.wide = (size_t)fmin(fmax(round(w * down), 1), (double)at.width);
        at.x = (at.width - at.wide) / 2;
        at.y = (at.height - at.high) / 2;
    } else if (p->fit == WOAD_FIT_COVER) {
        double scale = fmax(across, down);
        at.part[2] = (double)at.width / scale;
        at.part[3] = (double)at.height / scale;
        at.part[0] = (w - at.part[2]) / 2;
        at.part[1] = (h - at.part[3]) / 2;
    }
    return at;
}

static void background_of(const woad_prepare_params *p, float out[CHANNELS])
{
    for (size_t c = 0; c < 3; c++)
        out[c] = (float)woad_light_of_srgb(p->background[c] / 255.0);
    out[ALPHA] = 1;
}

static woad_status put_on_background(
    const woad_prepare_params *p, const placement *at, woad_light *light, woad_error *error)
{
    float background[CHANNELS], *pixels;
    size_t count = at->width * at->height;
    background_of(p, background);
    pixels = woad_multiply(count, CHANNELS, &count) ? woad_array(count, sizeof *pixels) : NULL;
    if (!pixels)
        return woad_fail_memory(error, "preparing an image");
    for (size_t i = 0; i < count; i++)
        pixels[i] = background[i % CHANNELS];
    for (size_t y = 0; y < at->high; y++)
        memcpy(pixels + ((at->y + y) * at->width + at->x) * CHANNELS,
            light->pixels + y * at->wide * CHANNELS, at->wide * CHANNELS * sizeof *pixels);
    woad_free(light->pixels);
    *light = (woad_light){at->width, at->height, pixels};
    return WOAD_OK;
}

static woad_status resize(
    const woad_prepare_params *p, const woad_image *image, woad_light *light, woad_error *error)
{
    placement at = place(p, image);
    woad_light resized;
    woad_status status =
        woad_image_check_size("the resized image", at.width, at.height, CHANNELS, error);
    if (status >= 0)
        status = woad_resample(light, at.part, at.wide, at.high, &resized, error);
    if (status < 0)
        return status;
    woad_free(light->pixels);
    *light = resized;
    if (at.wide < at.width || at.high < at.height)
        status = put_on_background(p, &at, light, error);
    return status;
}

/* ---- each pixel ----------------------------------------------------------------------------- */

static float luminance_of(const float *pixel)
{
    return luminance[0] * pixel[0] + luminance[1] * pixel[1] + luminance[2] * pixel[2];
}

/* Light of a pixel, alpha not multiplied in. */
static void adjust_pixel(const woad_prepare_params *p, float *pixel)
{
    const double middle = 0.18; /* the grey card */
    double gain = exp2(p->brightness);
    for (size_t c = 0; c < 3; c++) {
        double light = fmax(gain * (double)pixel[c], 0);
        if (p->contrast != 0)
            light = middle * pow(light / middle, 1 + p->contrast);
        pixel[c] = (float)light;
    }
    float grey = luminance_of(pixel);
    for (size_t c = 0; p->saturation != 0 && c < 3; c++)
        pixel[c] = grey + (float)(1 + p->saturation) * (pixel[c] - grey);
}

static void adjust(const woad_prepare_params *p, woad_light *light)
{
    if (p->brightness == 0 && p->contrast == 0 && p->saturation == 0)
        return;
    for (size_t i = 0; i < light->width * light->height; i++) {
        float *pixel = light->pixels + i * CHANNELS, alpha = pixel[ALPHA];
        if (!(alpha > 0))
            continue;
        for (size_t c = 0; c < 3; c++)
            pixel[c] /= alpha;
        adjust_pixel(p, pixel);
        for (size_t c = 0; c < 3; c++)
            pixel[c] *= alpha;
    }
}

/* ---- sharpness ------------------------------------------------------------------------------ */

/* (1, 2, 1) / 4 along a line of pixels `step` floats apart, its ends repeated. */
static float blurred(const float *at, size_t i, size_t count, size_t step)
{
    float before = i > 0 ? at[-(ptrdiff_t)step] : at[0];
    float after = i + 1 < count ? at[step] : at[0];
    return (before + 2 * at[0] + after) / 4;
}

static woad_status sharpen(const woad_prepare_params *p, woad_light *light, woad_error *error)
{
    size_t row = light->width * CHANNELS, count = row * light->height;
    if (p->sharpness == 0)
        return WOAD_OK;
    float *blur = woad_array(count, sizeof *blur);
    if (!blur)
        return woad_fail_memory(error, "sharpening");
    for (size_t i = 0; i < count; i++)
        blur[i] = blurred(light->pixels + i, i % row / CHANNELS, light->width, CHANNELS);
    for (size_t i = 0; i < count; i++) {
        float soft = blurred(blur + i, i / row, light->height, row);
        if (i % CHANNELS != ALPHA)
            light->pixels[i] += (float)p->sharpness * (light->pixels[i] - soft);
    }
    woad_free(blur);
    return WOAD_OK;
}

/* ---- back to samples ------------------------------------------------------------------------ */

static uint16_t encode(float light)
{
    return (uint16_t)lrint(woad_srgb_of_light(fmin(fmax((double)light, 0), 1)) * UINT16_MAX);
}

static void apply_alpha(
    const woad_prepare_params *p, const float background[CHANNELS], float *pixel)
{
    float alpha = fminf(fmaxf(pixel[ALPHA], 0), 1);
    if (p->alpha == WOAD_ALPHA_DROP) {
        for (size_t c = 0; c < 3; c++)
            pixel[c] += (1 - alpha) * background[c];
        return;
    }
    for (size_t c = 0; c < 3; c++)
        pixel[c] = alpha > 0 ? pixel[c] / alpha : 0;
    pixel[ALPHA] = p->alpha == WOAD_ALPHA_THRESHOLD ? (float)(alpha >= 0.5F) : alpha;
}

static size_t channels_of(const woad_prepare_params *p, const woad_image *image)
{
    bool grey = p->grey || image->channels < 3;
    bool alpha = image->channels % 2 == 0 && p->alpha != WOAD_ALPHA_DROP;
    return (grey ? 1u : 3u) + alpha;
}

static void store(const woad_prepare_params *p, woad_light *light, woad_image *image)
{
    float background[CHANNELS];
    uint16_t *out = image->samples;
    bool grey = image->channels < 3;
    background_of(p, background);
    for (size_t i = 0; i < image->width * image->height; i++) {
        float *pixel = light->pixels + i * CHANNELS;
        uint16_t *to = out + i * image->channels;
        apply_alpha(p, background, pixel);
        if (grey)
            to[0] = encode(luminance_of(pixel));
        for (size_t c = 0; !grey && c < 3; c++)
            to[c] = encode(pixel[c]);
        if (image->channels % 2 == 0)
            to[image->channels - 1] = (uint16_t)lrintf(pixel[ALPHA] * UINT16_MAX);
    }
}

static woad_status copy(const woad_image *image, woad_image **out, woad_error *error)
{
    woad_status status = woad_image_create(
        image->width, image->height, image->channels, image->bits, out, error);
    if (status >= 0)
        memcpy((*out)->samples, image->samples,
            image->width * image->height * image->channels * (image->bits / 8));
    return status;
}

woad_status woad_prepare(const woad_prepare_params *params, const woad_image *image,
    woad_image **out, woad_error *error)
{
    if (!params)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "no parameters: NULL was given");
    woad_status status = woad_image_check(image, error);
    if (status >= 0)
        status = check_params(params, error);
    if (status < 0)
        return status;
    if (!woad_prepare_changes(params, image->channels))
        return copy(image, out, error);
    woad_light light;
    woad_image *made = NULL;
    status = light_of(image, &light, error);
    if (status < 0)
        return status;
    if (resizes(params))
        status = resize(params, image, &light, error);
    if (status >= 0) {
        adjust(params, &light);
        status = sharpen(params, &light, error);
    }
    if (status >= 0)
        status = woad_image_create(
            light.width, light.height, channels_of(params, image), 16, &made, error);
    if (status >= 0) {
        store(params, &light, made);
        *out = made;
    }
    woad_free(light.pixels);
    return status;
}
