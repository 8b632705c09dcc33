/* loss/histogram.c - every value occurs once.
 *
 *     H = sum_j (sort(m)_j - q_j)^2                                            (Wronski 2020)
 *     dH/dm_i = 2 (m_i - q(rank of m_i)),
 *
 * because the order of the values is constant almost everywhere.
 */
#include "loss/histogram.h"

#include <string.h>

#include "base/alloc.h"
#include "base/simd.h"
#include "base/status.h"
#include "loss/term.h"
#include "pdf.h"

woad_status woad_histogram_check(const woad_loss_params *params, woad_error *error)
{
    if (strnlen(params->pdf, WOAD_PARAM_TEXT) == WOAD_PARAM_TEXT)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "mask.pdf has more than %d characters",
            WOAD_PARAM_TEXT - 1);
    if (woad_pdf_is_uniform(params->pdf))
        return WOAD_OK;
    woad_status status = woad_pdf_check(params->pdf, error);
    if (status >= 0 && params->histogram.target == WOAD_TARGET_ENDPOINTS)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "loss.histogram.target is endpoints, which are those of the uniform distribution: "
            "mask.pdf must be uniform, or the target midpoints");
    return status;
}

/* ---- the target --------------------------------------------------------------------------- */

static woad_histogram_target uniform_target(woad_target target, size_t count)
{
    double n = (double)count;
    if (target == WOAD_TARGET_MIDPOINTS)
        return (woad_histogram_target){(float)(1 / n - 1), (float)(2 / n), NULL};
    return (woad_histogram_target){-1, count > 1 ? (float)(2 / (n - 1)) : 0, NULL};
}

static woad_status create_table(const char *text, size_t count, float **out, woad_error *error)
{
    woad_pdf *pdf;
    woad_status status = woad_pdf_create(text, &pdf, error);
    if (status < 0)
        return status;
    double n = (double)count, mean = woad_pdf_mean(pdf, count);
    float *table = woad_array(count, sizeof *table);
    for (size_t r = 0; table && r < count; r++)
        table[r] = (float)(woad_pdf_quantile(pdf, ((double)r + 0.5) / n) - mean);
    woad_pdf_destroy(pdf);
    *out = table;
    return table ? WOAD_OK : woad_fail_memory(error, "the quantiles of a distribution");
}

woad_status woad_histogram_target_create(
    const woad_loss_params *params, size_t count, woad_histogram_target *out, woad_error *error)
{
    *out = uniform_target(params->histogram.target, count);
    return woad_pdf_is_uniform(params->pdf)
               ? WOAD_OK
               : create_table(params->pdf, count, &out->table, error);
}

void woad_histogram_target_clear(woad_histogram_target *target)
{
    woad_free(target->table);
    target->table = NULL;
}

size_t woad_histogram_target_memory(const woad_loss_params *params, size_t count)
{
    return woad_pdf_is_uniform(params->pdf) ? 0 : count * sizeof(float);
}

float woad_target_value(const woad_histogram_target *target, uint32_t rank)
{
    return target->table ? target->table[rank] : target->first + target->step * (float)rank;
}

void woad_target_values(
    const woad_histogram_target *target, const uint32_t *ranks, size_t count, float *values)
{
    for (size_t i = 0; i < count; i++)
        values[i] = woad_target_value(target, ranks[i]);
}

/* Their mean is 0. */
static double table_variance(const float *table, size_t count)
{
    double squares = 0;
    for (size_t r = 0; r < count; r++)
        squares += (double)table[r] * (double)table[r];
    return squares / (double)count;
}

double woad_histogram_variance(const woad_histogram_target *target, size_t count)
{
    double n = (double)count, step = (double)target->step;
    return target->table ? table_variance(target->table, count)
                         : step * step * (n * n - 1) / 12;
}

/* ---- the term ----------------------------------------------------------------------------- */

static void destroy(void *state)
{
    woad_histogram_target_clear(state);
    woad_free(state);
}

static woad_status create(
    const woad_loss_params *params, const woad_scope *scope, void **state, woad_error *error)
{
    woad_histogram_target *target = woad_array(1, sizeof *target);
    if (!target)
        return woad_fail_memory(error, "the histogram term");
    woad_status status = woad_histogram_target_create(params, scope->area, target, error);
    if (status < 0)
        woad_free(target);
    else
        *state = target;
    return status;
}

static size_t memory(const woad_loss_params *params, const woad_scope *scope)
{
    return sizeof(woad_histogram_target) + woad_histogram_target_memory(params, scope->area);
}

/* Ranks are below 2^30: as signed integers they become floats in vector lanes. */
static inline float distance(float first, float step, float value, uint32_t rank)
{
    return value - (first + step * (float)(int32_t)rank);
}

WOAD_VECTOR static void add_even_gradient(const woad_histogram_target *target,
    const woad_order_part *part, float scale, float *restrict gradient)
{
    float first = target->first, step = target->step;
    for (size_t i = part->begin; i < part->end; i++)
        gradient[i] += scale * distance(first, step, part->values[i], part->ranks[i]);
}

WOAD_VECTOR static float sum_even_value(
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

static void add_table_gradient(
    const float *table, const woad_order_part *part, float scale, float *restrict gradient)
{
    for (size_t i = part->begin; i < part->end; i++)
        gradient[i] += scale * (part->values[i] - table[part->ranks[i]]);
}

static double sum_table_value(const float *table, const woad_order_part *part)
{
    double sum = 0;
    for (size_t i = part->begin; i < part->end; i++) {
        double d = (double)(part->values[i] - table[part->ranks[i]]);
        sum += d * d;
    }
    return sum;
}

static void add_order(
    const void *state, const woad_order_part *part, float factor, double *value)
{
    const woad_histogram_target *target = state;
    if (target->table)
        add_table_gradient(target->table, part, 2 * factor, part->gradient);
    else
        add_even_gradient(target, part, 2 * factor, part->gradient);
    if (value)
        *value = target->table ? sum_table_value(target->table, part)
                               : (double)sum_even_value(target, part);
}

/* ---- keys --------------------------------------------------------------------------------- */

static const woad_entry targets[] = {
    [WOAD_TARGET_MIDPOINTS] = {"midpoints", "the distribution's quantiles at (r + 0.5) / N"},
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
    .destroy = destroy,
    .memory = memory,
    .add_order = add_order,
};
