/* test_io_dds.c - DirectDraw surfaces: headers byte by byte, all types, and broken files. */
#include "test_io_engine_support.h"

static woad_status decode_dds(const void *bytes, size_t size, woad_error *error)
{
    woad_mask *mask = NULL;
    woad_status status =
        woad_mask_decode(bytes, size, NAME, woad_format_find("dds"), NULL, &mask, error);
    woad_mask_destroy(mask);
    return status;
}

/* DDS_HEADER and DDS_HEADER_DXT10 as Microsoft's documentation has them, one 4x2 R16_UNORM. */
static void header_of_a_2d_texture(void **state)
{
    (void)state;
    const uint32_t header[37] = {0x20534444, 124, 0x100f, 2, 4, 8, 0, 0, [19] = 32, 4,
        0x30315844, [27] = 0x1000, [32] = 56, 3, 0, 1, 0};
    size_t size;
    woad_mask *mask = make_mask(4, 2, 1, 1);
    uint8_t *bytes = encoded(mask, "dds", NULL, &size);
    assert_int_equal(size, 148 + 16);
    for (size_t i = 0; i < 37; i++)
        assert_int_equal(word_at(bytes, 4 * i), header[i]);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(bytes[148 + 2 * i] | bytes[149 + 2 * i] << 8,
            (2 * mask->ranks[i] + 1) * 65536 / 16);
    woad_free(bytes);
    woad_mask_destroy(mask);
}

static void header_of_an_array_and_a_volume(void **state)
{
    (void)state;
    const woad_io_options array = {.type = WOAD_SAMPLE_U8},
                          volume = {.type = WOAD_SAMPLE_U8, .layout = WOAD_LAYOUT_3D};
    size_t size;
    woad_mask *mask = make_mask(4, 2, 3, 1);
    uint8_t *bytes = encoded(mask, "dds", &array, &size);
    assert_int_equal(size, 148 + 24);
    assert_int_equal(word_at(bytes, 8), 0x100f); /* no depth */
    assert_int_equal(word_at(bytes, 24), 0);     /* dwDepth */
    assert_int_equal(word_at(bytes, 132), 3);    /* 2-D */
    assert_int_equal(word_at(bytes, 140), 3);    /* arraySize */
    woad_free(bytes);
    bytes = encoded(mask, "dds", &volume, &size);
    assert_int_equal(size, 148 + 24);
    assert_int_equal(word_at(bytes, 8), 0x80100f); /* DDSD_DEPTH */
    assert_int_equal(word_at(bytes, 24), 3);
    assert_int_equal(word_at(bytes, 108), 0x1008);   /* TEXTURE, COMPLEX */
    assert_int_equal(word_at(bytes, 112), 0x200000); /* VOLUME */
    assert_int_equal(word_at(bytes, 132), 4);        /* 3-D */
    assert_int_equal(word_at(bytes, 140), 1);
    woad_free(bytes);
    woad_mask_destroy(mask);
}

/* DXGI_FORMAT by type and channels; three channels are four, but for floats. */
static void formats_are_linear_ones(void **state)
{
    (void)state;
    const uint32_t formats[5][4] = {
        {0}, {61, 49, 28, 28}, {56, 35, 11, 11}, {54, 34, 10, 10}, {41, 16, 6, 2}};
    for (int type = WOAD_SAMPLE_U8; type <= WOAD_SAMPLE_FLOAT; type++) {
        for (size_t channels = 1; channels <= 4; channels++) {
            size_t size;
            woad_mask *mask = make_mask(8, 5, 1, channels);
            const woad_io_options options = {.type = (woad_sample_type)type};
            uint8_t *bytes = encoded(mask, "dds", &options, &size);
            assert_int_equal(word_at(bytes, 128), formats[type][channels - 1]);
            woad_free(bytes);
            assert_type_comes_back(mask, "dds", options.type, WOAD_LAYOUT_DEFAULT);
            woad_mask_destroy(mask);
        }
    }
}

static void frames_come_back_in_every_layout(void **state)
{
    (void)state;
    for (size_t channels = 1; channels <= 4; channels++) {
        woad_mask *mask = make_mask(6, 5, 8, channels);
        for (int layout = WOAD_LAYOUT_DEFAULT; layout <= WOAD_LAYOUT_3D; layout++)
            assert_type_comes_back(mask, "dds", WOAD_SAMPLE_U8, (woad_layout)layout);
        woad_mask_destroy(mask);
    }
}

static void an_alpha_that_is_one_stays(void **state)
{
    (void)state;
    woad_mask *mask = make_mask(5, 3, 1, 4), *back = NULL;
    size_t size;
    uint8_t *bytes = encoded(mask, "dds", NULL, &size);
    for (size_t i = 0; i < 15; i++)
        memset(bytes + 148 + 8 * i + 6, 0xff, 2);
    const woad_io_options four = {.channels = 4};
    const woad_format *dds = woad_format_find("dds");
    assert_int_equal(woad_mask_decode(bytes, size, NAME, dds, NULL, &back, NULL), WOAD_OK);
    assert_int_equal(back->channels, 3);
    woad_mask_destroy(back);
    assert_int_equal(woad_mask_decode(bytes, size, NAME, dds, &four, &back, NULL), WOAD_OK);
    assert_int_equal(back->channels, 4);
    woad_mask_destroy(back);
    woad_free(bytes);
    woad_mask_destroy(mask);
}

static void other_surfaces_are_refused(void **state)
{
    (void)state;
    size_t size;
    woad_mask *mask = make_mask(4, 4, 2, 1);
    uint8_t *bytes = encoded(mask, "dds", NULL, &size);
    const struct {
        size_t at;
        uint32_t value;
        const char *words;
    } cases[] = {{0, 0, "not a DDS file"}, {4, 100, "124 bytes"}, {76, 24, "124 bytes"},
        {84, 0x31545844, "without a DX10 header"}, {128, 29, "DXGI format 29"},
        {128, 0, "DXGI format 0"}, {132, 2, "dimension 2"}, {132, 4, "array size 2"},
        {136, 4, "cube"}, {28, 3, "3 mipmaps"}, {140, 3, "truncated"}, {140, 1, "need 32"},
        {140, 0, "must be 1 to"}, {16, 0, "must be 1 to"}, {12, 0xffffffff, "must be 1 to"},
        {128, 41, "truncated"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t word[4];
        for (size_t j = 0; j < 4; j++)
            word[j] = (uint8_t)(cases[i].value >> 8 * j);
        assert_change_fails(decode_dds, bytes, size, cases[i].at, word, 4, cases[i].words);
    }
    woad_free(bytes);
    woad_mask_destroy(mask);
}

static void broken_files_are_refused(void **state)
{
    (void)state;
    size_t size;
    woad_mask *mask = make_mask(3, 3, 2, 2);
    uint8_t *bytes = encoded(mask, "dds", NULL, &size);
    assert_truncation_fails(decode_dds, bytes, size);
    survive_damage(decode_dds, bytes, size);
    woad_free(bytes);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_of_a_2d_texture),
        cmocka_unit_test(header_of_an_array_and_a_volume),
        cmocka_unit_test(formats_are_linear_ones),
        cmocka_unit_test(frames_come_back_in_every_layout),
        cmocka_unit_test(an_alpha_that_is_one_stays),
        cmocka_unit_test(other_surfaces_are_refused),
        cmocka_unit_test(broken_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
