/* test_state.c - designs that stop in the middle, and go on as if they had not. */
#include <stdlib.h>
#include <string.h>

#include <woad/design.h>
#include <woad/recipe.h>

#include "state.h"
#include "support.h"

enum { MEMBERS = 3 };

/* What an observer does: saves the design when it has been called so often, and stops it. */
typedef struct saver {
    size_t when, calls;
    void *bytes;
    size_t size;
    woad_stage stage;
    woad_losses losses; /* of the last report */
} saver;

/* Only looks on. */
#define NEVER                                                                                  \
    {                                                                                          \
        .when = SIZE_MAX                                                                       \
    }

static bool save_and_stop(const woad_progress *progress, void *user)
{
    saver *s = user;
    woad_error error = {""};
    s->losses = progress->losses;
    if (s->bytes)
        assert_null(progress->state); /* what was stopped has nothing to go on from */
    if (s->calls++ < s->when || !progress->state || s->bytes)
        return s->bytes != NULL;
    if (woad_design_save(progress->state, &s->bytes, &s->size, &error) < 0)
        fail_msg("%s", error.message);
    s->stage = progress->stage;
    return true;
}

static woad_design_params params_of(const char *preset, const char *const *settings)
{
    woad_design_params p;
    woad_error error = {""};
    assert_int_equal(woad_preset_find(preset, &p, &error), WOAD_OK);
    for (size_t i = 0; settings[i]; i++) {
        if (woad_recipe_set(settings[i], &p, &error) < 0)
            fail_msg("%s", error.message);
    }
    return p;
}

static void assert_same(const woad_mask *a, const woad_mask *b, const woad_design_report *ra,
    const woad_design_report *rb)
{
    assert_memory_equal(a->ranks, b->ranks, woad_mask_count(a) * sizeof *a->ranks);
    assert_memory_equal(
        a->thresholds, b->thresholds, woad_mask_count(a) * sizeof *a->thresholds);
    assert_string_equal(a->recipe, b->recipe);
    assert_int_equal(ra->stop, rb->stop);
    assert_int_equal(ra->iterations, rb->iterations);
    assert_int_equal(ra->sweeps, rb->sweeps);
    assert_int_equal(ra->swaps, rb->swaps);
    assert_int_equal(ra->backoffs, rb->backoffs);
    assert_memory_equal(&ra->before, &rb->before, sizeof ra->before);
    assert_memory_equal(&ra->after, &rb->after, sizeof ra->after);
}

/* A mask (0 members) or a set. */
typedef struct made {
    woad_mask *masks[MEMBERS];
    woad_design_report reports[MEMBERS];
    size_t count;
} made;

static void clear(made *m)
{
    for (size_t i = 0; i < MEMBERS; i++)
        woad_mask_destroy(m->masks[i]);
    *m = (made){.count = 0};
}

/* From the beginning, or from what was saved. */
static made design(const woad_design_params *params, size_t members, const saver *from,
    const woad_observer *observer)
{
    made m = {.count = 1};
    woad_error error = {""};
    woad_status status;
    if (members == 0 && !from)
        status = woad_design(params, NULL, observer, m.masks, m.reports, &error);
    else if (members == 0)
        status = woad_design_resume(
            from->bytes, from->size, "saved", params, observer, m.masks, m.reports, &error);
    else if (!from)
        status =
            woad_design_set(params, members, observer, m.masks, m.reports, &m.count, &error);
    else
        status = woad_design_set_resume(from->bytes, from->size, "saved", params, members,
            observer, m.masks, m.reports, &m.count, &error);
    if (status < 0)
        fail_msg("%s", error.message);
    return m;
}

static void assert_same_made(const made *a, const made *b)
{
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++)
        assert_same(a->masks[i], b->masks[i], &a->reports[i], &b->reports[i]);
}

/* Goes on from there, with another number of threads, and stops it once more on the way. */
static made resume_twice(
    const woad_design_params *params, size_t members, const saver *first, woad_losses *losses)
{
    woad_design_params threaded = *params;
    saver second = {.when = 3};
    const woad_observer observer = {save_and_stop, &second, 1};
    threaded.threads = 3;
    made m = design(&threaded, members, first, &observer);
    if (second.calls > 0)
        *losses = second.losses;
    if (second.bytes) {
        saver last = NEVER;
        const woad_observer looker = {save_and_stop, &last, 1};
        clear(&m);
        m = design(params, members, &second, &looker);
        woad_free(second.bytes);
        if (last.calls > 0)
            *losses = last.losses;
    }
    return m;
}

/* Stops after some reports, which `step` goes through; counts in which stages. Returns how often
 * the whole design met structure. */
static size_t check_set(const char *preset, const char *const *settings, size_t members,
    size_t step, size_t stages[WOAD_STAGE_START + 1])
{
    woad_design_params params = params_of(preset, settings);
    saver unstopped = NEVER;
    const woad_observer looker = {save_and_stop, &unstopped, 1};
    made whole = design(&params, members, NULL, &looker);
    for (size_t when = 0;; when += step) {
        saver s = {.when = when};
        const woad_observer observer = {save_and_stop, &s, 1};
        made m = design(&params, members, NULL, &observer);
        clear(&m);
        if (!s.bytes)
            break;
        stages[s.stage]++;
        woad_losses losses = unstopped.losses; /* if nothing more is reported */
        m = resume_twice(&params, members, &s, &losses);
        assert_same_made(&m, &whole);
        assert_memory_equal(&losses, &unstopped.losses, sizeof losses);
        clear(&m);
        woad_free(s.bytes);
    }
    size_t backoffs = whole.reports[0].backoffs;
    clear(&whole);
    return backoffs;
}

static size_t check_design(const char *preset, const char *const *settings, size_t step,
    size_t stages[WOAD_STAGE_START + 1])
{
    return check_set(preset, settings, 0, step, stages);
}

static void designs_go_on_as_if_they_had_not_stopped(void **state)
{
    (void)state;
    size_t stages[WOAD_STAGE_START + 1] = {0};
    check_design(
        "dither", (const char *[]){"mask.size=16x12", "refine.trials=24", NULL}, 2, stages);
    check_design("notebook",
        (const char *[]){"mask.size=16", "optimizer.iterations=40", "finish.iterations=10",
            "refine.trials=5", "loss.dither.weight=1", NULL},
        3, stages);
    check_design("spectral",
        (const char *[]){"mask.size=12x10", "optimizer.iterations=300",
            "optimizer.tolerance=0.05", "optimizer.patience=7", "optimizer.method=nesterov",
            NULL},
        11, stages);
    check_design("dither-descent",
        (const char *[]){"mask.size=16", "optimizer.iterations=20", "refine.trials=12",
            "loss.spectral.weight=1", "loss.spectral.cutoff=0.3", NULL},
        4, stages);
    check_design("spatiotemporal",
        (const char *[]){"mask.size=8x8x4", "refine.trials=12", NULL}, 3, stages);
    check_design("dither",
        (const char *[]){"mask.size=16", "refine.trials=30", "refine.temperature=0", NULL}, 4,
        stages);
    /* So hot by so narrow a kernel that structure shows and the swaps go back. */
    size_t backoffs = check_design("dither",
        (const char *[]){"mask.size=32", "refine.trials=200", "loss.dither.kernel=0.5",
            "loss.dither.radius=0", "refine.temperature=100", "refine.reach=0.2", NULL},
        50, stages);
    assert_true(backoffs > 0);
    assert_true(stages[WOAD_STAGE_OPTIMIZE] > 20);
    assert_true(stages[WOAD_STAGE_FINISH] > 3);
    assert_true(stages[WOAD_STAGE_REFINE] > 20);
}

/* Each channel, each frame of vectors and each mask of a set is a design of its own. */
static void several_designs_go_on_too(void **state)
{
    (void)state;
    size_t stages[WOAD_STAGE_START + 1] = {0};
    static const char *const channels[] = {
        "mask.size=12x10", "mask.channels=3", "refine.trials=6", NULL};
    static const char *const descended[] = {"mask.size=12x10", "mask.channels=2",
        "optimizer.iterations=9", "refine.trials=0", NULL};
    static const char *const vectors[] = {"mask.size=9x8x3", "refine.trials=6", NULL};
    static const char *const spectral[] = {"mask.size=9x8", "mask.pdf=cube",
        "loss.spectral.weight=1", "loss.dither.weight=0", "refine.trials=7", NULL};
    static const char *const moved[] = {
        "mask.size=9x8x2", "optimizer.iterations=7", "refine.trials=4", NULL};
    static const char *const pairs[] = {
        "mask.size=8x6", "mask.channels=2", "refine.trials=3", NULL};
    static const char *const frames[] = {"mask.size=6x5x2", "refine.trials=3", NULL};
    check_set("dither", channels, 0, 1, stages);
    check_set("spectral", descended, 0, 2, stages);
    check_set("vectors", vectors, 0, 1, stages);
    check_set("vectors", spectral, 0, 1, stages);
    check_set("vectors-descent", moved, 0, 1, stages);
    check_set("dither", frames, 3, 1, stages);
    check_set("dither", pairs, 3, 1, stages);
    check_set("vectors", frames, 3, 1, stages);
    assert_true(stages[WOAD_STAGE_START] > 10);
    assert_true(stages[WOAD_STAGE_OPTIMIZE] > 20);
    assert_true(stages[WOAD_STAGE_REFINE] > 50);
}

/* A state of one design, for the tests that refuse it. */
static saver saved_design(const woad_design_params *params)
{
    saver s = {.when = 2};
    const woad_observer observer = {save_and_stop, &s, 1};
    woad_mask *mask = NULL;
    assert_true(woad_design(params, NULL, &observer, &mask, NULL, NULL) >= 0);
    assert_non_null(s.bytes);
    woad_mask_destroy(mask);
    return s;
}

static void assert_refused(const void *bytes, size_t size, const woad_design_params *params,
    woad_status status, const char *words)
{
    woad_mask *mask = NULL;
    woad_error error = {""};
    assert_int_equal(
        woad_design_resume(bytes, size, "file.state", params, NULL, &mask, NULL, &error),
        status);
    assert_null(mask);
    if (!strstr(error.message, words) || !strstr(error.message, "file.state"))
        fail_msg("%s", error.message);
}

static void what_is_cut_or_damaged_is_refused(void **state)
{
    (void)state;
    woad_design_params params =
        params_of("notebook", (const char *[]){"mask.size=6", "optimizer.iterations=9", NULL});
    saver s = saved_design(&params);
    uint8_t *bytes = s.bytes;
    for (size_t size = 0; size < s.size; size += 1 + size / 40)
        assert_refused(bytes, size, &params, WOAD_ERROR_FORMAT,
            size < 20 ? "no state of a design" : "cut off");
    for (size_t at = 0; at < s.size; at += 1 + at / 40) {
        bytes[at] ^= 0x10;
        assert_refused(bytes, s.size, &params, WOAD_ERROR_FORMAT,
            at < 20 ? "no state of a design" : "damaged");
        bytes[at] ^= 0x10;
    }
    assert_refused("PNG", 3, &params, WOAD_ERROR_FORMAT, "no state of a design");
    woad_free(s.bytes);
}

/* Saves the second state with a generator of directions that is all zero. */
static bool save_without_directions(const woad_progress *progress, void *user)
{
    saver *s = user;
    if (s->bytes || !progress->state || s->calls++ < 1)
        return s->bytes != NULL;
    woad_design_state changed = *progress->state;
    assert_int_equal(changed.numbers.stage, WOAD_STAGE_OPTIMIZE);
    memset(&changed.numbers.directions, 0, sizeof changed.numbers.directions);
    assert_int_equal(woad_design_save(&changed, &s->bytes, &s->size, NULL), WOAD_OK);
    return true;
}

/* They would be drawn for ever. */
static void directions_from_zeros_are_refused(void **state)
{
    (void)state;
    woad_design_params params = params_of(
        "vectors-descent", (const char *[]){"mask.size=8", "optimizer.iterations=9", NULL});
    saver s = {0};
    const woad_observer observer = {save_without_directions, &s, 1};
    woad_mask *mask = NULL;
    assert_true(woad_design(&params, NULL, &observer, &mask, NULL, NULL) >= 0);
    woad_mask_destroy(mask);
    assert_non_null(s.bytes);
    assert_refused(s.bytes, s.size, &params, WOAD_ERROR_FORMAT, "damaged");
    woad_free(s.bytes);
}

static void other_parameters_are_refused(void **state)
{
    (void)state;
    woad_design_params params =
        params_of("notebook", (const char *[]){"mask.size=6", "optimizer.iterations=9", NULL});
    saver s = saved_design(&params);
    woad_mask *mask = NULL;
    woad_design_params other = params;
    other.seed++;
    assert_refused(s.bytes, s.size, &other, WOAD_ERROR_UNSUPPORTED, "other parameters");
    other = params;
    other.width++;
    assert_refused(s.bytes, s.size, &other, WOAD_ERROR_UNSUPPORTED, "other parameters");
    other = params;
    other.threads = 5;
    assert_int_equal(
        woad_design_resume(s.bytes, s.size, NULL, &other, NULL, &mask, NULL, NULL), WOAD_OK);
    woad_mask_destroy(mask);
    other.channels = 3;
    assert_refused(s.bytes, s.size, &other, WOAD_ERROR_UNSUPPORTED, "other parameters");
    woad_free(s.bytes);
}

static void another_set_is_refused(void **state)
{
    (void)state;
    woad_design_params params =
        params_of("dither", (const char *[]){"mask.size=8", "refine.trials=3", NULL});
    saver s = {.when = 2};
    const woad_observer observer = {save_and_stop, &s, 1};
    made m = design(&params, 2, NULL, &observer);
    woad_error error = {""};
    assert_refused(s.bytes, s.size, &params, WOAD_ERROR_UNSUPPORTED, "a set of masks");
    assert_int_equal(woad_design_set_resume(s.bytes, s.size, "file.state", &params, 3, NULL,
                         m.masks, NULL, NULL, &error),
        WOAD_ERROR_UNSUPPORTED);
    assert_non_null(strstr(error.message, "file.state is the state of another set"));
    assert_int_equal(woad_design_set_resume(s.bytes, s.size, "file.state", &params, 0, NULL,
                         m.masks, NULL, NULL, &error),
        WOAD_ERROR_ARGUMENT);
    clear(&m);
    woad_free(s.bytes);
    s = saved_design(&params);
    assert_int_equal(woad_design_set_resume(
                         s.bytes, s.size, NULL, &params, 2, NULL, m.masks, NULL, NULL, &error),
        WOAD_ERROR_UNSUPPORTED);
    assert_non_null(strstr(error.message, "one mask"));
    woad_free(s.bytes);
}

static void there_is_no_state_without_a_design(void **state)
{
    (void)state;
    void *bytes = NULL;
    size_t size;
    woad_error error;
    assert_int_equal(woad_design_save(NULL, &bytes, &size, &error), WOAD_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "no state"));
}

/* Looks each time, and keeps the last: of a design without descent, the ranks before its last sweep
 * or after it. */
static bool look(const woad_progress *progress, void *user)
{
    woad_mask **last = user;
    woad_error error = {""};
    if (!progress->state)
        return false;
    woad_mask_destroy(*last);
    *last = NULL;
    if (woad_design_look(progress->state, last, &error) < 0)
        fail_msg("%s", error.message);
    assert_non_null(*last);
    assert_null((*last)->recipe);
    assert_int_equal(woad_mask_rank(*last, &error), WOAD_OK); /* a permutation of thresholds */
    return false;
}

/* The share of pixels whose ranks are within a twentieth of each other in both. */
static double share_alike(const woad_mask *a, const woad_mask *b)
{
    size_t alike = 0, count = woad_mask_count(a), near = a->width * a->height / 20;
    for (size_t i = 0; i < count; i++) {
        uint32_t x = a->ranks[i], y = b->ranks[i];
        alike += (x > y ? x - y : y - x) <= near;
    }
    return (double)alike / (double)count;
}

/* Who looks sees the mask that it is to become, and does not change it. */
static void observers_look_at_the_mask(void **state)
{
    (void)state;
    static const char *const spectral[] = {
        "mask.size=16x16x2", "optimizer.iterations=400", "refine.trials=0", NULL};
    static const char *const swaps[] = {"mask.size=16x16", "refine.trials=30", NULL};
    const struct {
        const char *preset;
        const char *const *settings;
    } cases[] = {{"spectral", spectral}, {"dither", swaps}, {"vectors", swaps}};
    for (size_t i = 0; i < 3; i++) {
        woad_design_params p = params_of(cases[i].preset, cases[i].settings);
        woad_mask *last = NULL, *seen, *unseen;
        woad_error error = {""};
        const woad_observer looker = {look, &last, 1}, blind = {NULL, NULL, 1};
        assert_true(woad_design(&p, NULL, &looker, &seen, NULL, &error) >= 0);
        assert_true(woad_design(&p, NULL, &blind, &unseen, NULL, &error) >= 0);
        assert_memory_equal(
            seen->ranks, unseen->ranks, woad_mask_count(seen) * sizeof *seen->ranks);
        assert_true(share_alike(last, seen) > 0.9);
        woad_mask_destroy(last);
        woad_mask_destroy(seen);
        woad_mask_destroy(unseen);
    }
}

static void there_is_nothing_to_look_at_without_a_state(void **state)
{
    (void)state;
    woad_mask *mask = NULL;
    woad_error error = {""};
    assert_int_equal(woad_design_look(NULL, &mask, &error), WOAD_ERROR_ARGUMENT);
    assert_null(mask);
    assert_non_null(strstr(error.message, "no state"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(designs_go_on_as_if_they_had_not_stopped),
        cmocka_unit_test(several_designs_go_on_too),
        cmocka_unit_test(what_is_cut_or_damaged_is_refused),
        cmocka_unit_test(directions_from_zeros_are_refused),
        cmocka_unit_test(other_parameters_are_refused),
        cmocka_unit_test(another_set_is_refused),
        cmocka_unit_test(there_is_no_state_without_a_design),
        cmocka_unit_test(observers_look_at_the_mask),
        cmocka_unit_test(there_is_nothing_to_look_at_without_a_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
