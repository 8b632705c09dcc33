/* kernel.c - the kernels of pair energies. */
#include "kernel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "base/system.h"
#include "kernel_file.h"
#include "key.h"

enum { MAX_PARTS = 16 };

/* ---- shapes --------------------------------------------------------------------------- */

/* The value at an offset, 1 at none. */
typedef double shape_value(double size, double dx, double dy);

static double gaussian(double size, double dx, double dy)
{
    return exp(-(dx * dx + dy * dy) / (4 * size * size));
}

static double exponential(double size, double dx, double dy)
{
    return exp(-sqrt(dx * dx + dy * dy) / size);
}

static double box(double size, double dx, double dy)
{
    return fmax(1 - fabs(dx) / size, 0) * fmax(1 - fabs(dy) / size, 0);
}

/* The autocorrelation of [1 1]^n is [1 1]^(2 n): C(2 n, n + d) / C(2 n, n). */
static double binomial_axis(double n, double d)
{
    double value = 1;
    for (double k = 0; k < d; k++)
        value *= (n - k) / (n + k + 1);
    return value;
}

static double binomial(double size, double dx, double dy)
{
    return binomial_axis(size, fabs(dx)) * binomial_axis(size, fabs(dy));
}

typedef struct shape {
    const char *name;
    shape_value *value;
    double reach;   /* radius over size at which a thousandth is left; sqrt(2) off the axes */
    double largest; /* size */
    bool whole;     /* sizes are whole numbers */
} shape;

static const shape shapes[] = {
    {"gaussian", gaussian, 5.2565, 64, false},       /* sqrt(4 ln 1000) */
    {"exponential", exponential, 6.9078, 64, false}, /* ln 1000 */
    {"box", box, 1.41421357, WOAD_KERNEL_RADIUS, true},
    {"binomial", binomial, 1.41421357, WOAD_KERNEL_RADIUS, true},
};

/* ---- text ----------------------------------------------------------------------------- */

typedef struct part {
    const shape *shape;
    double size, weight;
} part;

typedef struct parsed {
    const char *file; /* or NULL */
    size_t count;
    part parts[MAX_PARTS];
} parsed;

static const char FORM[] = "a sum such as 1:9,1.5:24 (sigma:weight), box:3, binomial:2, "
                           "exponential:1 or file:PATH";

/* A number and what follows it. */
static bool take_number(const char **text, double *value)
{
    char *end;
    *value = strtod(*text, &end);
    bool good = end != *text && isfinite(*value);
    *text = end;
    return good;
}

static const shape *take_shape(const char **text)
{
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        size_t length = strlen(shapes[s].name);
        if (strncmp(*text, shapes[s].name, length) == 0 && (*text)[length] == ':') {
            *text += length + 1;
            return &shapes[s];
        }
    }
    return &shapes[0];
}

static bool take_part(const char **text, part *out)
{
    *out = (part){.shape = take_shape(text), .weight = 1};
    if (!take_number(text, &out->size))
        return false;
    if (**text == ':') {
        ++*text;
        if (!take_number(text, &out->weight))
            return false;
    }
    return out->size > 0 && out->size <= out->shape->largest &&
           (!out->shape->whole || out->size == floor(out->size)) && fabs(out->weight) <= 1e9;
}

static bool parse_parts(const char *text, parsed *out)
{
    do {
        if (out->count == MAX_PARTS || !take_part(&text, &out->parts[out->count]))
            return false;
        out->count++;
    } while (*text++ == ',');
    return text[-1] == '\0';
}

static woad_status parse(const char *text, parsed *out, woad_error *error)
{
    static const char file[] = "file:";
    *out = (parsed){0};
    if (strnlen(text, WOAD_PARAM_TEXT) == WOAD_PARAM_TEXT)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "a kernel's text has at most %d characters", WOAD_PARAM_TEXT - 1);
    if (strncmp(text, file, sizeof file - 1) == 0 && text[sizeof file - 1] != '\0') {
        if (!woad_stands_in_a_recipe(text + sizeof file - 1))
            return woad_fail(error, WOAD_ERROR_ARGUMENT,
                "the kernel's file '%s' cannot stand in a recipe: its name must have no semicolon, "
                "no control character, and no blank at either end",
                text + sizeof file - 1);
        out->file = text + sizeof file - 1;
        return WOAD_OK;
    }
    woad_system_locale locale;
    if (!woad_system_enter_c_locale(&locale))
        return woad_fail_memory(error, "a kernel");
    bool good = parse_parts(text, out);
    woad_system_leave_locale(locale);
    if (!good)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the kernel is '%s': it must be %s, with sizes of at most %d pixels", text, FORM,
            WOAD_KERNEL_RADIUS);
    return WOAD_OK;
}

woad_status woad_kernel_check(const char *kernel, woad_error *error)
{
    parsed p;
    return parse(kernel, &p, error);
}

/* ---- taps ----------------------------------------------------------------------------- */

/* A kernel over the plane: offsets up to `radius` along each axis. */
typedef struct plane_kernel {
    size_t radius;
    double *values; /* [2 radius + 1][2 radius + 1] */
} plane_kernel;

static double reach_of(const parsed *p)
{
    double reach = 0;
    for (size_t i = 0; i < p->count; i++)
        reach = fmax(reach, p->parts[i].shape->reach * p->parts[i].size);
    return fmin(reach, WOAD_KERNEL_RADIUS);
}

static double value_at(const parsed *p, double dx, double dy)
{
    double value = 0;
    for (size_t i = 0; i < p->count; i++)
        value += p->parts[i].weight * p->parts[i].shape->value(p->parts[i].size, dx, dy);
    return value;
}

static woad_status plane_of_parts(
    const parsed *p, double radius, plane_kernel *out, woad_error *error)
{
    size_t r = (size_t)(radius > 0 ? fmin(radius, WOAD_KERNEL_RADIUS) : reach_of(p)),
           side = 2 * r + 1;
    *out = (plane_kernel){r, woad_array(side * side, sizeof(double))};
    if (!out->values)
        return woad_fail_memory(error, "a kernel");
    for (size_t y = 0; y < side; y++) {
        for (size_t x = 0; x < side; x++)
            out->values[y * side + x] =
                value_at(p, (double)x - (double)r, (double)y - (double)r);
    }
    return WOAD_OK;
}

/* g = h (*) h of a filter of any odd shape. */
static woad_status plane_of_file(const char *path, plane_kernel *out, woad_error *error)
{
    woad_filter h;
    woad_status status = woad_filter_read(path, WOAD_KERNEL_RADIUS + 1, &h, error);
    if (status < 0)
        return status;
    size_t r = (h.width > h.height ? h.width : h.height) - 1, side = 2 * r + 1;
    *out = (plane_kernel){r, woad_array(side * side, sizeof(double))};
    for (size_t a = 0; out->values && a < h.width * h.height; a++) {
        for (size_t b = 0; b < h.width * h.height; b++) {
            size_t y = r + a / h.width - b / h.width, x = r + a % h.width - b % h.width;
            out->values[y * side + x] += h.values[a] * h.values[b];
        }
    }
    woad_filter_clear(&h);
    return out->values ? WOAD_OK : woad_fail_memory(error, "a kernel");
}

/* None beyond `radius` (0: all). */
static void cut(plane_kernel *g, double radius)
{
    size_t r = g->radius, side = 2 * r + 1;
    for (size_t i = 0; i < side * side; i++) {
        double dx = (double)(i % side) - (double)r, dy = (double)(i / side) - (double)r;
        if (radius > 0 && dx * dx + dy * dy > radius * radius)
            g->values[i] = 0;
    }
}

/* Along an axis of n: how many offsets, and how many of them negative. */
static void fold_axis(size_t radius, size_t n, size_t *length, size_t *before)
{
    bool whole = 2 * radius + 1 > n;
    *length = whole ? n : 2 * radius + 1;
    *before = whole ? (n - 1) / 2 : radius;
}

woad_status woad_taps_allocate(
    size_t radius, size_t width, size_t height, woad_taps *out, woad_error *error)
{
    woad_taps taps = {0};
    fold_axis(radius, width, &taps.width, &taps.left);
    fold_axis(radius, height, &taps.height, &taps.top);
    taps.weights = woad_array(taps.width * taps.height, sizeof *taps.weights);
    if (!taps.weights)
        return woad_fail_memory(error, "a kernel");
    *out = taps;
    return WOAD_OK;
}

/* Offsets that meet on the torus add up. */
static void fold(const plane_kernel *g, size_t width, size_t height, woad_taps *taps)
{
    size_t r = g->radius, side = 2 * r + 1;
    for (size_t i = 0; i < side * side; i++) {
        /* Offset + a multiple of the torus, so that it is positive. */
        size_t x = (i % side + (r / width + 1) * width - r + taps->left) % width;
        size_t y = (i / side + (r / height + 1) * height - r + taps->top) % height;
        taps->weights[y * taps->width + x] += g->values[i];
    }
    double *self = &taps->weights[taps->top * taps->width + taps->left];
    taps->self = *self;
    *self = 0;
}

static woad_status normalise(
    woad_taps *taps, size_t pixels, const char *kernel, woad_error *error)
{
    double sum = 0;
    for (size_t i = 0; i < taps->width * taps->height; i++)
        sum += taps->weights[i];
    if (pixels > 1 && !(sum > 0 && isfinite(sum) && isfinite(taps->self / sum)))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "the kernel '%s' gives pairs of pixels the weight %g in all: it must be positive and "
            "finite, and the radius 1 at least, or 0",
            kernel, sum);
    for (size_t i = 0; sum > 0 && i < taps->width * taps->height; i++)
        taps->weights[i] /= sum;
    taps->self = sum > 0 ? taps->self / sum : 0;
    return WOAD_OK;
}

woad_status woad_taps_create(const char *kernel, double radius, size_t width, size_t height,
    woad_taps *out, woad_error *error)
{
    parsed p;
    plane_kernel g = {0};
    woad_taps taps = {0};
    woad_status status = parse(kernel, &p, error);
    if (status >= 0)
        status =
            p.file ? plane_of_file(p.file, &g, error) : plane_of_parts(&p, radius, &g, error);
    if (status < 0)
        return status;
    cut(&g, radius);
    status = woad_taps_allocate(g.radius, width, height, &taps, error);
    if (status >= 0) {
        fold(&g, width, height, &taps);
        status = normalise(&taps, width * height, kernel, error);
    }
    woad_free(g.values);
    if (status >= 0)
        *out = taps;
    else
        woad_taps_clear(&taps);
    return status;
}

void woad_taps_clear(woad_taps *taps)
{
    woad_free(taps->weights);
    *taps = (woad_taps){0};
}
