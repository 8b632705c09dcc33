/* test_image_rows.c - images by rows: netpbm and raw files, whole and in pieces. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <woad/image_rows.h>
#include <woad/io.h>

#include "support.h"

#define NAME "the picture"

static woad_status decode(const void *bytes, size_t size, woad_image **out, woad_error *error)
{
    return woad_image_decode(bytes, size, NAME, out, error);
}

static woad_image *decoded(const void *bytes, size_t size)
{
    woad_image *image = NULL;
    woad_error error = {""};
    if (decode(bytes, size, &image, &error) < 0)
        fail_msg("%s", error.message);
    return image;
}

static woad_image *decoded_text(const char *text)
{
    return decoded(text, strlen(text));
}

static void assert_samples(
    woad_image *image, size_t channels, unsigned bits, const unsigned *wanted, size_t count)
{
    const uint8_t *bytes = image->samples;
    const uint16_t *words = image->samples;
    assert_int_equal(image->channels, channels);
    assert_int_equal(image->bits, bits);
    assert_int_equal(image->width * image->height * channels, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(bits == 8 ? bytes[i] : words[i], wanted[i]);
    woad_image_destroy(image);
}

static void netpbm_files_of_each_kind_are_read(void **state)
{
    (void)state;
    const unsigned bits[] = {255, 0, 255, 0, 0, 255}, greys[] = {0, 128, 255, 64};
    const unsigned words[] = {0, 65535, 258, 65535}, colours[] = {255, 0, 1, 2, 3, 4};
    assert_samples(decoded_text("P1 # plain\n3 2\n0 1 0\n110"), 1, 8, bits, 6);
    assert_samples(decoded("P4\n3 2\n\x5f\xc0", 9), 1, 8, bits, 6);
    assert_samples(decoded_text("P2\n2 2 # size\n255\n0 128 255 64\n"), 1, 8, greys, 4);
    assert_samples(decoded("P5 2 2 255\n\0\x80\xff\x40", 15), 1, 8, greys, 4);
    assert_samples(decoded("P5 2 2 65535\n\0\0\xff\xff\x01\x02\xff\xff", 21), 1, 16, words, 4);
    assert_samples(decoded_text("P3\n2 1\n255\n255 0 1\n2 3 4"), 3, 8, colours, 6);
    assert_samples(decoded("P6\n2 1\n255\n\xff\0\x01\x02\x03\x04", 17), 3, 8, colours, 6);
}

static void samples_are_scaled_to_all_bits(void **state)
{
    (void)state;
    const unsigned few[] = {0, 85, 170, 255}, many[] = {0, 32768, 65535};
    assert_samples(decoded_text("P2 4 1 3 0 1 2 3"), 1, 8, few, 4);
    assert_samples(decoded_text("P2 3 1 1000 0 500 1000"), 1, 16, many, 3);
    const unsigned rounded[] = {0, 128, 255}, wide[] = {0, 33, 65535};
    assert_samples(decoded("P5 3 1 100\n\0\x32\x64", 14), 1, 8, rounded, 3);
    assert_samples(decoded("P5 3 1 1999\n\0\0\0\x01\x07\xcf", 18), 1, 16, wide, 3);
}

static void broken_netpbm_gets_a_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } bad[] = {{"P5 x 2 255\n", "width"}, {"P5 2", "height"}, {"P5 2 2", "greatest"},
        {"P5 2 2 0\n", "greatest"}, {"P5 2 2 65536\n", "greatest"}, {"P5 0 2 255\n", "0x2"},
        {"P5 2 2 255\nab", "need 4 bytes"}, {"P2 2 1 255 1 256", "row 0"},
        {"P2 2 2 9 1 2 3 x", "row 1"}, {"P1 2 1 02", "row 0"}, {"P5 2 1 97\nab", "row 0"},
        {"P5 1 1 999\nzz", "row 0"}, {"P6 9999999 1 255\n", "pixels"},
        {"P5 99999999999 1 255\n", "width"}};
    woad_image *image = NULL;
    woad_error error;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_true(decode(bad[i].text, strlen(bad[i].text), &image, &error) < 0);
        assert_null(image);
        if (!strstr(error.message, bad[i].words) || !strstr(error.message, NAME))
            fail_msg("%zu: %s", i, error.message);
    }
    const char whole[] = "P6 3 2 255\nabcdefghijklmnopqr";
    for (size_t size = 0; size + 1 < sizeof whole; size++) {
        char *copy = malloc(size ? size : 1);
        memcpy(copy, whole, size);
        assert_true(decode(copy, size, &image, &error) < 0);
        free(copy);
    }
}

/* ---- writing --------------------------------------------------------------------------------- */

static woad_image *pattern(size_t width, size_t height, size_t channels, unsigned bits)
{
    woad_image *image = NULL;
    assert_int_equal(woad_image_create(width, height, channels, bits, &image, NULL), WOAD_OK);
    uint8_t *bytes = image->samples;
    for (size_t i = 0; i < width * height * channels * (bits / 8); i++)
        bytes[i] = (uint8_t)(i * 2654435761u >> 9);
    return image;
}

static void make_two_valued(woad_image *image)
{
    uint8_t *bytes = image->samples;
    for (size_t i = 0; i < image->width * image->height; i++)
        bytes[i] = bytes[i] & 1 ? 255 : 0;
}

static const woad_image_format *format_of(const char *name)
{
    const woad_image_format *format = woad_image_format_find(name);
    assert_non_null(format);
    return format;
}

static void assert_comes_back(woad_image *image, const char *format)
{
    void *bytes;
    size_t size;
    woad_error error = {""};
    if (woad_image_encode(image, format_of(format), NULL, &bytes, &size, &error) < 0)
        fail_msg("%s", error.message);
    woad_image *back = decoded(bytes, size);
    assert_int_equal(back->width, image->width);
    assert_int_equal(back->bits, image->bits);
    assert_int_equal(back->channels, image->channels);
    assert_memory_equal(back->samples, image->samples,
        image->width * image->height * image->channels * (image->bits / 8));
    woad_free(bytes);
    woad_image_destroy(back);
    woad_image_destroy(image);
}

static void images_come_back(void **state)
{
    (void)state;
    for (size_t width = 1; width < 20; width++) {
        woad_image *two = pattern(width, 3, 1, 8);
        make_two_valued(two);
        assert_comes_back(two, "pbm");
        assert_comes_back(pattern(width, 3, 1, 8), "pgm");
        assert_comes_back(pattern(width, 3, 1, 16), "pgm");
        assert_comes_back(pattern(width, 3, 3, 8), "ppm");
        assert_comes_back(pattern(width, 3, 3, 16), "ppm");
        assert_comes_back(pattern(width, 3, 4, 16), "png");
    }
}

/* Places in a palette become its colours again, in the fewest bits. */
static void palettes_are_written_in_few_bits(void **state)
{
    (void)state;
    static const unsigned bits[] = {1, 2, 4, 8};
    uint8_t palette[256][3];
    for (unsigned i = 0; i < 256; i++) {
        palette[i][0] = (uint8_t)i;
        palette[i][1] = (uint8_t)(255 - i);
        palette[i][2] = (uint8_t)(i * 7);
    }
    for (size_t b = 0; b < 4; b++) {
        size_t colours = (size_t)1 << bits[b], size;
        void *bytes;
        woad_image *image = pattern(13, 5, 1, 8);
        uint8_t *places = image->samples;
        for (size_t i = 0; i < 65; i++)
            places[i] = (uint8_t)(places[i] % colours);
        woad_image_options o = {.palette = palette[0], .colours = colours};
        assert_int_equal(
            woad_image_encode(image, format_of("png"), &o, &bytes, &size, NULL), WOAD_OK);
        const uint8_t *file = bytes;
        assert_int_equal(file[24], bits[b]); /* IHDR: depth, colour type */
        assert_int_equal(file[25], 3);
        woad_image *back = decoded(bytes, size);
        for (size_t i = 0; i < 65; i++)
            assert_memory_equal((uint8_t *)back->samples + 3 * i, palette[places[i]], 3);
        woad_free(bytes);
        places[7] = (uint8_t)colours;
        if (colours < 256)
            assert_int_equal(
                woad_image_encode(image, format_of("png"), &o, &bytes, &size, NULL),
                WOAD_ERROR_ARGUMENT);
        woad_image_destroy(image);
        woad_image_destroy(back);
    }
}

static void check_raw(const woad_image_options *o, const char *wanted, size_t count)
{
    static uint8_t samples[2][10] = {
        {255, 0, 0, 255, 0, 0, 0, 0, 255, 0}, {0, 255, 255, 255, 255, 255, 255, 255, 0, 255}};
    const woad_image image = {10, 2, 1, 8, samples};
    void *bytes;
    size_t size;
    assert_int_equal(
        woad_image_encode(&image, format_of("raw"), o, &bytes, &size, NULL), WOAD_OK);
    assert_int_equal(size, count);
    assert_memory_equal(bytes, wanted, count);
    woad_free(bytes);
}

static void raw_bits_are_packed_as_asked(void **state)
{
    (void)state;
    check_raw(NULL, "\x90\x80\x7f\x40", 4);
    check_raw(&(woad_image_options){.lsb_first = true}, "\x09\x01\xfe\x02", 4);
    check_raw(&(woad_image_options){.invert = true}, "\x6f\x7f\x80\xbf", 4);
    check_raw(&(woad_image_options){.by_columns = true},
        "\x80\x40\x40\xc0\x40\x40\x40\x40\x80\x40", 10);
    check_raw(&(woad_image_options){.bits = 2}, "\xc3\x00\xc0\x3f\xff\x30", 6);
    check_raw(&(woad_image_options){.bits = 4, .lsb_first = true},
        "\x0f\xf0\x00\x00\x0f\xf0\xff\xff\xff\xf0", 10);
}

static void what_a_format_does_not_hold_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *format;
        size_t channels;
        unsigned bits;
        woad_image_options options;
        const char *words;
    } bad[] = {{"pbm", 1, 16, {0}, "pgm"}, {"pbm", 1, 8, {0}, "row 0"},
        {"pgm", 3, 8, {0}, "ppm"}, {"ppm", 4, 8, {0}, "png"}, {"raw", 3, 8, {0}, "grey"},
        {"raw", 1, 8, {.bits = 3}, "1, 2, 4 or 8"}, {"raw", 1, 8, {0}, "row 0"},
        {"png", 3, 8, {.colours = 2, .palette = (const uint8_t *)"abcdef"}, "one channel"},
        {"ppm", 1, 8, {.colours = 2, .palette = (const uint8_t *)"abcdef"}, "no palette"},
        {"png", 1, 8, {.colours = 300, .palette = (const uint8_t *)"abcdef"}, "1 to 256"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        void *bytes = NULL;
        size_t size;
        woad_error error = {""};
        woad_image *image = pattern(5, 2, bad[i].channels, bad[i].bits);
        assert_true(woad_image_encode(image, format_of(bad[i].format), &bad[i].options, &bytes,
                        &size, &error) < 0);
        assert_null(bytes);
        if (!strstr(error.message, bad[i].words))
            fail_msg("%zu: %s", i, error.message);
        woad_image_destroy(image);
    }
    assert_false(format_of("jpeg")->writes);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void copy_by_rows(const char *from, const char *to, const char *format, size_t step)
{
    woad_image_reader *reader;
    woad_image_writer *writer;
    assert_int_equal(woad_image_reader_open(from, &reader, NULL), WOAD_OK);
    const woad_image *shape = woad_image_reader_shape(reader);
    size_t row = shape->width * shape->channels * (shape->bits / 8);
    uint8_t *rows = malloc(step * row);
    assert_int_equal(
        woad_image_writer_open(to, shape, format_of(format), NULL, true, &writer, NULL),
        WOAD_OK);
    for (size_t y = 0; y < shape->height; y += step) {
        size_t count = shape->height - y < step ? shape->height - y : step;
        assert_int_equal(woad_image_reader_rows(reader, count, rows, NULL), WOAD_OK);
        assert_int_equal(woad_image_writer_rows(writer, count, rows, NULL), WOAD_OK);
    }
    assert_int_equal(woad_image_reader_rows(reader, 1, rows, NULL), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_image_writer_rows(writer, 1, rows, NULL), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_image_writer_finish(writer, NULL), WOAD_OK);
    woad_image_writer_close(writer);
    woad_image_reader_close(reader);
    free(rows);
}

static void assert_same_file(const char *a, const char *b)
{
    void *bytes[2];
    size_t size[2];
    assert_int_equal(woad_file_read(a, 0, &bytes[0], &size[0], NULL), WOAD_OK);
    assert_int_equal(woad_file_read(b, 0, &bytes[1], &size[1], NULL), WOAD_OK);
    assert_int_equal(size[0], size[1]);
    assert_memory_equal(bytes[0], bytes[1], size[0]);
    woad_free(bytes[0]);
    woad_free(bytes[1]);
}

static void rows_make_the_file_that_the_whole_image_makes(void **state)
{
    (void)state;
    static const struct {
        const char *format;
        size_t channels;
        unsigned bits;
    } kinds[] = {{"pgm", 1, 8}, {"pgm", 1, 16}, {"ppm", 3, 8}, {"ppm", 3, 16}, {"png", 3, 8}};
    char folder[TEST_PATH], from[TEST_PATH + 8], to[TEST_PATH + 8];
    test_folder(folder);
    snprintf(from, sizeof from, "%s/from", folder);
    snprintf(to, sizeof to, "%s/to", folder);
    for (size_t k = 0; k < 5; k++) {
        void *bytes;
        size_t size;
        woad_image *image =
            pattern(251, 300, kinds[k].channels, kinds[k].bits); /* many buffers */
        assert_int_equal(
            woad_image_encode(image, format_of(kinds[k].format), NULL, &bytes, &size, NULL),
            WOAD_OK);
        assert_int_equal(woad_file_write(from, bytes, size, true, NULL), WOAD_OK);
        copy_by_rows(from, to, kinds[k].format, 7 + 60 * k);
        assert_same_file(from, to);
        woad_free(bytes);
        woad_image_destroy(image);
    }
    remove(from);
    remove(to);
    test_remove_folder(folder);
}

static void nothing_is_left_of_a_file_that_is_not_finished(void **state)
{
    (void)state;
    char folder[TEST_PATH], path[TEST_PATH + 8];
    const woad_image shape = {4, 2, 1, 8, NULL};
    woad_image_writer *writer;
    woad_image_reader *reader = NULL;
    woad_error error;
    test_folder(folder);
    snprintf(path, sizeof path, "%s/x.pgm", folder);
    assert_int_equal(
        woad_image_writer_open(path, &shape, format_of("pgm"), NULL, false, &writer, NULL),
        WOAD_OK);
    assert_int_equal(woad_image_writer_rows(writer, 1, "abcd", NULL), WOAD_OK);
    assert_int_equal(woad_image_writer_finish(writer, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "1 of its 2 rows"));
    woad_image_writer_close(writer);
    assert_int_equal(woad_image_reader_open(path, &reader, &error), WOAD_ERROR_READ);
    assert_int_equal(woad_image_reader_open(folder, &reader, &error), WOAD_ERROR_READ);
    assert_non_null(strstr(error.message, "folder"));
    assert_null(reader);
    test_remove_folder(folder); /* empty: no temporary file either */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(netpbm_files_of_each_kind_are_read),
        cmocka_unit_test(samples_are_scaled_to_all_bits),
        cmocka_unit_test(broken_netpbm_gets_a_sentence),
        cmocka_unit_test(images_come_back),
        cmocka_unit_test(palettes_are_written_in_few_bits),
        cmocka_unit_test(raw_bits_are_packed_as_asked),
        cmocka_unit_test(what_a_format_does_not_hold_is_refused),
        cmocka_unit_test(rows_make_the_file_that_the_whole_image_makes),
        cmocka_unit_test(nothing_is_left_of_a_file_that_is_not_finished),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
