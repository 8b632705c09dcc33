/* io/ktx2.c - writing KTX2: one level, a data format descriptor, the recipe as key and value. */
#include "io/ktx2.h"

#include <string.h>

#include <woad/version.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/bytes.h"

const uint8_t woad_ktx2_identifier[WOAD_KTX2_IDENTIFIER] = {
    0xab, 'K', 'T', 'X', ' ', '2', '0', 0xbb, '\r', '\n', 0x1a, '\n'};

const uint32_t woad_ktx2_formats[WOAD_SAMPLE_FLOAT + 1][WOAD_MAX_CHANNELS] = {
    [WOAD_SAMPLE_U8] = {9, 16, 23, 37},        /* VK_FORMAT_R8_UNORM, R8G8_, ... */
    [WOAD_SAMPLE_U16] = {70, 77, 84, 91},      /* R16_UNORM, R16G16_, ... */
    [WOAD_SAMPLE_HALF] = {76, 83, 90, 97},     /* R16_SFLOAT, R16G16_, ... */
    [WOAD_SAMPLE_FLOAT] = {100, 103, 106, 109} /* R32_SFLOAT, R32G32_, ... */
};

#define WRITER_KEY "KTXwriter"
#define WRITER "woad " WOAD_VERSION

static size_t align(size_t at, size_t to)
{
    return (at + to - 1) / to * to;
}

/* A key and its value, each with a NUL, behind their length, and padding to four bytes. */
static size_t pair_size(const char *key, size_t value_length)
{
    return align(4 + strlen(key) + 1 + value_length + 1, 4);
}

static size_t put_pair(const char *key, const char *value, uint8_t *out)
{
    size_t name = strlen(key) + 1, length = strlen(value) + 1;
    woad_put_u32((uint32_t)(name + length), out);
    memcpy(out + 4, key, name);
    memcpy(out + 4 + name, value, length);
    return pair_size(key, length - 1);
}

/* Bytes of the descriptor: its size, a block's head of 24, 16 a channel. */
static size_t descriptor_size(const woad_texels *t)
{
    return 4 + 24 + 16 * t->channels;
}

/* The basic data format descriptor block: RGBSDA, BT.709 primaries, linear. */
static void put_descriptor(const woad_texels *t, uint8_t *out)
{
    enum { RGBSDA = 1, BT709 = 1, LINEAR = 1, IS_FLOAT = 0x80, IS_SIGNED = 0x40 };
    static const uint8_t names[WOAD_MAX_CHANNELS] = {0, 1, 2, 15}; /* R, G, B, A */
    bool is_float =
        t->options->type == WOAD_SAMPLE_HALF || t->options->type == WOAD_SAMPLE_FLOAT;
    size_t channels = t->channels, bytes = t->size;
    size_t total = descriptor_size(t);
    woad_put_u32((uint32_t)total, out);                         /* dfdTotalSize */
    woad_put_u32(2U | (uint32_t)(total - 4) << 16, out + 8);    /* version 1.3, block size */
    woad_put_u32(RGBSDA | BT709 << 8 | LINEAR << 16, out + 12); /* straight alpha: no flag */
    out[20] = (uint8_t)(channels * bytes);                      /* bytesPlane0 */
    for (size_t i = 0; i < channels; i++) {
        uint8_t *sample = out + 28 + 16 * i;
        uint32_t type = names[i] | (is_float ? IS_FLOAT | IS_SIGNED : 0U);
        /* bitOffset, bitLength - 1, channelType; samplePosition; sampleLower, sampleUpper */
        woad_put_u32(
            (uint32_t)(8 * bytes * i) | (uint32_t)(8 * bytes - 1) << 16 | type << 24, sample);
        if (is_float) {
            woad_put_f32(-1, sample + 8);
            woad_put_f32(1, sample + 12);
        } else {
            woad_put_u32((1U << 8 * bytes) - 1, sample + 12);
        }
    }
}

/* Where everything goes. */
typedef struct plan {
    size_t kvd, kvd_size, data, data_size;
} plan;

static plan plan_file(const woad_texels *t, const char *text)
{
    plan p = {.kvd = WOAD_KTX2_HEADER + descriptor_size(t)};
    p.kvd_size = pair_size(WRITER_KEY, strlen(WRITER));
    if (text)
        p.kvd_size += pair_size(WOAD_KTX2_RECIPE, strlen(text));
    /* A level begins at a multiple of its pixels' size and of 4. */
    size_t pixel = t->channels * t->size;
    size_t unit = pixel % 4 == 0 ? pixel : pixel % 2 == 0 ? 2 * pixel : 4 * pixel;
    p.data = align(p.kvd + p.kvd_size, unit);
    p.data_size = t->count * t->size;
    return p;
}

static void put_u64(size_t v, uint8_t *out)
{
    woad_put_u32((uint32_t)v, out);
    woad_put_u32((uint32_t)((uint64_t)v >> 32), out + 4);
}

static void put_header(const woad_texels *t, const plan *p, uint8_t *out)
{
    const size_t layers = t->options->layout == WOAD_LAYOUT_ARRAY ? t->depth : 0;
    const size_t depth = t->options->layout == WOAD_LAYOUT_3D ? t->depth : 0;
    const size_t fields[] = {woad_ktx2_formats[t->options->type][t->channels - 1], t->size,
        t->width, t->height, depth, layers, 1, 1, 0, WOAD_KTX2_HEADER, descriptor_size(t),
        p->kvd, p->kvd_size};
    memcpy(out, woad_ktx2_identifier, WOAD_KTX2_IDENTIFIER);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        woad_put_u32((uint32_t)fields[i], out + WOAD_KTX2_AT_FORMAT + 4 * i);
    put_u64(p->data, out + WOAD_KTX2_AT_LEVEL);
    put_u64(p->data_size, out + WOAD_KTX2_AT_LEVEL + 8);
    put_u64(p->data_size, out + WOAD_KTX2_AT_LEVEL + 16);
}

static woad_status write_file(
    const woad_texels *t, const char *text, void **bytes, size_t *size, woad_error *error)
{
    plan p = plan_file(t, text);
    uint8_t *out = woad_array(p.data + p.data_size, 1);
    if (!out)
        return woad_fail_memory(error, "a KTX2 file");
    put_header(t, &p, out);
    put_descriptor(t, out + WOAD_KTX2_HEADER);
    size_t writer = put_pair(WRITER_KEY, WRITER, out + p.kvd);
    if (text)
        put_pair(WOAD_KTX2_RECIPE, text, out + p.kvd + writer);
    woad_texels_put(t, out + p.data);
    *bytes = out;
    *size = p.data + p.data_size;
    return WOAD_OK;
}

static woad_status encode(const woad_mask *mask, const woad_io_options *options, void **bytes,
    size_t *size, woad_error *error)
{
    woad_texels texels = woad_texels_of(mask, options, mask->channels);
    woad_status status;
    char *text = woad_texels_text(&texels, &status, error);
    if (status >= 0)
        status = write_file(&texels, text, bytes, size, error);
    woad_free(text);
    return status;
}

const woad_format_driver woad_format_ktx2 = {
    .info = {"ktx2", ".ktx2",
        "Khronos texture 2.0: u16, u8, half or float; 2-D, array or volume; never sRGB", false},
    .carries_recipe = true,
    .holds = {.type = WOAD_SAMPLE_U16,
        .types = WOAD_HOLDS_ALL_TYPES,
        .layouts = WOAD_HOLDS_ALL_LAYOUTS,
        .values = WOAD_HOLDS_VALUES,
        .channels = WOAD_HOLDS_ALL_CHANNELS},
    .encode = encode,
    .decode = woad_ktx2_decode,
};
