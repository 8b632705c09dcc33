/* loss/histogram.h - the sorted values that a mask is to have. */
#ifndef WOAD_LOSS_HISTOGRAM_H
#define WOAD_LOSS_HISTOGRAM_H

#include <woad/design.h>

/* q(r) = first + step r for rank r. */
typedef struct woad_histogram_target {
    float first, step;
} woad_histogram_target;

woad_histogram_target woad_histogram_target_of(woad_target target, size_t count);

float woad_target_value(const woad_histogram_target *target, uint32_t rank);

/* The variance of `count` such values: what a mask's spectrum has of power in all. */
double woad_histogram_variance(const woad_histogram_target *target, size_t count);

#endif
