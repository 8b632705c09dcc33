/* optimizer/iteration.c - the reports, the multipliers and the divergence of a descent. */
#include "optimizer/iteration.h"

#include <math.h>
#include <string.h>

#include "base/status.h"

/* Value updates between calls of the observer: a few milliseconds. */
static const size_t updates_between_reports = (size_t)1 << 18;

size_t woad_iterations_between_reports(const woad_observer *observer, size_t values)
{
    return observer->every ? observer->every : updates_between_reports / values + 1;
}

bool woad_is_asked_for_gain(const woad_optimizer_params *params, size_t iteration)
{
    return params->tolerance > 0 && iteration % params->patience == 0;
}

bool woad_gains_too_little(const woad_optimizer_params *params, double before, double after)
{
    return isfinite(before) && before - after < params->tolerance * before;
}

void woad_draw_multipliers(
    const woad_optimizer_params *params, size_t count, woad_random *random, float *multipliers)
{
    for (size_t t = 0; t < count; t++)
        multipliers[t] = params->stochastic ? woad_random_float(random) : 1.0f;
}

woad_status woad_fail_diverged(const char *key, double rate, woad_error *error)
{
    const char *article = strchr("aeiou", *key) ? "an" : "a";
    return woad_fail(error, WOAD_ERROR_ARGUMENT, "the values diverged: choose %s %s below %g",
        article, key, rate);
}
