/* io/named_file.h - files that nobody typed: those that parameters name (tables, filters,
 * spectra), and recipes beside masks. */
#ifndef WOAD_IO_NAMED_FILE_H
#define WOAD_IO_NAMED_FILE_H

#include <woad/io.h>

/* woad_file_read of nothing but a file: masks come from anybody, and for a pipe or a terminal that
 * is beside them, or that their parameters name, a reader would wait. Fails with WOAD_ERROR_READ
 * for those. */
woad_status woad_named_file_read(
    const char *path, size_t limit, void **bytes, size_t *size, woad_error *error);

#endif
