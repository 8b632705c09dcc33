/* plot_marks.h - what stands inside the frame of a plot. */
#ifndef WOAD_CLI_PLOT_MARKS_H
#define WOAD_CLI_PLOT_MARKS_H

#include "canvas.h"
#include "plot_axis.h"

/* The plotting area in pixels, y downwards, and what its sides stand for. */
typedef struct cli_frame {
    double left, top, right, bottom;
    cli_scale x, y;
} cli_frame;

double cli_frame_x(const cli_frame *frame, double value);
double cli_frame_y(const cli_frame *frame, double value);

/* Colour of the index-th series. */
cli_colour cli_series_colour(size_t index);

/* Draws the index-th series of the plot, clipped to the frame. */
void cli_draw_series(
    cairo_t *canvas, const cli_frame *frame, const cli_plot *plot, size_t index);

/* The ranges of all series. */
void cli_draw_ranges(cairo_t *canvas, const cli_frame *frame, const cli_plot *plot);

/* A short piece of the index-th series for the legend: `width` pixels from x, about height y.
 */
void cli_draw_sample(
    cairo_t *canvas, const cli_plot *plot, size_t index, double x, double y, double width);

/* The dashed lines; and their labels, which are put where they cover no other label and as
 * little of the series as can be. */
void cli_draw_references(cairo_t *canvas, const cli_frame *frame, const cli_plot *plot);
void cli_draw_reference_labels(cairo_t *canvas, const cli_frame *frame, const cli_plot *plot);

#endif
