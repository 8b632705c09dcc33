/* io/raw.c - a bare array of little-endian float32 (or uint32 ranks), as engines and numpy's
 * tofile() write it: no header, so the reader has to be told the size or to guess a square. */
#include <stdint.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/bytes.h"
#include "io/format.h"
#include "io/values.h"

#define SAMPLE_SIZE ((size_t)4)

static woad_status encode(const woad_mask *mask, const woad_io_options *options, void **bytes,
    size_t *size, woad_error *error)
{
    size_t count = woad_mask_count(mask);
    uint8_t *out = woad_array(count, SAMPLE_SIZE);
    if (!out)
        return woad_fail_memory(error, "a raw file");
    woad_put_samples(mask, options->values, out);
    *bytes = out;
    *size = count * SAMPLE_SIZE;
    return WOAD_OK;
}

/* Largest s with s * s <= n. */
static size_t square_root(size_t n)
{
    size_t root = 0;
    for (size_t bit = (size_t)1 << (sizeof n * 4 - 1); bit; bit >>= 1) {
        size_t trial = root | bit;
        if (trial <= n / trial)
            root = trial;
    }
    return root;
}

/* The lengths of the axes: as the options say; a missing width or height follows from the
 * number of samples, both missing make a square. */
static woad_io_options complete(const woad_io_options *options, size_t samples)
{
    woad_io_options shape = *options;
    shape.depth = shape.depth ? shape.depth : 1;
    shape.channels = shape.channels ? shape.channels : 1;
    size_t area = samples / shape.depth / shape.channels;
    if (!shape.width && !shape.height)
        shape.width = shape.height = square_root(area);
    if (!shape.width && shape.height)
        shape.width = area / shape.height;
    if (!shape.height && shape.width)
        shape.height = area / shape.width;
    return shape;
}

static woad_status fail_length(const woad_io_options *options, const woad_io_options *shape,
    size_t count, size_t size, const char *name, woad_error *error)
{
    bool square = !options->width && !options->height;
    return woad_fail(error, WOAD_ERROR_FORMAT,
        "%s has %zu bytes: a raw mask of %zux%zux%zu with %zu channels has %zu%s", name, size,
        shape->width, shape->height, shape->depth, shape->channels, count * SAMPLE_SIZE,
        square ? " (no size was given, so a square is assumed)" : "");
}

static double float_at(const void *bytes, size_t index)
{
    return (double)woad_get_f32((const uint8_t *)bytes + index * SAMPLE_SIZE);
}

static double rank_at(const void *bytes, size_t index)
{
    return (double)woad_get_u32((const uint8_t *)bytes + index * SAMPLE_SIZE);
}

static woad_status decode(const uint8_t *bytes, size_t size, const char *name,
    const woad_io_options *options, woad_mask **out, woad_error *error)
{
    if (size < SAMPLE_SIZE)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s has %zu bytes: a raw mask has 4 for every value", name, size);
    woad_io_options shape = complete(options, size / SAMPLE_SIZE);
    size_t count;
    woad_status status = woad_values_check_size(
        name, shape.width, shape.height, shape.depth, shape.channels, &count, error);
    if (status < 0)
        return status;
    if (size % SAMPLE_SIZE != 0 || count != size / SAMPLE_SIZE)
        return fail_length(options, &shape, count, size, name, error);
    woad_values_source source = {
        .name = name,
        .width = shape.width,
        .height = shape.height,
        .depth = shape.depth,
        .channels = shape.channels,
        .scale = woad_scale_of_values(options->values, shape.width * shape.height),
        .at = options->values == WOAD_VALUES_RANK ? rank_at : float_at,
        .context = bytes,
    };
    return woad_values_decode(&source, out, error);
}

const woad_format_driver woad_format_raw = {
    .info = {"raw", ".raw .f32", "bare little-endian float32 (ranks: uint32), no header"},
    .carries_recipe = false,
    .encode = encode,
    .decode = decode,
};
