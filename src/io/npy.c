/* io/npy.c - masks as NumPy arrays: float32 thresholds, or uint32 ranks.
 *
 * Axes are (height, width) or (depth, height, width), and a last axis for the channels. Three
 * axes are ambiguous: unless the reader is told the channels, a last axis of at most
 * WOAD_MAX_CHANNELS is taken for channels. A mask with depth and so small a width is
 * therefore written with a channel axis of 1, so that everything written is read back alike.
 */
#include "io/npy.h"

#include "base/alloc.h"
#include "base/status.h"
#include "io/bytes.h"
#include "io/format.h"
#include "io/values.h"

size_t woad_npy_axes(
    size_t width, size_t height, size_t depth, size_t channels, size_t shape[WOAD_NPY_MAX_AXES])
{
    size_t axes = 0;
    if (depth > 1)
        shape[axes++] = depth;
    shape[axes++] = height;
    shape[axes++] = width;
    if (channels > 1 || (depth > 1 && width <= WOAD_MAX_CHANNELS))
        shape[axes++] = channels;
    return axes;
}

static woad_status encode(const woad_mask *mask, const woad_io_options *options, void **bytes,
    size_t *size, woad_error *error)
{
    size_t shape[WOAD_NPY_MAX_AXES];
    size_t axes = woad_npy_axes(mask->width, mask->height, mask->depth, mask->channels, shape);
    size_t total = WOAD_NPY_HEADER_SIZE + 4 * woad_mask_count(mask);
    uint8_t *out = woad_array(total, 1);
    if (!out)
        return woad_fail_memory(error, "an NPY file");
    woad_npy_print(options->values == WOAD_VALUES_RANK ? 'u' : 'f', shape, axes, out);
    woad_put_samples(mask, options, out + WOAD_NPY_HEADER_SIZE);
    *bytes = out;
    *size = total;
    return WOAD_OK;
}

/* What reading one sample needs. */
typedef struct samples {
    const uint8_t *bytes;
    woad_npy_header header;
    size_t depth, height, width, channels;
} samples;

/* Gives each axis of the file its meaning. */
static void name_axes(samples *s, const woad_io_options *options)
{
    const size_t *shape = s->header.shape;
    size_t axes = s->header.axes, last = shape[axes - 1];
    bool channels_last = axes == 4;
    if (axes == 3)
        channels_last = options->channels ? options->channels > 1 : last <= WOAD_MAX_CHANNELS;
    s->channels = channels_last ? last : 1;
    axes -= channels_last;
    s->width = shape[axes - 1];
    s->height = axes > 1 ? shape[axes - 2] : 1;
    s->depth = axes > 2 ? shape[axes - 3] : 1;
}

/* Position in the file of a mask's index-th value. */
static size_t file_index(const samples *s, size_t index)
{
    if (!s->header.fortran_order)
        return index;
    size_t channel = index % s->channels, pixel = index / s->channels;
    size_t x = pixel % s->width, row = pixel / s->width;
    size_t y = row % s->height, frame = row / s->height;
    return frame + s->depth * (y + s->height * (x + s->width * channel));
}

static double sample_at(const void *context, size_t index)
{
    const samples *s = context;
    const woad_npy_header *header = &s->header;
    const uint8_t *sample = s->bytes + file_index(s, index) * header->item_size;
    return woad_get_sample(sample, header->item_size, header->kind == 'f', header->big_endian);
}

/* uint32 files hold ranks, smaller integers are thresholds of that many bits, and what floats
 * are, the options say. */
static woad_scale scale_of(const samples *s, const woad_io_options *options)
{
    if (s->header.kind == 'f')
        return woad_scale_of_values(options->values, options->pdf, s->width * s->height);
    if (s->header.item_size == 4)
        return woad_scale_of_values(WOAD_VALUES_RANK, NULL, s->width * s->height);
    return woad_scale_of_bits(8 * (unsigned)s->header.item_size);
}

/* The data must be there, all of it and nothing else, before memory is taken for it. */
static woad_status check_length(
    const samples *s, size_t count, size_t size, const char *name, woad_error *error)
{
    size_t wanted = count * s->header.item_size;
    size_t there = size - s->header.data_offset;
    if (there == wanted)
        return WOAD_OK;
    return woad_fail(error, WOAD_ERROR_FORMAT,
        "%s has %zu bytes of samples: %zux%zux%zu values with %zu channels of %zu bytes need "
        "%zu%s",
        name, there, s->width, s->height, s->depth, s->channels, s->header.item_size, wanted,
        there < wanted ? ", so it is truncated" : "");
}

static woad_status decode(const uint8_t *bytes, size_t size, const char *name,
    const woad_io_options *options, woad_mask **out, woad_error *error)
{
    samples s = {0};
    size_t count;
    woad_status status = woad_npy_parse(bytes, size, name, &s.header, error);
    if (status < 0)
        return status;
    s.bytes = bytes + s.header.data_offset;
    name_axes(&s, options);
    status =
        woad_values_check_size(name, s.width, s.height, s.depth, s.channels, &count, error);
    if (status >= 0)
        status = check_length(&s, count, size, name, error);
    if (status < 0)
        return status;
    woad_values_source source = {
        .name = name,
        .width = s.width,
        .height = s.height,
        .depth = s.depth,
        .channels = s.channels,
        .scale = scale_of(&s, options),
        .at = sample_at,
        .context = &s,
    };
    return woad_values_decode(&source, out, error);
}

const woad_format_driver woad_format_npy = {
    .info = {"npy", ".npy", "NumPy array: float32 thresholds, or uint32 ranks", false},
    .carries_recipe = false,
    .holds = {.type = WOAD_SAMPLE_FLOAT,
        .types = 1U << WOAD_SAMPLE_FLOAT,
        .layouts = WOAD_HOLDS_FRAMES,
        .values = WOAD_HOLDS_VALUES | WOAD_HOLDS_RANKS,
        .channels = WOAD_HOLDS_ALL_CHANNELS},
    .encode = encode,
    .decode = decode,
};
