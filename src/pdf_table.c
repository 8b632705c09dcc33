/* pdf_table.c - distributions from files: quantiles, or a histogram. */
#include <math.h>

#include "base/status.h"
#include "pdf.h"

/* So that no sum overflows, and values stay floats. */
static const double HIGHEST_WEIGHT = 1e100, LARGEST_VALUE = 1e6;

/* ---- files ---------------------------------------------------------------------------- */

static woad_status check_value(
    const char *path, size_t line, const char *what, double value, woad_error *error)
{
    if (fabs(value) <= LARGEST_VALUE)
        return WOAD_OK;
    return woad_fail(error, WOAD_ERROR_FORMAT, "%s:%zu: the %s is %g: it must be %g to %g",
        path, line, what, value, -LARGEST_VALUE, LARGEST_VALUE);
}

static woad_status check_quantile(const char *path, size_t line, const woad_points *before,
    double probability, double value, woad_error *error)
{
    if (!(probability >= 0 && probability <= 1))
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s:%zu: the probability is %g: it must be 0 to 1", path, line, probability);
    woad_status status = check_value(path, line, "value", value, error);
    if (status < 0 || before->count == 0)
        return status;
    double last_probability = before->x[before->count - 1], last = before->y[before->count - 1];
    if (probability < last_probability)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s:%zu: the probability falls from %g to %g: it must rise from line to line", path,
            line, last_probability, probability);
    if (value < last)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s:%zu: the quantile falls from %g to %g: it must rise with the probability", path,
            line, last, value);
    return WOAD_OK;
}

static woad_status check_bin(const char *path, size_t line, const woad_points *before,
    double edge, double weight, woad_error *error)
{
    woad_status status = check_value(path, line, "edge", edge, error);
    if (status < 0)
        return status;
    if (before->count > 0 && edge <= before->x[before->count - 1])
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s:%zu: the edge %g is not above the one before it, %g: edges must rise", path,
            line, edge, before->x[before->count - 1]);
    if (!(weight >= 0 && weight <= HIGHEST_WEIGHT))
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s:%zu: the weight is %g: it must be 0 to %g", path, line, weight, HIGHEST_WEIGHT);
    return WOAD_OK;
}

static woad_status refuse(const char *path, const char *what, woad_error *error)
{
    return woad_fail(error, WOAD_ERROR_FORMAT, "%s %s", path, what);
}

static woad_status check_spread(const char *path, const woad_points *table, woad_error *error)
{
    if (table->count == 0)
        return refuse(path, "has no line of numbers: each is a probability and a value", error);
    if (table->count < 2 || table->y[table->count - 1] <= table->y[0])
        return refuse(path, "has one value only: a distribution has at least two", error);
    if (table->x[table->count - 1] <= table->x[0])
        return refuse(path, "has one probability only: it must go from 0 to 1", error);
    return WOAD_OK;
}

woad_status woad_pdf_read_table(const char *path, woad_points *out, woad_error *error)
{
    static const woad_points_kind kind = {
        "a table of quantiles", "a probability and a value", check_quantile};
    woad_status status = woad_points_read(path, &kind, out, error);
    if (status < 0)
        return status;
    status = check_spread(path, out, error);
    if (status < 0)
        woad_points_clear(out);
    return status;
}

/* Weights become the probabilities at the edges, and the two change places. */
static woad_status accumulate(const char *path, woad_points *bins, woad_error *error)
{
    double sum = 0, below = 0;
    for (size_t i = 0; i < bins->count; i++)
        sum += bins->y[i];
    if (bins->count == 0)
        return refuse(path, "has no line of numbers: each is an edge and a weight", error);
    if (bins->count < 2 || !(sum > 0))
        return refuse(path, "has no weight in any bin: it must have some", error);
    if (bins->y[bins->count - 1] != 0)
        return refuse(path,
            "has a weight on its last line, which only ends the last bin: it must be 0 there",
            error);
    for (size_t i = 0; i < bins->count; i++) {
        double weight = bins->y[i];
        bins->y[i] = fmin(below / sum, 1);
        below += weight;
    }
    double *edges = bins->x;
    bins->x = bins->y;
    bins->y = edges;
    return WOAD_OK;
}

woad_status woad_pdf_read_histogram(const char *path, woad_points *out, woad_error *error)
{
    static const woad_points_kind kind = {"a histogram", "an edge and a weight", check_bin};
    woad_status status = woad_points_read(path, &kind, out, error);
    if (status < 0)
        return status;
    status = accumulate(path, out, error);
    if (status < 0)
        woad_points_clear(out);
    return status;
}

/* ---- functions ------------------------------------------------------------------------ */

double woad_pdf_table_quantile(const woad_points *table, double u)
{
    return woad_interpolate(table->x, table->y, table->count, u);
}

double woad_pdf_table_cumulative(const woad_points *table, double x)
{
    if (x < table->y[0])
        return 0;
    return x >= table->y[table->count - 1]
               ? 1
               : woad_interpolate(table->y, table->x, table->count, x);
}

double woad_pdf_table_density(const woad_points *table, double x)
{
    size_t next = woad_count_up_to(table->y, table->count, x);
    if (next == 0 || next == table->count)
        return 0;
    size_t i = next - 1;
    return (table->x[next] - table->x[i]) / (table->y[next] - table->y[i]);
}
