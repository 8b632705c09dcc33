/* plot_marks.c - the series of a plot: lines, bars and points. */
#include "plot_marks.h"

#include <math.h>

/* The palette of Okabe and Ito ("Color universal design", 2008), told apart with any kind of
 * colour vision, darkest first; further series repeat it with dashed lines. */
static const cli_colour palette[] = {
    0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000};
enum { palette_size = sizeof palette / sizeof *palette };

static const double line_width = 1.6, dot_radius = 2.4;

cli_colour cli_series_colour(size_t index)
{
    return palette[index % palette_size];
}

double cli_frame_x(const cli_frame *frame, double value)
{
    return frame->left + (frame->right - frame->left) * cli_scale_position(&frame->x, value);
}

double cli_frame_y(const cli_frame *frame, double value)
{
    return frame->bottom + (frame->top - frame->bottom) * cli_scale_position(&frame->y, value);
}

/* The pen has a round point, so that steep pieces and lone points look like the rest. */
static void set_pen(cairo_t *canvas, size_t index)
{
    cli_canvas_colour(canvas, cli_series_colour(index), 1);
    cairo_set_line_width(canvas, line_width);
    cairo_set_line_cap(canvas, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(canvas, CAIRO_LINE_JOIN_ROUND);
    double dash[] = {5, 2 + 2 * (double)(index / palette_size)};
    cairo_set_dash(canvas, dash, index < palette_size ? 0 : 2, 0);
}

static void draw_line(cairo_t *canvas, const cli_frame *frame, const cli_plot_series *series)
{
    size_t run = 0; /* points since the last gap */
    double last_x = 0, last_y = 0;
    for (size_t i = 0; i <= series->count; i++) {
        double x = i < series->count ? cli_frame_x(frame, series->x[i]) : NAN;
        double y = i < series->count ? cli_frame_y(frame, series->y[i]) : NAN;
        bool drawn = isfinite(x) && isfinite(y);
        if (drawn && run > 0)
            cairo_line_to(canvas, x, y);
        else if (drawn)
            cairo_move_to(canvas, x, y);
        else if (run == 1) /* a point alone between gaps */
            cairo_arc(canvas, last_x, last_y, line_width / 2, 0, 2 * CLI_PI);
        run = drawn ? run + 1 : 0;
        last_x = x;
        last_y = y;
    }
    cairo_stroke(canvas);
}

static void draw_points(cairo_t *canvas, const cli_frame *frame, const cli_plot_series *series)
{
    for (size_t i = 0; i < series->count; i++) {
        double x = cli_frame_x(frame, series->x[i]), y = cli_frame_y(frame, series->y[i]);
        if (!isfinite(x) || !isfinite(y))
            continue;
        cairo_arc(canvas, x, y, dot_radius, 0, 2 * CLI_PI);
        cairo_fill(canvas);
    }
}

/* Bars of several series stand side by side: `slot` of `slots`. */
static void draw_bars(cairo_t *canvas, const cli_frame *frame, const cli_plot_series *series,
    size_t slot, size_t slots)
{
    double width = cli_bar_width(series), share = width / (double)slots;
    double foot = frame->y.log ? frame->bottom : cli_frame_y(frame, 0);
    for (size_t i = 0; i < series->count; i++) {
        double start = series->x[i] - width / 2 + (double)slot * share;
        double left = cli_frame_x(frame, start), right = cli_frame_x(frame, start + share);
        double y = cli_frame_y(frame, series->y[i]);
        if (!isfinite(left) || !isfinite(right) || !isfinite(y))
            continue;
        double gap = right - left > 4 ? 1 : 0; /* a hair of ground where there is room */
        cairo_rectangle(canvas, left + gap / 2, y, right - left - gap, foot - y);
        cairo_fill(canvas);
    }
}

void cli_draw_series(
    cairo_t *canvas, const cli_frame *frame, const cli_plot *plot, size_t index)
{
    const cli_plot_series *series = &plot->series[index];
    size_t slot = 0, slots = 0;
    for (size_t i = 0; i < plot->series_count; i++) {
        slot += i < index && plot->series[i].style == CLI_PLOT_BARS;
        slots += plot->series[i].style == CLI_PLOT_BARS;
    }
    cairo_save(canvas);
    cairo_rectangle(canvas, frame->left, frame->top - 1, frame->right - frame->left,
        frame->bottom - frame->top + 2);
    cairo_clip(canvas);
    set_pen(canvas, index);
    if (series->style == CLI_PLOT_BARS)
        draw_bars(canvas, frame, series, slot, slots);
    else if (series->style != CLI_PLOT_POINTS)
        draw_line(canvas, frame, series);
    if (series->style >= CLI_PLOT_POINTS)
        draw_points(canvas, frame, series);
    cairo_restore(canvas);
}

void cli_draw_ranges(cairo_t *canvas, const cli_frame *frame, const cli_plot *plot)
{
    const double foot = 2.5; /* half the width of its two ends */
    const double apart = 3;  /* those of several series at one x */
    double middle = ((double)plot->series_count - 1) / 2;
    cairo_save(canvas);
    cairo_set_line_width(canvas, 1);
    for (size_t i = 0; i < plot->range_count; i++) {
        const cli_plot_range *range = &plot->ranges[i];
        double x = cli_frame_x(frame, range->x) + apart * ((double)range->series - middle);
        double low = cli_frame_y(frame, range->low), high = cli_frame_y(frame, range->high);
        if (!isfinite(x) || !isfinite(low) || !isfinite(high) || low - high < 1)
            continue;
        x = floor(x) + 0.5; /* a whole pixel, so that it stays thin */
        cli_canvas_colour(canvas, cli_series_colour(range->series), 0.7);
        cairo_move_to(canvas, x, low);
        cairo_line_to(canvas, x, high);
        cairo_move_to(canvas, x - foot, low);
        cairo_line_to(canvas, x + foot, low);
        cairo_move_to(canvas, x - foot, high);
        cairo_line_to(canvas, x + foot, high);
        cairo_stroke(canvas);
    }
    cairo_restore(canvas);
}

void cli_draw_sample(
    cairo_t *canvas, const cli_plot *plot, size_t index, double x, double y, double width)
{
    cairo_save(canvas);
    set_pen(canvas, index);
    if (plot->series[index].style == CLI_PLOT_BARS) {
        cairo_rectangle(canvas, x + width / 2 - 5, y - 5, 10, 10);
        cairo_fill(canvas);
    } else if (plot->series[index].style != CLI_PLOT_POINTS) {
        cairo_move_to(canvas, x, y);
        cairo_line_to(canvas, x + width, y);
        cairo_stroke(canvas);
    }
    if (plot->series[index].style >= CLI_PLOT_POINTS) {
        cairo_arc(canvas, x + width / 2, y, dot_radius, 0, 2 * CLI_PI);
        cairo_fill(canvas);
    }
    cairo_restore(canvas);
}
