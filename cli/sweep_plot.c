/* sweep_plot.c - columns of a sweep's table over the first number that varies: a line for each
 * combination of the other keys, through the medians over the seeds. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "failure.h"
#include "image_file.h"
#include "median.h"
#include "picture.h"
#include "plot.h"
#include "sweep.h"
#include "system.h"

enum { PLOT_WIDTH = 640, PLOT_HEIGHT = 420, PLOT_GAP = 8, LABEL_SIZE = 200 };

/* Values further apart than this, the largest over the smallest, get a logarithmic axis. */
static const double wide_range = 50;

/* ---- options ---------------------------------------------------------------------------- */

static int add_column(sweep_plots *plots, const sweep_table *table, const char *name)
{
    if (plots->count == SWEEP_MOST_PLOTS)
        return fail(
            EXIT_USAGE, "--plot has more than %d columns: that is too many", SWEEP_MOST_PLOTS);
    plots->titles[plots->count] = name;
    return sweep_table_column(table, name, &plots->columns[plots->count++]);
}

int sweep_plots_init(
    sweep_plots *plots, const sweep_table *table, const cli_arguments *arguments)
{
    const char *names = argument(arguments, OPTION_PLOT);
    *plots = (sweep_plots){.path = argument(arguments, OPTION_PLOT_FILE)};
    if (names && !plots->path)
        return fail(EXIT_USAGE, "--plot needs --plot-file FILE");
    if (!plots->path)
        return EXIT_DONE;
    if (sweep_grid_numbers(table->grid) == table->grid->axis_count)
        return fail(EXIT_USAGE,
            "--plot-file needs a key with numbers to plot over: --vary one with two or more");
    plots->names = strdup(names ? names : "mean_dither_error_db");
    if (!plots->names)
        return fail(EXIT_INTERNAL, "out of memory for --plot");
    int code = EXIT_DONE;
    for (char *at = plots->names; code == EXIT_DONE && at;) {
        char *comma = strchr(at, ',');
        if (comma)
            *comma = '\0';
        code = add_column(plots, table, at);
        at = comma ? comma + 1 : NULL;
    }
    return code == EXIT_DONE ? check_output(plots->path, has_flag(arguments, OPTION_FORCE))
                             : code;
}

void sweep_plots_clear(sweep_plots *plots)
{
    free(plots->names);
}

/* ---- lines ------------------------------------------------------------------------------ */

/* One plot: `lines` lines of `points` points. */
typedef struct chart {
    const sweep_table *table;
    size_t axis, column; /* what it is drawn over, and what */
    size_t points, lines;
    size_t *order;   /* [points] of the axis' values, ascending */
    double *x, *y;   /* [lines][points] */
    double *scratch; /* [seeds] */
    cli_plot_series *series;
    cli_plot_range *ranges; /* [lines][points] */
    char (*labels)[LABEL_SIZE];
} chart;

static void chart_clear(chart *c)
{
    free(c->order);
    free(c->x);
    free(c->y);
    free(c->scratch);
    free(c->series);
    free(c->ranges);
    free(c->labels);
}

static const sweep_axis *axis_of(const chart *c)
{
    return &c->table->grid->axes[c->axis];
}

/* By insertion: a list is written in order more often than not. */
static void sort_points(chart *c)
{
    for (size_t i = 0; i < c->points; i++) {
        double x = sweep_grid_number(axis_of(c), i);
        size_t at = i;
        for (; at > 0 && sweep_grid_number(axis_of(c), c->order[at - 1]) > x; at--)
            c->order[at] = c->order[at - 1];
        c->order[at] = i;
    }
}

static bool chart_init(chart *c, const sweep_table *table, size_t column)
{
    const sweep_grid *grid = table->grid;
    *c = (chart){.table = table, .axis = sweep_grid_numbers(grid), .column = column};
    c->points = axis_of(c)->count;
    c->lines = grid->count / grid->seeds / c->points;
    c->order = calloc(c->points, sizeof *c->order);
    c->x = calloc(c->lines * c->points, sizeof *c->x);
    c->y = calloc(c->lines * c->points, sizeof *c->y);
    c->scratch = calloc(grid->seeds, sizeof *c->scratch);
    c->series = calloc(c->lines, sizeof *c->series);
    c->ranges = calloc(c->lines * c->points, sizeof *c->ranges);
    c->labels = calloc(c->lines, sizeof *c->labels);
    if (!c->order || !c->x || !c->y || !c->scratch || !c->series || !c->ranges || !c->labels)
        return false;
    sort_points(c);
    return true;
}

/* The positions of a line on the axes, but for the one that it is drawn over. */
static void line_positions(const chart *c, size_t line, size_t positions[SWEEP_MOST_AXES])
{
    const sweep_grid *grid = c->table->grid;
    for (size_t a = grid->axis_count; a-- > 0;) {
        if (a == c->axis)
            continue;
        positions[a] = line % grid->axes[a].count;
        line /= grid->axes[a].count;
    }
}

/* The last part of a key's name, or all of it where another key ends the same. */
static const char *short_name(const sweep_grid *grid, size_t axis)
{
    const char *name = grid->axes[axis].name, *dot = strrchr(name, '.');
    for (size_t a = 0; dot && a < grid->axis_count; a++) {
        const char *other = strrchr(grid->axes[a].name, '.');
        if (a != axis && other && strcmp(other, dot) == 0)
            return name;
    }
    return dot ? dot + 1 : name;
}

/* "method adam, momentum 0.9": what tells the line from the others. */
static void name_line(const chart *c, const size_t *positions, char label[LABEL_SIZE])
{
    const sweep_grid *grid = c->table->grid;
    for (size_t a = 0; a < grid->axis_count; a++) {
        const sweep_axis *axis = &grid->axes[a];
        if (a == c->axis || axis->count == 1)
            continue;
        size_t used = strlen(label);
        snprintf(label + used, LABEL_SIZE - used, "%s%s%s%s", used ? ", " : "",
            axis->is_preset ? "" : short_name(grid, a), axis->is_preset ? "" : " ",
            axis->values[positions[a]]);
    }
}

/* The values of one point over its seeds; rows that failed have none. */
static size_t gather(const chart *c, const size_t *positions)
{
    size_t count = 0;
    for (size_t seed = 0; seed < c->table->grid->seeds; seed++) {
        size_t row = sweep_grid_row(c->table->grid, positions, seed);
        double value = sweep_table_number(c->table, row, c->column);
        if (isfinite(value))
            c->scratch[count++] = value;
    }
    return count;
}

static void fill_point(chart *c, size_t line, size_t point, size_t *positions)
{
    size_t at = line * c->points + point;
    positions[c->axis] = c->order[point];
    size_t count = gather(c, positions);
    c->x[at] = sweep_grid_number(axis_of(c), c->order[point]);
    c->y[at] = count > 0 ? median(c->scratch, count) : (double)NAN; /* sorts them */
    c->ranges[at] = (cli_plot_range){c->x[at], c->y[at], c->y[at], line};
    if (count > 0) {
        c->ranges[at].low = c->scratch[0];
        c->ranges[at].high = c->scratch[count - 1];
    }
}

static void fill_lines(chart *c)
{
    for (size_t line = 0; line < c->lines; line++) {
        size_t positions[SWEEP_MOST_AXES] = {0}, first = line * c->points;
        line_positions(c, line, positions);
        name_line(c, positions, c->labels[line]);
        for (size_t point = 0; point < c->points; point++)
            fill_point(c, line, point, positions);
        c->series[line] = (cli_plot_series){c->x + first, c->y + first, c->points,
            *c->labels[line] ? c->labels[line] : NULL, CLI_PLOT_DOTTED_LINE};
    }
}

static bool has_point(const chart *c)
{
    for (size_t i = 0; i < c->lines * c->points; i++) {
        if (isfinite(c->y[i]))
            return true;
    }
    return false;
}

/* ---- pictures --------------------------------------------------------------------------- */

static woad_status render(const chart *c, const char *name, woad_image **out, woad_error *error)
{
    double least = c->x[0], greatest = c->x[c->points - 1];
    size_t seeds = c->table->grid->seeds;
    char title[128];
    snprintf(
        title, sizeof title, "median of %zu seeds; bars from the least to the greatest", seeds);
    const cli_plot plot = {
        .title = seeds > 1 ? title : NULL,
        .x = {axis_of(c)->name, 0, 0, least > 0 && greatest > wide_range * least},
        .y = {.label = name},
        .series = c->series,
        .series_count = c->lines,
        .ranges = c->ranges,
        .range_count = c->lines * c->points,
    };
    return cli_plot_render(&plot, PLOT_WIDTH, PLOT_HEIGHT, out, error);
}

static woad_status draw(const sweep_table *table, const char *name, size_t column,
    woad_image **out, woad_error *error)
{
    chart c;
    woad_status status = WOAD_OK;
    if (!chart_init(&c, table, column))
        status = cli_canvas_fail(error, WOAD_ERROR_MEMORY, "out of memory for a plot");
    if (status >= 0)
        fill_lines(&c);
    if (status >= 0 && !has_point(&c))
        status = cli_canvas_fail(
            error, WOAD_ERROR_ARGUMENT, "--plot: no row has a number for %s", name);
    if (status >= 0)
        status = render(&c, name, out, error);
    chart_clear(&c);
    return status;
}

int sweep_plots_save(const sweep_plots *plots, const sweep_table *table, bool overwrite)
{
    woad_image *images[SWEEP_MOST_PLOTS] = {0}, *sheet = NULL;
    woad_error error;
    woad_status status = WOAD_OK;
    for (size_t i = 0; status >= 0 && i < plots->count; i++)
        status = draw(table, plots->titles[i], plots->columns[i], &images[i], &error);
    if (status >= 0 && plots->count > 1)
        status = cli_picture_beside(
            (const woad_image *const *)images, NULL, plots->count, 2, PLOT_GAP, &sheet, &error);
    int code = status < 0 ? fail_with(status, &error)
                          : save_image(sheet ? sheet : images[0], 0, plots->path, overwrite);
    for (size_t i = 0; i < plots->count; i++)
        woad_image_destroy(images[i]);
    woad_image_destroy(sheet);
    return code;
}
