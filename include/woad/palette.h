/* palette.h - dithering to a list of colours, by mixing them.
 *
 * A colour c is the mean of palette colours p_k with weights w_k >= 0 that sum to 1, if it lies in
 * their hull; else the nearest point of the hull stands for it. Of all such weights those with the
 * least sum of w_k |p_k - c|^2 are taken, at most four colours near c: a linear program whose bases
 * are the simplices of the palette's Delaunay triangulation. Ordered by luminance, colour k is
 * taken where the mask's threshold u is in [w_0 + ... + w_(k-1), w_0 + ... + w_k).
 */
#ifndef WOAD_PALETTE_H
#define WOAD_PALETTE_H

#include "dither.h"
#include "entry.h"
#include "image.h"
#include "mask.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where colours are mixed, and where near is near. */
typedef enum woad_mixing {
    WOAD_MIXING_SRGB,   /* encoded values, as most tools do: the default */
    WOAD_MIXING_LINEAR, /* light, as displays and eyes mix it */
    WOAD_MIXING_OKLAB   /* B. Ottosson, "A perceptual color space for image processing", 2020 */
} woad_mixing;

#define WOAD_PALETTE_MAX ((size_t)256)

/* A list of 2 to 256 colours, RGB of 8 bits, sRGB-encoded. */
typedef struct woad_colours {
    size_t count;
    uint8_t rgb[256][3];
} woad_colours;

/* "#rrggbb" or "#rgb", the # may lack; false for anything else. */
WOAD_API bool woad_colour_parse(const char *text, uint8_t rgb[3]);

/* The index-th built-in palette, or NULL past the last. Some are of panels whose colours differ
 * from their names; woad_colours_named gives those as `measured`, too. */
WOAD_API const woad_entry *woad_palette_at(size_t index);

/* The colours of a text: the name of a built-in palette; colours as of woad_colour_parse, separated
 * by commas; or the path of a file: GIMP (.gpl), hexadecimal (.hex), Adobe colour table (.act),
 * JASC (.pal), or an image of at most 256 colours. *measured (NULL: not wanted) becomes the
 * colours as they look, where they are known, and has a count of 0 otherwise. Fails with
 * WOAD_ERROR_ARGUMENT (no such name), _READ, _FORMAT, _UNSUPPORTED or _MEMORY. */
WOAD_API woad_status woad_colours_named(
    const char *text, woad_colours *out, woad_colours *measured, woad_error *error);

/* A palette that is ready to mix. It does not change once it is made. */
typedef struct woad_palette woad_palette;

/* `measured` (NULL or count 0: as named) are the colours as they look, one for each, which are
 * mixed instead. Fails with WOAD_ERROR_ARGUMENT (less than two different colours; lists of
 * different length) or _MEMORY. The caller owns *out. */
WOAD_API woad_status woad_palette_create(const woad_colours *colours,
    const woad_colours *measured, woad_mixing mixing, woad_palette **out, woad_error *error);

/* Frees it; takes NULL. */
WOAD_API void woad_palette_destroy(woad_palette *palette);

/* The colours, as named. */
WOAD_API const woad_colours *woad_palette_colours(const woad_palette *palette);

/* What a colour, sRGB-encoded RGB in [0, 1], is mixed of: up to four places in the palette by
 * luminance, and weights that sum to 1. Returns their number. */
WOAD_API size_t woad_palette_mix(
    const woad_palette *palette, const double rgb[3], uint8_t places[4], double weights[4]);

/* Zero means the default, but for the mask. */
typedef struct woad_palette_params {
    const woad_mask *mask; /* channel 0 of it */
    size_t frame, x, y;    /* as in woad_dither_params */
    size_t threads;        /* at most; the result does not depend on it; default 1 */
    double
        damping; /* 0 to 1, the part of the pixels that take the heaviest colour of their mixture
                       whatever the threshold: fewer dots, and means are not kept; default 0 */
} woad_palette_params;

/* Dithers width * height pixels to places in the palette, one byte each. `in` is as in woad_dither;
 * alpha is not looked at. `out` is other memory. Allocates nothing. Fails with
 * WOAD_ERROR_ARGUMENT. */
WOAD_API woad_status woad_palette_dither(const woad_palette *palette,
    const woad_palette_params *params, const void *in, unsigned bits, size_t width,
    size_t height, size_t channels, uint8_t *out, woad_error *error);

/* The same by error diffusion: each pixel takes the nearest colour, where the palette is mixed.
 * Colours outside the hull are moved to its nearest point first. Takes 36 bytes of memory a pixel
 * of a row, and some kilobytes. Fails with WOAD_ERROR_ARGUMENT or _MEMORY. */
WOAD_API woad_status woad_palette_diffuse(const woad_palette *palette,
    const woad_diffusion *diffusion, const void *in, unsigned bits, size_t width, size_t height,
    size_t channels, uint8_t *out, woad_error *error);

#ifdef __cplusplus
}
#endif
#endif
