/* points_file.c - tables of two numbers a line. */
#include "points_file.h"

#include <stdlib.h>
#include <string.h>

#include <woad/io.h>

#include "base/alloc.h"
#include "base/status.h"
#include "base/system.h"
#include "io/named_file.h"

/* Room for 100,000 points. */
static const size_t largest_file = (size_t)1 << 22;

typedef struct reading {
    const woad_points_kind *kind;
    const char *path, *rest; /* of the text */
    size_t line;
    bool headed; /* by a line of words, before the first point */
    woad_points points;
} reading;

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t\r");
}

/* "x, y" of the line that ends at `end`. */
static bool take_point(const char *text, const char *end, double *x, double *y)
{
    char *after;
    *x = strtod(text, &after);
    if (after == text)
        return false;
    text = skip_blanks(after);
    text = *text == ',' ? text + 1 : text;
    *y = strtod(text, &after);
    return after != text && skip_blanks(after) == end;
}

static woad_status read_line(reading *r, const char *end, woad_error *error)
{
    const char *text = skip_blanks(r->rest);
    double x, y;
    if (text == end || *text == '#')
        return WOAD_OK;
    if (!take_point(text, end, &x, &y)) {
        if (!r->headed && r->points.count == 0 && !strchr("+-.0123456789", *text)) {
            r->headed = true;
            return WOAD_OK;
        }
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s:%zu: not %s: each line has these two numbers", r->path, r->line,
            r->kind->columns);
    }
    woad_status status = r->kind->check(r->path, r->line, &r->points, x, y, error);
    if (status < 0)
        return status;
    r->points.x[r->points.count] = x;
    r->points.y[r->points.count++] = y;
    return WOAD_OK;
}

static woad_status read_lines(reading *r, woad_error *error)
{
    woad_status status = WOAD_OK;
    while (status >= 0 && *r->rest != '\0') {
        const char *end = r->rest + strcspn(r->rest, "\n");
        r->line++;
        status = read_line(r, end, error);
        r->rest = *end == '\n' ? end + 1 : end;
    }
    return status;
}

static size_t count_lines(const char *text)
{
    size_t lines = 1;
    for (; *text != '\0'; text++)
        lines += *text == '\n';
    return lines;
}

static woad_status parse(reading *r, woad_error *error)
{
    woad_system_locale locale;
    size_t lines = count_lines(r->rest);
    r->points.x = woad_array(lines, sizeof(double));
    r->points.y = woad_array(lines, sizeof(double));
    if (!r->points.x || !r->points.y || !woad_system_enter_c_locale(&locale))
        return woad_fail_memory(error, r->kind->file);
    woad_status status = read_lines(r, error);
    woad_system_leave_locale(locale);
    return status;
}

/* Spreadsheets begin UTF-8 files with a byte order mark. */
static const char *skip_mark(const char *text)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t length = sizeof mark - 1;
    return strncmp(text, mark, length) == 0 ? text + length : text;
}

woad_status woad_points_read(
    const char *path, const woad_points_kind *kind, woad_points *out, woad_error *error)
{
    void *text = NULL;
    size_t size;
    woad_status status = woad_named_file_read(path, largest_file, &text, &size, error);
    if (status < 0)
        return status;
    reading r = {.kind = kind, .path = path, .rest = skip_mark(text)};
    status = strlen(text) == size
                 ? parse(&r, error)
                 : woad_fail(error, WOAD_ERROR_FORMAT, "%s is not text: %s has %s on each line",
                       path, kind->file, kind->columns);
    woad_free(text);
    if (status >= 0)
        *out = r.points;
    else
        woad_points_clear(&r.points);
    return status;
}

void woad_points_clear(woad_points *points)
{
    woad_free(points->x);
    woad_free(points->y);
    *points = (woad_points){0};
}

size_t woad_count_up_to(const double *values, size_t count, double limit)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (values[middle] <= limit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double woad_interpolate(const double *xs, const double *ys, size_t count, double x)
{
    size_t next = woad_count_up_to(xs, count, x);
    if (next == 0)
        return ys[0];
    if (next == count)
        return ys[count - 1];
    size_t i = next - 1;
    return ys[i] + (ys[next] - ys[i]) * (x - xs[i]) / (xs[next] - xs[i]);
}
