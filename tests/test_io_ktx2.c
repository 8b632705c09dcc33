/* test_io_ktx2.c - KTX2: headers byte by byte, all types, the recipe, and broken files. */
#include <math.h>

#include <woad/pdf.h>

#include "test_io_engine_support.h"

#define AT_LEVEL 80
#define AT_DFD 104

static woad_status decode_ktx2(const void *bytes, size_t size, woad_error *error)
{
    woad_mask *mask = NULL;
    woad_status status =
        woad_mask_decode(bytes, size, NAME, woad_format_find("ktx2"), NULL, &mask, error);
    woad_mask_destroy(mask);
    return status;
}

/* Section 3 of the specification, and the basic data format descriptor of a 4x2 R8_UNORM. */
static void header_of_a_2d_texture(void **state)
{
    (void)state;
    const uint8_t identifier[] = {
        0xab, 0x4b, 0x54, 0x58, 0x20, 0x32, 0x30, 0xbb, 0x0d, 0x0a, 0x1a, 0x0a};
    /* vkFormat, typeSize, width, height, depth, layers, faces, levels, scheme, dfd, kvd, sgd */
    const uint32_t header[] = {
        9, 1, 4, 2, 0, 0, 1, 1, 0, AT_DFD, 44, AT_DFD + 44, 28, 0, 0, 0, 0};
    /* total size; vendor and type; version and block size; model 1 (RGBSDA), primaries 1 (BT.709),
     * transfer 1 (linear); dimensions; planes; a sample of 8 bits, channel 0; position; range */
    const uint32_t dfd[] = {44, 0, 40U << 16 | 2, 0x010101, 0, 1, 0, 7U << 16, 0, 0, 255};
    size_t size;
    const woad_io_options u8 = {.type = WOAD_SAMPLE_U8};
    woad_mask *mask = make_mask(4, 2, 1, 1);
    uint8_t *bytes = encoded(mask, "ktx2", &u8, &size);
    assert_memory_equal(bytes, identifier, sizeof identifier);
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        assert_int_equal(word_at(bytes, 12 + 4 * i), header[i]);
    for (size_t i = 0; i < sizeof dfd / sizeof *dfd; i++)
        assert_int_equal(word_at(bytes, AT_DFD + 4 * i), dfd[i]);
    assert_int_equal(word_at(bytes, AT_LEVEL), size - 8);
    assert_int_equal(word_at(bytes, AT_LEVEL + 8), 8);
    assert_int_equal(word_at(bytes, AT_LEVEL + 16), 8);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(bytes[size - 8 + i], (2 * mask->ranks[i] + 1) * 16);
    woad_free(bytes);
    woad_mask_destroy(mask);
}

static void frames_are_layers_or_depth(void **state)
{
    (void)state;
    const struct {
        woad_layout layout;
        uint32_t height, depth, layers;
    } cases[] = {{WOAD_LAYOUT_DEFAULT, 2, 0, 6}, {WOAD_LAYOUT_ARRAY, 2, 0, 6},
        {WOAD_LAYOUT_3D, 2, 6, 0}, {WOAD_LAYOUT_2D, 4, 0, 0}};
    for (size_t i = 0; i < 4; i++) {
        size_t size;
        woad_mask *mask = make_mask(4, 2, 6, 1);
        const woad_io_options options = {.layout = cases[i].layout};
        uint8_t *bytes = encoded(mask, "ktx2", &options, &size);
        assert_int_equal(word_at(bytes, 20), cases[i].height == 4 ? 12 : 4);
        assert_int_equal(word_at(bytes, 24), cases[i].height);
        assert_int_equal(word_at(bytes, 28), cases[i].depth);
        assert_int_equal(word_at(bytes, 32), cases[i].layers);
        assert_type_comes_back(mask, "ktx2", WOAD_SAMPLE_U16, cases[i].layout);
        woad_free(bytes);
        woad_mask_destroy(mask);
    }
}

/* VkFormat by type and channels; where a level may begin; and the descriptor's channels. */
static void formats_are_linear_ones(void **state)
{
    (void)state;
    const uint32_t formats[5][4] = {
        {0}, {9, 16, 23, 37}, {70, 77, 84, 91}, {76, 83, 90, 97}, {100, 103, 106, 109}};
    const uint32_t names[] = {0, 1, 2, 15}; /* red, green, blue, alpha */
    for (int type = WOAD_SAMPLE_U8; type <= WOAD_SAMPLE_FLOAT; type++) {
        for (size_t channels = 1; channels <= 4; channels++) {
            size_t size, sample = type == WOAD_SAMPLE_U8      ? 1
                                  : type == WOAD_SAMPLE_FLOAT ? 4
                                                              : 2;
            woad_mask *mask = make_mask(8, 5, 1, channels);
            const woad_io_options options = {.type = (woad_sample_type)type};
            uint8_t *bytes = encoded(mask, "ktx2", &options, &size);
            assert_int_equal(word_at(bytes, 12), formats[type][channels - 1]);
            assert_int_equal(word_at(bytes, 16), sample);
            assert_int_equal(word_at(bytes, AT_LEVEL) % (sample * channels), 0);
            assert_int_equal(word_at(bytes, AT_LEVEL) % 4, 0);
            assert_int_equal(bytes[AT_DFD + 14], 1); /* linear */
            uint32_t last = word_at(bytes, AT_DFD + 28 + 16 * (uint32_t)(channels - 1));
            assert_int_equal(last >> 24, names[channels - 1] | (type >= 3 ? 0xc0 : 0));
            woad_free(bytes);
            assert_type_comes_back(mask, "ktx2", options.type, WOAD_LAYOUT_DEFAULT);
            woad_mask_destroy(mask);
        }
    }
}

/* The nearest half of 1 - 2^-13 is 1, and of 2^-27 0. */
static void halves_stay_off_the_ends(void **state)
{
    (void)state;
    woad_mask *mask = make_mask(64, 64, 1, 1);
    const woad_io_options half = {.type = WOAD_SAMPLE_HALF};
    mask->thresholds[0] = 0x1p-27f;
    woad_mask *back = round_trip(mask, "ktx2", &half);
    float least = 1, most = 0;
    for (size_t i = 0; i < 4096; i++) {
        least = fminf(least, back->thresholds[i]);
        most = fmaxf(most, back->thresholds[i]);
    }
    assert_true(least == 0x1p-24f && most == 1 - 0x1p-11f);
    woad_mask_destroy(back);
    woad_mask_destroy(mask);
}

static void the_recipe_goes_along(void **state)
{
    (void)state;
    woad_mask *mask = make_mask(4, 4, 1, 1);
    mask->recipe = copy_recipe("[mask]\nseed = 7\n");
    woad_mask *back = round_trip(mask, "ktx2", NULL);
    assert_string_equal(back->recipe, mask->recipe);
    woad_mask_destroy(back);
    woad_mask_destroy(mask);
}

/* The file says that its values are a distribution's, and which. */
static void values_of_a_distribution_come_back(void **state)
{
    (void)state;
    const woad_sample_type types[] = {WOAD_SAMPLE_HALF, WOAD_SAMPLE_FLOAT, WOAD_SAMPLE_U16};
    const char *const names[] = {"gaussian", "laplace", "triangular"};
    for (size_t i = 0; i < 3; i++) {
        woad_pdf *pdf = NULL;
        woad_mask *mask = make_mask(8, 8, 1, 1), *back = NULL;
        assert_int_equal(woad_pdf_create(names[i], &pdf, NULL), WOAD_OK);
        const woad_io_options options = {
            .values = WOAD_VALUES_PDF, .type = types[i], .pdf = pdf};
        size_t size;
        uint8_t *bytes = encoded(mask, "ktx2", &options, &size);
        assert_int_equal(
            woad_mask_decode(bytes, size, NAME, woad_format_find("ktx2"), NULL, &back, NULL),
            WOAD_OK);
        assert_same_ranks(mask, back);
        for (size_t j = 0; j < 64; j++)
            assert_true(fabsf(mask->thresholds[j] - back->thresholds[j]) < 1e-3f);
        assert_null(back->recipe);
        woad_free(bytes);
        woad_pdf_destroy(pdf);
        woad_mask_destroy(back);
        woad_mask_destroy(mask);
    }
}

static void other_textures_are_refused(void **state)
{
    (void)state;
    size_t size;
    woad_mask *mask = make_mask(4, 4, 2, 1);
    uint8_t *bytes = encoded(mask, "ktx2", NULL, &size);
    const struct {
        size_t at;
        uint32_t value;
        const char *words;
    } cases[] = {{0, 0, "not a KTX2 file"}, {12, 43, "VkFormat 43"}, {12, 0, "VkFormat 0"},
        {36, 6, "6 faces"}, {40, 3, "3 levels"}, {44, 2, "supercompression 2"},
        {28, 2, "depth 2"}, {20, 0, "must be 1 to"}, {24, 70000, "must be 1 to"},
        {32, 3, "truncated"}, {AT_LEVEL, 0xffffffff, "beyond"}, {AT_LEVEL + 4, 1, "beyond"},
        {AT_LEVEL + 12, 1, "beyond"}, {56, 0xfffffff0, "keys and values"},
        {60, 0xffffffff, "keys and values"}, {AT_DFD + 44, 0x7fffffff, "keys and values"},
        {AT_DFD + 44, 3, "keys and values"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t word[4];
        for (size_t j = 0; j < 4; j++)
            word[j] = (uint8_t)(cases[i].value >> 8 * j);
        assert_change_fails(decode_ktx2, bytes, size, cases[i].at, word, 4, cases[i].words);
    }
    woad_free(bytes);
    woad_mask_destroy(mask);
}

static void broken_files_are_refused(void **state)
{
    (void)state;
    size_t size;
    woad_mask *mask = make_mask(3, 3, 2, 2);
    mask->recipe = copy_recipe("[mask]\nseed = 7\n");
    uint8_t *bytes = encoded(mask, "ktx2", NULL, &size);
    assert_truncation_fails(decode_ktx2, bytes, size);
    survive_damage(decode_ktx2, bytes, size);
    woad_free(bytes);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_of_a_2d_texture),
        cmocka_unit_test(frames_are_layers_or_depth),
        cmocka_unit_test(formats_are_linear_ones),
        cmocka_unit_test(halves_stay_off_the_ends),
        cmocka_unit_test(the_recipe_goes_along),
        cmocka_unit_test(values_of_a_distribution_come_back),
        cmocka_unit_test(other_textures_are_refused),
        cmocka_unit_test(broken_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
