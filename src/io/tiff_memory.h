/* io/tiff_memory.h - TIFF files in memory, for libtiff. */
#ifndef WOAD_IO_TIFF_MEMORY_H
#define WOAD_IO_TIFF_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tiffio.h>

typedef struct woad_tiff_memory {
    uint8_t *bytes; /* read only where capacity is 0 */
    size_t size, at, capacity;
    bool full; /* memory ran out */
} woad_tiff_memory;

/* Opens it with libtiff's mode, "r" or "w" and more; NULL where memory is short or it is no TIFF.
 * Its complaints are swallowed: what fails gets a sentence of ours. */
TIFF *woad_tiff_open(woad_tiff_memory *m, const char *mode);

#endif
