/* temporal.c - filters through time. */
#include "temporal.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"

/* ---- shapes --------------------------------------------------------------------------- */

static double ema(double share, double d)
{
    return pow(1 - share, d);
}

static double box(double frames, double d)
{
    return fmax(1 - d / frames, 0);
}

static double gaussian(double sigma, double d)
{
    return exp(-d * d / (4 * sigma * sigma));
}

typedef struct shape {
    const char *name;
    double (*value)(double size, double distance); /* at so many frames, 0 or more */
    double smallest, largest;                      /* size */
    bool whole;                                    /* sizes are whole numbers */
} shape;

static const shape shapes[] = {
    {"ema", ema, 0.001, 1, false},
    {"box", box, 1, 4096, true},
    {"gaussian", gaussian, 0.01, 1024, false},
};

/* ---- text ----------------------------------------------------------------------------- */

static const shape *parse(const char *text, double *size)
{
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        size_t length = strlen(shapes[s].name);
        char *end;
        if (strncmp(text, shapes[s].name, length) != 0 || text[length] != ':')
            continue;
        *size = strtod(text + length + 1, &end);
        bool good = end != text + length + 1 && *end == '\0' && *size >= shapes[s].smallest &&
                    *size <= shapes[s].largest && (!shapes[s].whole || *size == floor(*size));
        return good ? &shapes[s] : NULL;
    }
    return NULL;
}

woad_status woad_temporal_check(const char *text, woad_error *error)
{
    double size;
    if (parse(text, &size))
        return WOAD_OK;
    return woad_fail(error, WOAD_ERROR_ARGUMENT,
        "'%s' is not a filter through time: it must be ema:SHARE (0.001 to 1), box:FRAMES (1 to "
        "4096) or gaussian:SIGMA (0.01 to 1024)",
        text);
}

void woad_temporal_weights(const char *text, size_t depth, double *weights)
{
    const double negligible = 1e-6;
    double size = 0;
    const shape *filter = parse(text, &size);
    for (size_t d = 0; d < depth; d++) {
        /* Offsets d, d + depth, ... forward and depth - d, 2 depth - d, ... back. */
        double forward = (double)d, back = (double)(depth - d), step = 1;
        weights[d] = 0;
        for (; step > negligible; forward += (double)depth, back += (double)depth) {
            step = filter->value(size, forward) + filter->value(size, back);
            weights[d] += step;
        }
    }
}
