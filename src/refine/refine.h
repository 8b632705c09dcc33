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

/* Told after each sweep: how many are done, and what they have gained since the start. Returns
 * true to stop: two more sweeps accept gains only, so that what is left is no worse than the
 * temperature made it. */
typedef bool woad_refine_watch(
    size_t done, double temperature, const woad_refine_gains *gains, void *user);

typedef struct woad_refine_outcome {
    woad_status stop;    /* WOAD_OK or WOAD_STOP_ */
    size_t sweeps;       /* done */
    uint64_t swaps;      /* made */
    size_t backoffs;     /* times that structure showed */
    double high_band_cv; /* of the mask as it is now */
} woad_refine_outcome;

/* Are there terms that swaps can lower, if swaps are wanted? Otherwise WOAD_ERROR_ARGUMENT. */
woad_status woad_refine_check(const woad_design_params *params, woad_error *error);

/* Refines `ranks`, [depth][height][width], by the params' dither and spectral loss and refine
 * section. Fails with WOAD_ERROR_MEMORY, or as woad_taps_create does; the ranks are then
 * unchanged. */
woad_status woad_refine(const woad_design_params *params, uint32_t *ranks,
    woad_refine_watch *watch, void *user, woad_refine_outcome *outcome, woad_error *error);

/* Bytes that it takes at most. */
size_t woad_refine_memory(const woad_design_params *params);

#endif
