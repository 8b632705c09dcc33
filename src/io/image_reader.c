/* io/image_reader.c - images read by rows, from netpbm files as they come. */
#include <woad/image_rows.h>

#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/file.h"
#include "io/input.h"
#include "io/pnm_read.h"

struct woad_image_reader {
    woad_input input;
    woad_pnm pnm;
    woad_image *whole; /* of other formats */
    size_t row;        /* of the next */
};

static woad_status decode_whole(woad_image_reader *r, const char *path, woad_error *error)
{
    void *bytes;
    size_t size;
    size_t head = (size_t)(r->input.source.end - r->input.source.at);
    woad_status status = woad_file_read_on(
        path, r->input.source.fd, r->input.source.at, head, &bytes, &size, error);
    if (status < 0)
        return status;
    status = woad_image_decode(bytes, size, r->input.name, &r->whole, error);
    woad_free(bytes);
    return status;
}

static woad_status begin(woad_image_reader *r, const char *path, woad_error *error)
{
    woad_status status = woad_input_open(&r->input, path, error);
    if (status < 0)
        return status;
    if (woad_pnm_begins(r->input.source.at, (size_t)(r->input.source.end - r->input.source.at)))
        return woad_pnm_open(&r->pnm, &r->input.source, error);
    return decode_whole(r, path, error);
}

woad_status woad_image_reader_open(const char *path, woad_image_reader **out, woad_error *error)
{
    woad_image_reader *r = woad_array(1, sizeof *r);
    if (!r)
        return woad_fail_memory(error, "an image");
    woad_status status = begin(r, path, error);
    if (status >= 0)
        *out = r;
    else
        woad_image_reader_close(r);
    return status;
}

const woad_image *woad_image_reader_shape(const woad_image_reader *reader)
{
    return reader->whole ? reader->whole : &reader->pnm.shape;
}

woad_status woad_image_reader_rows(
    woad_image_reader *reader, size_t count, void *samples, woad_error *error)
{
    const woad_image *shape = woad_image_reader_shape(reader);
    if (count > shape->height - reader->row)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "%zu rows of %s are wanted, and %zu are left of its %zu", count, reader->input.name,
            shape->height - reader->row, shape->height);
    size_t row = shape->width * shape->channels * (shape->bits / 8);
    woad_status status = WOAD_OK;
    if (reader->whole)
        memcpy(samples, (const uint8_t *)shape->samples + reader->row * row, count * row);
    else
        status = woad_pnm_rows(&reader->pnm, count, samples, error);
    if (status >= 0)
        reader->row += count;
    return status;
}

void woad_image_reader_close(woad_image_reader *reader)
{
    if (!reader)
        return;
    woad_input_close(&reader->input);
    woad_image_destroy(reader->whole);
    woad_free(reader->input.name);
    woad_free(reader);
}
