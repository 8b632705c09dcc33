/* dither.h - dithering of images: with masks, or by error diffusion.
 *
 * A value v in [0, 1] becomes one of L levels: q = floor(v (L - 1) + u), output q / (L - 1),
 * u the mask's threshold at the pixel. The mean over the mask is v, black stays black and white
 * stays white. With noise of another distribution q = floor(v (L - 1) + 1/2 + s Q(u)) where that
 * cannot leave the levels, and as above near black and white.
 */
#ifndef WOAD_DITHER_H
#define WOAD_DITHER_H

#include "entry.h"
#include "image.h"
#include "mask.h"
#include "pdf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where the mean over the mask is kept. The output levels are q / (L - 1) in sRGB encoding in
 * both. */
typedef enum woad_space {
    WOAD_SPACE_SRGB,  /* of the encoded values, as most tools do: the default */
    WOAD_SPACE_LINEAR /* of the light: v and the two levels around it are linearised first */
} woad_space;

/* Which mask the second and third colour channels see. */
typedef enum woad_channel_masks {
    WOAD_CHANNELS_SAME,       /* the same thresholds: grey stays grey */
    WOAD_CHANNELS_SHIFT,      /* the same, moved in x and y by 1/3 and 2/3 of its size */
    WOAD_CHANNELS_INDEPENDENT /* masks[0..2], or channels 0..2 of masks[0] given alone */
} woad_channel_masks;

/* Zero means the default. */
typedef struct woad_dither_params {
    unsigned
        levels[3]; /* of R, G, B (grey: the first) in 2..256; 0: that of the first; all 0: 2 */
    woad_space space;
    woad_channel_masks channel_masks;
    const woad_mask *masks[3]; /* masks[0] is needed; the others for independent channels. Any
                                  sizes; channel 0 of each, but as said above */
    size_t frame;              /* of a mask with depth, modulo its depth; default 0 */
    size_t x,
        y; /* where the first pixel is on the plane that the mask tiles: of the first row in a
                    picture that is dithered by rows, or to move the mask; default 0 */
    /* Q; NULL: the uniform one. s is 1 for the triangular one and those of files, whose values
     * are levels, and 1/2 for the others. The mean is kept by the uniform and the triangular one,
     * by the Gaussian within 0.0023 levels, by Laplace's within 0.054, by files' as their shape
     * allows. In WOAD_SPACE_SRGB only; values may be 4 levels from their mean. */
    const woad_pdf *noise;
    double
        damping; /* of the noise, 0 to 1: thresholds are 1/2 + (1 - damping) (u - 1/2) and s is
                       less, so that there are fewer dots and means are not kept; default 0 */
} woad_dither_params;

/* Dithers width * height pixels. `in` holds samples of `bits` (8 or 16) bits and `out` gets
 * 8-bit samples round(255 q / (L - 1)), both [height][width][channels], channels 1 to 4 as in
 * image.h; they may be the same memory when bits is 8. Alpha (the last of 2 or 4 channels) is
 * kept, 16-bit alpha rounded to 8. Allocates nothing. Fails with WOAD_ERROR_ARGUMENT. */
WOAD_API woad_status woad_dither(const woad_dither_params *params, const void *in,
    unsigned bits, size_t width, size_t height, size_t channels, uint8_t *out,
    woad_error *error);

/* The index-th kernel of error diffusion, or NULL past the last. */
WOAD_API const woad_entry *woad_diffusion_at(size_t index);

/* Where errors go. Zero means the default. */
typedef struct woad_diffusion {
    const char *kernel; /* one of woad_diffusion_at; default floyd-steinberg */
    bool raster;    /* all rows from left to right; default: every second one the other way */
    double damping; /* the part of each error that is dropped, 0 to 1; default 0 */
} woad_diffusion;

/* Zero means the default. */
typedef struct woad_diffuse_params {
    unsigned levels[3]; /* as in woad_dither_params */
    woad_space space;   /* of the values whose nearest level is taken and whose error goes on */
    woad_diffusion diffusion;
} woad_diffuse_params;

/* Dithers by error diffusion instead of a mask, each channel by itself. Images are as in
 * woad_dither, and may be in place alike. A flat field of one level stays as it is, be it black,
 * white or between; beside other values even black may catch their error. Takes 12 bytes of memory
 * a pixel of a row. Fails with WOAD_ERROR_ARGUMENT or _MEMORY. */
WOAD_API woad_status woad_diffuse(const woad_diffuse_params *params, const void *in,
    unsigned bits, size_t width, size_t height, size_t channels, uint8_t *out,
    woad_error *error);

#ifdef __cplusplus
}
#endif
#endif
