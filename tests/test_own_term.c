/* Terms of the caller's own in a loss and in a design. */
#include <math.h>
#include <string.h>

#include <woad/woad.h>

#include "base/alloc.h"
#include "loss/loss.h"
#include "loss/term.h"
#include "support.h"

/* T = sum over the values of (m - place)^2, where a place is between -0.4 and 0.4 by its index;
 * counts its calls, and can be made to give what is not finite. */
typedef struct pull {
    size_t calls, slopes; /* all, and those with a gradient */
    size_t width, height, depth;
    double value_times;
    float gradient_times;
    size_t bad; /* the gradient here is multiplied by gradient_times */
} pull;

static float place_of(size_t i)
{
    return (float)(i * 7 % 9) / 10 - 0.4F;
}

static double pull_value(
    const float *values, size_t width, size_t height, size_t depth, void *user, float *gradient)
{
    pull *p = user;
    double total = 0;
    p->calls++;
    p->slopes += gradient != NULL;
    p->width = width;
    p->height = height;
    p->depth = depth;
    for (size_t i = 0; i < width * height * depth; i++) {
        float d = values[i] - place_of(i);
        total += (double)d * (double)d;
        if (gradient) {
            assert_true(gradient[i] == 0);
            gradient[i] += 2 * d * (i == p->bad ? p->gradient_times : 1);
        }
    }
    return total * p->value_times;
}

static pull good_pull(void)
{
    return (pull){.value_times = 1, .gradient_times = 1};
}

static woad_own_term term_of(pull *p)
{
    return (woad_own_term){"pull", 0.5, pull_value, p};
}

/* Of a loss without other terms, or of the post's with few iterations. */
static woad_design_params params_of(const char *preset, const woad_own_term *term)
{
    woad_design_params params;
    assert_int_equal(woad_preset_find(preset, &params, NULL), WOAD_OK);
    params.width = 12;
    params.height = 10;
    params.depth = 2;
    params.optimizer.iterations = 30;
    params.loss.own = term;
    params.loss.own_count = 1;
    return params;
}

static void it_stands_after_the_others_in_a_loss(void **state)
{
    (void)state;
    enum { WIDTH = 4, HEIGHT = 3, DEPTH = 2, COUNT = WIDTH * HEIGHT * DEPTH };
    float values[COUNT], gradient[COUNT];
    pull p = good_pull();
    woad_own_term terms[] = {term_of(&p), term_of(&p)};
    woad_design_params params = params_of("white-noise", terms);
    params.loss.own_count = 2;
    terms[1].weight = 2;
    woad_losses losses;
    for (size_t i = 0; i < COUNT; i++)
        values[i] = place_of(i) + 0.25F;
    assert_int_equal(
        woad_loss_evaluate(&params.loss, values, WIDTH, HEIGHT, DEPTH, &losses, gradient, NULL),
        WOAD_OK);
    assert_int_equal(p.width, WIDTH);
    assert_int_equal(p.height, HEIGHT);
    assert_int_equal(p.depth, DEPTH);
    assert_close(losses.terms[woad_loss_term_count()], 0.5 * COUNT / 16.0, 1e-6, 1);
    assert_close(losses.terms[woad_loss_term_count() + 1], 2.0 * COUNT / 16.0, 1e-6, 1);
    assert_close(losses.total, 2.5 * COUNT / 16.0, 1e-6, 1);
    for (size_t i = 0; i < COUNT; i++)
        assert_close((double)gradient[i], 2.5 * 2 * 0.25, 1e-6, 1);
}

/* By its multiplier; and nothing is asked for that is not wanted. */
static void it_counts_by_its_multiplier(void **state)
{
    (void)state;
    pull p = good_pull();
    woad_own_term term = term_of(&p);
    woad_design_params params = params_of("white-noise", &term);
    float multipliers[WOAD_MAX_LOSS_TERMS] = {0};
    float *values = woad_array(16, sizeof *values),
          *gradient = woad_array(16, sizeof *gradient);
    woad_loss *loss;
    woad_losses losses;
    assert_int_equal(woad_loss_create(&params.loss, 4, 4, 1, 1, &loss, NULL), WOAD_OK);
    woad_loss_gradient(loss, values, multipliers, gradient, NULL);
    assert_int_equal(p.calls, 0);
    woad_loss_gradient(loss, values, multipliers, gradient, &losses);
    assert_int_equal(p.calls, 1);
    assert_int_equal(p.slopes, 0);
    assert_true(losses.total > 0 && gradient[1] == 0);
    multipliers[woad_loss_term_count()] = 0.25F;
    woad_loss_gradient(loss, values, multipliers, gradient, NULL);
    assert_int_equal(p.slopes, 1);
    assert_close((double)gradient[1], 0.25 * 0.5 * 2 * -(double)place_of(1), 1e-6, 1);
    woad_loss_destroy(loss);
    woad_free(values);
    woad_free(gradient);
}

static woad_mask *design(const woad_design_params *params, woad_design_report *report)
{
    woad_mask *mask;
    assert_int_equal(woad_design(params, NULL, NULL, &mask, report, NULL), WOAD_OK);
    return mask;
}

/* What a design reports is the term at the mask's own values. */
static void a_design_lowers_it_and_reports_it(void **state)
{
    (void)state;
    pull p = good_pull();
    woad_own_term term = term_of(&p);
    woad_design_params params = params_of("spectral", &term);
    size_t index = woad_loss_term_count(), count = 12 * 10 * 2;
    woad_design_report with, without;
    term.weight = 5;
    woad_mask *mask = design(&params, &with);
    assert_int_equal(p.slopes, params.optimizer.iterations);
    float *values = woad_array(count, sizeof *values);
    for (size_t i = 0; i < count; i++)
        values[i] = 2 * mask->thresholds[i] - 1;
    double value = pull_value(values, 12, 10, 2, &p, NULL);
    assert_close(with.after.terms[index], term.weight * value, 1e-5, value);
    woad_free(values);

    /* Its loss at the end of a design that does not know it. */
    params.loss.own_count = 0;
    woad_mask *other = design(&params, &without);
    params.loss.own_count = 1;
    params.optimizer.iterations = 1;
    params.optimizer.rate = 1e-9;
    woad_mask *same;
    assert_int_equal(woad_design(&params, other, NULL, &same, &without, NULL), WOAD_OK);
    assert_true(with.after.terms[index] < 0.7 * without.after.terms[index]);
    woad_mask_destroy(mask);
    woad_mask_destroy(other);
    woad_mask_destroy(same);
}

/* In a size at which the other terms run in threads; and with random multipliers. */
static void it_gives_the_same_bytes_again(void **state)
{
    (void)state;
    pull p = good_pull();
    woad_own_term term = term_of(&p);
    woad_design_params params = params_of("notebook", &term);
    params.width = params.height = 96;
    params.optimizer.iterations = params.finish.iterations = 2;
    woad_mask *one = design(&params, NULL);
    params.threads = 3;
    woad_mask *other = design(&params, NULL);
    assert_memory_equal(one->ranks, other->ranks, 96 * 96 * 2 * sizeof *one->ranks);
    woad_mask_destroy(one);
    woad_mask_destroy(other);
}

/* A term that is off changes no byte, and is not called. */
static void without_weight_it_does_nothing(void **state)
{
    (void)state;
    pull p = good_pull();
    woad_own_term term = term_of(&p);
    woad_design_params params = params_of("spectral", &term);
    term.weight = 0;
    woad_mask *one = design(&params, NULL);
    params.loss.own_count = 0;
    woad_mask *other = design(&params, NULL);
    assert_int_equal(p.calls, 0);
    assert_memory_equal(one->ranks, other->ranks, 12 * 10 * 2 * sizeof *one->ranks);
    assert_string_equal(one->recipe, other->recipe);
    woad_mask_destroy(one);
    woad_mask_destroy(other);
}

static void the_recipe_names_it(void **state)
{
    (void)state;
    pull p = good_pull();
    woad_own_term term = term_of(&p);
    woad_design_params params = params_of("spectral", &term), read = WOAD_DESIGN_DEFAULTS;
    woad_mask *mask = design(&params, NULL);
    char *text;
    assert_non_null(strstr(mask->recipe,
        "; with the term 'pull', weight 0.5, which this recipe does not hold\n[woad]"));
    assert_int_equal(woad_recipe_parse(mask->recipe, "own", &read, NULL), WOAD_OK);
    assert_null(read.loss.own);
    read.loss.own = &term;
    read.loss.own_count = 1;
    assert_int_equal(woad_recipe_format(&read, &text, NULL), WOAD_OK);
    assert_string_equal(text, mask->recipe);
    /* A recipe of the first version goes back to the preset of its time, but keeps the term. */
    read = (woad_design_params)WOAD_DESIGN_DEFAULTS;
    read.loss.own = &term;
    read.loss.own_count = 1;
    assert_int_equal(woad_recipe_parse("[woad]\nrecipe = 1\n", "old", &read, NULL), WOAD_OK);
    assert_ptr_equal(read.loss.own, &term);
    assert_int_equal(read.loss.own_count, 1);
    woad_free(text);
    woad_mask_destroy(mask);
}

/* ---- what is refused ------------------------------------------------------------------ */

static void assert_refused(const woad_design_params *params, const char *words)
{
    woad_mask *mask = NULL;
    woad_error error;
    assert_int_equal(woad_design(params, NULL, NULL, &mask, NULL, &error), WOAD_ERROR_ARGUMENT);
    assert_null(mask);
    if (!strstr(error.message, words))
        fail_msg("'%s' is not in '%s'", words, error.message);
}

static void what_is_not_finite_ends_a_design(void **state)
{
    (void)state;
    pull p = good_pull();
    woad_own_term term = term_of(&p);
    woad_design_params params = params_of("spectral", &term);
    p.value_times = INFINITY;
    assert_refused(&params, "the term 'pull' gave a value that is not finite");
    assert_int_equal(p.calls, 1);
    p = good_pull();
    p.gradient_times = NAN;
    p.bad = 12 * 10 + 25;
    assert_refused(&params, "a gradient that is not finite at x 1, y 2, frame 1");
    assert_int_equal(p.calls, 1);
    /* Only where the last values are looked at. */
    p = good_pull();
    p.value_times = NAN;
    float values[12] = {0};
    woad_losses losses;
    woad_error error;
    assert_int_equal(woad_loss_evaluate(&params.loss, values, 4, 3, 1, &losses, NULL, &error),
        WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "the term 'pull'"));
}

/* The values, not the term, are to blame. */
static void a_rate_that_is_too_high_is_still_said(void **state)
{
    (void)state;
    pull p = good_pull();
    woad_own_term term = term_of(&p);
    woad_design_params params = params_of("notebook", &term);
    term.weight = 100;
    params.optimizer.iterations = 100;
    params.optimizer.rate = 1000;
    assert_refused(&params, "choose an optimizer.rate below 1000");
}

static void bad_terms_are_refused(void **state)
{
    (void)state;
    pull p = good_pull();
    const woad_own_term good = term_of(&p);
    woad_own_term term = good;
    woad_design_params params = params_of("spectral", &term);
    term.weight = NAN;
    assert_refused(&params, "the weight of the term 'pull' is nan: it must be 0 to 1e6");
    term.weight = 2e6;
    assert_refused(&params, "it must be 0 to 1e6");
    term = good;
    term.function = NULL;
    assert_refused(&params, "the term 'pull' has no function");
    const char *const names[] = {NULL, "", "two words", "line\n",
        "0123456789012345678901234567890123456789012345678901234567890123"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        term = good;
        term.name = names[i];
        assert_refused(&params, "loss.own[0] has no good name");
    }
    term = good;
    params.optimizer.iterations = 0;
    assert_refused(&params, "optimizer.iterations is 0: with the term 'pull'");
    params.optimizer.iterations = 1;
    params.loss.own_count = WOAD_MAX_LOSS_TERMS;
    assert_refused(&params, "loss.own_count is 16");
    size_t bytes;
    assert_int_equal(woad_design_memory(&params, &bytes, NULL), WOAD_ERROR_ARGUMENT);
    params.loss.own_count = 1;
    params.loss.own = NULL;
    assert_refused(&params, "loss.own is NULL");
    assert_int_equal(p.calls, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_stands_after_the_others_in_a_loss),
        cmocka_unit_test(it_counts_by_its_multiplier),
        cmocka_unit_test(a_design_lowers_it_and_reports_it),
        cmocka_unit_test(it_gives_the_same_bytes_again),
        cmocka_unit_test(without_weight_it_does_nothing),
        cmocka_unit_test(the_recipe_names_it),
        cmocka_unit_test(what_is_not_finite_ends_a_design),
        cmocka_unit_test(a_rate_that_is_too_high_is_still_said),
        cmocka_unit_test(bad_terms_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
