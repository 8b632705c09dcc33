/* test_failing_memory.c - scores, masks and dithering on a machine without memory. */
#include <string.h>

#include <woad/woad.h>

#include "failing_support.h"

/* ---- scores --------------------------------------------------------------------------- */

/* Calls f(mask, frame 0, channel 0, out, error) for an out of the type. */
#define SCORE(name, type, call)                                                                \
    static woad_status name(const void *context, woad_error *error)                            \
    {                                                                                          \
        const woad_mask *mask = context;                                                       \
        type out;                                                                              \
        spoil(&out, sizeof out);                                                               \
        return checked_memory(call, &out, sizeof out);                                         \
    }

typedef double threshold_scores[WOAD_SCORE_THRESHOLDS][WOAD_SCORE_SIGMAS];
typedef float power_spectrum[64];
typedef struct annuli {
    woad_annulus list[WOAD_RADIAL_CAPACITY(8, 8)];
    size_t count;
} annuli;
typedef struct coherence_annuli {
    woad_coherence_annulus list[WOAD_RADIAL_CAPACITY(8, 8)];
    size_t count;
} coherence_annuli;

SCORE(score, woad_scores, woad_score(mask, 0, 0, &out, error))
SCORE(by_threshold, threshold_scores, woad_score_by_threshold(mask, 0, 0, out, error))
SCORE(spacetime, woad_spacetime_scores, woad_score_spacetime(mask, 0, &out, error))
SCORE(spectrum, power_spectrum, woad_power_spectrum(mask, 0, 0, out, error))
SCORE(profile, annuli,
    woad_radial_profile(mask, 0, 0, out.list, WOAD_RADIAL_CAPACITY(8, 8), &out.count, error))
SCORE(coherence, woad_coherence_scores, woad_coherence(mask, 0, 0, mask, 0, 1, &out, error))
SCORE(coherence_profile, coherence_annuli,
    woad_coherence_profile(
        mask, 0, 0, mask, 0, 1, out.list, WOAD_RADIAL_CAPACITY(8, 8), &out.count, error))
SCORE(score_target, woad_target_score,
    woad_score_target(mask, 0, 0, NULL, "high-pass:0.3", &out, error))
SCORE(histogram, woad_histogram, woad_score_histogram(mask, 0, 0, &out, error))
SCORE(damage, woad_damage, woad_score_damage(mask, 0, 0, &out, error))
SCORE(vectors, double, woad_score_vectors(mask, 0, "square", &out, error))
SCORE(distinct, size_t, woad_mask_distinct(mask, 0, 0, &out, error))

static woad_status values(const void *context, woad_error *error)
{
    woad_pdf *gaussian = untouched();
    woad_value_scores out;
    spoil(&out, sizeof out);
    woad_status status = checked(woad_pdf_create("gaussian", &gaussian, error), &gaussian);
    if (status < 0)
        return status;
    status = checked_memory(
        woad_score_values(context, 0, 0, gaussian, &out, error), &out, sizeof out);
    woad_pdf_destroy(gaussian);
    return status;
}

static woad_mask *two_channels(void)
{
    woad_mask *mask = NULL;
    assert_int_equal(woad_mask_create(8, 8, 1, 2, &mask, NULL), WOAD_OK);
    for (size_t i = 0; i < 64; i++) {
        mask->ranks[2 * i] = (uint32_t)(i * 37 % 64);
        mask->ranks[2 * i + 1] = (uint32_t)(i * 29 % 64);
    }
    assert_int_equal(woad_mask_set_thresholds(mask, NULL), WOAD_OK);
    return mask;
}

static void scores(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        attempt *call;
    } all[] = {{"scores", score}, {"scores by threshold", by_threshold},
        {"scores in space and time", spacetime}, {"spectrum", spectrum},
        {"radial profile", profile}, {"coherence", coherence},
        {"coherence by annulus", coherence_profile}, {"score of a target", score_target},
        {"histogram", histogram}, {"damage", damage}, {"values", values}, {"vectors", vectors},
        {"distinct thresholds", distinct}};
    woad_mask *mask = two_channels();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        fail_each_allocation(all[i].name, all[i].call, mask);
    woad_mask_destroy(mask);
}

/* ---- masks ---------------------------------------------------------------------------- */

static woad_status builtin(const void *context, woad_error *error)
{
    (void)context;
    woad_mask *mask = untouched();
    woad_status status = checked(woad_mask_builtin(1, &mask, error), &mask);
    if (status >= 0)
        woad_mask_destroy(mask);
    return status;
}

static woad_status rank(const void *context, woad_error *error)
{
    const woad_mask *mask = context;
    woad_mask copy = *mask; /* the ranks are the same again */
    return woad_mask_rank(&copy, error);
}

static void masks(void **state)
{
    (void)state;
    fail_each_allocation("builtin mask", builtin, NULL);
    woad_mask *mask = two_channels();
    uint32_t ranks[128];
    memcpy(ranks, mask->ranks, sizeof ranks);
    fail_each_allocation("ranks", rank, mask);
    assert_memory_equal(ranks, mask->ranks, sizeof ranks);
    woad_mask_destroy(mask);
}

/* ---- images --------------------------------------------------------------------------- */

enum { WIDTH = 12, HEIGHT = 10 };
static const uint8_t in[WIDTH * HEIGHT * 4] = {9, 200, 77, 3, 50};

static woad_status diffuse(const void *context, woad_error *error)
{
    uint8_t out[WIDTH * HEIGHT * 3];
    spoil(out, sizeof out);
    return checked_memory(
        woad_diffuse(context, in, 8, WIDTH, HEIGHT, 3, out, error), out, sizeof out);
}

static woad_status create_palette(const void *context, woad_error *error)
{
    woad_colours colours, measured;
    woad_palette *palette = untouched();
    spoil(&colours, sizeof colours);
    woad_status status = checked_memory(
        woad_colours_named(context, &colours, &measured, error), &colours, sizeof colours);
    if (status < 0)
        return status;
    status = checked(
        woad_palette_create(&colours, &measured, WOAD_MIXING_OKLAB, &palette, error), &palette);
    if (status >= 0)
        woad_palette_destroy(palette);
    return status;
}

static woad_status dither_palette(const void *context, woad_error *error)
{
    const woad_palette *palette = context;
    woad_mask *mask = untouched();
    uint8_t out[WIDTH * HEIGHT];
    spoil(out, sizeof out);
    woad_status status = checked(woad_mask_builtin(0, &mask, error), &mask);
    if (status < 0)
        return status;
    const woad_palette_params params = {.mask = mask};
    status = checked_memory(
        woad_palette_dither(palette, &params, in, 8, WIDTH, HEIGHT, 3, out, error), out,
        sizeof out);
    woad_mask_destroy(mask);
    return status;
}

static woad_status diffuse_palette(const void *context, woad_error *error)
{
    uint8_t out[WIDTH * HEIGHT];
    spoil(out, sizeof out);
    return checked_memory(woad_palette_diffuse(context, &(woad_diffusion){0}, in, 8, WIDTH,
                              HEIGHT, 3, out, error),
        out, sizeof out);
}

static void dithering(void **state)
{
    (void)state;
    const woad_entry *entry;
    for (size_t i = 0; (entry = woad_diffusion_at(i)); i++) {
        const woad_diffuse_params params = {.diffusion = {.kernel = entry->name}};
        fail_each_allocation(entry->name, diffuse, &params);
    }
    fail_each_allocation("palette", create_palette, "bwr");
    woad_colours colours;
    woad_palette *palette;
    assert_int_equal(woad_colours_named("cga", &colours, NULL, NULL), WOAD_OK);
    assert_int_equal(
        woad_palette_create(&colours, NULL, WOAD_MIXING_LINEAR, &palette, NULL), WOAD_OK);
    fail_each_allocation("dithering to a palette", dither_palette, palette);
    fail_each_allocation("diffusing to a palette", diffuse_palette, palette);
    woad_palette_destroy(palette);
}

static woad_status prepare(const void *context, woad_error *error)
{
    woad_image image = {WIDTH, HEIGHT, 4, 8, NULL};
    uint8_t samples[sizeof in];
    memcpy(samples, in, sizeof in);
    image.samples = samples;
    woad_image *out = untouched();
    woad_status status = checked(woad_prepare(context, &image, &out, error), &out);
    if (status >= 0)
        woad_image_destroy(out);
    return status;
}

static void preparing(void **state)
{
    (void)state;
    const woad_prepare_params each[] = {{.width = 7}, {.brightness = 1, .grey = true},
        {.width = 20, .height = 20, .fit = WOAD_FIT_COVER, .sharpness = 1},
        {.sharpness = 1, .alpha = WOAD_ALPHA_DROP}};
    for (size_t i = 0; i < sizeof each / sizeof *each; i++)
        fail_each_allocation("preparing an image", prepare, &each[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores),
        cmocka_unit_test(masks),
        cmocka_unit_test(dithering),
        cmocka_unit_test(preparing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
