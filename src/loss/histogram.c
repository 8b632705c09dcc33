/* loss/histogram.c - every value occurs once.
 *
 *     H = sum_j (sort(m)_j - q_j)^2                                            (Wronski 2020)
 *     dH/dm_i = 2 (m_i - q(rank of m_i)),
 *
 * because the order of the values is constant almost everywhere.
 */
#include "loss/histogram.h"

#include "base/alloc.h"
#include "base/simd.h"
#include "base/status.h"
#include "loss/term.h"

float woad_target_value(const woad_histogram_target *target, uint32_t rank)
{
    return target->first + target->step * (float)rank;
}

woad_histogram_target woad_histogram_target_of(woad_target target, size_t count)
{
    double n = (double)count;
    if (target == WOAD_TARGET_MIDPOINTS)
        return (woad_histogram_target){(float)(1 / n - 1), (float)(2 / n)};
    return (woad_histogram_target){-1, count > 1 ? (float)(2 / (n - 1)) : 0};
}

double woad_histogram_variance(const woad_histogram_target *target, size_t count)
{
    double n = (double)count, step = (double)target->step;
    return step * step * (n * n - 1) / 12;
}

static woad_status create(const woad_loss_params *params, woad_half_shape shape, size_t depth,
    void **state, woad_error *error)
{
    (void)depth;
    woad_histogram_target *target = woad_array(1, sizeof *target);
    if (!target)
        return woad_fail_memory(error, "the histogram term");
    *target = woad_histogram_target_of(params->histogram.target, shape.width * shape.height);
    *state = target;
    return WOAD_OK;
}

/* Ranks are below 2^30: as signed integers they become floats in vector lanes. */
static inline float distance(float first, float step, float value, uint32_t rank)
{
    return value - (first + step * (float)(int32_t)rank);
}

WOAD_VECTOR static void add_gradient(const woad_histogram_target *target,
    const woad_order_part *part, float scale, float *restrict gradient)
{
    float first = target->first, step = target->step;
    for (size_t i = part->begin; i < part->end; i++)
        gradient[i] += scale * distance(first, step, part->values[i], part->ranks[i]);
}

WOAD_VECTOR static float sum_value(
    const woad_histogram_target *target, const woad_order_part *part)
{
    float sum = 0, first = target->first, step = target->step;
#pragma omp simd reduction(+ : sum)
    for (size_t i = part->begin; i < part->end; i++) {
        float d = distance(first, step, part->values[i], part->ranks[i]);
        sum += d * d;
    }
    return sum;
}

static void add_order(
    const void *state, const woad_order_part *part, float factor, double *value)
{
    add_gradient(state, part, 2 * factor, part->gradient);
    if (value)
        *value = (double)sum_value(state, part);
}

static const woad_entry targets[] = {
    [WOAD_TARGET_MIDPOINTS] = {"midpoints", "2 (r + 0.5) / N - 1, the thresholds' own"},
    [WOAD_TARGET_ENDPOINTS] = {"endpoints", "2 r / (N - 1) - 1, the notebook's linspace"},
};

static const woad_entry *target_at(size_t index)
{
    return index < sizeof targets / sizeof *targets ? &targets[index] : NULL;
}

static const woad_key keys[] = {
    WOAD_WEIGHT_KEY(histogram),
    {"loss.histogram", "target", "what the sorted values are to be", WOAD_KEY_CHOICE,
        offsetof(woad_design_params, loss.histogram.target), 0, 0, target_at, NULL},
};

const woad_loss_term woad_loss_histogram = {
    .info = {"histogram", "every value once: squared distance of the sorted values"},
    .domain = WOAD_DOMAIN_ORDER,
    .weight = offsetof(woad_loss_params, histogram.weight),
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .create = create,
    .add_order = add_order,
};
