/* io/input.h - a file or a stream that is read piece by piece. */
#ifndef WOAD_IO_INPUT_H
#define WOAD_IO_INPUT_H

#include <woad/status.h>

#include "io/byte_source.h"

typedef struct woad_input {
    char *name; /* for messages */
    int fd;     /* ours to close, or -1 */
    woad_byte_source source;
} woad_input;

/* Opens a file, or standard input when path is "-", and reads its first bytes ahead, which stay
 * between source.at and source.end. Fails with WOAD_ERROR_READ or _MEMORY; it is to be closed in
 * either case. */
woad_status woad_input_open(woad_input *input, const char *path, woad_error *error);
void woad_input_close(woad_input *input);

#endif
