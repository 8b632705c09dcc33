/* median.h - the middle of several measurements. */
#ifndef WOAD_CLI_MEDIAN_H
#define WOAD_CLI_MEDIAN_H

#include <stddef.h>

/* The middle value, or the mean of the two in the middle; NaN when one is. Sorts `values`, of
 * which there is at least one. */
double median(double *values, size_t count);

#endif
