/* test_io_exr.c - OpenEXR: ours, files of other compressions made by the library itself, and broken
 * ones. */
#include "test_io_engine_support.h"

#ifdef WOAD_WITH_OPENEXR
#include <openexr.h>

static woad_status decode_exr(const void *bytes, size_t size, woad_error *error)
{
    woad_mask *mask = NULL;
    woad_status status =
        woad_mask_decode(bytes, size, NAME, woad_format_find("exr"), NULL, &mask, error);
    woad_mask_destroy(mask);
    return status;
}

static void both_types_come_back(void **state)
{
    (void)state;
    for (size_t channels = 1; channels <= 4; channels++) {
        woad_mask *mask = make_mask(9, 7, 1, channels), *frames = make_mask(5, 4, 6, channels);
        assert_type_comes_back(mask, "exr", WOAD_SAMPLE_FLOAT, WOAD_LAYOUT_DEFAULT);
        assert_type_comes_back(mask, "exr", WOAD_SAMPLE_HALF, WOAD_LAYOUT_DEFAULT);
        assert_type_comes_back(frames, "exr", WOAD_SAMPLE_FLOAT, WOAD_LAYOUT_2D);
        woad_mask_destroy(mask);
        woad_mask_destroy(frames);
    }
}

/* Magic number and version 2 without flags; the last line of a 2x1 with Y is behind its number and
 * its length. */
static void bytes_are_as_documented(void **state)
{
    (void)state;
    size_t size;
    woad_mask *mask = make_mask(2, 1, 1, 1);
    uint8_t *bytes = encoded(mask, "exr", NULL, &size);
    assert_memory_equal(bytes, "\x76\x2f\x31\x01\2\0\0\0", 8);
    assert_int_equal(word_at(bytes, size - 16), 0);
    assert_int_equal(word_at(bytes, size - 12), 8);
    assert_int_equal(word_at(bytes, size - 8), mask->ranks[0] ? 0x3f400000 : 0x3e800000);
    assert_int_equal(word_at(bytes, size - 4), mask->ranks[0] ? 0x3e800000 : 0x3f400000);
    assert_int_equal(word_at(bytes, size - 24), size - 16); /* where the line begins */
    woad_free(bytes);
    woad_mask_destroy(mask);
}

static void the_recipe_goes_along(void **state)
{
    (void)state;
    woad_mask *mask = make_mask(4, 4, 1, 1);
    mask->recipe = copy_recipe("[mask]\nseed = 7\n");
    woad_mask *back = round_trip(mask, "exr", NULL);
    assert_string_equal(back->recipe, mask->recipe);
    woad_mask_destroy(back);
    woad_mask_destroy(mask);
}

/* ---- files by the library's own pipeline ---------------------------------------------- */

enum { WIDTH = 21, HEIGHT = 37, BEFORE = -5 }; /* chunks of 16 and 32 lines do not fit */

typedef struct picture {
    exr_compression_t compression;
    exr_pixel_type_t types[3]; /* of B, G, R */
    const char *names[3];
    int count;
} picture;

typedef struct file {
    uint8_t bytes[1 << 16];
    size_t size;
} file;

static int64_t put(exr_const_context_t context, void *user, const void *bytes, uint64_t size,
    uint64_t at, exr_stream_error_func_ptr_t fail)
{
    (void)context;
    (void)fail;
    file *f = user;
    assert_true(at + size <= sizeof f->bytes);
    memcpy(f->bytes + at, bytes, size);
    f->size = at + size > f->size ? at + size : f->size;
    return (int64_t)size;
}

static float value_at(size_t y, size_t x, size_t channel)
{
    return (float)((y * WIDTH + x) * 3 + channel) / 4096;
}

static void put_lines(exr_context_t context, int part, const picture *p, const float *values)
{
    exr_encode_pipeline_t lines = {0};
    int step = 0;
    assert_int_equal(exr_get_scanlines_per_chunk(context, part, &step), EXR_ERR_SUCCESS);
    for (int y = 0; y < HEIGHT; y += step) {
        exr_chunk_info_t chunk;
        assert_int_equal(exr_write_scanline_chunk_info(context, part, y + BEFORE, &chunk), 0);
        if (y == 0)
            assert_int_equal(exr_encoding_initialize(context, part, &chunk, &lines), 0);
        else
            assert_int_equal(exr_encoding_update(context, part, &chunk, &lines), 0);
        for (int i = 0; i < p->count; i++) {
            lines.channels[i].user_bytes_per_element = 4;
            lines.channels[i].user_data_type = EXR_PIXEL_FLOAT;
            lines.channels[i].user_pixel_stride = 12;
            lines.channels[i].user_line_stride = 12 * WIDTH;
            lines.channels[i].encode_from_ptr =
                (const uint8_t *)(values + (size_t)y * 3 * WIDTH + 2 - i);
        }
        if (y == 0)
            assert_int_equal(exr_encoding_choose_default_routines(context, part, &lines), 0);
        assert_int_equal(exr_encoding_run(context, part, &lines), EXR_ERR_SUCCESS);
    }
    exr_encoding_destroy(context, &lines);
}

static void make_file(const picture *p, file *f)
{
    static float values[HEIGHT * WIDTH * 3];
    exr_context_t context = NULL;
    exr_context_initializer_t start = EXR_DEFAULT_CONTEXT_INITIALIZER;
    int part = 0;
    exr_attr_box2i_t window;
    window.min.x = 3;
    window.min.y = BEFORE;
    window.max.x = 3 + WIDTH - 1;
    window.max.y = BEFORE + HEIGHT - 1;
    start.user_data = f;
    start.write_fn = put;
    f->size = 0;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        values[i] = value_at(i / 3 / WIDTH, i / 3 % WIDTH, i % 3);
    assert_int_equal(exr_start_write(&context, "f", EXR_WRITE_FILE_DIRECTLY, &start), 0);
    assert_int_equal(exr_add_part(context, "p", EXR_STORAGE_SCANLINE, &part), 0);
    assert_int_equal(
        exr_initialize_required_attr_simple(context, part, WIDTH, HEIGHT, p->compression), 0);
    assert_int_equal(exr_set_data_window(context, part, &window), EXR_ERR_SUCCESS);
    for (int i = 0; i < p->count; i++)
        assert_int_equal(exr_add_channel(context, part, p->names[i], p->types[i],
                             EXR_PERCEPTUALLY_LOGARITHMIC, 1, 1),
            EXR_ERR_SUCCESS);
    assert_int_equal(exr_write_header(context), EXR_ERR_SUCCESS);
    put_lines(context, part, p, values);
    assert_int_equal(exr_finish(&context), EXR_ERR_SUCCESS);
}

/* Lines in chunks, a window that does not begin at 0, halves beside floats. */
static void other_compressions_are_read(void **state)
{
    (void)state;
    static const exr_compression_t compressions[] = {EXR_COMPRESSION_NONE, EXR_COMPRESSION_RLE,
        EXR_COMPRESSION_ZIPS, EXR_COMPRESSION_ZIP, EXR_COMPRESSION_PIZ};
    static file f;
    for (size_t i = 0; i < 10; i++) {
        exr_pixel_type_t red = i < 5 ? EXR_PIXEL_FLOAT : EXR_PIXEL_HALF;
        const picture p = {
            compressions[i % 5], {EXR_PIXEL_FLOAT, EXR_PIXEL_FLOAT, red}, {"B", "G", "R"}, 3};
        woad_mask *mask = NULL;
        woad_error error = {""};
        make_file(&p, &f);
        if (woad_mask_decode(
                f.bytes, f.size, NAME, woad_format_find("exr"), NULL, &mask, &error) < 0)
            fail_msg("%s", error.message);
        assert_int_equal(mask->width, WIDTH);
        assert_int_equal(mask->height, HEIGHT);
        assert_int_equal(mask->channels, 3);
        for (size_t j = 0; j < woad_mask_count(mask); j++) {
            float v = value_at(j / 3 / WIDTH, j / 3 % WIDTH, j % 3);
            float most = j % 3 == 0 && i >= 5 ? 0x1p-12f : 0;
            assert_true(mask->thresholds[j] - v <= most && v - mask->thresholds[j] <= most);
        }
        woad_mask_destroy(mask);
    }
}

static void other_pictures_are_refused(void **state)
{
    (void)state;
    static const picture pictures[] = {
        {EXR_COMPRESSION_NONE, {EXR_PIXEL_FLOAT, EXR_PIXEL_FLOAT}, {"A", "Y"}, 2},
        {EXR_COMPRESSION_NONE, {EXR_PIXEL_FLOAT, EXR_PIXEL_UINT}, {"G", "R"}, 2},
        {EXR_COMPRESSION_NONE, {EXR_PIXEL_FLOAT, EXR_PIXEL_FLOAT, EXR_PIXEL_FLOAT},
            {"B", "G", "Z"}, 3}};
    static file f;
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++) {
        woad_error error = {""};
        make_file(&pictures[i], &f);
        assert_int_equal(
            decode_copy(decode_exr, f.bytes, f.size, &error), WOAD_ERROR_UNSUPPORTED);
        assert_non_null(strstr(error.message, NAME));
        assert_non_null(strstr(error.message, "named R, G, B, A"));
    }
}

/* The window of a small file says that it is large. */
static void sizes_beyond_the_bytes_are_refused(void **state)
{
    (void)state;
    static const char name[] = "dataWindow\0box2i\0\20\0\0"; /* and a NUL */
    size_t size, at = 0;
    woad_mask *mask = make_mask(3, 2, 1, 1);
    uint8_t *bytes = encoded(mask, "exr", NULL, &size);
    while (memcmp(bytes + at, name, sizeof name) != 0)
        at++;
    assert_change_fails(decode_exr, bytes, size, at + sizeof name + 8, "\x20\x4e\0\0\x20\x4e\0",
        8, "20001x20001");
    assert_change_fails(
        decode_exr, bytes, size, at + sizeof name + 8, "\xff\xff\0\0\1\0\0", 8, "must be 1 to");
    woad_free(bytes);
    woad_mask_destroy(mask);
}

static void broken_files_are_refused(void **state)
{
    (void)state;
    static file f;
    size_t size;
    const picture p = {EXR_COMPRESSION_ZIP, {EXR_PIXEL_HALF, EXR_PIXEL_HALF}, {"G", "R"}, 2};
    woad_mask *mask = make_mask(3, 2, 1, 2);
    mask->recipe = copy_recipe("[mask]\nseed = 7\n");
    uint8_t *bytes = encoded(mask, "exr", NULL, &size);
    assert_truncation_fails(decode_exr, bytes, size);
    survive_damage(decode_exr, bytes, size);
    woad_free(bytes);
    woad_mask_destroy(mask);
    make_file(&p, &f);
    survive_damage(decode_exr, f.bytes, f.size);
    woad_error error = {""};
    assert_true(decode_exr("not a picture", 13, &error) < 0);
    assert_non_null(strstr(error.message, NAME " is no EXR file"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_types_come_back),
        cmocka_unit_test(bytes_are_as_documented),
        cmocka_unit_test(the_recipe_goes_along),
        cmocka_unit_test(other_compressions_are_read),
        cmocka_unit_test(other_pictures_are_refused),
        cmocka_unit_test(sizes_beyond_the_bytes_are_refused),
        cmocka_unit_test(broken_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#else
int main(void)
{
    return 77; /* skipped: OpenEXR is not built in */
}
#endif
