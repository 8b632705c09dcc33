/* io/tiff_memory.c - TIFF files in memory, for libtiff, which works on files of its own. */
#include "base/alloc.h"

#ifdef WOAD_WITH_TIFF

#include <stdio.h>
#include <string.h>

#include <woad/status.h>

#include "io/tiff_memory.h"

static tmsize_t on_read(thandle_t handle, void *bytes, tmsize_t wanted)
{
    woad_tiff_memory *m = handle;
    size_t left = m->at < m->size ? m->size - m->at : 0;
    size_t count = (size_t)wanted < left ? (size_t)wanted : left;
    if (count > 0)
        memcpy(bytes, m->bytes + m->at, count);
    m->at += count;
    return (tmsize_t)count;
}

static bool reserve(woad_tiff_memory *m, size_t size)
{
    if (size <= m->capacity)
        return true;
    size_t capacity = size > SIZE_MAX / 2 ? size : 2 * size;
    uint8_t *more = woad_array(capacity, 1);
    if (!more)
        return false;
    memcpy(more, m->bytes, m->size);
    woad_free(m->bytes);
    m->bytes = more;
    m->capacity = capacity;
    return true;
}

static tmsize_t on_write(thandle_t handle, void *bytes, tmsize_t count)
{
    woad_tiff_memory *m = handle;
    if (m->capacity == 0 || !reserve(m, m->at + (size_t)count)) {
        m->full = true;
        return -1;
    }
    memcpy(m->bytes + m->at, bytes, (size_t)count);
    m->at += (size_t)count;
    m->size = m->at > m->size ? m->at : m->size;
    return count;
}

static toff_t on_seek(thandle_t handle, toff_t offset, int whence)
{
    woad_tiff_memory *m = handle;
    size_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? m->at : m->size;
    m->at = from + (size_t)offset;
    return m->at;
}

static int on_close(thandle_t handle)
{
    (void)handle;
    return 0;
}

static toff_t on_size(thandle_t handle)
{
    return ((woad_tiff_memory *)handle)->size;
}

static int on_message(
    TIFF *tiff, void *user, const char *module, const char *format, va_list list)
{
    (void)tiff, (void)user, (void)module, (void)format, (void)list;
    return 1;
}

TIFF *woad_tiff_open(woad_tiff_memory *m, const char *mode)
{
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options)
        return NULL;
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_message, NULL);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_message, NULL);
    TIFF *tiff = TIFFClientOpenExt(
        "memory", mode, m, on_read, on_write, on_seek, on_close, on_size, NULL, NULL, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}

#endif
