/* plot.c - small clean plots for reports: the layout around the frame.
 *
 * From the top: title, legend, frame, tick labels, x label. The margins are as wide as the tick
 * labels need, and ticks as dense as their labels have room, so nothing overlaps at any size.
 */
#include "plot.h"

#include <math.h>

#include "plot_marks.h"

static const cli_caption title_style = {.size = 13, .bold = true};
static const cli_caption legend_style = {.size = 11};
static const cli_caption label_style = {.size = 11.5, .anchor = 0.5};
static const cli_caption x_tick_style = {.size = 10.5, .anchor = 0.5};
static const cli_caption y_tick_style = {.size = 10.5, .anchor = 1};

static const cli_colour ink = 0x222222, soft_ink = 0x555555, grid = 0xE2E2E2, rule = 0x777777;

/* Margins and distances in pixels. */
static const double margin = 12, line_height = 17, sample_width = 18, legend_gap = 16;
static const double x_tick_gap = 16, y_tick_gap = 26; /* least room from label to label */

typedef struct layout {
    cli_frame frame;
    cli_tick x_ticks[CLI_TICKS_MAX], y_ticks[CLI_TICKS_MAX];
    size_t x_count, y_count;
} layout;

static double title_height(const cli_plot *plot)
{
    return plot->title ? line_height + 5 : 0;
}

/* Places the legend's entries in rows, and draws them when `draw`; returns its height. */
static double set_legend(cairo_t *canvas, const cli_plot *plot, double width, bool draw)
{
    double x = margin, y = margin + title_height(plot), rows = 0;
    cli_caption style = legend_style;
    style.max_width = width - 2 * margin - sample_width - 6;
    for (size_t i = 0; i < plot->series_count; i++) {
        const char *label = plot->series[i].label;
        if (!label)
            continue;
        double entry = sample_width + 6 + cli_canvas_text_width(canvas, &style, label);
        bool wraps = x > margin && x + entry > width - margin;
        x = wraps ? margin : x;
        y += wraps ? line_height : 0;
        rows = fmax(rows, y + line_height - margin - title_height(plot));
        if (draw) {
            cli_draw_sample(canvas, plot, i, x, y + 5, sample_width);
            cli_canvas_colour(canvas, ink, 1);
            cli_canvas_text(canvas, &style, x + sample_width + 6, y + 9, label);
        }
        x += entry + legend_gap;
    }
    return rows;
}

/* Whether the labels of an axis of `length` pixels stand clear of each other. */
static bool ticks_fit(cairo_t *canvas, const cli_scale *scale, const cli_tick *ticks,
    size_t count, double length, bool vertical)
{
    for (size_t i = 1; i < count; i++) {
        double distance = length * (cli_scale_position(scale, ticks[i].value) -
                                       cli_scale_position(scale, ticks[i - 1].value));
        double need = y_tick_gap;
        if (!vertical)
            need = x_tick_gap +
                   (cli_canvas_text_width(canvas, &x_tick_style, ticks[i].label) +
                       cli_canvas_text_width(canvas, &x_tick_style, ticks[i - 1].label)) /
                       2;
        if (distance < need)
            return false;
    }
    return true;
}

/* The densest ticks that fit. */
static size_t choose_ticks(
    cairo_t *canvas, const cli_scale *scale, double length, bool vertical, cli_tick *ticks)
{
    for (unsigned level = 0;; level++) { /* ends: fewer than two ticks always fit */
        size_t count = cli_scale_ticks(scale, level, ticks);
        if (ticks_fit(canvas, scale, ticks, count, length, vertical))
            return count;
    }
}

static void lay_out(
    cairo_t *canvas, const cli_plot *plot, double width, double height, layout *l)
{
    cli_frame *frame = &l->frame;
    frame->top = margin + title_height(plot) + set_legend(canvas, plot, width, false) + 2;
    frame->bottom = height - (plot->x.label ? 40 : 24);
    l->y_count = choose_ticks(canvas, &frame->y, frame->bottom - frame->top, true, l->y_ticks);
    double widest = 0;
    for (size_t i = 0; i < l->y_count; i++)
        widest =
            fmax(widest, cli_canvas_text_width(canvas, &y_tick_style, l->y_ticks[i].label));
    frame->left = 10 + widest + (plot->y.label ? 26 : 8);
    frame->right = width - 22; /* half of a label at the very end */
    l->x_count = choose_ticks(canvas, &frame->x, frame->right - frame->left, false, l->x_ticks);
    /* Whole pixels, so that thin lines stay thin. */
    frame->left = floor(frame->left) + 0.5;
    frame->top = floor(frame->top) + 0.5;
    frame->right = floor(frame->right) + 0.5;
    frame->bottom = floor(frame->bottom) + 0.5;
}

static void stroke_across(cairo_t *canvas, const cli_frame *frame, double at, bool vertical)
{
    if (!isfinite(at))
        return;
    at = floor(at) + 0.5;
    cairo_move_to(canvas, vertical ? at : frame->left, vertical ? frame->top : at);
    cairo_line_to(canvas, vertical ? at : frame->right, vertical ? frame->bottom : at);
    cairo_stroke(canvas);
}

/* Faint lines at 2 .. 9 of each decade show that an axis is logarithmic. */
static void draw_minor_grid(cairo_t *canvas, const cli_frame *frame, bool vertical)
{
    const cli_scale *scale = vertical ? &frame->x : &frame->y;
    double length = vertical ? frame->right - frame->left : frame->bottom - frame->top;
    if (!scale->log || length / log10(scale->high / scale->low) < 40)
        return;
    cli_canvas_colour(canvas, grid, 0.45);
    for (double decade = floor(log10(scale->low)); decade <= log10(scale->high); decade++) {
        for (int m = 2; m <= 9; m++) {
            double value = m * pow(10, decade);
            if (value > scale->low && value < scale->high)
                stroke_across(canvas, frame,
                    vertical ? cli_frame_x(frame, value) : cli_frame_y(frame, value), vertical);
        }
    }
}

static void draw_grid(cairo_t *canvas, const layout *l)
{
    cairo_set_line_width(canvas, 1);
    draw_minor_grid(canvas, &l->frame, true);
    draw_minor_grid(canvas, &l->frame, false);
    cli_canvas_colour(canvas, grid, 1);
    for (size_t i = 0; i < l->x_count; i++)
        stroke_across(canvas, &l->frame, cli_frame_x(&l->frame, l->x_ticks[i].value), true);
    for (size_t i = 0; i < l->y_count; i++)
        stroke_across(canvas, &l->frame, cli_frame_y(&l->frame, l->y_ticks[i].value), false);
}

/* The left and bottom sides, and the figures at the ticks. */
static void draw_axes(cairo_t *canvas, const layout *l)
{
    const cli_frame *frame = &l->frame;
    cli_canvas_colour(canvas, rule, 1);
    cairo_set_line_width(canvas, 1);
    cairo_move_to(canvas, frame->left, frame->top);
    cairo_line_to(canvas, frame->left, frame->bottom);
    cairo_line_to(canvas, frame->right, frame->bottom);
    cairo_stroke(canvas);
    cli_canvas_colour(canvas, soft_ink, 1);
    for (size_t i = 0; i < l->x_count; i++)
        cli_canvas_text(canvas, &x_tick_style, cli_frame_x(frame, l->x_ticks[i].value),
            frame->bottom + 14, l->x_ticks[i].label);
    for (size_t i = 0; i < l->y_count; i++)
        cli_canvas_text(canvas, &y_tick_style, frame->left - 6,
            cli_frame_y(frame, l->y_ticks[i].value) + 4, l->y_ticks[i].label);
}

static void draw_titles(
    cairo_t *canvas, const cli_plot *plot, const cli_frame *frame, double width, double height)
{
    cli_canvas_colour(canvas, ink, 1);
    cli_caption style = title_style;
    style.max_width = width - 2 * margin;
    if (plot->title)
        cli_canvas_text(canvas, &style, margin, margin + 9, plot->title);
    style = label_style;
    style.max_width = frame->right - frame->left;
    if (plot->x.label)
        cli_canvas_text(
            canvas, &style, (frame->left + frame->right) / 2, height - 9, plot->x.label);
    style.max_width = frame->bottom - frame->top;
    if (plot->y.label) {
        cairo_save(canvas);
        cairo_translate(canvas, 17, (frame->top + frame->bottom) / 2);
        cairo_rotate(canvas, -CLI_PI / 2);
        cli_canvas_text(canvas, &style, 0, 0, plot->y.label);
        cairo_restore(canvas);
    }
}

/* The order matters: later parts lie over earlier ones. */
static void draw_plot(cairo_t *canvas, const cli_plot *plot, const layout *l)
{
    draw_grid(canvas, l);
    for (size_t i = 0; i < plot->series_count; i++) {
        if (plot->series[i].style == CLI_PLOT_BARS)
            cli_draw_series(canvas, &l->frame, plot, i);
    }
    cli_draw_ranges(canvas, &l->frame, plot);
    cli_draw_references(canvas, &l->frame, plot); /* bars would hide them, and they a line */
    for (size_t i = 0; i < plot->series_count; i++) {
        if (plot->series[i].style != CLI_PLOT_BARS)
            cli_draw_series(canvas, &l->frame, plot, i);
    }
    draw_axes(canvas, l);
    cli_draw_reference_labels(canvas, &l->frame, plot);
}

woad_status cli_plot_render(
    const cli_plot *plot, size_t width, size_t height, woad_image **out, woad_error *error)
{
    if (width < CLI_PLOT_MIN_WIDTH || height < CLI_PLOT_MIN_HEIGHT)
        return cli_canvas_fail(error, WOAD_ERROR_SIZE,
            "a plot of %zux%zu pixels: it must be at least %zux%zu", width, height,
            CLI_PLOT_MIN_WIDTH, CLI_PLOT_MIN_HEIGHT);
    layout l = {0};
    woad_status status = cli_scale_fit(plot, &l.frame.x, &l.frame.y, error);
    cairo_t *canvas;
    if (status >= 0)
        status = cli_canvas_create(width, height, 0xFFFFFF, &canvas, error);
    if (status < 0)
        return status;
    lay_out(canvas, plot, (double)width, (double)height, &l);
    draw_titles(canvas, plot, &l.frame, (double)width, (double)height);
    set_legend(canvas, plot, (double)width, true);
    draw_plot(canvas, plot, &l);
    return cli_canvas_finish(canvas, out, error);
}
