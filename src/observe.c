/* observe.c - tells an observer which of several designs it sees. */
#include "observe.h"

/* Of all of them; false where one was stopped, which is no state to go on from. */
static bool widen(const woad_observed *o, woad_design_state *state)
{
    const woad_state_done *done = &o->done;
    size_t reports = o->is_member || done->count == 0 ? done->count : 1;
    for (size_t i = 0; i < reports; i++) {
        if (done->reports[i].stop == WOAD_STOP_CALLER)
            return false;
    }
    state->params = o->params;
    if (o->is_member)
        state->members = o->count;
    *(o->is_member ? &state->masks : &state->parts) = *done;
    return true;
}

static bool tell(const woad_progress *progress, void *user)
{
    const woad_observed *o = user;
    woad_progress told = *progress;
    woad_design_state state;
    *(o->is_member ? &told.member : &told.part) = o->index;
    *(o->is_member ? &told.members : &told.parts) = o->count;
    if (progress->state) {
        state = *progress->state;
        told.state = widen(o, &state) ? &state : NULL;
    }
    return o->observer->progress(&told, o->observer->user);
}

woad_observer woad_observe(woad_observed *observed)
{
    const woad_observer nobody = {0}, *o = observed->observer;
    return o && o->progress ? (woad_observer){tell, observed, o->every} : nobody;
}

bool woad_observe_start(woad_observed *observed)
{
    const woad_observer o = woad_observe(observed);
    const woad_design_state begin = {
        .params = observed->params, .numbers.stage = WOAD_STAGE_START};
    const woad_progress progress = {
        .stage = WOAD_STAGE_START, .members = 1, .parts = 1, .state = &begin};
    return observed->index > 0 && o.progress && o.progress(&progress, o.user);
}

woad_status woad_stop_of(woad_status first, woad_status second)
{
    return first == WOAD_OK || second == WOAD_STOP_CALLER ? second : first;
}
