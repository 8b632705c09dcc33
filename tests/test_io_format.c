/* test_io_format.c - the table of mask formats, its finders and its door. */
#include <math.h>

#include "test_io_support.h"

static void table_is_complete_and_found(void **state)
{
    (void)state;
    size_t count = 0;
    for (const woad_format *f; (f = woad_format_at(count)); count++) {
        assert_true(strlen(f->name) > 0 && f->extensions[0] == '.' && strlen(f->help) > 10);
        assert_ptr_equal(woad_format_find(f->name), f);
    }
    assert_true(count >= 3);
    assert_null(woad_format_at((size_t)-1));
    assert_null(woad_format_find("bmp"));
    assert_null(woad_format_find(NULL));
}

static void extensions_are_found_in_any_case(void **state)
{
    (void)state;
    assert_ptr_equal(woad_format_of_path("a/b.png"), woad_format_find("png"));
    assert_ptr_equal(woad_format_of_path("B.PnG"), woad_format_find("png"));
    assert_ptr_equal(woad_format_of_path("a.png.NPY"), woad_format_find("npy"));
    assert_ptr_equal(woad_format_of_path(".raw"), woad_format_find("raw"));
    assert_ptr_equal(woad_format_of_path("x.f32"), woad_format_find("raw"));
}

static void other_paths_have_no_format(void **state)
{
    (void)state;
    const char *const paths[] = {
        "", "-", "png", "a.", "a.pn", "a.pngx", "a.png/b", "a.raw ", ". "};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        assert_null(woad_format_of_path(paths[i]));
    assert_null(woad_format_of_path(NULL));
}

static void bad_arguments_are_refused(void **state)
{
    (void)state;
    void *bytes = NULL;
    size_t size;
    woad_mask *mask = make_mask(4, 4, 1, 1), *back = NULL;
    const woad_format *npy = woad_format_find("npy"), stranger = *npy;
    const woad_io_options bits = {.bits = 9}, values = {.values = (woad_values)7};
    const woad_status wrong = WOAD_ERROR_ARGUMENT;
    assert_int_equal(woad_mask_encode(mask, NULL, NULL, &bytes, &size, NULL), wrong);
    assert_int_equal(woad_mask_encode(mask, &stranger, NULL, &bytes, &size, NULL), wrong);
    assert_int_equal(woad_mask_encode(NULL, npy, NULL, &bytes, &size, NULL), wrong);
    assert_int_equal(woad_mask_encode(mask, npy, &bits, &bytes, &size, NULL), wrong);
    assert_int_equal(woad_mask_encode(mask, npy, &values, &bytes, &size, NULL), wrong);
    assert_int_equal(woad_mask_decode(NULL, 0, NAME, npy, NULL, &back, NULL), wrong);
    assert_null(bytes);
    assert_null(back);
    woad_mask_destroy(mask);
}

static void a_mask_that_is_none_is_refused(void **state)
{
    (void)state;
    void *bytes = NULL;
    size_t size;
    const float bad[] = {NAN, -0.1f, 1.1f, INFINITY};
    for (size_t f = 0; woad_format_at(f); f++) {
        woad_mask *mask = make_mask(4, 4, 1, 1);
        for (size_t i = 0; i < 4; i++) {
            mask->thresholds[5] = bad[i];
            assert_int_equal(
                woad_mask_encode(mask, woad_format_at(f), NULL, &bytes, &size, NULL),
                WOAD_ERROR_ARGUMENT);
        }
        mask->thresholds[5] = 0.5f;
        mask->ranks[3] = 16;
        assert_int_equal(woad_mask_encode(mask, woad_format_at(f), NULL, &bytes, &size, NULL),
            WOAD_ERROR_ARGUMENT);
        woad_mask_destroy(mask);
    }
}

static void every_format_keeps_every_flat_size(void **state)
{
    (void)state;
    const size_t sizes[][2] = {{1, 1}, {1, 7}, {10, 10}, {64, 64}};
    for (size_t f = 0; woad_format_at(f); f++) {
        for (size_t i = 0; i < 4; i++) {
            if (woad_format_at(f)->write_only)
                continue;
            woad_mask *mask = make_mask(sizes[i][0], sizes[i][1], 1, 1);
            woad_io_options options = {.width = sizes[i][0], .height = sizes[i][1]};
            woad_mask *back = round_trip(mask, woad_format_at(f)->name, &options);
            assert_same_ranks(mask, back);
            woad_mask_destroy(mask);
            woad_mask_destroy(back);
        }
    }
}

static void formats_for_others_are_never_read(void **state)
{
    (void)state;
    size_t count = 0;
    for (size_t f = 0; woad_format_at(f); f++) {
        woad_mask *mask = NULL;
        woad_error error = {""};
        if (!woad_format_at(f)->write_only)
            continue;
        count++;
        assert_int_equal(woad_mask_decode("1", 1, NAME, woad_format_at(f), NULL, &mask, &error),
            WOAD_ERROR_UNSUPPORTED);
        assert_null(mask);
        assert_non_null(strstr(error.message, NAME));
        assert_non_null(strstr(error.message, woad_format_at(f)->name));
    }
    assert_int_equal(count, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_is_complete_and_found),
        cmocka_unit_test(extensions_are_found_in_any_case),
        cmocka_unit_test(other_paths_have_no_format),
        cmocka_unit_test(bad_arguments_are_refused),
        cmocka_unit_test(a_mask_that_is_none_is_refused),
        cmocka_unit_test(every_format_keeps_every_flat_size),
        cmocka_unit_test(formats_for_others_are_never_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
