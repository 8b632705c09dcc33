/* study_lbfgs.c - a quasi-Newton method on the post's loss: L-BFGS (Liu and Nocedal, "On the
 * limited memory BFGS method for large scale optimization", 1989), by libLBFGS.
 *
 *     woad-study-lbfgs SEED EVALUATIONS PAIRS HOLD
 *
 * From 64x64 white noise, the preset `spectral`'s loss, with PAIRS corrections in memory. HOLD 0:
 * constant multipliers; else the random ones of the post, drawn afresh after each HOLD steps,
 * because a line search and a memory of gradients need a function that stays. Where a line search
 * finds no lower value the method begins again with an empty memory, until that does not help
 * either. Prints a CSV: the loss with unit multipliers, the least so far, over evaluations of it
 * and seconds.
 */
#include <lbfgs.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <woad/woad.h>

#include "base/alloc.h"
#include "base/random.h"
#include "loss/loss.h"
#include "loss/term.h"

enum { SIDE = 64, COUNT = SIDE * SIDE, STREAM_START = 1, STREAM_MULTIPLIERS = 2 };

typedef struct study {
    woad_loss *loss;
    float *values, *gradient; /* [COUNT], as the loss wants them */
    float multipliers[WOAD_MAX_LOSS_TERMS];
    size_t evaluations, limit, next; /* next: to be printed */
    double least_seen;
    double begin;
} study;

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* About 16 lines for each doubling. */
static void print_line(study *s)
{
    if (s->evaluations < s->next)
        return;
    printf("%zu,%.6f,%.9g\n", s->evaluations, seconds_now() - s->begin, s->least_seen);
    s->next = s->evaluations + 1 + s->evaluations / 16;
}

static lbfgsfloatval_t evaluate(void *user, const lbfgsfloatval_t *x, lbfgsfloatval_t *gradient,
    int count, lbfgsfloatval_t step)
{
    study *s = user;
    woad_losses losses;
    lbfgsfloatval_t total = 0;
    (void)step;
    for (int i = 0; i < count; i++)
        s->values[i] = (float)x[i];
    woad_loss_gradient(s->loss, s->values, s->multipliers, s->gradient, &losses);
    for (int i = 0; i < count; i++)
        gradient[i] = (lbfgsfloatval_t)s->gradient[i];
    for (size_t t = 0; t < woad_loss_term_count(); t++)
        total += (lbfgsfloatval_t)s->multipliers[t] * losses.terms[t];
    s->evaluations++;
    s->least_seen = fmin(s->least_seen, losses.total);
    print_line(s);
    return total;
}

static int is_over(void *user, const lbfgsfloatval_t *x, const lbfgsfloatval_t *gradient,
    lbfgsfloatval_t value, lbfgsfloatval_t x_norm, lbfgsfloatval_t gradient_norm,
    lbfgsfloatval_t step, int count, int k, int evaluations)
{
    const study *s = user;
    (void)x, (void)gradient, (void)value, (void)x_norm, (void)gradient_norm;
    (void)step, (void)count, (void)k, (void)evaluations;
    return s->evaluations >= s->limit;
}

static void draw_multipliers(study *s, woad_random *random)
{
    for (size_t t = 0; t < woad_loss_term_count(); t++)
        s->multipliers[t] = random ? woad_random_float(random) : 1;
}

static void run(study *s, uint64_t seed, int pairs, int hold)
{
    lbfgs_parameter_t parameters;
    lbfgsfloatval_t *x = lbfgs_malloc(COUNT);
    woad_random start = woad_random_seed(seed, STREAM_START);
    woad_random multipliers = woad_random_seed(seed, STREAM_MULTIPLIERS);
    lbfgs_parameter_init(&parameters);
    parameters.m = pairs;
    parameters.max_iterations = hold;
    parameters.epsilon = 0;
    for (int i = 0; x && i < COUNT; i++)
        x[i] = (lbfgsfloatval_t)(2 * woad_random_float(&start) - 1);
    for (double before = INFINITY; x && s->evaluations < s->limit; before = s->least_seen) {
        size_t evaluations = s->evaluations;
        draw_multipliers(s, hold > 0 ? &multipliers : NULL);
        lbfgs(COUNT, x, NULL, evaluate, is_over, s, &parameters);
        bool stuck = hold == 0 && !(s->least_seen < before * (1 - 1e-9));
        if (stuck || s->evaluations == evaluations)
            break;
    }
    printf("%zu,%.6f,%.9g\n", s->evaluations, seconds_now() - s->begin, s->least_seen);
    lbfgs_free(x);
}

int main(int argc, char **argv)
{
    study s = {.least_seen = INFINITY};
    woad_design_params params;
    if (argc != 5) {
        fputs("usage: woad-study-lbfgs SEED EVALUATIONS PAIRS HOLD\n", stderr);
        return 2;
    }
    s.limit = strtoull(argv[2], NULL, 10);
    s.values = woad_array(COUNT, sizeof *s.values);
    s.gradient = woad_array(COUNT, sizeof *s.gradient);
    bool good = s.values && s.gradient && woad_preset_find("spectral", &params, NULL) >= 0 &&
                woad_loss_create(&params.loss, SIDE, SIDE, 1, 1, &s.loss, NULL) >= 0;
    if (good) {
        woad_loss_anneal(s.loss, WOAD_LOSS_SETTLED);
        puts("evaluations,seconds,total");
        s.begin = seconds_now();
        run(&s, strtoull(argv[1], NULL, 10), atoi(argv[3]), atoi(argv[4]));
    }
    woad_loss_destroy(s.loss);
    woad_free(s.values);
    woad_free(s.gradient);
    return good ? 0 : 1;
}
