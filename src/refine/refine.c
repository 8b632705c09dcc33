/* refine/refine.c - swaps of ranks after a design.
 *
 * Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) of the dither and the spectral term by
 * the sweeps of patches.h. The temperature falls along a line to zero; then two sweeps accept
 * gains only.
 *
 * With the exponent 1 the dither term is the dither energy. With 2 it is, as the spectral term
 * always is, a product over pairs: its 1/12 - (u_i - u_j)^2 / 2 is u_i u_j = m_i m_j / 4 and
 * squares of u_i and u_j, whose sums are constant on a permutation.
 *
 * Annealed for long by one narrow kernel a mask crystallises: its energy is low, and the eye
 * sees order. The spectrum tells, as a high band of uneven power. So it is watched: when its
 * coefficient of variation passes the limit, the ranks go back to where it was within it and the
 * temperature is halved.
 */
#include "refine/refine.h"

#include <math.h>
#include <string.h>

#include <woad/score.h>

#include "bands.h"
#include "base/alloc.h"
#include "base/status.h"
#include "loss/spectral.h"
#include "mask.h"
#include "pdf.h"
#include "refine/patches.h"
#include "spectrum.h"

enum {
    QUENCH = 2, /* sweeps without temperature, in the end */
    LOOKS = 10, /* at the spectrum, at least */
    APART = 20, /* sweeps between two of them, at most */
    WIDEST = 64 /* kernel of the dither term, in pixels from its centre */
};

struct woad_refinement {
    const woad_refine_params *params;
    size_t area, depth, count; /* values of a frame, frames, and values in all */
    woad_patches *patches;
    woad_spectrum spectrum;
    uint32_t *ranks; /* the last that were within the limit */
    uint32_t *now;
    double warmth;                 /* share of the temperature that structure has left */
    woad_refine_gains gains, kept; /* of the ranks now, and of the last within the limit */
    woad_refine_gains of_pulls[WOAD_SWAP_PULLS]; /* what terms gain by a pull's gain of 1 */
    woad_refine_watch *watch;
    void *user;
    woad_refine_outcome *outcome;
};

/* ---- structure ------------------------------------------------------------------------ */

static double high_band_cv_of_frame(woad_refinement *r, const uint32_t *ranks)
{
    double low, cv, mean = 0.5 * ((double)r->area - 1);
    for (size_t i = 0; i < r->area; i++)
        r->spectrum.image[i] = (float)((double)ranks[i] - mean) / (float)r->area;
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

/* Whether the ranks are within the limit; they go back where not. A start may have structure,
 * which swaps can only wash out: there its own is the limit. */
static bool look(woad_refinement *r)
{
    double limit = fmax(woad_structure_limit(r->area), r->outcome->high_band_cv);
    woad_patches_ranks(r->patches, r->now);
    double cv = high_band_cv(r, r->now);
    if (cv > limit) {
        r->outcome->backoffs++;
        r->warmth /= 2;
        woad_patches_load(r->patches, r->ranks);
        r->gains = r->kept;
        return false;
    }
    r->kept = r->gains;
    memcpy(r->ranks, r->now, r->count * sizeof *r->ranks);
    r->outcome->high_band_cv = cv;
    return true;
}

/* ---- sweeps --------------------------------------------------------------------------- */

static double temperature_at(const woad_refinement *r, size_t sweep)
{
    size_t warm = r->params->trials > QUENCH ? r->params->trials - QUENCH : 0;
    if (sweep >= warm)
        return 0;
    return r->warmth * r->params->temperature * (1 - (double)sweep / (double)warm);
}

static uint64_t sweep_once(woad_refinement *r, double temperature)
{
    woad_exchange_outcome done =
        woad_patches_sweep(r->patches, r->outcome->sweeps++, temperature, r->params->reach);
    r->gains.dither += done.gain;
    for (size_t p = 0; p < WOAD_SWAP_PULLS; p++) {
        r->gains.dither += done.pull_gains[p] * r->of_pulls[p].dither;
        r->gains.spectral += done.pull_gains[p] * r->of_pulls[p].spectral;
    }
    r->outcome->swaps += done.swapped;
    return done.swapped;
}

/* Leaves ranks within the limit that have cooled: those of now, or those gone back to. */
static void quench(woad_refinement *r)
{
    for (size_t attempt = 0; attempt < 2; attempt++) {
        for (size_t i = 0; i < QUENCH; i++)
            sweep_once(r, 0);
        if (look(r))
            return;
    }
}

static void anneal(woad_refinement *r)
{
    size_t total = r->params->trials, between = (total + LOOKS - 1) / LOOKS;
    between = between < APART ? between : APART;
    for (size_t sweep = r->outcome->sweeps; sweep < total; sweep++) {
        double temperature = temperature_at(r, sweep);
        uint64_t swaps = sweep_once(r, temperature);
        bool last = sweep + 1 == total;
        if (((sweep + 1) % between == 0 || last) && !look(r) && last)
            quench(r);
        bool idle = swaps == 0 && r->params->temperature == 0;
        if (r->watch && r->watch(sweep + 1, temperature, &r->gains, idle ? NULL : r, r->user)) {
            quench(r);
            r->outcome->stop = WOAD_STOP_CALLER;
            return;
        }
        if (idle) {
            look(r);
            r->outcome->stop = WOAD_STOP_NO_GAIN;
            return;
        }
    }
}

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

/* Those of the terms that count; the others stay as they are. */
static woad_status create_taps(const woad_design_params *params, woad_slices *dither,
    woad_taps *spectral, woad_error *error)
{
    const woad_loss_params *loss = &params->loss;
    woad_status status = WOAD_OK;
    if (loss->dither.weight > 0)
        status = woad_slices_create(
            &loss->dither, params->width, params->height, params->depth, dither, error);
    if (status >= 0 && loss->spectral.weight > 0)
        status =
            woad_spectral_taps(&loss->spectral, params->width, params->height, spectral, error);
    return status;
}

static void add_pull(woad_refinement *r, woad_swap_energy *energy, const woad_taps *kernel,
    double weight, woad_refine_gains gains)
{
    r->of_pulls[energy->pull_count] = gains;
    energy->pulls[energy->pull_count].kernel = kernel;
    energy->pulls[energy->pull_count].weight = weight;
    energy->pull_count++;
}

/* On the scale of the dither term's weight, or of the spectral term's where that is alone. */
static woad_swap_energy energy_of(woad_refinement *r, const woad_loss_params *loss,
    const woad_slices *dither, const woad_taps *spectral)
{
    woad_swap_energy energy = {0};
    double one = loss->dither.weight > 0 ? loss->dither.weight : loss->spectral.weight;
    if (loss->dither.weight > 0 && loss->dither.exponent == 1)
        energy.pairs = dither;
    else if (loss->dither.weight > 0)
        add_pull(
            r, &energy, &dither->slices[0].taps, 0.25, (woad_refine_gains){.dither = 0.25});
    if (loss->spectral.weight > 0)
        add_pull(r, &energy, spectral, loss->spectral.weight / one,
            (woad_refine_gains){.spectral = 1});
    return energy;
}

static woad_status create_patches(
    woad_refinement *r, const woad_design_params *params, woad_error *error)
{
    woad_slices dither = {0};
    woad_taps spectral = {0};
    woad_status status = create_taps(params, &dither, &spectral, error);
    if (status >= 0) {
        woad_swap_energy energy = energy_of(r, &params->loss, &dither, &spectral);
        status = woad_patches_create(&energy, params->width, params->height, params->depth,
            r->ranks, params->seed, params->threads, &r->patches, error);
    }
    woad_slices_clear(&dither);
    woad_taps_clear(&spectral);
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
    *numbers = (woad_refine_numbers){r->gains, r->kept, r->warmth, *r->outcome};
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
        r->gains = from->gains;
        r->kept = from->kept;
        r->warmth = from->warmth;
        *r->outcome = from->outcome;
        woad_patches_load(r->patches, now);
    } else if (status >= 0) {
        r->outcome->high_band_cv = high_band_cv(r, r->ranks);
    }
    if (status >= 0)
        anneal(r);
    woad_patches_destroy(r->patches);
    woad_spectrum_clear(&r->spectrum);
    woad_free(r->now);
    return status;
}

woad_status woad_refine_on(const woad_design_params *params, const woad_refine_numbers *numbers,
    const uint32_t *now, uint32_t *ranks, woad_refine_watch *watch, void *user,
    woad_refine_outcome *outcome, woad_error *error)
{
    woad_refinement r = {.params = &params->refine,
        .area = params->width * params->height,
        .depth = params->depth,
        .count = params->width * params->height * params->depth,
        .ranks = ranks,
        .warmth = 1,
        .watch = watch,
        .user = user,
        .outcome = outcome};
    *outcome = (woad_refine_outcome){0};
    woad_status status =
        numbers ? woad_check_saved_ranks(ranks, r.area, r.depth, 1, error) : WOAD_OK;
    if (status >= 0 && numbers)
        status = woad_check_saved_ranks(now, r.area, r.depth, 1, error);
    return status < 0 ? status : refine(&r, params, numbers, now, error);
}

woad_status woad_refine(const woad_design_params *params, uint32_t *ranks,
    woad_refine_watch *watch, void *user, woad_refine_outcome *outcome, woad_error *error)
{
    return woad_refine_on(params, NULL, NULL, ranks, watch, user, outcome, error);
}

size_t woad_refine_memory(const woad_design_params *params)
{
    const woad_loss_params *loss = &params->loss;
    size_t radius = WIDEST, pulls = loss->dither.weight > 0 && loss->dither.exponent != 1;
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
