/* test_prepare.c - sizes, light and alpha before dithering. */
#include "score_reference.h"

#include <string.h>

#include <woad/prepare.h>

static woad_image *image_of(size_t width, size_t height, size_t channels, unsigned bits)
{
    woad_image *image;
    assert_int_equal(woad_image_create(width, height, channels, bits, &image, NULL), WOAD_OK);
    return image;
}

static woad_image *filled(size_t width, size_t height, size_t channels, const uint8_t *pixel)
{
    woad_image *image = image_of(width, height, channels, 8);
    for (size_t i = 0; i < width * height; i++)
        memcpy((uint8_t *)image->samples + i * channels, pixel, channels);
    return image;
}

static woad_image *prepared(const woad_prepare_params *params, woad_image *image)
{
    woad_image *out;
    woad_error error;
    if (woad_prepare(params, image, &out, &error) < 0)
        fail_msg("%s", error.message);
    woad_image_destroy(image);
    return out;
}

static double light(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double light_of(const woad_image *image, size_t index)
{
    const uint16_t *words = image->samples;
    return light(words[index] / 65535.0);
}

static void nothing_asked_changes_nothing(void **state)
{
    (void)state;
    const uint8_t pixel[] = {1, 2, 3, 4};
    const woad_prepare_params none = {0};
    woad_image *out = prepared(&none, filled(3, 2, 4, pixel));
    assert_int_equal(out->bits, 8);
    assert_int_equal(out->channels, 4);
    for (size_t i = 0; i < 6; i++)
        assert_memory_equal((uint8_t *)out->samples + 4 * i, pixel, 4);
    woad_image_destroy(out);
    assert_true(woad_prepare_is_by_pixel(&none));
}

static void flat_images_stay_flat_at_every_size(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{1, 1}, {7, 3}, {40, 9}, {100, 100}, {13, 250}};
    const uint8_t pixel[] = {10, 128, 250};
    for (size_t s = 0; s < 5; s++) {
        const woad_prepare_params params = {
            .width = sizes[s][0], .height = sizes[s][1], .fit = WOAD_FIT_STRETCH};
        woad_image *out = prepared(&params, filled(33, 21, 3, pixel));
        assert_int_equal(out->width, sizes[s][0]);
        assert_int_equal(out->height, sizes[s][1]);
        const uint16_t *words = out->samples;
        for (size_t i = 0; i < out->width * out->height * 3; i++)
            assert_near(words[i], 257 * pixel[i % 3], 2);
        woad_image_destroy(out);
    }
}

/* A chequerboard from afar is half the light, sRGB 188, not 128. */
static void light_is_what_is_averaged(void **state)
{
    (void)state;
    woad_image *image = image_of(64, 64, 1, 8);
    for (size_t i = 0; i < 64 * 64; i++)
        ((uint8_t *)image->samples)[i] = (i + i / 64) % 2 ? 255 : 0;
    const woad_prepare_params params = {.width = 16};
    woad_image *out = prepared(&params, image);
    assert_int_equal(out->height, 16);
    const uint16_t *words = out->samples;
    for (size_t i = 0; i < 16 * 16; i++)
        assert_near(words[i] / 257.0, 187.5, 2);
    woad_image_destroy(out);
}

/* The sum of light stays when a picture shrinks. */
static void shrinking_keeps_light_where_it_was(void **state)
{
    (void)state;
    woad_image *image = image_of(90, 60, 1, 16);
    uint16_t *words = image->samples;
    for (size_t i = 0; i < 90 * 60; i++)
        words[i] = 30000;
    words[33 * 90 + 45] = 40000;
    double base = light(30000 / 65535.0), more = light(40000 / 65535.0) - base;
    const woad_prepare_params params = {.height = 20};
    woad_image *out = prepared(&params, image);
    assert_int_equal(out->width, 30);
    double sum = 0, x = 0, y = 0;
    for (size_t i = 0; i < 600; i++) {
        double l = (light_of(out, i) - base) / more;
        sum += l;
        x += l * (double)(i % 30);
        y += l * (double)(i / 30);
    }
    assert_near(sum, 1.0 / 9, 0.003);
    assert_near(x / sum, 45.5 / 3 - 0.5, 0.15);
    assert_near(y / sum, 33.5 / 3 - 0.5, 0.15);
    woad_image_destroy(out);
}

static void fits_are_as_named(void **state)
{
    (void)state;
    const uint8_t red[] = {255, 0, 0};
    woad_prepare_params params = {.width = 40, .height = 40, .background = {0, 0, 255}};
    woad_image *out = prepared(&params, filled(40, 20, 3, red)); /* contain */
    const uint16_t *words = out->samples;
    for (size_t y = 0; y < 40; y++) {
        bool inside = y >= 10 && y < 30;
        assert_int_equal(words[(y * 40 + 20) * 3], inside ? 65535 : 0);
        assert_int_equal(words[(y * 40 + 20) * 3 + 2], inside ? 0 : 65535);
    }
    woad_image_destroy(out);
    params.fit = WOAD_FIT_COVER;
    woad_image *image = filled(80, 20, 3, red);
    for (size_t y = 0; y < 20; y++) { /* green beyond the middle half */
        for (size_t x = 0; x < 80; x++) {
            if (x < 28 || x >= 52)
                memcpy((uint8_t *)image->samples + (y * 80 + x) * 3, "\0\xff\0", 3);
        }
    }
    out = prepared(&params, image);
    words = out->samples;
    for (size_t i = 0; i < 40 * 40; i++)
        assert_true(words[3 * i] > words[3 * i + 1]);
    woad_image_destroy(out);
}

static void adjustments_are_their_formulas(void **state)
{
    (void)state;
    const uint8_t pixel[] = {90, 140, 60};
    double l[3] = {light(90 / 255.0), light(140 / 255.0), light(60 / 255.0)};
    double grey = 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2];
    const woad_prepare_params brighter = {.brightness = 0.5}, contrast = {.contrast = 0.4},
                              saturated = {.saturation = -0.5}, luminance = {.grey = true};
    woad_image *out = prepared(&brighter, filled(2, 2, 3, pixel));
    for (size_t c = 0; c < 3; c++)
        assert_near(light_of(out, c), l[c] * sqrt(2), 2e-5);
    woad_image_destroy(out);
    out = prepared(&contrast, filled(2, 2, 3, pixel));
    for (size_t c = 0; c < 3; c++)
        assert_near(light_of(out, c), 0.18 * pow(l[c] / 0.18, 1.4), 2e-5);
    woad_image_destroy(out);
    out = prepared(&saturated, filled(2, 2, 3, pixel));
    for (size_t c = 0; c < 3; c++)
        assert_near(light_of(out, c), grey + 0.5 * (l[c] - grey), 2e-5);
    woad_image_destroy(out);
    out = prepared(&luminance, filled(2, 2, 3, pixel));
    assert_int_equal(out->channels, 1);
    assert_near(light_of(out, 0), grey, 2e-5);
    woad_image_destroy(out);
}

static void sharpening_adds_the_difference_to_a_blur(void **state)
{
    (void)state;
    woad_image *image = image_of(5, 1, 1, 8);
    memcpy(image->samples, "\x40\x40\x80\x40\x40", 5);
    const woad_prepare_params params = {.sharpness = 0.5};
    woad_image *out = prepared(&params, image);
    double a = light(64 / 255.0), b = light(128 / 255.0);
    assert_near(light_of(out, 2), b + 0.5 * (b - a) / 2, 2e-5);
    assert_near(light_of(out, 1), a - 0.5 * (b - a) / 4, 2e-5);
    assert_near(light_of(out, 0), a, 2e-5);
    woad_image_destroy(out);
    assert_false(woad_prepare_is_by_pixel(&params));
}

/* What a transparent pixel hides does not bleed into its neighbours. */
static void alpha_is_multiplied_in(void **state)
{
    (void)state;
    woad_image *image = image_of(40, 40, 4, 8);
    for (size_t i = 0; i < 1600; i++)
        memcpy((uint8_t *)image->samples + 4 * i, i % 40 < 20 ? "\xff\0\0\xff" : "\0\xff\0", 4);
    woad_prepare_params params = {.width = 10};
    woad_image *out = prepared(&params, image);
    const uint16_t *words = out->samples;
    assert_int_equal(out->channels, 4);
    for (size_t i = 0; i < 100; i++) {
        assert_int_equal(words[4 * i + 1], 0);
        if (words[4 * i + 3] > 0)
            assert_near(words[4 * i], 65535, 40);
    }
    woad_image_destroy(out);
    const uint8_t half[] = {200, 100, 0, 127}, most[] = {200, 100, 0, 128};
    params = (woad_prepare_params){.alpha = WOAD_ALPHA_DROP, .background = {255, 255, 255}};
    out = prepared(&params, filled(1, 1, 4, half));
    assert_int_equal(out->channels, 3);
    assert_near(light_of(out, 2), 1 - 127 / 255.0, 2e-5);
    woad_image_destroy(out);
    params.alpha = WOAD_ALPHA_THRESHOLD;
    for (int i = 0; i < 2; i++) {
        out = prepared(&params, filled(1, 1, 4, i ? most : half));
        assert_int_equal(((uint16_t *)out->samples)[3], i ? 65535 : 0);
        woad_image_destroy(out);
    }
}

static void what_is_out_of_range_is_refused(void **state)
{
    (void)state;
    const woad_prepare_params bad[] = {{.brightness = 9}, {.brightness = NAN}, {.contrast = -2},
        {.saturation = 4}, {.sharpness = -1}, {.fit = (woad_fit)3}, {.alpha = (woad_alpha)3},
        {.width = (size_t)1 << 21}, {.width = 1 << 20, .height = 1 << 20}};
    const uint8_t pixel[] = {1};
    woad_image *image = filled(2, 2, 1, pixel), *out = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_true(woad_prepare(&bad[i], image, &out, NULL) < 0);
    assert_int_equal(woad_prepare(NULL, image, &out, NULL), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_prepare(&bad[0], NULL, &out, NULL), WOAD_ERROR_ARGUMENT);
    assert_null(out);
    woad_image_destroy(image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_asked_changes_nothing),
        cmocka_unit_test(flat_images_stay_flat_at_every_size),
        cmocka_unit_test(light_is_what_is_averaged),
        cmocka_unit_test(shrinking_keeps_light_where_it_was),
        cmocka_unit_test(fits_are_as_named),
        cmocka_unit_test(adjustments_are_their_formulas),
        cmocka_unit_test(sharpening_adds_the_difference_to_a_blur),
        cmocka_unit_test(alpha_is_multiplied_in),
        cmocka_unit_test(what_is_out_of_range_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
