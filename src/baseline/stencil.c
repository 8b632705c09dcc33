/* baseline/stencil.c - taps from text to integers. */
#include "baseline/stencil.h"

#include <math.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/status.h"
#include "base/system.h"
#include "kernel.h"

/* Where a Gaussian ends, in sigmas: at 1.5e-4. At a hundredth, three sigmas, a mask shows that
 * the stencil is square: the coefficient of variation of its high band is 1.1 in place of 1. */
static const double gaussian_end = 4.2;

/* exp(-r^2 / (2 sigma^2)) is exp(-r^2 / (4 size^2)) of the size sigma / sqrt(2). */
static woad_status gaussian_text(double sigma, char text[WOAD_PARAM_TEXT], woad_error *error)
{
    woad_system_locale locale;
    if (!woad_system_enter_c_locale(&locale))
        return woad_fail_memory(error, "a kernel");
    snprintf(text, WOAD_PARAM_TEXT, "gaussian:%.17g", sigma / sqrt(2));
    woad_system_leave_locale(locale);
    return WOAD_OK;
}

static woad_status create_taps(
    const woad_design_params *params, woad_taps *taps, woad_error *error)
{
    const woad_baseline_params *p = &params->baseline;
    if (!(p->sigma > 0))
        return woad_taps_create(
            p->kernel, p->radius, params->width, params->height, taps, error);
    double end = fmax(gaussian_end * p->sigma, 1);
    char text[WOAD_PARAM_TEXT];
    woad_status status = gaussian_text(p->sigma, text, error);
    return status < 0 ? status
                      : woad_taps_create(text, p->radius > 0 ? fmin(p->radius, end) : end,
                            params->width, params->height, taps, error);
}

static void quantise(woad_stencil *s, const woad_taps *taps)
{
    double sum = 0;
    for (size_t i = 0; i < taps->width * taps->height; i++)
        sum += fabs(taps->weights[i]);
    for (size_t i = 0; sum > 0 && i < taps->width * taps->height; i++) {
        size_t x = i % taps->width + WOAD_TILE - 1, y = i / taps->width + WOAD_TILE - 1;
        int32_t tap = (int32_t)lround(taps->weights[i] / sum * WOAD_STENCIL_SUM);
        s->taps[y * s->pitch + x] = tap;
        s->taps[s->size + y * s->pitch + x] = -tap;
        s->lowest += tap < 0 ? tap : 0;
    }
}

/* Replaces each of `count` values that stand `step` apart by the highest of it and the next
 * ones, as many as a tile has. */
static void take_highest(int32_t *values, size_t count, size_t step)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i + 1; k < count && k < i + WOAD_TILE; k++)
            values[i * step] =
                values[k * step] > values[i * step] ? values[k * step] : values[i * step];
    }
}

static void find_extremes(woad_stencil *s)
{
    for (size_t i = 0; i < s->size; i++) {
        s->rise[i] = s->taps[i] > 0 ? s->taps[i] : 0;
        s->fall[i] = s->taps[i] < 0 ? -s->taps[i] : 0;
    }
    int32_t *const both[] = {s->rise, s->fall};
    size_t rows = s->size / s->pitch;
    for (size_t b = 0; b < 2; b++) {
        for (size_t y = 0; y < rows; y++)
            take_highest(both[b] + y * s->pitch, s->pitch, 1);
        for (size_t x = 0; x < s->pitch; x++)
            take_highest(both[b] + x, rows, s->pitch);
    }
}

woad_status woad_stencil_create(
    const woad_design_params *params, woad_stencil *out, woad_error *error)
{
    woad_taps taps;
    woad_status status = create_taps(params, &taps, error);
    if (status < 0)
        return status;
    size_t pitch = taps.width + 2 * (WOAD_TILE - 1);
    woad_stencil s = {
        .width = taps.width,
        .height = taps.height,
        .left = taps.left,
        .top = taps.top,
        .pitch = pitch,
        .size = pitch * (taps.height + 2 * (WOAD_TILE - 1)),
    };
    s.taps = woad_array(2 * s.size, sizeof *s.taps);
    s.rise = woad_array(s.size, sizeof *s.rise);
    s.fall = woad_array(s.size, sizeof *s.fall);
    bool good = s.taps && s.rise && s.fall;
    if (good) {
        quantise(&s, &taps);
        find_extremes(&s);
    }
    woad_taps_clear(&taps);
    if (!good) {
        woad_stencil_clear(&s);
        return woad_fail_memory(error, "a kernel");
    }
    *out = s;
    return WOAD_OK;
}

void woad_stencil_clear(woad_stencil *stencil)
{
    woad_free(stencil->taps);
    woad_free(stencil->rise);
    woad_free(stencil->fall);
    *stencil = (woad_stencil){0};
}
