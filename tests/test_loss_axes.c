/* The terms on the spectrum, along any axes: against direct transforms in double. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "loss/loss.h"
#include "loss_support.h"
#include "target_spectrum.h"

/* What is transformed at once, along `axes` axes, of a mask whose frames have `area` values: the
 * first `axes` lengths of `size`; the others are 1. */
typedef struct direct_block {
    volume size;
    size_t axes, area;
    double *amplitude; /* [depth][height][width], on the full spectrum */
} direct_block;

static double axis_phase(size_t k, size_t i, size_t n)
{
    return 2 * acos(-1) * (double)(k * i % n) / (double)n;
}

/* By a direct transform in double. */
static void direct_transform(direct_block *b, const float *values)
{
    size_t w = b->size.width, h = b->size.height, count = count_of(b->size);
    for (size_t k = 0; k < count; k++) {
        double re = 0, im = 0;
        for (size_t i = 0; i < count; i++) {
            double phase = axis_phase(k % w, i % w, w) + axis_phase(k / w % h, i / w % h, h) +
                           axis_phase(k / w / h, i / w / h, b->size.depth);
            re += (double)values[i] * cos(phase);
            im += (double)values[i] * sin(phase);
        }
        b->amplitude[k] = sqrt(re * re + im * im);
    }
}

/* The lengths of the axes, and the places of a bin on them. */
static void axes_of(volume size, size_t k, size_t lengths[3], size_t places[3])
{
    lengths[0] = size.width;
    lengths[1] = size.height;
    lengths[2] = size.depth;
    places[0] = k % size.width;
    places[1] = k / size.width % size.height;
    places[2] = k / size.width / size.height;
}

static double signed_place(woad_grid grid, size_t k, size_t n)
{
    if (grid == WOAD_GRID_CENTRED)
        return (2 * k <= n ? (double)k : (double)k - (double)n) / (double)n;
    return n == 1 ? 0 : 0.5 - (double)((k + n / 2) % n) / (double)(n - 1);
}

static double direct_spectral(const woad_loss_params *params, const direct_block *b)
{
    double sum = 0;
    for (size_t k = 0; k < count_of(b->size); k++) {
        size_t n[3], at[3];
        double square = 0;
        axes_of(b->size, k, n, at);
        for (size_t a = 0; a < b->axes; a++)
            square += pow(signed_place(params->spectral.grid, at[a], n[a]), 2);
        double w = fmax(1 - square / pow(params->spectral.cutoff, 2), 0);
        sum += pow(w * b->amplitude[k], 2);
    }
    return sum / (double)count_of(b->size);
}

static double direct_uniformity(const woad_loss_params *params, const direct_block *b)
{
    double sum = 0;
    (void)params;
    for (size_t k = 0; k < count_of(b->size); k++) {
        size_t n[3], at[3], step = 1;
        double here = b->amplitude[k], lap = 0;
        axes_of(b->size, k, n, at);
        for (size_t a = 0; a < b->axes; step *= n[a++]) {
            size_t first = k - at[a] * step;
            double before = b->amplitude[first + (at[a] + n[a] - 1) % n[a] * step];
            double after = b->amplitude[first + (at[a] + 1) % n[a] * step];
            lap += before + after - 2 * here;
            sum += (here - before) * (here - before) / 4;
        }
        lap /= (double)(2 * b->axes + 1);
        sum += lap * lap;
    }
    return sum / (double)count_of(b->size);
}

/* The power that is wanted, of a frame by what test_target tests, else of the radius f alone. */
static double wanted_at(const double *of_frame, volume size, size_t k, double f)
{
    size_t w = size.width, h = size.height, kx = k % w, ky = k / w, bins = w / 2 + 1;
    if (!of_frame)
        return f >= 0.3 - 1e-12;
    return kx < bins ? of_frame[ky * bins + kx] : of_frame[(h - ky) % h * bins + w - kx];
}

static double measured(woad_target_measure measure, double p, double t, double mean)
{
    double amplitude = sqrt(p) - sqrt(t), floor = 1e-4 * mean;
    double ratio = log((p + floor) / (t + floor));
    const double values_of[] = {[WOAD_MEASURE_AMPLITUDE] = amplitude * amplitude,
        [WOAD_MEASURE_POWER] = (p - t) * (p - t) / (4 * mean),
        [WOAD_MEASURE_LOG] = mean / 4 * ratio * ratio};
    return values_of[measure];
}

/* Ring by ring; a bin is a ring of its own. */
static double direct_target(const woad_loss_params *params, const direct_block *b)
{
    size_t total = count_of(b->size), *counts = woad_array(total + 2, sizeof *counts);
    double *power = woad_array(total + 2, sizeof *power), *of_frame = NULL, all = 0, sum = 0;
    double *wanted = woad_array(total + 2, sizeof *wanted), n = (double)total;
    double variance = (1 - 1 / ((double)b->area * (double)b->area)) / 3;
    double mean = variance > 0 ? variance * n / (n - 1) : 1;
    if (b->axes == 2)
        assert_int_equal(woad_target_spectrum_create(params->target.spectrum, b->size.width,
                             b->size.height, &of_frame, NULL),
            WOAD_OK);
    for (size_t k = 1; k < total; k++) {
        size_t lengths[3], at[3], longest = 1;
        double f = 0;
        axes_of(b->size, k, lengths, at);
        for (size_t a = 0; a < b->axes; a++) {
            f = hypot(f, signed_place(WOAD_GRID_CENTRED, at[a], lengths[a]));
            longest = lengths[a] > longest ? lengths[a] : longest;
        }
        size_t ring = (size_t)(f * (double)longest + 0.5);
        size_t bucket = params->target.bucket == WOAD_BUCKET_RING ? ring : k;
        counts[bucket]++;
        power[bucket] += b->amplitude[k] * b->amplitude[k] / n;
        wanted[bucket] += wanted_at(of_frame, b->size, k, f);
        all += wanted_at(of_frame, b->size, k, f);
    }
    for (size_t r = 0; r < total + 2; r++) {
        double count = (double)counts[r], scale = variance * n / all;
        if (counts[r] > 0)
            sum += count * measured(params->target.measure, power[r] / count,
                               scale * wanted[r] / count, mean);
    }
    woad_free(of_frame);
    woad_free(power);
    woad_free(wanted);
    woad_free(counts);
    return sum;
}

static double direct_block_value(
    size_t term, const woad_loss_params *params, const float *values, direct_block block)
{
    double value = 0;
    block.amplitude = woad_array(count_of(block.size), sizeof(double));
    direct_transform(&block, values);
    if (term == woad_loss_spectral_index())
        value = direct_spectral(params, &block);
    else if (strcmp(woad_loss_term_at(term)->name, "uniformity") == 0)
        value = direct_uniformity(params, &block);
    else
        value = direct_target(params, &block);
    woad_free(block.amplitude);
    return value;
}

static double direct_of_frames(
    size_t term, const woad_loss_params *params, const float *values, volume size)
{
    size_t area = size.width * size.height;
    double sum = 0;
    for (size_t f = 0; f < size.depth; f++)
        sum += direct_block_value(term, params, values + f * area,
            (direct_block){{size.width, size.height, 1}, 2, area, NULL});
    return sum;
}

static double direct_of_time(
    size_t term, const woad_loss_params *params, const float *values, volume size)
{
    size_t area = size.width * size.height;
    float *series = woad_array(size.depth, sizeof *series);
    double sum = 0;
    for (size_t i = 0; i < area; i++) {
        for (size_t f = 0; f < size.depth; f++)
            series[f] = values[f * area + i];
        sum += direct_block_value(
            term, params, series, (direct_block){{size.depth, 1, 1}, 1, area, NULL});
    }
    woad_free(series);
    return sum;
}

/* The term by its definition; `axes` is one of the enum's. */
static double direct_value(size_t term, woad_axes axes, const woad_loss_params *params,
    const float *values, volume size)
{
    size_t area = size.width * size.height;
    double sum = 0;
    if (axes == WOAD_AXES_FRAME || axes == WOAD_AXES_FRAME_AND_TIME)
        sum += direct_of_frames(term, params, values, size);
    if (axes == WOAD_AXES_TIME || axes == WOAD_AXES_FRAME_AND_TIME)
        sum += direct_of_time(term, params, values, size);
    if (axes == WOAD_AXES_VOLUME)
        sum += direct_block_value(term, params, values, (direct_block){size, 3, area, NULL});
    return sum;
}

static void terms_along_any_axes_are_what_they_say(void **state)
{
    (void)state;
    static const volume sizes[] = {{6, 5, 4}, {5, 4, 3}, {4, 3, 7}, {1, 1, 8}, {2, 1, 2}};
    woad_random random = woad_random_seed(7, 0);
    for (size_t i = 0; i < 24 * sizeof sizes / sizeof *sizes; i++) {
        volume size = sizes[i / 24];
        woad_axes axes = (woad_axes)(i % 4);
        float *values = noise(count_of(size), &random);
        for (size_t t = 0; t < woad_loss_term_count(); t++) {
            woad_loss_params params = only_term(post_params((woad_grid)(i / 4 % 2)), t);
            params.histogram.target = WOAD_TARGET_MIDPOINTS;
            params.target.measure = (woad_target_measure)(i / 4 % 3);
            params.target.bucket = (woad_target_bucket)(i / 12 % 2);
            strcpy(params.target.spectrum, "high-pass:0.3");
            if (!is_on_the_spectrum(t))
                continue;
            set_axes(&params, t, axes);
            double direct = direct_value(t, axes, &params, values, size);
            assert_close(
                loss_at(&params, values, size, NULL), direct, 1e-4, fabs(direct) + 1e-6);
        }
        woad_free(values);
    }
}

static void axes_that_a_mask_lacks_are_refused(void **state)
{
    (void)state;
    float values[8] = {0};
    woad_losses losses;
    woad_error error;
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        woad_loss_params params = only_term(post_params(WOAD_GRID_CENTRED), t);
        char expected[100];
        for (woad_axes axes = WOAD_AXES_TIME; is_on_the_spectrum(t) && axes <= WOAD_AXES_VOLUME;
             axes++) {
            set_axes(&params, t, axes);
            assert_int_equal(
                woad_loss_evaluate(&params, values, 4, 2, 1, &losses, NULL, &error),
                WOAD_ERROR_ARGUMENT);
            snprintf(expected, sizeof expected,
                "loss.%s.axes is %s, but the mask has one frame", woad_loss_term_at(t)->name,
                woad_axes_at(axes)->name);
            assert_non_null(strstr(error.message, expected));
            assert_true(loss_at(&params, values, (volume){2, 2, 2}, NULL) >= 0);
        }
        /* Without weight it does not matter. */
        params = only_term(params, woad_loss_histogram_index());
        assert_true(loss_at(&params, values, (volume){4, 2, 1}, NULL) > 0);
    }
}

/* Of the radius alone are targets that have more than two frequencies. */
static void targets_of_two_frequencies_are_refused_elsewhere(void **state)
{
    (void)state;
    static const char *const texts[] = {"image:no.png", "stretch:2:30,pink"};
    float values[8] = {0};
    woad_losses losses;
    woad_error error;
    woad_loss_params params = only_term(post_params(WOAD_GRID_CENTRED), 4);
    for (size_t i = 0; i < 2; i++) {
        for (woad_axes axes = WOAD_AXES_TIME; axes <= WOAD_AXES_VOLUME; axes++) {
            strcpy(params.target.spectrum, texts[i]);
            params.target.axes = axes;
            assert_int_equal(
                woad_loss_evaluate(&params, values, 2, 2, 2, &losses, NULL, &error),
                WOAD_ERROR_ARGUMENT);
            assert_non_null(strstr(error.message, "it must depend on the radius alone"));
        }
    }
}

static void the_target_term_is_what_it_says_on_every_size(void **state)
{
    (void)state;
    static const volume sizes[] = {
        {8, 8, 1}, {7, 9, 1}, {6, 5, 1}, {5, 6, 1}, {9, 1, 1}, {1, 8, 1}, {2, 2, 1}};
    woad_random random = woad_random_seed(6, 0);
    for (size_t i = 0; i < 6 * sizeof sizes / sizeof *sizes; i++) {
        volume size = sizes[i / 6];
        woad_loss_params params = only_term(post_params(WOAD_GRID_CENTRED), 4);
        params.histogram.target = WOAD_TARGET_MIDPOINTS;
        params.target.measure = (woad_target_measure)(i % 3);
        params.target.bucket = (woad_target_bucket)(i / 3 % 2);
        strcpy(params.target.spectrum, i % 2 ? "stretch:2:30,pink" : "high-pass:0.3");
        float *values = noise(count_of(size), &random);
        double direct = direct_value(4, WOAD_AXES_FRAME, &params, values, size);
        assert_true(direct > 0);
        assert_close(loss_at(&params, values, size, NULL), direct, 1e-4, direct);
        woad_free(values);
    }
}

static void uniformity_wraps_around_on_every_size(void **state)
{
    (void)state;
    woad_random random = woad_random_seed(4, 0);
    for (size_t i = 0; i < 36; i++) {
        volume size = {1 + i % 6, 1 + i / 6, 1};
        woad_loss_params params = only_term(post_params(WOAD_GRID_CENTRED), 1);
        float *values = noise(count_of(size), &random);
        double direct = direct_value(1, WOAD_AXES_FRAME, &params, values, size);
        assert_close(loss_at(&params, values, size, NULL), direct, 1e-5, direct + 1e-6);
        woad_free(values);
    }
}

/* All terms, the dither term's with few pairs and values that are not thresholds. */
static woad_loss_params all_terms(woad_axes axes)
{
    woad_loss_params params = post_params(WOAD_GRID_CENTRED);
    strcpy(params.pdf, "gaussian");
    strcpy(params.dither.kernel, "1");
    params.histogram.target = WOAD_TARGET_MIDPOINTS;
    params.target.weight = params.dither.weight = params.dither.space = params.dither.radius =
        1;
    params.dither.time = params.dither.both = 0;
    params.target.bucket = WOAD_BUCKET_RING;
    params.spectral.axes = params.uniformity.axes = params.target.axes = axes;
    return params;
}

/* In a volume that is large enough for threads. */
static void assert_threads_change_no_byte(woad_axes axes)
{
    const volume size = {64, 64, 34};
    size_t bytes = count_of(size) * sizeof(float);
    woad_random random = woad_random_seed(8, 0);
    float *values = noise(count_of(size), &random);
    float *gradients[2], ones[WOAD_MAX_LOSS_TERMS];
    woad_losses losses[2];
    woad_loss_params params = all_terms(axes);
    for (size_t t = 0; t < WOAD_MAX_LOSS_TERMS; t++)
        ones[t] = 1;
    for (size_t i = 0; i < 2; i++) {
        woad_loss *loss;
        gradients[i] = woad_array(count_of(size), sizeof(float));
        assert_int_equal(woad_loss_create(&params, size.width, size.height, size.depth,
                             i == 0 ? 1 : 3, &loss, NULL),
            WOAD_OK);
        woad_loss_gradient(loss, values, ones, gradients[i], &losses[i]);
        woad_loss_destroy(loss);
    }
    assert_memory_equal(gradients[0], gradients[1], bytes);
    assert_memory_equal(&losses[0], &losses[1], sizeof losses[0]);
    woad_free(gradients[0]);
    woad_free(gradients[1]);
    woad_free(values);
}

static void threads_do_not_change_a_volume(void **state)
{
    (void)state;
    assert_threads_change_no_byte(WOAD_AXES_VOLUME);
}

static void threads_do_not_change_pixels_through_time(void **state)
{
    (void)state;
    assert_threads_change_no_byte(WOAD_AXES_TIME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_change_a_volume),
        cmocka_unit_test(threads_do_not_change_pixels_through_time),
        cmocka_unit_test(terms_along_any_axes_are_what_they_say),
        cmocka_unit_test(axes_that_a_mask_lacks_are_refused),
        cmocka_unit_test(targets_of_two_frequencies_are_refused_elsewhere),
        cmocka_unit_test(the_target_term_is_what_it_says_on_every_size),
        cmocka_unit_test(uniformity_wraps_around_on_every_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
