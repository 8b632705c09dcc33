/* Pictures of the tool: the scene, plots, pictures of masks, sheets. */
#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <woad/dither.h>

#include "picture.h"
#include "plot.h"
#include "scene.h"

static const uint8_t *pixel(const woad_image *image, size_t x, size_t y)
{
    return (const uint8_t *)image->samples + (y * image->width + x) * image->channels;
}

/* Counts the pixels of an RGB image that have this colour. */
static size_t count_colour(const woad_image *image, uint8_t r, uint8_t g, uint8_t b)
{
    size_t count = 0;
    for (size_t i = 0; i < image->width * image->height; i++) {
        const uint8_t *p = pixel(image, i, 0);
        count += p[0] == r && p[1] == g && p[2] == b;
    }
    return count;
}

static void assert_size(const woad_image *image, size_t width, size_t height, size_t channels)
{
    assert_int_equal(image->width, width);
    assert_int_equal(image->height, height);
    assert_int_equal(image->channels, channels);
    assert_int_equal(image->bits, 8);
}

static void scene_spans_the_range_and_is_always_the_same(void **state)
{
    (void)state;
    woad_image *first = NULL, *second = NULL;
    assert_int_equal(cli_scene_render(0, 0, &first, NULL), WOAD_OK);
    assert_int_equal(cli_scene_render(512, 384, &second, NULL), WOAD_OK);
    assert_size(first, 512, 384, 3);
    assert_true(count_colour(first, 0, 0, 0) > 50);
    assert_true(count_colour(first, 255, 255, 255) > 50);
    assert_memory_equal(first->samples, second->samples, 512 * 384 * 3);
    woad_image_destroy(first);
    woad_image_destroy(second);
}

static void scene_has_the_size_asked_for(void **state)
{
    (void)state;
    woad_image *image = NULL;
    assert_int_equal(cli_scene_render(50, 81, &image, NULL), WOAD_OK);
    assert_size(image, 50, 81, 3);
    woad_image_destroy(image);
    woad_error error = {""};
    assert_int_equal(cli_scene_render(40000, 10, &image, &error), WOAD_ERROR_SIZE);
    assert_non_null(strstr(error.message, "40000x10"));
}

static void plot_draws_each_series_in_its_colour(void **state)
{
    (void)state;
    const double x[] = {0, 1, 2, 3}, low[] = {1, 1, NAN, 1}, high[] = {5, 5, 5, 5};
    const cli_plot_series series[] = {
        {x, low, 4, NULL, CLI_PLOT_LINE}, {x, high, 4, NULL, CLI_PLOT_BARS}};
    const cli_plot plot = {.title = "T", .series = series, .series_count = 2};
    woad_image *image = NULL;
    assert_int_equal(cli_plot_render(&plot, 300, 200, &image, NULL), WOAD_OK);
    assert_size(image, 300, 200, 3);
    assert_memory_equal(pixel(image, 0, 0), "\xFF\xFF\xFF", 3);
    assert_true(count_colour(image, 0x00, 0x72, 0xB2) > 40);   /* the line */
    assert_true(count_colour(image, 0xD5, 0x5E, 0x00) > 5000); /* the bars */
    woad_image_destroy(image);
}

/* A falling line runs from the upper left to the lower right, on log axes too, and NaN leaves
 * its part of the plot empty. */
static void plot_puts_points_where_they_belong(void **state)
{
    (void)state;
    const double x[] = {1, 10, 100, 1000, 10000}, y[] = {1000, 100, NAN, 1, 0.1};
    const cli_plot_series series = {x, y, 5, NULL, CLI_PLOT_LINE};
    const cli_plot plot = {.x.log = true, .y.log = true, .series = &series, .series_count = 1};
    woad_image *image = NULL;
    assert_int_equal(cli_plot_render(&plot, 400, 300, &image, NULL), WOAD_OK);
    size_t last_y = 0, drawn = 0;
    for (size_t column = 60; column < 370; column++) {
        for (size_t row = 0; row < 300; row++) {
            const uint8_t *p = pixel(image, column, row);
            if (p[2] < 150 || p[0] > 60) /* not the blue of the first series */
                continue;
            assert_true(row >= last_y);
            last_y = row;
            drawn++;
            break;
        }
    }
    assert_in_range(drawn, 100, 200); /* two of the four pieces */
    assert_true(last_y > 150);
    woad_image_destroy(image);
}

/* How many pixels of a column have about this colour. */
static size_t count_alike(const woad_image *image, size_t x, const int colour[3])
{
    const uint8_t *samples = image->samples;
    size_t count = 0;
    for (size_t y = 0; y < image->height; y++) {
        const uint8_t *pixel = samples + 3 * (y * image->width + x);
        int far = 0;
        for (int c = 0; c < 3; c++)
            far = abs(pixel[c] - colour[c]) > far ? abs(pixel[c] - colour[c]) : far;
        count += far < 90;
    }
    return count;
}

/* A range stands over its point and stretches the axis; a point alone does neither. */
static void plot_draws_ranges_and_dots(void **state)
{
    (void)state;
    static const int blue[3] = {0x00, 0x72, 0xB2};
    double x[] = {0, 1, 2}, y[] = {1, 1, 1};
    const cli_plot_series series = {x, y, 3, NULL, CLI_PLOT_DOTTED_LINE};
    const cli_plot_range range = {1, -10, 12, 0};
    cli_plot plot = {.series = &series, .series_count = 1};
    size_t tallest[2] = {0}, wider[2] = {0}; /* the most of a column; columns with a dot */
    for (plot.range_count = 0; plot.range_count < 2; plot.range_count++) {
        woad_image *image;
        plot.ranges = &range;
        assert_int_equal(cli_plot_render(&plot, 300, 200, &image, NULL), WOAD_OK);
        for (size_t column = 0; column < image->width; column++) {
            size_t count = count_alike(image, column, blue);
            if (count > tallest[plot.range_count])
                tallest[plot.range_count] = count;
            wider[plot.range_count] += count > 2;
        }
        woad_image_destroy(image);
    }
    assert_true(tallest[0] >= 4 && tallest[0] < 8); /* dots */
    assert_true(tallest[1] > 100 && tallest[1] < 180);
    assert_true(wider[0] >= 6 && wider[0] <= 18); /* three of them */
}

static void plot_refuses_what_it_cannot_draw(void **state)
{
    (void)state;
    woad_image *image = NULL;
    woad_error error = {""};
    const double x[] = {1, 2}, y[] = {-1, NAN};
    const cli_plot_series series = {x, y, 2, "s", CLI_PLOT_LINE};
    cli_plot plot = {.title = "Loss", .y.log = true};
    assert_int_equal(cli_plot_render(&plot, 300, 200, &image, &error), WOAD_ERROR_ARGUMENT);
    plot.series = &series;
    plot.series_count = 1;
    assert_int_equal(cli_plot_render(&plot, 300, 200, &image, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "\"Loss\" has nothing to draw"));
    plot.y = (cli_plot_axis){.minimum = 3, .maximum = 2};
    assert_int_equal(cli_plot_render(&plot, 300, 200, &image, &error), WOAD_ERROR_ARGUMENT);
    assert_int_equal(cli_plot_render(&plot, 30, 20, &image, &error), WOAD_ERROR_SIZE);
    assert_null(image);
}

/* 3x2, thresholds (i + 0.5) / 6. */
static woad_mask *small_mask(void)
{
    woad_mask *mask = NULL;
    assert_int_equal(woad_mask_create(3, 2, 1, 1, &mask, NULL), WOAD_OK);
    for (uint32_t i = 0; i < 6; i++)
        mask->ranks[i] = i;
    assert_int_equal(woad_mask_set_thresholds(mask, NULL), WOAD_OK);
    return mask;
}

static void mask_is_tiled_and_zoomed_exactly(void **state)
{
    (void)state;
    woad_mask *mask = small_mask();
    woad_image *image = NULL;
    assert_int_equal(cli_picture_from_mask(mask, 0, 2, 3, 5, &image, NULL), WOAD_OK);
    assert_size(image, 30, 30, 1);
    for (size_t y = 0; y < 30; y++) {
        for (size_t x = 0; x < 30; x++) {
            size_t value = y / 5 % 2 * 3 + x / 5 % 3;
            assert_int_equal(*pixel(image, x, y), (int)((double)(2 * value + 1) / 12 * 256));
        }
    }
    woad_image_destroy(image);
    image = NULL;
    assert_int_equal(
        cli_picture_from_mask(mask, 1, 1, 1, 1, &image, NULL), WOAD_ERROR_ARGUMENT);
    assert_int_equal(
        cli_picture_from_mask(mask, 0, 1, 1, 0, &image, NULL), WOAD_ERROR_ARGUMENT);
    assert_int_equal(
        cli_picture_from_mask(mask, 0, SIZE_MAX, 1, 1, &image, NULL), WOAD_ERROR_SIZE);
    assert_null(image);
    woad_mask_destroy(mask);
}

static void pattern_is_what_dithering_makes_of_a_flat_grey(void **state)
{
    (void)state;
    woad_mask *mask = small_mask();
    woad_image *image = NULL;
    const woad_dither_params params = {.levels = {2}, .masks = {mask}};
    for (int v = 0; v <= 255; v++) {
        const uint8_t grey[] = {
            (uint8_t)v, (uint8_t)v, (uint8_t)v, (uint8_t)v, (uint8_t)v, (uint8_t)v};
        uint8_t dithered[6];
        assert_int_equal(woad_dither(&params, grey, 8, 3, 2, 1, dithered, NULL), WOAD_OK);
        assert_int_equal(cli_picture_pattern(mask, 0, v / 255.0, 3, 1, &image, NULL), WOAD_OK);
        assert_size(image, 3, 2, 1);
        assert_memory_equal(image->samples, dithered, 6);
        woad_image_destroy(image);
    }
    woad_mask_destroy(mask);
}

static void pattern_is_cut_to_its_first_columns_and_rows(void **state)
{
    (void)state;
    woad_mask *mask = small_mask();
    woad_image *whole = NULL, *image = NULL;
    assert_int_equal(cli_picture_pattern(mask, 0, 0.5, 3, 1, &whole, NULL), WOAD_OK);
    assert_int_equal(cli_picture_pattern(mask, 0, 0.5, 2, 1, &image, NULL), WOAD_OK);
    assert_size(image, 2, 2, 1);
    for (size_t y = 0; y < 2; y++)
        assert_memory_equal(pixel(image, 0, y), pixel(whole, 0, y), 2);
    woad_image_destroy(whole);
    woad_image_destroy(image);
    woad_mask_destroy(mask);
}

static void spectrum_shows_white_noise_as_mid_grey(void **state)
{
    (void)state;
    const float power[] = {1, 0, 2, 0.1f, 1, 100}; /* zero frequency is the fifth */
    const uint8_t linear[] = {128, 0, 255, 13, 0, 255}, decibels[] = {128, 0, 147, 64, 0, 255};
    woad_image *image = NULL;
    assert_int_equal(
        cli_picture_from_spectrum(power, 3, 2, CLI_PICTURE_LINEAR, 1, &image, NULL), WOAD_OK);
    assert_memory_equal(image->samples, linear, 6);
    woad_image_destroy(image);
    assert_int_equal(
        cli_picture_from_spectrum(power, 3, 2, CLI_PICTURE_DB, 1, &image, NULL), WOAD_OK);
    assert_memory_equal(image->samples, decibels, 6);
    woad_image_destroy(image);
}

static void sheet_places_images_of_every_kind(void **state)
{
    (void)state;
    uint8_t grey[100] = {7}, colour[4 * 30 * 20] = {1, 2, 3, 255};
    uint16_t deep[40 * 10] = {65535};
    const woad_image images[] = {
        {10, 10, 1, 8, grey}, {30, 20, 4, 8, colour}, {40, 10, 1, 16, deep}};
    const woad_image *const list[] = {&images[0], &images[1], &images[2]};
    const char *const labels[] = {"a", "b", NULL};
    woad_image *sheet = NULL;
    assert_int_equal(cli_picture_beside(list, labels, 3, 2, 5, &sheet, NULL), WOAD_OK);
    size_t top = 5 + CLI_PICTURE_CAPTION_HEIGHT;
    assert_size(sheet, 5 + 40 + 5 + 30 + 5, top + 20 + 5 + 10 + 5, 3);
    assert_memory_equal(pixel(sheet, 5, top), "\x07\x07\x07", 3);
    assert_memory_equal(pixel(sheet, 6, top), "\0\0\0", 3);
    assert_memory_equal(pixel(sheet, 50, top), "\x01\x02\x03", 3);
    assert_memory_equal(pixel(sheet, 51, top), pixel(sheet, 0, 0), 3); /* clear */
    assert_memory_equal(pixel(sheet, 5, top + 25), "\xFF\xFF\xFF", 3);
    woad_image_destroy(sheet);
    assert_int_equal(
        cli_picture_beside(list, NULL, 0, 2, 5, &sheet, NULL), WOAD_ERROR_ARGUMENT);
    assert_int_equal(
        cli_picture_beside(list, NULL, 3, 2, SIZE_MAX, &sheet, NULL), WOAD_ERROR_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scene_spans_the_range_and_is_always_the_same),
        cmocka_unit_test(scene_has_the_size_asked_for),
        cmocka_unit_test(plot_draws_each_series_in_its_colour),
        cmocka_unit_test(plot_puts_points_where_they_belong),
        cmocka_unit_test(plot_draws_ranges_and_dots),
        cmocka_unit_test(plot_refuses_what_it_cannot_draw),
        cmocka_unit_test(mask_is_tiled_and_zoomed_exactly),
        cmocka_unit_test(pattern_is_what_dithering_makes_of_a_flat_grey),
        cmocka_unit_test(pattern_is_cut_to_its_first_columns_and_rows),
        cmocka_unit_test(spectrum_shows_white_noise_as_mid_grey),
        cmocka_unit_test(sheet_places_images_of_every_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
