/* optimizer/iteration.h - what the iterations of every descent share, of numbers and of vectors. */
#ifndef WOAD_OPTIMIZER_ITERATION_H
#define WOAD_OPTIMIZER_ITERATION_H

#include <stdbool.h>

#include <woad/design.h>

#include "base/random.h"

enum { WOAD_STREAM_MULTIPLIERS = 2 /* of the seed */ };

/* How many pass between reports: what the observer asks for, or about as many as take a few
 * milliseconds for this many values. */
size_t woad_iterations_between_reports(const woad_observer *observer, size_t values);

/* Whether the tolerance asks for the gain in an iteration, and whether it is too little: the best
 * loss was `before` when it last asked, infinite the first time, and is `after`. */
bool woad_is_asked_for_gain(const woad_optimizer_params *params, size_t iteration);
bool woad_gains_too_little(const woad_optimizer_params *params, double before, double after);

/* What each of `count` terms counts in an iteration: random shares, or 1. */
void woad_draw_multipliers(
    const woad_optimizer_params *params, size_t count, woad_random *random, float *multipliers);

/* WOAD_ERROR_ARGUMENT: the values are no longer numbers, for the rate that `key` set. */
woad_status woad_fail_diverged(const char *key, double rate, woad_error *error);

#endif
