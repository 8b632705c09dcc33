/* io/png_common.c - memory source and sink, limits and error handling for libpng. */
#include "io/png_common.h"

#include <string.h>

#include <woad/image.h>

#include "base/alloc.h"

/* An ancillary chunk may take 8 MB decompressed, and a file may have 1000 of them: recipes are
 * a few kB, and text is all that is kept. */
#define CHUNK_BYTES_MAX 8000000
#define CHUNK_COUNT_MAX 1000
/* No row and no such chunk needs as much: a chunk that claims it, which libpng would take memory
 * for in spite of its limit, is passed over. */
#define READING_BYTES_MAX ((size_t)1 << 26)

/* Deflate makes at most 258 bytes of 2 bits: 1032 bytes of one (RFC 1951, section 3.2.5). */
#define DEFLATE_RATIO_MAX 1032

static void on_error(png_structp png, png_const_charp message)
{
    woad_png *io = png_get_error_ptr(png);
    if (io->out_of_memory)
        io->status = woad_fail_memory(io->error, "a PNG file");
    else
        io->status = woad_fail(io->error, WOAD_ERROR_FORMAT,
            io->reading ? "%s is a broken PNG file: libpng says \"%s\""
                        : "%s cannot be written as PNG: libpng says \"%s\"",
            io->name, message);
    longjmp(io->escape, 1);
}

/* Warnings are about ancillary chunks, which change no sample. */
static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static png_voidp on_malloc(png_structp png, png_alloc_size_t size)
{
    woad_png *io = png_get_mem_ptr(png);
    if (io->reading && size > READING_BYTES_MAX)
        return NULL;
    void *memory = woad_array(size, 1);
    io->out_of_memory = io->out_of_memory || !memory;
    return memory;
}

static void on_free(png_structp png, png_voidp memory)
{
    (void)png;
    woad_free(memory);
}

static void on_read(png_structp png, png_bytep bytes, size_t size)
{
    woad_png *io = png_get_io_ptr(png);
    if (size > io->source_size - io->offset)
        png_error(png, "the file ends too early");
    memcpy(bytes, io->source + io->offset, size);
    io->offset += size;
}

/* Doubles the sink until `size` more bytes fit. */
static bool reserve(woad_png *io, size_t size)
{
    if (size <= io->capacity - io->sink_size)
        return true;
    size_t capacity = io->capacity ? io->capacity : 4096;
    while (capacity - io->sink_size < size) {
        if (!woad_multiply(capacity, 2, &capacity))
            return false;
    }
    uint8_t *sink = woad_array(capacity, 1);
    if (!sink)
        return false;
    if (io->sink_size)
        memcpy(sink, io->sink, io->sink_size);
    woad_free(io->sink);
    io->sink = sink;
    io->capacity = capacity;
    return true;
}

static void on_write(png_structp png, png_bytep bytes, size_t size)
{
    woad_png *io = png_get_io_ptr(png);
    if (!reserve(io, size)) {
        io->out_of_memory = true;
        png_error(png, "out of memory");
    }
    memcpy(io->sink + io->sink_size, bytes, size);
    io->sink_size += size;
}

static void on_flush(png_structp png)
{
    (void)png;
}

static bool open_png(woad_png *io)
{
    io->png = io->reading ? png_create_read_struct_2(PNG_LIBPNG_VER_STRING, io, on_error,
                                on_warning, io, on_malloc, on_free)
                          : png_create_write_struct_2(PNG_LIBPNG_VER_STRING, io, on_error,
                                on_warning, io, on_malloc, on_free);
    io->info = io->png ? png_create_info_struct(io->png) : NULL;
    if (!io->info)
        return false;
    if (io->reading)
        png_set_read_fn(io->png, io, on_read);
    else
        png_set_write_fn(io->png, io, on_write, on_flush);
    png_set_user_limits(
        io->png, (png_uint_32)WOAD_IMAGE_MAX_AXIS, (png_uint_32)WOAD_IMAGE_MAX_AXIS);
    png_set_chunk_malloc_max(io->png, CHUNK_BYTES_MAX);
    png_set_chunk_cache_max(io->png, CHUNK_COUNT_MAX);
    return true;
}

/* The only setjmp: nothing here is changed between it and the jump but *io and *context, which
 * are not locals of this function. */
static woad_status guard(woad_png *io, woad_png_body *body, void *context)
{
    if (setjmp(io->escape))
        return io->status;
    if (!open_png(io))
        return woad_fail_memory(io->error, "libpng");
    woad_status status = body(io, context);
    /* Chunks, of a recipe say, that libpng has no memory for it drops with a warning. */
    return status >= 0 && io->out_of_memory ? woad_fail_memory(io->error, "a PNG file")
                                            : status;
}

static void close_png(woad_png *io)
{
    if (io->reading)
        png_destroy_read_struct(&io->png, &io->info, NULL);
    else
        png_destroy_write_struct(&io->png, &io->info);
    woad_free(io->sink);
}

woad_status woad_png_read(const void *bytes, size_t size, const char *name, woad_png_body *body,
    void *context, woad_error *error)
{
    woad_png io = {
        .reading = true, .name = name, .error = error, .source = bytes, .source_size = size};
    woad_status status = guard(&io, body, context);
    close_png(&io);
    return status;
}

woad_status woad_png_write(
    woad_png_body *body, void *context, void **bytes, size_t *size, woad_error *error)
{
    woad_png io = {.name = "this image", .error = error};
    woad_status status = guard(&io, body, context);
    if (status >= 0) {
        *bytes = io.sink;
        *size = io.sink_size;
        io.sink = NULL;
    }
    close_png(&io);
    return status;
}

woad_status woad_png_read_header(woad_png *io, woad_png_header *header)
{
    png_read_info(io->png, io->info);
    header->width = png_get_image_width(io->png, io->info);
    header->height = png_get_image_height(io->png, io->info);
    header->depth = png_get_bit_depth(io->png, io->info);
    header->color = png_get_color_type(io->png, io->info);
    uint64_t raster = (uint64_t)png_get_rowbytes(io->png, io->info) * header->height;
    if (raster / DEFLATE_RATIO_MAX > io->source_size)
        return woad_fail(io->error, WOAD_ERROR_FORMAT,
            "%s claims %zux%zu pixels, which its %zu bytes cannot hold", io->name,
            header->width, header->height, io->source_size);
    return WOAD_OK;
}

/* PNG has the high byte first. */
static bool must_swap(void)
{
    const uint16_t one = 1;
    uint8_t first;
    memcpy(&first, &one, 1);
    return first == 1;
}

void woad_png_swap16(woad_png *io)
{
    if (must_swap())
        png_set_swap(io->png);
}

size_t woad_png_start_rows(woad_png *io)
{
    if (png_get_bit_depth(io->png, io->info) == 16)
        woad_png_swap16(io);
    png_set_interlace_handling(io->png);
    png_read_update_info(io->png, io->info);
    return png_get_rowbytes(io->png, io->info);
}

void woad_png_read_rows(woad_png *io, size_t height, void *samples)
{
    size_t row_bytes = png_get_rowbytes(io->png, io->info);
    int passes = png_set_interlace_handling(io->png);
    for (int pass = 0; pass < passes; pass++) {
        for (size_t y = 0; y < height; y++)
            png_read_row(io->png, (png_bytep)samples + y * row_bytes, NULL);
    }
    png_read_end(io->png, io->info);
}

void woad_png_write_header(woad_png *io, const woad_png_header *header)
{
    png_set_IHDR(io->png, io->info, (png_uint_32)header->width, (png_uint_32)header->height,
        header->depth, header->color, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT);
}
