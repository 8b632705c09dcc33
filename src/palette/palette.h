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
    woad_mixing_mesh mesh;
    unsigned cell_bits; /* a side of the cube has 2^cell_bits cells */
    woad_palette_cell *cells;
    uint16_t *near; /* facets */
    size_t near_count, near_capacity;
};

/* What a colour is mixed of: colour k where the threshold is not below limit k - 1, but below k. */
typedef struct woad_mix {
    uint8_t count, places[WOAD_MIX];
    double weights[WOAD_MIX];
} woad_mix;

/* `rgb` are 16-bit samples. */
void woad_palette_mix_samples(
    const woad_palette *palette, const uint16_t rgb[3], woad_mix *mix);

#endif
