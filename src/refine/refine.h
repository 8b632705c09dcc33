/* refine/refine.h - swaps of ranks after a design: sweeps under a falling temperature, watched. */
#ifndef WOAD_SRC_REFINE_H
#define WOAD_SRC_REFINE_H

#include <stdbool.h>
#include <stdint.h>

#include <woad/design.h>

/* By how much the values of the terms have fallen, without their weights. */
typedef struct woad_refine_gains {
    double dither, spectral;
} woad_refine_gains;

typedef struct woad_refinement woad_refinement;

/* Told after each sweep: how many are done, and what they have gained since the start. Returns
 * true to stop: two more sweeps accept gains only, so that what is left is no worse than the
 * temperature made it. The refinement is NULL where it is about to end by itself. */
typedef bool woad_refine_watch(size_t done, double temperature, const woad_refine_gains *gains,
    const woad_refinement *refinement, void *user);

typedef struct woad_refine_outcome {
    woad_status stop;    /* WOAD_OK or WOAD_STOP_ */
    size_t sweeps;       /* done */
    uint64_t swaps;      /* made */
    size_t backoffs;     /* times that structure showed */
    double high_band_cv; /* of the mask as it is now */
} woad_refine_outcome;

/* What a refinement is after a sweep, and its ranks: those that were last without structure, and
 * those of now. */
typedef struct woad_refine_numbers {
    woad_refine_gains gains, kept;
    double warmth;
    woad_refine_outcome outcome;
} woad_refine_numbers;

void woad_refine_look(const woad_refinement *refinement, woad_refine_numbers *numbers,
    const uint32_t **ranks, const uint32_t **now);

/* Are there terms that swaps can lower, if swaps are wanted? Otherwise WOAD_ERROR_ARGUMENT. */
woad_status woad_refine_check(const woad_design_params *params, woad_error *error);

/* Refines `ranks`, [depth][height][width], by the params' dither and spectral loss and refine
 * section. Fails with WOAD_ERROR_MEMORY, or as woad_taps_create does; the ranks are then
 * unchanged. */
woad_status woad_refine(const woad_design_params *params, uint32_t *ranks,
    woad_refine_watch *watch, void *user, woad_refine_outcome *outcome, woad_error *error);

/* Goes on from what woad_refine_look saw: `ranks` are the first, `now` the other; from the
 * beginning where the numbers are NULL. */
woad_status woad_refine_on(const woad_design_params *params, const woad_refine_numbers *numbers,
    const uint32_t *now, uint32_t *ranks, woad_refine_watch *watch, void *user,
    woad_refine_outcome *outcome, woad_error *error);

/* What is left of the loss that swaps began with. */
woad_losses woad_refine_losses(
    const woad_loss_params *params, const woad_losses *start, const woad_refine_gains *gains);

/* Bytes that it takes at most. */
size_t woad_refine_memory(const woad_design_params *params);

#endif
