/* palette/palette_file.h - palettes in the files of painting programs. */
#ifndef WOAD_PALETTE_FILE_H
#define WOAD_PALETTE_FILE_H

#include <woad/palette.h>

/* The colours in the bytes of a file, NUL-terminated beyond `size`; `name` stands in messages.
 * Fails with WOAD_ERROR_FORMAT, _UNSUPPORTED or as woad_image_decode does. */
woad_status woad_colours_decode(
    const char *bytes, size_t size, const char *name, woad_colours *out, woad_error *error);

#endif
