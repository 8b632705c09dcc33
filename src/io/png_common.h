/* io/png_common.h - libpng, tamed: memory in, memory out, errors as woad_error.
 *
 * libpng reports errors by longjmp. That happens in one place only, the guard, which calls a
 * body and comes back with a status either way. A body must own nothing by itself: what has to
 * be freed stands in a struct of its caller.
 */
#ifndef WOAD_IO_PNG_COMMON_H
#define WOAD_IO_PNG_COMMON_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <png.h>

#include "base/status.h"

/* One file being read or written. */
typedef struct woad_png {
    png_structp png;
    png_infop info;
    bool reading;
    const char *name; /* of the file, for messages */
    woad_error *error;
    woad_status status; /* of the error that jumped */
    bool out_of_memory;
    jmp_buf escape;

    const uint8_t *source; /* reading: the file, and how far it is read */
    size_t source_size, offset;
    uint8_t *sink; /* writing: the file so far, ours until the end */
    size_t sink_size, capacity;
} woad_png;

typedef woad_status woad_png_body(woad_png *io, void *context);

/* Runs body(io, context) with libpng ready to read `bytes` or to write to memory, and closes.
 * Returns the body's status, or that of the libpng error that cut it short. */
woad_status woad_png_read(const void *bytes, size_t size, const char *name, woad_png_body *body,
    void *context, woad_error *error);

/* The same for writing; on success the caller owns *bytes. */
woad_status woad_png_write(
    woad_png_body *body, void *context, void **bytes, size_t *size, woad_error *error);

/* What the header of a file says. */
typedef struct woad_png_header {
    size_t width, height;
    int depth; /* bits a sample, as in the file */
    int color; /* PNG_COLOR_TYPE_* */
} woad_png_header;

/* In a body: reads the chunks before the pixels. Refuses a raster that the file cannot hold, so
 * that a short file cannot make anyone allocate gigabytes. */
woad_status woad_png_read_header(woad_png *io, woad_png_header *header);

/* In a body, when transformations are set: gets ready for rows and returns their bytes. 16-bit
 * samples will have the byte order of the machine. */
size_t woad_png_start_rows(woad_png *io);

/* In a body: reads all rows (interlaced or not) one behind the other, and then the chunks
 * behind them. */
void woad_png_read_rows(woad_png *io, size_t height, void *samples);

/* In a body, writing 16-bit samples in the byte order of the machine: behind png_write_info. */
void woad_png_swap16(woad_png *io);

/* In a body: the file's header chunk; depth and color as above. */
void woad_png_write_header(woad_png *io, const woad_png_header *header);

#endif
