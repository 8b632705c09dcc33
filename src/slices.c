/* slices.c - the kernel of the dither energy through space and time. */
#include "slices.h"

#include <math.h>

#include "base/alloc.h"
#include "base/status.h"
#include "base/system.h"
#include "temporal.h"

/* A frame whose pairs weigh less than this share of the pixel's own is left out. */
static const double FAINT = 0.001;

/* The three parts, unscaled. */
typedef struct parts {
    woad_taps space, both; /* in space; `both` is to be multiplied by `time` */
    double *time;          /* [depth] */
    double space_scale, time_scale, both_scale;
} parts;

static void clear_parts(parts *p)
{
    woad_taps_clear(&p->space);
    woad_taps_clear(&p->both);
    woad_free(p->time);
}

static double sum_of(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

/* The factors that make each part's pairs sum to its share of the weights. */
static woad_status scale_parts(
    parts *p, const woad_dither_loss_params *params, size_t depth, woad_error *error)
{
    double space = sum_of(p->space.weights, p->space.width * p->space.height);
    double frame = sum_of(p->both.weights, p->both.width * p->both.height) + p->both.self;
    double all = sum_of(p->time, depth), time = all - p->time[0];
    double both = frame * all - p->both.self * p->time[0];
    double weights = (space > 0 ? params->space : 0) + (time > 0 ? params->time : 0) +
                     (both > 0 ? params->both : 0);
    if (!(weights > 0))
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "loss.dither.space, .time and .both give no pair of pixels a weight: one of them "
            "must be above 0, with a filter that reaches another pixel");
    p->space_scale = space > 0 ? params->space / weights / space : 0;
    p->time_scale = time > 0 ? params->time / weights / time : 0;
    p->both_scale = both > 0 ? params->both / weights / both : 0;
    return WOAD_OK;
}

static woad_status create_parts(const woad_dither_loss_params *params, size_t width,
    size_t height, size_t depth, parts *p, woad_error *error)
{
    woad_system_locale locale;
    woad_status status =
        woad_taps_create(params->kernel, params->radius, width, height, &p->space, error);
    if (status >= 0)
        status = woad_taps_create(
            params->both_kernel, params->radius, width, height, &p->both, error);
    p->time = woad_array(depth, sizeof *p->time);
    if (status >= 0 && (!p->time || !woad_system_enter_c_locale(&locale)))
        status = woad_fail_memory(error, "a kernel");
    if (status < 0)
        return status;
    woad_temporal_weights(params->temporal, depth, p->time);
    woad_system_leave_locale(locale);
    return scale_parts(p, params, depth, error);
}

/* to += scale * from, around the same centre. */
static void add_taps(woad_taps *to, const woad_taps *from, double scale)
{
    size_t right = to->left - from->left, down = to->top - from->top;
    for (size_t y = 0; y < from->height; y++) {
        for (size_t x = 0; x < from->width; x++)
            to->weights[(y + down) * to->width + x + right] +=
                scale * from->weights[y * from->width + x];
    }
}

static const woad_taps *wider(const woad_taps *a, const woad_taps *b)
{
    return a->width * a->height >= b->width * b->height ? a : b;
}

static woad_status create_slice(
    const parts *p, size_t frame, woad_slice *out, double *self, woad_error *error)
{
    const woad_taps *shape = frame == 0 ? wider(&p->space, &p->both) : &p->both;
    woad_taps taps = *shape;
    taps.weights = woad_array(taps.width * taps.height, sizeof *taps.weights);
    if (!taps.weights)
        return woad_fail_memory(error, "a kernel");
    double both = p->both_scale * p->time[frame];
    double centre = both * p->both.self + p->time_scale * p->time[frame];
    add_taps(&taps, &p->both, both);
    if (frame == 0) {
        add_taps(&taps, &p->space, p->space_scale);
        *self = centre + p->space_scale * p->space.self;
    } else {
        taps.weights[taps.top * taps.width + taps.left] += centre;
    }
    *out = (woad_slice){frame, taps};
    return WOAD_OK;
}

static woad_status create_frames(
    const parts *p, size_t depth, woad_slices *out, woad_error *error)
{
    woad_status status = WOAD_OK;
    for (size_t f = 0; status >= 0 && f < depth; f++) {
        bool faint = p->time[f] < FAINT * p->time[0] || p->time_scale + p->both_scale == 0;
        if (f > 0 && faint)
            continue;
        status = create_slice(p, f, &out->slices[out->count], &out->self, error);
        out->count += status >= 0;
    }
    return status;
}

woad_status woad_slices_create(const woad_dither_loss_params *params, size_t width,
    size_t height, size_t depth, woad_slices *out, woad_error *error)
{
    parts p = {0};
    woad_slices slices = {.slices = woad_array(depth, sizeof *slices.slices)};
    woad_status status = WOAD_OK;
    if (!slices.slices)
        return woad_fail_memory(error, "a kernel");
    if (depth == 1) {
        status = woad_taps_create(
            params->kernel, params->radius, width, height, &slices.slices[0].taps, error);
        slices.self = slices.slices[0].taps.self;
        slices.count = 1;
    } else {
        status = create_parts(params, width, height, depth, &p, error);
        if (status >= 0)
            status = create_frames(&p, depth, &slices, error);
        clear_parts(&p);
    }
    if (status >= 0)
        *out = slices;
    else
        woad_slices_clear(&slices);
    return status;
}

void woad_slices_clear(woad_slices *slices)
{
    for (size_t s = 0; s < slices->count; s++)
        woad_taps_clear(&slices->slices[s].taps);
    woad_free(slices->slices);
    *slices = (woad_slices){0};
}
