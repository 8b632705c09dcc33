/* test_noise.c - dithering by noise of a distribution: means, variances, both ends. */
#include "score_reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <woad/dither.h>

#include "noise.h"

enum { SIDE = 64, PIXELS = SIDE * SIDE };

static woad_pdf *pdf_of(const char *text)
{
    woad_pdf *pdf;
    assert_int_equal(woad_pdf_create(text, &pdf, NULL), WOAD_OK);
    return pdf;
}

static woad_pdf *pdf_of_table(const char *lines)
{
    char path[TEST_PATH], text[WOAD_PARAM_TEXT];
    test_file(path, lines, strlen(lines));
    snprintf(text, sizeof text, "table:%s", path);
    woad_pdf *pdf = pdf_of(text);
    remove(path);
    return pdf;
}

/* Levels of a flat field; the sums of its error and of the error's square, in levels. */
static void dither_flat(const woad_dither_params *params, uint16_t sample, unsigned bits,
    unsigned *levels, double *mean, double *square)
{
    static uint8_t in8[PIXELS], out[PIXELS];
    static uint16_t in16[PIXELS];
    double steps = params->levels[0] - 1.0;
    double x = sample * steps / (bits == 8 ? UINT8_MAX : UINT16_MAX);
    for (size_t i = 0; i < PIXELS; i++) {
        in8[i] = (uint8_t)sample;
        in16[i] = sample;
    }
    const void *in = bits == 8 ? (const void *)in8 : (const void *)in16;
    assert_int_equal(woad_dither(params, in, bits, SIDE, SIDE, 1, out, NULL), WOAD_OK);
    *mean = *square = 0;
    for (size_t i = 0; i < PIXELS; i++) {
        levels[i] = (unsigned)lround(out[i] * steps / 255);
        *mean += (levels[i] - x) / PIXELS;
        *square += (levels[i] - x) * (levels[i] - x) / PIXELS;
    }
}

static void triangular_noise_keeps_the_mean_and_one_variance(void **state)
{
    (void)state;
    static const unsigned level_counts[] = {2, 3, 6, 16, 256};
    woad_mask *mask = random_mask(SIDE, SIDE, 3);
    woad_pdf *pdf = pdf_of("triangular");
    unsigned levels[PIXELS];
    for (size_t l = 0; l < 5; l++) {
        woad_dither_params params = {
            .levels = {level_counts[l]}, .masks = {mask}, .noise = pdf};
        for (uint16_t grey = 0; grey < 256; grey++) {
            double x = grey * (level_counts[l] - 1) / 255.0, mean, square;
            dither_flat(&params, grey, 8, levels, &mean, &square);
            assert_near(mean, 0, 1.5 / PIXELS);
            if (x > 0.5 && x < level_counts[l] - 1.5)
                assert_near(square, 0.25, 4.0 / PIXELS);
            dither_flat(&params, (uint16_t)(grey * 257), 16, levels, &mean, &square);
            assert_near(mean, 0, 1.5 / PIXELS);
        }
    }
    woad_pdf_destroy(pdf);
    woad_mask_destroy(mask);
}

/* As it is written: floor(x + 1/2 + n), wherever it cannot leave the levels. */
static void noise_is_added_and_rounded(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double scale, bias;
    } noises[] = {{"triangular", 1, 0}, {"gaussian", 0.5, 0.00229}, {"laplace", 0.5, 0.0537}};
    woad_mask *mask = random_mask(SIDE, SIDE, 4);
    unsigned levels[PIXELS];
    for (size_t n = 0; n < 3; n++) {
        woad_pdf *pdf = pdf_of(noises[n].name);
        woad_dither_params params = {.levels = {40}, .masks = {mask}, .noise = pdf};
        for (uint16_t grey = 5 * 255 / 39; grey <= 34 * 255 / 39; grey++) {
            double x = grey * 39 / 255.0, mean, square;
            dither_flat(&params, grey, 8, levels, &mean, &square);
            assert_near(mean, 0, noises[n].bias + 1.0 / PIXELS);
            for (size_t i = 0; i < PIXELS; i++) {
                double noise =
                    noises[n].scale * woad_pdf_quantile(pdf, (double)mask->thresholds[i]);
                if (fabs(x + 0.5 + noise - rint(x + 0.5 + noise)) > 1e-6)
                    assert_int_equal(levels[i], floor(x + 0.5 + noise));
            }
        }
        woad_pdf_destroy(pdf);
    }
    woad_mask_destroy(mask);
}

/* Whatever the noise and the threshold: 0 and 1, black and white. */
static void ends_stay_and_nothing_leaves_the_levels(void **state)
{
    (void)state;
    static const char *const names[] = {"uniform", "triangular", "gaussian", "laplace"};
    woad_mask *mask = random_mask(SIDE, SIDE, 5);
    unsigned levels[PIXELS];
    mask->thresholds[0] = 0;
    mask->thresholds[1] = 1;
    for (size_t n = 0; n < 4; n++) {
        woad_pdf *pdf = pdf_of(names[n]);
        for (unsigned count = 2; count <= 256; count += 1 + count / 3) {
            woad_dither_params params = {.levels = {count}, .masks = {mask}, .noise = pdf};
            for (uint16_t grey = 0; grey < 256; grey++) {
                double mean, square;
                dither_flat(&params, grey, 8, levels, &mean, &square);
                for (size_t i = 0; i < PIXELS; i++) {
                    assert_true(levels[i] < count);
                    if (grey == 0 || grey == 255)
                        assert_int_equal(levels[i], grey == 0 ? 0 : count - 1);
                }
            }
        }
        woad_pdf_destroy(pdf);
    }
    woad_mask_destroy(mask);
}

/* Noise that is never negative must not brighten. */
static void the_mean_of_the_noise_is_taken_off(void **state)
{
    (void)state;
    woad_pdf *pdf = pdf_of_table("0 0\n1 1\n");
    woad_mask *mask = random_mask(SIDE, SIDE, 7);
    unsigned levels[PIXELS];
    woad_dither_params params = {.levels = {5}, .masks = {mask}, .noise = pdf};
    for (uint16_t grey = 0; grey < 256; grey++) {
        double mean, square;
        dither_flat(&params, grey, 8, levels, &mean, &square);
        assert_near(mean, 0, 2.0 / PIXELS);
    }
    woad_pdf_destroy(pdf);
    woad_mask_destroy(mask);
}

static void the_uniform_one_is_no_other_dither(void **state)
{
    (void)state;
    woad_mask *mask = random_mask(SIDE, SIDE, 6);
    woad_pdf *pdf = pdf_of("uniform");
    unsigned with[PIXELS], without[PIXELS];
    for (uint16_t grey = 0; grey < 256; grey += 3) {
        woad_dither_params params = {.levels = {6}, .masks = {mask}};
        double mean, square;
        dither_flat(&params, grey, 8, without, &mean, &square);
        params.noise = pdf;
        dither_flat(&params, grey, 8, with, &mean, &square);
        assert_memory_equal(with, without, sizeof with);
    }
    woad_pdf_destroy(pdf);
    woad_mask_destroy(mask);
}

static void what_noise_cannot_do_is_refused(void **state)
{
    (void)state;
    woad_pdf *wide = pdf_of_table("0 -5\n1 5\n"), *pdf = pdf_of("gaussian");
    woad_mask *mask = random_mask(2, 1, 1);
    const uint8_t in[2] = {0};
    uint8_t out[2];
    woad_error error;
    woad_dither_params params = {.masks = {mask}, .noise = wide};
    assert_int_equal(woad_dither(&params, in, 8, 2, 1, 1, out, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "reaches 5 levels"));
    params.noise = pdf;
    params.space = WOAD_SPACE_LINEAR;
    assert_int_equal(woad_dither(&params, in, 8, 2, 1, 1, out, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "space must be srgb"));
    woad_pdf_destroy(wide);
    woad_pdf_destroy(pdf);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(triangular_noise_keeps_the_mean_and_one_variance),
        cmocka_unit_test(noise_is_added_and_rounded),
        cmocka_unit_test(ends_stay_and_nothing_leaves_the_levels),
        cmocka_unit_test(the_mean_of_the_noise_is_taken_off),
        cmocka_unit_test(the_uniform_one_is_no_other_dither),
        cmocka_unit_test(what_noise_cannot_do_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
