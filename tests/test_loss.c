/* The loss terms: against the golden values, against central differences, and on any size. */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "kernel.h"
#include "loss/loss.h"
#include "loss_support.h"

static double norm(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i] * values[i];
    return sqrt(sum);
}

static void check_golden_term(json_t *golden, woad_loss_params params, size_t term,
    const float *values, size_t width, size_t height, const double *expected)
{
    size_t count = width * height;
    const char *name = woad_loss_term_at(term)->name;
    woad_loss_params only = only_term(params, term);
    woad_losses losses;
    float *gradient = woad_array(count, sizeof *gradient);
    assert_int_equal(
        woad_loss_evaluate(&only, values, width, height, 1, &losses, gradient, NULL), WOAD_OK);
    double value = json_number_value(json_object_get(golden, name));
    assert_close(losses.total, value, 1e-5, value);
    double *error = woad_array(count, sizeof *error);
    for (size_t i = 0; i < count; i++)
        error[i] = (double)gradient[i] - expected[i];
    assert_close(norm(error, count), 0, 1e-4, norm(expected, count));
    woad_free(error);
    woad_free(gradient);
}

static void check_golden(json_t *golden)
{
    size_t width = (size_t)json_integer_value(json_object_get(golden, "width"));
    size_t height = (size_t)json_integer_value(json_object_get(golden, "height"));
    size_t count = width * height;
    const char *mode = json_string_value(json_object_get(golden, "mode"));
    woad_loss_params params =
        post_params(strcmp(mode, "notebook") == 0 ? WOAD_GRID_NOTEBOOK : WOAD_GRID_CENTRED);
    float *values =
        test_data(json_string_value(json_object_get(golden, "mask")), count * sizeof(float));
    double *gradients = test_data(
        json_string_value(json_object_get(golden, "gradients")), 3 * count * sizeof(double));
    test_little_endian(values, count, sizeof *values);
    test_little_endian(gradients, 3 * count, sizeof *gradients);

    /* The golden gradients are stacked in the order spectral, uniformity, histogram, each for
     * its term without weight. */
    for (size_t t = 0; t < 3; t++)
        check_golden_term(golden, params, t, values, width, height, gradients + t * count);

    woad_losses losses;
    assert_int_equal(
        woad_loss_evaluate(&params, values, width, height, 1, &losses, NULL, NULL), WOAD_OK);
    double total = json_number_value(json_object_get(golden, "total"));
    assert_close(losses.total, total, 1e-5, total);
    woad_free(values);
    woad_free(gradients);
}

static void terms_equal_the_golden_ones(void **state)
{
    (void)state;
    char *text = test_text("losses.json");
    json_t *all = json_loads(text, 0, NULL), *golden;
    size_t index;
    assert_int_equal(json_array_size(all), 10);
    json_array_foreach(all, index, golden) check_golden(golden);
    json_decref(all);
    woad_free(text);
}

static double loss_along(const woad_loss_params *params, const float *values,
    const float *direction, double step, volume size)
{
    size_t count = count_of(size);
    float *moved = woad_array(count, sizeof *moved);
    for (size_t i = 0; i < count; i++)
        moved[i] = (float)((double)values[i] + step * (double)direction[i]);
    double total = loss_at(params, moved, size, NULL);
    woad_free(moved);
    return total;
}

/* The dither term against what it means: the error of every threshold, through a filter. With the
 * integrals over t of products of [u < t] - t taken exactly, between one rank and the next. */
static double error_of_all_thresholds(const float *values, size_t width, size_t height)
{
    size_t count = width * height;
    woad_taps taps;
    assert_int_equal(woad_taps_create("1.2", 0, width, height, &taps, NULL), WOAD_OK);
    double total = 0;
    for (size_t step = 0; step <= count; step++) {
        /* Thresholds from one midpoint to the next see the same pattern. */
        double low = step == 0 ? 0 : ((double)step - 0.5) / (double)count;
        double high = step == count ? 1 : ((double)step + 0.5) / (double)count;
        /* The integral of (a - t)(b - t) over low .. high, a and b 0 or 1, by Simpson: exact. */
        for (size_t i = 0; i < count; i++) {
            for (size_t k = 0; k < taps.width * taps.height; k++) {
                size_t x = (i % width + k % taps.width + width - taps.left) % width;
                size_t y = (i / width + k / taps.width + height - taps.top) % height;
                double middle = (low + high) / 2, sum = 0;
                double a = ((double)values[i] + 1) / 2 < middle;
                double b = ((double)values[y * width + x] + 1) / 2 < middle;
                sum += (a - low) * (b - low) + 4 * (a - middle) * (b - middle) +
                       (a - high) * (b - high);
                bool self = x == i % width && y == i / width;
                total += (self ? taps.self : taps.weights[k]) * sum * (high - low) / 6;
            }
        }
    }
    woad_taps_clear(&taps);
    return total;
}

static void the_dither_term_is_the_error_of_all_thresholds(void **state)
{
    (void)state;
    enum { WIDTH = 9, HEIGHT = 7, COUNT = WIDTH * HEIGHT };
    float values[COUNT];
    woad_loss_params params = only_term(post_params(WOAD_GRID_CENTRED), 3);
    woad_losses losses;
    strcpy(params.dither.kernel, "1.2");
    params.dither.radius = 0;
    params.dither.softness = 1e-6;
    for (size_t i = 0; i < COUNT; i++)
        values[i * 25 % COUNT] = (float)(2 * ((double)i + 0.5) / COUNT - 1);
    assert_int_equal(
        woad_loss_evaluate(&params, values, WIDTH, HEIGHT, 1, &losses, NULL, NULL), WOAD_OK);
    woad_taps taps;
    assert_int_equal(woad_taps_create("1.2", 0, WIDTH, HEIGHT, &taps, NULL), WOAD_OK);
    double self = taps.self;
    woad_taps_clear(&taps);
    assert_true(self > 0);
    /* The squares that the term leaves out are 1 / (12 N) in all, on a permutation. */
    assert_close(losses.total - error_of_all_thresholds(values, WIDTH, HEIGHT),
        (1 + self) / (12.0 * COUNT), 3e-5, 1);
}

/* With the exponent 2 it is the power of the filtered mask. */
/* H of two values, by hand; and a mask whose values are the quantiles has none. */
static void the_histogram_term_asks_for_quantiles(void **state)
{
    (void)state;
    const double quartile = 0.67448975019608174; /* of the Gaussian */
    woad_loss_params params =
        only_term(post_params(WOAD_GRID_CENTRED), woad_loss_histogram_index());
    params.histogram.target = WOAD_TARGET_MIDPOINTS;
    strcpy(params.pdf, "gaussian");
    float values[2] = {1, -3}, gradient[2];
    woad_losses losses;
    assert_int_equal(
        woad_loss_evaluate(&params, values, 2, 1, 1, &losses, gradient, NULL), WOAD_OK);
    assert_close(losses.total,
        (1 - quartile) * (1 - quartile) + (3 - quartile) * (3 - quartile), 1e-6, losses.total);
    assert_close((double)gradient[0], 2 * (1 - quartile), 1e-6, 1);
    assert_close((double)gradient[1], 2 * (quartile - 3), 1e-6, 1);
}

/* Thresholds count by where they switch: the scale that they are written on does not matter. */
static void the_dither_term_sees_thresholds_on_any_scale(void **state)
{
    (void)state;
    enum { SIDE = 12, COUNT = SIDE * SIDE };
    woad_random random = woad_random_seed(5, 0);
    woad_loss_params params =
        only_term(post_params(WOAD_GRID_CENTRED), woad_loss_dither_index());
    float *values = noise(COUNT, &random), gradient[COUNT], warped_gradient[COUNT];
    woad_losses losses, warped;
    assert_int_equal(
        woad_loss_evaluate(&params, values, SIDE, SIDE, 1, &losses, gradient, NULL), WOAD_OK);
    strcpy(params.pdf, "laplace");
    params.histogram.target = WOAD_TARGET_MIDPOINTS;
    woad_pdf *pdf;
    assert_int_equal(woad_pdf_create(params.pdf, &pdf, NULL), WOAD_OK);
    for (size_t i = 0; i < COUNT; i++)
        values[i] = (float)woad_pdf_quantile(pdf, ((double)values[i] + 1) / 2);
    assert_int_equal(
        woad_loss_evaluate(&params, values, SIDE, SIDE, 1, &warped, warped_gradient, NULL),
        WOAD_OK);
    assert_close(warped.total, losses.total, 1e-5, losses.total);
    for (size_t i = 0; i < COUNT; i++)
        assert_close((double)warped_gradient[i],
            2 * (double)gradient[i] * woad_pdf_density(pdf, (double)values[i]), 1e-4, 1);
    woad_pdf_destroy(pdf);
    woad_free(values);
}

static void the_exponent_2_is_the_power_of_the_mask(void **state)
{
    (void)state;
    enum { WIDTH = 11, HEIGHT = 8, COUNT = WIDTH * HEIGHT };
    woad_random random = woad_random_seed(5, 0);
    float *values = noise(COUNT, &random);
    woad_loss_params params = only_term(post_params(WOAD_GRID_CENTRED), 3);
    woad_losses losses;
    params.dither.exponent = 2;
    params.dither.radius = 0;
    strcpy(params.dither.kernel, "binomial:2");
    woad_taps taps;
    assert_int_equal(woad_taps_create("binomial:2", 0, WIDTH, HEIGHT, &taps, NULL), WOAD_OK);
    double expected = 0;
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t k = 0; k < taps.width * taps.height; k++) {
            size_t x = (i % WIDTH + k % taps.width + WIDTH - taps.left) % WIDTH;
            size_t y = (i / WIDTH + k / taps.width + HEIGHT - taps.top) % HEIGHT;
            double d = 0.5 * (double)(values[i] - values[y * WIDTH + x]);
            bool own = x == i % WIDTH && y == i / WIDTH;
            expected += (own ? taps.self : taps.weights[k]) * (1 / 12.0 - d * d / 2);
        }
    }
    assert_int_equal(
        woad_loss_evaluate(&params, values, WIDTH, HEIGHT, 1, &losses, NULL, NULL), WOAD_OK);
    assert_close(losses.total, expected, 1e-4, 1);
    woad_taps_clear(&taps);
    woad_free(values);
}

/* Central difference against the gradient, along the gradient with a random positive weight for
 * each value: nothing cancels, so a gradient that is wrong by a few percent shows. The step
 * changes the loss by about a thousandth: far above the rounding of float sums, and so small
 * that few values change places and few amplitudes pass near 0, where the terms are not smooth.
 */
static void check_difference(size_t term, volume size, woad_axes axes, woad_random *random)
{
    size_t count = count_of(size);
    woad_loss_params params = only_term(post_params(WOAD_GRID_CENTRED), term);
    params.dither.exponent = size.width % 2 ? 1 : 1.4;
    params.target.measure = (woad_target_measure)(size.width % 3);
    params.target.bucket = (woad_target_bucket)(size.height % 2);
    if (size.height % 3 == 0) {
        strcpy(params.pdf, size.width % 2 ? "gaussian" : "triangular");
        params.histogram.target = WOAD_TARGET_MIDPOINTS;
    }
    if (size.depth > 1 && is_on_the_spectrum(term))
        set_axes(&params, term, axes);
    float *values = noise(count, random), *direction = woad_array(count, sizeof *direction);
    float *gradient = woad_array(count, sizeof *gradient);
    double total = loss_at(&params, values, size, gradient), slope = 0;
    for (size_t i = 0; i < count; i++) {
        direction[i] = gradient[i] * woad_random_float(random);
        slope += (double)gradient[i] * (double)direction[i];
    }
    if (slope > 0) {
        double step = 5e-4 * total / slope;
        double difference = (loss_along(&params, values, direction, step, size) -
                                loss_along(&params, values, direction, -step, size)) /
                            (2 * step);
        assert_close(slope, difference, 0.01, slope);
    } else {
        /* a single pixel has nothing to be uniform with */
        assert_int_equal(size.width * size.height, 1);
    }
    woad_free(values);
    woad_free(direction);
    woad_free(gradient);
}

static size_t up_to(size_t most, woad_random *random)
{
    return 1 + (size_t)(woad_random_float(random) * (float)most);
}

static void every_term_has_the_gradient_of_its_value(void **state)
{
    (void)state;
    woad_random random = woad_random_seed(3, 0);
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        for (int trial = 0; trial < 40; trial++) {
            size_t width = up_to(24, &random), height = up_to(24, &random);
            volume size = {width, height, trial % 2 == 0 ? 1 + up_to(4, &random) : 1};
            check_difference(t, size, (woad_axes)(trial / 2 % 4), &random);
        }
    }
}

/* Measured alike wherever the target is the same at all frequencies and the power is near it. */
static void the_three_measures_meet_at_a_white_target(void **state)
{
    (void)state;
    enum { SIDE = 16, COUNT = SIDE * SIDE };
    float values[COUNT] = {0};
    double total[3];
    /* An impulse: flat, 2 % above the target's amplitude. */
    values[3] = (float)(1.02 * sqrt(COUNT / 3.0));
    for (int m = 0; m < 3; m++) {
        woad_loss_params params = only_term(post_params(WOAD_GRID_CENTRED), 4);
        woad_losses losses;
        params.target.measure = (woad_target_measure)m;
        strcpy(params.target.spectrum, "white");
        params.histogram.target = WOAD_TARGET_MIDPOINTS;
        assert_int_equal(
            woad_loss_evaluate(&params, values, SIDE, SIDE, 1, &losses, NULL, NULL), WOAD_OK);
        total[m] = losses.total;
    }
    assert_close(total[1], total[0], 0.04, total[0]);
    assert_close(total[2], total[0], 0.04, total[0]);
    /* (0.02 - 1 / 2 N)^2 of the variance, for each pixel. */
    assert_close(total[0], COUNT / 3.0 * 0.02 * 0.02, 0.25, total[0]);
}

static void a_constant_image_has_finite_gradients(void **state)
{
    (void)state;
    /* Every amplitude but one is 0, where A has no gradient. */
    woad_loss_params params = post_params(WOAD_GRID_CENTRED);
    params.target.weight = 1;
    float values[6 * 5] = {0}, gradient[6 * 5];
    woad_losses losses;
    assert_int_equal(
        woad_loss_evaluate(&params, values, 6, 5, 1, &losses, gradient, NULL), WOAD_OK);
    for (size_t i = 0; i < 6 * 5; i++)
        assert_true(isfinite(gradient[i]));
}

static void bad_arguments_are_refused(void **state)
{
    (void)state;
    woad_loss_params params = post_params(WOAD_GRID_CENTRED);
    float values[4] = {0, 1, NAN, 0};
    woad_losses losses;
    woad_error error;
    assert_int_equal(
        woad_loss_evaluate(&params, values, 0, 2, 1, &losses, NULL, &error), WOAD_ERROR_SIZE);
    assert_int_equal(woad_loss_evaluate(&params, values, 2, 2, 1, &losses, NULL, &error),
        WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "x 0, y 1, frame 0"));
    values[2] = 0;
    strcpy(params.pdf, "laplace"); /* with endpoints */
    assert_int_equal(woad_loss_evaluate(&params, values, 2, 2, 1, &losses, NULL, &error),
        WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "mask.pdf must be uniform"));
    strcpy(params.pdf, "laplacian");
    assert_int_equal(woad_loss_evaluate(&params, values, 2, 2, 1, &losses, NULL, &error),
        WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "'laplace'"));
    params.pdf[0] = '\0';
    params.spectral.cutoff = NAN;
    assert_int_equal(woad_loss_evaluate(&params, values, 2, 2, 1, &losses, NULL, &error),
        WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "loss.spectral.cutoff"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_equal_the_golden_ones),
        cmocka_unit_test(every_term_has_the_gradient_of_its_value),
        cmocka_unit_test(the_dither_term_is_the_error_of_all_thresholds),
        cmocka_unit_test(the_histogram_term_asks_for_quantiles),
        cmocka_unit_test(the_dither_term_sees_thresholds_on_any_scale),
        cmocka_unit_test(the_exponent_2_is_the_power_of_the_mask),
        cmocka_unit_test(the_three_measures_meet_at_a_white_target),
        cmocka_unit_test(a_constant_image_has_finite_gradients),
        cmocka_unit_test(bad_arguments_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
