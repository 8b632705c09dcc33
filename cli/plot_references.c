/* plot_references.c - reference lines of a plot and the placing of their labels.
 *
 * A label may stand at a few places along its line. Each place is charged for the samples of
 * the series that it would cover, and heavily for another label or the frame; the cheapest one
 * is taken, the first where several are.
 */
#include <math.h>

#include "plot_marks.h"

enum { labels_max = 16, segment_samples = 6 };

/* More than all samples of a series that a label can cover. */
static const double collision_cost = 1e9;

static const cli_caption label_style = {.size = 10.5, .halo = 2};
static const cli_colour line_colour = 0x8A8A8A, label_colour = 0x4A4A4A;

typedef struct box {
    double left, top, right, bottom;
} box;

void cli_draw_references(cairo_t *canvas, const cli_frame *frame, const cli_plot *plot)
{
    static const double dash[] = {4, 3};
    cairo_save(canvas);
    cairo_rectangle(canvas, frame->left, frame->top, frame->right - frame->left,
        frame->bottom - frame->top);
    cairo_clip(canvas);
    cairo_set_dash(canvas, dash, 2, 0);
    cairo_set_line_width(canvas, 1.2);
    cli_canvas_colour(canvas, line_colour, 1);
    for (size_t i = 0; i < plot->reference_count; i++) {
        const cli_plot_reference *line = &plot->references[i];
        double x = cli_frame_x(frame, line->value), y = cli_frame_y(frame, line->value);
        if (!isfinite(line->vertical ? x : y))
            continue;
        cairo_move_to(
            canvas, line->vertical ? x : frame->left, line->vertical ? frame->top : y);
        cairo_line_to(
            canvas, line->vertical ? x : frame->right, line->vertical ? frame->bottom : y);
        cairo_stroke(canvas);
    }
    cairo_restore(canvas);
}

static bool inside(const box *b, double x, double y)
{
    return x >= b->left && x <= b->right && y >= b->top && y <= b->bottom;
}

static bool overlap(const box *a, const box *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

/* Samples of a series under the box: its points, bars, and places between points of a line. */
static size_t count_covered(const box *b, const cli_frame *frame, const cli_plot_series *series)
{
    int samples = series->style == CLI_PLOT_LINE ? segment_samples : 1;
    double reach = series->style == CLI_PLOT_BARS ? frame->bottom - frame->top : 0;
    size_t covered = 0;
    double x0 = NAN, y0 = NAN;
    for (size_t i = 0; i < series->count; i++) {
        double x = cli_frame_x(frame, series->x[i]), y = cli_frame_y(frame, series->y[i]);
        for (int s = 1; s < samples; s++)
            covered += inside(b, x0 + (x - x0) * s / samples, y0 + (y - y0) * s / samples);
        /* A bar, down from its top, is under the box when its top is in it or above it. */
        covered +=
            inside(b, x, y) || (y < b->top && y + reach > b->top && inside(b, x, b->top));
        x0 = x;
        y0 = y;
    }
    return covered;
}

/* The place-th box for the label: horizontal lines from their ends inwards, above and below;
 * vertical ones from the top downwards, right and left. */
enum { places = 8 };
static box place_label(
    const cli_frame *frame, const cli_plot_reference *line, double width, unsigned place)
{
    const double height = 14, gap = 3;
    unsigned side = place % 2, along = place / 2; /* along: 0..3 */
    double left, top;
    if (line->vertical) {
        double x = cli_frame_x(frame, line->value);
        left = side ? x - gap - width : x + gap;
        double free = frame->bottom - frame->top - height - 2 * gap;
        top = frame->top + gap + free * along / 3;
    } else {
        double y = cli_frame_y(frame, line->value);
        top = side ? y + gap - 1 : y - gap - height + 2;
        double free = frame->right - frame->left - width - 2 * gap;
        left = frame->right - gap - width - free * along / 3;
    }
    return (box){left, top, left + width, top + height};
}

static double place_cost(
    const box *b, const cli_frame *frame, const cli_plot *plot, const box *placed, size_t count)
{
    double cost = 0;
    if (b->left < frame->left || b->right > frame->right || b->top < frame->top ||
        b->bottom > frame->bottom)
        cost += collision_cost;
    for (size_t i = 0; i < count; i++)
        cost += overlap(b, &placed[i]) ? collision_cost : 0;
    for (size_t i = 0; i < plot->series_count; i++)
        cost += (double)count_covered(b, frame, &plot->series[i]);
    for (size_t i = 0; i < plot->reference_count; i++) { /* other lines count like a series */
        const cli_plot_reference *line = &plot->references[i];
        double x = cli_frame_x(frame, line->value), y = cli_frame_y(frame, line->value);
        cost += line->vertical ? inside(b, x, b->top) : inside(b, b->left, y);
    }
    return cost;
}

static box best_place(cairo_t *canvas, const cli_frame *frame, const cli_plot *plot,
    const cli_plot_reference *line, const box *placed, size_t count)
{
    double width = cli_canvas_text_width(canvas, &label_style, line->label) + 4;
    box best = place_label(frame, line, width, 0);
    double least = place_cost(&best, frame, plot, placed, count);
    for (unsigned place = 1; place < places && least > 0; place++) {
        box b = place_label(frame, line, width, place);
        double cost = place_cost(&b, frame, plot, placed, count);
        if (cost < least) {
            least = cost;
            best = b;
        }
    }
    return best;
}

void cli_draw_reference_labels(cairo_t *canvas, const cli_frame *frame, const cli_plot *plot)
{
    box placed[labels_max];
    size_t count = 0;
    for (size_t i = 0; i < plot->reference_count && count < labels_max; i++) {
        const cli_plot_reference *line = &plot->references[i];
        double position =
            cli_scale_position(line->vertical ? &frame->x : &frame->y, line->value);
        if (!line->label || !(position >= 0 && position <= 1))
            continue;
        box b = best_place(canvas, frame, plot, line, placed, count);
        placed[count++] = b;
        cli_canvas_colour(canvas, label_colour, 1);
        cli_canvas_text(canvas, &label_style, b.left + 2, b.bottom - 3.5, line->label);
    }
}
