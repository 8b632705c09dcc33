/* prepare.h - what is done to an image before it is dithered: size, light, colour, alpha.
 *
 * All of it happens in linear light (IEC 61966-2-1), with alpha multiplied in, in this order: size,
 * brightness, contrast, saturation, sharpness, alpha, grey.
 */
#ifndef WOAD_PREPARE_H
#define WOAD_PREPARE_H

#include "image.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How an image meets a size of another shape. */
typedef enum woad_fit {
    WOAD_FIT_CONTAIN, /* the whole image, and background beside it: the default */
    WOAD_FIT_COVER,   /* the whole size, and the image's middle */
    WOAD_FIT_STRETCH  /* both, out of shape */
} woad_fit;

typedef enum woad_alpha {
    WOAD_ALPHA_KEEP,      /* the default */
    WOAD_ALPHA_THRESHOLD, /* opaque from 1/2 on, else nothing */
    WOAD_ALPHA_DROP       /* the image lies on the background */
} woad_alpha;

/* Zero means the default, which changes nothing. */
typedef struct woad_prepare_params {
    size_t width, height; /* new size; one of them 0: in proportion; both 0: as it is */
    woad_fit fit;
    uint8_t background[3]; /* RGB, sRGB-encoded; default black */
    double brightness;     /* stops, -8 to 8: light is multiplied by 2^brightness */
    double contrast;       /* -1 to 3: light / 0.18 becomes its power of 1 + contrast */
    double saturation;     /* -1 (grey) to 3: distances to luminance are times 1 + saturation */
    double sharpness; /* 0 to 4: times the difference to a blur by (1, 2, 1) / 4 is added */
    woad_alpha alpha;
    bool grey; /* luminance by ITU-R BT.709: 0.2126 R + 0.7152 G + 0.0722 B */
} woad_prepare_params;

/* True when the parameters treat each pixel by itself, so that rows may be prepared one by one. */
WOAD_API bool woad_prepare_is_by_pixel(const woad_prepare_params *params);

/* False when an image of so many channels would stay as it is. */
WOAD_API bool woad_prepare_changes(const woad_prepare_params *params, size_t channels);

/* Makes the prepared image, of 16 bits, or of the image's own where nothing is done to its light.
 * It is resampled by a cubic kernel (Keys 1981, a = -1/2), as wide as the coarser of both grids
 * asks for. The caller owns *out. Fails with WOAD_ERROR_ARGUMENT (a parameter out of its range),
 * _SIZE or _MEMORY. */
WOAD_API woad_status woad_prepare(const woad_prepare_params *params, const woad_image *image,
    woad_image **out, woad_error *error);

#ifdef __cplusplus
}
#endif
#endif
