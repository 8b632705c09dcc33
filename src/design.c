/* design.c - the public door of a design: its parameters are checked here, once. */
#include <woad/design.h>

#include <string.h>

#include "base/status.h"
#include "baseline/baseline.h"
#include "channels.h"
#include "keys.h"
#include "loss/own.h"
#include "mask.h"
#include "observe.h"
#include "pipeline.h"
#include "refine/refine.h"
#include "set.h"
#include "state.h"
#include "vector/vectors.h"

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

static woad_status check_count(size_t count, woad_error *error)
{
    if (count >= 1 && count <= WOAD_MAX_SET)
        return WOAD_OK;
    return woad_fail(error, WOAD_ERROR_ARGUMENT, "a set of %zu masks: it must have 1 to %zu",
        count, WOAD_MAX_SET);
}

/* Zero stands for the default, and one channel for as many as vectors have. */
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
    if (resolved.loss.pdf[0] == '\0')
        memcpy(resolved.loss.pdf, defaults.loss.pdf, sizeof resolved.loss.pdf);
    if (resolved.channels == 1 && woad_vectors_of(params))
        resolved.channels = woad_vectors_of(params)->components;
    return resolved;
}

woad_status woad_design_memory(
    const woad_design_params *params, size_t *bytes, woad_error *error)
{
    size_t count = 0;
    woad_design_params p = resolve(params);
    woad_status status = woad_design_check(&p, error);
    if (status >= 0)
        status = woad_check_size(p.width, p.height, p.depth, p.channels, &count, error);
    if (status >= 0)
        status = woad_own_check_params(&p.loss, error);
    if (status >= 0 && woad_vectors_of(&p))
        *bytes = woad_vectors_memory(&p);
    else if (status >= 0) /* and the masks of the channels beside their mask */
        *bytes = woad_pipeline_memory(&p) +
                 (p.channels > 1 ? 2 * count * (sizeof(uint32_t) + sizeof(float)) : 0);
    return status;
}

woad_status woad_design_set_memory(
    const woad_design_params *params, size_t count, size_t *bytes, woad_error *error)
{
    woad_design_params p = resolve(params);
    size_t one;
    woad_status status = check_count(count, error);
    if (status >= 0)
        status = woad_design_memory(params, &one, error);
    if (status < 0)
        return status;
    size_t mask =
        p.width * p.height * p.depth * p.channels * (sizeof(uint32_t) + sizeof(float));
    size_t designing = one + (count - 1) * mask;
    size_t placing = count * mask + woad_set_memory(&p, count);
    *bytes = designing > placing ? designing : placing;
    return WOAD_OK;
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
    if (status >= 0 && woad_vectors_of(params)) {
        status = woad_vectors_check(params, start, error);
        return status < 0 ? status : check_baseline(params, error);
    }
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

/* The mask itself, of scalars or of vectors. */
static woad_status make(const woad_design_params *params, const woad_mask *start,
    const woad_saved *from, const woad_observer *observer, woad_mask **out,
    woad_design_report *report, woad_error *error)
{
    return woad_vectors_of(params)
               ? woad_vectors(params, from, observer, out, report, error)
               : woad_channels(params, start, from, observer, out, report, error);
}

/* What is left to do for a mask, whatever made it. */
static woad_status complete(
    const woad_design_params *params, woad_mask *mask, woad_error *error)
{
    woad_mask_move(mask, (woad_shift){params->shift_x, params->shift_y});
    return woad_recipe_format(params, &mask->recipe, error);
}

/* The mask and the report of a design that stopped so, or failed. */
static woad_status deliver(const woad_design_params *params, woad_status stop, woad_mask *mask,
    const woad_design_report *report, woad_mask **out, woad_design_report *outcome,
    woad_error *error)
{
    woad_status status = stop < 0 ? stop : complete(params, mask, error);
    if (status < 0) {
        woad_mask_destroy(mask);
        return status;
    }
    if (outcome)
        *outcome = *report;
    *out = mask;
    return stop;
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
    status = make(&p, start, NULL, observer, &mask, &report, error);
    return deliver(&p, status, mask, &report, out, outcome, error);
}

/* What a design goes on with, of a mask or of a set of so many. */
static woad_status read_state(const void *bytes, size_t size, const char *name,
    const woad_design_params *params, size_t members, woad_saved *out, woad_error *error)
{
    woad_status status = check(params, NULL, error);
    if (status >= 0 && params->loss.own_count > 0)
        status = woad_fail(error, WOAD_ERROR_ARGUMENT,
            "a design with terms of the caller's own has no state to go on from");
    return status < 0 ? status
                      : woad_state_read(bytes, size, name ? name : "the state", params, members,
                            out, error);
}

woad_status woad_design_resume(const void *bytes, size_t size, const char *name,
    const woad_design_params *params, const woad_observer *observer, woad_mask **out,
    woad_design_report *outcome, woad_error *error)
{
    woad_design_params p = resolve(params);
    woad_saved from;
    woad_mask *mask = NULL;
    woad_design_report report;
    woad_status status = read_state(bytes, size, name, &p, 0, &from, error);
    if (status < 0)
        return status;
    status = make(&p, NULL, &from, observer, &mask, &report, error);
    woad_free(from.memory);
    return deliver(&p, status, mask, &report, out, outcome, error);
}

/* ---- sets ------------------------------------------------------------------------------ */

/* Channels take the seeds of a few indices: those of a set lie between them. */
static woad_design_params params_of_member(const woad_design_params *params, size_t member)
{
    woad_design_params own = *params;
    own.seed = woad_set_seed(params->seed, member * WOAD_MAX_CHANNELS);
    return own;
}

/* Did the caller stop it before anything was done of what there was to do? */
static bool is_mere_start(const woad_design_params *params, const woad_design_report *report)
{
    return report->stop == WOAD_STOP_CALLER && report->iterations + report->sweeps == 0 &&
           params->optimizer.iterations + params->refine.trials > 0;
}

/* masks[0 .. *made - 1] are there also after a failure. */
static woad_status take_members(const woad_saved *from, woad_mask **masks,
    woad_design_report *reports, size_t *made, woad_status *stop, woad_error *error)
{
    woad_status status = WOAD_OK;
    while (status >= 0 && *made < from->state.masks.count) {
        status = woad_saved_mask(from, *made, &masks[*made], &reports[*made], error);
        if (status >= 0)
            *stop = woad_stop_of(*stop, reports[(*made)++].stop);
    }
    return status;
}

/* The same. */
static woad_status design_members(const woad_design_params *params, size_t count,
    const woad_saved *from, const woad_observer *observer, woad_mask **masks,
    woad_design_report *reports, size_t *made, woad_error *error)
{
    woad_status stop = WOAD_OK;
    bool is_begun = from && from->state.numbers.stage != WOAD_STAGE_START;
    *made = 0;
    woad_status status =
        from ? take_members(from, masks, reports, made, &stop, error) : WOAD_OK;
    for (; status >= 0 && *made < count; ++*made) {
        woad_observed told = {observer, params, true, *made, count,
            {*made, (const woad_mask *const *)masks, NULL, reports}};
        const woad_observer of_member = woad_observe(&told);
        woad_design_params own = params_of_member(params, *made);
        if (!is_begun && woad_observe_start(&told)) {
            stop = WOAD_STOP_CALLER;
            break;
        }
        status = make(&own, NULL, from, &of_member, &masks[*made], &reports[*made], error);
        if (status < 0)
            break;
        stop = woad_stop_of(stop, status);
        from = NULL;
        is_begun = false;
    }
    if (status < 0)
        return status;
    if (*made > 1 && is_mere_start(params, &reports[*made - 1])) {
        woad_mask_destroy(masks[--*made]);
        masks[*made] = NULL;
    }
    return stop;
}

static woad_status complete_members(
    const woad_design_params *params, size_t count, woad_mask **masks, woad_error *error)
{
    woad_shift shifts[WOAD_MAX_SET];
    woad_status status = woad_set_decorrelate(masks, count, shifts, error);
    for (size_t m = 0; status >= 0 && m < count; m++) {
        woad_design_params own = params_of_member(params, m);
        woad_mask_move(masks[m], (woad_shift){own.shift_x, own.shift_y});
        own.shift_x = (own.shift_x + shifts[m].right) % own.width;
        own.shift_y = (own.shift_y + shifts[m].down) % own.height;
        status = woad_recipe_format(&own, &masks[m]->recipe, error);
    }
    return status;
}

/* The set of parameters that were checked. */
static woad_status design_set(const woad_design_params *params, size_t count,
    const woad_saved *from, const woad_observer *observer, woad_mask **out,
    woad_design_report *reports, size_t *made, woad_error *error)
{
    woad_mask *masks[WOAD_MAX_SET] = {0};
    woad_design_report own[WOAD_MAX_SET];
    size_t there;
    woad_status stop = design_members(params, count, from, observer, masks, own, &there, error);
    woad_status status = stop < 0 ? stop : complete_members(params, there, masks, error);
    if (status < 0) {
        for (size_t m = 0; m < count; m++)
            woad_mask_destroy(masks[m]);
        return status;
    }
    memcpy(out, masks, count * sizeof *out);
    if (reports)
        memcpy(reports, own, there * sizeof *reports);
    if (made)
        *made = there;
    return stop;
}

woad_status woad_design_set(const woad_design_params *params, size_t count,
    const woad_observer *observer, woad_mask **out, woad_design_report *reports, size_t *made,
    woad_error *error)
{
    woad_design_params p = resolve(params);
    woad_status status = check_count(count, error);
    if (status >= 0)
        status = check(&p, NULL, error);
    return status < 0 ? status
                      : design_set(&p, count, NULL, observer, out, reports, made, error);
}

woad_status woad_design_set_resume(const void *bytes, size_t size, const char *name,
    const woad_design_params *params, size_t count, const woad_observer *observer,
    woad_mask **out, woad_design_report *reports, size_t *made, woad_error *error)
{
    woad_design_params p = resolve(params);
    woad_saved from;
    woad_status status = check_count(count, error);
    if (status >= 0)
        status = read_state(bytes, size, name, &p, count, &from, error);
    if (status < 0)
        return status;
    status = design_set(&p, count, &from, observer, out, reports, made, error);
    woad_free(from.memory);
    return status;
}
