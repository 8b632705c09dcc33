/* test_io_engine_support.h - what the tests of the formats of engines share. */
#ifndef WOAD_TEST_IO_ENGINE_SUPPORT_H
#define WOAD_TEST_IO_ENGINE_SUPPORT_H

#include "test_io_support.h"

/* The bytes of a mask in a format; for woad_free. */
static inline uint8_t *encoded(
    const woad_mask *mask, const char *format, const woad_io_options *options, size_t *size)
{
    void *bytes = NULL;
    woad_error error = {""};
    if (woad_mask_encode(mask, woad_format_find(format), options, &bytes, size, &error) < 0)
        fail_msg("encode: %s", error.message);
    return bytes;
}

/* Encoding fails, and the sentence has the words. */
static inline void assert_encode_fails(const woad_mask *mask, const char *format,
    const woad_io_options *options, const char *words)
{
    void *bytes = NULL;
    size_t size = 0;
    woad_error error = {""};
    const woad_format *f = woad_format_find(format);
    assert_int_equal(
        woad_mask_encode(mask, f, options, &bytes, &size, &error), WOAD_ERROR_UNSUPPORTED);
    assert_null(bytes);
    if (!strstr(error.message, words))
        fail_msg("'%s' is not in: %s", words, error.message);
}

/* Decoding a copy with some bytes changed fails, and the sentence has the words. */
static inline void assert_change_fails(decode_function *decode, const uint8_t *bytes,
    size_t size, size_t at, const void *change, size_t length, const char *words)
{
    woad_error error = {""};
    uint8_t *copy = malloc(size);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    memcpy(copy + at, change, length);
    woad_status status = decode_copy(decode, copy, size, &error);
    free(copy);
    if (status >= 0 || !strstr(error.message, words))
        fail_msg("'%s' is not in: %s", words, error.message);
    assert_non_null(strstr(error.message, NAME));
}

static inline uint32_t word_at(const uint8_t *bytes, size_t at)
{
    return bytes[at] | (uint32_t)bytes[at + 1] << 8 | (uint32_t)bytes[at + 2] << 16 |
           (uint32_t)bytes[at + 3] << 24;
}

/* What comes back: the same ranks, and as many bits as the type has. Halves have ties above
 * 2^11 values. */
static inline void assert_type_comes_back(
    const woad_mask *mask, const char *format, woad_sample_type type, woad_layout layout)
{
    woad_io_options options = {.type = type, .layout = layout};
    if (layout == WOAD_LAYOUT_2D)
        options.depth = mask->depth;
    woad_mask *back = round_trip(mask, format, &options);
    assert_same_ranks(mask, back);
    assert_int_equal(back->bits, type == WOAD_SAMPLE_U8 ? 8 : type == WOAD_SAMPLE_U16 ? 16 : 0);
    float most = type == WOAD_SAMPLE_U8      ? 0x1p-9f
                 : type == WOAD_SAMPLE_FLOAT ? 0
                 : type == WOAD_SAMPLE_HALF  ? 0x1p-12f
                                             : 0x1p-17f;
    for (size_t i = 0; i < woad_mask_count(mask); i++) {
        float difference = mask->thresholds[i] - back->thresholds[i];
        assert_true(difference <= most && difference >= -most);
    }
    woad_mask_destroy(back);
}

#endif
