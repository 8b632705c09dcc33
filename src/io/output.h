/* io/output.h - a file or a stream that is written piece by piece. */
#ifndef WOAD_IO_OUTPUT_H
#define WOAD_IO_OUTPUT_H

#include "io/file.h"

typedef struct woad_output {
    char *path;
    woad_staged staged; /* of a file, which appears when it is whole */
    int fd;             /* of it or of a stream, -1: none; ours to close unless `lent` */
    bool lent;
} woad_output;

/* Fails with WOAD_ERROR_WRITE, _EXISTS or _MEMORY; it is to be abandoned in either case. */
woad_status woad_output_open(
    woad_output *output, const char *path, bool overwrite, woad_error *error);

/* Fails with WOAD_ERROR_WRITE. */
woad_status woad_output_write(
    woad_output *output, const void *bytes, size_t size, woad_error *error);

/* Gives a file its name. Fails as woad_file_write does, and nothing is left then. */
woad_status woad_output_finish(woad_output *output, woad_error *error);

/* Frees it, and takes back a file that is not finished. */
void woad_output_abandon(woad_output *output);

#endif
