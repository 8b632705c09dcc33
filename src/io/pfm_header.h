/* io/pfm_header.h - Portable FloatMap: three lines of text, then float32 rows from the bottom up.
 *
 * "Pf" is grey and "PF" RGB; width and height; a scale whose sign says the byte order, negative
 * for little-endian. Reference: Paul Debevec, "Portable FloatMap (PFM) image format".
 */
#ifndef WOAD_IO_PFM_HEADER_H
#define WOAD_IO_PFM_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <woad/status.h>

#define WOAD_PFM_HEADER ((size_t)48) /* bytes of ours at most, with a NUL */

typedef struct woad_pfm_header {
    size_t width, height, channels;
    bool big_endian;
    size_t size; /* of the header */
} woad_pfm_header;

/* Fails with WOAD_ERROR_FORMAT, naming the file. */
woad_status woad_pfm_header_parse(const uint8_t *bytes, size_t size, const char *name,
    woad_pfm_header *out, woad_error *error);

/* Of little-endian floats of 1 or 3 channels; its length. */
size_t woad_pfm_header_format(
    size_t width, size_t height, size_t channels, char text[WOAD_PFM_HEADER]);

#endif
