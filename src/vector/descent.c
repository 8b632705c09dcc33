/* vector/descent.c - gradient descent of a frame of vectors.
 *
 * The components are to the loss what the frames of a scalar mask are: each has its spectrum. The
 * histogram is of the vectors as a whole.
 */
#include "vector/descent.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "loss/loss.h"
#include "loss/term.h"
#include "optimizer/iteration.h"
#include "optimizer/optimizer.h"
#include "vector/sliced.h"

enum { STREAM_DIRECTIONS = 7 /* of the seed */ };

typedef struct descent {
    const woad_design_params *params;
    woad_vector_field *vectors;
    woad_loss *loss;
    woad_sliced *sliced;
    const woad_optimizer *optimizer;
    float *gradient;
    float *memory[WOAD_OPTIMIZER_ARRAYS];
    woad_random multipliers, directions;
} descent;

/* The terms on the spectrum that each component has by itself. */
static woad_status create_loss(
    const woad_design_params *params, size_t components, woad_loss **out, woad_error *error)
{
    woad_loss_params own = params->loss;
    own.pdf[0] = '\0';
    own.own_count = 0;
    own.histogram.weight = own.dither.weight = own.target.weight = 0;
    return woad_loss_create(
        &own, params->width, params->height, components, params->threads, out, error);
}

static void descent_clear(descent *d)
{
    woad_loss_destroy(d->loss);
    woad_sliced_destroy(d->sliced);
    woad_free(d->gradient);
    for (size_t i = 0; i < WOAD_OPTIMIZER_ARRAYS; i++)
        woad_free(d->memory[i]);
}

static woad_status descent_init(descent *d, const woad_vector_field *points, woad_error *error)
{
    size_t values = d->vectors->components * d->vectors->count;
    d->gradient = woad_array(values, sizeof *d->gradient);
    bool good = d->gradient;
    for (size_t i = 0; i < d->optimizer->arrays; i++) {
        d->memory[i] = woad_array(values, sizeof(float));
        good = good && d->memory[i];
    }
    if (!good)
        return woad_fail_memory(error, "the optimizer");
    woad_status status = woad_sliced_create(points, d->params->threads, &d->sliced, error);
    if (status >= 0)
        status = create_loss(d->params, d->vectors->components, &d->loss, error);
    return status;
}

/* The gradient at the vectors, and the losses (NULL: not wanted). */
static void evaluate(descent *d, woad_losses *losses)
{
    float multipliers[WOAD_MAX_LOSS_TERMS], direction[WOAD_VECTOR_COMPONENTS];
    size_t histogram = woad_loss_histogram_index();
    double weight = d->params->loss.histogram.weight;
    woad_draw_multipliers(
        &d->params->optimizer, woad_loss_term_count(), &d->multipliers, multipliers);
    woad_vector_direction(&d->directions, d->vectors->components, direction);
    woad_loss_gradient(d->loss, d->vectors->values, multipliers, d->gradient, losses);
    double value = woad_sliced_add(
        d->sliced, d->vectors, direction, (float)weight * multipliers[histogram], d->gradient);
    if (losses) {
        losses->terms[histogram] = weight * value;
        losses->total += weight * value;
    }
}

static bool is_finite(const woad_vector_field *vectors)
{
    for (size_t i = 0; i < vectors->components * vectors->count; i++) {
        if (!isfinite(vectors->values[i]))
            return false;
    }
    return true;
}

/* At the top of an iteration, whose draws are from these. */
static woad_design_state state_of(const descent *d, const woad_design_report *report,
    woad_random multipliers, woad_random directions)
{
    woad_design_state state = {.params = d->params,
        .numbers = {.stage = WOAD_STAGE_OPTIMIZE,
            .multipliers = multipliers,
            .directions = directions,
            .report = *report},
        .arrays.values = d->vectors->values};
    for (size_t i = 0; i < WOAD_OPTIMIZER_ARRAYS; i++)
        state.arrays.memory[i] = d->memory[i];
    return state;
}

static void take_state(descent *d, const woad_design_state *from)
{
    size_t bytes = d->vectors->components * d->vectors->count * sizeof(float);
    d->multipliers = from->numbers.multipliers;
    d->directions = from->numbers.directions;
    for (size_t i = 0; i < WOAD_OPTIMIZER_ARRAYS; i++) {
        if (d->memory[i] && from->arrays.memory[i])
            memcpy(d->memory[i], from->arrays.memory[i], bytes);
    }
}

static woad_status run(
    descent *d, const woad_observer *observer, woad_design_report *report, woad_error *error)
{
    const woad_optimizer_params *p = &d->params->optimizer;
    size_t values = d->vectors->components * d->vectors->count;
    size_t every = woad_iterations_between_reports(observer, values);
    for (; report->iterations < p->iterations; report->iterations++) {
        size_t i = report->iterations;
        bool reported = observer->progress && i % every == 0;
        woad_losses losses = {0};
        const woad_step step = {p, (float)woad_rate_at(p, i), i, d->memory};
        const woad_design_state state = state_of(d, report, d->multipliers, d->directions);
        evaluate(d, reported ? &losses : NULL);
        const woad_progress progress = {WOAD_STAGE_OPTIMIZE, i, p->iterations,
            (double)step.rate, losses, 0, 1, 0, 1, &state};
        if (reported && observer->progress(&progress, observer->user)) {
            report->stop = WOAD_STOP_CALLER;
            break;
        }
        d->optimizer->step(&step, d->vectors->values, d->gradient, 0, values);
    }
    if (!is_finite(d->vectors))
        return woad_fail_diverged("optimizer.rate", p->rate, error);
    return WOAD_OK;
}

woad_status woad_vector_descend(const woad_design_params *params,
    const woad_vector_field *points, const woad_design_state *from,
    const woad_observer *observer, woad_vector_field *vectors, woad_design_report *report,
    woad_error *error)
{
    descent d = {.params = params,
        .vectors = vectors,
        .optimizer = woad_optimizer_of(params->optimizer.method),
        .multipliers = woad_random_seed(params->seed, WOAD_STREAM_MULTIPLIERS),
        .directions = woad_random_seed(params->seed, STREAM_DIRECTIONS)};
    if (params->optimizer.iterations == 0)
        return WOAD_OK;
    woad_status status = descent_init(&d, points, error);
    if (status >= 0 && from)
        take_state(&d, from);
    if (status >= 0)
        status = run(&d, observer, report, error);
    descent_clear(&d);
    return status;
}

woad_status woad_vector_losses(const woad_design_params *params,
    const woad_vector_field *vectors, woad_losses *losses, woad_error *error)
{
    woad_loss *loss = NULL;
    const float none[WOAD_MAX_LOSS_TERMS] = {0};
    float *gradient = woad_array(vectors->components * vectors->count, sizeof *gradient);
    woad_status status = gradient ? create_loss(params, vectors->components, &loss, error)
                                  : woad_fail_memory(error, "the loss");
    if (status >= 0)
        woad_loss_gradient(loss, vectors->values, none, gradient, losses);
    woad_loss_destroy(loss);
    woad_free(gradient);
    return status;
}

size_t woad_vector_descent_memory(const woad_design_params *params, size_t components)
{
    size_t count = params->width * params->height;
    return (1 + WOAD_OPTIMIZER_ARRAYS) * components * count * sizeof(float) +
           woad_sliced_memory(count, params->threads) +
           woad_loss_memory(
               &params->loss, params->width, params->height, components, params->threads);
}
