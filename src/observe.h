/* observe.h - tells an observer which of several designs it sees. */
#ifndef WOAD_SRC_OBSERVE_H
#define WOAD_SRC_OBSERVE_H

#include "state.h"

typedef struct woad_observed {
    const woad_observer *observer;    /* the caller's, or NULL */
    const woad_design_params *params; /* of all that is designed */
    bool is_member;                   /* of a set; else a part of a mask */
    size_t index, count;              /* of the design that is observed */
    woad_state_done done;             /* before it */
} woad_observed;

/* The observer of that design; `observed` must outlive it. */
woad_observer woad_observe(woad_observed *observed);

/* Before that design, unless it is the first: does the caller stop here? */
bool woad_observe_start(woad_observed *observed);

/* Of the reasons to stop of two designs the caller's, or else the first. */
woad_status woad_stop_of(woad_status first, woad_status second);

#endif
