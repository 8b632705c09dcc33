/* optimizer/momentum.c - descent with a velocity v = momentum v + g.
 *
 * Heavy ball (Polyak 1964) moves by the velocity: m -= t v. Nesterov's method looks ahead; with
 * the look-ahead point as the variable (Sutskever et al. 2013, "On the importance of
 * initialization and momentum in deep learning") it moves by m -= t (g + momentum v), and needs
 * no second evaluation.
 */
#include "base/simd.h"
#include "optimizer/optimizer.h"

WOAD_VECTOR static void heavy_ball_step(const woad_step *s, float *restrict values,
    const float *restrict gradient, size_t begin, size_t end)
{
    float rate = s->rate, momentum = (float)s->params->momentum;
    float *restrict velocity = s->memory[0];
    for (size_t i = begin; i < end; i++) {
        velocity[i] = momentum * velocity[i] + gradient[i];
        values[i] -= rate * velocity[i];
    }
}

WOAD_VECTOR static void nesterov_step(const woad_step *s, float *restrict values,
    const float *restrict gradient, size_t begin, size_t end)
{
    float rate = s->rate, momentum = (float)s->params->momentum;
    float *restrict velocity = s->memory[0];
    for (size_t i = begin; i < end; i++) {
        velocity[i] = momentum * velocity[i] + gradient[i];
        values[i] -= rate * (gradient[i] + momentum * velocity[i]);
    }
}

const woad_optimizer woad_optimizer_heavy_ball = {
    .info = {"heavy-ball", "descent with Polyak's momentum"},
    .arrays = 1,
    .step = heavy_ball_step,
};

const woad_optimizer woad_optimizer_nesterov = {
    .info = {"nesterov", "descent with Nesterov's accelerated momentum"},
    .arrays = 1,
    .step = nesterov_step,
};
