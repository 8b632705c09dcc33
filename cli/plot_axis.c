/* plot_axis.c - the range of an axis, fitted to what is drawn on it. */
#include "plot_axis.h"

#include <math.h>

#include "canvas.h"

/* Room that is left between the data and the frame, as a share of a fitted range. */
static const double headroom = 0.08;

double cli_scale_position(const cli_scale *scale, double value)
{
    if (!isfinite(value) || (scale->log && value <= 0))
        return NAN;
    double position = scale->log ? log(value / scale->low) / log(scale->high / scale->low)
                                 : (value - scale->low) / (scale->high - scale->low);
    /* cairo's coordinates are 24.8 fixed point: what is far outside must not overflow. */
    return fmin(fmax(position, -9), 9);
}

double cli_bar_width(const cli_plot_series *series)
{
    double width = INFINITY;
    for (size_t i = 1; i < series->count; i++) {
        double distance = fabs(series->x[i] - series->x[i - 1]);
        if (distance > 0 && distance < width)
            width = distance;
    }
    return isfinite(width) ? width : 1;
}

/* Points outside a fixed range neither count as drawn nor stretch the other axis. */
static bool axis_shows(const cli_plot_axis *axis, double value)
{
    bool fixed = axis->minimum < axis->maximum;
    return isfinite(value) && !(axis->log && value <= 0) &&
           !(fixed && (value < axis->minimum || value > axis->maximum));
}

static void extend(cli_scale *scale, const cli_plot_axis *axis, double value)
{
    if (!isfinite(value) || (axis->log && value <= 0))
        return;
    scale->low = fmin(scale->low, value);
    scale->high = fmax(scale->high, value);
}

/* Returns how many of the series' points can be drawn. */
static size_t extend_to_series(
    const cli_plot *plot, const cli_plot_series *series, cli_scale *x, cli_scale *y)
{
    bool bars = series->style == CLI_PLOT_BARS;
    double half = bars ? cli_bar_width(series) / 2 : 0;
    size_t drawn = 0;
    for (size_t i = 0; i < series->count; i++) {
        if (!axis_shows(&plot->x, series->x[i]) || !axis_shows(&plot->y, series->y[i]))
            continue;
        extend(x, &plot->x, series->x[i] - half);
        extend(x, &plot->x, series->x[i] + half);
        extend(y, &plot->y, series->y[i]);
        drawn++;
    }
    if (bars)
        extend(y, &plot->y, 0);
    return drawn;
}

/* Widens a range without length, and adds headroom; bars stay with their feet on the frame. */
static void widen(cli_scale *scale, bool padded)
{
    if (scale->log) {
        double room = scale->low < scale->high ? pow(scale->high / scale->low, headroom) : 2;
        if (padded || !(scale->low < scale->high)) {
            scale->low /= room;
            scale->high *= room;
        }
        return;
    }
    double range = scale->high - scale->low;
    double room = range > 0 ? (padded ? headroom * range : 0) : fmax(fabs(scale->low) / 2, 1);
    bool stands = scale->low == 0 && range > 0;
    bool hangs = scale->high == 0 && range > 0;
    scale->low -= stands ? 0 : room;
    scale->high += hangs ? 0 : room;
}

static woad_status check_axis(const cli_plot_axis *axis, const char *name, woad_error *error)
{
    bool ordered = axis->minimum <= axis->maximum; /* false for NaN as well */
    if (!ordered || !isfinite(axis->minimum) || !isfinite(axis->maximum))
        return cli_canvas_fail(error, WOAD_ERROR_ARGUMENT,
            "the %s axis of a plot runs from %g to %g: the first must be the smaller", name,
            axis->minimum, axis->maximum);
    if (axis->log && axis->minimum < axis->maximum && axis->minimum <= 0)
        return cli_canvas_fail(error, WOAD_ERROR_ARGUMENT,
            "the logarithmic %s axis of a plot starts at %g: it must start above 0", name,
            axis->minimum);
    return WOAD_OK;
}

static void finish_scale(cli_scale *scale, const cli_plot_axis *axis, bool padded)
{
    if (axis->minimum < axis->maximum)
        *scale = (cli_scale){axis->minimum, axis->maximum, axis->log};
    else
        widen(scale, padded);
}

woad_status cli_scale_fit(const cli_plot *plot, cli_scale *x, cli_scale *y, woad_error *error)
{
    woad_status status = check_axis(&plot->x, "x", error);
    if (status >= 0)
        status = check_axis(&plot->y, "y", error);
    if (status < 0)
        return status;
    *x = (cli_scale){INFINITY, -INFINITY, plot->x.log};
    *y = (cli_scale){INFINITY, -INFINITY, plot->y.log};
    size_t drawn = 0;
    bool points = false;
    for (size_t i = 0; i < plot->series_count; i++) {
        drawn += extend_to_series(plot, &plot->series[i], x, y);
        points = points || plot->series[i].style >= CLI_PLOT_POINTS;
    }
    if (drawn == 0)
        return cli_canvas_fail(error, WOAD_ERROR_ARGUMENT,
            "the plot \"%s\" has nothing to draw: give it at least one finite point%s",
            plot->title ? plot->title : "", plot->x.log || plot->y.log ? " above 0" : "");
    for (size_t i = 0; i < plot->range_count; i++) {
        extend(y, &plot->y, plot->ranges[i].low);
        extend(y, &plot->y, plot->ranges[i].high);
    }
    for (size_t i = 0; i < plot->reference_count; i++) {
        const cli_plot_reference *line = &plot->references[i];
        if (line->vertical)
            extend(x, &plot->x, line->value);
        else
            extend(y, &plot->y, line->value);
    }
    finish_scale(x, &plot->x, points);
    finish_scale(y, &plot->y, true);
    return WOAD_OK;
}
