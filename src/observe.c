/* observe.c - tells an observer which of several designs it sees. */
#include "observe.h"

static bool tell(const woad_progress *progress, void *user)
{
    const woad_observed *o = user;
    woad_progress told = *progress;
    *(o->is_member ? &told.member : &told.part) = o->index;
    *(o->is_member ? &told.members : &told.parts) = o->count;
    told.state = NULL; /* of one of several, which alone is not the whole */
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
    const woad_progress progress = {.stage = WOAD_STAGE_START, .members = 1, .parts = 1};
    return observed->index > 0 && o.progress && o.progress(&progress, o.user);
}

woad_status woad_stop_of(woad_status first, woad_status second)
{
    return first == WOAD_OK || second == WOAD_STOP_CALLER ? second : first;
}
