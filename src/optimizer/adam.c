/* optimizer/adam.c - Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015).
 *
 *     u = beta1 u + (1 - beta1) g,   v = beta2 v + (1 - beta2) g^2
 *     m -= t (u / (1 - beta1^n)) / (sqrt(v / (1 - beta2^n)) + epsilon),   n = 1, 2, ...
 *
 * The bias corrections are folded into the rate and epsilon (their section 2).
 */
#include <math.h>

#include "base/simd.h"
#include "optimizer/optimizer.h"

/* Keeps a value whose gradient has always been zero in its place. Gradients of this loss are
 * about 1e-3 to 1, so it changes nothing else. */
static const double epsilon = 1e-8;

WOAD_VECTOR static void step(const woad_step *s, float *restrict values,
    const float *restrict gradient, size_t begin, size_t end)
{
    const double b1 = s->params->beta1, b2 = s->params->beta2;
    const double n = (double)s->iteration + 1;
    const double correction = sqrt(1 - pow(b2, n));
    const float rate = (float)((double)s->rate * correction / (1 - pow(b1, n)));
    const float least = (float)(epsilon * correction);
    const float beta1 = (float)b1, beta2 = (float)b2;
    const float rest1 = (float)(1 - b1), rest2 = (float)(1 - b2);
    float *restrict mean = s->memory[0], *restrict mean_square = s->memory[1];
    for (size_t i = begin; i < end; i++) {
        float g = gradient[i];
        mean[i] = beta1 * mean[i] + rest1 * g;
        mean_square[i] = beta2 * mean_square[i] + rest2 * g * g;
        values[i] -= rate * mean[i] / (sqrtf(mean_square[i]) + least);
    }
}

const woad_optimizer woad_optimizer_adam = {
    .info = {"adam", "steps scaled by running means of the gradient and its square"},
    .arrays = 2,
    .step = step,
};
