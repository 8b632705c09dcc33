/* pipeline.h - one design from its start to its mask. */
#ifndef WOAD_SRC_PIPELINE_H
#define WOAD_SRC_PIPELINE_H

#include <woad/design.h>

/* woad_design of parameters that are resolved and checked, from its beginning or from the middle
 * (NULL: the beginning); the mask has no recipe yet. */
woad_status woad_pipeline(const woad_design_params *params, const woad_mask *start,
    const woad_design_state *from, const woad_observer *observer, woad_mask **out,
    woad_design_report *outcome, woad_error *error);

/* Bytes that it needs at its peak, without the Fourier library's own; the size was checked. */
size_t woad_pipeline_memory(const woad_design_params *params);

#endif
