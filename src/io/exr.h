/* io/exr.h - what the two halves of OpenEXR share: files in memory, and the library's sentences. */
#ifndef WOAD_IO_EXR_H
#define WOAD_IO_EXR_H

#include <openexr.h>

#include "io/texels.h"

#define WOAD_EXR_RECIPE "woad:recipe" /* the name of the recipe's attribute, a string */

/* What stands behind a context, as its user_data. */
typedef struct woad_exr_stream {
    uint8_t *bytes;
    size_t size;      /* of the file */
    size_t capacity;  /* writing: of the array */
    bool starved;     /* an allocation failed, whatever the library made of it */
    woad_error error; /* the library's last sentence; "" where there was none */
} woad_exr_stream;

/* A context that takes memory by base/alloc.h and says nothing by itself; without functions to read
 * or write. */
exr_context_initializer_t woad_exr_context(woad_exr_stream *stream);

woad_status woad_exr_decode(const uint8_t *bytes, size_t size, const char *name,
    const woad_io_options *options, woad_mask **out, woad_error *error);

#endif
