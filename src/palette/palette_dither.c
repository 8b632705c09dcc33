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

static void rgb_of(const job *j, size_t pixel, uint16_t rgb[3])
{
    const uint8_t *bytes = j->in;
    const uint16_t *words = j->in;
    size_t at = pixel * j->channels, step = j->channels > 2 ? 1 : 0;
    for (size_t c = 0; c < 3; c++)
        rgb[c] = j->bits == 8 ? (uint16_t)(257 * bytes[at + c * step]) : words[at + c * step];
}

static const remembered *mix_of(
    const woad_palette *palette, const uint16_t rgb[3], remembered *memory)
{
    uint64_t key =
        (uint64_t)rgb[0] | (uint64_t)rgb[1] << 16 | (uint64_t)rgb[2] << 32 | (uint64_t)1 << 48;
    remembered *r = &memory[key * UINT64_C(0x9e3779b97f4a7c15) >> (64 - MEMORY_BITS)];
    if (r->rgb == key)
        return r;
    woad_mix mix;
    double sum = 0;
    woad_palette_mix_samples(palette, rgb, &mix);
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
            rgb_of(j, i, rgb);
            j->out[i] = choose(mix_of(j->palette, rgb, memory), line[x * mask->channels]);
            x = x + 1 < mask->width ? x + 1 : 0;
        }
    }
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
    woad_status status = woad_check_samples(in, bits, width, height, channels, out, error);
    if (status < 0)
        return status;
    if (in == out)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "places cannot take the image's own memory: give another output");
    job j = {palette, params, in, bits, width, height, channels, out};
    size_t threads = params->threads ? params->threads : 1;
    woad_parallel(woad_threads_worth(threads, width * height), height, dither_rows, &j);
    return WOAD_OK;
}
