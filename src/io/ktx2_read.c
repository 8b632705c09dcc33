/* io/ktx2_read.c - reading KTX2: one level that is not compressed, of the formats that woad
 * writes. */
#include <string.h>

#include "base/status.h"
#include "io/bytes.h"
#include "io/ktx2.h"

typedef struct reader {
    const uint8_t *bytes;
    size_t size;
    woad_texel_source source;
} reader;

static uint32_t field(const reader *r, size_t at)
{
    return woad_get_u32(r->bytes + at);
}

static uint64_t field64(const reader *r, size_t at)
{
    return field(r, at) | (uint64_t)field(r, at + 4) << 32;
}

static woad_status check_identifier(const reader *r, woad_error *error)
{
    const char *name = r->source.name;
    if (r->size < WOAD_KTX2_IDENTIFIER ||
        memcmp(r->bytes, woad_ktx2_identifier, WOAD_KTX2_IDENTIFIER) != 0)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s is not a KTX2 file: it does not begin with its 12 bytes", name);
    if (r->size < WOAD_KTX2_HEADER)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s is a truncated KTX2 file: %zu bytes end within its header", name, r->size);
    return WOAD_OK;
}

static woad_status find_format(reader *r, woad_error *error)
{
    uint32_t format = field(r, WOAD_KTX2_AT_FORMAT);
    for (size_t type = WOAD_SAMPLE_U8; type <= WOAD_SAMPLE_FLOAT; type++) {
        for (size_t i = 0; i < WOAD_MAX_CHANNELS; i++) {
            if (woad_ktx2_formats[type][i] == format) {
                r->source.type = (woad_sample_type)type;
                r->source.channels = i + 1;
                return WOAD_OK;
            }
        }
    }
    return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
        "%s has VkFormat %u: UNORM formats of 8 and 16 bits, half and float ones are read",
        r->source.name, format);
}

static woad_status read_shape(reader *r, woad_error *error)
{
    woad_texel_source *s = &r->source;
    uint32_t depth = field(r, WOAD_KTX2_AT_DEPTH), layers = field(r, WOAD_KTX2_AT_LAYERS),
             faces = field(r, WOAD_KTX2_AT_FACES), levels = field(r, WOAD_KTX2_AT_LEVELS),
             scheme = field(r, WOAD_KTX2_AT_COMPRESSION);
    if (levels > 1 || scheme != 0)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s has %u levels and supercompression %u: a mask has one level and none", s->name,
            levels, scheme);
    if (faces != 1 || (depth > 1 && layers > 1))
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s has %u faces, %u layers and depth %u: 2-D textures, arrays of them and volumes are "
            "read",
            s->name, faces, layers, depth);
    s->width = field(r, WOAD_KTX2_AT_WIDTH);
    s->height = field(r, WOAD_KTX2_AT_HEIGHT);
    s->height = s->height ? s->height : 1; /* 0 of a 1-D texture */
    s->depth = depth > 1 ? depth : layers > 1 ? layers : 1;
    return find_format(r, error);
}

/* Whether `length` bytes from `at` on lie in the file. */
static bool is_inside(const reader *r, uint64_t at, uint64_t length)
{
    return at <= r->size && length <= r->size - at;
}

static woad_status find_data(reader *r, woad_error *error)
{
    uint64_t at = field64(r, WOAD_KTX2_AT_LEVEL), length = field64(r, WOAD_KTX2_AT_LEVEL + 8);
    if (!is_inside(r, at, length))
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s has %zu bytes, and its samples are said to end beyond: it is truncated",
            r->source.name, r->size);
    r->source.bytes = r->bytes + at;
    r->source.size = (size_t)length;
    return WOAD_OK;
}

/* A key with its value: looks whether it is the recipe. False when it is malformed. */
static bool take_pair(reader *r, const uint8_t *pair, size_t length)
{
    const uint8_t *end = memchr(pair, 0, length);
    if (!end)
        return false;
    const uint8_t *value = end + 1;
    size_t left = (size_t)(pair + length - value);
    if (strcmp((const char *)pair, WOAD_KTX2_RECIPE) == 0) {
        const uint8_t *nul = memchr(value, 0, left);
        r->source.text = (const char *)value;
        r->source.text_length = nul ? (size_t)(nul - value) : left;
    }
    return true;
}

static woad_status find_recipe(reader *r, woad_error *error)
{
    size_t at = field(r, WOAD_KTX2_AT_KVD), length = field(r, WOAD_KTX2_AT_KVD + 4);
    bool good = is_inside(r, at, length);
    while (good && length >= 4) {
        size_t pair = woad_get_u32(r->bytes + at), padded = pair + (4 - pair % 4) % 4;
        good = pair <= length - 4 && take_pair(r, r->bytes + at + 4, pair);
        size_t step = padded <= length - 4 ? padded + 4 : length;
        at += step;
        length -= step;
    }
    if (!good)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s has keys and values that cannot be read: their lengths go beyond them",
            r->source.name);
    return WOAD_OK;
}

woad_status woad_ktx2_decode(const uint8_t *bytes, size_t size, const char *name,
    const woad_io_options *options, woad_mask **out, woad_error *error)
{
    reader r = {.bytes = bytes, .size = size, .source = {.name = name}};
    woad_status status = check_identifier(&r, error);
    if (status >= 0)
        status = read_shape(&r, error);
    if (status >= 0)
        status = find_data(&r, error);
    if (status >= 0)
        status = find_recipe(&r, error);
    return status < 0 ? status : woad_texels_decode(&r.source, options, out, error);
}
