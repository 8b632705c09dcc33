/* refine/refine.c - swaps of ranks after a design, in one process. */
#include "refine/refine.h"

#include <string.h>

#include "bands.h"
#include "base/alloc.h"
#include "base/status.h"
#include "loss/spectral.h"
#include "loss/term.h"
#include "mask.h"
#include "pdf.h"
#include "refine/annealing.h"
#include "refine/objective.h"
#include "refine/patches.h"
#include "spectrum.h"

struct woad_refinement {
    size_t area, depth, count; /* values of a frame, frames, and values in all */
    woad_annealing annealing;
    woad_objective objective;
    woad_patches *patches;
    woad_spectrum spectrum;
    uint32_t *ranks; /* the last that were within the limit */
    uint32_t *now;
    woad_refine_watch *watch;
    void *user;
};

/* ---- structure ------------------------------------------------------------------------ */

static double high_band_cv_of_frame(woad_refinement *r, const uint32_t *ranks)
{
    double low, cv;
    woad_spectrum_load_ranks(r->spectrum.image, ranks, 1, r->area, r->area);
    woad_spectrum_transform(&r->spectrum);
    woad_score_bands(&r->spectrum, &low, &cv);
    return cv;
}

/* The mean over the frames. */
static double high_band_cv(woad_refinement *r, const uint32_t *ranks)
{
    double sum = 0;
    for (size_t f = 0; f < r->depth; f++)
        sum += high_band_cv_of_frame(r, ranks + f * r->area);
    return sum / (double)r->depth;
}

/* ---- what the annealing asks for ------------------------------------------------------- */

static woad_exchange_outcome sweep(void *user, size_t index, double temperature, double reach)
{
    const woad_refinement *r = user;
    return woad_patches_sweep(r->patches, index, temperature, reach);
}

static double high_band_cv_now(void *user)
{
    woad_refinement *r = user;
    woad_patches_ranks(r->patches, r->now);
    return high_band_cv(r, r->now);
}

static void keep(void *user)
{
    woad_refinement *r = user;
    memcpy(r->ranks, r->now, r->count * sizeof *r->ranks);
}

static void go_back(void *user)
{
    woad_refinement *r = user;
    woad_patches_load(r->patches, r->ranks);
}

static bool stops(void *user, size_t done, double temperature, bool ends)
{
    const woad_refinement *r = user;
    return r->watch &&
           r->watch(done, temperature, &r->annealing.at.gains, ends ? NULL : r, r->user);
}

static const woad_swapped swapped = {sweep, high_band_cv_now, keep, go_back, stops};

/* ---- life ----------------------------------------------------------------------------- */

woad_status woad_refine_check(const woad_design_params *params, woad_error *error)
{
    const woad_dither_loss_params *dither = &params->loss.dither;
    if (params->refine.trials == 0)
        return WOAD_OK;
    if (dither->weight == 0 && params->loss.spectral.weight == 0)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "refine.trials is %zu, but swaps have nothing to lower: it must be 0, or "
            "loss.dither.weight or loss.spectral.weight above 0",
            params->refine.trials);
    if (dither->weight > 0 && dither->exponent != 1 && dither->exponent != 2)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "loss.dither.exponent is %g: for swaps it must be 1 or 2, or refine.trials 0",
            dither->exponent);
    if (params->loss.spectral.weight > 0 && !woad_pdf_is_uniform(params->loss.pdf))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "mask.pdf is %s, and swaps lower the spectral term of uniform values alone: "
            "loss.spectral.weight must be 0, or refine.trials",
            params->loss.pdf);
    if (params->depth > 1 &&
        (dither->weight == 0 || dither->exponent != 1 || params->loss.spectral.weight > 0))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "swaps in a mask of %zu frames lower the dither term alone, with the exponent 1: "
            "loss.spectral.weight must be 0, or refine.trials",
            params->depth);
    return WOAD_OK;
}

static woad_status create_patches(
    woad_refinement *r, const woad_design_params *params, woad_error *error)
{
    woad_status status = woad_objective_init(&r->objective, params, error);
    if (status >= 0) {
        status = woad_patches_create(&r->objective.energy, params->width, params->height,
            params->depth, r->ranks, params->seed, params->threads, &r->patches, error);
        woad_objective_clear(&r->objective);
    }
    return status;
}

static woad_status create(
    woad_refinement *r, const woad_design_params *params, woad_error *error)
{
    r->now = woad_array(r->count, sizeof *r->now);
    if (!r->now)
        return woad_fail_memory(error, "the refinement");
    woad_status status = create_patches(r, params, error);
    if (status >= 0)
        status = woad_spectrum_init(&r->spectrum, params->width, params->height, error);
    return status;
}

void woad_refine_look(const woad_refinement *r, woad_refine_numbers *numbers,
    const uint32_t **ranks, const uint32_t **now)
{
    *numbers = r->annealing.at;
    woad_patches_ranks(r->patches, r->now);
    *ranks = r->ranks;
    *now = r->now;
}

/* From the beginning, where `from` is NULL. */
static woad_status refine(woad_refinement *r, const woad_design_params *params,
    const woad_refine_numbers *from, const uint32_t *now, woad_error *error)
{
    woad_status status = create(r, params, error);
    if (status >= 0 && from) {
        r->annealing.at = *from;
        woad_patches_load(r->patches, now);
    } else if (status >= 0) {
        r->annealing.at.outcome.high_band_cv = high_band_cv(r, r->ranks);
    }
    if (status >= 0)
        woad_annealing_run(&r->annealing);
    woad_patches_destroy(r->patches);
    woad_spectrum_clear(&r->spectrum);
    woad_free(r->now);
    return status;
}

woad_status woad_refine_on(const woad_design_params *params, const woad_refine_numbers *numbers,
    const uint32_t *now, uint32_t *ranks, woad_refine_watch *watch, void *user,
    woad_refine_outcome *outcome, woad_error *error)
{
    woad_refinement r = {.area = params->width * params->height,
        .depth = params->depth,
        .count = params->width * params->height * params->depth,
        .ranks = ranks,
        .watch = watch,
        .user = user};
    r.annealing = (woad_annealing){.params = &params->refine,
        .area = r.area,
        .swapped = &swapped,
        .user = &r,
        .of_pulls = r.objective.of_pulls,
        .at.warmth = 1};
    woad_status status =
        numbers ? woad_check_saved_ranks(ranks, r.area, r.depth, 1, error) : WOAD_OK;
    if (status >= 0 && numbers)
        status = woad_check_saved_ranks(now, r.area, r.depth, 1, error);
    if (status >= 0)
        status = refine(&r, params, numbers, now, error);
    *outcome = r.annealing.at.outcome;
    return status;
}

woad_status woad_refine(const woad_design_params *params, uint32_t *ranks,
    woad_refine_watch *watch, void *user, woad_refine_outcome *outcome, woad_error *error)
{
    return woad_refine_on(params, NULL, NULL, ranks, watch, user, outcome, error);
}

woad_losses woad_refine_losses(
    const woad_loss_params *params, const woad_losses *start, const woad_refine_gains *gains)
{
    woad_losses losses = *start;
    double of_dither = gains->dither * params->dither.weight;
    double of_spectral = gains->spectral * params->spectral.weight;
    losses.terms[woad_loss_dither_index()] -= of_dither;
    losses.terms[woad_loss_spectral_index()] -= of_spectral;
    losses.total -= of_dither + of_spectral;
    return losses;
}

size_t woad_refine_memory(const woad_design_params *params)
{
    const woad_loss_params *loss = &params->loss;
    size_t radius = WOAD_KERNEL_RADIUS,
           pulls = loss->dither.weight > 0 && loss->dither.exponent != 1;
    if (loss->spectral.weight > 0) {
        size_t reach = woad_spectral_reach(&loss->spectral);
        radius = reach > radius ? reach : radius;
        pulls++;
    }
    /* The ranks, and the spectrum's image and half. */
    return woad_patches_memory(
               params->width, params->height, params->depth, params->threads, pulls, radius) +
           params->width * params->height * (3 + params->depth) * sizeof(float);
}
