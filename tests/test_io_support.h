/* test_io_support.h - what the tests of files share: masks, comparisons, and damage. */
#ifndef WOAD_TEST_IO_SUPPORT_H
#define WOAD_TEST_IO_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <woad/io.h>

#include "base/alloc.h"

#define NAME "the-file"

/* Any bytes-to-object function, so that the damage tests serve all of them. */
typedef woad_status decode_function(const void *bytes, size_t size, woad_error *error);

static inline size_t greatest_divisor(size_t a, size_t b)
{
    return b ? greatest_divisor(b, a % b) : a;
}

/* A mask whose planes are different permutations without symmetry. */
static inline woad_mask *make_mask(size_t width, size_t height, size_t depth, size_t channels)
{
    woad_mask *mask = NULL;
    size_t area = width * height, step = area * 5 / 8 + 1;
    while (greatest_divisor(step, area) != 1)
        step++;
    assert_int_equal(woad_mask_create(width, height, depth, channels, &mask, NULL), WOAD_OK);
    for (size_t i = 0; i < woad_mask_count(mask); i++) {
        size_t pixel = i / channels, plane = pixel / area * channels + i % channels;
        mask->ranks[i] = (uint32_t)(((uint64_t)(pixel % area) * step + plane * 3) % area);
    }
    assert_int_equal(woad_mask_set_thresholds(mask, NULL), WOAD_OK);
    return mask;
}

static inline void assert_same_size(const woad_mask *a, const woad_mask *b)
{
    assert_int_equal(a->width, b->width);
    assert_int_equal(a->height, b->height);
    assert_int_equal(a->depth, b->depth);
    assert_int_equal(a->channels, b->channels);
}

static inline void assert_same_ranks(const woad_mask *a, const woad_mask *b)
{
    assert_same_size(a, b);
    assert_memory_equal(a->ranks, b->ranks, woad_mask_count(a) * sizeof *a->ranks);
}

static inline void assert_same_mask(const woad_mask *a, const woad_mask *b)
{
    assert_same_ranks(a, b);
    assert_int_equal(a->bits, b->bits);
    assert_memory_equal(
        a->thresholds, b->thresholds, woad_mask_count(a) * sizeof *a->thresholds);
}

/* A string that woad_free frees: what a mask's recipe has to be. */
static inline char *copy_recipe(const char *text)
{
    return woad_copy_string(text, strlen(text));
}

/* Encodes and decodes again. */
static inline woad_mask *round_trip(
    const woad_mask *mask, const char *format, const woad_io_options *options)
{
    void *bytes = NULL;
    size_t size = 0;
    woad_mask *back = NULL;
    woad_error error = {""};
    const woad_format *f = woad_format_find(format);
    if (woad_mask_encode(mask, f, options, &bytes, &size, &error) < 0)
        fail_msg("encode: %s", error.message);
    if (woad_mask_decode(bytes, size, NAME, f, options, &back, &error) < 0)
        fail_msg("decode: %s", error.message);
    woad_free(bytes);
    return back;
}

/* Decodes a copy of exactly `size` bytes, so that a sanitizer sees any read beyond it. */
static inline woad_status decode_copy(
    decode_function *decode, const void *bytes, size_t size, woad_error *error)
{
    void *copy = malloc(size ? size : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    woad_status status = decode(copy, size, error);
    free(copy);
    return status;
}

/* Every shorter file is an error whose sentence names it. */
static inline void assert_truncation_fails(
    decode_function *decode, const void *bytes, size_t size)
{
    assert_int_equal(decode_copy(decode, bytes, size, NULL), WOAD_OK);
    for (size_t length = 0; length < size; length++) {
        woad_error error = {""};
        woad_status status = decode_copy(decode, bytes, length, &error);
        if (status >= 0)
            fail_msg("%zu of %zu bytes are taken for a whole file", length, size);
        assert_non_null(strstr(error.message, NAME));
    }
}

/* No damaged byte makes it crash; where it fails, it says something. */
static inline void survive_damage(decode_function *decode, const void *bytes, size_t size)
{
    static const uint8_t damages[] = {0x01, 0x80, 0xff, 0x55};
    uint8_t *copy = malloc(size);
    assert_non_null(copy);
    for (size_t i = 0; i < size * sizeof damages; i++) {
        woad_error error = {""};
        memcpy(copy, bytes, size);
        copy[i / sizeof damages] ^= damages[i % sizeof damages];
        if (decode(copy, size, &error) < 0)
            assert_true(strlen(error.message) > 0);
    }
    free(copy);
}

#endif
