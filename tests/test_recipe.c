/* Recipes: what is read, what is refused and how, and that text and values agree. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include <woad/woad.h>

#include "support.h"

static void check_refused(const char *text, const char *first, const char *second)
{
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    const woad_design_params before = params;
    woad_error error;
    assert_int_equal(woad_recipe_parse(text, "r.ini", &params, &error), WOAD_ERROR_RECIPE);
    if (!strstr(error.message, first) || !strstr(error.message, second))
        fail_msg("'%s' lacks '%s' or '%s'", error.message, first, second);
    assert_memory_equal(&params, &before, sizeof params);
}

static void errors_name_the_line_and_the_nearest_word(void **state)
{
    (void)state;
    check_refused("[mask]\nsize = 8x8\nsede = 3\n", "r.ini:3:", "'seed'");
    check_refused("[maks]\nseed = 3\n", "r.ini:2:", "'mask'");
    check_refused("[optimizer]\n\nmethod = adma\n", "r.ini:3:", "'adam'");
    check_refused("[loss.spectral]\ngrid = centered\n", "r.ini:2:", "'centred'");
    check_refused("[mask]\nseed\n", "r.ini:2:", "key = value");
    check_refused("[mask]\nseed = 1\n[zzzzzzzzzzzz]\na = 1\n", "r.ini:4:", "--print-recipe");
}

static void values_are_parsed_strictly(void **state)
{
    (void)state;
    check_refused("[mask]\nsize = 0x8\n", "size", "1 to 32768");
    check_refused("[mask]\nsize = -8\n", "size", "64x64");
    check_refused("[mask]\nsize = 8x8x8x8\n", "size", "64x64");
    check_refused("[mask]\nsize = 99999999999999999999\n", "size", "64x64");
    check_refused("[mask]\nseed = -1\n", "seed", "whole number");
    check_refused("[mask]\nseed = 18446744073709551616\n", "seed", "whole number");
    check_refused("[optimizer]\nrate = nan\n", "rate", "number");
    check_refused("[optimizer]\nrate = inf\n", "rate", "number");
    check_refused("[optimizer]\nrate = 0.1x\n", "rate", "number");
    check_refused("[optimizer]\nrate = 0\n", "rate", "1e-09");
    check_refused("[optimizer]\niterations = 1.5\n", "iterations", "whole number");
    check_refused("[optimizer]\nstochastic = maybe\n", "stochastic", "yes or no");
}

static void newer_formats_are_refused(void **state)
{
    (void)state;
    check_refused("[woad]\nrecipe = 4\n", "version 4", "1 to 3");
    check_refused("[woad]\nrecipe = x\n", "woad.recipe", "'x'");
    check_refused("[woad]\nrecip = 1\n", "'recip'", "'recipe'");
}

static void long_lines_are_refused_and_not_cut(void **state)
{
    (void)state;
    char text[600] = "[mask]\n; ";
    memset(text + strlen(text), 'x', 300);
    check_refused(text, "r.ini:2:", "at most");
}

static void a_recipe_changes_only_what_it_names(void **state)
{
    (void)state;
    woad_design_params params = WOAD_DESIGN_DEFAULTS, expected = params;
    const char *text = "; a comment\n[woad]\nrecipe = 2\nversion = 0.0.7\n[mask]\n"
                       "size = 12   ; both sides\n[optimizer]\nmethod=nesterov\n";
    assert_int_equal(woad_recipe_parse(text, "r.ini", &params, NULL), WOAD_OK);
    expected.width = expected.height = 12;
    expected.optimizer.method = WOAD_METHOD_NESTEROV;
    assert_memory_equal(&params, &expected, sizeof params);
}

/* There were no baselines then, no dither term and no swaps. */
static void version_1_has_nothing_of_version_2(void **state)
{
    (void)state;
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    assert_int_equal(
        woad_recipe_parse("[woad]\nrecipe = 1\n[mask]\nseed = 3\n", "r.ini", &params, NULL),
        WOAD_OK);
    assert_int_equal(params.baseline.method, WOAD_BASELINE_WHITE_NOISE);
    assert_true(params.loss.dither.weight == 0 && params.refine.trials == 0);
    assert_int_equal(params.seed, 3);
    assert_true(params.loss.spectral.weight == 0.1 && params.optimizer.iterations == 4000);
    assert_int_equal(woad_preset_find("notebook", &params, NULL), WOAD_OK);
    assert_int_equal(
        woad_recipe_parse("[woad]\nrecipe = 1\n", "r.ini", &params, NULL), WOAD_OK);
    assert_int_equal(params.optimizer.iterations, 100000);
}

static void assignments_set_one_key(void **state)
{
    (void)state;
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    woad_error error;
    assert_int_equal(woad_recipe_set("loss.spectral.grid=notebook", &params, &error), WOAD_OK);
    assert_int_equal(params.loss.spectral.grid, WOAD_GRID_NOTEBOOK);
    const char *const bad[] = {"", "seed=1", "mask.seed", "mask=1.5", "=", "mask.=1", ".=1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(woad_recipe_set(bad[i], &params, &error), WOAD_ERROR_RECIPE);
    assert_int_equal(
        woad_recipe_set("loss.spectral.cutof=1", &params, &error), WOAD_ERROR_RECIPE);
    assert_non_null(strstr(error.message, "'cutoff'"));
}

/* Another legal value for every kind of key. */
static const char *other_value(const woad_key *key, char text[WOAD_KEY_TEXT])
{
    switch (key->type) {
    case WOAD_KEY_REAL: /* needs all 17 digits */
        snprintf(
            text, WOAD_KEY_TEXT, "%.17g", key->minimum + (key->maximum - key->minimum) / 3);
        return text;
    case WOAD_KEY_COUNT:
        return "3";
    case WOAD_KEY_SEED:
        return "18446744073709551615";
    case WOAD_KEY_FLAG:
        return "yes";
    case WOAD_KEY_CHOICE:
        return key->choice_at(key->choice_at(1) ? 1 : 0)->name;
    case WOAD_KEY_STRING:
        if (strcmp(key->name, "pdf") == 0)
            return "histogram:of the values.csv";
        if (strcmp(key->section, "loss.target") == 0)
            return "stretch:1.5:-30,band-pass:0.125:0.2";
        return strcmp(key->name, "temporal") == 0 ? "box:3"
                                                  : "box:3:0.5,1.25:2,exponential:1,binomial:2";
    case WOAD_KEY_SIZE:
        return "1x32768x7";
    }
    return NULL;
}

static void every_key_survives_the_way_through_text(void **state)
{
    (void)state;
    woad_design_params params = WOAD_DESIGN_DEFAULTS, back = WOAD_DESIGN_DEFAULTS;
    woad_key key;
    size_t count;
    for (count = 0; woad_key_at(count, &key); count++) {
        char assignment[192], value[WOAD_KEY_TEXT];
        snprintf(assignment, sizeof assignment, "%s.%s=%s", key.section, key.name,
            other_value(&key, value));
        assert_int_equal(woad_recipe_set(assignment, &params, NULL), WOAD_OK);
    }
    assert_true(count > 20);
    char *text;
    assert_int_equal(woad_recipe_format(&params, &text, NULL), WOAD_OK);
    assert_int_equal(woad_recipe_parse(text, "r.ini", &back, NULL), WOAD_OK);
    assert_memory_equal(&params, &back, sizeof params);
    woad_free(text);
}

/* A locale with a decimal comma for the whole program, where the machine has one. */
static bool take_comma_locale(void)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8",
        "fr_FR.utf8", "es_ES.UTF-8", "it_IT.UTF-8", "nl_NL.UTF-8", "pl_PL.UTF-8", "ru_RU.UTF-8",
        "pt_BR.UTF-8", "sv_SE.UTF-8"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (setlocale(LC_ALL, names[i]) && strcmp(localeconv()->decimal_point, ",") == 0)
            return true;
    }
    return false;
}

static int restore_locale(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C") ? 0 : -1;
}

static void recipes_have_a_dot_in_every_locale(void **state)
{
    (void)state;
    if (!take_comma_locale())
        skip();
    woad_design_params params = WOAD_DESIGN_DEFAULTS, back;
    woad_error error = {""};
    char *text, value[WOAD_KEY_TEXT];
    woad_key key;
    if (woad_recipe_set("optimizer.rate=0.0625", &params, &error) < 0)
        fail_msg("%s", error.message);
    assert_true(params.optimizer.rate == 0.0625);
    assert_int_equal(woad_recipe_format(&params, &text, NULL), WOAD_OK);
    assert_non_null(strstr(text, "rate = 0.0625\n"));
    back = params;
    back.optimizer.rate = 1;
    assert_int_equal(woad_recipe_parse(text, "r.ini", &back, &error), WOAD_OK);
    assert_memory_equal(&params, &back, sizeof params);
    for (size_t i = 0; woad_key_at(i, &key); i++) {
        char there[WOAD_KEY_TEXT];
        woad_key_text(&key, &params, value, sizeof value);
        setlocale(LC_ALL, "C");
        woad_key_text(&key, &params, there, sizeof there);
        assert_string_equal(value, there);
        assert_true(take_comma_locale());
    }
    /* The program's own locale is as it was. */
    snprintf(value, sizeof value, "%.1f", 0.5);
    assert_string_equal(value, "0,5");
    woad_free(text);
}

static const char *word_at(size_t index, const void *user)
{
    static const char *const words[] = {"design", "dither", "inspect", NULL};
    (void)user;
    return words[index];
}

static void nearest_words_are_near(void **state)
{
    (void)state;
    assert_string_equal(woad_nearest_word("desing", word_at, NULL), "design");
    assert_string_equal(woad_nearest_word("dihter", word_at, NULL), "dither");
    assert_string_equal(woad_nearest_word("inspec", word_at, NULL), "inspect");
    assert_null(woad_nearest_word("zzzzzz", word_at, NULL));
    assert_null(woad_nearest_word("", word_at, NULL));
    char longest[200];
    memset(longest, 'd', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_null(woad_nearest_word(longest, word_at, NULL));
}

static void unknown_presets_name_the_nearest(void **state)
{
    (void)state;
    woad_design_params params;
    woad_error error;
    assert_int_equal(woad_preset_find("spectrel", &params, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "'spectral'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_name_the_line_and_the_nearest_word),
        cmocka_unit_test(values_are_parsed_strictly),
        cmocka_unit_test(newer_formats_are_refused),
        cmocka_unit_test(long_lines_are_refused_and_not_cut),
        cmocka_unit_test(a_recipe_changes_only_what_it_names),
        cmocka_unit_test(version_1_has_nothing_of_version_2),
        cmocka_unit_test(assignments_set_one_key),
        cmocka_unit_test(every_key_survives_the_way_through_text),
        cmocka_unit_test_teardown(recipes_have_a_dot_in_every_locale, restore_locale),
        cmocka_unit_test(nearest_words_are_near),
        cmocka_unit_test(unknown_presets_name_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
