/* palette/palette.h - what mixing and dithering share. */
#ifndef WOAD_PALETTE_PALETTE_H
#define WOAD_PALETTE_PALETTE_H

#include <woad/palette.h>

#include "palette/mixing.h"

/* Of the cube of input colours: where a search begins. */
typedef struct woad_palette_cell {
    uint16_t simplex;
    uint16_t facet_count; /* of the hull that may be nearest to colours of the cell; 0 inside */
    uint32_t first_facet; /* among `near` */
} woad_palette_cell;

struct woad_palette {
    woad_colours colours;
    woad_mixing mixing;
    float *encoded;      /* [65536], mixing values of 16-bit samples; light for OKLab */
    uint8_t places[256]; /* of the mesh's points in `colours`, by luminance */
    double points[256][WOAD_SPACE]; /* of those, where they are mixed */
    woad_mixing_mesh mesh;
    unsigned cell_bits; /* a side of the cube has 2^cell_bits cells */
    woad_palette_cell *cells;
    uint16_t *near; /* facets */
    size_t near_count, near_capacity;
};

/* What a colour is mixed of: colour k where the threshold is not below limit k - 1, but below k. */
typedef struct woad_mix {
    uint8_t count, places[WOAD_MIX],
        orders[WOAD_MIX]; /* orders: places[order] of the palette */
    double weights[WOAD_MIX];
} woad_mix;

/* `rgb` are 16-bit samples. */
void woad_palette_mix_samples(
    const woad_palette *palette, const uint16_t rgb[3], woad_mix *mix);

/* As woad_check_samples, and that `out` is other memory. */
woad_status woad_palette_check_samples(const void *in, unsigned bits, size_t width,
    size_t height, size_t channels, const void *out, woad_error *error);

/* A pixel's colour in 16 bits. */
static inline void woad_palette_rgb(
    const void *in, unsigned bits, size_t channels, size_t pixel, uint16_t rgb[3])
{
    const uint8_t *bytes = in;
    const uint16_t *words = in;
    size_t at = pixel * channels, step = channels > 2 ? 1 : 0;
    for (size_t c = 0; c < 3; c++)
        rgb[c] = bits == 8 ? (uint16_t)(257 * bytes[at + c * step]) : words[at + c * step];
}

/* A colour as a number that is never 0, and where a table of 2^bits keeps it. */
static inline uint64_t woad_palette_key(const uint16_t rgb[3])
{
    return (uint64_t)rgb[0] | (uint64_t)rgb[1] << 16 | (uint64_t)rgb[2] << 32 |
           (uint64_t)1 << 48;
}

static inline size_t woad_palette_hash(uint64_t key, unsigned bits)
{
    return (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> (64 - bits));
}

#endif
