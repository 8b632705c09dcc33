/* plot_axis.h - the range of an axis and its ticks. */
#ifndef WOAD_CLI_PLOT_AXIS_H
#define WOAD_CLI_PLOT_AXIS_H

#include "plot.h"

/* low < high; both are positive when log. */
typedef struct cli_scale {
    double low, high;
    bool log;
} cli_scale;

typedef struct cli_tick {
    double value;
    char label[32]; /* UTF-8 */
} cli_tick;

enum { CLI_TICKS_MAX = 64 };

/* Where a value lies between low (0) and high (1), kept within [-9, 9]; NaN for one that the
 * axis cannot show. */
double cli_scale_position(const cli_scale *scale, double value);

/* The two scales of a plot. Fails with WOAD_ERROR_ARGUMENT as cli_plot_render does. */
woad_status cli_scale_fit(const cli_plot *plot, cli_scale *x, cli_scale *y, woad_error *error);

/* Width of a series' bars on the x axis: the smallest distance of two neighbours, or 1. */
double cli_bar_width(const cli_plot_series *series);

/* Ticks within the scale, ascending: 1-2-5 steps, or decades on a log axis. Level 0 is the
 * densest; each higher level is sparser. Returns how many there are, at most CLI_TICKS_MAX. */
size_t cli_scale_ticks(const cli_scale *scale, unsigned level, cli_tick *ticks);

#endif
