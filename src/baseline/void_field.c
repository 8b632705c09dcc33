/* baseline/void_field.c - tiles that are brought up to date when they are looked at.
 *
 * The naive field adds the kernel around each flipped pixel, some thousand places in fifty rows,
 * and looks for the extreme of all. Here a flip is noted in a list of each square tile that it
 * reaches, and a tournament over the tiles holds a bound for each: the extreme when the tile was
 * settled last, moved by the most that the notes since can have moved it. The tile that wins the
 * tournament is settled, its notes added to its energies and its extreme found, until one wins
 * that has no notes: then no other can hold a better pixel. While a positive kernel is only added
 * and voids are looked for, or only taken away and clusters, energies move away from the extreme
 * and bounds do not move at all: two to four tiles are settled a flip. A tile is a kilobyte in one
 * place, so that what a flip costs hardly grows with the size of the field.
 */
#include "baseline/void_field.h"

#include <string.h>

#include "base/alloc.h"
#include "base/simd.h"
#include "base/status.h"
#include "baseline/stencil.h"
#include "baseline/tournament.h"

/* Notes a tile holds before it is settled; with the count, two cache lines. */
enum { PIXELS = WOAD_TILE * WOAD_TILE, NOTES = 31, LANES = WOAD_TILE };

/* An energy is in [0, 2^29) and carries its pixel's state: as it is when clear, SET more when
 * set, OUTSIDE more where the tile hangs over the field's edge. So the lowest unsigned value of a
 * tile is that of its largest void, the highest signed one that of its tightest cluster, and
 * pixels that are not asked for lie outside the range of those that are. */
#define SET (INT32_C(1) << 30)
#define OUTSIDE (-SET)
#define CEILING (UINT32_C(1) << 29)

typedef struct tile {
    int32_t energies[PIXELS];
    uint32_t notes[NOTES]; /* places in the stencil from which to add a tile */
    uint32_t count;
} tile;

/* One of the two searches. Keys are energies (clusters: CEILING less them) above a hash of the
 * pixel, so lower is better. */
typedef struct watch {
    bool on;
    woad_tournament bounds;
    uint8_t *best; /* pixel in the tile, as it was settled last */
} watch;

enum { VOIDS, CLUSTERS };

/* Where along an axis a flip meets a row of tiles, and where in the stencil such a tile begins. */
typedef struct span {
    size_t tile, place;
} span;

struct woad_void_field {
    size_t width, height, tiles_x, tiles_y;
    uint32_t salt[2]; /* of the hash */
    woad_stencil stencil;
    tile *tiles;
    watch watches[2];
    span *columns, *rows;
};

/* ---- pixels --------------------------------------------------------------------------- */

/* Two rounds of a bijection of 32-bit words (Wellons, "Prospecting for hash functions", 2018):
 * no two pixels have the same. */
static uint32_t hash_pixel(const woad_void_field *f, size_t pixel)
{
    uint32_t x = (uint32_t)pixel;
    for (size_t i = 0; i < 2; i++) {
        x += f->salt[i];
        x = (x ^ (x >> 16)) * UINT32_C(0x7feb352d);
        x = (x ^ (x >> 15)) * UINT32_C(0x846ca68b);
        x ^= x >> 16;
    }
    return x;
}

static size_t pixel_of(const woad_void_field *f, size_t t, size_t place)
{
    size_t y = t / f->tiles_x * WOAD_TILE + place / WOAD_TILE;
    return y * f->width + t % f->tiles_x * WOAD_TILE + place % WOAD_TILE;
}

static size_t tile_of(const woad_void_field *f, size_t pixel, size_t *place)
{
    size_t x = pixel % f->width, y = pixel / f->width;
    *place = y % WOAD_TILE * WOAD_TILE + x % WOAD_TILE;
    return y / WOAD_TILE * f->tiles_x + x / WOAD_TILE;
}

/* ---- tiles ---------------------------------------------------------------------------- */

/* Adds what is noted. */
WOAD_VECTOR static void add_notes(tile *t, const int32_t *stencil, size_t pitch)
{
    for (size_t y = 0; y < WOAD_TILE; y++) {
        int32_t sums[LANES], *row = t->energies + y * WOAD_TILE;
        memcpy(sums, row, sizeof sums);
        for (uint32_t n = 0; n < t->count; n++) {
            const int32_t *taps = stencil + t->notes[n] + y * pitch;
            for (size_t x = 0; x < LANES; x++)
                sums[x] += taps[x];
        }
        memcpy(row, sums, sizeof sums);
    }
    t->count = 0;
}

/* The least of each column, as unsigned numbers. */
WOAD_VECTOR static void least_of_columns(const int32_t *energies, uint32_t least[LANES])
{
    uint32_t lowest[LANES];
    memset(lowest, 0xff, sizeof lowest);
    for (size_t y = 0; y < WOAD_TILE; y++) {
        for (size_t x = 0; x < LANES; x++) {
            uint32_t e = (uint32_t)energies[y * WOAD_TILE + x];
            lowest[x] = e < lowest[x] ? e : lowest[x];
        }
    }
    memcpy(least, lowest, sizeof lowest);
}

/* The same of SET + CEILING - energy: lower for tighter clusters, and above CEILING, as an
 * unsigned number, where there is no cluster. */
WOAD_VECTOR static void least_of_clusters(const int32_t *energies, uint32_t least[LANES])
{
    uint32_t lowest[LANES];
    memset(lowest, 0xff, sizeof lowest);
    for (size_t y = 0; y < WOAD_TILE; y++) {
        for (size_t x = 0; x < LANES; x++) {
            uint32_t e = (uint32_t)SET + CEILING - (uint32_t)energies[y * WOAD_TILE + x];
            lowest[x] = e < lowest[x] ? e : lowest[x];
        }
    }
    memcpy(least, lowest, sizeof lowest);
}

static uint32_t value_of(const tile *t, size_t place, size_t side)
{
    uint32_t energy = (uint32_t)t->energies[place];
    return side == VOIDS ? energy : (uint32_t)SET + CEILING - energy;
}

/* The key of the best pixel of a settled tile, and where it is. */
static uint64_t best_key(const woad_void_field *f, size_t index, size_t side, uint8_t *best)
{
    const tile *t = &f->tiles[index];
    uint32_t least[LANES], lowest = UINT32_MAX;
    if (side == VOIDS)
        least_of_columns(t->energies, least);
    else
        least_of_clusters(t->energies, least);
    for (size_t x = 0; x < LANES; x++)
        lowest = least[x] < lowest ? least[x] : lowest;
    if (lowest > CEILING)
        return WOAD_KEY_OUT;
    uint64_t key = WOAD_KEY_OUT;
    for (size_t x = 0; x < LANES; x++) {
        for (size_t y = 0; least[x] == lowest && y < WOAD_TILE; y++) {
            size_t place = y * WOAD_TILE + x;
            if (value_of(t, place, side) != lowest)
                continue;
            uint64_t rival = (uint64_t)lowest << 32 | hash_pixel(f, pixel_of(f, index, place));
            if (rival < key) {
                key = rival;
                *best = (uint8_t)place;
            }
        }
    }
    return key;
}

/* Brings a tile and its bounds up to date. */
static void settle(woad_void_field *f, size_t index)
{
    tile *t = &f->tiles[index];
    if (t->count > 0)
        add_notes(t, f->stencil.taps, f->stencil.pitch);
    for (size_t side = 0; side < 2; side++) {
        watch *w = &f->watches[side];
        if (w->on)
            woad_tournament_set(&w->bounds, index, best_key(f, index, side, &w->best[index]));
    }
}

/* ---- flips ---------------------------------------------------------------------------- */

/* The tiles that the stencil meets around x on an axis of n; at most one round away, since the
 * stencil is no longer than the axis. */
static size_t find_spans(size_t x, size_t n, size_t length, size_t before, span *out)
{
    size_t count = 0, after = length - 1 - before;
    for (size_t round = 0; round < 3; round++) {
        size_t at = x + round * n; /* in a row of three copies of the axis, ours the second */
        size_t low = at > before ? at - before : 0, high = at + after;
        if (high < n || low >= 2 * n)
            continue;
        low = low < n ? 0 : low - n;
        high = high < 2 * n ? high - n : n - 1;
        for (size_t t = low / WOAD_TILE; t <= high / WOAD_TILE; t++)
            out[count++] = (span){t, t * WOAD_TILE + n + before + WOAD_TILE - 1 - at};
    }
    return count;
}

/* What a note can do to the best of a tile: the bound of its key falls by at most that. */
static void lower_bound(watch *w, size_t index, int32_t by)
{
    uint64_t key = woad_tournament_key(&w->bounds, index), fall = (uint64_t)by << 32;
    if (by > 0 && key != WOAD_KEY_OUT)
        woad_tournament_set(&w->bounds, index, key > fall ? key - fall : 0);
}

static void note(woad_void_field *f, size_t index, size_t place, bool cleared)
{
    tile *t = &f->tiles[index];
    const woad_stencil *s = &f->stencil;
    if (f->watches[VOIDS].on)
        lower_bound(&f->watches[VOIDS], index, cleared ? s->rise[place] : s->fall[place]);
    if (f->watches[CLUSTERS].on)
        lower_bound(&f->watches[CLUSTERS], index, cleared ? s->fall[place] : s->rise[place]);
    t->notes[t->count++] = (uint32_t)(cleared ? s->size + place : place);
    if (t->count == NOTES)
        settle(f, index);
}

void woad_void_field_flip(woad_void_field *field, size_t pixel)
{
    woad_void_field *f = field;
    const woad_stencil *s = &f->stencil;
    size_t place, own = tile_of(f, pixel, &place);
    int32_t *energy = &f->tiles[own].energies[place];
    bool cleared = *energy >= (int32_t)CEILING;
    size_t columns = find_spans(pixel % f->width, f->width, s->width, s->left, f->columns);
    size_t rows = find_spans(pixel / f->width, f->height, s->height, s->top, f->rows);
    for (size_t y = 0; y < rows; y++) {
        for (size_t x = 0; x < columns; x++)
            note(f, f->rows[y].tile * f->tiles_x + f->columns[x].tile,
                f->rows[y].place * s->pitch + f->columns[x].place, cleared);
    }
    *energy += cleared ? -SET : SET;
    settle(f, own);
}

/* ---- searches ------------------------------------------------------------------------- */

static size_t find_best(woad_void_field *f, size_t side)
{
    const watch *w = &f->watches[side];
    for (;;) {
        size_t index = woad_tournament_winner(&w->bounds);
        if (f->tiles[index].count == 0)
            return pixel_of(f, index, w->best[index]);
        settle(f, index);
    }
}

size_t woad_void_field_largest_void(woad_void_field *field)
{
    return find_best(field, VOIDS);
}

size_t woad_void_field_tightest_cluster(woad_void_field *field)
{
    return find_best(field, CLUSTERS);
}

int32_t woad_void_field_energy(woad_void_field *field, size_t pixel)
{
    size_t place, index = tile_of(field, pixel, &place);
    if (field->tiles[index].count > 0)
        settle(field, index);
    int32_t energy = field->tiles[index].energies[place];
    return energy >= (int32_t)CEILING ? energy - SET : energy;
}

void woad_void_field_fill(woad_void_field *field, size_t first, size_t count, uint32_t *ranks)
{
    for (size_t rank = first; rank < count; rank++) {
        size_t empty = find_best(field, VOIDS);
        woad_void_field_flip(field, empty);
        ranks[empty] = (uint32_t)rank;
    }
}

void woad_void_field_watch(woad_void_field *field, bool voids, bool clusters)
{
    field->watches[VOIDS].on = voids;
    field->watches[CLUSTERS].on = clusters;
    for (size_t i = 0; i < field->tiles_x * field->tiles_y; i++)
        settle(field, i);
}

/* ---- making --------------------------------------------------------------------------- */

/* All clear; what negative taps can take away is there from the start. */
static void clear_pixels(woad_void_field *f)
{
    for (size_t i = 0; i < f->tiles_x * f->tiles_y; i++) {
        size_t x = i % f->tiles_x * WOAD_TILE, y = i / f->tiles_x * WOAD_TILE;
        for (size_t p = 0; p < PIXELS; p++) {
            bool inside = x + p % WOAD_TILE < f->width && y + p / WOAD_TILE < f->height;
            f->tiles[i].energies[p] = inside ? -f->stencil.lowest : OUTSIDE;
        }
    }
}

/* Each of three rounds adds at most two tiles to those that the length covers. */
static size_t most_spans(size_t length)
{
    return length / WOAD_TILE + 6;
}

static bool allocate(woad_void_field *f)
{
    size_t tiles = f->tiles_x * f->tiles_y;
    f->tiles = woad_array(tiles, sizeof *f->tiles);
    f->columns = woad_array(most_spans(f->stencil.width), sizeof *f->columns);
    f->rows = woad_array(most_spans(f->stencil.height), sizeof *f->rows);
    bool good = f->tiles && f->columns && f->rows;
    for (size_t side = 0; side < 2; side++) {
        watch *w = &f->watches[side];
        w->best = woad_array(tiles, sizeof *w->best);
        good = woad_tournament_init(&w->bounds, tiles) && w->best && good;
    }
    return good;
}

woad_status woad_void_field_create(const woad_design_params *params, woad_random *random,
    woad_void_field **out, woad_error *error)
{
    woad_void_field *f = woad_array(1, sizeof *f);
    if (!f)
        return woad_fail_memory(error, "a field of voids");
    *f = (woad_void_field){
        .width = params->width,
        .height = params->height,
        .tiles_x = (params->width - 1) / WOAD_TILE + 1,
        .tiles_y = (params->height - 1) / WOAD_TILE + 1,
    };
    for (size_t i = 0; i < 2; i++)
        f->salt[i] = (uint32_t)woad_random_next(random);
    woad_status status = woad_stencil_create(params, &f->stencil, error);
    if (status >= 0 && !allocate(f))
        status = woad_fail_memory(error, "a field of voids");
    if (status < 0) {
        woad_void_field_destroy(f);
        return status;
    }
    clear_pixels(f);
    *out = f;
    return WOAD_OK;
}

void woad_void_field_destroy(woad_void_field *field)
{
    if (!field)
        return;
    woad_stencil_clear(&field->stencil);
    for (size_t side = 0; side < 2; side++) {
        woad_tournament_clear(&field->watches[side].bounds);
        woad_free(field->watches[side].best);
    }
    woad_free(field->tiles);
    woad_free(field->columns);
    woad_free(field->rows);
    woad_free(field);
}
