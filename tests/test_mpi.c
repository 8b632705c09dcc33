/* test_mpi.c - what processes share, against what one has. Run by mpirun in several. */
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <woad/mpi.h>
#include <woad/recipe.h>

#include "agree.h"
#include "base/alloc.h"
#include "base/random.h"
#include "base/status.h"
#include "checkpoint.h"
#include "io/bytes.h"
#include "io/npy.h"
#include "loss.h"
#include "loss/term.h"
#include "order.h"
#include "support.h"

static int rank, processes;

/* ---- the order ------------------------------------------------------------------------------ */

enum { COUNT = 5000 };

typedef enum kind { EVEN, TIES, ALL_OF_ONE, ALL_EQUAL, FAR_OUT, KINDS } kind;

static float value_of(kind k, size_t i)
{
    float u = (float)(woad_hash(i + 1) >> 40) * 0x1p-23F - 1;
    switch (k) {
    case TIES:
        return floorf(u * 8) / 8;
    case ALL_OF_ONE:
        return 0.9F + 0.001F * u;
    case ALL_EQUAL:
        return -0.0F;
    case FAR_OUT:
        return u * u * u * 1e6F;
    default:
        return u;
    }
}

/* The part of `count` that this process has; shares differ. */
static void share(size_t count, size_t *begin, size_t *end)
{
    *begin = count * (size_t)rank * (size_t)rank / (size_t)(processes * processes);
    *end = count * (size_t)(rank + 1) * (size_t)(rank + 1) / (size_t)(processes * processes);
}

static void ranks_are_those_of_one_process(void **state)
{
    (void)state;
    const woad_histogram_target target = {-1, 2.0F / COUNT, NULL};
    static float all[COUNT];
    static uint32_t wanted[COUNT], ranks[COUNT];
    woad_sorter *sorter;
    woad_mpi_order order;
    woad_error error;
    size_t begin, end;
    share(COUNT, &begin, &end);
    assert_int_equal(woad_sorter_create(COUNT, 1, &sorter, &error), WOAD_OK);
    assert_int_equal(
        woad_mpi_order_create(MPI_COMM_WORLD, end - begin, COUNT, &target, &order, &error),
        WOAD_OK);
    /* Twice each: the second time with the intervals that the first left. */
    for (int round = 0; round < 2 * KINDS; round++) {
        for (size_t i = 0; i < COUNT; i++)
            all[i] = value_of((kind)(round / 2), i);
        woad_rank(sorter, all, COUNT, wanted);
        assert_int_equal(woad_mpi_rank(&order, all + begin, ranks, &error), WOAD_OK);
        assert_memory_equal(ranks, wanted + begin, (end - begin) * sizeof *ranks);
    }
    woad_mpi_order_clear(&order);
    woad_sorter_destroy(sorter);
}

static void values_that_are_no_numbers_do_no_harm(void **state)
{
    (void)state;
    const woad_histogram_target target = {-1, 2.0F / COUNT, NULL};
    static float values[COUNT];
    static uint32_t ranks[COUNT];
    woad_mpi_order order;
    woad_error error;
    for (size_t i = 0; i < COUNT; i++)
        values[i] = i % 7 == 0    ? NAN
                    : i % 11 == 0 ? INFINITY
                    : i % 13 == 0 ? -INFINITY
                                  : value_of(EVEN, i);
    size_t total = COUNT * (size_t)processes;
    assert_int_equal(
        woad_mpi_order_create(MPI_COMM_WORLD, COUNT, total, &target, &order, &error), WOAD_OK);
    assert_int_equal(woad_mpi_rank(&order, values, ranks, &error), WOAD_OK);
    for (size_t i = 0; i < COUNT; i++)
        assert_true(ranks[i] < total);
    woad_mpi_order_clear(&order);
}

/* ---- the loss ------------------------------------------------------------------------------- */

static void compare_losses_with(size_t width, size_t height, size_t depth, woad_axes axes,
    const char *pdf, woad_target_loss_params target)
{
    size_t count = width * height * depth;
    woad_loss_params params = ((woad_design_params)WOAD_DESIGN_DEFAULTS).loss;
    params.dither.weight = 0;
    params.spectral.weight = 0.7;
    params.uniformity.weight = 0.3;
    params.histogram.weight = 1.1;
    params.target = target;
    params.spectral.axes = params.uniformity.axes = params.target.axes = axes;
    snprintf(params.pdf, sizeof params.pdf, "%s", pdf);
    float *values = woad_array(count, sizeof *values);
    float *wanted = woad_array(count, sizeof *wanted);
    float multipliers[WOAD_MAX_LOSS_TERMS];
    for (size_t i = 0; i < count; i++)
        values[i] = value_of(EVEN, i);
    for (size_t t = 0; t < WOAD_MAX_LOSS_TERMS; t++)
        multipliers[t] = 1;
    woad_losses expected, losses;
    woad_error error;
    assert_int_equal(
        woad_loss_evaluate(&params, values, width, height, depth, &expected, wanted, &error),
        WOAD_OK);
    woad_mpi_slab slab;
    woad_mpi_loss *loss;
    assert_int_equal(
        woad_mpi_slab_cut(MPI_COMM_WORLD, width, height, depth, &slab, &error), WOAD_OK);
    assert_int_equal(woad_mpi_loss_create(&params, &slab, &loss, &error), WOAD_OK);
    size_t own = woad_mpi_slab_count(&slab), first = slab.first * width;
    float *gradient = woad_array(own, sizeof *gradient);
    assert_int_equal(
        woad_mpi_loss_gradient(loss, values + first, multipliers, gradient, &losses, &error),
        WOAD_OK);
    assert_true(fabs(losses.total - expected.total) <= 1e-6 * expected.total);
    for (size_t t = 0; t < woad_loss_term_count(); t++)
        assert_true(fabs(losses.terms[t] - expected.terms[t]) <= 1e-6 * expected.total);
    for (size_t i = 0; i < own; i++)
        assert_true(
            fabsf(gradient[i] - wanted[first + i]) <= 2e-6F * (float)sqrt((double)count));
    woad_mpi_loss_destroy(loss);
    woad_free(gradient);
    woad_free(values);
    woad_free(wanted);
}

static void compare_losses_of(
    size_t width, size_t height, size_t depth, woad_axes axes, const char *pdf)
{
    woad_target_loss_params target = {.weight = 0, .spectrum = "pink"};
    compare_losses_with(width, height, depth, axes, pdf, target);
    if (axes == WOAD_AXES_TIME || axes == WOAD_AXES_FRAME_AND_TIME)
        return; /* not of the target */
    target.weight = 0.4;
    compare_losses_with(width, height, depth, axes, pdf, target);
    target.bucket = WOAD_BUCKET_RING;
    target.measure = WOAD_MEASURE_POWER;
    compare_losses_with(width, height, depth, axes, pdf, target);
}

static void compare_losses(size_t width, size_t height, const char *pdf)
{
    compare_losses_of(width, height, 1, WOAD_AXES_FRAME, pdf);
}

static void the_loss_of_frames_is_that_of_one_process(void **state)
{
    (void)state;
    for (size_t axes = 0; woad_axes_at(axes); axes++) {
        compare_losses_of(16, 16, 8, (woad_axes)axes, "");
        compare_losses_of(13, 10, 6, (woad_axes)axes, "triangular");
        compare_losses_of(9, 7, 8, (woad_axes)axes, "");
        compare_losses_of(2, 1, 6, (woad_axes)axes, "");
        compare_losses_of(1, 2, 9, (woad_axes)axes, "");
    }
}

static void the_loss_is_that_of_one_process(void **state)
{
    (void)state;
    compare_losses(32, 32, "");
    compare_losses(33, 17, "");
    compare_losses(1, 9, "");
    compare_losses(2, 12, "");
    compare_losses(5, 6, "");
    compare_losses(24, 50, "gaussian");
}

/* ---- failures ------------------------------------------------------------------------------- */

static void all_learn_of_a_failure(void **state)
{
    (void)state;
    woad_error error;
    for (int failing = 0; failing < processes; failing++) {
        woad_status own = WOAD_OK;
        if (rank >= failing)
            own = woad_fail(&error, WOAD_ERROR_MEMORY, "process %d failed", rank);
        char sentence[32];
        snprintf(sentence, sizeof sentence, "process %d failed", failing);
        assert_int_equal(woad_mpi_agree(MPI_COMM_WORLD, own, &error), WOAD_ERROR_MEMORY);
        assert_string_equal(error.message, sentence);
    }
    assert_int_equal(woad_mpi_agree(MPI_COMM_WORLD, WOAD_OK, &error), WOAD_OK);
}

static bool stop_at_once(const woad_progress *progress, void *user)
{
    (void)progress;
    *(int *)user += 1;
    return true;
}

/* That of rank 0 decides, and a report is for all. */
static void an_observer_stops_all(void **state)
{
    (void)state;
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    woad_mpi_mask *mask = NULL;
    woad_design_report report;
    woad_error error;
    int calls = 0;
    const woad_observer observer = {stop_at_once, &calls, 1};
    assert_int_equal(woad_preset_find("spectral", &params, &error), WOAD_OK);
    params.width = params.height = 16;
    woad_status status = woad_mpi_design(
        MPI_COMM_WORLD, &params, rank == 0 ? &observer : NULL, NULL, &mask, &report, &error);
    assert_int_equal(status, WOAD_STOP_CALLER);
    assert_int_equal(report.iterations, 0);
    assert_int_equal(report.stop, WOAD_STOP_CALLER);
    assert_true(rank != 0 || calls > 0);
    woad_mpi_mask_destroy(mask);
}

/* Stops at a report, or never. */
typedef struct stopping {
    size_t calls, at;
} stopping;

typedef struct told {
    size_t count, last;
} told;

static bool count_sweeps(const woad_progress *progress, void *user)
{
    told *t = user;
    if (progress->stage == WOAD_STAGE_REFINE) {
        t->count++;
        t->last = progress->iteration;
    }
    return false;
}

/* And of the last that was asked for, though structure shows there and four more quench it. */
static void an_observer_is_told_of_every_second_sweep(void **state)
{
    (void)state;
    woad_design_params params;
    woad_design_report report;
    woad_error error;
    woad_mpi_mask *mask;
    told t = {0, 0};
    const woad_observer observer = {count_sweeps, &t, 2};
    static const char *const settings[] = {"baseline.method=void-and-cluster-tiles",
        "mask.size=32", "mask.seed=3", "loss.dither.kernel=0.5", "refine.trials=3",
        "refine.temperature=100", "refine.reach=0.2"};
    assert_int_equal(woad_preset_find("dither", &params, &error), WOAD_OK);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        assert_int_equal(woad_recipe_set(settings[i], &params, &error), WOAD_OK);
    assert_int_equal(
        woad_mpi_design(MPI_COMM_WORLD, &params, &observer, NULL, &mask, &report, &error),
        WOAD_OK);
    assert_int_equal(report.sweeps, 7);
    assert_int_equal(t.count, 2);
    assert_int_equal(t.last, 3);
    woad_mpi_mask_destroy(mask);
}

static bool stop_at(const woad_progress *progress, void *user)
{
    stopping *s = user;
    (void)progress;
    return s->calls++ == s->at;
}

static woad_mpi_mask *design_with(
    const woad_mpi_checkpoint *checkpoint, size_t at, woad_status wanted)
{
    woad_design_params params;
    woad_mpi_mask *mask = NULL;
    woad_error error;
    stopping s = {0, at};
    const woad_observer observer = {stop_at, &s, 3};
    assert_int_equal(woad_preset_find("spectral", &params, &error), WOAD_OK);
    params.width = params.height = 16;
    params.optimizer.iterations = 40;
    params.optimizer.stochastic = true; /* what is drawn goes on, too */
    assert_int_equal(
        woad_mpi_design(MPI_COMM_WORLD, &params, &observer, checkpoint, &mask, NULL, &error),
        wanted);
    return mask;
}

/* One name for all processes. */
static void name_file(const char *extension, char path[64])
{
    int number = (int)getpid();
    MPI_Bcast(&number, 1, MPI_INT, 0, MPI_COMM_WORLD);
    snprintf(path, 64, "/tmp/woad-mpi-test-%d%s", number, extension);
}

static void a_stopped_design_goes_on_to_the_same_mask(void **state)
{
    (void)state;
    char path[64];
    name_file("", path);
    const woad_mpi_checkpoint begin = {path, 1e6, false}, resume = {path, 1e6, true};
    woad_mpi_mask *whole = design_with(NULL, SIZE_MAX, WOAD_OK);
    woad_mpi_mask_destroy(design_with(&begin, 5, WOAD_STOP_CALLER));
    woad_mpi_mask_destroy(design_with(&resume, 2, WOAD_STOP_CALLER));
    woad_mpi_mask *again = design_with(&resume, SIZE_MAX, WOAD_OK);
    assert_int_equal(again->rows, whole->rows);
    assert_memory_equal(
        again->ranks, whole->ranks, whole->rows * whole->width * sizeof *whole->ranks);
    woad_mpi_mask_destroy(whole);
    woad_mpi_mask_destroy(again);
    if (rank == 0)
        assert_int_equal(remove(path), 0);
}

/* Saves a state of swaps with this as the last rank of the mask, and loads it. */
static woad_status reload_with(uint32_t last, const char *path)
{
    woad_design_params params;
    woad_mpi_slab slab;
    woad_mpi_state saved = {.stage = WOAD_MPI_STATE_REFINE}, loaded = {0};
    woad_error error = {0};
    assert_int_equal(woad_preset_find("spectral", &params, &error), WOAD_OK);
    params.width = params.height = 16;
    assert_int_equal(woad_mpi_slab_cut(MPI_COMM_WORLD, 16, 16, 1, &slab, &error), WOAD_OK);
    size_t count = woad_mpi_slab_count(&slab), first = slab.first * slab.width;
    uint32_t *ranks = woad_array(count, sizeof *ranks), *back = woad_array(count, sizeof *back);
    for (size_t i = 0; i < count; i++)
        ranks[i] = first + i == 255 ? last : (uint32_t)(first + i);
    saved.arrays[WOAD_MPI_STATE_REFINE][1] = ranks;
    loaded.arrays[WOAD_MPI_STATE_REFINE][1] = back;
    assert_int_equal(woad_mpi_state_save(&slab, &params, &saved, path, &error), WOAD_OK);
    woad_status status = woad_mpi_state_load(&slab, &params, &loaded, path, &error);
    if (status >= 0)
        assert_memory_equal(ranks, back, count * sizeof *ranks);
    woad_free(ranks);
    woad_free(back);
    return status;
}

/* Whoever makes a checkpoint can make its sum, too. */
static void ranks_of_a_checkpoint_must_be_there_once_each(void **state)
{
    (void)state;
    char path[64];
    name_file("", path);
    assert_int_equal(reload_with(255, path), WOAD_OK);
    assert_int_equal(reload_with(254, path), WOAD_ERROR_FORMAT);
    assert_int_equal(reload_with(0x30000000, path), WOAD_ERROR_FORMAT);
    MPI_Barrier(MPI_COMM_WORLD);
    if (rank == 0)
        assert_int_equal(remove(path), 0);
}

/* Where an observer stops a design that a tolerance ends. */
typedef struct place {
    woad_stage stage;
    size_t iteration;
} place;

static bool stop_there(const woad_progress *progress, void *user)
{
    const place *p = user;
    return progress->stage == p->stage && progress->iteration == p->iteration;
}

static woad_mpi_mask *design_to_no_gain(const char *patience,
    const woad_mpi_checkpoint *checkpoint, place stop, woad_status wanted,
    woad_design_report *report)
{
    const char *const settings[] = {
        "mask.size=16", "optimizer.tolerance=0.02", patience, "refine.trials=4"};
    woad_design_params params;
    woad_mpi_mask *mask = NULL;
    woad_error error;
    const woad_observer observer = {stop_there, &stop, 1};
    assert_int_equal(woad_preset_find("spectral", &params, &error), WOAD_OK);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        assert_int_equal(woad_recipe_set(settings[i], &params, &error), WOAD_OK);
    assert_int_equal(
        woad_mpi_design(MPI_COMM_WORLD, &params, &observer, checkpoint, &mask, report, &error),
        wanted);
    assert_int_equal(report->stop, wanted);
    return mask;
}

/* `before` its last iteration, and among the swaps after that. */
static void stop_before_no_gain(const char *patience, size_t before)
{
    const place nowhere = {WOAD_STAGE_REFINE, SIZE_MAX};
    char path[64];
    woad_design_report report, other;
    name_file("", path);
    const woad_mpi_checkpoint begin = {path, 1e6, false}, resume = {path, 1e6, true};
    woad_mpi_mask *whole =
        design_to_no_gain(patience, NULL, nowhere, WOAD_STOP_NO_GAIN, &report);
    assert_in_range(report.iterations, before + 1, 999);
    const place places[] = {
        {WOAD_STAGE_OPTIMIZE, report.iterations - before}, {WOAD_STAGE_REFINE, 2}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        woad_mpi_mask_destroy(
            design_to_no_gain(patience, &begin, places[i], WOAD_STOP_CALLER, &other));
        woad_mpi_mask *again =
            design_to_no_gain(patience, &resume, nowhere, WOAD_STOP_NO_GAIN, &other);
        assert_int_equal(other.iterations, report.iterations);
        assert_memory_equal(
            again->ranks, whole->ranks, whole->rows * whole->width * sizeof *whole->ranks);
        woad_mpi_mask_destroy(again);
        if (rank == 0)
            assert_int_equal(remove(path), 0);
        MPI_Barrier(MPI_COMM_WORLD);
    }
    woad_mpi_mask_destroy(whole);
}

/* Between two times that it is asked for its gain; and where the best values are those before. */
static void a_tolerance_goes_on_too(void **state)
{
    (void)state;
    stop_before_no_gain("optimizer.patience=25", 10);
    stop_before_no_gain("optimizer.patience=1", 0);
}

/* A mask and its recipe, once all have read them. */
static void remove_files(const char *path, const char *beside)
{
    MPI_Barrier(MPI_COMM_WORLD);
    if (rank == 0)
        assert_int_equal(remove(path) | remove(beside), 0);
}

static void a_mask_that_is_written_is_read_again_and_scored(void **state)
{
    (void)state;
    char path[64], beside[64];
    woad_mpi_mask *mask = design_with(NULL, SIZE_MAX, WOAD_OK), *again = NULL;
    woad_mask *whole;
    woad_scores shared, alone;
    woad_error error;
    name_file(".npy", path);
    name_file(".npy.ini", beside);
    assert_int_equal(
        woad_mpi_mask_load(MPI_COMM_WORLD, path, NULL, &again, &error), WOAD_ERROR_READ);
    assert_null(again);
    assert_int_equal(
        woad_mpi_mask_save(MPI_COMM_WORLD, mask, path, WOAD_VALUES_THRESHOLD, false, &error),
        WOAD_OK);
    assert_int_equal(woad_mpi_mask_load(MPI_COMM_WORLD, path, NULL, &again, &error), WOAD_OK);
    assert_int_equal(again->first, mask->first);
    assert_int_equal(again->rows, mask->rows);
    assert_memory_equal(
        again->ranks, mask->ranks, mask->rows * mask->width * sizeof *mask->ranks);
    assert_int_equal(woad_mpi_score(MPI_COMM_WORLD, again, 0, &shared, &error), WOAD_OK);
    assert_int_equal(woad_mask_load(path, NULL, NULL, &whole, &error), WOAD_OK);
    assert_int_equal(woad_score(whole, 0, 0, &alone, &error), WOAD_OK);
    for (size_t s = 0; s < WOAD_SCORE_SIGMAS; s++)
        assert_close(shared.dither_error_db[s], alone.dither_error_db[s], 1e-6,
            fabs(alone.dither_error_db[s]));
    assert_close(shared.low_band_db, alone.low_band_db, 1e-6, fabs(alone.low_band_db));
    assert_close(shared.high_band_cv, alone.high_band_cv, 1e-6, fabs(alone.high_band_cv));
    again->first++; /* as that of another number of processes is */
    assert_int_equal(
        woad_mpi_score(MPI_COMM_WORLD, again, 0, &shared, &error), WOAD_ERROR_ARGUMENT);
    woad_mpi_mask_destroy(again);
    woad_mpi_mask_destroy(mask);
    woad_mask_destroy(whole);
    remove_files(path, beside);
}

/* Each frame is in one process, which tells the others its scores; none has the frame after. */
static void frames_are_scored(void **state)
{
    (void)state;
    woad_design_params params;
    woad_mpi_mask *mask = NULL, *again = NULL;
    woad_mask *whole;
    woad_scores shared, alone;
    woad_spacetime_scores through, through_alone;
    woad_error error;
    char path[64], beside[64];
    name_file(".npy", path);
    name_file(".npy.ini", beside);
    assert_int_equal(woad_preset_find("spectral", &params, &error), WOAD_OK);
    assert_int_equal(woad_recipe_set("mask.size=12x8x8", &params, &error), WOAD_OK);
    params.optimizer.iterations = 3;
    assert_int_equal(
        woad_mpi_design(MPI_COMM_WORLD, &params, NULL, NULL, &mask, NULL, &error), WOAD_OK);
    assert_int_equal(
        woad_mpi_mask_save(MPI_COMM_WORLD, mask, path, WOAD_VALUES_RANK, false, &error),
        WOAD_OK);
    assert_int_equal(woad_mpi_mask_load(MPI_COMM_WORLD, path, NULL, &again, &error), WOAD_OK);
    assert_int_equal(again->depth, 8);
    assert_memory_equal(
        again->ranks, mask->ranks, mask->rows * mask->width * sizeof *mask->ranks);
    assert_int_equal(woad_mask_load(path, NULL, NULL, &whole, &error), WOAD_OK);
    for (size_t f = 0; f < 8; f++) {
        assert_int_equal(woad_mpi_score(MPI_COMM_WORLD, again, f, &shared, &error), WOAD_OK);
        assert_int_equal(woad_score(whole, f, 0, &alone, &error), WOAD_OK);
        assert_close(shared.dither_error_db[0], alone.dither_error_db[0], 1e-6,
            fabs(alone.dither_error_db[0]));
        assert_close(shared.low_band_db, alone.low_band_db, 1e-6, fabs(alone.low_band_db));
    }
    assert_int_equal(
        woad_mpi_score(MPI_COMM_WORLD, again, 8, &shared, &error), WOAD_ERROR_ARGUMENT);
    assert_int_equal(
        woad_mpi_score_spacetime(MPI_COMM_WORLD, again, &through, &error), WOAD_OK);
    assert_int_equal(woad_score_spacetime(whole, 0, &through_alone, &error), WOAD_OK);
    for (size_t i = 0; i < WOAD_SPACETIME_FILTERS; i++)
        assert_close(through.error_db[i], through_alone.error_db[i], 1e-6,
            fabs(through_alone.error_db[i]));
    again->rows--;
    assert_int_equal(
        woad_mpi_score_spacetime(MPI_COMM_WORLD, again, &through, &error), WOAD_ERROR_ARGUMENT);
    woad_mpi_mask_destroy(again);
    woad_mpi_mask_destroy(mask);
    woad_mask_destroy(whole);
    remove_files(path, beside);
}

/* A file of `count` samples, of which one may be another. */
typedef struct foreign {
    const char *ending;
    char kind;           /* 'f' or 'u' */
    const char *samples; /* NULL: those of the kind; else what is in the header */
    size_t axes, shape[4], count;
    float odd; /* the sample in the middle, if it is not 0 */
    woad_io_options options;
    woad_status status;
    const char *sentence;
} foreign;

static void put_foreign(const foreign *f, const char *path)
{
    FILE *file = fopen(path, "wb");
    char header[WOAD_NPY_HEADER_SIZE + 1] = "";
    assert_non_null(file);
    if (f->axes > 0) {
        woad_npy_print(f->kind, f->shape, f->axes, (uint8_t *)header);
        if (f->samples)
            memcpy(strstr(header + 10, f->kind == 'f' ? "<f4" : "<u4"), f->samples, 3);
        assert_int_equal(fwrite(header, WOAD_NPY_HEADER_SIZE, 1, file), 1);
    }
    for (size_t i = 0; i < f->count; i++) {
        const float value =
            i == f->count / 2 && f->odd != 0 ? f->odd : (float)(i % 50) / 50; /* or ties */
        uint8_t bytes[4];
        if (f->kind == 'f')
            woad_put_f32(value, bytes);
        else
            woad_put_u32((uint32_t)i, bytes);
        assert_int_equal(fwrite(bytes, 4, 1, file), 1);
    }
    assert_int_equal(fclose(file), 0);
}

static void what_is_no_mask_is_refused(void **state)
{
    (void)state;
    static const char *const samples = "one channel, float32 thresholds or uint32 ranks";
    const woad_io_options sized = {.width = 8, .height = 8},
                          of_ranks = {.width = 8, .height = 8, .values = WOAD_VALUES_RANK},
                          sheet = {.width = 8, .height = 4, .depth = 2},
                          of_pdf = {.width = 8, .height = 8, .values = WOAD_VALUES_PDF};
    const foreign files[] = {
        {".npy", 'f', NULL, 2, {8, 8}, 64, 0, {0}, WOAD_OK, ""},
        {".npy", 'f', NULL, 4, {8, 8, 3, 1}, 192, 0, {0}, WOAD_OK, ""},
        {".raw", 'f', NULL, 0, {0}, 64, 0, {0}, WOAD_OK, ""},
        {".raw", 'u', NULL, 0, {0}, 64, 0, of_ranks, WOAD_OK, ""},
        {".npy", 'f', "<f8", 2, {8, 8}, 128, 0, {0}, WOAD_ERROR_UNSUPPORTED, samples},
        {".npy", 'f', ">f4", 2, {8, 8}, 64, 0, {0}, WOAD_ERROR_UNSUPPORTED, samples},
        {".npy", 'u', "|u1", 2, {8, 8}, 16, 0, {0}, WOAD_ERROR_UNSUPPORTED, samples},
        {".npy", 'f', NULL, 3, {8, 8, 3}, 192, 0, {0}, WOAD_ERROR_UNSUPPORTED, samples},
        {".npy", 'f', NULL, 1, {64}, 64, 0, {0}, WOAD_ERROR_UNSUPPORTED, samples},
        {".npy", 'f', NULL, 2, {8, 8}, 63, 0, {0}, WOAD_ERROR_FORMAT,
            "380 bytes: a mask of 8x8x1 has 384"},
        {".npy", 'f', NULL, 2, {8, 8}, 64, 1.5F, {0}, WOAD_ERROR_FORMAT,
            "the value at (0, 4) is 1.5: thresholds are from 0 to 1"},
        {".npy", 'f', NULL, 3, {6, 8, 8}, 384, -1, {0}, WOAD_ERROR_FORMAT,
            "the value at (0, 0), frame 3 is -1: thresholds"},
        {".npy", 'u', NULL, 3, {6, 8, 8}, 384, 0, {0}, WOAD_ERROR_FORMAT,
            "the value at (0, 0), frame 1 is 64: ranks are below"},
        {".raw", 'f', NULL, 0, {0}, 60, 0, {0}, WOAD_ERROR_FORMAT,
            "has 240 bytes: a mask of 7x7x1 has 196 (no size was given"},
        {".raw", 'f', NULL, 0, {0}, 63, 0, sized, WOAD_ERROR_FORMAT,
            "has 252 bytes: a mask of 8x8x1 has 256"},
        {".raw", 'u', NULL, 0, {0}, 64, 0, sized, WOAD_ERROR_FORMAT, "it holds ranks"},
        {".raw", 'f', NULL, 0, {0}, 64, 0, of_pdf, WOAD_ERROR_UNSUPPORTED,
            "thresholds or ranks"},
        {".png", 'f', NULL, 0, {0}, 64, 0, {0}, WOAD_ERROR_UNSUPPORTED, ".npy and .raw"},
        {".npy", 'f', NULL, 0, {0}, 64, 0, {0}, WOAD_ERROR_FORMAT, "NPY"},
        {".npy", 'f', NULL, 2, {8, 8}, 64, 0, sheet, WOAD_ERROR_UNSUPPORTED, "no sheets"},
        {".npy", 'f', NULL, 2, {8, 8}, 64, 0, of_ranks, WOAD_ERROR_UNSUPPORTED, "are floats"},
        {".raw", 'f', NULL, 0, {0}, 0, 0, {0}, WOAD_ERROR_FORMAT, "has 0 bytes"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const foreign *f = &files[i];
        woad_mpi_mask *mask = NULL;
        woad_error error;
        char path[64];
        name_file(f->ending, path);
        if (rank == 0)
            put_foreign(f, path);
        MPI_Barrier(MPI_COMM_WORLD);
        woad_status status =
            woad_mpi_mask_load(MPI_COMM_WORLD, path, &f->options, &mask, &error);
        assert_int_equal(status, f->status);
        assert_true((status >= 0) == (mask != NULL));
        if (status < 0 && !strstr(error.message, f->sentence))
            fail_msg("%zu: %s", i, error.message);
        woad_mpi_mask_destroy(mask);
        MPI_Barrier(MPI_COMM_WORLD);
        if (rank == 0)
            assert_int_equal(remove(path), 0);
    }
}

/* Each with all the others as they should be. */
/* Files of this process end there, as if the disk were full. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    static const char *const names[] = {".npy", ".raw", ".png"};
    woad_design_params params;
    woad_mpi_mask *mask = NULL, *none = NULL;
    woad_error error;
    char path[64];
    assert_int_equal(woad_preset_find("spectral", &params, &error), WOAD_OK);
    params.width = params.height = 64;
    params.optimizer.iterations = 3;
    assert_int_equal(
        woad_mpi_design(MPI_COMM_WORLD, &params, NULL, NULL, &mask, NULL, &error), WOAD_OK);
    void (*before)(int) = signal(SIGXFSZ, SIG_IGN);
    limit_files(4096);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        name_file(names[i], path);
        assert_int_equal(woad_mpi_mask_save(
                             MPI_COMM_WORLD, mask, path, WOAD_VALUES_THRESHOLD, false, &error),
            WOAD_ERROR_WRITE);
        assert_non_null(strstr(error.message, path));
        assert_int_not_equal(access(path, F_OK), 0);
    }
    name_file(".state", path);
    const woad_mpi_checkpoint checkpoint = {path, 0, false};
    assert_int_equal(
        woad_mpi_design(MPI_COMM_WORLD, &params, NULL, &checkpoint, &none, NULL, &error),
        WOAD_ERROR_WRITE);
    assert_null(none);
    assert_int_not_equal(access(path, F_OK), 0);
    limit_files(RLIM_INFINITY);
    signal(SIGXFSZ, before);
    woad_mpi_mask_destroy(mask);
}

static void what_is_not_shared_yet_is_refused(void **state)
{
    (void)state;
    static const char *const settings[][3] = {{"mask.channels=2"}, {"baseline.method=bayer"},
        {"mask.shift_x=1"},
        {"mask.size=8x8x6", "loss.target.weight=1", "loss.target.axes=time"},
        {"mask.size=8x8x6", "loss.dither.weight=1"}, {"mask.size=8x8x6", "refine.trials=1"}};
    const woad_own_term own = {"own", 1, NULL, NULL};
    woad_mpi_mask *mask = NULL;
    woad_error error;
    for (size_t i = 0; i <= sizeof settings / sizeof *settings; i++) {
        woad_design_params params;
        assert_int_equal(woad_preset_find("spectral", &params, &error), WOAD_OK);
        params.width = params.height = 8;
        bool is_own = i == sizeof settings / sizeof *settings;
        for (size_t s = 0; !is_own && s < 3 && settings[i][s]; s++)
            assert_int_equal(woad_recipe_set(settings[i][s], &params, &error), WOAD_OK);
        params.loss.own = is_own ? &own : NULL;
        params.loss.own_count = is_own;
        size_t bytes;
        assert_int_equal(
            woad_mpi_design_memory(2, &params, &bytes, &error), WOAD_ERROR_ARGUMENT);
        assert_int_equal(
            woad_mpi_design(MPI_COMM_WORLD, &params, NULL, NULL, &mask, NULL, &error),
            WOAD_ERROR_ARGUMENT);
        assert_true(strlen(error.message) > 20);
        assert_int_equal(
            woad_mpi_design(MPI_COMM_WORLD, &params, NULL, NULL, &mask, NULL, NULL),
            WOAD_ERROR_ARGUMENT);
        assert_null(mask);
    }
    woad_design_params params;
    size_t bytes, more;
    assert_int_equal(woad_preset_find("spectral", &params, &error), WOAD_OK);
    assert_int_equal(woad_mpi_design_memory(0, &params, &bytes, &error), WOAD_ERROR_ARGUMENT);
    assert_int_equal(woad_mpi_design_memory(4, &params, &bytes, &error), WOAD_OK);
    assert_int_equal(woad_mpi_design_memory(1, &params, &more, &error), WOAD_OK);
    assert_true(bytes < more / 3);
}

static void the_memory_of_frames_is_shared(void **state)
{
    (void)state;
    woad_design_params params;
    woad_error error;
    size_t bytes, more;
    assert_int_equal(woad_preset_find("spectral", &params, &error), WOAD_OK);
    assert_int_equal(woad_recipe_set("mask.size=64x64x16", &params, &error), WOAD_OK);
    params.loss.spectral.axes = WOAD_AXES_FRAME_AND_TIME;
    assert_int_equal(woad_mpi_design_memory(4, &params, &bytes, &error), WOAD_OK);
    assert_int_equal(woad_mpi_design_memory(1, &params, &more, &error), WOAD_OK);
    assert_true(bytes < more / 3);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_are_those_of_one_process),
        cmocka_unit_test(values_that_are_no_numbers_do_no_harm),
        cmocka_unit_test(the_loss_is_that_of_one_process),
        cmocka_unit_test(the_loss_of_frames_is_that_of_one_process),
        cmocka_unit_test(all_learn_of_a_failure),
        cmocka_unit_test(an_observer_stops_all),
        cmocka_unit_test(an_observer_is_told_of_every_second_sweep),
        cmocka_unit_test(a_stopped_design_goes_on_to_the_same_mask),
        cmocka_unit_test(ranks_of_a_checkpoint_must_be_there_once_each),
        cmocka_unit_test(a_tolerance_goes_on_too),
        cmocka_unit_test(a_mask_that_is_written_is_read_again_and_scored),
        cmocka_unit_test(frames_are_scored),
        cmocka_unit_test(what_is_no_mask_is_refused),
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(what_is_not_shared_yet_is_refused),
        cmocka_unit_test(the_memory_of_frames_is_shared),
    };
    MPI_Init(&count, &words);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &processes);
    /* So that the launcher of another MPI is noticed, which starts jobs of one. */
    int failures = count == 2 && strtol(words[1], NULL, 10) == processes
                       ? cmocka_run_group_tests(tests, NULL, NULL)
                       : 1;
    MPI_Finalize();
    return failures;
}
