/* test_io_npy.c - NumPy files: what is written byte for byte, and all that is read. */
#include <math.h>
#include <stdio.h>

#include "support.h"
#include "test_io_support.h"

static woad_status decode_with(const void *bytes, size_t size, const woad_io_options *options,
    woad_mask **out, woad_error *error)
{
    return woad_mask_decode(bytes, size, NAME, woad_format_find("npy"), options, out, error);
}

static woad_status decode(const void *bytes, size_t size, woad_error *error)
{
    woad_mask *mask = NULL;
    woad_status status = decode_with(bytes, size, NULL, &mask, error);
    woad_mask_destroy(mask);
    return status;
}

/* A file as NumPy would write it: a version, a dictionary, samples. */
typedef struct npy_file {
    uint8_t bytes[4096];
    size_t size;
} npy_file;

static npy_file make_file(int version, const char *dictionary, const void *data, size_t size)
{
    npy_file file = {.size = version == 1 ? 10 : 12};
    size_t length = strlen(dictionary) + 1;
    memcpy(file.bytes, "\x93NUMPY", 6);
    file.bytes[6] = (uint8_t)version;
    file.bytes[8] = (uint8_t)length;
    memcpy(file.bytes + file.size, dictionary, length - 1);
    file.bytes[file.size + length - 1] = '\n';
    file.size += length;
    memcpy(file.bytes + file.size, data, size);
    file.size += size;
    return file;
}

#define FLOAT_2X2 "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }"

static npy_file make_float_file(int version, const float data[4])
{
    float there[4];
    memcpy(there, data, sizeof there);
    test_little_endian(there, 4, sizeof *there);
    return make_file(version, FLOAT_2X2, there, sizeof there);
}

static woad_mask *read_file(const npy_file *file, const woad_io_options *options)
{
    woad_mask *mask = NULL;
    woad_error error = {""};
    if (decode_with(file->bytes, file->size, options, &mask, &error) < 0)
        fail_msg("%s", error.message);
    return mask;
}

static void assert_refused(const npy_file *file, woad_status wanted, const char *words)
{
    woad_error error = {""};
    assert_int_equal(decode(file->bytes, file->size, &error), wanted);
    assert_non_null(strstr(error.message, NAME));
    if (!strstr(error.message, words))
        fail_msg("'%s' is not in: %s", words, error.message);
}

static void header_is_as_numpy_writes_it(void **state)
{
    (void)state;
    void *bytes = NULL;
    size_t size;
    woad_mask *mask = make_mask(5, 4, 1, 1);
    woad_mask_encode(mask, woad_format_find("npy"), NULL, &bytes, &size, NULL);
    const char *dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 5), }";
    assert_int_equal(size, 128 + 4 * 20);
    assert_memory_equal(bytes, "\x93NUMPY\x01\x00\x76\x00", 10);
    assert_memory_equal((char *)bytes + 10, dictionary, strlen(dictionary));
    assert_int_equal(((char *)bytes)[10 + strlen(dictionary)], ' ');
    assert_int_equal(((char *)bytes)[127], '\n');
    woad_free(bytes);
    woad_mask_destroy(mask);
}

static void all_shapes_come_back(void **state)
{
    (void)state;
    const size_t shapes[][4] = {{1, 1, 1, 1}, {64, 64, 1, 3}, {10, 6, 2, 1}, {3, 5, 2, 1},
        {1, 7, 3, 1}, {5, 3, 4, 2}, {4, 1, 1, 4}, {1, 1, 2, 1}};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        const size_t *s = shapes[i];
        woad_mask *mask = make_mask(s[0], s[1], s[2], s[3]);
        for (int values = WOAD_VALUES_THRESHOLD; values <= WOAD_VALUES_PDF; values++) {
            woad_io_options options = {.values = (woad_values)values};
            woad_mask *back = round_trip(mask, "npy", &options);
            assert_same_ranks(mask, back);
            if (values != WOAD_VALUES_PDF)
                assert_same_mask(mask, back);
            woad_mask_destroy(back);
        }
        woad_mask_destroy(mask);
    }
}

/* The bits of a value as binary32 or binary64. */
static uint64_t float_bits(float value, size_t size)
{
    uint32_t single;
    uint64_t twice;
    double wide = (double)value;
    memcpy(&single, &value, sizeof single);
    memcpy(&twice, &wide, sizeof twice);
    return size == 4 ? single : twice;
}

/* The same 2 x 3 mask in every sample type and byte order. */
static void all_sample_types_are_read(void **state)
{
    (void)state;
    const float f[] = {0, 0.25f, 0.5f, 0.75f, 1, 0.125f};
    const struct {
        const char *descr;
        size_t size;
        bool big;
        unsigned bits;
    } types[] = {{"<f4", 4, false, 0}, {">f4", 4, true, 0}, {"<f8", 8, false, 0},
        {">f8", 8, true, 0}, {"|u1", 1, false, 8}, {"<u2", 2, false, 16}, {">u2", 2, true, 16},
        {"<u4", 4, false, 0}, {">u4", 4, true, 0}};
    for (size_t t = 0; t < sizeof types / sizeof types[0]; t++) {
        uint8_t data[48];
        char dictionary[128];
        size_t size = types[t].size;
        for (size_t i = 0; i < 6; i++) {
            uint64_t raw = types[t].bits ? i * 40 : 5 - i;
            if (types[t].descr[1] == 'f')
                raw = float_bits(f[i], size);
            for (size_t b = 0; b < size; b++)
                data[i * size + (types[t].big ? size - 1 - b : b)] = (uint8_t)(raw >> 8 * b);
        }
        snprintf(dictionary, sizeof dictionary,
            "{'descr': '%s', 'fortran_order': False, 'shape': (2, 3), }", types[t].descr);
        npy_file file = make_file(1, dictionary, data, 6 * size);
        woad_mask *mask = read_file(&file, NULL);
        assert_int_equal(mask->bits, types[t].bits);
        for (size_t i = 0; i < 6; i++) {
            double u = types[t].bits ? ((double)i * 40 + 0.5) / (1 << types[t].bits)
                                     : (5 - (double)i + 0.5) / 6;
            if (types[t].descr[1] == 'f')
                u = (double)f[i];
            assert_true(mask->thresholds[i] == (float)u);
        }
        woad_mask_destroy(mask);
    }
}

static void fortran_order_is_transposed(void **state)
{
    (void)state;
    /* ranks[depth 2][height 3][width 5], first axis fastest in the file */
    uint8_t data[30 * 4] = {0};
    for (size_t i = 0; i < 30; i++)
        data[4 * i] = (uint8_t)(i / 2);
    npy_file file = make_file(
        2, "{'shape': (2, 3, 5), 'fortran_order': True, 'descr': \"<u4\"}", data, sizeof data);
    woad_mask *mask = read_file(&file, NULL);
    assert_int_equal(mask->depth, 2);
    assert_int_equal(mask->height, 3);
    assert_int_equal(mask->width, 5);
    for (size_t i = 0; i < 30; i++)
        assert_int_equal(mask->ranks[i], i % 5 * 3 + i / 5 % 3);
    woad_mask_destroy(mask);
}

static void three_axes_go_by_the_options_or_the_last(void **state)
{
    (void)state;
    const uint8_t data[24] = {1, 2, 3};
    const char *const format = "{'descr': '|u1', 'fortran_order': False, 'shape': %s, }";
    const struct {
        const char *shape;
        size_t asked, depth, height, width, channels;
    } cases[] = {{"(4, 2, 3)", 0, 1, 4, 2, 3}, {"(4, 2, 3)", 3, 1, 4, 2, 3},
        {"(4, 2, 3)", 1, 4, 2, 3, 1}, {"(3, 1, 8)", 0, 3, 1, 8, 1},
        {"(2, 3, 4, 1)", 0, 2, 3, 4, 1}, {"(24,)", 0, 1, 1, 24, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char dictionary[128];
        snprintf(dictionary, sizeof dictionary, format, cases[i].shape);
        npy_file file = make_file(3, dictionary, data, sizeof data);
        woad_mask *mask = read_file(&file, &(woad_io_options){.channels = cases[i].asked});
        assert_int_equal(mask->depth, cases[i].depth);
        assert_int_equal(mask->height, cases[i].height);
        assert_int_equal(mask->width, cases[i].width);
        assert_int_equal(mask->channels, cases[i].channels);
        woad_mask_destroy(mask);
    }
}

#define RANK_2X2 "{'descr': '<u4', 'fortran_order': False, 'shape': (2, 2), }"

static void values_out_of_range_are_named(void **state)
{
    (void)state;
    const float bad[] = {NAN, INFINITY, -0.001f, 1.001f};
    for (size_t i = 0; i < 4; i++) {
        const float data[] = {0, 0.5f, 1, bad[i]};
        npy_file file = make_float_file(1, data);
        assert_refused(&file, WOAD_ERROR_FORMAT, "x 1, y 1");
    }
    const float data[] = {0, 0.5f, 7.25f, 0};
    npy_file file = make_float_file(1, data);
    assert_refused(&file, WOAD_ERROR_FORMAT, "7.25");
}

static void float_values_of_the_distribution_are_decoded(void **state)
{
    (void)state;
    const float data[] = {-1, -0.5f, 0.25f, 1};
    npy_file file = make_float_file(1, data);
    woad_mask *mask = read_file(&file, &(woad_io_options){.values = WOAD_VALUES_PDF});
    const float wanted[] = {0, 0.25f, 0.625f, 1};
    assert_memory_equal(mask->thresholds, wanted, sizeof wanted);
    woad_mask_destroy(mask);
    assert_refused(&file, WOAD_ERROR_FORMAT, "x 0, y 0");
}

static void ranks_must_be_below_the_area(void **state)
{
    (void)state;
    uint8_t data[16] = {3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4};
    npy_file file = make_file(1, RANK_2X2, data, sizeof data);
    assert_refused(&file, WOAD_ERROR_FORMAT, "is 4: a rank");
    data[15] = 0xff; /* and far above */
    file = make_file(1, RANK_2X2, data, sizeof data);
    assert_refused(&file, WOAD_ERROR_FORMAT, "x 1, y 1");
}

static void doubled_ranks_keep_their_thresholds(void **state)
{
    (void)state;
    const uint8_t data[16] = {3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0};
    npy_file file = make_file(1, RANK_2X2, data, sizeof data);
    woad_mask *mask = read_file(&file, NULL);
    const uint32_t ranks[] = {3, 1, 2, 0};
    assert_memory_equal(mask->ranks, ranks, sizeof ranks);
    assert_true(mask->thresholds[1] == 0.375f && mask->thresholds[2] == 0.375f);
    woad_mask_destroy(mask);
}

/* Above 2^23 values neighbouring float thresholds are equal, and ranks still come back. */
static void ranks_beyond_float_precision_come_back(void **state)
{
    (void)state;
    woad_mask *mask = make_mask(8192, 2049, 1, 1);
    woad_mask *back = round_trip(mask, "npy", &(woad_io_options){.values = WOAD_VALUES_RANK});
    assert_same_mask(mask, back);
    woad_mask_destroy(mask);
    woad_mask_destroy(back);
}

static void lying_headers_are_refused(void **state)
{
    (void)state;
    const struct {
        const char *dictionary;
        woad_status status;
    } lies[] = {
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (32768, 32768), }",
            SIZE_MAX > UINT32_MAX ? WOAD_ERROR_FORMAT : WOAD_ERROR_SIZE},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (32769, 1), }", WOAD_ERROR_SIZE},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4), }", WOAD_ERROR_SIZE},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2, 2, 5), }", WOAD_ERROR_SIZE},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 4), }", WOAD_ERROR_FORMAT},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 4), }",
            WOAD_ERROR_FORMAT},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", WOAD_ERROR_FORMAT},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }", WOAD_ERROR_FORMAT},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (), }", WOAD_ERROR_UNSUPPORTED},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 2, 2), }",
            WOAD_ERROR_UNSUPPORTED},
        {"{'descr': '<i4', 'fortran_order': False, 'shape': (2, 2), }", WOAD_ERROR_UNSUPPORTED},
        {"{'descr': '|f4', 'fortran_order': False, 'shape': (2, 2), }", WOAD_ERROR_UNSUPPORTED},
        {"{'descr': '<f2', 'fortran_order': False, 'shape': (2, 2), }", WOAD_ERROR_UNSUPPORTED},
        {"{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 2), }",
            WOAD_ERROR_FORMAT},
        {"{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2, 2), }", WOAD_ERROR_FORMAT},
        {"{'descr': '<f4', 'shape': (2, 2), }", WOAD_ERROR_FORMAT},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), 'x': 1}",
            WOAD_ERROR_FORMAT},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), } x", WOAD_ERROR_FORMAT},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2 2), }", WOAD_ERROR_FORMAT},
        {"{'descr': '<f4", WOAD_ERROR_FORMAT},
        {"", WOAD_ERROR_FORMAT},
    };
    const float data[4] = {0};
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        npy_file file = make_file(1, lies[i].dictionary, data, sizeof data);
        assert_refused(&file, lies[i].status, NAME);
    }
}

static void other_magic_and_versions_are_refused(void **state)
{
    (void)state;
    const float data[4] = {0};
    npy_file file = make_float_file(1, data);
    file.bytes[6] = 4;
    assert_refused(&file, WOAD_ERROR_UNSUPPORTED, "version 4");
    file.bytes[0] = 'P';
    assert_refused(&file, WOAD_ERROR_FORMAT, "not an NPY file");
}

static void damaged_files_are_refused(void **state)
{
    (void)state;
    for (int version = 1; version <= 3; version++) {
        const float data[] = {0, 0.25f, 0.5f, 0.75f};
        npy_file file = make_float_file(version, data);
        assert_truncation_fails(decode, file.bytes, file.size);
        survive_damage(decode, file.bytes, file.size);
        file.size++;
        assert_refused(&file, WOAD_ERROR_FORMAT, "17 bytes");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_is_as_numpy_writes_it),
        cmocka_unit_test(all_shapes_come_back),
        cmocka_unit_test(all_sample_types_are_read),
        cmocka_unit_test(fortran_order_is_transposed),
        cmocka_unit_test(three_axes_go_by_the_options_or_the_last),
        cmocka_unit_test(values_out_of_range_are_named),
        cmocka_unit_test(float_values_of_the_distribution_are_decoded),
        cmocka_unit_test(ranks_must_be_below_the_area),
        cmocka_unit_test(doubled_ranks_keep_their_thresholds),
        cmocka_unit_test(ranks_beyond_float_precision_come_back),
        cmocka_unit_test(lying_headers_are_refused),
        cmocka_unit_test(other_magic_and_versions_are_refused),
        cmocka_unit_test(damaged_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
