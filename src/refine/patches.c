/* refine/patches.c - swaps of ranks in masks of any size. */
#include "refine/patches.h"

#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"
#include "base/status.h"
#include "refine/cuts.h"

enum {
    MOST_THREADS = 64, /* each has a patch's memory, a few megabytes */
    NONE = UINT32_MAX
};

/* Of each coordinate along an axis, for the patches of one colour: */
typedef struct axis {
    woad_cut_axis cut;
    uint32_t *patch;  /* the one that it is in, or in whose reach it is, or NONE */
    uint32_t *local;  /* where it is there */
    uint8_t *inside;  /* of the patch, not only in its reach */
    uint32_t *origin; /* [cuts]: the coordinate that is 0 in the patch */
} axis;

/* A pixel on its way into a patch. */
typedef struct entry {
    uint32_t rank, pixel; /* on the patch's torus */
    bool fixed;
} entry;

typedef struct patch {
    size_t begin, end; /* of its entries */
} patch;

struct woad_patches {
    size_t width, height, count, threads;
    woad_exchange *whole; /* or NULL, and the rest: */
    woad_cuts cuts;
    axis x, y;
    woad_exchange **parts; /* [threads] */
    uint32_t *order;       /* the pixel of each rank */
    entry *entries;
    patch *patches; /* [y.cuts][x.cuts] */
    woad_exchange_outcome *outcomes;
};

/* ---- axes ----------------------------------------------------------------------------- */

static bool create_axis(axis *a, woad_cut_axis cut)
{
    *a = (axis){.cut = cut};
    a->patch = woad_array(cut.length, sizeof *a->patch);
    a->local = woad_array(cut.length, sizeof *a->local);
    a->inside = woad_array(cut.length, sizeof *a->inside);
    a->origin = woad_array(cut.cuts, sizeof *a->origin);
    return a->patch && a->local && a->inside && a->origin;
}

static void clear_axis(axis *a)
{
    woad_free(a->patch);
    woad_free(a->local);
    woad_free(a->inside);
    woad_free(a->origin);
}

/* Marks the coordinates of every second patch, beginning with number `colour`, when the first
 * patch begins at `shift`. Patches are at least twice as long as a kernel reaches, so no coordinate
 * belongs to two of a colour. */
static void colour_axis(axis *a, size_t colour, size_t shift)
{
    const woad_cut_axis *c = &a->cut;
    memset(a->patch, 0xff, c->length * sizeof *a->patch);
    for (size_t p = colour; p < c->cuts; p += woad_cut_colours(c)) {
        woad_cut cut = woad_cut_at(c, p, shift);
        a->origin[p] = (uint32_t)cut.origin;
        for (size_t local = 0; local < woad_cut_length(c, cut); local++) {
            size_t at = (cut.origin + local) % c->length;
            a->patch[at] = (uint32_t)p;
            a->local[at] = (uint32_t)local;
            a->inside[at] = local >= c->before && local < c->before + cut.inside;
        }
    }
}

/* ---- patches of one colour ------------------------------------------------------------ */

/* The patch of a pixel, or NULL. */
static patch *patch_of(const woad_patches *s, size_t x, size_t y)
{
    uint32_t px = s->x.patch[x], py = s->y.patch[y];
    return px == NONE || py == NONE ? NULL : &s->patches[py * s->cuts.x.cuts + px];
}

static void count_entries(woad_patches *s)
{
    size_t patches = s->cuts.x.cuts * s->cuts.y.cuts, next = 0;
    memset(s->patches, 0, patches * sizeof *s->patches);
    for (size_t y = 0; y < s->height; y++) {
        for (size_t x = 0; x < s->width; x++) {
            patch *p = patch_of(s, x, y);
            if (p)
                p->end++;
        }
    }
    for (size_t i = 0; i < patches; i++) {
        size_t here = s->patches[i].end;
        s->patches[i] = (patch){next, next};
        next += here;
    }
}

/* By ascending rank, so in order within each patch. */
static void deal_entries(woad_patches *s)
{
    for (size_t rank = 0; rank < s->count; rank++) {
        size_t x = s->order[rank] % s->width, y = s->order[rank] / s->width;
        patch *p = patch_of(s, x, y);
        if (p)
            s->entries[p->end++] = (entry){(uint32_t)rank,
                (uint32_t)(s->y.local[y] * s->cuts.x.side + s->x.local[x]),
                !(s->x.inside[x] && s->y.inside[y])};
    }
}

/* ---- one patch ------------------------------------------------------------------------ */

static void load_patch(const woad_patches *s, const patch *p, woad_exchange *part)
{
    woad_exchange_begin_part(part);
    for (size_t i = p->begin; i < p->end; i++)
        woad_exchange_add_pixel(
            part, s->entries[i].pixel, s->entries[i].rank, s->entries[i].fixed);
}

/* Where its ranks are now. */
static void unload_patch(
    const woad_patches *s, size_t index, const patch *p, const woad_exchange *part)
{
    size_t origin_x = s->x.origin[index % s->cuts.x.cuts];
    size_t origin_y = s->y.origin[index / s->cuts.x.cuts], swapping = 0;
    for (size_t i = p->begin; i < p->end; i++) {
        if (s->entries[i].fixed)
            continue;
        size_t local = woad_exchange_pixel(part, swapping++);
        size_t x = (origin_x + local % s->cuts.x.side) % s->width;
        size_t y = (origin_y + local / s->cuts.x.side) % s->height;
        s->order[s->entries[i].rank] = (uint32_t)(y * s->width + x);
    }
}

typedef struct sweep {
    woad_patches *patches;
    size_t index;
    double temperature, reach;
} sweep;

static void sweep_patches(void *context, size_t begin, size_t end, size_t worker)
{
    const sweep *w = context;
    woad_patches *s = w->patches;
    size_t patches = s->cuts.x.cuts * s->cuts.y.cuts;
    for (size_t i = begin; i < end; i++) {
        const patch *p = &s->patches[i];
        if (p->begin == p->end)
            continue;
        load_patch(s, p, s->parts[worker]);
        s->outcomes[i] = woad_exchange_sweep(
            s->parts[worker], w->index * patches + i, w->temperature, w->reach);
        unload_patch(s, i, p, s->parts[worker]);
    }
}

/* ---- a sweep -------------------------------------------------------------------------- */

static woad_exchange_outcome sum_outcomes(const woad_patches *s)
{
    woad_exchange_outcome all = {0};
    for (size_t i = 0; i < s->cuts.x.cuts * s->cuts.y.cuts; i++) {
        all.tried += s->outcomes[i].tried;
        all.swapped += s->outcomes[i].swapped;
        all.gain += s->outcomes[i].gain;
    }
    return all;
}

woad_exchange_outcome woad_patches_sweep(
    woad_patches *s, size_t index, double temperature, double reach)
{
    if (s->whole)
        return woad_exchange_sweep(s->whole, index, temperature, reach);
    sweep w = {s, index, temperature, reach};
    woad_cut_shift shift = woad_cuts_shift(&s->cuts, index);
    size_t of_x = woad_cut_colours(&s->cuts.x), of_y = woad_cut_colours(&s->cuts.y);
    for (size_t colour = 0; colour < of_x * of_y; colour++) {
        colour_axis(&s->x, colour % of_x, shift.x);
        colour_axis(&s->y, colour / of_x, shift.y);
        count_entries(s);
        deal_entries(s);
        woad_parallel(s->threads, s->cuts.x.cuts * s->cuts.y.cuts, sweep_patches, &w);
    }
    return sum_outcomes(s);
}

/* ---- life ----------------------------------------------------------------------------- */

static bool is_whole(size_t width, size_t height, size_t depth, size_t pull_count)
{
    return depth > 1 || pull_count > 0 || !woad_is_cut(width, height);
}

/* Of a colour at most this many pixels are in a patch or in its reach. */
static size_t most_entries(const woad_patches *s)
{
    size_t x = (s->cuts.x.cuts + 1) / 2 * s->cuts.x.side,
           y = (s->cuts.y.cuts + 1) / 2 * s->cuts.y.side;
    return (x < s->width ? x : s->width) * (y < s->height ? y : s->height);
}

static bool create_arrays(woad_patches *s)
{
    bool good = create_axis(&s->x, s->cuts.x);
    good = create_axis(&s->y, s->cuts.y) && good;
    s->order = woad_array(s->count, sizeof *s->order);
    s->entries = woad_array(most_entries(s), sizeof *s->entries);
    s->patches = woad_array(s->cuts.x.cuts * s->cuts.y.cuts, sizeof *s->patches);
    s->outcomes = woad_array(s->cuts.x.cuts * s->cuts.y.cuts, sizeof *s->outcomes);
    s->parts = woad_array(s->threads, sizeof(woad_exchange *));
    return good && s->order && s->entries && s->patches && s->outcomes && s->parts;
}

static woad_status create_parts(
    woad_patches *s, const woad_slices *pairs, uint64_t seed, woad_error *error)
{
    s->cuts = woad_cuts_of(s->width, s->height, &pairs->slices[0].taps, seed);
    if (!create_arrays(s))
        return woad_fail_memory(error, "the swaps");
    woad_status status = WOAD_OK;
    for (size_t t = 0; status >= 0 && t < s->threads; t++)
        status = woad_exchange_create_part(
            pairs, s->cuts.x.side, s->cuts.y.side, s->count, seed, &s->parts[t], error);
    return status;
}

woad_status woad_patches_create(const woad_swap_energy *energy, size_t width, size_t height,
    size_t depth, const uint32_t *ranks, uint64_t seed, size_t threads, woad_patches **out,
    woad_error *error)
{
    woad_patches *s = woad_array(1, sizeof *s);
    if (!s)
        return woad_fail_memory(error, "the swaps");
    s->width = width;
    s->height = height;
    s->count = width * height;
    s->threads = threads < MOST_THREADS ? threads : MOST_THREADS;
    woad_status status = is_whole(width, height, depth, energy->pull_count)
                             ? woad_exchange_create(energy, width, height, depth, ranks, seed,
                                   threads, &s->whole, error)
                             : create_parts(s, energy->pairs, seed, error);
    if (status < 0) {
        woad_patches_destroy(s);
        return status;
    }
    if (!s->whole)
        woad_patches_load(s, ranks);
    *out = s;
    return WOAD_OK;
}

void woad_patches_destroy(woad_patches *s)
{
    if (!s)
        return;
    woad_exchange_destroy(s->whole);
    for (size_t t = 0; s->parts && t < s->threads; t++)
        woad_exchange_destroy(s->parts[t]);
    clear_axis(&s->x);
    clear_axis(&s->y);
    woad_free(s->parts);
    woad_free(s->order);
    woad_free(s->entries);
    woad_free(s->patches);
    woad_free(s->outcomes);
    woad_free(s);
}

size_t woad_patches_memory(
    size_t width, size_t height, size_t depth, size_t threads, size_t pull_count, size_t radius)
{
    if (is_whole(width, height, depth, pull_count))
        return woad_exchange_memory(width, height, depth, threads, pull_count, radius);
    size_t side_x = woad_cut_side(width, radius), side_y = woad_cut_side(height, radius);
    size_t fixed = side_x * side_y * (3 * sizeof(uint32_t) + sizeof(uint16_t));
    threads = threads < MOST_THREADS ? threads : MOST_THREADS;
    return width * height * (sizeof(uint32_t) + sizeof(entry)) +
           threads * (woad_exchange_memory(side_x, side_y, 1, 1, 0, radius) + fixed);
}

void woad_patches_load(woad_patches *s, const uint32_t *ranks)
{
    if (s->whole) {
        woad_exchange_load(s->whole, ranks);
        return;
    }
    for (size_t pixel = 0; pixel < s->count; pixel++)
        s->order[ranks[pixel]] = (uint32_t)pixel;
}

void woad_patches_ranks(const woad_patches *s, uint32_t *ranks)
{
    if (s->whole) {
        woad_exchange_ranks(s->whole, ranks);
        return;
    }
    for (size_t rank = 0; rank < s->count; rank++)
        ranks[s->order[rank]] = (uint32_t)rank;
}
