/* palette/palette_dither.c - images to places in a palette. */
#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "base/status.h"
#include "palette/palette.h"
#include "samples.h"

/* Colours that were mixed a moment ago: pictures come back to them. */
enum { MEMORY_BITS = 9 };

typedef struct remembered {
    uint64_t rgb; /* and a bit that is never 0 */
    uint8_t count, places[WOAD_MIX];
    float limits[WOAD_MIX]; /* sums of weights */
} remembered;

typedef struct job {
    const woad_palette *palette;
    const woad_palette_params *params;
    const void *in;
    unsigned bits;
    size_t width, height, channels;
    uint8_t *out;
} job;

static void dampen(woad_mix *mix, double damping)
{
    size_t heaviest = 0;
    for (size_t i = 0; i < mix->count; i++) {
        if (mix->weights[i] > mix->weights[heaviest])
            heaviest = i;
    }
    for (size_t i = 0; i < mix->count; i++)
        mix->weights[i] = (1 - damping) * mix->weights[i] + (i == heaviest ? damping : 0);
}

static const remembered *mix_of(const job *j, const uint16_t rgb[3], remembered *memory)
{
    uint64_t key = woad_palette_key(rgb);
    remembered *r = &memory[woad_palette_hash(key, MEMORY_BITS)];
    if (r->rgb == key)
        return r;
    woad_mix mix;
    double sum = 0;
    woad_palette_mix_samples(j->palette, rgb, &mix);
    if (j->params->damping > 0)
        dampen(&mix, j->params->damping);
    r->rgb = key;
    r->count = mix.count;
    for (size_t i = 0; i < mix.count; i++) {
        sum += mix.weights[i];
        r->places[i] = mix.places[i];
        r->limits[i] = (float)sum;
    }
    return r;
}

static uint8_t choose(const remembered *r, float threshold)
{
    size_t k = 0;
    while (k + 1 < r->count && threshold >= r->limits[k])
        k++;
    return r->places[k];
}

static void dither_rows(void *context, size_t begin, size_t end, size_t worker)
{
    const job *j = context;
    const woad_mask *mask = j->params->mask;
    remembered memory[1 << MEMORY_BITS];
    size_t area = mask->width * mask->height * mask->channels;
    const float *frame = mask->thresholds + j->params->frame % mask->depth * area;
    (void)worker;
    memset(memory, 0, sizeof memory);
    for (size_t y = begin; y < end; y++) {
        size_t row = (y + j->params->y % mask->height) % mask->height;
        size_t x = j->params->x % mask->width;
        const float *line = frame + row * mask->width * mask->channels;
        for (size_t i = y * j->width; i < (y + 1) * j->width; i++) {
            uint16_t rgb[3];
            woad_palette_rgb(j->in, j->bits, j->channels, i, rgb);
            j->out[i] = choose(mix_of(j, rgb, memory), line[x * mask->channels]);
            x = x + 1 < mask->width ? x + 1 : 0;
        }
    }
}

woad_status woad_palette_check_samples(const void *in, unsigned bits, size_t width,
    size_t height, size_t channels, const void *out, woad_error *error)
{
    woad_status status = woad_check_samples(in, bits, width, height, channels, out, error);
    if (status >= 0 && in == out)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "places cannot take the image's own memory: give another output");
    return status;
}

woad_status woad_palette_dither(const woad_palette *palette, const woad_palette_params *params,
    const void *in, unsigned bits, size_t width, size_t height, size_t channels, uint8_t *out,
    woad_error *error)
{
    if (!palette || !params || !params->mask)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "no %s: NULL was given",
            !palette  ? "palette"
            : !params ? "parameters"
                      : "mask");
    woad_status status =
        woad_palette_check_samples(in, bits, width, height, channels, out, error);
    if (status < 0)
        return status;
    job j = {palette, params, in, bits, width, height, channels, out};
    if (!(params->damping >= 0 && params->damping <= 1))
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "damping is %g: it must be from 0 to 1",
            params->damping);
    size_t threads = params->threads ? params->threads : 1;
    woad_parallel(woad_threads_worth(threads, width * height), height, dither_rows, &j);
    return WOAD_OK;
}
