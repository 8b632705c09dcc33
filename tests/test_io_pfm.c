/* test_io_pfm.c - Portable FloatMaps, byte by byte, and broken ones. */
#include "test_io_engine_support.h"

static woad_status decode_pfm(const void *bytes, size_t size, woad_error *error)
{
    woad_mask *mask = NULL;
    woad_status status =
        woad_mask_decode(bytes, size, NAME, woad_format_find("pfm"), NULL, &mask, error);
    woad_mask_destroy(mask);
    return status;
}

/* The last row comes first. */
static void bytes_are_as_documented(void **state)
{
    (void)state;
    size_t size;
    woad_mask *mask = make_mask(1, 2, 1, 1);
    mask->ranks[0] = 1; /* 0.75 is 0x3f400000, 0.25 is 0x3e800000 */
    mask->ranks[1] = 0;
    woad_mask_set_thresholds(mask, NULL);
    uint8_t *bytes = encoded(mask, "pfm", NULL, &size);
    assert_int_equal(size, 20);
    assert_memory_equal(bytes, "Pf\n1 2\n-1.0\n\0\0\x80\x3e\0\0\x40\x3f", 20);
    woad_free(bytes);
    woad_mask_destroy(mask);
}

static void grey_rgb_and_sheets_come_back(void **state)
{
    (void)state;
    for (size_t channels = 1; channels <= 3; channels += 2) {
        woad_mask *mask = make_mask(7, 5, 1, channels), *frames = make_mask(7, 5, 3, channels);
        assert_type_comes_back(mask, "pfm", WOAD_SAMPLE_FLOAT, WOAD_LAYOUT_DEFAULT);
        assert_type_comes_back(frames, "pfm", WOAD_SAMPLE_FLOAT, WOAD_LAYOUT_2D);
        woad_mask_destroy(mask);
        woad_mask_destroy(frames);
    }
}

static void big_endian_files_are_read(void **state)
{
    (void)state;
    const char file[] = "Pf 2\t1\n+1\n\x3e\x80\0\0\x3f\x40\0";
    woad_mask *mask = NULL;
    assert_int_equal(
        woad_mask_decode(file, sizeof file, NAME, woad_format_find("pfm"), NULL, &mask, NULL),
        WOAD_OK);
    assert_true(mask->thresholds[0] == 0.25f && mask->thresholds[1] == 0.75f);
    woad_mask_destroy(mask);
}

static void other_files_are_refused(void **state)
{
    (void)state;
    const struct {
        const char *text, *words;
    } cases[] = {{"P5\n1 1\n255\n", "begin with Pf"}, {"Pf", "begin with Pf"},
        {"Pf\nx 1\n-1\n", "header"}, {"Pf\n1 -1\n-1\n", "header"}, {"Pf\n1 1\nabc\n", "header"},
        {"Pf\n0 1\n-1\n", "must be 1 to"}, {"Pf\n99999999999 1\n-1\n", "header"},
        {"Pf\n999999999 999999999\n-1\n", "must be 1 to"}, {"PF\n1 1\n-1\nabcd", "truncated"},
        {"Pf\n1 1\n-1\nabcdefgh", "8 bytes"}, {"Pf\n1 1\n-1\n\377\377\377\377", "nan"},
        {"Pf\n1 1\n-1", "header"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        woad_error error = {""};
        assert_true(decode_copy(decode_pfm, cases[i].text, strlen(cases[i].text), &error) < 0);
        assert_non_null(strstr(error.message, NAME));
        if (!strstr(error.message, cases[i].words))
            fail_msg("'%s' is not in: %s", cases[i].words, error.message);
    }
}

static void broken_files_are_refused(void **state)
{
    (void)state;
    size_t size;
    woad_mask *mask = make_mask(4, 3, 1, 3);
    uint8_t *bytes = encoded(mask, "pfm", NULL, &size);
    assert_truncation_fails(decode_pfm, bytes, size);
    survive_damage(decode_pfm, bytes, size);
    woad_free(bytes);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_as_documented),
        cmocka_unit_test(grey_rgb_and_sheets_come_back),
        cmocka_unit_test(big_endian_files_are_read),
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(broken_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
