/* test_io_png.c - masks as PNG: exact integers out, raw integers in. */
#include <math.h>
#include <stdio.h>

#include <woad/version.h>

#include "test_io_png_support.h"

static woad_status decode_with(const void *bytes, size_t size, const woad_io_options *options,
    woad_mask **out, woad_error *error)
{
    return woad_mask_decode(bytes, size, NAME, woad_format_find("png"), options, out, error);
}

static woad_status decode(const void *bytes, size_t size, woad_error *error)
{
    woad_mask *mask = NULL;
    woad_status status = decode_with(bytes, size, NULL, &mask, error);
    woad_mask_destroy(mask);
    return status;
}

static woad_mask *read_plan(const png_plan *plan, const woad_io_options *options)
{
    woad_mask *mask = NULL;
    woad_error error = {""};
    png_file *file = write_png(plan);
    if (decode_with(file->bytes, file->size, options, &mask, &error) < 0)
        fail_msg("%s", error.message);
    free(file);
    return mask;
}

static void assert_plan_refused(const png_plan *plan, const char *words)
{
    woad_error error = {""};
    png_file *file = write_png(plan);
    assert_int_equal(decode(file->bytes, file->size, &error), WOAD_ERROR_UNSUPPORTED);
    if (!strstr(error.message, words))
        fail_msg("'%s' is not in: %s", words, error.message);
    free(file);
}

static void *encode(const woad_mask *mask, const woad_io_options *options, size_t *size)
{
    void *bytes = NULL;
    woad_error error = {""};
    if (woad_mask_encode(mask, woad_format_find("png"), options, &bytes, size, &error) < 0)
        fail_msg("%s", error.message);
    return bytes;
}

/* floor(u 2^b) of u = (r + 0.5) / N, in integers. */
static uint32_t exact(uint32_t rank, size_t area, unsigned bits)
{
    return (uint32_t)(((2 * (uint64_t)rank + 1) << bits) / (2 * area));
}

static void integers_are_exact_and_read_back(void **state)
{
    (void)state;
    const size_t sizes[][2] = {{1, 1}, {1, 7}, {10, 10}, {64, 64}, {1000, 999}};
    const unsigned depths[] = {8, 16};
    for (size_t i = 0; i < 10; i++) {
        size_t width = sizes[i / 2][0], height = sizes[i / 2][1];
        unsigned bits = depths[i % 2];
        woad_mask *mask = make_mask(width, height, 1, 1);
        woad_mask *back = round_trip(mask, "png", &(woad_io_options){.bits = bits});
        assert_same_size(mask, back);
        assert_int_equal(back->bits, bits);
        for (size_t p = 0; p < width * height; p++) {
            double v = exact(mask->ranks[p], width * height, bits);
            assert_true(back->thresholds[p] == (float)((v + 0.5) / (1 << bits)));
        }
        woad_mask_destroy(mask);
        woad_mask_destroy(back);
    }
}

static void the_file_is_untagged_grey(void **state)
{
    (void)state;
    size_t size;
    woad_mask *mask = make_mask(7, 3, 1, 1);
    for (unsigned bits = 0; bits <= 16; bits += 8) {
        void *bytes = encode(mask, &(woad_io_options){.bits = bits}, &size);
        png_facts facts = look_at_png(bytes, size);
        assert_int_equal(facts.width, 7);
        assert_int_equal(facts.height, 3);
        assert_int_equal(facts.depth, bits ? bits : 16);
        assert_int_equal(facts.color, PNG_COLOR_TYPE_GRAY);
        assert_false(facts.gamma);
        assert_string_equal(facts.software, "woad " WOAD_VERSION);
        for (size_t i = 0; i < 21 && bits == 8; i++)
            assert_int_equal(facts.rows[i], exact(mask->ranks[i], 21, 8));
        for (size_t i = 0; i < 21 && bits == 16; i++)
            assert_int_equal(
                facts.rows[2 * i] << 8 | facts.rows[2 * i + 1], exact(mask->ranks[i], 21, 16));
        woad_free(bytes);
    }
    woad_mask_destroy(mask);
}

static void two_to_four_channels_come_back(void **state)
{
    (void)state;
    const int colors[] = {
        0, 0, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGBA};
    for (size_t channels = 2; channels <= 4; channels++) {
        size_t size;
        woad_mask *mask = make_mask(10, 6, 1, channels);
        void *bytes = encode(mask, NULL, &size);
        assert_int_equal(look_at_png(bytes, size).color, colors[channels]);
        woad_mask *back = NULL;
        assert_int_equal(decode_with(bytes, size, NULL, &back, NULL), WOAD_OK);
        assert_same_ranks(mask, back);
        woad_free(bytes);
        woad_mask_destroy(mask);
        woad_mask_destroy(back);
    }
}

/* An 8-bit file read and written again is the same file. */
static void integers_survive_being_written_again(void **state)
{
    (void)state;
    uint8_t samples[256];
    for (int i = 0; i < 256; i++)
        samples[i] = (uint8_t)(i * i);
    woad_mask *mask =
        read_plan(&(png_plan){16, 16, 8, PNG_COLOR_TYPE_GRAY, .samples = samples}, NULL);
    size_t size;
    void *bytes = encode(mask, &(woad_io_options){.bits = 8}, &size);
    png_facts facts = look_at_png(bytes, size);
    assert_memory_equal(facts.rows, samples, sizeof samples);
    woad_free(bytes);
    woad_mask_destroy(mask);
}

static void thresholds_from_elsewhere_are_clamped(void **state)
{
    (void)state;
    size_t size;
    woad_mask *mask = make_mask(2, 1, 1, 1);
    mask->thresholds[0] = 1;
    mask->thresholds[1] = 0;
    void *bytes = encode(mask, NULL, &size);
    assert_memory_equal(look_at_png(bytes, size).rows, "\xff\xff\0\0", 4);
    woad_free(bytes);
    woad_mask_destroy(mask);
}

static void small_depths_are_read_unscaled(void **state)
{
    (void)state;
    const uint8_t packed[] = {0x1b, 0xe4}; /* 8 samples of 2 bits: 0 1 2 3 3 2 1 0 */
    const unsigned v[] = {0, 1, 2, 3, 3, 2, 1, 0};
    for (int interlace = 0; interlace <= 1; interlace++) {
        woad_mask *mask = read_plan(
            &(png_plan){8, 1, 2, PNG_COLOR_TYPE_GRAY, interlace, .samples = packed}, NULL);
        assert_int_equal(mask->bits, 2);
        for (size_t i = 0; i < 8; i++)
            assert_true(mask->thresholds[i] == (float)((v[i] + 0.5) / 4));
        woad_mask_destroy(mask);
    }
}

static void gamma_tags_change_nothing(void **state)
{
    (void)state;
    const uint8_t samples[] = {0, 17, 128, 255};
    woad_mask *mask = read_plan(
        &(png_plan){2, 2, 8, PNG_COLOR_TYPE_GRAY, .samples = samples, .gamma = true}, NULL);
    for (size_t i = 0; i < 4; i++)
        assert_true(mask->thresholds[i] == (float)((samples[i] + 0.5) / 256));
    woad_mask_destroy(mask);
}

static void interlaced_files_are_read(void **state)
{
    (void)state;
    uint8_t samples[11 * 9 * 2];
    for (size_t i = 0; i < sizeof samples; i++)
        samples[i] = (uint8_t)(i * 37);
    woad_mask *mask = read_plan(
        &(png_plan){11, 9, 16, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_ADAM7, .samples = samples},
        NULL);
    assert_int_equal(mask->bits, 16);
    for (size_t i = 0; i < 99; i++) {
        double v = samples[2 * i] << 8 | samples[2 * i + 1];
        assert_true(mask->thresholds[i] == (float)((v + 0.5) / 65536));
    }
    woad_mask_destroy(mask);
}

static void palettes_are_read_only_where_grey(void **state)
{
    (void)state;
    png_color palette[] = {{9, 9, 9}, {200, 200, 200}, {0, 0, 0}};
    const uint8_t samples[] = {0, 1, 1, 0};
    png_plan plan = {4, 1, 8, PNG_COLOR_TYPE_PALETTE, .samples = samples, .palette = palette,
        .palette_size = 3};
    woad_mask *mask = read_plan(&plan, NULL);
    assert_int_equal(mask->channels, 1);
    assert_true(mask->thresholds[1] == 200.5f / 256);
    woad_mask_destroy(mask);
    palette[1].blue = 201;
    assert_plan_refused(&plan, "palette");
}

static void transparent_colours_are_refused(void **state)
{
    (void)state;
    const uint8_t samples[] = {0, 1, 1, 0};
    const png_color_16 transparent = {.gray = 1};
    assert_plan_refused(&(png_plan){4, 1, 8, PNG_COLOR_TYPE_GRAY, .samples = samples,
                            .transparent = &transparent},
        "tRNS");
}

static void needless_alpha_is_dropped(void **state)
{
    (void)state;
    const uint8_t samples[] = {10, 255, 20, 255};
    const png_plan plan = {2, 1, 8, PNG_COLOR_TYPE_GRAY_ALPHA, .samples = samples};
    woad_mask *mask = read_plan(&plan, NULL);
    assert_int_equal(mask->channels, 1);
    assert_true(mask->thresholds[1] == 20.5f / 256);
    woad_mask_destroy(mask);
    mask = read_plan(&plan, &(woad_io_options){.channels = 2});
    assert_int_equal(mask->channels, 2);
    woad_mask_destroy(mask);
}

static void recipes_travel(void **state)
{
    (void)state;
    const char *const recipes[] = {"[mask]\nsize = 4x4\n", "; caf\xc3\xa9\n", ""};
    for (size_t i = 0; i < 3; i++) {
        size_t size;
        woad_mask *mask = make_mask(4, 4, 1, 1), *back = NULL;
        mask->recipe = copy_recipe(recipes[i]);
        void *bytes = encode(mask, NULL, &size);
        assert_string_equal(look_at_png(bytes, size).recipe, recipes[i]);
        assert_int_equal(decode_with(bytes, size, NULL, &back, NULL), WOAD_OK);
        assert_non_null(back->recipe);
        assert_string_equal(back->recipe, recipes[i]);
        woad_free(bytes);
        woad_mask_destroy(mask);
        woad_mask_destroy(back);
    }
}

static void ranks_say_that_they_are(void **state)
{
    (void)state;
    woad_mask *mask = make_mask(16, 16, 1, 3);
    for (unsigned bits = 8; bits <= 16; bits += 8) {
        woad_mask *back = round_trip(
            mask, "png", &(woad_io_options){.values = WOAD_VALUES_RANK, .bits = bits});
        assert_same_mask(mask, back);
        woad_mask_destroy(back);
    }
    woad_mask_destroy(mask);
}

static void what_does_not_fit_is_refused(void **state)
{
    (void)state;
    woad_pdf *gaussian;
    assert_int_equal(woad_pdf_create("gaussian", &gaussian, NULL), WOAD_OK);
    const struct {
        size_t width, depth;
        woad_io_options options;
        const char *words;
    } cases[] = {{4, 2, {0}, "npy"},
        {4, 1, {.values = WOAD_VALUES_PDF, .pdf = gaussian}, "integers"},
        {257, 1, {.values = WOAD_VALUES_RANK, .bits = 8}, "257 ranks"}};
    for (size_t i = 0; i < 3; i++) {
        void *bytes = NULL;
        size_t size;
        woad_error error = {""};
        woad_mask *mask = make_mask(cases[i].width, 1, cases[i].depth, 1);
        assert_int_equal(woad_mask_encode(mask, woad_format_find("png"), &cases[i].options,
                             &bytes, &size, &error),
            WOAD_ERROR_UNSUPPORTED);
        assert_non_null(strstr(error.message, cases[i].words));
        woad_mask_destroy(mask);
    }
    woad_pdf_destroy(gaussian);
}

static void claimed_sizes_are_checked_first(void **state)
{
    (void)state;
    uint8_t bytes[64];
    woad_error error = {""};
    size_t size = claim_png(32768, 32768, 16, PNG_COLOR_TYPE_GRAY, bytes);
    assert_int_equal(decode(bytes, size, &error), WOAD_ERROR_FORMAT);
    assert_non_null(strstr(error.message, "cannot hold"));
    size = claim_png(32769, 1, 1, PNG_COLOR_TYPE_GRAY, bytes);
    assert_int_equal(decode(bytes, size, &error), WOAD_ERROR_SIZE);
    size = claim_png(0xffffffff, 1, 8, PNG_COLOR_TYPE_GRAY, bytes);
    assert_int_equal(decode(bytes, size, &error), WOAD_ERROR_FORMAT);
    size = claim_png(0, 1, 8, PNG_COLOR_TYPE_GRAY, bytes);
    assert_int_equal(decode(bytes, size, &error), WOAD_ERROR_FORMAT);
    size = claim_png(4, 4, 8, PNG_COLOR_TYPE_GRAY, bytes);
    assert_int_equal(decode(bytes, size, &error), WOAD_ERROR_FORMAT);
}

static void damaged_files_are_refused(void **state)
{
    (void)state;
    for (size_t channels = 1; channels <= 3; channels += 2) {
        size_t size;
        woad_mask *mask = make_mask(5, 4, 1, channels);
        mask->recipe = copy_recipe("[mask]\nsize = 5x4\n");
        void *bytes = encode(mask, NULL, &size);
        assert_truncation_fails(decode, bytes, size);
        survive_damage(decode, bytes, size);
        woad_free(bytes);
        woad_mask_destroy(mask);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_are_exact_and_read_back),
        cmocka_unit_test(the_file_is_untagged_grey),
        cmocka_unit_test(two_to_four_channels_come_back),
        cmocka_unit_test(integers_survive_being_written_again),
        cmocka_unit_test(thresholds_from_elsewhere_are_clamped),
        cmocka_unit_test(small_depths_are_read_unscaled),
        cmocka_unit_test(gamma_tags_change_nothing),
        cmocka_unit_test(interlaced_files_are_read),
        cmocka_unit_test(palettes_are_read_only_where_grey),
        cmocka_unit_test(transparent_colours_are_refused),
        cmocka_unit_test(needless_alpha_is_dropped),
        cmocka_unit_test(recipes_travel),
        cmocka_unit_test(ranks_say_that_they_are),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(claimed_sizes_are_checked_first),
        cmocka_unit_test(damaged_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
