/* params.c - see params.h. */
#include "params.h"

#include <woad/mpi.h>

#include "base/status.h"
#include "baseline/baseline.h"
#include "loss.h"
#include "optimizer/optimizer.h"
#include "swaps.h"

static woad_status check_one(
    bool good, const char *key, size_t value, const char *what, woad_error *error)
{
    if (good)
        return WOAD_OK;
    return woad_fail(
        error, WOAD_ERROR_ARGUMENT, "%s is %zu: in processes it must be %s", key, value, what);
}

woad_status woad_mpi_params_check(const woad_design_params *p, woad_error *error)
{
    const size_t depth = p->depth ? p->depth : 1;
    woad_status status = woad_design_validate(p, error);
    if (status >= 0)
        status = check_one(p->channels <= 1, "mask.channels", p->channels, "1", error);
    if (status >= 0)
        status = woad_mpi_swaps_check(p, error);
    if (status >= 0 && depth == 1 && p->baseline.method != WOAD_BASELINE_WHITE_NOISE &&
        p->baseline.method != WOAD_BASELINE_VOID_AND_CLUSTER_TILES)
        status = woad_fail(error, WOAD_ERROR_ARGUMENT,
            "baseline.method is %s: in processes it must be white-noise or "
            "void-and-cluster-tiles",
            woad_baseline_at((size_t)p->baseline.method)->name);
    if (status >= 0 && (p->shift_x > 0 || p->shift_y > 0))
        status = woad_fail(error, WOAD_ERROR_ARGUMENT,
            "mask.shift is %zux%zu: in processes it must be 0x0", p->shift_x, p->shift_y);
    return status < 0 ? status : woad_mpi_loss_check(&p->loss, depth, error);
}

woad_design_params woad_mpi_params_resolve(const woad_design_params *params)
{
    const woad_design_params defaults = WOAD_DESIGN_DEFAULTS;
    woad_design_params p = *params;
    p.width = p.width ? p.width : defaults.width;
    p.height = p.height ? p.height : defaults.height;
    p.depth = p.depth ? p.depth : 1;
    p.channels = p.threads = 1;
    return p;
}

/* An even share, of one frame's rows or of several frames. */
static size_t rows_of_one(const woad_design_params *p, int processes)
{
    return p->depth > 1 ? woad_mpi_block(p->depth, processes) * p->height
                        : woad_mpi_block(p->height, processes);
}

/* The ranks that a baseline makes, and what it needs for a frame, or for this process's rows. */
static size_t start_memory(const woad_design_params *p, size_t rows)
{
    const woad_baseline *baseline = woad_baseline_of(p->baseline.method);
    if (!baseline->make)
        return 0;
    return p->width * rows * sizeof(uint32_t) +
           baseline->bytes * p->width * (p->depth > 1 ? p->height : rows);
}

woad_status woad_mpi_design_memory(
    int processes, const woad_design_params *params, size_t *bytes, woad_error *error)
{
    woad_status status = woad_mpi_params_check(params, error);
    if (status >= 0 && processes < 1)
        status = woad_fail(error, WOAD_ERROR_ARGUMENT,
            "a design in %d processes: there must be one or more", processes);
    if (status < 0)
        return status;
    woad_design_params p = woad_mpi_params_resolve(params);
    size_t rows = rows_of_one(&p, processes);
    /* Values, their gradient, the best that was reported, and the mask's ranks. */
    size_t arrays =
        4 + woad_optimizer_of(p.optimizer.method)->arrays + (p.optimizer.tolerance > 0);
    *bytes = p.width * rows * arrays * sizeof(float) + start_memory(&p, rows) +
             woad_histogram_target_memory(&p.loss, p.width * p.height) * 2 +
             woad_mpi_loss_memory(&p.loss, p.width, p.height, p.depth, rows, processes) +
             woad_mpi_swaps_memory(&p, processes);
    return WOAD_OK;
}
