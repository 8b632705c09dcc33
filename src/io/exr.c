/* io/exr.c - writing OpenEXR by its C library: one part, lines that are not compressed (noise does
 * not get shorter), half or float.
 *
 * Reference: "OpenEXRCore" in the documentation of OpenEXR 3.1; "Y" is the channel of a grey
 * picture, "R", "G", "B", "A" those of others; each line has them in the order of the alphabet.
 */
#include "io/exr.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"

/* ---- the context ---------------------------------------------------------------------- */

static void *allocate(size_t bytes)
{
    return woad_array(bytes, 1);
}

static void note_error(exr_const_context_t context, exr_result_t code, const char *message)
{
    void *user = NULL;
    if (exr_get_user_data(context, &user) != EXR_ERR_SUCCESS || !user)
        return;
    woad_exr_stream *stream = user;
    snprintf(stream->error.message, sizeof stream->error.message, "%s", message);
    stream->starved = stream->starved || code == EXR_ERR_OUT_OF_MEMORY;
}

/* Of a context that writes: the library may hold its lock, which asking for user data takes too. */
static void ignore_error(exr_const_context_t context, exr_result_t code, const char *message)
{
    (void)context, (void)code, (void)message;
}

exr_context_initializer_t woad_exr_context(woad_exr_stream *stream)
{
    exr_context_initializer_t context = EXR_DEFAULT_CONTEXT_INITIALIZER;
    context.user_data = stream;
    context.error_handler_fn = note_error;
    context.alloc_fn = allocate;
    context.free_fn = woad_free;
    return context;
}

/* ---- writing -------------------------------------------------------------------------- */

/* Room for `size` bytes, of which what is there is kept. */
static bool reserve(woad_exr_stream *stream, size_t size)
{
    if (size <= stream->capacity)
        return true;
    size_t capacity = size + size / 2;
    uint8_t *larger = woad_array(capacity, 1);
    if (!larger)
        return false;
    if (stream->bytes)
        memcpy(larger, stream->bytes, stream->size);
    woad_free(stream->bytes);
    stream->bytes = larger;
    stream->capacity = capacity;
    return true;
}

static int64_t write_bytes(exr_const_context_t context, void *user, const void *bytes,
    uint64_t size, uint64_t at, exr_stream_error_func_ptr_t fail)
{
    woad_exr_stream *stream = user;
    size_t end = (size_t)(at + size);
    if (end < size || !reserve(stream, end)) {
        stream->starved = true;
        fail(context, EXR_ERR_OUT_OF_MEMORY, "no memory for %zu bytes", end);
        return -1;
    }
    memcpy(stream->bytes + at, bytes, (size_t)size);
    stream->size = end > stream->size ? end : stream->size;
    return (int64_t)size;
}

static const char *const channel_names[WOAD_MAX_CHANNELS][WOAD_MAX_CHANNELS] = {
    {"Y"}, {"R", "G"}, {"R", "G", "B"}, {"R", "G", "B", "A"}};

/* Which of the mask's channels is the index-th of a line. */
static size_t channel_at(size_t channels, size_t index)
{
    static const size_t alphabetical[WOAD_MAX_CHANNELS][WOAD_MAX_CHANNELS] = {
        {0}, {1, 0}, {2, 1, 0}, {3, 2, 1, 0}};
    return alphabetical[channels - 1][index];
}

static exr_result_t write_head(
    exr_context_t context, const woad_texels *t, const char *recipe, int *part)
{
    exr_pixel_type_t type =
        t->options->type == WOAD_SAMPLE_HALF ? EXR_PIXEL_HALF : EXR_PIXEL_FLOAT;
    exr_result_t result = exr_add_part(context, "mask", EXR_STORAGE_SCANLINE, part);
    if (result == EXR_ERR_SUCCESS)
        result = exr_initialize_required_attr_simple(
            context, *part, (int32_t)t->width, (int32_t)t->height, EXR_COMPRESSION_NONE);
    for (size_t i = 0; result == EXR_ERR_SUCCESS && i < t->channels; i++)
        result = exr_add_channel(context, *part, channel_names[t->channels - 1][i], type,
            EXR_PERCEPTUALLY_LINEAR, 1, 1);
    if (result == EXR_ERR_SUCCESS && recipe)
        result = exr_attr_set_string(context, *part, WOAD_EXR_RECIPE, recipe);
    return result == EXR_ERR_SUCCESS ? exr_write_header(context) : result;
}

static exr_result_t write_lines(
    exr_context_t context, const woad_texels *t, int part, uint8_t *line)
{
    size_t row = t->width * t->channels;
    exr_result_t result = EXR_ERR_SUCCESS;
    for (size_t y = 0; result == EXR_ERR_SUCCESS && y < t->height; y++) {
        for (size_t i = 0; i < row; i++) {
            size_t x = i % t->width, channel = channel_at(t->channels, i / t->width);
            woad_texel_put(t, y * row + x * t->channels + channel, line + t->size * i);
        }
        result = exr_write_scanline_chunk(context, part, (int)y, line, t->size * row);
    }
    return result;
}

static exr_result_t write_file(
    const woad_texels *t, const char *recipe, uint8_t *line, woad_exr_stream *stream)
{
    exr_context_t context = NULL;
    exr_context_initializer_t start = woad_exr_context(stream);
    int part = 0;
    start.write_fn = write_bytes;
    start.error_handler_fn = ignore_error;
    exr_result_t result = exr_start_write(&context, "a mask", EXR_WRITE_FILE_DIRECTLY, &start);
    if (result != EXR_ERR_SUCCESS)
        return result;
    result = write_head(context, t, recipe, &part);
    if (result == EXR_ERR_SUCCESS)
        result = write_lines(context, t, part, line);
    exr_result_t finished = exr_finish(&context);
    return result == EXR_ERR_SUCCESS ? finished : result;
}

static woad_status encode(const woad_mask *mask, const woad_io_options *options, void **bytes,
    size_t *size, woad_error *error)
{
    woad_texels t = woad_texels_of(mask, options, mask->channels);
    woad_exr_stream stream = {0};
    woad_status status;
    char *recipe = woad_texels_text(&t, &status, error);
    uint8_t *line = woad_array(t.width * t.channels, t.size);
    if (status >= 0 && !line)
        status = woad_fail_memory(error, "a line of an EXR file");
    exr_result_t result = EXR_ERR_SUCCESS;
    if (status >= 0)
        result = write_file(&t, recipe, line, &stream);
    if (result == EXR_ERR_OUT_OF_MEMORY || stream.starved)
        status = woad_fail_memory(error, "an EXR file");
    else if (result != EXR_ERR_SUCCESS)
        status = woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "the EXR library does not write this mask: %s",
            exr_get_default_error_message(result));
    woad_free(recipe);
    woad_free(line);
    if (status < 0) {
        woad_free(stream.bytes);
        return status;
    }
    *bytes = stream.bytes;
    *size = stream.size;
    return WOAD_OK;
}

const woad_format_driver woad_format_exr = {
    .info = {"exr", ".exr", "OpenEXR: float or half; one frame, or a sheet", false},
    .carries_recipe = true,
    .holds = {.type = WOAD_SAMPLE_FLOAT,
        .types = 1U << WOAD_SAMPLE_HALF | 1U << WOAD_SAMPLE_FLOAT,
        .layouts = WOAD_HOLDS_PICTURE,
        .values = WOAD_HOLDS_VALUES,
        .channels = WOAD_HOLDS_ALL_CHANNELS},
    .encode = encode,
    .decode = woad_exr_decode,
};
