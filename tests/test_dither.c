/* test_dither.c - the promises of <woad/dither.h>: means, ends, tiling. */
#include "score_reference.h"

#include <string.h>

#include <woad/dither.h>

enum { MAX_PIXELS = 64 * 64 };

/* Dithers a flat grey field of the size of the mask and returns the mean of `measure` over it.
 * The field is 8-bit, or 16-bit when `bits` says so. */
static double mean_of_flat(
    const woad_dither_params *params, uint16_t sample, unsigned bits, double (*measure)(double))
{
    static uint8_t in8[MAX_PIXELS], out[MAX_PIXELS];
    static uint16_t in16[MAX_PIXELS];
    size_t width = params->masks[0]->width, height = params->masks[0]->height;
    for (size_t i = 0; i < width * height; i++) {
        in8[i] = (uint8_t)sample;
        in16[i] = sample;
    }
    const void *in = bits == 8 ? (const void *)in8 : (const void *)in16;
    assert_int_equal(woad_dither(params, in, bits, width, height, 1, out, NULL), WOAD_OK);
    double sum = 0, steps = params->levels[0] - 1.0;
    for (size_t i = 0; i < width * height; i++) {
        double level = round(out[i] * steps / 255) / steps; /* undoes the rounding of codes */
        assert_int_equal(out[i], lround(level * 255));
        sum += measure(level);
    }
    return sum / (double)(width * height);
}

static double encoded(double v)
{
    return v;
}

static double light(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static void flat_fields_keep_their_mean(void **state)
{
    (void)state;
    static const size_t sizes[][2] = {{64, 64}, {24, 10}, {1, 7}};
    static const unsigned levels[] = {2, 3, 4, 16, 255, 256};
    for (size_t i = 0; i < 3; i++) {
        woad_mask *mask = random_mask(sizes[i][0], sizes[i][1], i);
        double pixels = (double)woad_mask_count(mask);
        for (size_t l = 0; l < 6; l++) {
            woad_dither_params params = {.levels = {levels[l]}, .masks = {mask}};
            double tolerance = 0.5001 / pixels / (levels[l] - 1.0) + 1e-12;
            for (uint16_t grey = 0; grey < 256; grey++)
                assert_near(mean_of_flat(&params, grey, 8, encoded), grey / 255.0, tolerance);
        }
        woad_mask_destroy(mask);
    }
}

static void linear_space_keeps_the_mean_of_light(void **state)
{
    (void)state;
    static const unsigned levels[] = {2, 4, 16};
    woad_mask *mask = random_mask(64, 64, 4);
    for (size_t l = 0; l < 3; l++) {
        woad_dither_params params = {
            .levels = {levels[l]}, .space = WOAD_SPACE_LINEAR, .masks = {mask}};
        for (uint16_t grey = 0; grey < 256; grey++)
            assert_near(mean_of_flat(&params, grey, 8, light), light(grey / 255.0),
                0.5001 / MAX_PIXELS);
    }
    woad_mask_destroy(mask);
}

static void wide_samples_keep_their_mean(void **state)
{
    (void)state;
    woad_mask *mask = random_mask(32, 16, 5);
    woad_dither_params params = {.levels = {4}, .masks = {mask}};
    for (uint32_t sample = 0; sample <= UINT16_MAX; sample += 771) {
        double v = sample / 65535.0;
        params.space = WOAD_SPACE_SRGB;
        assert_near(mean_of_flat(&params, (uint16_t)sample, 16, encoded), v, 0.5001 / 512);
        params.space = WOAD_SPACE_LINEAR;
        assert_near(mean_of_flat(&params, (uint16_t)sample, 16, light), light(v), 0.5001 / 512);
    }
    woad_mask_destroy(mask);
}

/* The samples that are levels already, black and white among them, and thresholds as extreme
 * as a file can hold. */
static void levels_stay_whatever_the_threshold(void **state)
{
    (void)state;
    static const float extremes[] = {0, 0x1p-149f, 0x1p-24f, 0.5f, 1 - 0x1p-24f, 1};
    woad_mask *mask = random_mask(6, 1, 1);
    memcpy(mask->thresholds, extremes, sizeof extremes);
    for (unsigned levels = 2; levels <= 256; levels++) {
        for (int space = 0; space < 2; space++) {
            woad_dither_params params = {
                .levels = {levels}, .space = (woad_space)space, .masks = {mask}};
            for (unsigned grey = 0; grey < 256; grey++) {
                if (grey * (levels - 1) % 255 != 0)
                    continue;
                double v = grey / 255.0;
                assert_near(mean_of_flat(&params, (uint16_t)grey, 8, encoded), v, 1e-12);
                assert_near(
                    mean_of_flat(&params, (uint16_t)(grey * 257), 16, encoded), v, 1e-12);
            }
        }
    }
    woad_mask_destroy(mask);
}

/* floor(v + u) is 1 from v + u = 1 on. */
static void threshold_on_the_cut_goes_up(void **state)
{
    (void)state;
    woad_mask *mask = random_mask(2, 1, 1);
    woad_dither_params params = {.masks = {mask}};
    const uint8_t in[2] = {51, 51}; /* v = 0.2 */
    uint8_t out[2];
    mask->thresholds[0] = 0.8f;
    mask->thresholds[1] = nextafterf(0.8f, 0);
    assert_int_equal(woad_dither(&params, in, 8, 2, 1, 1, out, NULL), WOAD_OK);
    assert_int_equal(out[0], 255);
    assert_int_equal(out[1], 0);
    woad_mask_destroy(mask);
}

/* floor(v (L - 1) + 1/2 + s (u - 1/2)), but where that is within rounding of a level. */
static void damping_draws_thresholds_to_the_middle(void **state)
{
    (void)state;
    enum { W = 256, H = 8, COUNT = W * H };
    static const double dampings[] = {0.25, 0.6, 1};
    static uint8_t in[COUNT], out[COUNT], nearest[COUNT];
    static uint16_t deep[COUNT];
    woad_mask *mask = random_mask(W, H, 1);
    woad_pdf *triangular;
    assert_int_equal(woad_pdf_create("triangular", &triangular, NULL), WOAD_OK);
    for (size_t i = 0; i < COUNT; i++) {
        in[i] = (uint8_t)i;
        deep[i] = (uint16_t)(257 * (i % 256));
    }
    for (unsigned levels = 2; levels <= 7; levels++) {
        for (size_t d = 0; d < 3; d++) {
            woad_dither_params params = {
                .levels = {levels}, .masks = {mask}, .damping = dampings[d]};
            assert_int_equal(woad_dither(&params, in, 8, W, H, 1, nearest, NULL), WOAD_OK);
            assert_int_equal(woad_dither(&params, deep, 16, W, H, 1, out, NULL), WOAD_OK);
            assert_memory_equal(out, nearest, COUNT);
            for (size_t i = 0; i < COUNT; i++) {
                double u = (double)mask->thresholds[i];
                double x = in[i] / 255.0 * (levels - 1) + 0.5 + (1 - dampings[d]) * (u - 0.5);
                if (fabs(x - round(x)) > 1e-6)
                    assert_int_equal(out[i], lround(255 * floor(x) / (levels - 1)));
            }
        }
        /* The last ones had no noise at all, and so have those of a distribution. */
        woad_dither_params params = {
            .levels = {levels}, .masks = {mask}, .damping = 1, .noise = triangular};
        assert_int_equal(woad_dither(&params, in, 8, W, H, 1, out, NULL), WOAD_OK);
        assert_memory_equal(out, nearest, COUNT);
    }
    woad_pdf_destroy(triangular);
    woad_mask_destroy(mask);
}

/* Triangular noise of half the strength spreads a value over half the levels. */
static void damping_narrows_noise(void **state)
{
    (void)state;
    enum { W = 64, H = 64 };
    static uint8_t in[W * H], out[W * H];
    woad_mask *mask = random_mask(W, H, 1);
    woad_pdf *triangular;
    assert_int_equal(woad_pdf_create("triangular", &triangular, NULL), WOAD_OK);
    for (size_t d = 0; d < 2; d++) {
        woad_dither_params params = {
            .levels = {52}, .masks = {mask}, .noise = triangular, .damping = d ? 0.5 : 0};
        double variance = 0;
        memset(in, 100, sizeof in); /* level 20 exactly */
        assert_int_equal(woad_dither(&params, in, 8, W, H, 1, out, NULL), WOAD_OK);
        for (size_t i = 0; i < W * H; i++)
            variance += pow((out[i] - 100) / 5.0, 2) / (W * H);
        /* P(|n| > 1/2) of levels one off: 1/4 of whole noise, none of half of it. */
        assert_near(variance, d ? 0 : 0.25, 1e-3);
    }
    woad_pdf_destroy(triangular);
    woad_mask_destroy(mask);
}

static void masks_are_tiled_and_frames_wrap_around(void **state)
{
    (void)state;
    enum { W = 17, H = 11 };
    uint8_t in[W * H], out[W * H];
    woad_mask *mask = NULL;
    assert_int_equal(woad_mask_create(7, 3, 2, 1, &mask, NULL), WOAD_OK);
    woad_random random = woad_random_seed(9, 0);
    for (size_t i = 0; i < woad_mask_count(mask); i++)
        mask->thresholds[i] = woad_random_float(&random);
    for (size_t i = 0; i < W * H; i++)
        in[i] = (uint8_t)woad_random_next(&random);
    woad_dither_params params = {.levels = {6}, .masks = {mask}, .frame = 3};
    assert_int_equal(woad_dither(&params, in, 8, W, H, 1, out, NULL), WOAD_OK);
    for (size_t i = 0; i < W * H; i++) {
        double u = (double)mask->thresholds[(3 + i / W % 3) * 7 + i % W % 7];
        assert_int_equal(out[i], (int)(51 * floor(in[i] * 5 / 255.0 + u)));
    }
    woad_mask_destroy(mask);
}

/* Two levels of 8-bit grey have a way of their own: it must give what colours get. */
static void grey_is_as_each_of_three_equal_channels(void **state)
{
    (void)state;
    static const size_t masks[][2] = {{64, 64}, {17, 5}, {4096, 2}, {4097, 2}, {1, 1}};
    enum { WIDTH = 9000, HEIGHT = 11 };
    uint8_t *grey = test_malloc(WIDTH * HEIGHT), *colour = test_malloc(3 * WIDTH * HEIGHT);
    for (size_t i = 0; i < WIDTH * HEIGHT; i++)
        grey[i] = colour[3 * i] = colour[3 * i + 1] = colour[3 * i + 2] =
            (uint8_t)(i * 2654435761u >> 13);
    for (size_t m = 0; m < 10; m++) {
        woad_mask *mask = NULL;
        size_t width = masks[m / 2][0], height = masks[m / 2][1];
        assert_int_equal(woad_mask_create(width, height, 1, 1 + m % 2, &mask, NULL), WOAD_OK);
        for (size_t i = 0; i < woad_mask_count(mask); i++)
            mask->thresholds[i] = (float)(i * 2654435761u >> 7 & 0xffff) / 65536.0F;
        woad_dither_params params = {
            .space = (woad_space)(m / 2 % 2), .masks = {mask}, .x = 3 * m, .y = 7 * m};
        uint8_t *out = test_malloc(3 * WIDTH * HEIGHT), *one = test_malloc(WIDTH * HEIGHT);
        woad_dither(&params, colour, 8, WIDTH, HEIGHT, 3, out, NULL);
        assert_int_equal(woad_dither(&params, grey, 8, WIDTH, HEIGHT, 1, one, NULL), WOAD_OK);
        for (size_t i = 0; i < WIDTH * HEIGHT; i++)
            assert_true(one[i] == out[3 * i + 1]);
        memcpy(out, grey, WIDTH * HEIGHT);
        woad_dither(&params, out, 8, WIDTH, HEIGHT, 1, out, NULL); /* in place */
        assert_memory_equal(out, one, WIDTH * HEIGHT);
        test_free(out);
        test_free(one);
        woad_mask_destroy(mask);
    }
    test_free(grey);
    test_free(colour);
}

/* The mask lies on the plane: a part of a picture, dithered where it stands, is that part. */
static void parts_are_dithered_where_they_stand(void **state)
{
    (void)state;
    enum { WIDTH = 50, HEIGHT = 40, LEFT = 13, TOP = 29 };
    uint16_t in[WIDTH * HEIGHT], part[WIDTH * HEIGHT];
    uint8_t whole[WIDTH * HEIGHT], out[WIDTH * HEIGHT];
    woad_mask *mask = random_mask(24, 10, 3);
    woad_dither_params params = {.levels = {4}, .masks = {mask}};
    for (size_t i = 0; i < WIDTH * HEIGHT; i++)
        in[i] = (uint16_t)(i * 2654435761u >> 9);
    woad_dither(&params, in, 16, WIDTH, HEIGHT, 1, whole, NULL);
    size_t width = WIDTH - LEFT, height = HEIGHT - TOP;
    for (size_t y = 0; y < height; y++)
        memcpy(part + y * width, in + (y + TOP) * WIDTH + LEFT, width * sizeof *in);
    params.x = LEFT + 24 * 1000;
    params.y = TOP;
    assert_int_equal(woad_dither(&params, part, 16, width, height, 1, out, NULL), WOAD_OK);
    for (size_t y = 0; y < height; y++)
        assert_memory_equal(out + y * width, whole + (y + TOP) * WIDTH + LEFT, width);
    woad_mask_destroy(mask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flat_fields_keep_their_mean),
        cmocka_unit_test(linear_space_keeps_the_mean_of_light),
        cmocka_unit_test(wide_samples_keep_their_mean),
        cmocka_unit_test(levels_stay_whatever_the_threshold),
        cmocka_unit_test(threshold_on_the_cut_goes_up),
        cmocka_unit_test(damping_draws_thresholds_to_the_middle),
        cmocka_unit_test(damping_narrows_noise),
        cmocka_unit_test(masks_are_tiled_and_frames_wrap_around),
        cmocka_unit_test(grey_is_as_each_of_three_equal_channels),
        cmocka_unit_test(parts_are_dithered_where_they_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
