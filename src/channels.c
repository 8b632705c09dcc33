/* channels.c - a mask of several channels, each a design of its own. */
#include "channels.h"

#include "base/status.h"
#include "observe.h"
#include "pipeline.h"
#include "set.h"

static void add_losses(woad_losses *sum, const woad_losses *losses)
{
    sum->total += losses->total;
    for (size_t t = 0; t < WOAD_MAX_LOSS_TERMS; t++)
        sum->terms[t] += losses->terms[t];
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

void woad_report_add(woad_design_report *sum, const woad_design_report *report)
{
    sum->stop = woad_stop_of(sum->stop, report->stop);
    sum->iterations = larger(sum->iterations, report->iterations);
    sum->sweeps = larger(sum->sweeps, report->sweeps);
    sum->swaps += report->swaps;
    sum->backoffs += report->backoffs;
    add_losses(&sum->before, &report->before);
    add_losses(&sum->after, &report->after);
}

static woad_status take_channels(const woad_saved *from, woad_mask *masks[WOAD_MAX_CHANNELS],
    woad_design_report *sum, woad_error *error)
{
    woad_status status = WOAD_OK;
    for (size_t c = 0; status >= 0 && c < from->state.parts.count; c++)
        status = woad_saved_part(from, c, &masks[c], error);
    *sum = from->sum;
    return status;
}

/* Into masks[0 .. channels - 1]; those that there are are the caller's also after a failure. */
static woad_status design_each(const woad_design_params *params, const woad_saved *from,
    const woad_observer *observer, woad_mask *masks[WOAD_MAX_CHANNELS], woad_design_report *sum,
    woad_error *error)
{
    const woad_design_state *state = from ? &from->state : NULL;
    size_t done = state ? state->parts.count : 0;
    woad_status status = from ? take_channels(from, masks, sum, error) : WOAD_OK;
    for (size_t c = done; status >= 0 && c < params->channels; c++) {
        woad_design_params own = *params;
        woad_design_report report;
        woad_observed told = {observer, params, false, c, params->channels,
            {c, (const woad_mask *const *)masks, NULL, sum}};
        const woad_observer of_channel = woad_observe(&told);
        own.channels = 1;
        own.seed = woad_set_seed(params->seed, c);
        status = woad_pipeline(
            &own, NULL, c == done ? state : NULL, &of_channel, &masks[c], &report, error);
        if (status >= 0)
            woad_report_add(sum, &report);
    }
    return status;
}

static void interleave(woad_mask *const *masks, woad_mask *mask)
{
    size_t channels = mask->channels, count = woad_mask_count(mask) / channels;
    for (size_t c = 0; c < channels; c++) {
        for (size_t i = 0; i < count; i++) {
            mask->ranks[i * channels + c] = masks[c]->ranks[i];
            mask->thresholds[i * channels + c] = masks[c]->thresholds[i];
        }
    }
}

static woad_status design_several(const woad_design_params *params, const woad_saved *from,
    const woad_observer *observer, woad_mask **out, woad_design_report *report,
    woad_error *error)
{
    woad_mask *masks[WOAD_MAX_CHANNELS] = {0}, *mask = NULL;
    *report = (woad_design_report){0};
    woad_status status = design_each(params, from, observer, masks, report, error);
    if (status >= 0)
        status = woad_set_decorrelate(masks, params->channels, NULL, error);
    if (status >= 0)
        status = woad_mask_create(
            params->width, params->height, params->depth, params->channels, &mask, error);
    if (status >= 0) {
        interleave(masks, mask);
        *out = mask;
        status = report->stop;
    }
    for (size_t c = 0; c < params->channels; c++)
        woad_mask_destroy(masks[c]);
    return status;
}

woad_status woad_channels(const woad_design_params *params, const woad_mask *start,
    const woad_saved *from, const woad_observer *observer, woad_mask **out,
    woad_design_report *report, woad_error *error)
{
    if (params->channels > 1)
        return design_several(params, from, observer, out, report, error);
    return woad_pipeline(
        params, start, from ? &from->state : NULL, observer, out, report, error);
}
