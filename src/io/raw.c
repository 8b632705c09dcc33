/* io/raw.c - a bare array of little-endian float32 (or uint32 ranks), as engines and numpy's
 * tofile() write it: no header, so the reader has to be told the size or to guess a square.
 * Ranks are read from uint16 too, where the file's length fits the size at two bytes each. */
#include "io/raw.h"

#include <stdint.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/bytes.h"
#include "io/format.h"
#include "io/values.h"
#include "mask.h"

#define SAMPLE_SIZE ((size_t)4)
#define SHORT_SIZE ((size_t)2)

static woad_status encode(const woad_mask *mask, const woad_io_options *options, void **bytes,
    size_t *size, woad_error *error)
{
    size_t count = woad_mask_count(mask);
    uint8_t *out = woad_array(count, SAMPLE_SIZE);
    if (!out)
        return woad_fail_memory(error, "a raw file");
    woad_put_samples(mask, options, out);
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

woad_io_options woad_raw_shape(const woad_io_options *options, size_t samples)
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
        "%s has %zu bytes: a raw mask of %zux%zux%zu with %zu channels has %zu%s%s", name, size,
        shape->width, shape->height, shape->depth, shape->channels, count * SAMPLE_SIZE,
        options->values == WOAD_VALUES_RANK ? ", or half of that with 16-bit ranks" : "",
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

static double short_rank_at(const void *bytes, size_t index)
{
    return woad_get_sample(
        (const uint8_t *)bytes + index * SHORT_SIZE, SHORT_SIZE, false, false);
}

/* Whether a mask of this shape with samples of `sample` bytes is `size` bytes long. */
static bool fits(const woad_io_options *shape, size_t size, size_t sample)
{
    size_t count;
    return woad_check_size(
               shape->width, shape->height, shape->depth, shape->channels, &count, NULL) >= 0 &&
           count * sample == size;
}

/* Ranks are 16-bit where 32-bit ones would make another length. Twice a square is no square, so
 * a guessed square is never both; of a width or a height alone, 32-bit ranks win. */
static bool are_short(const woad_io_options *options, size_t size)
{
    woad_io_options four = woad_raw_shape(options, size / SAMPLE_SIZE),
                    two = woad_raw_shape(options, size / SHORT_SIZE);
    return options->values == WOAD_VALUES_RANK && !fits(&four, size, SAMPLE_SIZE) &&
           fits(&two, size, SHORT_SIZE);
}

static woad_status decode(const uint8_t *bytes, size_t size, const char *name,
    const woad_io_options *options, woad_mask **out, woad_error *error)
{
    bool is_short = are_short(options, size);
    size_t sample = is_short ? SHORT_SIZE : SAMPLE_SIZE, count;
    if (size < sample)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s has %zu bytes: a raw mask has 4 for every value", name, size);
    woad_io_options shape = woad_raw_shape(options, size / sample);
    woad_status status = woad_values_check_size(
        name, shape.width, shape.height, shape.depth, shape.channels, &count, error);
    if (status < 0)
        return status;
    if (!fits(&shape, size, sample))
        return fail_length(options, &shape, count, size, name, error);
    woad_values_source source = {
        .name = name,
        .width = shape.width,
        .height = shape.height,
        .depth = shape.depth,
        .channels = shape.channels,
        .scale =
            woad_scale_of_values(options->values, options->pdf, shape.width * shape.height),
        .at = is_short                              ? short_rank_at
              : options->values == WOAD_VALUES_RANK ? rank_at
                                                    : float_at,
        .context = bytes,
    };
    return woad_values_decode(&source, out, error);
}

const woad_format_driver woad_format_raw = {
    .info = {"raw", ".raw .f32",
        "bare little-endian float32 (ranks: uint32, read from uint16 too), no header", false},
    .carries_recipe = false,
    .holds = {.type = WOAD_SAMPLE_FLOAT,
        .types = 1U << WOAD_SAMPLE_FLOAT,
        .layouts = WOAD_HOLDS_FRAMES,
        .values = WOAD_HOLDS_VALUES | WOAD_HOLDS_RANKS,
        .channels = WOAD_HOLDS_ALL_CHANNELS},
    .encode = encode,
    .decode = decode,
};
