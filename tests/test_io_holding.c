/* test_io_holding.c - what formats can hold of a mask, sheets of frames, and what is said where
 * they cannot. */
#include <woad/pdf.h>

#include "io/sheet.h"
#include "test_io_engine_support.h"

static void what_a_format_cannot_hold_says_who_can(void **state)
{
    (void)state;
    woad_pdf *gaussian = NULL;
    assert_int_equal(woad_pdf_create("gaussian", &gaussian, NULL), WOAD_OK);
    woad_mask *frames = make_mask(4, 4, 3, 1), *two = make_mask(4, 4, 1, 2);
    const woad_io_options half = {.type = WOAD_SAMPLE_HALF}, u8 = {.type = WOAD_SAMPLE_U8},
                          volume = {.layout = WOAD_LAYOUT_3D},
                          sheet = {.layout = WOAD_LAYOUT_2D},
                          ranks = {.values = WOAD_VALUES_RANK},
                          rank_sheet = {.values = WOAD_VALUES_RANK, .layout = WOAD_LAYOUT_2D},
                          rank_float = {.values = WOAD_VALUES_RANK, .type = WOAD_SAMPLE_FLOAT},
                          noise = {.values = WOAD_VALUES_PDF, .pdf = gaussian};
    assert_encode_fails(two, "png", &half, "type half: dds, ktx2");
    assert_encode_fails(two, "npy", &u8, "type u8: png, dds, ktx2");
    assert_encode_fails(frames, "npy", &volume, "layout 3d: dds, ktx2");
    assert_encode_fails(frames, "raw", &sheet, "layout 2d: png, pfm");
    assert_encode_fails(frames, "pfm", NULL, "has 3: npy, raw, dds");
    assert_encode_fails(frames, "png", NULL, "layout 2d");
    assert_encode_fails(two, "pfm", NULL, "2 channels: png, npy");
    assert_encode_fails(two, "dds", &ranks, "ranks: png, npy, raw, didder");
    assert_encode_fails(two, "npy", &rank_float, "whole numbers");
    assert_encode_fails(frames, "png", &rank_sheet, "sheet");
    assert_encode_fails(two, "ktx2", &noise, "gaussian have no ends");
    assert_encode_fails(two, "png", &(woad_io_options){.symbol = "a"},
        "no use for a name: it is for c, imagemagick");
    assert_encode_fails(
        two, "dds", &(woad_io_options){.progmem = true}, "no use for progmem: it is for c");
    assert_encode_fails(two, "didder", NULL, "2 channels");
    assert_encode_fails(frames, "didder", NULL, "or write slices");
    assert_encode_fails(frames, "imagemagick", &noise, "values of a pdf: png");
    assert_encode_fails(frames, "imagemagick", &u8, "type u8");
    woad_mask_destroy(frames);
    woad_mask_destroy(two);
    woad_pdf_destroy(gaussian);
}

/* The same, before there is a mask. */
static void sizes_are_checked_alone(void **state)
{
    (void)state;
    const struct {
        const char *format;
        woad_io_options options;
        size_t width, depth, channels;
        const char *words; /* NULL: it fits */
    } cases[] = {{"png", {0}, 64, 1, 1, NULL}, {"png", {0}, 64, 2, 1, "holds one frame"},
        {"png", {.layout = WOAD_LAYOUT_2D}, 64, 2, 1, NULL},
        {"png", {.layout = WOAD_LAYOUT_2D}, 20000, 4, 1,
            SIZE_MAX > UINT32_MAX ? "longer than 32768" : "overflows"},
        {"png", {.values = WOAD_VALUES_RANK}, 256, 1, 1, NULL},
        {"png", {.values = WOAD_VALUES_RANK}, 257, 1, 1, "66049 ranks do not fit"},
        {"png", {.values = WOAD_VALUES_RANK, .bits = 8}, 17, 1, 1, "type u8"},
        {"npy", {.values = WOAD_VALUES_RANK}, 257, 1, 1, NULL},
        {"npy", {.bits = 16}, 64, 1, 1, "type u16: png"}, {"pfm", {0}, 64, 1, 3, NULL},
        {"pfm", {0}, 64, 1, 4, "4 channels"}, {"pfm", {0}, 64, 1, 5, "channels"},
        {"pfm", {.bits = 7}, 64, 1, 1, "bits is 7"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        woad_error error = {""};
        woad_status status =
            woad_format_check(woad_format_find(cases[i].format), &cases[i].options,
                cases[i].width, cases[i].width, cases[i].depth, cases[i].channels, &error);
        if (cases[i].words ? status >= 0 || !strstr(error.message, cases[i].words) : status < 0)
            fail_msg("case %zu: %s", i, error.message);
    }
    assert_int_equal(woad_format_check(NULL, NULL, 1, 1, 1, 1, NULL), WOAD_ERROR_ARGUMENT);
}

static void options_out_of_range_are_refused(void **state)
{
    (void)state;
    woad_mask *mask = make_mask(4, 4, 1, 1);
    void *bytes = NULL;
    size_t size;
    const woad_io_options bad[] = {{.type = (woad_sample_type)5}, {.layout = (woad_layout)4},
        {.bits = 8, .type = WOAD_SAMPLE_U16}, {.bits = 16, .type = WOAD_SAMPLE_FLOAT},
        {.symbol = ""}, {.symbol = "1a"}, {.symbol = "a b"}, {.symbol = "a\""},
        {.symbol = "a123456789012345678901234567890123456789012345678901234567890123"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(
            woad_mask_encode(mask, woad_format_find("ktx2"), &bad[i], &bytes, &size, NULL),
            WOAD_ERROR_ARGUMENT);
    woad_mask_destroy(mask);
}

static void sheets_are_near_square(void **state)
{
    (void)state;
    const size_t columns[][2] = {{1, 1}, {2, 2}, {3, 3}, {4, 2}, {7, 7}, {8, 4}, {12, 4},
        {16, 4}, {32, 8}, {36, 6}, {64, 8}};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        assert_int_equal(woad_sheet_columns(columns[i][0]), columns[i][1]);
}

/* Frame f of a sheet of PNG begins at its column and row. */
static void frames_stand_where_they_should(void **state)
{
    (void)state;
    woad_mask *mask = make_mask(3, 2, 6, 1), *sheet = NULL;
    const woad_io_options options = {.layout = WOAD_LAYOUT_2D};
    size_t size;
    uint8_t *bytes = encoded(mask, "png", &options, &size);
    assert_int_equal(
        woad_mask_decode(bytes, size, NAME, woad_format_find("png"), NULL, &sheet, NULL),
        WOAD_OK);
    assert_int_equal(sheet->width, 9);
    assert_int_equal(sheet->height, 4);
    for (size_t frame = 0; frame < 6; frame++) {
        for (size_t i = 0; i < 6; i++) {
            size_t x = frame % 3 * 3 + i % 3, y = frame / 3 * 2 + i / 3;
            float difference = sheet->thresholds[9 * y + x] - mask->thresholds[6 * frame + i];
            assert_true(difference < 1e-5f && difference > -1e-5f);
        }
    }
    woad_free(bytes);
    woad_mask_destroy(sheet);
    woad_mask_destroy(mask);
}

static void sheets_are_cut_by_their_depth(void **state)
{
    (void)state;
    woad_mask *mask = make_mask(3, 2, 6, 3);
    mask->recipe = copy_recipe("[mask]\nseed = 7\n");
    size_t size;
    const woad_io_options write = {.layout = WOAD_LAYOUT_2D};
    uint8_t *bytes = encoded(mask, "png", &write, &size);
    const woad_io_options good[] = {{.depth = 6}, {.width = 3, .height = 2, .depth = 6}},
                          bad[] = {{.depth = 5}, {.width = 2, .height = 3, .depth = 6},
                              {.depth = 1000000007}, {.depth = SIZE_MAX}, {.depth = 8}};
    const woad_format *png = woad_format_find("png");
    for (size_t i = 0; i < 2; i++) {
        woad_mask *back = NULL;
        assert_int_equal(
            woad_mask_decode(bytes, size, NAME, png, &good[i], &back, NULL), WOAD_OK);
        assert_same_ranks(mask, back);
        assert_string_equal(mask->recipe, back->recipe);
        assert_int_equal(back->bits, 16);
        woad_mask_destroy(back);
    }
    for (size_t i = 0; i < 5; i++) {
        woad_mask *back = NULL;
        woad_error error = {""};
        assert_int_equal(woad_mask_decode(bytes, size, NAME, png, &bad[i], &back, &error),
            WOAD_ERROR_FORMAT);
        assert_null(back);
        assert_non_null(strstr(error.message, NAME " has 9x4 pixels"));
    }
    woad_free(bytes);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_format_cannot_hold_says_who_can),
        cmocka_unit_test(sizes_are_checked_alone),
        cmocka_unit_test(options_out_of_range_are_refused),
        cmocka_unit_test(sheets_are_near_square),
        cmocka_unit_test(frames_stand_where_they_should),
        cmocka_unit_test(sheets_are_cut_by_their_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
