/* optimizer/optimizer.c - the table of optimizers, the schedules, and their keys. */
#include "optimizer/optimizer.h"

#include <math.h>

#include "base/pi.h"

extern const woad_optimizer woad_optimizer_descent, woad_optimizer_heavy_ball,
    woad_optimizer_nesterov, woad_optimizer_adam;

static const woad_optimizer *const optimizers[] = {
    [WOAD_METHOD_DESCENT] = &woad_optimizer_descent,
    [WOAD_METHOD_HEAVY_BALL] = &woad_optimizer_heavy_ball,
    [WOAD_METHOD_NESTEROV] = &woad_optimizer_nesterov,
    [WOAD_METHOD_ADAM] = &woad_optimizer_adam,
};

const woad_optimizer *woad_optimizer_of(woad_method method)
{
    return optimizers[method];
}

const woad_entry *woad_optimizer_at(size_t index)
{
    return index < sizeof optimizers / sizeof *optimizers ? &optimizers[index]->info : NULL;
}

/* The share of the rate that is left when s of the falling part has passed. */
typedef struct schedule {
    woad_entry info;
    double (*factor)(double s);
} schedule;

static double constant(double s)
{
    (void)s;
    return 1;
}

static double linear(double s)
{
    return 1 - s;
}

static double cosine(double s)
{
    return (1 + cos(WOAD_PI * s)) / 2;
}

static const schedule schedules[] = {
    [WOAD_SCHEDULE_CONSTANT] = {{"constant", "the same rate throughout"}, constant},
    [WOAD_SCHEDULE_LINEAR] = {{"linear", "falls along a line to 0"}, linear},
    [WOAD_SCHEDULE_COSINE] = {{"cosine", "falls along half a cosine to 0"}, cosine},
};

const woad_entry *woad_schedule_at(size_t index)
{
    return index < sizeof schedules / sizeof *schedules ? &schedules[index].info : NULL;
}

double woad_rate_at(const woad_optimizer_params *params, size_t iteration)
{
    double n = (double)params->iterations, start = params->hold * n;
    double s = (double)iteration <= start ? 0 : ((double)iteration - start) / (n - start);
    return params->rate * schedules[params->schedule].factor(s);
}

#define KEY(name, help, type, field, minimum, maximum, choices)                                \
    {                                                                                          \
        "optimizer", name, help, type, offsetof(woad_design_params, optimizer.field), minimum, \
            maximum, choices, NULL                                                             \
    }

/* The largest numbers below 1 for which 1 - x is still far from rounding. */
#define BELOW_ONE 0.999999

const woad_key woad_optimizer_keys[] = {
    KEY("method", "how the values follow the gradient", WOAD_KEY_CHOICE, method, 0, 0,
        woad_optimizer_at),
    KEY("rate", "step size at the start", WOAD_KEY_REAL, rate, 1e-9, 1000, NULL),
    KEY("schedule", "how the rate falls", WOAD_KEY_CHOICE, schedule, 0, 0, woad_schedule_at),
    KEY("hold", "share of the iterations before the rate starts to fall", WOAD_KEY_REAL, hold,
        0, 1, NULL),
    KEY("iterations", "steps on the whole loss", WOAD_KEY_COUNT, iterations, 0, 1e9, NULL),
    KEY("stochastic", "draw the multiplier of each term from [0, 1) at each iteration",
        WOAD_KEY_FLAG, stochastic, 0, 0, NULL),
    KEY("momentum", "memory of the velocity (heavy-ball, nesterov)", WOAD_KEY_REAL, momentum, 0,
        BELOW_ONE, NULL),
    KEY("beta1", "memory of the gradient's mean (adam)", WOAD_KEY_REAL, beta1, 0, BELOW_ONE,
        NULL),
    KEY("beta2", "memory of the gradient's square (adam)", WOAD_KEY_REAL, beta2, 0, BELOW_ONE,
        NULL),
    KEY("tolerance", "stop when the best loss falls by a smaller share; 0: never",
        WOAD_KEY_REAL, tolerance, 0, BELOW_ONE, NULL),
    KEY("patience", "iterations that tolerance looks back", WOAD_KEY_COUNT, patience, 1, 1e9,
        NULL),
};
const size_t woad_optimizer_key_count =
    sizeof woad_optimizer_keys / sizeof *woad_optimizer_keys;
