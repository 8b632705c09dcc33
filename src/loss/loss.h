/* loss/loss.h - the loss of one size of mask: the sum over its frames of all terms, each frame with
 * one pair of transforms and one ranking, and transforms along other axes where terms have them.
 */
#ifndef WOAD_LOSS_LOSS_H
#define WOAD_LOSS_LOSS_H

#include <woad/design.h>

typedef struct woad_loss woad_loss;

/* For up to `threads` threads, which do not change the result. The params are copied, also those of
 * the caller's own terms. They and the size must have been checked. */
woad_status woad_loss_create(const woad_loss_params *params, size_t width, size_t height,
    size_t depth, size_t threads, woad_loss **out, woad_error *error);
void woad_loss_destroy(woad_loss *loss);

/* gradient = sum over the terms t of multipliers[t] w_t dT/dm, at `values`. *losses (NULL: not
 * wanted, which is faster) gets the loss with unit multipliers. A term whose multiplier and
 * losses are not wanted is not evaluated. Both arrays are [depth][height][width] and come from
 * woad_array. */
void woad_loss_gradient(woad_loss *loss, const float *values,
    const float multipliers[WOAD_MAX_LOSS_TERMS], float *gradient, woad_losses *losses);

/* WOAD_ERROR_ARGUMENT with a sentence when a term of the caller's own has given what is not finite
 * in any evaluation so far, for values that were. */
woad_status woad_loss_check(const woad_loss *loss, woad_error *error);

/* The terms become what they are at `progress`, 0 to 1, of the iterations, or after them. */
#define WOAD_LOSS_SETTLED 2.0
void woad_loss_anneal(woad_loss *loss, double progress);

/* The ranks of the values, each frame by itself (base/sort.h), in the loss's memory until it ranks
 * again. */
const uint32_t *woad_loss_rank(woad_loss *loss, const float *values);

/* Bytes that woad_loss_create takes, at most, without the Fourier library's own. */
size_t woad_loss_memory(
    const woad_loss_params *params, size_t width, size_t height, size_t depth, size_t threads);

#endif
