/* baseline/tiles.c - void-and-cluster for masks that are too large for it: tile by tile.
 *
 * Each tile of about 256 x 256 pixels is a mask of void-and-cluster with a seed of its own. Ranks
 * of tiles of one size alternate: each tile has its rank r before any has the rank r + 1, and which
 * comes first changes from rank to rank. Tiles of an uneven size, whose sides are a pixel longer,
 * come in between by their share of the ranks. What is lost is at the seams, where a tile does not
 * know its neighbour; a mask of one tile is that of void-and-cluster.
 */
#include "baseline/tiles.h"

#include "base/alloc.h"
#include "base/random.h"
#include "base/status.h"
#include "baseline/baseline.h"
#include "set.h"

enum { SIDE = 256, LENGTHS = 2, CLASSES = LENGTHS * LENGTHS };

/* One axis: tiles of `shortest` pixels and of one more. */
typedef struct axis {
    size_t length, tiles, shortest;
    size_t number[LENGTHS]; /* of tiles, by what they are longer */
} axis;

typedef struct tiling {
    axis x, y;
    uint64_t seed;
} tiling;

/* A tile among those of its size. */
typedef struct tile {
    size_t size_class, index;
} tile;

static size_t begin_of(const axis *a, size_t t)
{
    return a->length * t / a->tiles;
}

/* What tile `t` is longer than the shortest. */
static size_t longer(const axis *a, size_t t)
{
    return begin_of(a, t + 1) - begin_of(a, t) - a->shortest;
}

static axis axis_of(size_t length)
{
    size_t tiles = (length + SIDE / 2) / SIDE;
    axis a = {.length = length, .tiles = tiles > 0 ? tiles : 1};
    a.shortest = length / a.tiles;
    for (size_t t = 0; t < a.tiles; t++)
        a.number[longer(&a, t)]++;
    return a;
}

static size_t number_of(const tiling *t, size_t size_class)
{
    return t->x.number[size_class % LENGTHS] * t->y.number[size_class / LENGTHS];
}

static uint64_t area_of(const tiling *t, size_t size_class)
{
    return (uint64_t)(t->x.shortest + size_class % LENGTHS) *
           (t->y.shortest + size_class / LENGTHS);
}

/* Tiles before tile `t` that are as long. */
static size_t alike_before(const axis *a, size_t t)
{
    size_t alike = 0;
    for (size_t i = 0; i < t; i++)
        alike += longer(a, i) == longer(a, t);
    return alike;
}

static tile tile_at(const tiling *t, size_t x, size_t y)
{
    size_t class_x = longer(&t->x, x), class_y = longer(&t->y, y);
    return (tile){class_y * LENGTHS + class_x,
        alike_before(&t->y, y) * t->x.number[class_x] + alike_before(&t->x, x)};
}

static size_t common_divisor(size_t a, size_t b)
{
    while (b > 0) {
        size_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The first number from the golden section of `count` on that has no divisor in common with it:
 * multiples of it meet all that are below `count`, each far from the last. */
static size_t stride_of(size_t count)
{
    size_t stride = (size_t)(0.618 * (double)count) + 1;
    while (common_divisor(stride, count) > 1)
        stride++;
    return stride;
}

/* How many ranks of a tile of area `other` come before rank r of one of area `own`: those of which
 * (2 s + 1) / other is below (2 r + 1) / own, or the same, where `first`. */
static uint64_t ranks_before(uint64_t other, uint64_t own, uint64_t r, bool first)
{
    uint64_t end = (2 * r + 1) * other;
    return ((first ? end : end - 1) / own + 1) / 2;
}

/* ranks[r] = the rank in the mask of rank r of the tile. */
static void merge_ranks(const tiling *t, tile own, uint32_t *ranks)
{
    uint64_t area = area_of(t, own.size_class), alike = number_of(t, own.size_class);
    uint64_t place = own.index * stride_of((size_t)alike);
    for (uint64_t r = 0; r < area; r++) {
        uint64_t rank = r * alike + (place + woad_hash(t->seed + woad_hash(r)) % alike) % alike;
        for (size_t c = 0; c < CLASSES; c++) {
            if (c != own.size_class)
                rank +=
                    number_of(t, c) * ranks_before(area_of(t, c), area, r, c < own.size_class);
        }
        ranks[r] = (uint32_t)rank;
    }
}

typedef struct work {
    tiling tiling;
    const woad_design_params *params;
    uint32_t *own, *merged; /* of one tile: by pixel; by its own rank */
} work;

/* Makes tile (x, y) and copies the part of it that is in rows first .. first + rows - 1. */
static woad_status make_tile(const work *w, size_t x, size_t y, size_t first, size_t rows,
    uint32_t *ranks, woad_error *error)
{
    const tiling *t = &w->tiling;
    size_t left = begin_of(&t->x, x), top = begin_of(&t->y, y);
    woad_design_params params = *w->params;
    params.width = begin_of(&t->x, x + 1) - left;
    params.height = begin_of(&t->y, y + 1) - top;
    params.seed = woad_frame_seed(w->params->seed, y * t->x.tiles + x);
    woad_status status = woad_baseline_void_and_cluster.make(&params, w->own, error);
    if (status < 0)
        return status;
    merge_ranks(t, tile_at(t, x, y), w->merged);
    for (size_t i = 0; i < params.height; i++) {
        if (top + i < first || top + i >= first + rows)
            continue;
        uint32_t *row = ranks + (top + i - first) * t->x.length + left;
        for (size_t j = 0; j < params.width; j++)
            row[j] = w->merged[w->own[i * params.width + j]];
    }
    return WOAD_OK;
}

woad_status woad_tiles_rows(const woad_design_params *params, size_t first, size_t rows,
    uint32_t *ranks, woad_error *error)
{
    work w = {
        {axis_of(params->width), axis_of(params->height), params->seed}, params, NULL, NULL};
    const tiling *t = &w.tiling;
    size_t most = (t->x.shortest + 1) * (t->y.shortest + 1);
    w.own = woad_array(most, sizeof *w.own);
    w.merged = woad_array(most, sizeof *w.merged);
    woad_status status =
        w.own && w.merged ? WOAD_OK : woad_fail_memory(error, "the tiles of a mask");
    for (size_t y = 0; y < t->y.tiles; y++) {
        bool met = begin_of(&t->y, y) < first + rows && begin_of(&t->y, y + 1) > first;
        for (size_t x = 0; met && x < t->x.tiles && status >= 0; x++)
            status = make_tile(&w, x, y, first, rows, ranks, error);
    }
    woad_free(w.own);
    woad_free(w.merged);
    return status;
}

static woad_status make(const woad_design_params *params, uint32_t *ranks, woad_error *error)
{
    return woad_tiles_rows(params, 0, params->height, ranks, error);
}

const woad_baseline woad_baseline_tiles = {
    .info = {"void-and-cluster-tiles", "the same by tiles of about 256x256, for large masks"},
    .make = make,
    .bytes = 2, /* a tile at a time */
};
