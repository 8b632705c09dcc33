/* design.c - the public door of a design: its parameters are checked here, once. */
#include <woad/design.h>

#include "base/status.h"
#include "baseline/baseline.h"
#include "channels.h"
#include "keys.h"
#include "loss/own.h"
#include "mask.h"
#include "pipeline.h"
#include "refine/refine.h"

static woad_status check_start(
    const woad_design_params *params, const woad_mask *start, woad_error *error)
{
    if (params->channels > 1)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "mask.channels is %zu: with a start it must be 1", params->channels);
    if (start->width != params->width || start->height != params->height ||
        start->depth != params->depth || start->channels != 1)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the start is %zux%zux%zu with %zu channels: it must be %zux%zux%zu with one",
            start->width, start->height, start->depth, start->channels, params->width,
            params->height, params->depth);
    return WOAD_OK;
}

/* Zero stands for the default. */
static woad_design_params resolve(const woad_design_params *params)
{
    const woad_design_params defaults = WOAD_DESIGN_DEFAULTS;
    woad_design_params resolved = *params;
    if (resolved.width == 0)
        resolved.width = defaults.width;
    if (resolved.height == 0)
        resolved.height = defaults.height;
    if (resolved.depth == 0)
        resolved.depth = defaults.depth;
    if (resolved.channels == 0)
        resolved.channels = defaults.channels;
    if (resolved.threads == 0)
        resolved.threads = 1;
    return resolved;
}

woad_status woad_design_memory(
    const woad_design_params *params, size_t *bytes, woad_error *error)
{
    size_t count;
    woad_design_params p = resolve(params);
    woad_status status = woad_check_size(p.width, p.height, p.depth, p.channels, &count, error);
    if (status >= 0)
        status = woad_own_check_params(&p.loss, error);
    if (status >= 0) /* and the masks of the channels beside their mask */
        *bytes = woad_pipeline_memory(&p) +
                 (p.channels > 1 ? 2 * count * (sizeof(uint32_t) + sizeof(float)) : 0);
    return status;
}

static woad_status check_baseline(const woad_design_params *params, woad_error *error)
{
    const woad_baseline *baseline = woad_baseline_of(params->baseline.method);
    return baseline->check ? baseline->check(params, error) : WOAD_OK;
}

/* Where nothing follows their gradient, the caller's own terms would do nothing. */
static woad_status check_own_terms(const woad_design_params *params, woad_error *error)
{
    woad_status status = woad_own_check_params(&params->loss, error);
    for (size_t i = 0; status >= 0 && i < params->loss.own_count; i++) {
        if (params->loss.own[i].weight > 0 && params->optimizer.iterations == 0)
            return woad_fail(error, WOAD_ERROR_ARGUMENT,
                "optimizer.iterations is 0: with the term '%s', which acts there alone, it must "
                "be above",
                params->loss.own[i].name);
    }
    return status;
}

static woad_status check(
    const woad_design_params *params, const woad_mask *start, woad_error *error)
{
    woad_status status = woad_design_check(params, error);
    if (status >= 0)
        status = woad_axes_check(&params->loss, params->depth, error);
    if (status >= 0)
        status = check_own_terms(params, error);
    if (status >= 0)
        status = woad_refine_check(params, error);
    if (status >= 0)
        status = start ? check_start(params, start, error) : check_baseline(params, error);
    return status;
}

woad_status woad_design_validate(const woad_design_params *params, woad_error *error)
{
    woad_design_params p = resolve(params);
    return check(&p, NULL, error);
}

woad_status woad_design(const woad_design_params *params, const woad_mask *start,
    const woad_observer *observer, woad_mask **out, woad_design_report *outcome,
    woad_error *error)
{
    woad_design_params p = resolve(params);
    woad_mask *mask = NULL;
    woad_design_report report;
    woad_status status = check(&p, start, error);
    if (status < 0)
        return status;
    woad_status stop = woad_channels(&p, start, observer, &mask, &report, error);
    status = stop < 0 ? stop : woad_recipe_format(&p, &mask->recipe, error);
    if (status < 0) {
        woad_mask_destroy(mask);
        return status;
    }
    if (outcome)
        *outcome = report;
    *out = mask;
    return stop;
}
