/* kernel_file.c - a filter from a file, to make a kernel of. */
#include "kernel_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <woad/io.h>

#include "base/alloc.h"
#include "base/status.h"
#include "base/system.h"
#include "io/named_file.h"

/* A table of 65 x 65 numbers of 24 characters is a tenth of this. */
static const size_t largest_file = (size_t)1 << 20;

typedef struct reading {
    const char *path, *rest; /* of the text */
    size_t line, largest;
    woad_filter filter;
} reading;

/* The numbers of one line into the filter's next row; their count in *count. */
static woad_status read_row(reading *r, const char *end, size_t *count, woad_error *error)
{
    double *row = r->filter.values + r->filter.height * r->largest;
    for (*count = 0;; ++*count) {
        r->rest += strspn(r->rest, " \t\r");
        if (*r->rest == ',' && *count > 0)
            r->rest += 1 + strspn(r->rest + 1, " \t\r");
        if (r->rest >= end)
            return WOAD_OK;
        char *after;
        double value = strtod(r->rest, &after);
        if (after == r->rest || !isfinite(value))
            return woad_fail(error, WOAD_ERROR_FORMAT,
                "%s:%zu: not a number; a kernel's file is a table of numbers", r->path,
                r->line);
        if (*count == r->largest || r->filter.height == r->largest)
            return woad_fail(error, WOAD_ERROR_FORMAT,
                "%s:%zu: a kernel's file has at most %zu rows and columns", r->path, r->line,
                r->largest);
        row[*count] = value;
        r->rest = after;
    }
}

static woad_status read_rows(reading *r, woad_error *error)
{
    while (*r->rest != '\0') {
        const char *end = r->rest + strcspn(r->rest, "\n");
        size_t count = 0;
        r->line++;
        if (r->rest[strspn(r->rest, " \t")] != '#') {
            woad_status status = read_row(r, end, &count, error);
            if (status < 0)
                return status;
        }
        if (count > 0 && r->filter.height++ == 0)
            r->filter.width = count;
        if (count > 0 && count != r->filter.width)
            return woad_fail(error, WOAD_ERROR_FORMAT,
                "%s:%zu: %zu numbers where the first row has %zu", r->path, r->line, count,
                r->filter.width);
        r->rest = *end == '\n' ? end + 1 : end;
    }
    if (r->filter.width % 2 == 0 || r->filter.height % 2 == 0)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s: a table of %zu x %zu numbers: a kernel's has odd numbers of both", r->path,
            r->filter.width, r->filter.height);
    return WOAD_OK;
}

/* Rows were read a whole table's width apart. */
static void close_up(reading *r)
{
    for (size_t y = 0; y < r->filter.height; y++)
        memmove(r->filter.values + y * r->filter.width, r->filter.values + y * r->largest,
            r->filter.width * sizeof *r->filter.values);
}

static woad_status parse(reading *r, woad_error *error)
{
    woad_system_locale locale;
    r->filter.values = woad_array(r->largest * (r->largest + 1), sizeof *r->filter.values);
    if (!r->filter.values || !woad_system_enter_c_locale(&locale))
        return woad_fail_memory(error, "a kernel");
    woad_status status = read_rows(r, error);
    woad_system_leave_locale(locale);
    return status;
}

woad_status woad_filter_read(
    const char *path, size_t largest, woad_filter *out, woad_error *error)
{
    void *text = NULL;
    size_t size;
    woad_status status = woad_named_file_read(path, largest_file, &text, &size, error);
    if (status < 0)
        return status;
    reading r = {.path = path, .rest = text, .largest = largest};
    status = strlen(text) == size
                 ? parse(&r, error)
                 : woad_fail(error, WOAD_ERROR_FORMAT,
                       "%s is not text: a kernel's file is a table of numbers", path);
    woad_free(text);
    if (status < 0) {
        woad_filter_clear(&r.filter);
        return status;
    }
    close_up(&r);
    *out = r.filter;
    return WOAD_OK;
}

void woad_filter_clear(woad_filter *filter)
{
    woad_free(filter->values);
    *filter = (woad_filter){0};
}
