/* swaps.c - see swaps.h. */
#include "swaps.h"

#include <stdlib.h>
#include <string.h>

#include "agree.h"
#include "base/alloc.h"
#include "base/status.h"
#include "mask_spectrum.h"
#include "refine/annealing.h"
#include "refine/cuts.h"
#include "refine/objective.h"
#include "refine/patches.h"
#include "stretches.h"

/* A pixel on its way into a patch. */
typedef struct entry {
    uint32_t rank, pixel; /* on the patch's torus */
    bool fixed;
} entry;

/* What a patch did; numbers, so that those of all processes are added up at once. */
typedef struct deed {
    double tried, swapped, gain;
} deed;

typedef struct swaps {
    const woad_mpi_slab *slab;
    size_t count; /* pixels of this process */
    woad_annealing annealing;
    woad_objective objective;
    uint32_t *ranks, *now; /* to go back to, and of now */
    woad_mpi_spectrum spectrum;
    woad_mpi_swaps_watch *watch;
    void *user;
    /* Of a mask that is not cut: */
    woad_patches *whole; /* of rank 0 */
    uint32_t *all;       /* the same */
    int *counts;         /* [2][processes]: pixels of each, and where they begin */
    /* Of one that is: */
    woad_cuts cuts;
    woad_exchange *part;
    woad_mpi_lending lending;
    uint32_t *borrowed; /* the patches that this process swaps, one after the other */
    entry *entries;     /* of one */
    deed *deeds;        /* [y.cuts][x.cuts] */
} swaps;

/* ---- a mask that is not cut ----------------------------------------------------------------- */

static woad_exchange_outcome sweep_whole(
    void *user, size_t index, double temperature, double reach)
{
    const swaps *s = user;
    woad_exchange_outcome done = {0};
    if (s->slab->rank == 0)
        done = woad_patches_sweep(s->whole, index, temperature, reach);
    MPI_Bcast(&done, (int)sizeof done, MPI_BYTE, 0, s->slab->comm);
    return done;
}

static void take_from_whole(swaps *s)
{
    if (s->slab->rank == 0)
        woad_patches_ranks(s->whole, s->all);
    MPI_Scatterv(s->all, s->counts, s->counts + s->slab->processes, MPI_UINT32_T, s->now,
        (int)s->count, MPI_UINT32_T, 0, s->slab->comm);
}

static void gather_whole(swaps *s, const uint32_t *ranks)
{
    MPI_Gatherv(ranks, (int)s->count, MPI_UINT32_T, s->all, s->counts,
        s->counts + s->slab->processes, MPI_UINT32_T, 0, s->slab->comm);
}

static void go_back_whole(void *user)
{
    swaps *s = user;
    gather_whole(s, s->ranks);
    if (s->slab->rank == 0)
        woad_patches_load(s->whole, s->all);
}

static double high_band_cv_of_whole(void *user)
{
    double low, cv;
    swaps *s = user;
    take_from_whole(s);
    woad_mpi_score_bands(&s->spectrum, s->now, &low, &cv);
    return cv;
}

static woad_status create_whole(swaps *s, const woad_design_params *params, woad_error *error)
{
    int processes = s->slab->processes;
    bool root = s->slab->rank == 0;
    s->counts = woad_array(2 * (size_t)processes, sizeof *s->counts);
    s->all = root ? woad_array(params->width * params->height, sizeof *s->all) : NULL;
    woad_status status =
        s->counts && (s->all || !root) ? WOAD_OK : woad_fail_memory(error, "the swaps");
    status = woad_mpi_agree(s->slab->comm, status, error);
    if (status < 0)
        return status;
    int own = (int)s->count;
    MPI_Allgather(&own, 1, MPI_INT, s->counts, 1, MPI_INT, s->slab->comm);
    for (int p = 1; p < processes; p++)
        s->counts[processes + p] = s->counts[processes + p - 1] + s->counts[p - 1];
    gather_whole(s, s->now);
    if (root)
        status = woad_patches_create(&s->objective.energy, params->width, params->height, 1,
            s->all, params->seed, 1, &s->whole, error);
    return woad_mpi_agree(s->slab->comm, status, error);
}

/* ---- the patches of one colour -------------------------------------------------------------- */

typedef struct colour {
    const woad_cuts *cuts;
    woad_cut_shift shift;
    size_t x, y;            /* the first patch */
    size_t step_x, step_y;  /* from one to the next */
    size_t across, patches; /* in a row, and in all */
    int processes;
} colour;

static size_t patches_of_colour(const woad_cut_axis *axis)
{
    return axis->cuts / woad_cut_colours(axis);
}

static colour colour_at(const swaps *s, size_t index, woad_cut_shift shift)
{
    const woad_cuts *cuts = &s->cuts;
    size_t of_x = woad_cut_colours(&cuts->x);
    return (colour){cuts, shift, index % of_x, index / of_x, of_x, woad_cut_colours(&cuts->y),
        patches_of_colour(&cuts->x), patches_of_colour(&cuts->x) * patches_of_colour(&cuts->y),
        s->slab->processes};
}

/* The k-th of the colour. */
static woad_cut cut_x(const colour *c, size_t k)
{
    return woad_cut_at(&c->cuts->x, c->x + k % c->across * c->step_x, c->shift.x);
}

static woad_cut cut_y(const colour *c, size_t k)
{
    return woad_cut_at(&c->cuts->y, c->y + k / c->across * c->step_y, c->shift.y);
}

/* Who swaps it: neighbours go to the same process, which has most of their rows. */
static int owner_of(const colour *c, size_t k)
{
    return (int)(k * (size_t)c->processes / c->patches);
}

/* Row by row, as many for each patch as its torus has; those beyond a shorter patch are empty. */
static woad_mpi_stretch stretch_at(const void *list, size_t index)
{
    const colour *c = list;
    const woad_cut_axis *ax = &c->cuts->x, *ay = &c->cuts->y;
    size_t k = index / ay->side, row = index % ay->side;
    woad_cut x = cut_x(c, k), y = cut_y(c, k);
    size_t width = row < woad_cut_length(ay, y) ? woad_cut_length(ax, x) : 0;
    return (woad_mpi_stretch){(y.origin + row) % ay->length, x.origin, width, owner_of(c, k)};
}

/* ---- one patch ------------------------------------------------------------------------------ */

static int compare_ranks(const void *a, const void *b)
{
    uint32_t x = ((const entry *)a)->rank, y = ((const entry *)b)->rank;
    return (x > y) - (x < y);
}

static bool swaps_at(const woad_cut_axis *axis, woad_cut cut, size_t local)
{
    return local >= axis->before && local < axis->before + cut.inside;
}

/* By ascending rank. Returns how many there are. */
static size_t list_entries(const swaps *s, woad_cut x, woad_cut y, const uint32_t *ranks)
{
    const woad_cut_axis *ax = &s->cuts.x, *ay = &s->cuts.y;
    size_t width = woad_cut_length(ax, x), height = woad_cut_length(ay, y), next = 0;
    for (size_t row = 0; row < height; row++) {
        for (size_t column = 0; column < width; column++)
            s->entries[next++] =
                (entry){ranks[row * width + column], (uint32_t)(row * ax->side + column),
                    !(swaps_at(ax, x, column) && swaps_at(ay, y, row))};
    }
    qsort(s->entries, next, sizeof *s->entries, compare_ranks);
    return next;
}

static deed sweep_patch(swaps *s, woad_cut x, woad_cut y, uint32_t *ranks, size_t index,
    double temperature, double reach)
{
    size_t count = list_entries(s, x, y, ranks), swapping = 0;
    size_t width = woad_cut_length(&s->cuts.x, x), side = s->cuts.x.side;
    woad_exchange_begin_part(s->part);
    for (size_t i = 0; i < count; i++)
        woad_exchange_add_pixel(
            s->part, s->entries[i].pixel, s->entries[i].rank, s->entries[i].fixed);
    woad_exchange_outcome done = woad_exchange_sweep(s->part, index, temperature, reach);
    for (size_t i = 0; i < count; i++) {
        if (s->entries[i].fixed)
            continue;
        size_t local = woad_exchange_pixel(s->part, swapping++);
        ranks[local / side * width + local % side] = s->entries[i].rank;
    }
    return (deed){(double)done.tried, (double)done.swapped, done.gain};
}

/* ---- a sweep -------------------------------------------------------------------------------- */

static void sweep_colour(
    swaps *s, const colour *c, size_t index, double temperature, double reach)
{
    size_t patches = s->cuts.x.cuts * s->cuts.y.cuts, rows = c->patches * s->cuts.y.side;
    uint32_t *ranks = s->borrowed;
    woad_mpi_borrow(&s->lending, stretch_at, c, rows, s->now, s->borrowed);
    for (size_t k = 0; k < c->patches; k++) {
        if (owner_of(c, k) != s->slab->rank)
            continue;
        woad_cut x = cut_x(c, k), y = cut_y(c, k);
        size_t patch = (c->y + k / c->across * c->step_y) * s->cuts.x.cuts + c->x +
                       k % c->across * c->step_x;
        s->deeds[patch] =
            sweep_patch(s, x, y, ranks, index * patches + patch, temperature, reach);
        ranks += woad_cut_length(&s->cuts.x, x) * woad_cut_length(&s->cuts.y, y);
    }
    woad_mpi_give_back(&s->lending, stretch_at, c, rows, s->borrowed, s->now);
}

static woad_exchange_outcome sweep_cut(
    void *user, size_t index, double temperature, double reach)
{
    swaps *s = user;
    size_t patches = s->cuts.x.cuts * s->cuts.y.cuts;
    woad_cut_shift shift = woad_cuts_shift(&s->cuts, index);
    woad_exchange_outcome all = {0};
    memset(s->deeds, 0, patches * sizeof *s->deeds);
    for (size_t i = 0; i < woad_cut_colours(&s->cuts.x) * woad_cut_colours(&s->cuts.y); i++) {
        const colour c = colour_at(s, i, shift);
        sweep_colour(s, &c, index, temperature, reach);
    }
    /* Each is of one process, so nothing is rounded; then in their order, as one process does. */
    MPI_Allreduce(
        MPI_IN_PLACE, s->deeds, (int)(3 * patches), MPI_DOUBLE, MPI_SUM, s->slab->comm);
    for (size_t i = 0; i < patches; i++) {
        all.tried += (uint64_t)s->deeds[i].tried;
        all.swapped += (uint64_t)s->deeds[i].swapped;
        all.gain += s->deeds[i].gain;
    }
    return all;
}

static double high_band_cv_of_cut(void *user)
{
    double low, cv;
    swaps *s = user;
    woad_mpi_score_bands(&s->spectrum, s->now, &low, &cv);
    return cv;
}

static void go_back_cut(void *user)
{
    const swaps *s = user;
    memcpy(s->now, s->ranks, s->count * sizeof *s->now);
}

/* Pixels of the patches, with their reach, that a process swaps at once, at most. */
static size_t most_borrowed(const woad_cuts *c, size_t processes)
{
    size_t patches = patches_of_colour(&c->x) * patches_of_colour(&c->y);
    return (patches + processes - 1) / processes * c->x.side * c->y.side;
}

static woad_status create_cut(swaps *s, const woad_design_params *params, woad_error *error)
{
    const woad_slices *pairs = s->objective.energy.pairs;
    s->cuts = woad_cuts_of(params->width, params->height, &pairs->slices[0].taps, params->seed);
    size_t side_x = s->cuts.x.side, side_y = s->cuts.y.side;
    size_t most = most_borrowed(&s->cuts, (size_t)s->slab->processes);
    s->borrowed = woad_array(most, sizeof *s->borrowed);
    s->entries = woad_array(side_x * side_y, sizeof *s->entries);
    s->deeds = woad_array(s->cuts.x.cuts * s->cuts.y.cuts, sizeof *s->deeds);
    woad_status status =
        s->borrowed && s->entries && s->deeds ? WOAD_OK : woad_fail_memory(error, "the swaps");
    if (status >= 0)
        status = woad_mpi_lending_init(s->slab, s->count, most, &s->lending, error);
    if (status >= 0)
        status = woad_exchange_create_part(pairs, side_x, side_y,
            params->width * params->height, params->seed, &s->part, error);
    return woad_mpi_agree(s->slab->comm, status, error);
}

/* ---- life ----------------------------------------------------------------------------------- */

static void keep(void *user)
{
    const swaps *s = user;
    memcpy(s->ranks, s->now, s->count * sizeof *s->ranks);
}

static bool cut_stops(void *user, size_t done, double temperature, bool ends)
{
    (void)ends;
    const swaps *s = user;
    return s->watch(done, temperature, &s->annealing.at, s->now, s->user);
}

static bool whole_stops(void *user, size_t done, double temperature, bool ends)
{
    take_from_whole(user);
    return cut_stops(user, done, temperature, ends);
}

static const woad_swapped by_rank_0 = {
    sweep_whole, high_band_cv_of_whole, keep, go_back_whole, whole_stops};
static const woad_swapped by_all = {
    sweep_cut, high_band_cv_of_cut, keep, go_back_cut, cut_stops};

static void clear(swaps *s)
{
    woad_patches_destroy(s->whole);
    woad_exchange_destroy(s->part);
    woad_mpi_lending_clear(&s->lending);
    woad_mpi_spectrum_clear(&s->spectrum);
    woad_free(s->all);
    woad_free(s->counts);
    woad_free(s->borrowed);
    woad_free(s->entries);
    woad_free(s->deeds);
    woad_free(s->now);
}

static woad_status create(
    swaps *s, const woad_design_params *params, const uint32_t *now, woad_error *error)
{
    s->now = woad_array(s->count, sizeof *s->now);
    woad_status status = s->now ? WOAD_OK : woad_fail_memory(error, "the swaps");
    if (status >= 0)
        memcpy(s->now, now, s->count * sizeof *s->now);
    status = woad_mpi_agree(s->slab->comm, status, error);
    if (status >= 0)
        status = woad_mpi_spectrum_init(s->slab, &s->spectrum, error);
    if (status < 0)
        return status;
    status =
        woad_mpi_agree(s->slab->comm, woad_objective_init(&s->objective, params, error), error);
    if (status < 0)
        return status;
    status = s->annealing.swapped == &by_all ? create_cut(s, params, error)
                                             : create_whole(s, params, error);
    woad_objective_clear(&s->objective);
    return status;
}

woad_status woad_mpi_swaps(const woad_mpi_slab *slab, const woad_design_params *params,
    const woad_refine_numbers *numbers, const uint32_t *now, uint32_t *ranks,
    woad_mpi_swaps_watch *watch, void *user, woad_refine_outcome *outcome, woad_error *error)
{
    swaps s = {.slab = slab,
        .count = woad_mpi_slab_count(slab),
        .ranks = ranks,
        .watch = watch,
        .user = user};
    s.annealing = (woad_annealing){.params = &params->refine,
        .area = params->width * params->height,
        .swapped = woad_is_cut(params->width, params->height) ? &by_all : &by_rank_0,
        .user = &s,
        .of_pulls = s.objective.of_pulls,
        .at.warmth = 1};
    woad_status status = create(&s, params, numbers ? now : ranks, error);
    if (status >= 0 && numbers) {
        s.annealing.at = *numbers;
    } else if (status >= 0) {
        double low;
        woad_mpi_score_bands(&s.spectrum, ranks, &low, &s.annealing.at.outcome.high_band_cv);
    }
    if (status >= 0)
        woad_annealing_run(&s.annealing);
    *outcome = s.annealing.at.outcome;
    clear(&s);
    return status;
}

woad_status woad_mpi_swaps_check(const woad_design_params *params, woad_error *error)
{
    const woad_loss_params *loss = &params->loss;
    if (params->refine.trials > 0 && params->depth > 1)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "refine.trials is %zu: in processes a mask of %zu frames has no swaps, it must be 0",
            params->refine.trials, params->depth);
    if (params->refine.trials == 0 || !woad_is_cut(params->width, params->height))
        return WOAD_OK;
    if (loss->spectral.weight > 0 || loss->dither.exponent != 1)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "swaps of %zux%zu pixels in processes lower the dither term alone, with the exponent "
            "1: loss.spectral.weight must be 0, or refine.trials",
            params->width, params->height);
    return WOAD_OK;
}

size_t woad_mpi_swaps_memory(const woad_design_params *params, int processes)
{
    const size_t widest = 2 * WOAD_KERNEL_RADIUS + 1;
    const woad_taps longest = {widest, widest, WOAD_KERNEL_RADIUS, WOAD_KERNEL_RADIUS, NULL, 0};
    size_t width = params->width, height = params->height;
    if (params->refine.trials == 0)
        return 0;
    size_t rows = woad_mpi_block(height, processes);
    size_t bytes = /* with the ranks of a checkpoint */
        2 * width * rows * sizeof(uint32_t) + woad_mpi_spectrum_memory(width, rows);
    if (!woad_is_cut(width, height))
        return bytes + woad_refine_memory(params);
    woad_cuts cuts = woad_cuts_of(width, height, &longest, 0);
    size_t side = cuts.x.side * cuts.y.side;
    return bytes + width * rows * sizeof(uint32_t) +
           2 * most_borrowed(&cuts, (size_t)processes) * sizeof(uint32_t) +
           side * (sizeof(entry) + 3 * sizeof(uint32_t) + sizeof(uint16_t)) +
           woad_exchange_memory(cuts.x.side, cuts.y.side, 1, 1, 0, WOAD_KERNEL_RADIUS);
}
