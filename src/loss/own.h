/* loss/own.h - terms of the caller's own (<woad/design.h>), as terms on the pixels. */
#ifndef WOAD_LOSS_OWN_H
#define WOAD_LOSS_OWN_H

#include "loss/term.h"

/* What stands in the loss for each of them; it is in no table. */
extern const woad_loss_term woad_loss_own;

/* Its state, for masks of this size. */
woad_status woad_own_create(const woad_own_term *term, size_t width, size_t height,
    size_t depth, void **state, woad_error *error);

/* WOAD_ERROR_ARGUMENT with a sentence when the function has ever given, for finite values, what
 * is not finite. */
woad_status woad_own_check_results(const void *state, woad_error *error);

/* The same about params->own, before any function is called. */
woad_status woad_own_check_params(const woad_loss_params *params, woad_error *error);

#endif
