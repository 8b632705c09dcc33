/* baseline/baselines.c - the table of the baselines. */
#include "baseline/baseline.h"

static const woad_baseline white_noise = {
    .info = {"white-noise", "independent random values: what all others are measured against"},
};

/* To add one: write its file, declare it, list it here and in the enum of <woad/design.h>. */
static const woad_baseline *const baselines[] = {
    [WOAD_BASELINE_WHITE_NOISE] = &white_noise,
    [WOAD_BASELINE_VOID_AND_CLUSTER] = &woad_baseline_void_and_cluster,
    [WOAD_BASELINE_VOID_FILLING] = &woad_baseline_void_filling,
    [WOAD_BASELINE_BAYER] = &woad_baseline_bayer,
    [WOAD_BASELINE_INTERLEAVED_GRADIENT_NOISE] = &woad_baseline_interleaved_gradient_noise,
    [WOAD_BASELINE_R2] = &woad_baseline_r2,
    [WOAD_BASELINE_HIGH_PASS] = &woad_baseline_high_pass,
    [WOAD_BASELINE_SIMULATED_ANNEALING] = &woad_baseline_simulated_annealing,
    [WOAD_BASELINE_VOID_AND_CLUSTER_TILES] = &woad_baseline_tiles,
};

const woad_baseline *woad_baseline_of(woad_baseline_method method)
{
    return baselines[method];
}

const woad_entry *woad_baseline_at(size_t index)
{
    return index < sizeof baselines / sizeof *baselines ? &baselines[index]->info : NULL;
}
