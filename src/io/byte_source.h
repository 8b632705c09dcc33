/* io/byte_source.h - bytes one after the other, from memory or from a descriptor. */
#ifndef WOAD_IO_BYTE_SOURCE_H
#define WOAD_IO_BYTE_SOURCE_H

#include <stddef.h>
#include <stdint.h>

enum { WOAD_SOURCE_BUFFER = 1 << 16 };

typedef struct woad_byte_source {
    const char *name;        /* of the file, for messages */
    const uint8_t *at, *end; /* what is there */
    int fd;                  /* -1: nothing comes after that */
    uint8_t *buffer;         /* [WOAD_SOURCE_BUFFER], the caller's; of memory NULL */
    int refusal;             /* errno of a read that the system refused, else 0 */
} woad_byte_source;

/* The next byte, or -1 at the end and where the system refuses. */
int woad_source_byte(woad_byte_source *source);

/* The next bytes; fewer than `size` at the end and where the system refuses. */
size_t woad_source_bytes(woad_byte_source *source, void *bytes, size_t size);

#endif
