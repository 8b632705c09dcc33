/* io/c_header.h - what the two halves of the C header format share. */
#ifndef WOAD_IO_C_HEADER_H
#define WOAD_IO_C_HEADER_H

#include "io/texels.h"

/* The lines around the recipe's. Between them each begins with "// ": a backslash at its end then
 * only runs into another comment. */
#define WOAD_C_RECIPE "// woad:recipe"
#define WOAD_C_RECIPE_END "// end of the recipe"

/* The element types that a header may name, by woad_sample_type; NULL of others. */
extern const char *const woad_c_types[WOAD_SAMPLE_FLOAT + 1];

woad_status woad_c_header_decode(const uint8_t *bytes, size_t size, const char *name,
    const woad_io_options *options, woad_mask **out, woad_error *error);

#endif
