/* test_failing_design.c - designs, and what their parameters name, on a machine without memory. */
#include <stdio.h>
#include <string.h>

#include <woad/woad.h>

#include "failing_support.h"
#include "score_reference.h"
#include "target_spectrum.h"

/* ---- designs -------------------------------------------------------------------------- */

typedef struct designing {
    woad_design_params params;
    const woad_mask *start;
    size_t count; /* of a set */
} designing;

static woad_status design(const void *context, woad_error *error)
{
    const designing *d = context;
    woad_mask *mask = untouched();
    woad_status status =
        checked(woad_design(&d->params, d->start, NULL, &mask, NULL, error), &mask);
    if (status >= 0)
        woad_mask_destroy(mask);
    return status;
}

static woad_status design_set(const void *context, woad_error *error)
{
    const designing *d = context;
    woad_mask *masks[2] = {untouched(), untouched()};
    woad_status status = woad_design_set(&d->params, d->count, NULL, masks, NULL, NULL, error);
    for (size_t i = 0; i < d->count; i++) {
        checked(status, &masks[i]);
        if (status >= 0)
            woad_mask_destroy(masks[i]);
    }
    return status;
}

static woad_design_params params_of(const char *preset, const char *const *settings)
{
    woad_design_params params;
    woad_error error = {""};
    assert_int_equal(woad_preset_find(preset, &params, NULL), WOAD_OK);
    params.width = params.height = 8;
    params.depth = 1;
    for (; settings && *settings; settings++) {
        if (woad_recipe_set(*settings, &params, &error) < 0)
            fail_msg("%s", error.message);
    }
    return params;
}

/* The preset at 8x8, by its first steps, with settings of its own. */
#define SETTINGS(...) ((const char *const[]){__VA_ARGS__, NULL})
static void fail_design(const char *preset, const char *const *settings)
{
    designing d = {.params = params_of(preset, settings)};
    if (d.params.optimizer.iterations > 3)
        d.params.optimizer.iterations = 3;
    if (d.params.finish.iterations > 3)
        d.params.finish.iterations = 3;
    if (d.params.refine.trials > 2)
        d.params.refine.trials = 2;
    char what[200];
    snprintf(what, sizeof what, "design %s %s", preset, settings ? settings[0] : "");
    fail_each_allocation(what, design, &d);
}

static void designs_of_all_presets(void **state)
{
    (void)state;
    const woad_entry *preset;
    for (size_t i = 0; (preset = woad_preset_at(i)); i++)
        fail_design(preset->name,
            SETTINGS(strcmp(preset->name, "spatiotemporal") == 0 ? "mask.size=6x6x2"
                                                                 : "mask.size=4x4"));
}

static void designs_with_other_terms(void **state)
{
    (void)state;
    fail_design("spectral", SETTINGS("mask.channels=2"));
    fail_design("spectral", SETTINGS("mask.pdf=gaussian"));
    fail_design("spectral", SETTINGS("mask.shift_x=3"));
    fail_design("spectral", SETTINGS("loss.uniformity.weight=1", "loss.dither.weight=1",
                                "loss.target.weight=1", "refine.trials=2"));
    fail_design("spectral",
        SETTINGS("mask.size=8x8x2", "loss.spectral.axes=volume", "loss.target.weight=1",
            "loss.uniformity.axes=time", "loss.target.axes=frame+time"));
    fail_design("vectors", SETTINGS("mask.pdf=hemisphere", "mask.size=2x2x2"));
    fail_design("dither", SETTINGS("loss.spectral.weight=1", "refine.temperature=0"));
}

static void designs_from_a_start_and_in_sets(void **state)
{
    (void)state;
    woad_mask *start = random_mask(8, 8, 1);
    designing d = {.params = params_of("dither", SETTINGS("refine.trials=2")), .start = start};
    fail_each_allocation("design dither from a start", design, &d);
    d.count = 2;
    fail_each_allocation("a set of 2", design_set, &d);
    woad_mask_destroy(start);
}

static double own_term(
    const float *values, size_t width, size_t height, size_t depth, void *user, float *gradient)
{
    (void)user;
    double sum = 0;
    for (size_t i = 0; i < width * height * depth; i++) {
        sum += values[i] * values[i];
        if (gradient)
            gradient[i] = 2 * values[i];
    }
    return sum;
}

static woad_status evaluate(const void *context, woad_error *error)
{
    static const float values[64] = {0.5F, -0.25F};
    const woad_design_params *params = context;
    float gradient[64];
    woad_losses losses;
    spoil(&losses, sizeof losses);
    return checked_memory(
        woad_loss_evaluate(&params->loss, values, 8, 8, 1, &losses, gradient, error), &losses,
        sizeof losses);
}

static void losses(void **state)
{
    (void)state;
    const woad_own_term own = {"own", 1, own_term, NULL};
    designing d = {.params = params_of(
                       "spectral", SETTINGS("loss.uniformity.weight=1", "loss.dither.weight=1",
                                       "loss.target.weight=1", "optimizer.iterations=2"))};
    d.params.loss.own = &own;
    d.params.loss.own_count = 1;
    fail_each_allocation("the loss of all terms", evaluate, &d.params);
    fail_each_allocation("design with a term of one's own", design, &d);
}

/* ---- kernels, targets, distributions, recipes ----------------------------------------- */

static woad_status target_of_volume(const void *context, woad_error *error)
{
    double *power = untouched();
    woad_status status = checked(
        woad_target_spectrum_create_rows(context, 8, 8, 2, 0, 16, &power, error), &power);
    if (status >= 0)
        woad_free(power);
    return status;
}

static void texts(void **state)
{
    (void)state;
    fail_each_allocation("kernel", try_taps, "0.7:8,box:3,binomial:4,exponential:2");
    fail_each_allocation("target", try_target, "stretch:2:30,high-pass:0.3");
    fail_each_allocation("target of a volume", target_of_volume, "band-pass:0.1:0.25");
    const woad_entry *entry;
    for (size_t i = 0; (entry = woad_pdf_at(i)); i++) {
        if (!strchr(entry->name, ':'))
            fail_each_allocation(entry->name, try_pdf, entry->name);
    }
}

static woad_status recipe(const void *context, woad_error *error)
{
    const woad_design_params *params = context;
    char *text = untouched();
    woad_status status = checked(woad_recipe_format(params, &text, error), &text);
    if (status < 0)
        return status;
    woad_design_params back, before;
    spoil(&back, sizeof back);
    before = back;
    status = woad_recipe_parse(text, "recipe", &back, error);
    if (status < 0) {
        assert_memory_equal(&back, &before, sizeof back);
    } else {
        woad_pdf *named = untouched();
        status = checked(woad_recipe_pdf(text, &named, error), &named);
        if (status >= 0)
            woad_pdf_destroy(named);
    }
    woad_free(text);
    return status;
}

static woad_status assignment(const void *context, woad_error *error)
{
    woad_design_params back, before;
    spoil(&back, sizeof back);
    before = back;
    woad_status status = woad_recipe_set(context, &back, error);
    if (status < 0)
        assert_memory_equal(&back, &before, sizeof back);
    return status;
}

static void recipes(void **state)
{
    (void)state;
    const woad_design_params params = params_of("spectral", SETTINGS("mask.pdf=gaussian"));
    fail_each_allocation("recipe", recipe, &params);
    fail_each_allocation("assignment", assignment, "mask.seed=3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(designs_of_all_presets),
        cmocka_unit_test(designs_with_other_terms),
        cmocka_unit_test(designs_from_a_start_and_in_sets),
        cmocka_unit_test(losses),
        cmocka_unit_test(texts),
        cmocka_unit_test(recipes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
