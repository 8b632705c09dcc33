/* baseline/baseline.h - what a baseline is: a way to a mask without a loss.
 *
 * A baseline is one file with a const descriptor, listed in baseline/baselines.c. Each is also a
 * preset, and any can be the start of a design.
 */
#ifndef WOAD_BASELINE_BASELINE_H
#define WOAD_BASELINE_BASELINE_H

#include <woad/design.h>

typedef struct woad_baseline {
    woad_entry info;
    /* Fills `ranks`, [height][width], with a permutation of 0 .. width * height - 1 by the
     * params' mask and baseline sections, checked before, and its seed, stream
     * WOAD_BASELINE_STREAM. NULL: the noise that every design starts from. Fails with
     * WOAD_ERROR_ARGUMENT, _READ or _FORMAT (a kernel's file) or _MEMORY. */
    woad_status (*make)(const woad_design_params *params, uint32_t *ranks, woad_error *error);
    /* WOAD_ERROR_ARGUMENT with a sentence when it cannot do this size; NULL: it does all. */
    woad_status (*check)(const woad_design_params *params, woad_error *error);
    size_t bytes; /* that it takes for each pixel, about, beside the ranks */
} woad_baseline;

enum { WOAD_BASELINE_STREAM = 3 };

extern const woad_baseline woad_baseline_void_and_cluster, woad_baseline_void_filling,
    woad_baseline_bayer, woad_baseline_interleaved_gradient_noise, woad_baseline_r2,
    woad_baseline_high_pass, woad_baseline_simulated_annealing, woad_baseline_tiles;

const woad_baseline *woad_baseline_of(woad_baseline_method method);

#endif
