/* io/byte_source.c - bytes one after the other, from memory or from a descriptor. */
#include "io/byte_source.h"

#include <errno.h>
#include <string.h>

#include "io/descriptor.h"

static size_t read_on(woad_byte_source *source, void *bytes, size_t size)
{
    size_t got;
    if (source->fd < 0)
        return 0;
    if (!woad_descriptor_read(source->fd, bytes, size, &got)) {
        source->refusal = errno;
        source->fd = -1;
    }
    return got;
}

int woad_source_byte(woad_byte_source *source)
{
    if (source->at == source->end && source->buffer) {
        source->at = source->buffer;
        source->end = source->buffer + read_on(source, source->buffer, WOAD_SOURCE_BUFFER);
    }
    return source->at < source->end ? *source->at++ : -1;
}

size_t woad_source_bytes(woad_byte_source *source, void *bytes, size_t size)
{
    size_t there = (size_t)(source->end - source->at);
    size_t taken = there < size ? there : size;
    memcpy(bytes, source->at, taken);
    source->at += taken;
    if (taken < size)
        taken += read_on(source, (uint8_t *)bytes + taken, size - taken);
    return taken;
}
