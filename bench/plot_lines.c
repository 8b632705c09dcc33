/* plot_lines.c - plots of lines from a text, beside each other in one PNG: those of the studies.
 *
 *     woad-plot OUT.png < lines.txt
 *
 *     plot TITLE              begins a plot
 *     x LABEL, xlog LABEL     its axes, linear or logarithmic
 *     y LABEL, ylog LABEL
 *     at VALUE LABEL          a dashed line across, at a y
 *     dots LABEL, curve LABEL begins a line, with a dot at each point or without
 *     X Y [LOW HIGH]          a point, with how far it scatters
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <woad/woad.h>

#include "picture.h"
#include "plot.h"

enum { PLOTS = 6, LINES = 16, POINTS = 4096, REFERENCES = 4, TEXT = 120 };
enum { WIDTH = 420, HEIGHT = 290, GAP = 8 };

typedef struct panel {
    char title[TEXT], x_label[TEXT], y_label[TEXT];
    char labels[LINES][TEXT], reference_labels[REFERENCES][TEXT];
    double x[POINTS], y[POINTS];
    cli_plot_series lines[LINES];
    cli_plot_reference references[REFERENCES];
    cli_plot_range ranges[POINTS];
    size_t points, ranged;
    cli_plot plot;
} panel;

static bool fail(const char *line)
{
    fprintf(stderr, "woad-plot: cannot take '%s'\n", line);
    return false;
}

static void copy(char to[TEXT], const char *from)
{
    snprintf(to, TEXT, "%.*s", TEXT - 1, from);
}

static bool add_line(panel *p, const char *label, cli_plot_style style)
{
    size_t at = p->plot.series_count;
    if (at == LINES)
        return fail(label);
    copy(p->labels[at], label);
    p->lines[at] =
        (cli_plot_series){p->x + p->points, p->y + p->points, 0, p->labels[at], style};
    p->plot.series_count++;
    return true;
}

static bool add_reference(panel *p, const char *text)
{
    char *label;
    size_t at = p->plot.reference_count;
    double value = strtod(text, &label);
    if (at == REFERENCES || label == text)
        return fail(text);
    copy(p->reference_labels[at], label + (*label == ' '));
    p->references[at] = (cli_plot_reference){value, false, p->reference_labels[at]};
    p->plot.reference_count++;
    return true;
}

static bool add_point(panel *p, const char *text)
{
    double x, y, low, high;
    int numbers = sscanf(text, "%lf %lf %lf %lf", &x, &y, &low, &high);
    if ((numbers != 2 && numbers != 4) || p->points == POINTS || p->plot.series_count == 0)
        return fail(text);
    p->x[p->points] = x;
    p->y[p->points++] = y;
    p->lines[p->plot.series_count - 1].count++;
    if (numbers == 4)
        p->ranges[p->ranged++] = (cli_plot_range){x, low, high, p->plot.series_count - 1};
    return true;
}

static void set_axis(cli_plot_axis *axis, char label[TEXT], const char *text, bool log)
{
    copy(label, text);
    *axis = (cli_plot_axis){.label = label, .log = log};
}

/* A line of the text, for the plot that is being read. */
static bool take(panel *p, const char *line)
{
    const char *blank = strchr(line, ' '), *rest = blank ? blank + 1 : "";
    size_t word = blank ? (size_t)(blank - line) : strlen(line);
    if (strncmp(line, "dots", word) == 0)
        return add_line(p, rest, CLI_PLOT_DOTTED_LINE);
    if (strncmp(line, "curve", word) == 0)
        return add_line(p, rest, CLI_PLOT_LINE);
    if (strncmp(line, "at", word) == 0)
        return add_reference(p, rest);
    if (*line == 'x')
        set_axis(&p->plot.x, p->x_label, rest, word == 4);
    else if (*line == 'y')
        set_axis(&p->plot.y, p->y_label, rest, word == 4);
    else
        return add_point(p, line);
    return true;
}

static void begin(panel *p, const char *title)
{
    copy(p->title, title);
    p->plot = (cli_plot){.title = p->title,
        .series = p->lines,
        .references = p->references,
        .ranges = p->ranges};
}

static size_t read_panels(panel *panels)
{
    char line[TEXT + 16];
    size_t count = 0;
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        bool begins = strncmp(line, "plot ", 5) == 0;
        if (begins && count < PLOTS)
            begin(&panels[count++], line + 5);
        else if (begins || count == 0 || !take(&panels[count - 1], line))
            return 0;
    }
    return count;
}

static woad_status draw(panel *panels, size_t count, const char *path, woad_error *error)
{
    woad_image *images[PLOTS] = {0}, *sheet = NULL;
    void *bytes = NULL;
    size_t size = 0;
    woad_status status = WOAD_OK;
    for (size_t i = 0; status >= 0 && i < count; i++) {
        panels[i].plot.range_count = panels[i].ranged;
        status = cli_plot_render(&panels[i].plot, WIDTH, HEIGHT, &images[i], error);
    }
    if (status >= 0)
        status = cli_picture_beside((const woad_image *const *)images, NULL, count,
            count > 1 ? 2 : 1, GAP, &sheet, error);
    if (status >= 0)
        status = woad_image_encode_png(sheet, 0, &bytes, &size, error);
    if (status >= 0)
        status = woad_file_write(path, bytes, size, true, error);
    for (size_t i = 0; i < count; i++)
        woad_image_destroy(images[i]);
    woad_image_destroy(sheet);
    woad_free(bytes);
    return status;
}

int main(int argc, char **argv)
{
    woad_error error = {"nothing to draw"};
    panel *panels = calloc(PLOTS, sizeof *panels);
    size_t count = panels && argc == 2 ? read_panels(panels) : 0;
    woad_status status = count > 0 ? draw(panels, count, argv[1], &error) : WOAD_ERROR_ARGUMENT;
    if (status < 0)
        fprintf(stderr, "woad-plot: %s\n", error.message);
    free(panels);
    return status < 0 ? 2 : 0;
}
