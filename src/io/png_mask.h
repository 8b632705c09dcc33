/* io/png_mask.h - what the two halves of the PNG mask format share. */
#ifndef WOAD_IO_PNG_MASK_H
#define WOAD_IO_PNG_MASK_H

#include <woad/io.h>

/* Keywords of text chunks. */
#define KEY_RECIPE "woad:recipe"
#define KEY_VALUES "woad:values" /* "rank", "pdf NAME"; absent from files of thresholds */
#define PDF_VALUES "pdf "

/* What stands before the rows of a mask of 16-bit values, by its shape and recipe alone: the
 * header and the texts. For woad_free. */
woad_status woad_png_mask_head(
    const woad_mask *shape, woad_values values, void **bytes, size_t *size, woad_error *error);

/* The format's decode (format.h). */
woad_status woad_png_mask_decode(const uint8_t *bytes, size_t size, const char *name,
    const woad_io_options *options, woad_mask **out, woad_error *error);

#endif
