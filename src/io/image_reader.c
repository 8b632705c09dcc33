/* io/image_reader.c - images read by rows, from netpbm files as they come. */
#include <woad/image_rows.h>

#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/file.h"
#include "io/pnm_read.h"

struct woad_image_reader {
    char *name;
    int fd; /* ours to close, or -1 */
    woad_byte_source source;
    woad_pnm pnm;
    woad_image *whole; /* of other formats */
    size_t row;        /* of the next */
};

static woad_status decode_whole(woad_image_reader *r, const char *path, woad_error *error)
{
    void *bytes;
    size_t size;
    size_t head = (size_t)(r->source.end - r->source.at);
    woad_status status =
        woad_file_read_on(path, r->source.fd, r->source.at, head, &bytes, &size, error);
    if (status < 0)
        return status;
    status = woad_image_decode(bytes, size, r->name, &r->whole, error);
    woad_free(bytes);
    return status;
}

static woad_status open_file(woad_image_reader *r, const char *path, woad_error *error)
{
    bool owned;
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    r->name = woad_copy_string(name, strlen(name));
    r->source = (woad_byte_source){
        .name = r->name, .fd = -1, .buffer = woad_array(WOAD_SOURCE_BUFFER, 1)};
    if (!r->name || !r->source.buffer)
        return woad_fail_memory(error, "an image");
    woad_status status = woad_file_open(path, &r->source.fd, &owned, error);
    if (status >= 0 && owned)
        r->fd = r->source.fd;
    return status;
}

/* Fills the buffer, and puts back what that took. */
static void look_ahead(woad_byte_source *source)
{
    if (woad_source_byte(source) >= 0)
        source->at--;
}

static woad_status begin(woad_image_reader *r, const char *path, woad_error *error)
{
    woad_status status = open_file(r, path, error);
    if (status < 0)
        return status;
    look_ahead(&r->source);
    if (r->source.refusal)
        return woad_fail(
            error, WOAD_ERROR_READ, "cannot read %s: %s", path, strerror(r->source.refusal));
    if (woad_pnm_begins(r->source.at, (size_t)(r->source.end - r->source.at)))
        return woad_pnm_open(&r->pnm, &r->source, error);
    return decode_whole(r, path, error);
}

woad_status woad_image_reader_open(const char *path, woad_image_reader **out, woad_error *error)
{
    woad_image_reader *r = woad_array(1, sizeof *r);
    if (!r)
        return woad_fail_memory(error, "an image");
    r->fd = -1;
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
            "%zu rows of %s are wanted, and %zu are left of its %zu", count, reader->name,
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
    if (reader->fd >= 0)
        close(reader->fd);
    woad_image_destroy(reader->whole);
    woad_free(reader->source.buffer);
    woad_free(reader->name);
    woad_free(reader);
}
