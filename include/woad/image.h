/* image.h - raster images: what dithering reads and writes. */
#ifndef WOAD_IMAGE_H
#define WOAD_IMAGE_H

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

/* Decodes PNG (1 to 16 bits, grey, palette, RGB, alpha or tRNS kept; 16-bit samples stay
 * 16-bit) or JPEG (grey, RGB; CMYK and arithmetic coding refused; the EXIF orientation is not
 * applied), told apart by their first bytes. Gamma and colour profiles are not applied. `name`
 * stands in messages. A file that is cut off or damaged is refused as a whole, and so is one
 * that claims more pixels than its bytes can hold. Fails with WOAD_ERROR_FORMAT (broken),
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
