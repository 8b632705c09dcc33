/* bench.c - what an iteration of a design costs, part by part, against the bare transforms.
 *
 * All cases of a size run interleaved, round after round, in one process, and the median of the
 * rounds counts: the machine may be shared, so only ratios within one run mean anything. What
 * sorting costs depends on the values, so it is given those of successive iterations of a
 * real design, never the same ones twice in a row.
 *
 *     woad-bench [--json] [--threads N] [--rounds N] [WIDTHxHEIGHT ...]
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <woad/woad.h>

#include "base/alloc.h"
#include "base/fft.h"
#include "base/parallel.h"
#include "base/random.h"
#include "base/sort.h"
#include "loss/loss.h"
#include "loss/term.h"
#include "optimizer/optimizer.h"

/* Iterations before the values are looked at, values that are kept, and about how long a round
 * of one case lasts. */
enum { WARM_UP = 60, MAX_SNAPSHOTS = 64 };
static const double round_seconds = 0.02;
static const size_t snapshot_bytes = (size_t)1 << 26;

typedef struct subject {
    size_t width, height, count, threads;
    woad_design_params params;
    woad_fft *fft;
    woad_sorter *sorter;
    uint32_t *ranks;
    woad_loss *whole, *terms[WOAD_MAX_LOSS_TERMS];
    float complex *half;
    float *values, *gradient, *memory[WOAD_OPTIMIZER_ARRAYS];
    float *scratch, *scratch_memory[WOAD_OPTIMIZER_ARRAYS]; /* of cases that design nothing */
    float *snapshots[MAX_SNAPSHOTS];
    size_t snapshot_count, next, iteration;
    float unit[WOAD_MAX_LOSS_TERMS];
} subject;

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ---- the cases ------------------------------------------------------------------------ */

static const float *next_values(subject *s)
{
    s->next = (s->next + 1) % s->snapshot_count;
    return s->snapshots[s->next];
}

static void run_transforms(subject *s, size_t term)
{
    (void)term;
    woad_fft_forward(s->fft, s->values, s->half);
    woad_fft_inverse(s->fft, s->half, s->scratch);
}

static void run_sort(subject *s, size_t term)
{
    (void)term;
    woad_rank(s->sorter, next_values(s), s->count, s->ranks);
}

/* One term alone, with the transforms or the sort that it needs. */
static void run_term(subject *s, size_t term)
{
    woad_loss_gradient(s->terms[term], next_values(s), s->unit, s->scratch, NULL);
}

typedef struct stepping {
    subject *s;
    float *values, *const *memory;
} stepping;

static void step_range(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    const stepping *st = context;
    const woad_optimizer_params *p = &st->s->params.optimizer;
    size_t i = st->s->iteration;
    const woad_step step = {p, (float)woad_rate_at(p, i), i, st->memory};
    woad_optimizer_of(p->method)->step(&step, st->values, st->s->gradient, begin, end);
}

static void step(subject *s, float *values, float *const *memory)
{
    stepping st = {s, values, memory};
    woad_parallel(woad_threads_worth(s->threads, s->count), s->count, step_range, &st);
}

/* On arrays of its own: the same step again and again would carry the design away. */
static void run_step(subject *s, size_t term)
{
    (void)term;
    step(s, s->scratch, s->scratch_memory);
}

static void run_iteration(subject *s, size_t term)
{
    (void)term;
    woad_loss_gradient(s->whole, s->values, s->unit, s->gradient, NULL);
    step(s, s->values, s->memory);
    s->iteration = s->iteration % s->params.optimizer.iterations + 1;
}

typedef struct bench_case {
    char name[40];
    void (*run)(subject *, size_t term);
    size_t term;
    double nanoseconds; /* a value, median of the rounds */
} bench_case;

enum {
    TRANSFORMS,
    SORT,
    ITERATION,
    STEP,
    FIXED_CASES,
    MAX_CASES = FIXED_CASES + WOAD_MAX_LOSS_TERMS
};

static size_t list_cases(bench_case cases[MAX_CASES])
{
    size_t count = FIXED_CASES;
    cases[TRANSFORMS] = (bench_case){"transforms", run_transforms, 0, 0};
    cases[SORT] = (bench_case){"sort", run_sort, 0, 0};
    cases[ITERATION] = (bench_case){"iteration", run_iteration, 0, 0};
    cases[STEP] = (bench_case){"optimizer step", run_step, 0, 0};
    for (size_t t = 0; woad_loss_term_at(t); t++) {
        cases[count] = (bench_case){"", run_term, t, 0};
        snprintf(cases[count].name, sizeof cases[count].name, "%s alone",
            woad_loss_term_at(t)->name);
        count++;
    }
    return count;
}

/* ---- the subject ---------------------------------------------------------------------- */

static void must(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "woad-bench: %s\n", what);
        exit(1);
    }
}

/* The loss of one term only, with a weight of 1: it costs the same with any but 0. */
static woad_loss *loss_of_term(const subject *s, size_t term)
{
    woad_loss_params p = s->params.loss;
    woad_loss *loss;
    for (size_t t = 0; woad_loss_term_at(t); t++) {
        const double weight = t == term ? 1 : 0;
        memcpy((char *)&p + woad_loss_term_find_at(t)->weight, &weight, sizeof weight);
    }
    must(woad_loss_create(&p, s->width, s->height, 1, s->threads, &loss, NULL) >= 0, "no loss");
    return loss;
}

static void create_subject(subject *s, size_t width, size_t height, size_t threads)
{
    woad_design_params params;
    must(woad_preset_find("spectral", &params, NULL) >= 0, "no preset");
    *s = (subject){.width = width, .height = height, .count = width * height};
    s->threads = threads;
    s->params = params;
    size_t worth = woad_threads_worth(threads, s->count);
    s->values = woad_array(s->count, sizeof(float));
    s->gradient = woad_array(s->count, sizeof(float));
    s->ranks = woad_array(s->count, sizeof *s->ranks);
    s->scratch = woad_array(s->count, sizeof(float));
    s->half = woad_array(height * woad_half_stride(width), sizeof(float complex));
    for (size_t i = 0; i < WOAD_OPTIMIZER_ARRAYS; i++) {
        s->memory[i] = woad_array(s->count, sizeof(float));
        s->scratch_memory[i] = woad_array(s->count, sizeof(float));
        must(s->memory[i] && s->scratch_memory[i], "no memory");
    }
    must(s->values && s->gradient && s->scratch && s->half && s->ranks, "no memory");
    must(woad_fft_create(width, height, worth, false, &s->fft, NULL) >= 0, "no transforms");
    must(woad_sorter_create(s->count, worth, &s->sorter, NULL) >= 0, "no sorter");
    must(woad_loss_create(&s->params.loss, width, height, 1, threads, &s->whole, NULL) >= 0,
        "no loss");
    for (size_t t = 0; t < WOAD_MAX_LOSS_TERMS; t++)
        s->unit[t] = 1;
    for (size_t t = 0; woad_loss_term_at(t); t++)
        s->terms[t] = loss_of_term(s, t);
}

static void warm_up(subject *s)
{
    woad_random random = woad_random_seed(1, 1);
    for (size_t i = 0; i < s->count; i++)
        s->values[i] = 2 * woad_random_float(&random) - 1;
    for (int i = 0; i < WARM_UP; i++)
        run_iteration(s, 0);
    size_t wanted = snapshot_bytes / (s->count * sizeof(float)) + 2;
    s->snapshot_count = wanted < MAX_SNAPSHOTS ? wanted : MAX_SNAPSHOTS;
    for (size_t k = 0; k < s->snapshot_count; k++) {
        s->snapshots[k] = woad_array(s->count, sizeof(float));
        must(s->snapshots[k], "no memory");
        run_iteration(s, 0);
        memcpy(s->snapshots[k], s->values, s->count * sizeof(float));
    }
}

static void destroy_subject(subject *s)
{
    for (size_t k = 0; k < s->snapshot_count; k++)
        woad_free(s->snapshots[k]);
    for (size_t t = 0; t < WOAD_MAX_LOSS_TERMS; t++)
        woad_loss_destroy(s->terms[t]);
    for (size_t i = 0; i < WOAD_OPTIMIZER_ARRAYS; i++) {
        woad_free(s->memory[i]);
        woad_free(s->scratch_memory[i]);
    }
    woad_free(s->scratch);
    woad_free(s->ranks);
    woad_loss_destroy(s->whole);
    woad_sorter_destroy(s->sorter);
    woad_fft_destroy(s->fft);
    woad_free(s->half);
    woad_free(s->values);
    woad_free(s->gradient);
}

/* ---- measuring ------------------------------------------------------------------------ */

static double time_once(subject *s, const bench_case *c, size_t repeats)
{
    double begin = seconds_now();
    for (size_t r = 0; r < repeats; r++)
        c->run(s, c->term);
    return (seconds_now() - begin) / (double)repeats;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* A size with one thread, and with more when they are asked for: they take turns, too. */
typedef struct contest {
    subject subjects[2];
    bench_case cases[2][MAX_CASES];
    size_t subject_count, case_count;
} contest;

static void measure(contest *c, size_t rounds)
{
    size_t total = c->subject_count * c->case_count;
    double *times = calloc(total * rounds, sizeof *times);
    size_t *repeats = calloc(total, sizeof *repeats);
    must(times && repeats, "no memory");
    for (size_t r = 0; r <= rounds; r++) {
        for (size_t k = 0; k < total; k++) {
            subject *s = &c->subjects[k / c->case_count];
            const bench_case *one = &c->cases[k / c->case_count][k % c->case_count];
            if (r == 0) /* how often it fits into a round */
                repeats[k] = (size_t)(round_seconds / (time_once(s, one, 1) + 1e-9)) + 1;
            else
                times[k * rounds + r - 1] = time_once(s, one, repeats[k]);
        }
    }
    for (size_t k = 0; k < total; k++) {
        qsort(times + k * rounds, rounds, sizeof *times, compare);
        c->cases[k / c->case_count][k % c->case_count].nanoseconds =
            times[k * rounds + rounds / 2] / (double)c->subjects[0].count * 1e9;
    }
    free(repeats);
    free(times);
}

/* ---- telling -------------------------------------------------------------------------- */

static void print_text(const contest *c)
{
    const subject *s = c->subjects;
    printf("%zux%zu (%s), ns a value: one thread, of the transforms", s->width, s->height,
        woad_fft_library());
    if (c->subject_count > 1)
        printf("; %zu threads, times faster", c->subjects[1].threads);
    putchar('\n');
    for (size_t k = 0; k < c->case_count; k++) {
        double one = c->cases[0][k].nanoseconds, more = c->cases[1][k].nanoseconds;
        printf("  %-20s %8.2f %7.2f", c->cases[0][k].name, one,
            one / c->cases[0][TRANSFORMS].nanoseconds);
        if (c->subject_count > 1)
            printf("   %8.2f %7.2f", more, one / more);
        putchar('\n');
    }
    fflush(stdout);
}

static json_t *json_contest(const contest *c)
{
    const subject *s = c->subjects;
    json_t *object = json_pack("{s:I, s:I, s:s}", "width", (json_int_t)s->width, "height",
        (json_int_t)s->height, "fft", woad_fft_library());
    for (size_t n = 0; n < c->subject_count; n++) {
        char name[40];
        json_t *times = json_object();
        for (size_t k = 0; k < c->case_count; k++)
            json_object_set_new(
                times, c->cases[n][k].name, json_real(c->cases[n][k].nanoseconds));
        snprintf(name, sizeof name, "ns_per_value_threads_%zu", c->subjects[n].threads);
        json_object_set_new(object, name, times);
    }
    json_object_set_new(object, "iteration_over_transforms",
        json_real(c->cases[0][ITERATION].nanoseconds / c->cases[0][TRANSFORMS].nanoseconds));
    return object;
}

static json_t *bench_size(
    size_t width, size_t height, size_t threads, size_t rounds, bool as_json)
{
    contest *c = calloc(1, sizeof *c);
    must(c, "no memory");
    c->subject_count = threads > 1 ? 2 : 1;
    for (size_t n = 0; n < c->subject_count; n++) {
        c->case_count = list_cases(c->cases[n]);
        create_subject(&c->subjects[n], width, height, n == 0 ? 1 : threads);
        warm_up(&c->subjects[n]);
    }
    measure(c, rounds);
    if (!as_json)
        print_text(c);
    json_t *object = json_contest(c);
    for (size_t n = 0; n < c->subject_count; n++)
        destroy_subject(&c->subjects[n]);
    free(c);
    return object;
}

int main(int count, char **words)
{
    static const char *const all[] = {"64x64", "128x128", "256x256", "512x512", "1024x1024",
        "2048x2048", "480x270", "1009x1009"};
    size_t threads = 1, rounds = 11, sizes = 0;
    bool as_json = false;
    const char *given[64];
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--json") == 0)
            as_json = true;
        else if (strcmp(words[i], "--threads") == 0 && i + 1 < count)
            threads = strtoul(words[++i], NULL, 10);
        else if (strcmp(words[i], "--rounds") == 0 && i + 1 < count)
            rounds = strtoul(words[++i], NULL, 10);
        else if (sizes < sizeof given / sizeof *given)
            given[sizes++] = words[i];
    }
    must(threads > 0 && rounds > 0, "--threads and --rounds are positive numbers");
    for (size_t i = 0; sizes == 0 && i < sizeof all / sizeof *all; i++)
        given[i] = all[i];
    sizes = sizes ? sizes : sizeof all / sizeof *all;
    json_t *results = json_array();
    for (size_t i = 0; i < sizes; i++) {
        size_t width, height;
        must(sscanf(given[i], "%zux%zu", &width, &height) == 2 && width > 0 && height > 0 &&
                 width <= WOAD_MAX_AXIS && height <= WOAD_MAX_AXIS,
            "a size is WIDTHxHEIGHT");
        json_array_append_new(results, bench_size(width, height, threads, rounds, as_json));
    }
    if (as_json)
        json_dumpf(results, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(4));
    json_decref(results);
    return 0;
}
