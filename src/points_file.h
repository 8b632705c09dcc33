/* points_file.h - tables of two numbers a line, as target spectra and distributions are given. */
#ifndef WOAD_SRC_POINTS_FILE_H
#define WOAD_SRC_POINTS_FILE_H

#include <stddef.h>

#include <woad/status.h>

typedef struct woad_points {
    size_t count;
    double *x, *y;
} woad_points;

/* What the two numbers are. */
typedef struct woad_points_kind {
    const char *file, *columns; /* "a profile", "a frequency and a power", for messages */
    /* Refuses a point, by file and line, for itself or for those before it. */
    woad_status (*check)(const char *path, size_t line, const woad_points *before, double x,
        double y, woad_error *error);
} woad_points_kind;

/* Reads lines "x, y", separated by a comma or blanks; a line of words before them is a heading,
 * lines that begin with # are comments. There may be no point at all. Fails with WOAD_ERROR_READ,
 * _FORMAT (the sentence names file and line) or _MEMORY. */
woad_status woad_points_read(
    const char *path, const woad_points_kind *kind, woad_points *out, woad_error *error);
void woad_points_clear(woad_points *points);

/* How many of `count` values, which do not fall, are at most `limit`. */
size_t woad_count_up_to(const double *values, size_t count, double limit);

/* y at x, piecewise linear over `count` points whose xs do not fall: of a jump the upper end,
 * beyond the ends as at them. */
double woad_interpolate(const double *xs, const double *ys, size_t count, double x);

#endif
