/* The kernel through space and time, against sums written out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <woad/woad.h>

#include "base/alloc.h"
#include "base/random.h"
#include "loss/loss.h"
#include "slices.h"
#include "support.h"
#include "temporal.h"

static woad_dither_loss_params weights(double space, double time, double both)
{
    return (woad_dither_loss_params){.weight = 1,
        .kernel = "2",
        .space = space,
        .time = time,
        .both = both,
        .temporal = "ema:0.1",
        .both_kernel = "1",
        .exponent = 1,
        .softness_start = 1,
        .softness = 0.02};
}

/* An endless moving average of a loop, summed term by term. */
static void moving_averages_go_around_the_loop(void **state)
{
    (void)state;
    enum { DEPTH = 5 };
    double got[DEPTH];
    woad_temporal_weights("ema:0.1", DEPTH, got);
    for (int d = 0; d < DEPTH; d++) {
        double sum = 0;
        for (int turn = -100; turn <= 100; turn++)
            sum += pow(0.9, abs(d + turn * DEPTH));
        assert_close(got[d], sum, 1e-4, sum);
    }
}

static void boxes_and_blurs_are_their_autocorrelation(void **state)
{
    (void)state;
    double box[8], blur[8];
    woad_temporal_weights("box:3", 8, box);
    woad_temporal_weights("gaussian:1", 8, blur);
    static const double expected[] = {1, 2. / 3, 1. / 3, 0, 0, 0, 1. / 3, 2. / 3};
    for (int d = 0; d < 8; d++) {
        int near = d < 8 - d ? d : 8 - d;
        assert_close(box[d], expected[d], 1e-12, 1);
        assert_close(blur[d], exp(-near * near / 4.), 0.04, 1);
    }
}

static void other_filters_are_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "ema", "ema:", "ema:0", "ema:1.5", "ema:0.1x",
        "box:2.5", "box:0", "median:3", "gaussian:-1"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        woad_error error = {""};
        assert_int_equal(woad_temporal_check(texts[i], &error), WOAD_ERROR_ARGUMENT);
        assert_non_null(strstr(error.message, "ema:SHARE"));
    }
}

static double slice_sum(const woad_slice *s)
{
    double sum = 0;
    for (size_t i = 0; i < s->taps.width * s->taps.height; i++)
        sum += s->taps.weights[i];
    return sum;
}

static void parts_have_their_weights(void **state)
{
    (void)state;
    woad_dither_loss_params params = weights(1, 2, 5);
    woad_slices kernel;
    assert_int_equal(woad_slices_create(&params, 32, 24, 6, &kernel, NULL), WOAD_OK);
    assert_int_equal(kernel.count, 6);
    double all = 0;
    for (size_t s = 0; s < 6; s++) {
        const woad_taps *t = &kernel.slices[s].taps;
        all += slice_sum(&kernel.slices[s]);
        assert_int_equal(kernel.slices[s].frame, s);
        /* Beyond the product's reach there is the kernel in space alone, in the own frame. */
        bool wide = t->width > 2 * 6 + 1;
        assert_int_equal(wide, s == 0);
    }
    assert_close(all, 1, 1e-12, 1);
    assert_close(
        kernel.slices[0].taps.weights[kernel.slices[0].taps.top * kernel.slices[0].taps.width +
                                      kernel.slices[0].taps.left],
        0, 1e-12, 1);
    woad_slices_clear(&kernel);
    params = weights(0, 1, 0);
    assert_int_equal(woad_slices_create(&params, 32, 24, 6, &kernel, NULL), WOAD_OK);
    double q[6], beside = 0;
    woad_temporal_weights("ema:0.1", 6, q);
    for (size_t d = 1; d < 6; d++)
        beside += q[d];
    for (size_t s = 1; s < 6; s++)
        assert_close(slice_sum(&kernel.slices[s]), q[s] / beside, 1e-12, 1);
    assert_close(kernel.self, q[0] / beside, 1e-12, 1);
    woad_slices_clear(&kernel);
}

static void something_must_weigh(void **state)
{
    (void)state;
    woad_dither_loss_params params = weights(0, 0, 0);
    woad_slices kernel;
    woad_error error = {""};
    assert_int_equal(
        woad_slices_create(&params, 8, 8, 4, &kernel, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "loss.dither.space"));
    assert_int_equal(woad_slices_create(&params, 8, 8, 1, &kernel, &error), WOAD_OK);
    woad_slices_clear(&kernel);
}

/* sum_ij g(i-j) (1/6 - |u_i - u_j| / 2), as it is written. */
static double energy(
    const woad_slices *kernel, const float *m, size_t width, size_t height, size_t depth)
{
    size_t area = width * height;
    double sum = (double)(area * depth) * kernel->self / 6;
    for (size_t i = 0; i < area * depth; i++) {
        for (size_t s = 0; s < kernel->count; s++) {
            const woad_taps *taps = &kernel->slices[s].taps;
            size_t frame = (i / area + kernel->slices[s].frame) % depth;
            for (size_t t = 0; t < taps->width * taps->height; t++) {
                size_t x = (i % width + t % taps->width + width - taps->left) % width;
                size_t y = (i % area / width + t / taps->width + height - taps->top) % height;
                double d = fabs((double)m[i] - (double)m[frame * area + y * width + x]) / 2;
                sum += taps->weights[t] * (1. / 6 - d / 2);
            }
        }
    }
    return sum;
}

static void the_loss_is_that_sum_and_its_gradient(void **state)
{
    (void)state;
    const size_t width = 12, height = 9, depth = 4, count = 12 * 9 * 4;
    woad_loss_params params = {.dither = weights(1, 0.5, 2)};
    params.spectral.cutoff = 0.4;
    float unit[WOAD_MAX_LOSS_TERMS], *m = woad_array(count, sizeof *m);
    float *gradient = woad_array(count, sizeof *gradient);
    woad_random random = woad_random_seed(3, 0);
    for (size_t t = 0; t < WOAD_MAX_LOSS_TERMS; t++)
        unit[t] = 1;
    for (size_t i = 0; i < count; i++)
        m[i] = 2 * woad_random_float(&random) - 1;
    woad_slices kernel;
    woad_loss *loss;
    woad_losses losses;
    assert_int_equal(
        woad_slices_create(&params.dither, width, height, depth, &kernel, NULL), WOAD_OK);
    assert_int_equal(woad_loss_create(&params, width, height, depth, 1, &loss, NULL), WOAD_OK);
    woad_loss_anneal(loss, WOAD_LOSS_SETTLED);
    woad_loss_gradient(loss, m, unit, gradient, &losses);
    double expected = energy(&kernel, m, width, height, depth);
    assert_close(losses.total, expected, 1e-5, expected);
    for (size_t i = 0; i < count; i += 37) {
        const float step = 1e-4f;
        float kept = m[i];
        m[i] = kept + step;
        double above = energy(&kernel, m, width, height, depth);
        m[i] = kept - step;
        double below = energy(&kernel, m, width, height, depth);
        m[i] = kept;
        assert_close((double)gradient[i], (above - below) / (2 * (double)step), 2e-3, 1);
    }
    woad_loss_destroy(loss);
    woad_slices_clear(&kernel);
    woad_free(m);
    woad_free(gradient);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moving_averages_go_around_the_loop),
        cmocka_unit_test(boxes_and_blurs_are_their_autocorrelation),
        cmocka_unit_test(other_filters_are_refused),
        cmocka_unit_test(parts_have_their_weights),
        cmocka_unit_test(something_must_weigh),
        cmocka_unit_test(the_loss_is_that_sum_and_its_gradient),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
