/* loss/axes.c - along which axes of a mask with frames a term on the spectrum acts. */
#include "loss/axes.h"

#include <string.h>

#include "base/status.h"
#include "loss/term.h"
#include "target_spectrum.h"

typedef struct choice {
    woad_entry info;
    bool spans[WOAD_SPANS];
} choice;

static const choice choices[] = {
    [WOAD_AXES_FRAME] = {{"frame", "x and y, in each frame"}, {[WOAD_SPAN_FRAME] = true}},
    [WOAD_AXES_TIME] = {{"time", "t, at each pixel"}, {[WOAD_SPAN_TIME] = true}},
    [WOAD_AXES_FRAME_AND_TIME] = {{"frame+time", "the sum of these two"},
        {[WOAD_SPAN_FRAME] = true, [WOAD_SPAN_TIME] = true}},
    [WOAD_AXES_VOLUME] = {{"volume", "x, y and t at once"}, {[WOAD_SPAN_VOLUME] = true}},
};

const woad_entry *woad_axes_at(size_t index)
{
    return index < sizeof choices / sizeof *choices ? &choices[index].info : NULL;
}

/* A term without weight acts nowhere; frame is where all have their place. */
static woad_axes axes_of(const woad_loss_params *params, const woad_loss_term *term)
{
    woad_axes axes;
    double weight;
    memcpy(&axes, (const char *)params + term->axes, sizeof axes);
    memcpy(&weight, (const char *)params + term->weight, sizeof weight);
    return term->domain == WOAD_DOMAIN_SPECTRUM && weight > 0 ? axes : WOAD_AXES_FRAME;
}

bool woad_term_acts_on(
    const woad_loss_params *params, const woad_loss_term *term, woad_span span)
{
    return choices[axes_of(params, term)].spans[span];
}

woad_status woad_axes_check(const woad_loss_params *params, size_t depth, woad_error *error)
{
    for (size_t t = 0; woad_loss_term_find_at(t); t++) {
        const woad_loss_term *term = woad_loss_term_find_at(t);
        woad_axes axes = axes_of(params, term);
        if (depth == 1 && axes != WOAD_AXES_FRAME)
            return woad_fail(error, WOAD_ERROR_ARGUMENT,
                "loss.%s.axes is %s, but the mask has one frame: it must be frame, or mask.size "
                "must have more frames",
                term->info.name, choices[axes].info.name);
    }
    if (params->target.weight > 0 && params->target.axes != WOAD_AXES_FRAME)
        return woad_target_spectrum_check_radial(params->target.spectrum, error);
    return WOAD_OK;
}
