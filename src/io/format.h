/* io/format.h - what a mask format is to the library: the public facts and two functions. */
#ifndef WOAD_IO_FORMAT_H
#define WOAD_IO_FORMAT_H

#include <woad/io.h>

typedef struct woad_format_driver {
    woad_format info;
    bool carries_recipe; /* in the file; else the recipe goes to PATH.ini */

    /* As woad_mask_encode and woad_mask_decode, after their checks: pointers are not NULL, the
     * mask is lawful, the options are in range. */
    woad_status (*encode)(const woad_mask *mask, const woad_io_options *options, void **bytes,
        size_t *size, woad_error *error);
    woad_status (*decode)(const uint8_t *bytes, size_t size, const char *name,
        const woad_io_options *options, woad_mask **out, woad_error *error);
} woad_format_driver;

extern const woad_format_driver woad_format_png;
extern const woad_format_driver woad_format_npy;
extern const woad_format_driver woad_format_raw;

/* The driver of a public descriptor, or NULL when it is not one of the table's. */
const woad_format_driver *woad_format_driver_of(const woad_format *format);

#endif
