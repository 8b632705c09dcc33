/* channels.h - a mask of several channels, each a design of its own. */
#ifndef WOAD_SRC_CHANNELS_H
#define WOAD_SRC_CHANNELS_H

#include "state.h"

/* As woad_pipeline, for any number of channels; with several there is no start. In the report
 * losses, swaps and backoffs are sums over the channels, iterations and sweeps those of the
 * longest, and the reason to stop is the caller's, or else the first that there was. */
woad_status woad_channels(const woad_design_params *params, const woad_mask *start,
    const woad_saved *from, const woad_observer *observer, woad_mask **out,
    woad_design_report *report, woad_error *error);

/* Adds the report of one channel, or frame, to those before it, as above. */
void woad_report_add(woad_design_report *sum, const woad_design_report *report);

#endif
