/* io/exr_read.c - reading OpenEXR by its C library: one part in lines, of any compression, with the
 * channels Y, or R, G, B, A from R on, or one of any name. */
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/exr.h"
#include "io/values.h"

typedef struct reader {
    exr_context_t context;
    woad_exr_stream stream;
    woad_texel_source source; /* bytes: samples, below */
    exr_attr_box2i_t window;
    size_t place[WOAD_MAX_CHANNELS]; /* in a pixel, of each channel in the file's order */
    uint8_t *samples;                /* [height][width][channels] */
} reader;

static int64_t read_bytes(exr_const_context_t context, void *user, void *bytes, uint64_t size,
    uint64_t at, exr_stream_error_func_ptr_t fail)
{
    const woad_exr_stream *stream = user;
    (void)context;
    (void)fail;
    if (at >= stream->size)
        return 0;
    size_t left = stream->size - (size_t)at, count = size < left ? (size_t)size : left;
    memcpy(bytes, stream->bytes + at, count);
    return (int64_t)count;
}

static int64_t count_bytes(exr_const_context_t context, void *user)
{
    (void)context;
    return (int64_t)((const woad_exr_stream *)user)->size;
}

/* The library's own sentence, where it has one. */
static woad_status fail_reading(const reader *r, exr_result_t result, woad_error *error)
{
    const char *message = r->stream.error.message;
    if (result == EXR_ERR_OUT_OF_MEMORY || r->stream.starved)
        return woad_fail_memory(error, "an EXR file");
    return woad_fail(error, WOAD_ERROR_FORMAT,
        "%s is no EXR file that can be read, or is truncated: %s", r->source.name,
        message[0] ? message : exr_get_default_error_message(result));
}

/* ---- the head ------------------------------------------------------------------------- */

static woad_status check_part(const reader *r, woad_error *error)
{
    int parts = 0;
    exr_storage_t storage = EXR_STORAGE_LAST_TYPE;
    exr_get_count(r->context, &parts);
    exr_get_storage(r->context, 0, &storage);
    if (parts == 1 && storage == EXR_STORAGE_SCANLINE)
        return WOAD_OK;
    return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
        "%s has %d parts%s: a mask has one, in lines", r->source.name, parts,
        storage == EXR_STORAGE_SCANLINE ? "" : ", the first of them tiles or deep data");
}

/* Where a channel stands in a pixel of `count`; `count` where it is none of a mask's. */
static size_t place_of(const char *name, size_t count)
{
    static const char order[] = "RGBA";
    const char *at = strlen(name) == 1 ? strchr(order, name[0]) : NULL;
    if (count == 1)
        return 0;
    return at && (size_t)(at - order) < count ? (size_t)(at - order) : count;
}

static woad_status read_channels(reader *r, woad_error *error)
{
    const exr_attr_chlist_t *list = NULL;
    exr_result_t result = exr_get_channels(r->context, 0, &list);
    if (result != EXR_ERR_SUCCESS)
        return fail_reading(r, result, error);
    size_t count = list->num_channels > 0 ? (size_t)list->num_channels : 0;
    bool known = count >= 1 && count <= WOAD_MAX_CHANNELS, halves = true;
    for (size_t i = 0; known && i < count; i++) {
        const exr_attr_chlist_entry_t *channel = &list->entries[i];
        r->place[i] = place_of(channel->name.str, count);
        known = r->place[i] < count && channel->x_sampling == 1 && channel->y_sampling == 1 &&
                channel->pixel_type != EXR_PIXEL_UINT;
        halves = halves && channel->pixel_type == EXR_PIXEL_HALF;
    }
    if (!known)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s has %zu channels that are not all half or float, at every pixel, and named R, G, "
            "B, A in this order (one may have any name)",
            r->source.name, count);
    r->source.channels = count;
    r->source.type = halves ? WOAD_SAMPLE_HALF : WOAD_SAMPLE_FLOAT;
    return WOAD_OK;
}

static woad_status read_window(reader *r, woad_error *error)
{
    exr_result_t result = exr_get_data_window(r->context, 0, &r->window);
    if (result != EXR_ERR_SUCCESS)
        return fail_reading(r, result, error);
    int64_t width = (int64_t)r->window.max.x - r->window.min.x + 1,
            height = (int64_t)r->window.max.y - r->window.min.y + 1;
    size_t count;
    r->source.width = width > 0 ? (size_t)width : 0;
    r->source.height = height > 0 ? (size_t)height : 0;
    woad_status status = woad_values_check_size(r->source.name, r->source.width,
        r->source.height, 1, r->source.channels, &count, error);
    if (status < 0)
        return status;
    r->source.size = count * woad_texel_size(r->source.type);
    /* No compression of EXR makes bytes a thousandth; zlib comes near. */
    if (r->source.size / 1100 > r->stream.size)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s is truncated: its %zu bytes cannot hold %zux%zu pixels", r->source.name,
            r->stream.size, r->source.width, r->source.height);
    return WOAD_OK;
}

static void find_recipe(reader *r)
{
    int32_t length = 0;
    const char *text = NULL;
    if (exr_attr_get_string(r->context, 0, WOAD_EXR_RECIPE, &length, &text) !=
            EXR_ERR_SUCCESS ||
        !text || length <= 0)
        return;
    const char *nul = memchr(text, '\0', (size_t)length);
    r->source.text = text;
    r->source.text_length = nul ? (size_t)(nul - text) : (size_t)length;
}

static woad_status read_head(reader *r, woad_error *error)
{
    woad_status status = check_part(r, error);
    if (status >= 0)
        status = read_channels(r, error);
    if (status >= 0)
        status = read_window(r, error);
    r->stream.error.message[0] = '\0'; /* what comes after is about the lines */
    return status;
}

/* ---- the lines ------------------------------------------------------------------------ */

/* Where the channels of a chunk go, whose first line is the row-th. */
static void aim(const reader *r, exr_decode_pipeline_t *lines, size_t row)
{
    size_t sample = woad_texel_size(r->source.type), pixel = sample * r->source.channels;
    size_t line = pixel * r->source.width;
    for (size_t i = 0; i < r->source.channels; i++) {
        exr_coding_channel_info_t *channel = &lines->channels[i];
        channel->user_bytes_per_element = (int16_t)sample;
        channel->user_data_type =
            r->source.type == WOAD_SAMPLE_HALF ? EXR_PIXEL_HALF : EXR_PIXEL_FLOAT;
        channel->user_pixel_stride = (int32_t)pixel;
        channel->user_line_stride = (int32_t)line;
        channel->decode_to_ptr = r->samples + line * row + sample * r->place[i];
    }
}

/* One chunk of lines; the first call sets the pipeline up. */
static exr_result_t read_chunk(reader *r, exr_decode_pipeline_t *lines, int y, bool first)
{
    exr_chunk_info_t chunk;
    exr_result_t result = exr_read_scanline_chunk_info(r->context, 0, y, &chunk);
    if (result == EXR_ERR_SUCCESS)
        result = first ? exr_decoding_initialize(r->context, 0, &chunk, lines)
                       : exr_decoding_update(r->context, 0, &chunk, lines);
    if (result != EXR_ERR_SUCCESS)
        return result;
    if ((size_t)lines->channel_count != r->source.channels)
        return EXR_ERR_BAD_CHUNK_LEADER;
    aim(r, lines, (size_t)((int64_t)y - r->window.min.y));
    if (first)
        result = exr_decoding_choose_default_routines(r->context, 0, lines);
    return result == EXR_ERR_SUCCESS ? exr_decoding_run(r->context, 0, lines) : result;
}

static woad_status read_lines(reader *r, woad_error *error)
{
    exr_decode_pipeline_t lines = EXR_DECODE_PIPELINE_INITIALIZER;
    int32_t step = 0;
    r->samples = woad_array(r->source.size, 1);
    if (!r->samples)
        return woad_fail_memory(error, "the pixels of an EXR file");
    exr_result_t result = exr_get_scanlines_per_chunk(r->context, 0, &step);
    for (int64_t y = r->window.min.y; result == EXR_ERR_SUCCESS && y <= r->window.max.y;
         y += step > 0 ? step : 1)
        result = read_chunk(r, &lines, (int)y, y == r->window.min.y);
    exr_decoding_destroy(r->context, &lines);
    r->source.bytes = r->samples;
    return result == EXR_ERR_SUCCESS ? WOAD_OK : fail_reading(r, result, error);
}

static bool is_little_endian(void)
{
    const uint16_t one = 1;
    uint8_t first;
    memcpy(&first, &one, 1);
    return first == 1;
}

static woad_status read_file(
    reader *r, const woad_io_options *options, woad_mask **out, woad_error *error)
{
    woad_status status = read_head(r, error);
    if (status >= 0)
        status = read_lines(r, error);
    if (status < 0)
        return status;
    if (r->stream.starved) /* the library goes on without an attribute */
        return woad_fail_memory(error, "an EXR file");
    find_recipe(r);
    return woad_texels_decode(&r->source, options, out, error);
}

woad_status woad_exr_decode(const uint8_t *bytes, size_t size, const char *name,
    const woad_io_options *options, woad_mask **out, woad_error *error)
{
    reader r = {.stream = {.bytes = (uint8_t *)(uintptr_t)bytes, .size = size},
        .source = {.name = name, .depth = 1, .big_endian = !is_little_endian()}};
    exr_context_initializer_t start = woad_exr_context(&r.stream);
    start.read_fn = read_bytes;
    start.size_fn = count_bytes;
    start.flags = EXR_CONTEXT_FLAG_DISABLE_CHUNK_RECONSTRUCTION;
    exr_result_t result = exr_start_read(&r.context, name, &start);
    woad_status status = result == EXR_ERR_SUCCESS ? read_file(&r, options, out, error)
                                                   : fail_reading(&r, result, error);
    exr_finish(&r.context);
    woad_free(r.samples);
    return status;
}
