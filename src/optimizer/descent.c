/* optimizer/descent.c - plain gradient descent: m -= t g. */
#include "base/simd.h"
#include "optimizer/optimizer.h"

WOAD_VECTOR static void step(const woad_step *s, float *restrict values,
    const float *restrict gradient, size_t begin, size_t end)
{
    float rate = s->rate;
    for (size_t i = begin; i < end; i++)
        values[i] -= rate * gradient[i];
}

const woad_optimizer woad_optimizer_descent = {
    .info = {"descent", "plain gradient descent, the post's"},
    .arrays = 0,
    .step = step,
};
