/* optimizer/iteration.h - what the iterations of every descent share, of numbers and of vectors. */
#ifndef WOAD_OPTIMIZER_ITERATION_H
#define WOAD_OPTIMIZER_ITERATION_H

#include <woad/design.h>

#include "base/random.h"

enum { WOAD_STREAM_MULTIPLIERS = 2 /* of the seed */ };

/* How many pass between reports: what the observer asks for, or about as many as take a few
 * milliseconds for this many values. */
size_t woad_iterations_between_reports(const woad_observer *observer, size_t values);

/* What each of `count` terms counts in an iteration: random shares, or 1. */
void woad_draw_multipliers(
    const woad_optimizer_params *params, size_t count, woad_random *random, float *multipliers);

/* WOAD_ERROR_ARGUMENT: the values are no longer numbers, for the rate that `key` set. */
woad_status woad_fail_diverged(const char *key, double rate, woad_error *error);

#endif
