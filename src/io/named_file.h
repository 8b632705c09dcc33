/* io/named_file.h - files that parameters name: tables, filters, spectra. */
#ifndef WOAD_IO_NAMED_FILE_H
#define WOAD_IO_NAMED_FILE_H

#include <woad/io.h>

/* woad_file_read of nothing but a file: parameters come with masks and recipes, from anybody, and a
 * pipe or a terminal that they name would be waited for. Fails with WOAD_ERROR_READ for those. */
woad_status woad_named_file_read(
    const char *path, size_t limit, void **bytes, size_t *size, woad_error *error);

#endif
