/* refine/objective.h - the terms of a loss that swaps lower, as an energy.
 *
 * With the exponent 1 the dither term is the dither energy. With 2 it is, as the spectral term
 * always is, a product over pairs: its 1/12 - (u_i - u_j)^2 / 2 is u_i u_j = m_i m_j / 4 and
 * squares of u_i and u_j, whose sums are constant on a permutation.
 */
#ifndef WOAD_SRC_OBJECTIVE_H
#define WOAD_SRC_OBJECTIVE_H

#include <woad/recipe.h>

#include "refine/energy.h"
#include "refine/refine.h"

typedef struct woad_objective {
    woad_slices dither; /* what the energy points to */
    woad_taps spectral;
    woad_swap_energy energy;
    woad_refine_gains of_pulls[WOAD_SWAP_PULLS]; /* what terms gain by a pull's gain of 1 */
} woad_objective;

/* Fails as woad_slices_create and woad_spectral_taps do; nothing is to be cleared then. It does not
 * move: the energy points into it. */
woad_status woad_objective_init(
    woad_objective *objective, const woad_design_params *params, woad_error *error);
void woad_objective_clear(woad_objective *objective);

#endif
