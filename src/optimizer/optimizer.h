/* optimizer/optimizer.h - what an optimizer is, and how its rate falls. */
#ifndef WOAD_OPTIMIZER_H
#define WOAD_OPTIMIZER_H

#include <woad/recipe.h>

/* Arrays of as many floats as there are values that an optimizer may keep, at most. */
#define WOAD_OPTIMIZER_ARRAYS 2

typedef struct woad_step {
    const woad_optimizer_params *params;
    float rate;           /* of this iteration */
    size_t iteration;     /* from 0 */
    float *const *memory; /* `arrays` arrays, zero before the first step */
} woad_step;

typedef struct woad_optimizer {
    woad_entry info;
    size_t arrays;
    /* Moves the values begin .. end - 1 against the gradient. Every value moves by itself. */
    void (*step)(
        const woad_step *step, float *values, const float *gradient, size_t begin, size_t end);
} woad_optimizer;

/* The descriptor of a method. */
const woad_optimizer *woad_optimizer_of(woad_method method);

/* The rate at an iteration, from 0, of params->iterations. */
double woad_rate_at(const woad_optimizer_params *params, size_t iteration);

/* The optimizer's section of a recipe. */
extern const woad_key woad_optimizer_keys[];
extern const size_t woad_optimizer_key_count;

#endif
