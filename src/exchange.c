/* exchange.c - rank swaps that lower the dither energy, level by level. */
#include "exchange.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"
#include "base/random.h"
#include "base/simd.h"
#include "base/status.h"

enum {
    LANES = 16,          /* taps of a row come in multiples of this */
    SCALE = 1 << 20,     /* sum of the magnitudes of the taps, at most */
    LARGEST_TAP = 32767, /* they are multiplied as 16-bit numbers */
    LEVELS = 1 << 16,    /* of the energy, at most */
    FARTHEST = 2047,  /* levels between two ranks that are swapped: FARTHEST * SCALE < 2^31 */
    CANDIDATES = 128, /* of each side at a level, at most */
    SEGMENTS = 16,    /* of the ranks, and one more where the cut is */
    SHORTEST = 4,     /* segment, in reaches */
    WORTH_THREADS = 1 << 13, /* pixels: with fewer, a sweep is over before a thread has woken */
    JITTER = 1024,           /* numbers of noise */
    STREAM = 4               /* of the seed */
};

/* The memory of one thread. Both planes stand for the torus moved by (left, top), so that what a
 * kernel reaches from pixel (x, y) begins there. */
typedef struct desk {
    int32_t *field; /* F_t: [height][stride], and what hangs over the right edge for a while */
    int16_t
        *levels; /* level - 2^15 of each pixel, with copies beyond the edges: [rows][stride] */
} desk;

/* Pixels of a part that keep their ranks; by rank, each takes its turn before that one of the
 * others. */
typedef struct fixed_pixels {
    size_t count;
    uint32_t *place, *corner, *turn;
    uint16_t *level;
} fixed_pixels;

struct woad_exchange {
    size_t width, height, threads;
    size_t capacity, count; /* of the pixels that swap: the whole torus, or a part's */
    unsigned shift;         /* level = rank >> shift */
    size_t taps_width, taps_height, left, top;
    size_t taps_stride, taps_pitch; /* what is added of a row, and rows' distance */
    size_t stride, rows;
    double scale;  /* of a tap to its integer */
    double unit;   /* one integer unit of energy */
    int32_t *taps; /* [taps_height][taps_pitch] */
    int16_t *short_taps;
    /* By rank: where the pixel stands in the planes, and where a kernel around it begins. */
    uint32_t *place, *corner;
    uint16_t *level;
    fixed_pixels fixed;
    desk *desks;                     /* [threads] */
    woad_exchange_outcome *outcomes; /* [SEGMENTS + 1] */
    uint64_t seed;
};

/* ---- shape ---------------------------------------------------------------------------- */

static size_t round_up(size_t n)
{
    return (n + LANES - 1) / LANES * LANES;
}

static size_t useful_threads(size_t count, size_t threads)
{
    if (count < WORTH_THREADS)
        return 1;
    return threads < SEGMENTS ? threads : SEGMENTS;
}

static void set_shape(woad_exchange *e, const woad_taps *taps, size_t width, size_t height)
{
    e->width = width;
    e->height = height;
    e->capacity = width * height;
    e->taps_width = taps->width;
    e->taps_height = taps->height;
    e->left = taps->left;
    e->top = taps->top;
    e->taps_stride = round_up(taps->width);
    e->taps_pitch = e->taps_stride + LANES;
    e->stride = round_up(width + e->taps_stride);
    e->rows = height + taps->height;
}

static void set_taps(woad_exchange *e, const woad_taps *taps)
{
    double largest = 0, mass = 0;
    for (size_t i = 0; i < taps->width * taps->height; i++) {
        largest = fmax(largest, fabs(taps->weights[i]));
        mass += fabs(taps->weights[i]);
    }
    double scale = mass > 0 ? SCALE / mass : SCALE;
    if (largest * scale > LARGEST_TAP)
        scale = LARGEST_TAP / largest;
    for (size_t y = 0; y < taps->height; y++) {
        for (size_t x = 0; x < taps->width; x++) {
            size_t to = y * e->taps_pitch + x;
            e->taps[to] = (int32_t)lrint(taps->weights[y * taps->width + x] * scale);
            e->short_taps[to] = (int16_t)e->taps[to];
        }
    }
    e->scale = scale;
}

/* ---- planes --------------------------------------------------------------------------- */

static void find_pixel(const woad_exchange *e, size_t pixel, uint32_t *corner, uint32_t *place)
{
    size_t x = pixel % e->width, y = pixel / e->width;
    *corner = (uint32_t)(y * e->stride + x);
    *place = (uint32_t)((y + e->top) % e->height * e->stride + (x + e->left) % e->width);
}

static size_t pixel_at(const woad_exchange *e, size_t rank)
{
    return e->corner[rank] / e->stride * e->width + e->corner[rank] % e->stride;
}

/* A pixel's level, and its copies beyond the edges. */
static void put_level(const woad_exchange *e, desk *d, size_t place, size_t level)
{
    for (size_t y = place / e->stride; y < e->rows; y += e->height) {
        for (size_t x = place % e->stride; x < e->stride; x += e->width)
            d->levels[y * e->stride + x] = (int16_t)((int32_t)level - LEVELS / 2);
    }
}

/* Adds a row of taps, or its negative. */
static inline void add_row(
    int32_t *restrict row, const int32_t *restrict taps, size_t groups, bool negative)
{
    for (size_t g = 0; g < groups; g++) {
        for (size_t x = 0; x < LANES; x++)
            row[g * LANES + x] += negative ? -taps[g * LANES + x] : taps[g * LANES + x];
    }
}

/* Adds the kernel around a pixel, or its negative. What reaches over the right edge is added at
 * the left one; beyond the edge stays what nobody reads. Rows of taps end in zeros. */
static inline void add_around(
    const woad_exchange *e, int32_t *field, size_t corner, bool negative)
{
    size_t y = corner / e->stride, x = corner % e->stride, groups = e->taps_stride / LANES;
    size_t inside = e->width - x;
    size_t over = inside < e->taps_width ? round_up(e->taps_width - inside) / LANES : 0;
    for (size_t r = 0; r < e->taps_height; r++) {
        const int32_t *taps = e->taps + r * e->taps_pitch;
        int32_t *row = field + y * e->stride;
        add_row(row + x, taps, groups, negative);
        add_row(row, taps + inside, over, negative);
        y = y + 1 < e->height ? y + 1 : 0;
    }
}

WOAD_VECTOR static void add_kernel(const woad_exchange *e, int32_t *field, size_t corner)
{
    add_around(e, field, corner, false);
}

WOAD_VECTOR static void subtract_kernel(const woad_exchange *e, int32_t *field, size_t corner)
{
    add_around(e, field, corner, true);
}

/* ---- one swap ------------------------------------------------------------------------- */

/* sum_k (g(k-j) - g(k-i)) clamp(u_k, a, b). */
WOAD_VECTOR static int32_t sum_clamped(const woad_exchange *e, const int16_t *around_i,
    const int16_t *around_j, int16_t a, int16_t b)
{
    int32_t sum = 0;
    for (size_t y = 0; y < e->taps_height; y++) {
        const int16_t *taps = e->short_taps + y * e->taps_pitch;
        const int16_t *p = around_i + y * e->stride, *q = around_j + y * e->stride;
        for (size_t x = 0; x < e->taps_stride; x++) {
            int16_t u = p[x] < a ? a : p[x], v = q[x] < a ? a : q[x];
            u = u > b ? b : u;
            v = v > b ? b : v;
            sum += (int32_t)taps[x] * (int32_t)(int16_t)(v - u);
        }
    }
    return sum;
}

/* g(i-j). */
static int32_t tap_between(const woad_exchange *e, size_t corner_i, size_t place_j)
{
    size_t dx = place_j % e->stride + e->width - corner_i % e->stride;
    size_t dy = place_j / e->stride + e->height - corner_i / e->stride;
    dx = dx < e->width ? dx : dx - e->width;
    dy = dy < e->height ? dy : dy - e->height;
    return dx < e->taps_width && dy < e->taps_height ? e->taps[dy * e->taps_pitch + dx] : 0;
}

/* What swapping the pixels of ranks a < b gains. */
static int64_t gain_of(const woad_exchange *e, const desk *d, size_t a, size_t b)
{
    int32_t low = e->level[a], high = e->level[b];
    int32_t sum = sum_clamped(e, d->levels + e->corner[a], d->levels + e->corner[b],
        (int16_t)(low - LEVELS / 2), (int16_t)(high - LEVELS / 2));
    return (int64_t)sum +
           (int64_t)tap_between(e, e->corner[a], e->place[b]) * (int64_t)(high - low);
}

static void exchange_values(uint32_t *a, uint32_t *b)
{
    uint32_t kept = *a;
    *a = *b;
    *b = kept;
}

/* Rank a is below the field's level and b is not. */
static void swap(woad_exchange *e, desk *d, size_t a, size_t b)
{
    subtract_kernel(e, d->field, e->corner[a]);
    add_kernel(e, d->field, e->corner[b]);
    exchange_values(&e->corner[a], &e->corner[b]);
    exchange_values(&e->place[a], &e->place[b]);
    put_level(e, d, e->place[a], e->level[a]);
    put_level(e, d, e->place[b], e->level[b]);
}

/* ---- one level ------------------------------------------------------------------------ */

typedef struct sweep {
    woad_exchange *exchange;
    size_t index, segments, reach, cut;
    int64_t temperature; /* in energy a level */
    int32_t jitter[JITTER + CANDIDATES];
} sweep;

/* The key of the candidate with the greatest field plus noise (greatest: sign 1, least: -1);
 * its low bits are the candidate's number. */
WOAD_VECTOR static int32_t best_candidate(const int32_t *field, const uint32_t *place,
    size_t count, size_t step, const int32_t *jitter, int32_t sign)
{
    int32_t best = INT32_MIN;
    for (size_t m = 0; m < count; m++) {
        int32_t key = (sign * field[place[m * step]] + jitter[m]) * CANDIDATES + (int32_t)m;
        best = key > best ? key : best;
    }
    return best;
}

/* Candidates among `span` ranks from `first` up: all, or evenly spread ones. */
static size_t choose(const woad_exchange *e, const sweep *s, const desk *d, size_t first,
    size_t span, uint64_t random, int32_t sign)
{
    size_t step = (span + CANDIDATES - 1) / CANDIDATES, count = span / step;
    size_t phase = (size_t)(random >> 40) % (span - (count - 1) * step);
    int32_t best = best_candidate(
        d->field, e->place + first + phase, count, step, s->jitter + random % JITTER, sign);
    return first + phase + (size_t)(best & (CANDIDATES - 1)) * step;
}

/* -log2 of a uniform number in (0, 1), in 1/2^16, to within a hundredth. */
static int64_t exponential(uint32_t random)
{
    uint32_t x = random | 1;
    int32_t exponent = 31;
    while (!(x & UINT32_C(0x80000000))) {
        x <<= 1;
        exponent--;
    }
    int64_t f = (x & UINT32_C(0x7fffffff)) >> 15; /* mantissa - 1, in 1/2^16 */
    int64_t log = f + ((f * (65536 - f) >> 16) * 22544 >> 16);
    return (int64_t)(32 - exponent) * 65536 - log;
}

static bool accepts(int64_t gain, int64_t distance, int64_t temperature, uint64_t random)
{
    if (gain > 0 || temperature == 0)
        return gain > 0;
    /* ln 2 = 45426 / 65536 */
    int64_t bearable =
        temperature * distance * (exponential((uint32_t)(random >> 32)) * 45426 >> 16);
    return -gain < bearable >> 16;
}

/* Tries to better the level between ranks t - 1 and t inside the segment begin .. end - 1. */
static void visit(const sweep *s, desk *d, size_t t, size_t begin, size_t end,
    woad_random *random, woad_exchange_outcome *outcome)
{
    woad_exchange *e = s->exchange;
    size_t below = t - begin < s->reach ? t - begin : s->reach;
    size_t above = end - t < s->reach ? end - t : s->reach;
    if (below == 0 || above == 0)
        return;
    uint64_t r = woad_random_next(random);
    size_t a = choose(e, s, d, t - below, below, r, 1);
    size_t b = choose(e, s, d, t, above, r << 20 | r >> 44, -1);
    int64_t distance = (int64_t)e->level[b] - (int64_t)e->level[a];
    if (distance == 0 || distance > FARTHEST)
        return;
    int64_t gain = gain_of(e, d, a, b);
    outcome->tried++;
    if (!accepts(gain, distance, s->temperature, woad_random_next(random)))
        return;
    swap(e, d, a, b);
    outcome->swapped++;
    outcome->gain += 2 * (double)gain * e->unit; /* each pair counts in both orders */
}

/* ---- a sweep -------------------------------------------------------------------------- */

static size_t segment_begin(const sweep *s, size_t segment)
{
    size_t count = s->exchange->count;
    if (s->segments == 1 || segment == 0)
        return segment == 0 ? 0 : count;
    size_t inner = s->segments - 1; /* of full length, all but the first and the last */
    size_t begin = s->cut + (segment - 1) * (count / inner);
    return segment >= s->segments ? count : begin < count ? begin : count;
}

static void load_levels(const woad_exchange *e, desk *d)
{
    for (size_t rank = 0; rank < e->count; rank++)
        put_level(e, d, e->place[rank], e->level[rank]);
    for (size_t i = 0; i < e->fixed.count; i++)
        put_level(e, d, e->fixed.place[i], e->fixed.level[i]);
}

/* The field of the worker's own ranks; the last worker's is nobody's start. */
static void sum_segments(void *context, size_t begin, size_t end, size_t worker)
{
    const sweep *s = context;
    const woad_exchange *e = s->exchange;
    desk *d = &e->desks[worker];
    load_levels(e, d);
    memset(d->field, 0, e->height * e->stride * sizeof *d->field);
    size_t first = segment_begin(s, begin), last = segment_begin(s, end);
    for (size_t t = first; end < s->segments && t < last; t++)
        add_kernel(e, d->field, e->corner[t]);
}

/* From each worker's own ranks to all below them. */
static void accumulate_rows(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    const woad_exchange *e = ((const sweep *)context)->exchange;
    for (size_t i = begin * e->stride; i < end * e->stride; i++) {
        int32_t below = 0;
        for (size_t w = 0; w < e->threads; w++) {
            int32_t own = e->desks[w].field[i];
            e->desks[w].field[i] = below;
            below += own;
        }
    }
}

static void sweep_segment(const sweep *s, desk *d, size_t segment)
{
    woad_exchange *e = s->exchange;
    size_t begin = segment_begin(s, segment), end = segment_begin(s, segment + 1);
    woad_random random = woad_random_seed(
        woad_hash(e->seed + woad_hash(s->index * (SEGMENTS + 1) + segment)), STREAM);
    woad_exchange_outcome outcome = {0};
    const fixed_pixels *fixed = &e->fixed; /* of a part, which is one segment */
    size_t next = 0;
    for (size_t t = begin; t < end; t++) {
        for (; next < fixed->count && fixed->turn[next] <= t; next++)
            add_kernel(e, d->field, fixed->corner[next]);
        visit(s, d, t, begin, end, &random, &outcome);
        add_kernel(e, d->field, e->corner[t]);
    }
    e->outcomes[segment] = outcome;
}

static void sweep_segments(void *context, size_t begin, size_t end, size_t worker)
{
    const sweep *s = context;
    for (size_t segment = begin; segment < end; segment++)
        sweep_segment(s, &s->exchange->desks[worker], segment);
}

/* Noise without temperature too: the same choices again would meet the same refusals. */
static void set_jitter(sweep *s, woad_random *random)
{
    int64_t noise = s->temperature > SCALE / 1000 ? s->temperature : SCALE / 1000;
    for (size_t i = 0; i < JITTER + CANDIDATES; i++) {
        int64_t uniform = (int64_t)(woad_random_next(random) >> 48) - 32768;
        s->jitter[i] = (int32_t)(noise * uniform / 32768);
    }
}

static void set_sweep(sweep *s, double temperature, double reach)
{
    woad_exchange *e = s->exchange;
    woad_random random =
        woad_random_seed(woad_hash(e->seed + woad_hash(~(uint64_t)s->index)), STREAM);
    double farthest = FARTHEST / 2 * e->unit * e->scale * (double)e->count;
    s->reach = (size_t)fmax(fmin(reach * (double)e->count, farthest), 1);
    s->temperature = llrint(fmin(temperature, 1000) / 1000 * SCALE);
    set_jitter(s, &random);
    bool whole = e->fixed.count == 0 && e->count / SEGMENTS >= SHORTEST * s->reach;
    s->segments = whole ? SEGMENTS + 1 : 1;
    s->cut = (size_t)(woad_random_next(&random) % (e->count / SEGMENTS + 1));
}

woad_exchange_outcome woad_exchange_sweep(
    woad_exchange *exchange, size_t index, double temperature, double reach)
{
    sweep s = {.exchange = exchange, .index = index};
    set_sweep(&s, temperature, reach);
    woad_parallel(exchange->threads, s.segments, sum_segments, &s);
    woad_parallel(exchange->threads, exchange->height, accumulate_rows, &s);
    woad_parallel(exchange->threads, s.segments, sweep_segments, &s);
    woad_exchange_outcome all = {0};
    for (size_t i = 0; i < s.segments; i++) {
        all.tried += exchange->outcomes[i].tried;
        all.swapped += exchange->outcomes[i].swapped;
        all.gain += exchange->outcomes[i].gain;
    }
    return all;
}

/* ---- life ----------------------------------------------------------------------------- */

static bool create_arrays(woad_exchange *e)
{
    size_t taps = e->taps_height * e->taps_pitch;
    e->taps = woad_array(taps, sizeof *e->taps);
    e->short_taps = woad_array(taps, sizeof *e->short_taps);
    e->place = woad_array(e->capacity, sizeof *e->place);
    e->corner = woad_array(e->capacity, sizeof *e->corner);
    e->level = woad_array(e->capacity, sizeof *e->level);
    e->desks = woad_array(e->threads, sizeof *e->desks);
    e->outcomes = woad_array(SEGMENTS + 1, sizeof *e->outcomes);
    bool good = e->taps && e->short_taps && e->place && e->corner && e->level && e->desks &&
                e->outcomes;
    for (size_t t = 0; good && t < e->threads; t++) {
        desk *d = &e->desks[t];
        d->field = woad_array(e->height * e->stride, sizeof *d->field);
        d->levels = woad_array(e->rows * e->stride, sizeof *d->levels);
        good = d->field && d->levels;
    }
    return good;
}

size_t woad_exchange_memory(size_t width, size_t height, size_t threads)
{
    const size_t side = 2 * 64 + 1; /* of the largest kernel */
    size_t taps_width = width < side ? width : side,
           taps_height = height < side ? height : side;
    size_t stride = round_up(width + round_up(taps_width));
    size_t of_desk =
        height * stride * sizeof(int32_t) + (height + taps_height) * stride * sizeof(int16_t);
    threads = useful_threads(width * height, threads);
    return 2 * width * height * sizeof(uint32_t) + threads * of_desk +
           taps_height * (round_up(taps_width) + LANES) * (sizeof(int32_t) + sizeof(int16_t));
}

static woad_status create(const woad_taps *taps, size_t width, size_t height, uint64_t seed,
    size_t threads, woad_exchange **out, woad_error *error)
{
    woad_exchange *e = woad_array(1, sizeof *e);
    if (!e)
        return woad_fail_memory(error, "the swaps");
    e->seed = seed;
    e->threads = threads;
    set_shape(e, taps, width, height);
    if (!create_arrays(e)) {
        woad_exchange_destroy(e);
        return woad_fail_memory(error, "the swaps");
    }
    set_taps(e, taps);
    *out = e;
    return WOAD_OK;
}

woad_status woad_exchange_create(const woad_taps *taps, size_t width, size_t height,
    const uint32_t *ranks, uint64_t seed, size_t threads, woad_exchange **out,
    woad_error *error)
{
    woad_status status =
        create(taps, width, height, seed, useful_threads(width * height, threads), out, error);
    if (status >= 0)
        woad_exchange_load(*out, ranks);
    return status;
}

void woad_exchange_destroy(woad_exchange *e)
{
    if (!e)
        return;
    for (size_t t = 0; e->desks && t < e->threads; t++) {
        woad_free(e->desks[t].field);
        woad_free(e->desks[t].levels);
    }
    woad_free(e->taps);
    woad_free(e->short_taps);
    woad_free(e->place);
    woad_free(e->corner);
    woad_free(e->level);
    woad_free(e->fixed.place);
    woad_free(e->fixed.corner);
    woad_free(e->fixed.turn);
    woad_free(e->fixed.level);
    woad_free(e->desks);
    woad_free(e->outcomes);
    woad_free(e);
}

/* Levels, and the unit of energy, are those of the whole mask. */
static void set_levels(woad_exchange *e, size_t count_of_mask)
{
    e->shift = 0;
    while ((count_of_mask - 1) >> e->shift >= LEVELS)
        e->shift++;
    e->unit = 1 / (e->scale * (double)(((count_of_mask - 1) >> e->shift) + 1));
}

void woad_exchange_load(woad_exchange *e, const uint32_t *ranks)
{
    e->count = e->capacity;
    set_levels(e, e->count);
    for (size_t pixel = 0; pixel < e->count; pixel++) {
        size_t rank = ranks[pixel];
        find_pixel(e, pixel, &e->corner[rank], &e->place[rank]);
        e->level[rank] = (uint16_t)(rank >> e->shift);
    }
}

void woad_exchange_ranks(const woad_exchange *e, uint32_t *ranks)
{
    for (size_t rank = 0; rank < e->count; rank++)
        ranks[pixel_at(e, rank)] = (uint32_t)rank;
}

/* ---- parts ---------------------------------------------------------------------------- */

woad_status woad_exchange_create_part(const woad_taps *taps, size_t width, size_t height,
    uint64_t seed, woad_exchange **out, woad_error *error)
{
    woad_status status = create(taps, width, height, seed, 1, out, error);
    if (status < 0)
        return status;
    fixed_pixels *f = &(*out)->fixed;
    size_t most = (*out)->capacity;
    f->place = woad_array(most, sizeof *f->place);
    f->corner = woad_array(most, sizeof *f->corner);
    f->turn = woad_array(most, sizeof *f->turn);
    f->level = woad_array(most, sizeof *f->level);
    if (f->place && f->corner && f->turn && f->level)
        return WOAD_OK;
    woad_exchange_destroy(*out);
    return woad_fail_memory(error, "the swaps");
}

void woad_exchange_begin_part(woad_exchange *e, size_t count_of_mask)
{
    e->count = e->fixed.count = 0;
    set_levels(e, count_of_mask);
}

void woad_exchange_add_pixel(woad_exchange *e, size_t pixel, uint32_t rank, bool fixed)
{
    fixed_pixels *f = &e->fixed;
    uint16_t level = (uint16_t)(rank >> e->shift);
    if (fixed) {
        size_t i = f->count++;
        find_pixel(e, pixel, &f->corner[i], &f->place[i]);
        f->turn[i] = (uint32_t)e->count;
        f->level[i] = level;
    } else {
        size_t i = e->count++;
        find_pixel(e, pixel, &e->corner[i], &e->place[i]);
        e->level[i] = level;
    }
}

size_t woad_exchange_pixel(const woad_exchange *e, size_t index)
{
    return pixel_at(e, index);
}
