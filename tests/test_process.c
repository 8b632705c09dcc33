/* test_process.c - the library and the process that it is in: two threads that design at once, and
 * what a library leaves alone: signals, how floating point rounds, and what is printed. */
#include <fenv.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <woad/woad.h>

#include "base/alloc.h"
#include "support.h"

#ifdef __SSE__
#include <xmmintrin.h>
#endif

/* ---- two at once -------------------------------------------------------------------------- */

/* Which preset, how large, in how many threads of its own. */
typedef struct job {
    const char *preset;
    size_t width, height, depth, threads;
    woad_mask *mask; /* that came of it, NULL: none */
} job;

static void *design(void *user)
{
    job *mine = user;
    woad_design_params params;
    mine->mask = NULL;
    if (woad_preset_find(mine->preset, &params, NULL) < 0)
        return NULL;
    params.width = mine->width;
    params.height = mine->height;
    params.depth = mine->depth;
    params.threads = mine->threads;
    params.optimizer.iterations = params.optimizer.iterations > 0 ? 20 : 0;
    params.refine.trials = params.refine.trials > 0 ? 2 : 0;
    woad_design(&params, NULL, NULL, &mine->mask, NULL, NULL);
    return NULL;
}

static void assert_same(const woad_mask *a, const woad_mask *b)
{
    assert_non_null(a);
    assert_non_null(b);
    assert_int_equal(woad_mask_count(a), woad_mask_count(b));
    assert_memory_equal(a->ranks, b->ranks, woad_mask_count(a) * sizeof *a->ranks);
    assert_memory_equal(a->thresholds, b->thresholds, woad_mask_count(a) * sizeof(float));
}

static void two_designs_at_once_are_those_alone(void **state)
{
    (void)state;
    static const job jobs[] = {{"dither", 30, 24, 1, 1, NULL}, {"spectral", 32, 32, 1, 2, NULL},
        {"dither-descent", 18, 20, 1, 3, NULL}, {"void-filling", 24, 24, 2, 2, NULL},
        {"vectors", 12, 12, 2, 1, NULL}, {"spatiotemporal", 10, 10, 4, 2, NULL}};
    enum { JOBS = sizeof jobs / sizeof *jobs };
    job alone[JOBS];
    for (size_t i = 0; i < JOBS; i++) {
        alone[i] = jobs[i];
        design(&alone[i]);
    }
    for (size_t i = 0; i < JOBS; i++) {
        job both[2] = {jobs[i], jobs[(i + 1) % JOBS]};
        pthread_t threads[2];
        for (size_t t = 0; t < 2; t++)
            assert_int_equal(pthread_create(&threads[t], NULL, design, &both[t]), 0);
        for (size_t t = 0; t < 2; t++) {
            pthread_join(threads[t], NULL);
            assert_same(both[t].mask, alone[(i + t) % JOBS].mask);
            woad_mask_destroy(both[t].mask);
        }
    }
    for (size_t i = 0; i < JOBS; i++)
        woad_mask_destroy(alone[i].mask);
}

/* ---- what it leaves alone ----------------------------------------------------------------- */

/* One of everything that has a reason to print, to catch a signal or to round otherwise: designs,
 * scores, dithering, and files of all formats, good and broken. */
static void use_the_library(void)
{
    job one = {"dither", 16, 16, 1, 2, NULL}, descent = {"spectral", 16, 16, 1, 2, NULL};
    uint8_t in[16 * 16] = {9, 200}, out[16 * 16];
    woad_scores scores;
    design(&one);
    design(&descent);
    woad_score(descent.mask, 0, 0, &scores, NULL);
    woad_dither(&(woad_dither_params){.masks = {one.mask}}, in, 8, 16, 16, 1, out, NULL);
    for (size_t i = 0; woad_format_at(i); i++) {
        void *bytes;
        size_t size;
        woad_mask *again = NULL;
        if (woad_mask_encode(one.mask, woad_format_at(i), NULL, &bytes, &size, NULL) < 0)
            continue;
        for (size_t cut = 0; cut < size && cut < 64; cut += 9) {
            if (woad_mask_decode(
                    bytes, size - cut, "cut", woad_format_at(i), NULL, &again, NULL) >= 0)
                woad_mask_destroy(again);
        }
        woad_free(bytes);
    }
    const woad_image image = {16, 16, 1, 8, in};
    for (size_t i = 0; woad_image_format_at(i); i++) {
        void *bytes;
        size_t size;
        woad_image *again = NULL;
        if (woad_image_encode(&image, woad_image_format_at(i), NULL, &bytes, &size, NULL) < 0)
            continue;
        for (size_t cut = 0; cut < size && cut < 64; cut += 9) {
            if (woad_image_decode(bytes, size - cut, "cut", &again, NULL) >= 0)
                woad_image_destroy(again);
        }
        woad_free(bytes);
    }
    woad_mask_destroy(one.mask);
    woad_mask_destroy(descent.mask);
}

enum { SIGNALS = 65 };

static void assert_signals_are(const struct sigaction before[SIGNALS])
{
    for (int s = 1; s < SIGNALS; s++) {
        struct sigaction now;
        if (sigaction(s, NULL, &now) == 0 && now.sa_handler != before[s].sa_handler)
            fail_msg("the handler of signal %d changed", s);
    }
}

static void signals_stay_as_they_are(void **state)
{
    (void)state;
    struct sigaction before[SIGNALS];
    sigset_t mask_before, mask_after;
    memset(before, 0, sizeof before);
    for (int s = 1; s < SIGNALS; s++)
        sigaction(s, NULL, &before[s]);
    sigprocmask(SIG_SETMASK, NULL, &mask_before);
    use_the_library();
    sigprocmask(SIG_SETMASK, NULL, &mask_after);
    assert_signals_are(before);
    for (int s = 1; s < SIGNALS; s++)
        assert_int_equal(sigismember(&mask_before, s), sigismember(&mask_after, s));
}

/* How it rounds, whether it traps, and whether what is tiny is zero; not what has happened. */
static unsigned control_word(void)
{
#ifdef __SSE__
    return _mm_getcsr() & ~0x3fu;
#else
    return 0;
#endif
}

static void floating_point_stays_as_it_is(void **state)
{
    (void)state;
    const int modes[] = {FE_TONEAREST, FE_DOWNWARD};
    for (size_t m = 0; m < sizeof modes / sizeof *modes; m++) {
        if (fesetround(modes[m]) != 0)
            continue; /* valgrind and some machines have the first alone */
        unsigned before = control_word();
        int round = fegetround();
        use_the_library();
        assert_int_equal(fegetround(), round);
        assert_int_equal(control_word(), before);
    }
    fesetround(FE_TONEAREST);
}

static void nothing_is_printed(void **state)
{
    (void)state;
    FILE *caught = tmpfile();
    assert_non_null(caught);
    fflush(NULL);
    int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
    assert_true(out >= 0 && err >= 0);
    dup2(fileno(caught), STDOUT_FILENO);
    dup2(fileno(caught), STDERR_FILENO);
    use_the_library();
    fflush(NULL);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    close(out);
    close(err);
    fseek(caught, 0, SEEK_END);
    assert_int_equal(ftell(caught), 0);
    fclose(caught);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_designs_at_once_are_those_alone),
        cmocka_unit_test(signals_stay_as_they_are),
        cmocka_unit_test(floating_point_stays_as_it_is),
        cmocka_unit_test(nothing_is_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
