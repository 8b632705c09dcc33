/* kernel_file.h - a filter from a file, to make a kernel of. */
#ifndef WOAD_SRC_KERNEL_FILE_H
#define WOAD_SRC_KERNEL_FILE_H

#include <stddef.h>

#include <woad/status.h>

typedef struct woad_filter {
    size_t width, height; /* both odd */
    double *values;       /* [height][width] */
} woad_filter;

/* Reads a table of numbers: one row a line, separated by commas or blanks; empty lines and those
 * that begin with # count for nothing. At most `largest` rows and columns, an odd number of each.
 * Fails with WOAD_ERROR_READ, _FORMAT or _MEMORY; the sentence names file and line. */
woad_status woad_filter_read(
    const char *path, size_t largest, woad_filter *out, woad_error *error);
void woad_filter_clear(woad_filter *filter);

#endif
