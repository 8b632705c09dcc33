/* test_io_raw.c - bare samples: their bytes, and how a size is found for them. */
#include <math.h>

#include "support.h"
#include "test_io_support.h"

static woad_status decode_with(const void *bytes, size_t size, const woad_io_options *options,
    woad_mask **out, woad_error *error)
{
    return woad_mask_decode(bytes, size, NAME, woad_format_find("raw"), options, out, error);
}

static void bytes_are_little_endian_floats(void **state)
{
    (void)state;
    void *bytes = NULL;
    size_t size = 0;
    woad_mask *mask = make_mask(2, 1, 1, 1);
    const woad_format *raw = woad_format_find("raw");
    assert_int_equal(woad_mask_encode(mask, raw, NULL, &bytes, &size, NULL), WOAD_OK);
    uint32_t first = mask->ranks[0]; /* 0.25 is 0x3e800000, 0.75 is 0x3f400000 */
    assert_int_equal(size, 8);
    assert_memory_equal(
        bytes, first ? "\0\0\x40\x3f\0\0\x80\x3e" : "\0\0\x80\x3e\0\0\x40\x3f", 8);
    woad_free(bytes);
    woad_mask_destroy(mask);
}

static void all_values_come_back(void **state)
{
    (void)state;
    woad_mask *mask = make_mask(6, 10, 2, 3);
    for (int values = WOAD_VALUES_THRESHOLD; values <= WOAD_VALUES_PDF; values++) {
        woad_io_options options = {
            .values = (woad_values)values, .width = 6, .height = 10, .depth = 2, .channels = 3};
        woad_mask *back = round_trip(mask, "raw", &options);
        assert_same_ranks(mask, back);
        woad_mask_destroy(back);
    }
    woad_mask_destroy(mask);
}

static void missing_sizes_follow_from_the_length(void **state)
{
    (void)state;
    const uint8_t zeros[144 * 4] = {0};
    const struct {
        woad_io_options asked;
        size_t width, height;
    } cases[] = {{{0}, 12, 12}, {{.width = 16}, 16, 9}, {{.height = 2}, 72, 2},
        {{.depth = 4}, 6, 6}, {{.depth = 4, .channels = 4}, 3, 3}, {{.width = 144}, 144, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        woad_mask *mask = NULL;
        assert_int_equal(
            decode_with(zeros, sizeof zeros, &cases[i].asked, &mask, NULL), WOAD_OK);
        assert_int_equal(mask->width, cases[i].width);
        assert_int_equal(mask->height, cases[i].height);
        woad_mask_destroy(mask);
    }
}

static void lengths_that_do_not_fit_say_what_would(void **state)
{
    (void)state;
    const uint8_t zeros[64] = {0};
    const struct {
        size_t size;
        woad_io_options asked;
        const char *words;
    } cases[] = {{44, {0}, "a square is assumed"}, {44, {.width = 2, .height = 5}, "has 40"},
        {40, {.width = 3}, "has 36"}, {63, {.width = 4, .height = 4}, "has 64"},
        {3, {0}, "4 for"}, {0, {0}, "0 bytes"}, {64, {.depth = 17}, "must be 1 to"},
        {64, {.width = 40000}, "must be 1 to"}, {64, {.channels = 5, .width = 1}, "channels"},
        {64, {.height = SIZE_MAX}, "must be 1 to"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        woad_mask *mask = NULL;
        woad_error error = {""};
        assert_true(decode_with(zeros, cases[i].size, &cases[i].asked, &mask, &error) < 0);
        assert_null(mask);
        assert_non_null(strstr(error.message, NAME));
        if (!strstr(error.message, cases[i].words))
            fail_msg("'%s' is not in: %s", cases[i].words, error.message);
    }
}

static void values_are_checked(void **state)
{
    (void)state;
    woad_mask *mask = NULL;
    float data[4] = {0, 1, NAN, 0};
    const woad_io_options pdf = {.values = WOAD_VALUES_PDF},
                          rank = {.values = WOAD_VALUES_RANK};
    test_little_endian(data, 4, sizeof *data);
    assert_int_equal(decode_with(data, sizeof data, NULL, &mask, NULL), WOAD_ERROR_FORMAT);
    data[2] = -0.5f;
    test_little_endian(data + 2, 1, sizeof *data);
    assert_int_equal(decode_with(data, sizeof data, NULL, &mask, NULL), WOAD_ERROR_FORMAT);
    assert_int_equal(decode_with(data, sizeof data, &rank, &mask, NULL), WOAD_ERROR_FORMAT);
    assert_int_equal(decode_with(data, sizeof data, &pdf, &mask, NULL), WOAD_OK);
    assert_true(mask->thresholds[2] == 0.25f);
    woad_mask_destroy(mask);
}

/* The length of the file tells 16-bit ranks from 32-bit ones. */
static void short_ranks_are_told_by_the_length(void **state)
{
    (void)state;
    const woad_io_options cases[] = {{.values = WOAD_VALUES_RANK, .depth = 2},
        {.values = WOAD_VALUES_RANK, .width = 4, .height = 4, .depth = 2}};
    woad_mask *mask = make_mask(4, 4, 2, 1);
    uint8_t bytes[32 * 4];
    for (size_t i = 0; i < 32; i++) {
        bytes[2 * i] = (uint8_t)mask->ranks[i];
        bytes[2 * i + 1] = 0;
    }
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        woad_mask *back = NULL;
        assert_int_equal(decode_with(bytes, 64, &cases[i], &back, NULL), WOAD_OK);
        assert_int_equal(back->width, 4);
        assert_int_equal(back->depth, 2);
        assert_same_ranks(mask, back);
        woad_mask_destroy(back);
    }
    woad_mask *none = NULL;
    woad_error error = {""};
    woad_io_options floats = {.width = 4, .height = 4, .depth = 2}; /* only of ranks */
    assert_int_equal(decode_with(bytes, 64, &floats, &none, &error), WOAD_ERROR_FORMAT);
    assert_null(strstr(error.message, "16-bit"));
    assert_int_equal(decode_with(bytes, 66, &cases[1], &none, &error), WOAD_ERROR_FORMAT);
    assert_non_null(strstr(error.message, "16-bit"));
    bytes[1] = 1; /* a rank of 256 and more, of 16 */
    assert_int_equal(decode_with(bytes, 64, &cases[1], &none, NULL), WOAD_ERROR_FORMAT);
    assert_null(none);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_little_endian_floats),
        cmocka_unit_test(all_values_come_back),
        cmocka_unit_test(missing_sizes_follow_from_the_length),
        cmocka_unit_test(lengths_that_do_not_fit_say_what_would),
        cmocka_unit_test(values_are_checked),
        cmocka_unit_test(short_ranks_are_told_by_the_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
