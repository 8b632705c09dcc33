/* refine.c - swaps of ranks after a design.
 *
 * Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) of the dither energy by the sweeps
 * of patches.h. The temperature falls along a line to zero; then two sweeps accept gains only.
 *
 * Annealed for long by one narrow kernel a mask crystallises: its energy is low, and the eye
 * sees order. The spectrum tells, as a high band of uneven power. So it is watched: when its
 * coefficient of variation passes the limit, the ranks go back to where it was within it and the
 * temperature is halved.
 */
#include "refine.h"

#include <math.h>
#include <string.h>

#include <woad/score.h>

#include "bands.h"
#include "base/alloc.h"
#include "base/status.h"
#include "patches.h"
#include "spectrum.h"

enum {
    QUENCH = 2, /* sweeps without temperature, in the end */
    LOOKS = 10  /* at the spectrum */
};

typedef struct refinement {
    const woad_refine_params *params;
    size_t width, height, count;
    woad_patches *patches;
    woad_spectrum spectrum;
    uint32_t *ranks; /* the last that were within the limit */
    uint32_t *now;
    double warmth; /* share of the temperature that structure has left */
    double gain;
    woad_refine_watch *watch;
    void *user;
    woad_refine_outcome *outcome;
} refinement;

/* ---- structure ------------------------------------------------------------------------ */

static double high_band_cv(refinement *r, const uint32_t *ranks)
{
    double low, cv, mean = 0.5 * ((double)r->count - 1);
    for (size_t i = 0; i < r->count; i++)
        r->spectrum.image[i] = (float)((double)ranks[i] - mean) / (float)r->count;
    woad_spectrum_transform(&r->spectrum);
    woad_score_bands(&r->spectrum, &low, &cv);
    return cv;
}

/* A start may have structure, which swaps can only wash out: nothing is gone back to there. */
static void look(refinement *r)
{
    double limit = fmax(woad_structure_limit(r->count), r->outcome->high_band_cv);
    woad_patches_ranks(r->patches, r->now);
    double cv = high_band_cv(r, r->now);
    if (cv > limit) {
        r->outcome->backoffs++;
        r->warmth /= 2;
        woad_patches_load(r->patches, r->ranks);
        return;
    }
    memcpy(r->ranks, r->now, r->count * sizeof *r->ranks);
    r->outcome->high_band_cv = cv;
}

/* ---- sweeps --------------------------------------------------------------------------- */

static double temperature_at(const refinement *r, size_t sweep)
{
    size_t warm = r->params->trials > QUENCH ? r->params->trials - QUENCH : 0;
    if (sweep >= warm)
        return 0;
    return r->warmth * r->params->temperature * (1 - (double)sweep / (double)warm);
}

static uint64_t sweep_once(refinement *r, double temperature)
{
    woad_exchange_outcome done =
        woad_patches_sweep(r->patches, r->outcome->sweeps++, temperature, r->params->reach);
    r->gain += done.gain;
    r->outcome->swaps += done.swapped;
    return done.swapped;
}

static void quench(refinement *r)
{
    for (size_t i = 0; i < QUENCH; i++)
        sweep_once(r, 0);
}

static void anneal(refinement *r)
{
    size_t total = r->params->trials, between = (total + LOOKS - 1) / LOOKS;
    for (size_t sweep = 0; sweep < total; sweep++) {
        double temperature = temperature_at(r, sweep);
        uint64_t swaps = sweep_once(r, temperature);
        if ((sweep + 1) % between == 0 || sweep + 1 == total)
            look(r);
        if (r->watch && r->watch(sweep + 1, temperature, r->gain, r->user)) {
            quench(r);
            look(r);
            r->outcome->stop = WOAD_STOP_CALLER;
            return;
        }
        if (swaps == 0 && r->params->temperature == 0) {
            look(r);
            r->outcome->stop = WOAD_STOP_NO_GAIN;
            return;
        }
    }
}

/* ---- life ----------------------------------------------------------------------------- */

static woad_status create(refinement *r, const woad_design_params *params, woad_error *error)
{
    woad_taps taps;
    r->now = woad_array(r->count, sizeof *r->now);
    if (!r->now)
        return woad_fail_memory(error, "the refinement");
    woad_status status = woad_taps_create(params->loss.dither.kernel,
        params->loss.dither.radius, params->width, params->height, &taps, error);
    if (status < 0)
        return status;
    status = woad_patches_create(&taps, params->width, params->height, r->ranks, params->seed,
        params->threads, &r->patches, error);
    woad_taps_clear(&taps);
    if (status >= 0)
        status = woad_spectrum_init(&r->spectrum, params->width, params->height, error);
    return status;
}

woad_status woad_refine(const woad_design_params *params, uint32_t *ranks,
    woad_refine_watch *watch, void *user, woad_refine_outcome *outcome, woad_error *error)
{
    refinement r = {.params = &params->refine,
        .width = params->width,
        .height = params->height,
        .count = params->width * params->height,
        .ranks = ranks,
        .warmth = 1,
        .watch = watch,
        .user = user,
        .outcome = outcome};
    *outcome = (woad_refine_outcome){0};
    woad_status status = create(&r, params, error);
    if (status >= 0) {
        outcome->high_band_cv = high_band_cv(&r, ranks);
        anneal(&r);
    }
    woad_patches_destroy(r.patches);
    woad_spectrum_clear(&r.spectrum);
    woad_free(r.now);
    return status;
}

size_t woad_refine_memory(const woad_design_params *params)
{
    /* The ranks, and the spectrum's image and half. */
    return woad_patches_memory(params->width, params->height, params->threads) +
           params->width * params->height * 4 * sizeof(float);
}
