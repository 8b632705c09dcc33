/* test_palette.c - colours as mixtures of a palette's, against the conditions that define them. */
#include "score_reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <woad/dither.h>
#include <woad/palette.h>

static uint32_t state_of_numbers = 1;

static uint32_t number(uint32_t below)
{
    state_of_numbers = state_of_numbers * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)(state_of_numbers >> 8) * below >> 24);
}

/* ---- palettes of all kinds ------------------------------------------------------------------- */

enum { SPACE, PLANE, LINE, GREYS, GRID, KINDS };

static woad_colours random_colours(int kind, size_t count)
{
    woad_colours c = {.count = count};
    for (size_t k = 0; k < count; k++) {
        for (size_t i = 0; i < 3; i++)
            c.rgb[k][i] = (uint8_t)number(256);
        if (kind == PLANE)
            c.rgb[k][2] = 77;
        if (kind == LINE)
            c.rgb[k][1] = c.rgb[k][2] = 13;
        if (kind == GREYS)
            c.rgb[k][1] = c.rgb[k][2] = c.rgb[k][0];
        for (size_t i = 0; kind == GRID && i < 3; i++)
            c.rgb[k][i] = (uint8_t)(85 * number(4)); /* many on one sphere, some twice */
    }
    c.rgb[count - 1][0] = (uint8_t)(c.rgb[0][0] ^ 128); /* two at least */
    if (kind == GREYS)
        c.rgb[count - 1][1] = c.rgb[count - 1][2] = c.rgb[count - 1][0];
    return c;
}

static double light(double v)
{
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static void coordinates(const double rgb[3], woad_mixing mixing, double out[3])
{
    double l[3], m[3];
    for (size_t i = 0; i < 3; i++)
        l[i] = mixing == WOAD_MIXING_SRGB ? rgb[i] : light(rgb[i]);
    memcpy(out, l, sizeof l);
    if (mixing != WOAD_MIXING_OKLAB)
        return;
    m[0] = cbrt(0.4122214708 * l[0] + 0.5363325363 * l[1] + 0.0514459929 * l[2]);
    m[1] = cbrt(0.2119034982 * l[0] + 0.6806995451 * l[1] + 0.1073969566 * l[2]);
    m[2] = cbrt(0.0883024619 * l[0] + 0.2817188376 * l[1] + 0.6299787005 * l[2]);
    out[0] = 0.2104542553 * m[0] + 0.7936177850 * m[1] - 0.0040720468 * m[2];
    out[1] = 1.9779984951 * m[0] - 2.4285922050 * m[1] + 0.4505937099 * m[2];
    out[2] = 0.0259040371 * m[0] + 0.7827717662 * m[1] - 0.8086757660 * m[2];
}

static void point_of(const woad_colours *c, size_t k, woad_mixing mixing, double out[3])
{
    double rgb[3] = {c->rgb[k][0] / 255.0, c->rgb[k][1] / 255.0, c->rgb[k][2] / 255.0};
    coordinates(rgb, mixing, out);
}

/* q, the mixture, is the point of the hull nearest to c when no colour of the palette is on c's
 * side of the plane through q across c - q: (c - q) (p - q) <= 0 for all p. */
static void assert_nearest(const woad_colours *colours, woad_mixing mixing, const double rgb[3],
    const woad_palette *palette)
{
    uint8_t places[4];
    double weights[4], c[3], q[3] = {0}, sum = 0, p[3];
    size_t count = woad_palette_mix(palette, rgb, places, weights);
    assert_in_range(count, 1, 4);
    coordinates(rgb, mixing, c);
    for (size_t i = 0; i < count; i++) {
        assert_true(weights[i] > 0 && places[i] < colours->count);
        sum += weights[i];
        point_of(colours, places[i], mixing, p);
        for (size_t d = 0; d < 3; d++)
            q[d] += weights[i] * p[d];
    }
    assert_near(sum, 1, 1e-12);
    for (size_t k = 0; k < colours->count; k++) {
        double product = 0;
        point_of(colours, k, mixing, p);
        for (size_t d = 0; d < 3; d++)
            product += (c[d] - q[d]) * (p[d] - q[d]);
        assert_true(product < 2e-6);
    }
}

static void every_colour_is_mixed_to_the_nearest_of_the_hull(void **state)
{
    (void)state;
    static const size_t counts[] = {2, 3, 4, 5, 7, 16, 30, 256};
    for (int kind = 0; kind < KINDS; kind++) {
        for (size_t n = 0; n < (kind == SPACE ? 8 : 7); n++) {
            woad_colours colours = random_colours(kind, counts[n]);
            woad_mixing mixing = (woad_mixing)((kind + (int)n) % 3);
            woad_palette *palette;
            assert_int_equal(
                woad_palette_create(&colours, NULL, mixing, &palette, NULL), WOAD_OK);
            for (int i = 0; i < 150; i++) {
                double rgb[3] = {
                    number(1000) / 999.0, number(1000) / 999.0, number(1000) / 999.0};
                assert_nearest(&colours, mixing, rgb, palette);
            }
            for (size_t k = 0; k < counts[n]; k += 3) {
                double rgb[3] = {colours.rgb[k][0] / 255.0, colours.rgb[k][1] / 255.0,
                    colours.rgb[k][2] / 255.0};
                assert_nearest(&colours, mixing, rgb, palette);
            }
            woad_palette_destroy(palette);
        }
    }
}

/* ---- the least sum of w |p - c|^2, by all sets of four --------------------------------------- */

static double determinant(double m[3][3])
{
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
           m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
           m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

/* Infinite where c is not in the four's hull. */
static double spread_of(double p[4][3], const double c[3])
{
    double m[3][3], w[4], all, spread = 0;
    for (int d = 0; d < 3; d++) {
        for (int k = 0; k < 3; k++)
            m[d][k] = p[k + 1][d] - p[0][d];
    }
    all = determinant(m);
    if (fabs(all) < 1e-12)
        return INFINITY;
    w[0] = 1;
    for (int k = 0; k < 3; k++) {
        double n[3][3];
        memcpy(n, m, sizeof n);
        for (int d = 0; d < 3; d++)
            n[d][k] = c[d] - p[0][d];
        w[k + 1] = determinant(n) / all;
        w[0] -= w[k + 1];
    }
    for (int k = 0; k < 4; k++) {
        if (w[k] < -1e-9)
            return INFINITY;
        for (int d = 0; d < 3; d++)
            spread += w[k] * (p[k][d] - c[d]) * (p[k][d] - c[d]);
    }
    return spread;
}

static double least_spread(const woad_colours *colours, const double c[3])
{
    double least = INFINITY, p[4][3];
    size_t n = colours->count;
    for (size_t i = 0; i < n * n * n * n; i++) {
        size_t places[4] = {i % n, i / n % n, i / n / n % n, i / n / n / n};
        if (!(places[0] < places[1] && places[1] < places[2] && places[2] < places[3]))
            continue;
        for (int k = 0; k < 4; k++)
            point_of(colours, places[k], WOAD_MIXING_SRGB, p[k]);
        least = fmin(least, spread_of(p, c));
    }
    return least;
}

static void mixtures_are_of_near_colours(void **state)
{
    (void)state;
    for (int round = 0; round < 15; round++) {
        woad_colours colours = random_colours(SPACE, 7);
        woad_palette *palette;
        assert_int_equal(
            woad_palette_create(&colours, NULL, WOAD_MIXING_SRGB, &palette, NULL), WOAD_OK);
        for (int i = 0; i < 20; i++) {
            double c[3] = {number(1000) / 999.0, number(1000) / 999.0, number(1000) / 999.0};
            double least = least_spread(&colours, c), spread = 0, weights[4], p[3];
            uint8_t places[4];
            size_t count = woad_palette_mix(palette, c, places, weights);
            for (size_t k = 0; k < count; k++) {
                point_of(&colours, places[k], WOAD_MIXING_SRGB, p);
                for (int d = 0; d < 3; d++)
                    spread += weights[k] * (p[d] - c[d]) * (p[d] - c[d]);
            }
            if (least < (double)INFINITY)
                assert_near(spread, least, 1e-5); /* ties are decided by 1e-6 */
        }
        woad_palette_destroy(palette);
    }
}

/* ---- patches --------------------------------------------------------------------------------- */

enum { SIDE = 64 };

/* A flat patch of a colour inside the hull has its mean: within 2 / 255 by the built-in mask. */
static void patches_keep_their_mean(void **state)
{
    (void)state;
    woad_mask *mask;
    static uint8_t in[SIDE * SIDE * 3], out[SIDE * SIDE];
    assert_int_equal(woad_mask_builtin(0, &mask, NULL), WOAD_OK);
    for (int round = 0; round < 20; round++) {
        woad_colours colours = random_colours(round % 2 ? SPACE : GRID, 4 + number(20));
        woad_mixing mixing = round % 4 < 2 ? WOAD_MIXING_SRGB : WOAD_MIXING_LINEAR;
        woad_palette *palette;
        const woad_palette_params params = {.mask = mask};
        double wanted[3], mean[3] = {0};
        assert_int_equal(woad_palette_create(&colours, NULL, mixing, &palette, NULL), WOAD_OK);
        uint8_t places[4], rgb[3];
        double weights[4], c[3], q[3];
        do { /* a colour that is inside: its mixture is itself */
            for (int d = 0; d < 3; d++) {
                rgb[d] = (uint8_t)number(256);
                c[d] = rgb[d] / 255.0;
                q[d] = 0;
            }
            coordinates(c, mixing, wanted);
            size_t count = woad_palette_mix(palette, c, places, weights);
            for (size_t k = 0; k < count; k++) {
                double p[3];
                point_of(&colours, places[k], mixing, p);
                for (int d = 0; d < 3; d++)
                    q[d] += weights[k] * p[d];
            }
        } while (
            fabs(q[0] - wanted[0]) + fabs(q[1] - wanted[1]) + fabs(q[2] - wanted[2]) > 1e-3 &&
            number(300) > 0);
        for (size_t i = 0; i < SIDE * SIDE; i++)
            memcpy(in + 3 * i, rgb, 3);
        assert_int_equal(
            woad_palette_dither(palette, &params, in, 8, SIDE, SIDE, 3, out, NULL), WOAD_OK);
        for (size_t i = 0; i < SIDE * SIDE; i++) {
            double p[3];
            point_of(&colours, out[i], mixing, p);
            for (int d = 0; d < 3; d++)
                mean[d] += p[d] / (SIDE * SIDE);
        }
        for (int d = 0; d < 3; d++)
            assert_near(mean[d], q[d], 2 / 255.0);
        woad_palette_destroy(palette);
    }
    woad_mask_destroy(mask);
}

/* Black and white by mixing is what two levels are. */
static void black_and_white_are_two_levels(void **state)
{
    (void)state;
    enum { WIDTH = 100, HEIGHT = 70 };
    uint8_t grey[WIDTH * HEIGHT], levels[WIDTH * HEIGHT], places[WIDTH * HEIGHT];
    woad_colours colours;
    woad_palette *palette;
    woad_mask *mask = random_mask(24, 10, 3);
    assert_int_equal(woad_colours_named("bw", &colours, NULL, NULL), WOAD_OK);
    assert_int_equal(
        woad_palette_create(&colours, NULL, WOAD_MIXING_SRGB, &palette, NULL), WOAD_OK);
    for (size_t i = 0; i < WIDTH * HEIGHT; i++)
        grey[i] = (uint8_t)(i * 2654435761u >> 9);
    const woad_dither_params dither = {.masks = {mask}, .x = 5, .y = 8};
    woad_palette_params params = {.mask = mask, .x = 5, .y = 8};
    woad_dither(&dither, grey, 8, WIDTH, HEIGHT, 1, levels, NULL);
    assert_int_equal(
        woad_palette_dither(palette, &params, grey, 8, WIDTH, HEIGHT, 1, places, NULL),
        WOAD_OK);
    size_t others = 0;
    for (size_t i = 0; i < WIDTH * HEIGHT; i++)
        others += (levels[i] == 255) != (places[i] == 1);
    assert_in_range(others, 0, 2); /* the cuts are rounded otherwise */
    woad_palette_destroy(palette);
    woad_mask_destroy(mask);
}

/* The place that a mixture gives at a threshold. */
static uint8_t place_of(const woad_palette *palette, const uint16_t *samples, float threshold)
{
    uint8_t places[4];
    double weights[4], rgb[3], sum = 0;
    for (int d = 0; d < 3; d++)
        rgb[d] = samples[d] / 65535.0;
    size_t count = woad_palette_mix(palette, rgb, places, weights), k = 0;
    for (sum = weights[0]; k + 1 < count && threshold >= (float)sum; sum += weights[k])
        k++;
    return places[k];
}

/* Many colours, of which few fit into what a row remembers. */
static void each_pixel_is_its_mixture_at_its_threshold(void **state)
{
    (void)state;
    enum { WIDTH = 120, HEIGHT = 60 };
    static uint16_t in[WIDTH * HEIGHT * 3];
    static uint8_t out[WIDTH * HEIGHT];
    woad_colours colours;
    woad_palette *palette;
    woad_mask *mask = random_mask(24, 10, 3);
    size_t others = 0;
    assert_int_equal(woad_colours_named("cga", &colours, NULL, NULL), WOAD_OK);
    assert_int_equal(
        woad_palette_create(&colours, NULL, WOAD_MIXING_LINEAR, &palette, NULL), WOAD_OK);
    for (size_t i = 0; i < WIDTH * HEIGHT * 3; i++)
        in[i] = (uint16_t)(number(40) * 1600);
    const woad_palette_params params = {.mask = mask, .x = 7, .y = 3};
    assert_int_equal(
        woad_palette_dither(palette, &params, in, 16, WIDTH, HEIGHT, 3, out, NULL), WOAD_OK);
    for (size_t i = 0; i < WIDTH * HEIGHT; i++) {
        size_t x = (i % WIDTH + 7) % 24, y = (i / WIDTH + 3) % 10;
        others += out[i] != place_of(palette, in + 3 * i, mask->thresholds[y * 24 + x]);
    }
    assert_in_range(others, 0, 3); /* light of samples is rounded to floats */
    woad_palette_destroy(palette);
    woad_mask_destroy(mask);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    enum { WIDTH = 512, HEIGHT = 300 };
    uint16_t *in = test_malloc(WIDTH * HEIGHT * 4 * sizeof *in);
    uint8_t *one = test_malloc(WIDTH * HEIGHT), *three = test_malloc(WIDTH * HEIGHT);
    woad_colours colours, measured;
    woad_palette *palette;
    woad_mask *mask = random_mask(64, 64, 3);
    woad_palette_params params = {.mask = mask};
    for (size_t i = 0; i < WIDTH * HEIGHT * 4; i++)
        in[i] = (uint16_t)(i / 4 * 2654435761u >> (8 + i % 4));
    assert_int_equal(woad_colours_named("spectra6", &colours, &measured, NULL), WOAD_OK);
    assert_int_equal(measured.count, 6);
    assert_int_equal(
        woad_palette_create(&colours, &measured, WOAD_MIXING_OKLAB, &palette, NULL), WOAD_OK);
    woad_palette_dither(palette, &params, in, 16, WIDTH, HEIGHT, 4, one, NULL);
    params.threads = 3;
    woad_palette_dither(palette, &params, in, 16, WIDTH, HEIGHT, 4, three, NULL);
    assert_int_equal(
        woad_palette_dither(palette, &params, one, 8, 9, 9, 1, one, NULL), WOAD_ERROR_ARGUMENT);
    assert_memory_equal(one, three, WIDTH * HEIGHT);
    woad_palette_destroy(palette);
    woad_mask_destroy(mask);
    test_free(in);
    test_free(one);
    test_free(three);
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void built_in_palettes_are_ready(void **state)
{
    (void)state;
    const woad_entry *entry;
    for (size_t i = 0; (entry = woad_palette_at(i)) != NULL; i++) {
        woad_colours colours, measured;
        woad_palette *palette;
        assert_int_equal(woad_colours_named(entry->name, &colours, &measured, NULL), WOAD_OK);
        assert_true(measured.count == 0 || measured.count == colours.count);
        assert_int_equal(
            woad_palette_create(&colours, &measured, WOAD_MIXING_SRGB, &palette, NULL),
            WOAD_OK);
        assert_int_equal(woad_palette_colours(palette)->count, colours.count);
        woad_palette_destroy(palette);
    }
}

static woad_status colours_of_file(
    const void *bytes, size_t size, woad_colours *out, woad_error *error)
{
    char path[TEST_PATH];
    test_file(path, bytes, size);
    woad_status status = woad_colours_named(path, out, NULL, error);
    remove(path);
    return status;
}

static void assert_three(const woad_colours *c)
{
    static const uint8_t wanted[3][3] = {{0, 0, 0}, {255, 128, 7}, {16, 32, 48}};
    assert_int_equal(c->count, 3);
    assert_memory_equal(c->rgb, wanted, sizeof wanted);
}

static void files_of_every_kind_are_read(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "GIMP Palette\nName: x\nColumns: 2\n# a comment\n  0   0   0\tblack\n255 128 7 b\n16 32 48",
        "JASC-PAL\r\n0100\r\n3\r\n0 0 0\r\n255 128 7\r\n16 32 48\r\n",
        "000000\nff8007\n102030\n\n", "#000000\r\n#FF8007\r\n#102030"};
    woad_colours c;
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(colours_of_file(texts[i], strlen(texts[i]), &c, NULL), WOAD_OK);
        assert_three(&c);
    }
    uint8_t act[772] = {0, 0, 0, 255, 128, 7, 16, 32, 48, [769] = 3};
    assert_int_equal(colours_of_file(act, 772, &c, NULL), WOAD_OK);
    assert_three(&c);
    assert_int_equal(colours_of_file(act, 768, &c, NULL), WOAD_OK);
    assert_int_equal(c.count, 256);
    const char image[] = "P3 2 2 255 0 0 0 255 128 7 0 0 0 16 32 48";
    assert_int_equal(colours_of_file(image, sizeof image - 1, &c, NULL), WOAD_OK);
    assert_three(&c);
    assert_int_equal(woad_colours_named("#000,FF8007,102030", &c, NULL, NULL), WOAD_OK);
    assert_three(&c);
}

static void what_is_no_palette_gets_a_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } bad[] = {{"", "empty"}, {"GIMP Palette\n1 2\n", ":2: "},
        {"GIMP Palette\n1 2 256 x", ":2: "}, {"JASC-PAL\n0100\n0\n", ":3: "},
        {"JASC-PAL\n0100\n2\n1 2 3\n", ":5: "}, {"JASC-PAL", "number of colours"},
        {"000000\nff800\n", ":2: "}, {"hello", "no palette"}};
    woad_colours c;
    woad_error error;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_true(colours_of_file(bad[i].text, strlen(bad[i].text), &c, &error) < 0);
        if (!strstr(error.message, bad[i].words))
            fail_msg("%zu: %s", i, error.message);
    }
    uint8_t act[772] = {[768] = 1, [769] = 1};
    assert_int_equal(colours_of_file(act, 772, &c, &error), WOAD_ERROR_FORMAT);
    assert_int_equal(woad_colours_named("spectra", &c, NULL, &error), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_colours_named("#000,#12", &c, NULL, &error), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_colours_named("./nowhere.gpl", &c, NULL, &error), WOAD_ERROR_READ);
    char many[257 * 7 + 1] = "";
    for (int i = 0; i < 257; i++)
        snprintf(many + strlen(many), 8, "%06x\n", i);
    assert_int_equal(colours_of_file(many, strlen(many), &c, &error), WOAD_ERROR_FORMAT);
}

static void palettes_that_cannot_mix_are_refused(void **state)
{
    (void)state;
    woad_palette *palette = NULL;
    woad_colours one = {.count = 1}, same = {.count = 3}, two = {.count = 2, .rgb = {{1}}};
    woad_error error;
    const int wrong = WOAD_ERROR_ARGUMENT;
    assert_int_equal(woad_palette_create(NULL, NULL, 0, &palette, &error), wrong);
    assert_int_equal(woad_palette_create(&one, NULL, 0, &palette, &error), wrong);
    assert_non_null(strstr(error.message, "1 colour:"));
    assert_int_equal(woad_palette_create(&same, NULL, 0, &palette, &error), wrong);
    assert_non_null(strstr(error.message, "the same"));
    assert_int_equal(woad_palette_create(&two, &one, 0, &palette, &error), wrong);
    assert_int_equal(woad_palette_create(&two, NULL, (woad_mixing)3, &palette, &error), wrong);
    assert_null(palette);
}

/* ---- error diffusion ------------------------------------------------------------------------- */

/* Flat patches inside the hull have the right mean by every kernel that drops nothing. */
static void diffusion_keeps_the_mean(void **state)
{
    (void)state;
    enum { EDGE = 96 };
    static uint8_t in[EDGE * EDGE * 3], out[EDGE * EDGE];
    const woad_entry *kernel;
    for (size_t k = 0; (kernel = woad_diffusion_at(k)) != NULL; k++) {
        woad_mixing mixing = (woad_mixing)(k % 3);
        woad_colours colours = random_colours(SPACE, 4 + number(12));
        woad_palette *palette = NULL;
        woad_error error;
        double want[3] = {0}, mean[3] = {0}, hull[3] = {0}, weights[4];
        uint8_t places[4];
        assert_int_equal(woad_palette_create(&colours, NULL, mixing, &palette, &error), 0);
        const double rgb[3] = {number(256) / 255.0, number(256) / 255.0, number(256) / 255.0};
        for (size_t i = 0; i < sizeof in; i++)
            in[i] = (uint8_t)lround(255 * rgb[i % 3]);
        size_t count = woad_palette_mix(palette, rgb, places, weights);
        for (size_t i = 0; i < count; i++) {
            point_of(&colours, places[i], mixing, want);
            for (size_t c = 0; c < 3; c++)
                hull[c] += weights[i] * want[c];
        }
        const woad_diffusion diffusion = {.kernel = kernel->name, .raster = k % 2};
        assert_int_equal(
            woad_palette_diffuse(palette, &diffusion, in, 8, EDGE, EDGE, 3, out, &error), 0);
        for (size_t i = 0; i < sizeof out; i++) {
            point_of(&colours, out[i], mixing, want);
            for (size_t c = 0; c < 3; c++)
                mean[c] += want[c] / sizeof out;
        }
        /* What is under way at the edges is lost: at most about a colour's distance a pixel. */
        for (size_t c = 0; c < 3 && strcmp(kernel->name, "atkinson") != 0; c++)
            assert_close(mean[c], hull[c], 4.0 / EDGE, 1);
        woad_palette_destroy(palette);
    }
}

/* Black and white by diffusion are two levels by diffusion, where nothing is in the middle. */
static void diffusion_to_black_and_white_is_that_to_levels(void **state)
{
    (void)state;
    enum { WIDTH = 61, HEIGHT = 33, COUNT = WIDTH * HEIGHT };
    uint8_t in[COUNT], places[COUNT], levels[COUNT];
    const woad_colours colours = {.count = 2, .rgb = {{0, 0, 0}, {255, 255, 255}}};
    woad_palette *palette = NULL;
    woad_error error;
    assert_int_equal(woad_palette_create(&colours, NULL, 0, &palette, &error), 0);
    for (size_t i = 0; i < COUNT; i++)
        in[i] = (uint8_t)number(256);
    const woad_diffuse_params params = {.diffusion = {.kernel = "stucki", .damping = 0.25}};
    assert_int_equal(woad_diffuse(&params, in, 8, WIDTH, HEIGHT, 1, levels, &error), 0);
    assert_int_equal(woad_palette_diffuse(
                         palette, &params.diffusion, in, 8, WIDTH, HEIGHT, 1, places, &error),
        0);
    size_t different = 0;
    for (size_t i = 0; i < COUNT; i++)
        different += levels[i] != 255 * places[i];
    assert_true(different < COUNT / 100);
    woad_palette_destroy(palette);
}

/* Without strength each pixel takes the heaviest colour of its mixture, or the nearest one. */
static void without_strength_nothing_is_dithered(void **state)
{
    (void)state;
    enum { EDGE = 32 };
    static uint8_t in[EDGE * EDGE * 3], by_mask[EDGE * EDGE], diffused[EDGE * EDGE];
    woad_colours colours = random_colours(SPACE, 7);
    woad_palette *palette = NULL;
    woad_mask *mask = NULL;
    woad_error error;
    assert_int_equal(woad_palette_create(&colours, NULL, 0, &palette, &error), 0);
    assert_int_equal(woad_mask_builtin(0, &mask, &error), 0);
    for (size_t i = 0; i < sizeof in; i++)
        in[i] = (uint8_t)number(256);
    const woad_palette_params params = {.mask = mask, .damping = 1},
                              wrong = {mask, .damping = -1};
    const woad_diffusion diffusion = {.damping = 1};
    assert_int_equal(
        woad_palette_dither(palette, &params, in, 8, EDGE, EDGE, 3, by_mask, &error), 0);
    assert_int_equal(
        woad_palette_diffuse(palette, &diffusion, in, 8, EDGE, EDGE, 3, diffused, &error), 0);
    for (size_t i = 0; i < sizeof by_mask; i++) {
        double rgb[3], weights[4], heaviest = 0, weight = 0, hull[3] = {0}, p[3], q[3];
        uint8_t places[4];
        for (size_t c = 0; c < 3; c++)
            rgb[c] = in[3 * i + c] / 255.0;
        size_t count = woad_palette_mix(palette, rgb, places, weights);
        for (size_t k = 0; k < count; k++) {
            heaviest = fmax(heaviest, weights[k]);
            weight = places[k] == by_mask[i] ? weights[k] : weight;
            point_of(&colours, places[k], WOAD_MIXING_SRGB, p);
            for (size_t c = 0; c < 3; c++)
                hull[c] += weights[k] * p[c];
        }
        assert_true(weight > heaviest - 1e-6);
        point_of(&colours, diffused[i], WOAD_MIXING_SRGB, p);
        for (size_t k = 0; k < colours.count; k++) {
            double taken = 0, other = 0;
            point_of(&colours, k, WOAD_MIXING_SRGB, q);
            for (size_t c = 0; c < 3; c++) {
                taken += (p[c] - hull[c]) * (p[c] - hull[c]);
                other += (q[c] - hull[c]) * (q[c] - hull[c]);
            }
            assert_true(taken < other + 1e-6);
        }
    }
    assert_int_equal(
        woad_palette_dither(palette, &wrong, in, 8, EDGE, EDGE, 3, by_mask, &error),
        WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_palette_diffuse(palette, NULL, in, 8, EDGE, EDGE, 3, by_mask, &error),
        WOAD_ERROR_ARGUMENT);
    assert_int_equal(
        woad_palette_diffuse(palette, &diffusion, in, 8, EDGE, EDGE, 3, in, &error),
        WOAD_ERROR_ARGUMENT);
    woad_mask_destroy(mask);
    woad_palette_destroy(palette);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_colour_is_mixed_to_the_nearest_of_the_hull),
        cmocka_unit_test(mixtures_are_of_near_colours),
        cmocka_unit_test(patches_keep_their_mean),
        cmocka_unit_test(black_and_white_are_two_levels),
        cmocka_unit_test(each_pixel_is_its_mixture_at_its_threshold),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(built_in_palettes_are_ready),
        cmocka_unit_test(files_of_every_kind_are_read),
        cmocka_unit_test(what_is_no_palette_gets_a_sentence),
        cmocka_unit_test(diffusion_keeps_the_mean),
        cmocka_unit_test(diffusion_to_black_and_white_is_that_to_levels),
        cmocka_unit_test(without_strength_nothing_is_dithered),
        cmocka_unit_test(palettes_that_cannot_mix_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
