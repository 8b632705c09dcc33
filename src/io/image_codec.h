/* io/image_codec.h - what the image formats share. */
#ifndef WOAD_IO_IMAGE_CODEC_H
#define WOAD_IO_IMAGE_CODEC_H

#include <woad/image.h>

/* True when a file begins with the magic bytes, as far as it goes: what is cut off within them is a
 * broken file, not an unknown one. */
bool woad_begins_with(const uint8_t *bytes, size_t size, const void *magic, size_t magic_size);

/* Is this an image that can be encoded? WOAD_ERROR_ARGUMENT otherwise. */
woad_status woad_image_check(const woad_image *image, woad_error *error);
woad_status woad_image_check_shape(const woad_image *shape, woad_error *error);

/* Checks what a file claims against the WOAD_IMAGE_MAX_* limits, naming the file. */
woad_status woad_image_check_size(
    const char *name, size_t width, size_t height, size_t channels, woad_error *error);

#endif
