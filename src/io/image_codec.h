/* io/image_codec.h - what an image format is to the library. */
#ifndef WOAD_IO_IMAGE_CODEC_H
#define WOAD_IO_IMAGE_CODEC_H

#include <woad/image.h>

/* Decoders get files that begin with their format's magic bytes; *out is NULL before, and left
 * NULL when they fail. */
woad_status woad_png_image_decode(
    const uint8_t *bytes, size_t size, const char *name, woad_image **out, woad_error *error);
woad_status woad_jpeg_image_decode(
    const uint8_t *bytes, size_t size, const char *name, woad_image **out, woad_error *error);

/* Checks what a file claims against the WOAD_IMAGE_MAX_* limits, naming the file. */
woad_status woad_image_check_size(
    const char *name, size_t width, size_t height, size_t channels, woad_error *error);

#endif
