/* test_io_c.c - C headers: what they say, and whatever may stand in one that is read. */
#include <locale.h>
#include <stdio.h>

#include <woad/pdf.h>

#include "test_io_engine_support.h"

static woad_status decode_c(const void *bytes, size_t size, woad_error *error)
{
    woad_mask *mask = NULL;
    woad_status status =
        woad_mask_decode(bytes, size, NAME, woad_format_find("c"), NULL, &mask, error);
    woad_mask_destroy(mask);
    return status;
}

static void every_type_comes_back(void **state)
{
    (void)state;
    const woad_sample_type types[] = {WOAD_SAMPLE_U8, WOAD_SAMPLE_U16, WOAD_SAMPLE_FLOAT};
    woad_mask *mask = make_mask(7, 5, 3, 4);
    mask->recipe = copy_recipe("[mask]\n; */ \\\n\nseed = 7 \\\n");
    for (size_t i = 0; i < 3; i++) {
        assert_type_comes_back(mask, "c", types[i], WOAD_LAYOUT_DEFAULT);
        const woad_io_options options = {.type = types[i], .progmem = i == 1, .symbol = "a_1"};
        woad_mask *back = round_trip(mask, "c", &options);
        assert_string_equal(back->recipe, mask->recipe);
        woad_mask_destroy(back);
    }
    woad_mask_destroy(mask);
}

static void a_recipe_gets_its_last_newline(void **state)
{
    (void)state;
    woad_mask *mask = make_mask(2, 2, 1, 1);
    mask->recipe = copy_recipe("[mask]\nseed = 7");
    woad_mask *back = round_trip(mask, "c", NULL);
    assert_string_equal(back->recipe, "[mask]\nseed = 7\n");
    woad_mask_destroy(back);
    woad_mask_destroy(mask);
}

static void text_is_c(void **state)
{
    (void)state;
    size_t size;
    woad_mask *mask = make_mask(2, 1, 1, 1);
    const woad_io_options options = {
        .type = WOAD_SAMPLE_U8, .symbol = "noise", .progmem = true};
    char *text = (char *)encoded(mask, "c", &options, &size);
    assert_int_equal(strlen(text), size);
    const char *const lines[] = {"#ifndef NOISE_H\n#define NOISE_H\n",
        "#include <avr/pgmspace.h>\n", "#define NOISE_WIDTH 2\n", "#define NOISE_CHANNELS 1\n",
        mask->ranks[0] ? "static const uint8_t noise[2] PROGMEM = {\n    192, 64,\n};\n"
                       : "static const uint8_t noise[2] PROGMEM = {\n    64, 192,\n};\n"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_non_null(strstr(text, lines[i]));
    woad_free(text);
    woad_mask_destroy(mask);
}

/* Whole floats, long ones, a distribution's, in a locale with a comma if there is one. */
static void floats_have_points(void **state)
{
    (void)state;
    woad_pdf *pdf = NULL;
    size_t size;
    woad_mask *mask = make_mask(3, 1, 1, 1), *back = NULL;
    setlocale(LC_ALL, "de_DE.UTF-8");
    mask->thresholds[0] = 0;
    mask->thresholds[1] = 0.1f;
    mask->thresholds[2] = 1;
    char *text =
        (char *)encoded(mask, "c", &(woad_io_options){.type = WOAD_SAMPLE_FLOAT}, &size);
    assert_non_null(strstr(text, "{\n    0.0f, 0.100000001f, 1.0f,\n};\n"));
    woad_free(text);
    assert_int_equal(woad_pdf_create("gaussian", &pdf, NULL), WOAD_OK);
    const woad_io_options noise = {
        .values = WOAD_VALUES_PDF, .pdf = pdf, .type = WOAD_SAMPLE_FLOAT};
    mask->thresholds[0] = 0.25f;
    mask->thresholds[2] = 0.75f;
    text = (char *)encoded(mask, "c", &noise, &size);
    assert_non_null(strstr(text, "// ; values = pdf gaussian\n"));
    assert_int_equal(
        woad_mask_decode(text, size, NAME, woad_format_find("c"), NULL, &back, NULL), WOAD_OK);
    for (size_t i = 0; i < 3; i++) {
        float difference = back->thresholds[i] - mask->thresholds[i];
        assert_true(difference < 1e-5f && difference > -1e-5f);
    }
    setlocale(LC_ALL, "C");
    woad_free(text);
    woad_pdf_destroy(pdf);
    woad_mask_destroy(back);
    woad_mask_destroy(mask);
}

#define HEAD "#define M_WIDTH 2\r\n#define M_HEIGHT 1\n"
#define ARRAY "static const uint8_t m[2] = {"

static void texts_by_hand_are_read_or_refused(void **state)
{
    (void)state;
    const struct {
        const char *text, *words; /* NULL: it is read */
    } cases[] = {{HEAD ARRAY "\n1, \t2,\r\n};", NULL}, {HEAD ARRAY "\n1,2,};\nint x;", NULL},
        {"", "no C header"}, {HEAD, "no C header"}, {ARRAY "\n1, 2,\n};", "must be 1 to"},
        {HEAD "static const int m[2] = {\n1, 2,\n};", "no C header"},
        {HEAD "static const uint8_t m[2];\n1, 2,\n};", "no C header"},
        {HEAD ARRAY "\n1, 2\n};", "value 1 of 2"}, {HEAD ARRAY "\n1,\n};", "value 1 of 2"},
        {HEAD ARRAY "\n1, 2, 3,\n};", "has more"}, {HEAD ARRAY "\n1, 2,\n}", "truncated"},
        {HEAD ARRAY "\n1, 256,\n};", "value 1 of 2"},
        {HEAD ARRAY "\n1, -2,\n};", "value 1 of 2"},
        {HEAD ARRAY "\n1, 1.5,\n};", "value 1 of 2"},
        {HEAD ARRAY "\n1, 0x2,\n};", "value 1 of 2"},
        {HEAD ARRAY "\n1, nan,\n};", "value 1 of 2"}, {HEAD ARRAY "\n1,,\n};", "value 1 of 2"},
        {HEAD ARRAY "\n1, 1111111111111111111111111111111111111111,\n};", "value 1 of 2"},
        {HEAD "static const float m[2] = {\n0.5f, 2.0f,\n};", "2"},
        {HEAD "static const float m[2] = {\n0.5f, f,\n};", "value 1 of 2"},
        {"#define M_WIDTH 5000\n#define M_HEIGHT 5000\n" ARRAY "\n1, 2,\n};", "truncated"},
        {"#define M_WIDTH 999999999\n#define M_HEIGHT 1\n" ARRAY "\n1, 2,\n};", "must be 1 to"},
        {"#define M_WIDTH 9999999999\n#define M_HEIGHT 1\n" ARRAY "\n1, 2,\n};",
            "must be 1 to"},
        {"#define M_WIDTH 18446744073709551618\n#define M_HEIGHT 1\n" ARRAY "\n1, 2,\n};",
            "must be 1 to"},
        {HEAD "#define M_DEPTH 0\n" ARRAY "\n1, 2,\n};", "must be 1 to"},
        {HEAD "#define M_CHANNELS 5\n" ARRAY "\n1, 2,\n};", "channels"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        woad_error error = {""};
        woad_status status =
            decode_copy(decode_c, cases[i].text, strlen(cases[i].text), &error);
        if (cases[i].words ? status >= 0 || !strstr(error.message, cases[i].words) : status < 0)
            fail_msg("case %zu: %s", i, error.message);
    }
}

static void broken_files_are_refused(void **state)
{
    (void)state;
    size_t size;
    woad_mask *mask = make_mask(3, 2, 1, 1);
    mask->recipe = copy_recipe("[mask]\nseed = 7\n");
    uint8_t *bytes = encoded(mask, "c", NULL, &size);
    const char *end = strstr((char *)bytes, "};");
    assert_truncation_fails(decode_c, bytes, (size_t)(end + 2 - (char *)bytes));
    survive_damage(decode_c, bytes, size);
    woad_free(bytes);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_comes_back),
        cmocka_unit_test(a_recipe_gets_its_last_newline),
        cmocka_unit_test(text_is_c),
        cmocka_unit_test(floats_have_points),
        cmocka_unit_test(texts_by_hand_are_read_or_refused),
        cmocka_unit_test(broken_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
