/* test_diffuse.c - error diffusion: the rule, means, ends, channels. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <woad/dither.h>

#include "base/random.h"
#include "support.h"

enum { SIDE = 64, PIXELS = SIDE * SIDE };

static void diffuse(const woad_diffuse_params *params, const void *in, unsigned bits,
    size_t width, size_t height, size_t channels, uint8_t *out)
{
    woad_error error = {""};
    if (woad_diffuse(params, in, bits, width, height, channels, out, &error) < 0)
        fail_msg("%s", error.message);
}

/* Floyd and Steinberg's example by hand: 0.4 of a row of four becomes 0, its error of 0.4 makes
 * the next 0.575, and so on; the second row goes from right to left. */
static void the_rule_by_hand(void **state)
{
    (void)state;
    const uint8_t in[2 * 3] = {102, 102, 102, 102, 102, 102}; /* 0.4 */
    /* Row 0: 0.4 -> 0, off 0.4; 0.575 -> 1, off -0.425; 0.2140625 -> 0, off 0.2140625.
     * Row 1 from the right: 0.4 + 5/16 0.2140625 + 1/16 (-0.425) = 0.4403 -> 0;
     * 0.4 + 7/16 0.4403 + 3/16 0.2140625 - 5/16 0.425 + 1/16 0.4 = 0.5250 -> 1, off -0.4750;
     * 0.4 - 7/16 0.4750 - 3/16 0.425 + 5/16 0.4 = 0.2375 -> 0. */
    const uint8_t expected[2 * 3] = {0, 255, 0, 0, 255, 0};
    const woad_diffuse_params params = {.levels = {2}};
    uint8_t out[6];
    diffuse(&params, in, 8, 3, 2, 1, out);
    assert_memory_equal(out, expected, sizeof out);
}

static double light(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double encoded(double v)
{
    return v;
}

/* The literature's kernels: 2 ahead in the pixel's row, 5 around in each of two below. */
static const struct {
    const char *name;
    double divisor, weights[12];
} kernels[] = {
    {"floyd-steinberg", 16, {7, 0, 0, 3, 5, 1, 0}},
    {"jarvis-judice-ninke", 48, {7, 5, 3, 5, 7, 5, 3, 1, 3, 5, 3, 1}},
    {"stucki", 42, {8, 4, 2, 4, 8, 4, 2, 1, 2, 4, 2, 1}},
    {"burkes", 32, {8, 4, 2, 4, 8, 4, 2}},
    {"sierra", 32, {5, 3, 2, 4, 5, 4, 2, 0, 2, 3, 2, 0}},
    {"sierra-two-row", 16, {4, 3, 1, 2, 3, 2, 1}},
    {"sierra-lite", 4, {2, 0, 0, 1, 1, 0, 0}},
    {"atkinson", 8, {1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0}},
};
enum { KERNELS = sizeof kernels / sizeof *kernels };

typedef struct definition {
    size_t kernel;
    unsigned levels;
    double (*measure)(double);
    bool raster;
    double kept;
} definition;

/* The whole image in doubles: the same but where a value is in the middle of two levels, up to
 * what integers round. */
static void naive_diffuse(const definition *d, const double *in, size_t width, size_t height,
    uint8_t *out, bool *sure)
{
    double *values = calloc((height + 2) * (width + 4), sizeof *values);
    for (size_t y = 0; y < height; y++) {
        for (size_t k = 0; k < width; k++) {
            bool leftward = y % 2 && !d->raster;
            size_t x = leftward ? width - 1 - k : k;
            double *at = values + y * (width + 4) + x + 2;
            double value = d->measure(in[y * width + x]) + *at, least = INFINITY,
                   second = INFINITY;
            unsigned level = 0;
            for (unsigned q = 0; q < d->levels; q++) {
                double off = fabs(value - d->measure(q / (d->levels - 1.0)));
                if (off <= least) {
                    second = least;
                    least = off;
                    level = q;
                } else if (off < second) {
                    second = off;
                }
            }
            *sure = *sure && second - least > 1e-5;
            double off = (value - d->measure(level / (d->levels - 1.0))) * d->kept /
                         kernels[d->kernel].divisor;
            for (ptrdiff_t i = 0; i < 12; i++) {
                ptrdiff_t row = i < 2   ? 0
                                : i < 7 ? 1
                                        : 2,
                          ahead = i < 2 ? i + 1 : (i - 2) % 5 - 2;
                double *to = at + row * (ptrdiff_t)(width + 4) + (leftward ? -ahead : ahead);
                if (kernels[d->kernel].weights[i] != 0)
                    *to += off * kernels[d->kernel].weights[i];
            }
            out[y * width + x] = (uint8_t)lround(255 * level / (d->levels - 1.0));
        }
    }
    free(values);
}

static void all_kernels_are_listed(void **state)
{
    (void)state;
    for (size_t k = 0; k < KERNELS; k++) {
        assert_non_null(woad_diffusion_at(k));
        assert_string_equal(woad_diffusion_at(k)->name, kernels[k].name);
    }
    assert_null(woad_diffusion_at(KERNELS));
}

/* Random images agree with the definition in doubles; where that is in doubt the image is let
 * go, which happens to few. */
static void images_follow_the_definition(void **state)
{
    (void)state;
    static const unsigned levels[] = {2, 3, 7, 256};
    woad_random random = woad_random_seed(1, 1);
    int sure_ones = 0;
    for (int round = 0; round < 640; round++) {
        size_t width = 1 + (size_t)(woad_random_next(&random) % 12),
               height = 1 + (size_t)round % 9;
        unsigned bits = round % 2 ? 8 : 16, n = levels[round / 4 % 4];
        uint8_t in8[108], out[108], expected[108];
        uint16_t in16[108];
        double in[108];
        for (size_t i = 0; i < width * height; i++) {
            in16[i] = (uint16_t)woad_random_next(&random);
            in8[i] = (uint8_t)(in16[i] >> 8);
            in[i] = bits == 8 ? in8[i] / 255.0 : in16[i] / 65535.0;
        }
        const definition d = {.kernel = (size_t)round / 16 % KERNELS,
            .levels = n,
            .measure = round / 2 % 2 ? light : encoded,
            .raster = round % 3 == 0,
            .kept = round % 5 == 0 ? 0.75 : 1};
        const woad_diffuse_params params = {.levels = {n},
            .space = round / 2 % 2 ? WOAD_SPACE_LINEAR : WOAD_SPACE_SRGB,
            .diffusion = {round < 4 ? NULL : kernels[d.kernel].name, d.raster, 1 - d.kept}};
        diffuse(&params, bits == 8 ? (const void *)in8 : (const void *)in16, bits, width,
            height, 1, out);
        bool sure = true;
        naive_diffuse(&d, in, width, height, expected, &sure);
        if (sure)
            assert_memory_equal(out, expected, width * height);
        sure_ones += sure;
    }
    assert_true(sure_ones > 320);
}

/* The mean of a flat field is kept but for what falls off the edges. */
static void flat_fields_keep_their_mean(void **state)
{
    (void)state;
    static uint8_t in[PIXELS], out[PIXELS];
    static const unsigned levels[] = {2, 3, 16};
    for (size_t l = 0; l < 3; l++) {
        for (int space = 0; space < 2; space++) {
            double (*measure)(double) = space ? light : encoded;
            const woad_diffuse_params params = {
                .levels = {levels[l]}, .space = (woad_space)space};
            for (int grey = 0; grey < 256; grey += 15) {
                memset(in, grey, sizeof in);
                diffuse(&params, in, 8, SIDE, SIDE, 1, out);
                double mean = 0;
                for (size_t i = 0; i < PIXELS; i++)
                    mean += measure(out[i] / 255.0) / PIXELS;
                assert_close(mean, measure(grey / 255.0), 0.5 / SIDE, 1);
            }
        }
    }
}

static void levels_stay_as_they_are(void **state)
{
    (void)state;
    static uint8_t in[PIXELS], out[PIXELS];
    for (int space = 0; space < 2; space++) {
        const woad_diffuse_params params = {.levels = {6}, .space = (woad_space)space};
        for (int level = 0; level <= 255; level += 51) {
            memset(in, level, sizeof in);
            diffuse(&params, in, 8, SIDE, SIDE, 1, out);
            assert_memory_equal(in, out, sizeof in);
        }
    }
}

/* Each channel is dithered as if alone with its levels; alpha is kept; in place is the same. */
static void channels_are_on_their_own(void **state)
{
    (void)state;
    enum { WIDTH = 17, HEIGHT = 9, COUNT = WIDTH * HEIGHT };
    static uint8_t in[4 * COUNT], out[4 * COUNT], alone_in[COUNT], alone[COUNT];
    woad_random random = woad_random_seed(2, 1);
    for (size_t i = 0; i < sizeof in; i++)
        in[i] = (uint8_t)woad_random_next(&random);
    const woad_diffuse_params params = {.levels = {2, 5, 16}};
    for (size_t channels = 1; channels <= 4; channels++) {
        size_t colours = channels < 3 ? 1 : 3;
        diffuse(&params, in, 8, WIDTH, HEIGHT, channels, out);
        for (size_t c = 0; c < channels; c++) {
            const woad_diffuse_params one = {.levels = {params.levels[c % 3]}};
            for (size_t i = 0; i < COUNT; i++)
                alone_in[i] = in[i * channels + c];
            diffuse(&one, alone_in, 8, WIDTH, HEIGHT, 1, alone);
            for (size_t i = 0; i < COUNT; i++)
                assert_int_equal(
                    out[i * channels + c], c < colours ? alone[i] : in[i * channels + c]);
        }
    }
    diffuse(&params, in, 8, WIDTH, HEIGHT, 4, in);
    assert_memory_equal(in, out, sizeof in);
    const uint16_t deep[4] = {0, 128, 0, 65535};
    diffuse(&params, deep, 16, 2, 1, 2, out);
    assert_int_equal(out[1], 0);
    assert_int_equal(out[3], 255);
}

static void defaults_are_two_levels(void **state)
{
    (void)state;
    const uint8_t in[6] = {90, 140, 200, 30, 60, 250};
    const woad_diffuse_params defaults = {0}, two = {.levels = {2, 2, 2}};
    uint8_t a[6], b[6];
    diffuse(&defaults, in, 8, 2, 1, 3, a);
    diffuse(&two, in, 8, 2, 1, 3, b);
    assert_memory_equal(a, b, sizeof a);
}

static void bad_arguments_are_refused(void **state)
{
    (void)state;
    const uint8_t in[4] = {0};
    uint16_t deep[4] = {0};
    uint8_t out[4];
    const woad_diffuse_params good = {0}, levels = {.levels = {2, 257}},
                              space = {.space = (woad_space)2},
                              kernel = {.diffusion = {.kernel = "floyd"}},
                              damping = {.diffusion = {.damping = 1.5}};
    woad_error error;
    const woad_status bad = WOAD_ERROR_ARGUMENT;
    assert_int_equal(woad_diffuse(NULL, in, 8, 2, 2, 1, out, &error), bad);
    assert_int_equal(woad_diffuse(&levels, in, 8, 2, 2, 1, out, &error), bad);
    assert_non_null(strstr(error.message, "257 levels for channel 1"));
    assert_int_equal(woad_diffuse(&space, in, 8, 2, 2, 1, out, &error), bad);
    assert_int_equal(woad_diffuse(&kernel, in, 8, 2, 2, 1, out, &error), bad);
    assert_non_null(strstr(error.message, "'floyd'"));
    assert_int_equal(woad_diffuse(&damping, in, 8, 2, 2, 1, out, &error), bad);
    assert_int_equal(woad_diffuse(&good, NULL, 8, 2, 2, 1, out, &error), bad);
    assert_int_equal(woad_diffuse(&good, in, 9, 2, 2, 1, out, &error), bad);
    assert_int_equal(woad_diffuse(&good, in, 8, 0, 2, 1, out, &error), bad);
    assert_int_equal(woad_diffuse(&good, in, 8, 2, 2, 5, out, &error), bad);
    assert_int_equal(woad_diffuse(&good, deep, 16, 2, 2, 1, (uint8_t *)deep, &error), bad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rule_by_hand),
        cmocka_unit_test(all_kernels_are_listed),
        cmocka_unit_test(images_follow_the_definition),
        cmocka_unit_test(flat_fields_keep_their_mean),
        cmocka_unit_test(levels_stay_as_they_are),
        cmocka_unit_test(channels_are_on_their_own),
        cmocka_unit_test(defaults_are_two_levels),
        cmocka_unit_test(bad_arguments_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
