/* refine/pairs.c - the part of an energy of ranks that is a sum over levels: the dither energy. */
#include "refine/pairs.h"

#include <math.h>

#include "base/alloc.h"
#include "base/simd.h"
#include "base/status.h"

/* The pairs whose second pixel is `frame` frames later; the first slice is of the own frame. */
typedef struct woad_pairs_slice {
    size_t frame;
    woad_footprint footprint;
    int32_t *taps; /* [footprint.height][footprint.pitch] */
    int16_t *short_taps;
} slice;

/* ---- life ----------------------------------------------------------------------------- */

static void set_taps(slice *s, const woad_taps *taps, double scale)
{
    for (size_t y = 0; y < taps->height; y++) {
        for (size_t x = 0; x < taps->width; x++) {
            size_t to = y * s->footprint.pitch + x;
            s->taps[to] = (int32_t)lrint(taps->weights[y * taps->width + x] * scale);
            s->short_taps[to] = (int16_t)s->taps[to];
        }
    }
}

static size_t taps_of(const woad_footprint *f)
{
    return f->height * f->pitch;
}

static size_t taps_of_all(const woad_pairs *pairs)
{
    size_t taps = 0;
    for (size_t s = 0; s < pairs->count; s++)
        taps += taps_of(&pairs->slices[s].footprint);
    return taps;
}

woad_status woad_pairs_create(woad_pairs *pairs, const woad_planes *planes,
    const woad_slices *slices, size_t depth, double scale, woad_error *error)
{
    *pairs = (woad_pairs){.depth = depth, .count = slices ? slices->count : 0};
    pairs->slices = woad_array(pairs->count, sizeof *pairs->slices);
    if (!pairs->slices)
        return woad_fail_memory(error, "the swaps");
    for (size_t s = 0; s < pairs->count; s++) {
        pairs->slices[s].frame = slices->slices[s].frame;
        pairs->slices[s].footprint = woad_footprint_of(planes, &slices->slices[s].taps);
    }
    size_t all = taps_of_all(pairs), next = 0;
    pairs->taps = woad_array(all, sizeof *pairs->taps);
    pairs->short_taps = woad_array(all, sizeof *pairs->short_taps);
    if (!pairs->taps || !pairs->short_taps)
        return woad_fail_memory(error, "the swaps");
    for (size_t s = 0; s < pairs->count; s++) {
        slice *to = &pairs->slices[s];
        to->taps = pairs->taps + next;
        to->short_taps = pairs->short_taps + next;
        set_taps(to, &slices->slices[s].taps, scale);
        next += taps_of(&to->footprint);
    }
    return WOAD_OK;
}

void woad_pairs_clear(woad_pairs *pairs)
{
    woad_free(pairs->slices);
    woad_free(pairs->taps);
    woad_free(pairs->short_taps);
    *pairs = (woad_pairs){0};
}

/* ---- the field ------------------------------------------------------------------------ */

/* Adds a row of taps, or its negative. */
static inline void add_row(
    int32_t *restrict row, const int32_t *restrict taps, size_t groups, bool negative)
{
    for (size_t g = 0; g < groups; g++) {
        for (size_t x = 0; x < WOAD_LANES; x++)
            row[g * WOAD_LANES + x] +=
                negative ? -taps[g * WOAD_LANES + x] : taps[g * WOAD_LANES + x];
    }
}

/* Adds a slice around a pixel to its frame of the field, or its negative. What reaches over the
 * right edge is added at the left one; beyond the edge stays what nobody reads. Rows of taps end in
 * zeros. */
static inline void add_around(
    const woad_planes *p, const slice *s, int32_t *field, size_t corner, bool negative)
{
    const woad_footprint *f = &s->footprint;
    size_t x = woad_footprint_x(p, f, corner), y = woad_footprint_y(p, f, corner);
    size_t inside = p->width - x, groups = f->stride / WOAD_LANES;
    size_t over = inside < f->width ? woad_round_to_lanes(f->width - inside) / WOAD_LANES : 0;
    for (size_t r = 0; r < f->height; r++) {
        const int32_t *taps = s->taps + r * f->pitch;
        int32_t *row = field + y * p->stride;
        add_row(row + x, taps, groups, negative);
        add_row(row, taps + inside, over, negative);
        y = y + 1 < p->height ? y + 1 : 0;
    }
}

WOAD_VECTOR static void add_slice(
    const woad_planes *p, const slice *s, int32_t *field, size_t corner)
{
    add_around(p, s, field, corner, false);
}

WOAD_VECTOR static void subtract_slice(
    const woad_planes *p, const slice *s, int32_t *field, size_t corner)
{
    add_around(p, s, field, corner, true);
}

/* The frame that a slice of a pixel in `frame` falls on. */
static size_t frame_of(const woad_pairs *pairs, const slice *s, size_t frame)
{
    size_t sum = frame + s->frame;
    return sum < pairs->depth ? sum : sum - pairs->depth;
}

void woad_pairs_add(const woad_pairs *pairs, const woad_planes *planes, int32_t *field,
    size_t frame, size_t corner)
{
    for (size_t s = 0; s < pairs->count; s++)
        add_slice(planes, &pairs->slices[s],
            field + frame_of(pairs, &pairs->slices[s], frame) * planes->field_size, corner);
}

void woad_pairs_subtract(const woad_pairs *pairs, const woad_planes *planes, int32_t *field,
    size_t frame, size_t corner)
{
    for (size_t s = 0; s < pairs->count; s++)
        subtract_slice(planes, &pairs->slices[s],
            field + frame_of(pairs, &pairs->slices[s], frame) * planes->field_size, corner);
}

/* ---- gains ---------------------------------------------------------------------------- */

/* sum_k (g(k-j) - g(k-i)) clamp(u_k, a, b) over a slice. */
WOAD_VECTOR static int32_t sum_clamped(const slice *s, size_t stride, const int16_t *around_i,
    const int16_t *around_j, int16_t a, int16_t b)
{
    int32_t sum = 0;
    for (size_t y = 0; y < s->footprint.height; y++) {
        const int16_t *taps = s->short_taps + y * s->footprint.pitch;
        const int16_t *p = around_i + y * stride, *q = around_j + y * stride;
        for (size_t x = 0; x < s->footprint.stride; x++) {
            int16_t u = p[x] < a ? a : p[x], v = q[x] < a ? a : q[x];
            u = u > b ? b : u;
            v = v > b ? b : v;
            sum += (int32_t)taps[x] * (int32_t)(int16_t)(v - u);
        }
    }
    return sum;
}

int64_t woad_pairs_gain(const woad_pairs *pairs, const woad_planes *planes,
    const int16_t *levels, size_t frame, const uint32_t corner[2], const uint32_t place[2],
    const uint16_t level[2])
{
    if (pairs->count == 0)
        return 0;
    const slice *own = &pairs->slices[0];
    int32_t low = level[0], high = level[1];
    int32_t tap = woad_footprint_tap(
        planes, &own->footprint, own->taps, corner[0], place[1] - frame * planes->field_size);
    int64_t sum = (int64_t)tap * (int64_t)(high - low);
    for (size_t i = 0; i < pairs->count; i++) {
        const slice *s = &pairs->slices[i];
        const int16_t *around = levels + frame_of(pairs, s, frame) * planes->levels_size +
                                s->footprint.down * planes->stride + s->footprint.right;
        sum += sum_clamped(s, planes->stride, around + corner[0], around + corner[1],
            (int16_t)(low - WOAD_LEVELS / 2), (int16_t)(high - WOAD_LEVELS / 2));
    }
    return sum;
}
