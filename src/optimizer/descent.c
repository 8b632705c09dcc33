/* optimizer/descent.c - plain gradient descent: m -= t g. */
#include "optimizer/optimizer.h"

static void step(const woad_step *s, float *values, const float *gradient)
{
    float rate = s->rate;
    for (size_t i = 0; i < s->count; i++)
        values[i] -= rate * gradient[i];
}

const woad_optimizer woad_optimizer_descent = {
    .info = {"descent", "plain gradient descent, the post's"},
    .arrays = 0,
    .step = step,
};
