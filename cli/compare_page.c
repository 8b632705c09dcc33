/* compare_page.c - the page of a comparison, with plots of all masks together. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "canvas.h"
#include "compare.h"
#include "html.h"
#include "mask_plot.h"
#include "plot.h"
#include "score_text.h"

enum { PLOT_WIDTH = 1080, PLOT_HEIGHT = 440 };

/* Nothing below is worth room: a spectrum's empty low band, or a pattern without error. */
static const double floor_db = -60;

/* What the plots are made of: a line an entry. */
typedef struct lines {
    cli_plot_series *series;
    double *x, *y; /* `length` points a line */
    size_t length;
} lines;

static void lines_clear(lines *l)
{
    free(l->series);
    free(l->x);
    free(l->y);
}

static woad_status lines_init(lines *l, const comparison *c, size_t length, woad_error *error)
{
    *l = (lines){
        .series = calloc(c->count, sizeof *l->series),
        .x = calloc(c->count * length, sizeof(double)),
        .y = calloc(c->count * length, sizeof(double)),
        .length = length,
    };
    if (!l->series || !l->x || !l->y)
        return cli_canvas_fail(error, WOAD_ERROR_MEMORY, "out of memory for a plot");
    for (size_t i = 0; i < c->count; i++)
        l->series[i] = (cli_plot_series){
            l->x + i * length, l->y + i * length, 0, c->entries[i].row.name, CLI_PLOT_LINE};
    return WOAD_OK;
}

/* Whole tens of decibels around what there is, from floor_db up. */
static cli_plot_axis decibel_axis(const lines *l, size_t count, const char *label)
{
    cli_plot_axis axis = {label, 0, 10, false};
    for (size_t i = 0; i < count; i++) {
        const cli_plot_series *s = &l->series[i];
        for (size_t j = 0; j < s->count; j++) {
            if (!isfinite(s->y[j]))
                continue;
            axis.minimum = fmin(axis.minimum, 10 * floor(s->y[j] / 10));
            axis.maximum = fmax(axis.maximum, 10 * ceil(s->y[j] / 10));
        }
    }
    axis.minimum = fmax(axis.minimum, floor_db);
    return axis;
}

/* Puts the plot into the page; one without a point is left out. */
static woad_status put_plot(const lines *l, size_t count, const char *y_label,
    const cli_plot_axis *x, const char *caption, cli_text *page, woad_error *error)
{
    bool drawn = false;
    const cli_plot_reference white = {0, false, "white noise"};
    const cli_plot plot = {
        .x = *x,
        .y = decibel_axis(l, count, y_label),
        .series = l->series,
        .series_count = count,
        .references = &white,
        .reference_count = 1,
    };
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < l->series[i].count; j++)
            drawn = drawn || l->series[i].y[j] >= plot.y.minimum;
    }
    if (!drawn)
        return WOAD_OK;
    cli_figure figure = {"plot", caption, NULL};
    woad_status status = cli_plot_render(&plot, PLOT_WIDTH, PLOT_HEIGHT, &figure.image, error);
    if (status < 0)
        return status;
    html_figure(page, &figure, true);
    woad_image_destroy(figure.image);
    return WOAD_OK;
}

static woad_status put_profiles(const comparison *c, cli_text *page, woad_error *error)
{
    lines l;
    const cli_plot_axis x = MASK_PLOT_FREQUENCY;
    woad_status status = lines_init(&l, c, WOAD_RADIAL_CAPACITY(c->width, c->height), error);
    for (size_t i = 0; status >= 0 && i < c->count; i++) {
        mask_profile p;
        status = mask_profile_init(&p, c->entries[i].mask, 0, 0, error);
        l.series[i].count = status >= 0 ? p.count : 0;
        for (size_t j = 0; j < l.series[i].count; j++) {
            l.x[i * l.length + j] = p.frequency[j];
            l.y[i * l.length + j] = p.power_db[j];
        }
        mask_profile_clear(&p);
    }
    if (status >= 0)
        status = put_plot(&l, c->count, "power (dB, white noise 0)", &x,
            "Radially averaged power spectrum of each mask: where its noise is", page, error);
    lines_clear(&l);
    return status;
}

/* The errors of all entries, [entry][threshold][sigma]. */
typedef double threshold_errors[WOAD_SCORE_THRESHOLDS][WOAD_SCORE_SIGMAS];

static woad_status put_threshold_plot(const comparison *c, const threshold_errors *errors,
    size_t sigma, cli_text *page, woad_error *error)
{
    lines l;
    char name[SIGMA_NAME_SIZE], caption[128];
    const cli_plot_axis x = {"threshold", 0, 1, false};
    woad_status status = lines_init(&l, c, WOAD_SCORE_THRESHOLDS, error);
    for (size_t i = 0; status >= 0 && i < c->count; i++) {
        l.series[i].count = WOAD_SCORE_THRESHOLDS;
        for (size_t t = 0; t < WOAD_SCORE_THRESHOLDS; t++) {
            l.x[i * l.length + t] = (double)(t + 1) / (WOAD_SCORE_THRESHOLDS + 1);
            l.y[i * l.length + t] = errors[i][t][sigma];
        }
    }
    sigma_name(sigma, name);
    snprintf(caption, sizeof caption,
        "Error of the pattern at each threshold after a blur of %s pixels", name);
    if (status >= 0)
        status = put_plot(&l, c->count, "error (dB, white noise 0)", &x, caption, page, error);
    lines_clear(&l);
    return status;
}

static woad_status put_threshold_plots(const comparison *c, cli_text *page, woad_error *error)
{
    threshold_errors *errors = calloc(c->count, sizeof *errors);
    woad_status status = WOAD_OK;
    if (!errors)
        status = cli_canvas_fail(error, WOAD_ERROR_MEMORY, "out of memory for a plot");
    for (size_t i = 0; status >= 0 && i < c->count; i++)
        status = woad_score_by_threshold(c->entries[i].mask, 0, 0, errors[i], error);
    for (size_t s = 0; status >= 0 && s < WOAD_SCORE_SIGMAS; s++)
        status = put_threshold_plot(c, errors, s, page, error);
    free(errors);
    return status;
}

static void put_seeds(const comparison *c, cli_text *page)
{
    text_put(page, "<p>%zu&times;%zu; ", c->width, c->height);
    if (c->seeds > 1)
        text_put(page, "medians over %zu seeds; the pictures are of the first.", c->seeds);
    else
        text_put(page, "one seed.");
    text_put(page, "</p>\n");
}

static void put_table(const comparison *c, cli_text *page, const cli_score_row *rows)
{
    cli_text verdict = {0};
    score_table_html(page, rows, c->count);
    score_table_verdict(&verdict, rows, c->count);
    if (verdict.bytes) {
        text_put(page, "<p>");
        text_put_escaped(page, verdict.bytes);
        text_put(page, "</p>\n");
    }
    page->failed = page->failed || verdict.failed;
    text_clear(&verdict);
}

static void put_masks(const comparison *c, cli_text *page)
{
    for (size_t i = 0; i < c->count; i++) {
        const cli_gallery *gallery = &c->entries[i].gallery;
        text_put(page, "<h2>");
        text_put_escaped(page, c->entries[i].row.name);
        text_put(page, "</h2>\n<div>\n");
        for (size_t f = 0; f < gallery->count; f++)
            html_figure(page, &gallery->figures[f], true);
        text_put(page, "</div>\n");
    }
}

woad_status compare_write_page(const comparison *c, cli_text *page, woad_error *error)
{
    cli_score_row *rows = compare_rows(c);
    if (!rows)
        return cli_canvas_fail(error, WOAD_ERROR_MEMORY, "out of memory for the page");
    html_begin(page, "Masks compared");
    put_seeds(c, page);
    put_table(c, page, rows);
    free(rows);
    text_put(page, "<h2>By frequency</h2>\n");
    woad_status status = put_profiles(c, page, error);
    text_put(page, "<h2>By threshold</h2>\n");
    if (status >= 0)
        status = put_threshold_plots(c, page, error);
    put_masks(c, page);
    html_end(page);
    return status;
}
