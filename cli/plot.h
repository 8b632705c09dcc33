/* plot.h - small clean plots for reports. */
#ifndef WOAD_CLI_PLOT_H
#define WOAD_CLI_PLOT_H

#include <stdbool.h>
#include <stddef.h>

#include <woad/image.h>

/* Smallest plot that has room for its axes. */
#define CLI_PLOT_MIN_WIDTH ((size_t)200)
#define CLI_PLOT_MIN_HEIGHT ((size_t)140)

typedef enum cli_plot_style {
    CLI_PLOT_LINE,       /* a line through the points; a point that cannot be drawn is a gap */
    CLI_PLOT_BARS,       /* bars centred on x, from 0 (or the foot of a log axis) to y */
    CLI_PLOT_POINTS,     /* a dot for each point */
    CLI_PLOT_DOTTED_LINE /* both: a line with a dot at each point, which may be few */
} cli_plot_style;

/* `count` points. NaN, infinity, and values that are not positive on a log axis, are gaps. */
typedef struct cli_plot_series {
    const double *x, *y;
    size_t count;
    const char *label; /* in the legend; NULL: not in the legend */
    cli_plot_style style;
} cli_plot_series;

/* A dashed line across the plot: at a y, or at an x when `vertical`. */
typedef struct cli_plot_reference {
    double value;
    bool vertical;
    const char *label; /* beside the line, or NULL */
} cli_plot_reference;

/* An upright line in a series' colour, from one value to another: how far its points scatter. */
typedef struct cli_plot_range {
    double x, low, high;
    size_t series;
} cli_plot_range;

/* Zero means: no label, a linear axis, a range that fits series and references. */
typedef struct cli_plot_axis {
    const char *label;
    double minimum, maximum; /* equal: fitted */
    bool log;
} cli_plot_axis;

typedef struct cli_plot {
    const char *title; /* or NULL */
    cli_plot_axis x, y;
    const cli_plot_series *series; /* each in its own colour, in this order */
    size_t series_count;
    const cli_plot_reference *references;
    size_t reference_count;
    const cli_plot_range *ranges;
    size_t range_count;
} cli_plot;

/* Draws a plot as an RGB image of 8 bits. Texts are UTF-8. Fails with WOAD_ERROR_ARGUMENT
 * (nothing to draw, a range that is upside down or not positive on a log axis),
 * WOAD_ERROR_SIZE or WOAD_ERROR_MEMORY. */
woad_status cli_plot_render(
    const cli_plot *plot, size_t width, size_t height, woad_image **out, woad_error *error);

#endif
