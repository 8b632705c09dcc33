/* refine/annealing.h - sweeps under a falling temperature, watched for structure.
 *
 * Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) by the sweeps of who holds the ranks.
 * The temperature falls along a line to zero; then two sweeps accept gains only.
 *
 * Annealed for long by one narrow kernel a mask crystallises: its energy is low, and the eye
 * sees order. The spectrum tells, as a high band of uneven power. So it is watched: when its
 * coefficient of variation passes the limit, the ranks go back to where it was within it and the
 * temperature is halved.
 */
#ifndef WOAD_SRC_ANNEALING_H
#define WOAD_SRC_ANNEALING_H

#include <stdbool.h>

#include <woad/recipe.h>

#include "refine/exchange.h"
#include "refine/refine.h"

/* Who holds the ranks, those of now and those to go back to. */
typedef struct woad_swapped {
    woad_exchange_outcome (*sweep)(void *user, size_t index, double temperature, double reach);
    double (*high_band_cv)(void *user); /* of the ranks of now */
    void (*keep)(void *user);           /* those of now become those to go back to */
    void (*go_back)(void *user);
    /* Told after each sweep, as woad_refine_watch is; `ends` where no more can come of it. */
    bool (*stops)(void *user, size_t done, double temperature, bool ends);
} woad_swapped;

typedef struct woad_annealing {
    const woad_refine_params *params;
    size_t area; /* pixels of a frame */
    const woad_swapped *swapped;
    void *user;
    const woad_refine_gains *of_pulls; /* objective.h */
    /* Where it is; at first a warmth of 1 and the high band of the first ranks. */
    woad_refine_numbers at;
} woad_annealing;

/* From at.outcome.sweeps on to the end, or to where it is stopped. The ranks to go back to are
 * then the result. */
void woad_annealing_run(woad_annealing *annealing);

#endif
