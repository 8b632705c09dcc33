/* image.h - raster images: what dithering reads and writes. */
#ifndef WOAD_IMAGE_H
#define WOAD_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Largest width or height, and largest number of samples, of an image that is read. */
#define WOAD_IMAGE_MAX_AXIS ((size_t)1 << 20)
#define WOAD_IMAGE_MAX_SAMPLES ((uint64_t)1 << 32)

/* Samples are interleaved, row-major, without padding, in the byte order of the machine. */
typedef struct woad_image {
    size_t width, height;
    size_t channels; /* 1 grey, 2 grey + alpha, 3 RGB, 4 RGB + alpha (not premultiplied) */
    unsigned bits;   /* 8 or 16 */
    void *samples;   /* uint8_t or uint16_t [height][width][channels], sRGB-encoded */
} woad_image;

/* An image of zeros. Fails with WOAD_ERROR_ARGUMENT (channels or bits that no image has),
 * WOAD_ERROR_SIZE or WOAD_ERROR_MEMORY. The caller owns *out. */
WOAD_API woad_status woad_image_create(size_t width, size_t height, size_t channels,
    unsigned bits, woad_image **out, woad_error *error);

/* Frees an image; takes NULL. */
WOAD_API void woad_image_destroy(woad_image *image);

/* A file format for images. */
typedef struct woad_image_format {
    const char *name;       /* "png" */
    const char *extensions; /* ".png", separated by spaces where there are several */
    const char *help;       /* one line */
    bool reads, writes;     /* JPEG is read only, raw is written only */
    bool alpha, colours; /* it has samples for them; raw has none for colours but palettes' */
    bool packed;         /* grey and places in a palette may have 1, 2 and 4 bits */
} woad_image_format;

/* The index-th format, or NULL past the last; and the one with this name, or the one that a
 * path's extension calls for, or NULL. */
WOAD_API const woad_image_format *woad_image_format_at(size_t index);
WOAD_API const woad_image_format *woad_image_format_find(const char *name);
WOAD_API const woad_image_format *woad_image_format_of_path(const char *path);

/* How an image is written. Zero means the default everywhere. */
typedef struct woad_image_options {
    unsigned
        bits; /* a sample: 1, 2, 4, 8 or 16; default: as woad_image_encode_png says, and 1 bit
                      for raw */
    const uint8_t *palette; /* [colours][3], RGB: the image has one channel of 8 bits, and its
                               samples are places in this list */
    size_t colours;         /* of the palette, 1 to 256; 0: no palette */
    bool lsb_first;         /* raw: the first pixel of a byte is in its lowest bits */
    bool by_columns; /* raw: columns from the left, each from the top and ending a byte */
    bool invert;     /* raw: all bits the other way, as panels where 1 is black want it */
} woad_image_options;

/* Encodes an image. Netpbm has no alpha, and PBM no more than black and white; raw is packed bits
 * without a header, places in the palette or levels of grey, rows ending with a byte. Options may
 * be NULL. The caller frees *bytes with woad_free. Fails with WOAD_ERROR_ARGUMENT (the image is
 * none, or an option is out of range), _UNSUPPORTED (the format does not hold such an image: says
 * what would do) or _MEMORY. */
WOAD_API woad_status woad_image_encode(const woad_image *image, const woad_image_format *format,
    const woad_image_options *options, void **bytes, size_t *size, woad_error *error);

/* Decodes PNG (1 to 16 bits, grey, palette, RGB, alpha or tRNS kept; 16-bit samples stay
 * 16-bit), JPEG (grey, RGB; CMYK and arithmetic coding refused; turned as its EXIF orientation
 * says) or netpbm (PBM, PGM, PPM, binary and plain; samples are scaled to all bits set; PFM, floats
 * in linear light, becomes 16-bit), and where they are built in WebP (not moving) and TIFF (its
 * first page), told apart by their first bytes.
 * Colours of an ICC profile embedded in PNG and JPEG become sRGB, where this build has Little CMS;
 * gAMA chunks are not applied. `name` stands in messages. A file that is cut off or damaged is
 * refused as a whole, and so is one that claims more pixels than its bytes can hold. Returns
 * WOAD_NOTE_PROFILE where a profile was left aside. Fails with WOAD_ERROR_FORMAT (broken),
 * _UNSUPPORTED (another kind of file), _SIZE or _MEMORY. */
WOAD_API woad_status woad_image_decode(
    const void *bytes, size_t size, const char *name, woad_image **out, woad_error *error);

/* Encodes an image as PNG. `sample_bits` 0: 8-bit grey in the smallest of 1, 2, 4 or 8 bits
 * that holds it exactly, any other image in its own depth. Else in that depth: 1, 2 or 4 (8-bit
 * grey only), 8 or 16. Samples must be exact in it: multiples of 255 / (2^b - 1) for b < 8, of
 * 257 for 16-bit images in 8 bits. No gAMA or sRGB chunk is written. The caller frees *bytes
 * with woad_free. Fails with WOAD_ERROR_ARGUMENT or _MEMORY. */
WOAD_API woad_status woad_image_encode_png(const woad_image *image, unsigned sample_bits,
    void **bytes, size_t *size, woad_error *error);

#ifdef __cplusplus
}
#endif
#endif
