/* loss/histogram.h - the sorted values that a mask is to have. */
#ifndef WOAD_LOSS_HISTOGRAM_H
#define WOAD_LOSS_HISTOGRAM_H

#include <woad/design.h>

/* What only both say: WOAD_ERROR_ARGUMENT with a sentence when the loss's pdf is none, or not that
 * of its target. */
woad_status woad_histogram_check(const woad_loss_params *params, woad_error *error);

/* q(r) = table[r] for rank r, or first + step r where there is no table: quantiles of the loss's
 * pdf, less their mean, so that the terms on the spectrum find no power at zero frequency. */
typedef struct woad_histogram_target {
    float first, step;
    float *table;
} woad_histogram_target;

/* The values of a frame of `count`. Fails as woad_pdf_create does; the target is then empty. */
woad_status woad_histogram_target_create(const woad_loss_params *params, size_t count,
    woad_histogram_target *out, woad_error *error);
void woad_histogram_target_clear(woad_histogram_target *target);

/* Bytes that one takes. */
size_t woad_histogram_target_memory(const woad_loss_params *params, size_t count);

float woad_target_value(const woad_histogram_target *target, uint32_t rank);

/* The values become the targets of the ranks. */
void woad_target_values(
    const woad_histogram_target *target, const uint32_t *ranks, size_t count, float *values);

/* The variance of `count` such values: what a mask's spectrum has of power in all. */
double woad_histogram_variance(const woad_histogram_target *target, size_t count);

#endif
