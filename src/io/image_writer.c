/* io/image_writer.c - images written by rows, into files of rows as they come. */
#include <woad/image_rows.h>

#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/image_codec.h"
#include "io/image_format.h"
#include "io/output.h"

enum { ENOUGH = 1 << 16 }; /* bytes that are worth a write */

struct woad_image_writer {
    char *path;
    woad_output output; /* of rows */
    const woad_image_driver *driver;
    woad_image_options options;
    woad_image shape;
    size_t row; /* of the next */
    bool overwrite;
    woad_image *whole; /* of formats without rows */
    uint8_t *bytes;    /* rows that wait, each of row_bytes */
    size_t row_bytes, filled, capacity;
};

static woad_status flush(woad_image_writer *w, woad_error *error)
{
    size_t size = w->filled;
    w->filled = 0;
    return woad_output_write(&w->output, w->bytes, size, error);
}

static woad_status begin_rows(woad_image_writer *w, woad_error *error)
{
    char header[WOAD_IMAGE_HEADER];
    w->row_bytes = w->driver->rows->begin(&w->shape, &w->options, header);
    w->capacity = w->row_bytes > ENOUGH ? w->row_bytes : ENOUGH;
    w->bytes = woad_array(w->capacity, 1);
    if (!w->bytes)
        return woad_fail_memory(error, "a row of an image");
    woad_status status = woad_output_open(&w->output, w->path, w->overwrite, error);
    return status < 0 ? status : woad_output_write(&w->output, header, strlen(header), error);
}

static woad_status begin(woad_image_writer *w, const char *path, woad_error *error)
{
    w->path = woad_copy_string(path, strlen(path));
    if (!w->path)
        return woad_fail_memory(error, "an image");
    if (w->driver->rows && !w->options.by_columns)
        return begin_rows(w, error);
    woad_status status =
        strcmp(path, "-") == 0 ? WOAD_OK : woad_file_check(path, w->overwrite, error);
    if (status >= 0)
        status = woad_image_create(w->shape.width, w->shape.height, w->shape.channels,
            w->shape.bits, &w->whole, error);
    return status;
}

woad_status woad_image_writer_open(const char *path, const woad_image *shape,
    const woad_image_format *format, const woad_image_options *options, bool overwrite,
    woad_image_writer **out, woad_error *error)
{
    static const woad_image_options defaults = {0};
    const woad_image_driver *driver = woad_image_driver_of(format);
    options = options ? options : &defaults;
    woad_status status = woad_image_check_writing(driver, shape, options, error);
    if (status < 0)
        return status;
    woad_image_writer *w = woad_array(1, sizeof *w);
    if (!w)
        return woad_fail_memory(error, "an image");
    w->driver = driver;
    w->options = *options;
    w->shape = *shape;
    w->shape.samples = NULL;
    w->overwrite = overwrite;
    w->output.fd = -1;
    status = begin(w, path, error);
    if (status >= 0)
        *out = w;
    else
        woad_image_writer_close(w);
    return status;
}

static woad_status write_row(woad_image_writer *w, const uint8_t *samples, woad_error *error)
{
    woad_status status = WOAD_OK;
    if (w->filled + w->row_bytes > w->capacity)
        status = flush(w, error);
    if (status < 0)
        return status;
    if (!w->driver->rows->row(&w->shape, &w->options, samples, w->bytes + w->filled))
        return woad_fail_image_row(w->driver, w->row, error);
    w->filled += w->row_bytes;
    return WOAD_OK;
}

woad_status woad_image_writer_rows(
    woad_image_writer *writer, size_t count, const void *samples, woad_error *error)
{
    woad_image_writer *w = writer;
    size_t row = w->shape.width * w->shape.channels * (w->shape.bits / 8);
    if (count > w->shape.height - w->row)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "%s has %zu rows, and more are written",
            w->path, w->shape.height);
    if (w->whole) {
        memcpy((uint8_t *)w->whole->samples + w->row * row, samples, count * row);
        w->row += count;
        return WOAD_OK;
    }
    for (size_t i = 0; i < count; i++, w->row++) {
        woad_status status = write_row(w, (const uint8_t *)samples + i * row, error);
        if (status < 0)
            return status;
    }
    return WOAD_OK;
}

static woad_status finish_whole(const woad_image_writer *w, woad_error *error)
{
    void *bytes;
    size_t size;
    woad_status status =
        woad_image_encode(w->whole, &w->driver->info, &w->options, &bytes, &size, error);
    if (status < 0)
        return status;
    status = woad_file_write(w->path, bytes, size, w->overwrite, error);
    woad_free(bytes);
    return status;
}

static woad_status finish_rows(woad_image_writer *w, woad_error *error)
{
    woad_status status = flush(w, error);
    return status < 0 ? status : woad_output_finish(&w->output, error);
}

woad_status woad_image_writer_finish(woad_image_writer *writer, woad_error *error)
{
    if (writer->row < writer->shape.height)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "%s: %zu of its %zu rows are missing",
            writer->path, writer->shape.height - writer->row, writer->shape.height);
    return writer->whole ? finish_whole(writer, error) : finish_rows(writer, error);
}

void woad_image_writer_close(woad_image_writer *writer)
{
    if (!writer)
        return;
    woad_output_abandon(&writer->output);
    woad_image_destroy(writer->whole);
    woad_free(writer->bytes);
    woad_free(writer->path);
    woad_free(writer);
}
