/* test_image.c - images in memory, PNG images in, and PNG of true depth out. */
#include <woad/image.h>

#include "test_io_png_support.h"

static woad_status decode(const void *bytes, size_t size, woad_error *error)
{
    woad_image *image = NULL;
    woad_status status = woad_image_decode(bytes, size, NAME, &image, error);
    woad_image_destroy(image);
    return status;
}

/* Decodes what the plan makes, and checks its shape. */
static woad_image *read_plan(const png_plan *plan, size_t channels, unsigned bits)
{
    woad_image *image = NULL;
    woad_error error = {""};
    png_file *file = write_png(plan);
    if (woad_image_decode(file->bytes, file->size, NAME, &image, &error) < 0)
        fail_msg("%s", error.message);
    free(file);
    assert_int_equal(image->width, plan->width);
    assert_int_equal(image->height, plan->height);
    assert_int_equal(image->channels, channels);
    assert_int_equal(image->bits, bits);
    return image;
}

static woad_image *make_image(
    size_t width, size_t height, size_t channels, unsigned bits, unsigned step)
{
    woad_image *image = NULL;
    assert_int_equal(woad_image_create(width, height, channels, bits, &image, NULL), WOAD_OK);
    unsigned levels = ((1u << bits) - 1) / step + 1;
    for (size_t i = 0; i < width * height * channels; i++) {
        unsigned v = (unsigned)(i * 7 + i / 5) % levels * step;
        if (bits == 8)
            ((uint8_t *)image->samples)[i] = (uint8_t)v;
        else
            ((uint16_t *)image->samples)[i] = (uint16_t)v;
    }
    return image;
}

static void images_are_created_zeroed(void **state)
{
    (void)state;
    woad_image *image = NULL;
    const uint8_t zeros[3 * 2 * 4 * 2] = {0};
    assert_int_equal(woad_image_create(3, 2, 4, 16, &image, NULL), WOAD_OK);
    assert_memory_equal(image->samples, zeros, sizeof zeros);
    woad_image_destroy(image);
    woad_image_destroy(NULL);
}

static void impossible_images_are_refused(void **state)
{
    (void)state;
    woad_image *image = NULL;
    const size_t axis = WOAD_IMAGE_MAX_AXIS;
    assert_int_equal(woad_image_create(0, 1, 1, 8, &image, NULL), WOAD_ERROR_SIZE);
    assert_int_equal(woad_image_create(1, axis + 1, 1, 8, &image, NULL), WOAD_ERROR_SIZE);
    assert_int_equal(woad_image_create(axis, axis, 1, 8, &image, NULL), WOAD_ERROR_SIZE);
    assert_int_equal(
        woad_image_create(SIZE_MAX, SIZE_MAX, 4, 16, &image, NULL), WOAD_ERROR_SIZE);
    if (SIZE_MAX == UINT32_MAX) /* its bytes cannot be counted there */
        assert_int_equal(
            woad_image_create(65500, 65500, 1, 16, &image, NULL), WOAD_ERROR_MEMORY);
    assert_int_equal(woad_image_create(1, 1, 5, 8, &image, NULL), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_image_create(1, 1, 0, 8, &image, NULL), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_image_create(1, 1, 1, 4, &image, NULL), WOAD_ERROR_ARGUMENT);
    assert_null(image);
}

static void small_grey_depths_are_scaled_to_eight_bits(void **state)
{
    (void)state;
    const uint8_t packed[] = {0x1b};
    const struct {
        int depth;
        unsigned width;
        const char *samples;
    } cases[] = {{1, 8, "\x00\x00\x00\xff\xff\x00\xff\xff"}, {2, 4, "\x00\x55\xaa\xff"},
        {4, 2, "\x11\xbb"}, {8, 1, "\x1b"}};
    for (size_t i = 0; i < 4; i++) {
        woad_image *image = read_plan(&(png_plan){cases[i].width, 1, cases[i].depth,
                                          PNG_COLOR_TYPE_GRAY, .samples = packed},
            1, 8);
        assert_memory_equal(image->samples, cases[i].samples, cases[i].width);
        woad_image_destroy(image);
    }
}

static void sixteen_bits_stay_sixteen(void **state)
{
    (void)state;
    const uint8_t samples[] = {0x12, 0x34, 0, 1, 0xff, 0xff, 0xab, 0xcd, 0, 0, 0, 2};
    for (int interlace = 0; interlace <= 1; interlace++) {
        woad_image *image = read_plan(
            &(png_plan){2, 1, 16, PNG_COLOR_TYPE_RGB, interlace, .samples = samples}, 3, 16);
        const uint16_t wanted[] = {0x1234, 1, 0xffff, 0xabcd, 0, 2};
        assert_memory_equal(image->samples, wanted, sizeof wanted);
        woad_image_destroy(image);
    }
}

static void palettes_become_rgb(void **state)
{
    (void)state;
    const png_color palette[] = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
    const uint8_t alpha[] = {255, 0, 128}, packed[] = {0x18}; /* 0 1 2 */
    png_plan plan = {3, 1, 2, PNG_COLOR_TYPE_PALETTE, .samples = packed, .palette = palette,
        .palette_size = 3};
    woad_image *image = read_plan(&plan, 3, 8);
    assert_memory_equal(image->samples, "\1\2\3\4\5\6\7\10\11", 9);
    woad_image_destroy(image);
    plan.palette_alpha = alpha;
    image = read_plan(&plan, 4, 8);
    assert_memory_equal(image->samples, "\1\2\3\xff\4\5\6\0\7\10\11\x80", 12);
    woad_image_destroy(image);
}

static void transparent_colours_become_alpha(void **state)
{
    (void)state;
    const uint8_t samples[] = {10, 20, 30, 20};
    const png_color_16 transparent = {.gray = 20};
    woad_image *image = read_plan(&(png_plan){4, 1, 8, PNG_COLOR_TYPE_GRAY, .samples = samples,
                                      .transparent = &transparent},
        2, 8);
    assert_memory_equal(image->samples, "\x0a\xff\x14\x00\x1e\xff\x14\x00", 8);
    woad_image_destroy(image);
}

static void gamma_tags_change_nothing(void **state)
{
    (void)state;
    const uint8_t samples[] = {0, 17, 128, 255};
    woad_image *image = read_plan(
        &(png_plan){2, 2, 8, PNG_COLOR_TYPE_GRAY, .samples = samples, .gamma = true}, 1, 8);
    assert_memory_equal(image->samples, samples, sizeof samples);
    woad_image_destroy(image);
}

/* Encodes, checks the depth that libpng finds, and decodes again. */
static void assert_png_round_trip(const woad_image *image, unsigned asked, int depth)
{
    void *bytes = NULL;
    size_t size = 0;
    woad_image *back = NULL;
    woad_error error = {""};
    if (woad_image_encode_png(image, asked, &bytes, &size, &error) < 0)
        fail_msg("%s", error.message);
    png_facts facts = look_at_png(bytes, size);
    assert_int_equal(facts.depth, depth);
    assert_false(facts.gamma);
    assert_int_equal(woad_image_decode(bytes, size, NAME, &back, NULL), WOAD_OK);
    assert_int_equal(back->channels, image->channels);
    assert_int_equal(back->width, image->width);
    if (back->bits == image->bits)
        assert_memory_equal(back->samples, image->samples,
            image->width * image->height * image->channels * image->bits / 8);
    woad_free(bytes);
    woad_image_destroy(back);
}

static void grey_is_written_in_its_true_depth(void **state)
{
    (void)state;
    const unsigned steps[] = {255, 85, 17, 1};
    for (unsigned i = 0; i < 4; i++) {
        woad_image *image = make_image(13, 5, 1, 8, steps[i]);
        assert_png_round_trip(image, 0, 1 << i);
        for (unsigned bits = 1u << i; bits <= 8; bits *= 2)
            assert_png_round_trip(image, bits, (int)bits);
        woad_image_destroy(image);
    }
}

static void one_bit_rows_are_packed(void **state)
{
    (void)state;
    void *bytes = NULL;
    size_t size;
    woad_image *image = NULL;
    woad_image_create(10, 1, 1, 8, &image, NULL);
    memcpy(image->samples, "\xff\0\xff\xff\0\0\0\xff\0\xff", 10);
    assert_int_equal(woad_image_encode_png(image, 1, &bytes, &size, NULL), WOAD_OK);
    png_facts facts = look_at_png(bytes, size);
    assert_int_equal(facts.rows[0], 0xb1);
    assert_int_equal(facts.rows[1] & 0xc0, 0x40); /* the rest of the byte is no pixel */
    woad_free(bytes);
    woad_image_destroy(image);
}

static void all_channels_and_depths_are_written(void **state)
{
    (void)state;
    for (size_t channels = 1; channels <= 4; channels++) {
        for (unsigned bits = 8; bits <= 16; bits += 8) {
            woad_image *image = make_image(9, 4, channels, bits, bits == 8 ? 3 : 1);
            assert_png_round_trip(image, 0, (int)bits);
            assert_png_round_trip(image, bits, (int)bits);
            woad_image_destroy(image);
        }
    }
}

static void depths_change_exactly(void **state)
{
    (void)state;
    void *bytes = NULL;
    size_t size;
    woad_image *image = make_image(4, 1, 3, 8, 1);
    assert_int_equal(woad_image_encode_png(image, 16, &bytes, &size, NULL), WOAD_OK);
    png_facts facts = look_at_png(bytes, size);
    for (size_t i = 0; i < 24; i++)
        assert_int_equal(facts.rows[i], ((uint8_t *)image->samples)[i / 2]);
    woad_free(bytes);
    woad_image_destroy(image);
    image = make_image(4, 2, 2, 16, 257);
    assert_png_round_trip(image, 8, 8);
    woad_image_destroy(image);
}

static void depths_that_lose_are_refused(void **state)
{
    (void)state;
    const struct {
        size_t channels;
        unsigned image_bits, step, bits;
    } cases[] = {{1, 8, 85, 1}, {1, 8, 17, 2}, {1, 8, 5, 4}, {1, 16, 1, 8}, {1, 16, 65535, 1},
        {3, 8, 255, 1}, {1, 8, 255, 3}, {1, 8, 255, 32}, {2, 8, 255, 4}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        void *bytes = NULL;
        size_t size;
        woad_error error = {""};
        woad_image *image =
            make_image(8, 8, cases[i].channels, cases[i].image_bits, cases[i].step);
        assert_int_equal(woad_image_encode_png(image, cases[i].bits, &bytes, &size, &error),
            WOAD_ERROR_ARGUMENT);
        assert_null(bytes);
        assert_true(strlen(error.message) > 0);
        woad_image_destroy(image);
    }
}

static void impossible_images_are_not_encoded(void **state)
{
    (void)state;
    void *bytes = NULL;
    size_t size;
    uint8_t sample = 0;
    woad_image image = {1, 1, 5, 8, &sample};
    const woad_status wrong = WOAD_ERROR_ARGUMENT;
    assert_int_equal(woad_image_encode_png(NULL, 0, &bytes, &size, NULL), wrong);
    assert_int_equal(woad_image_encode_png(&image, 0, &bytes, &size, NULL), wrong);
    image = (woad_image){0, 1, 1, 8, &sample};
    assert_int_equal(woad_image_encode_png(&image, 0, &bytes, &size, NULL), wrong);
    image = (woad_image){1, 1, 1, 8, NULL};
    assert_int_equal(woad_image_encode_png(&image, 0, &bytes, &size, NULL), wrong);
}

static void claimed_sizes_are_checked_first(void **state)
{
    (void)state;
    uint8_t bytes[64];
    woad_error error = {""};
    size_t size = claim_png(1 << 20, 1 << 20, 8, PNG_COLOR_TYPE_GRAY, bytes);
    assert_int_equal(decode(bytes, size, &error), WOAD_ERROR_FORMAT);
    assert_non_null(strstr(error.message, "cannot hold"));
    size = claim_png((1 << 20) + 1, 1, 8, PNG_COLOR_TYPE_GRAY, bytes);
    assert_int_equal(decode(bytes, size, &error), WOAD_ERROR_FORMAT);
    size = claim_png(65536, 4096, 1, PNG_COLOR_TYPE_GRAY, bytes);
    assert_int_equal(decode(bytes, size, &error), WOAD_ERROR_FORMAT);
}

static void other_files_are_refused(void **state)
{
    (void)state;
    woad_error error = {""};
    assert_int_equal(decode("GIF89a", 6, &error), WOAD_ERROR_UNSUPPORTED);
    assert_non_null(strstr(error.message, "neither PNG nor JPEG"));
    assert_int_equal(decode("", 0, &error), WOAD_ERROR_FORMAT);
    assert_int_equal(decode(NULL, 0, &error), WOAD_ERROR_ARGUMENT);
}

static void damaged_files_are_refused(void **state)
{
    (void)state;
    const png_color palette[] = {{1, 2, 3}, {4, 5, 6}};
    const uint8_t samples[200] = {0x5a, 0x11, 0xff, 0x02};
    const png_plan plans[] = {
        {8, 4, 1, PNG_COLOR_TYPE_PALETTE, .samples = samples, .palette = palette,
            .palette_size = 2},
        {5, 6, 16, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_ADAM7, .samples = samples},
    };
    for (size_t i = 0; i < 2; i++) {
        png_file *file = write_png(&plans[i]);
        assert_truncation_fails(decode, file->bytes, file->size);
        survive_damage(decode, file->bytes, file->size);
        free(file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(images_are_created_zeroed),
        cmocka_unit_test(impossible_images_are_refused),
        cmocka_unit_test(small_grey_depths_are_scaled_to_eight_bits),
        cmocka_unit_test(sixteen_bits_stay_sixteen),
        cmocka_unit_test(palettes_become_rgb),
        cmocka_unit_test(transparent_colours_become_alpha),
        cmocka_unit_test(gamma_tags_change_nothing),
        cmocka_unit_test(grey_is_written_in_its_true_depth),
        cmocka_unit_test(one_bit_rows_are_packed),
        cmocka_unit_test(all_channels_and_depths_are_written),
        cmocka_unit_test(depths_change_exactly),
        cmocka_unit_test(depths_that_lose_are_refused),
        cmocka_unit_test(impossible_images_are_not_encoded),
        cmocka_unit_test(claimed_sizes_are_checked_first),
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(damaged_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
