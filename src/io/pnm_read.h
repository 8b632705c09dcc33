/* io/pnm_read.h - netpbm images: PBM, PGM and PPM, binary and plain, row by row. */
#ifndef WOAD_IO_PNM_READ_H
#define WOAD_IO_PNM_READ_H

#include <stdbool.h>

#include <woad/image.h>

#include "io/byte_source.h"

typedef struct woad_pnm {
    woad_byte_source *source;
    woad_image shape; /* without samples */
    char kind;        /* '1' to '6', of the magic number */
    uint32_t maximum;
    size_t row; /* of the next */
} woad_pnm;

/* True when a file begins so: "P1" to "P6" and white space. */
bool woad_pnm_begins(const uint8_t *bytes, size_t size);

/* Reads the header. Fails with WOAD_ERROR_FORMAT or _SIZE, with a sentence that names the file. */
woad_status woad_pnm_open(woad_pnm *pnm, woad_byte_source *source, woad_error *error);

/* The next `count` rows, 8-bit samples where the greatest is at most 255, else 16-bit ones, scaled
 * to all bits set. Fails with WOAD_ERROR_FORMAT or _READ. */
woad_status woad_pnm_rows(woad_pnm *pnm, size_t count, void *samples, woad_error *error);

#endif
