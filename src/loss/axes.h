/* loss/axes.h - along which axes of a mask with frames a term on the spectrum acts. */
#ifndef WOAD_LOSS_AXES_H
#define WOAD_LOSS_AXES_H

#include <stdbool.h>

#include <woad/design.h>

/* What one spectrum is of. */
typedef enum woad_span {
    WOAD_SPAN_FRAME,  /* the pixels of a frame: along x and y */
    WOAD_SPAN_TIME,   /* the values of a pixel: along t */
    WOAD_SPAN_VOLUME, /* all values: along x, y and t */
    WOAD_SPANS
} woad_span;

/* The axes by name, for the key of a term. */
const woad_entry *woad_axes_at(size_t index);

/* WOAD_ERROR_ARGUMENT with a sentence when a term with a weight has axes that a mask of `depth`
 * frames lacks, or a target spectrum that those axes cannot have. */
woad_status woad_axes_check(const woad_loss_params *params, size_t depth, woad_error *error);

#endif
