/* io/npy.h - the header of a NumPy file. */
#ifndef WOAD_IO_NPY_H
#define WOAD_IO_NPY_H

#include <woad/io.h>

#define WOAD_NPY_MAX_AXES 4

typedef struct woad_npy_header {
    char kind;        /* 'f' float or 'u' unsigned, as in NumPy's descr */
    size_t item_size; /* bytes a sample */
    bool big_endian;
    bool fortran_order; /* first axis fastest */
    size_t axes, shape[WOAD_NPY_MAX_AXES];
    size_t data_offset; /* where the samples begin */
} woad_npy_header;

/* Parses magic, version and dictionary of the file in `bytes`. The sizes are as the file claims
 * them, unchecked. Fails with WOAD_ERROR_FORMAT or WOAD_ERROR_UNSUPPORTED. */
woad_status woad_npy_parse(const uint8_t *bytes, size_t size, const char *name,
    woad_npy_header *header, woad_error *error);

/* The axes of a mask's file, and their number. */
size_t woad_npy_axes(size_t width, size_t height, size_t depth, size_t channels,
    size_t shape[WOAD_NPY_MAX_AXES]);

/* Writes the header of a little-endian, C-ordered float32 (kind 'f') or uint32 ('u') file,
 * padded to WOAD_NPY_HEADER_SIZE bytes. */
#define WOAD_NPY_HEADER_SIZE ((size_t)128)
void woad_npy_print(char kind, const size_t *shape, size_t axes, uint8_t *bytes);

#endif
