/* refine/exchange.c - rank swaps that lower an energy, level by level. */
#include "refine/exchange.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"
#include "base/random.h"
#include "base/simd.h"
#include "base/status.h"
#include "refine/pull.h"

enum {
    LANES = WOAD_LANES,
    SCALE = 1 << 20,     /* sum of the magnitudes of the taps, at most */
    LARGEST_TAP = 32767, /* they are multiplied as 16-bit numbers */
    LEVELS = 1 << 16,    /* of the energy, at most */
    /* Of the field the pulls have at most twice this (small taps round to at most twice what they
     * are), so that with the pairs' SCALE and noise of NOISE * SCALE it stays below 2^24, and its
     * keys, with the candidates' numbers, below 2^31. */
    ROOM = 1 << 22,
    NOISE = 2,
    FARTHEST = 2000, /* levels between two ranks that are swapped: FARTHEST * SCALE < 2^31, also
                         where the rounding of 129 * 129 taps has added half of each. Farther where
                         no slice has all of SCALE */
    CANDIDATES = 128,        /* of each side at a level, at most */
    SEGMENTS = 16,           /* of the ranks, and one more where the cut is */
    SHORTEST = 4,            /* segment, in reaches */
    WORTH_THREADS = 1 << 13, /* pixels: with fewer, a sweep is over before a thread has woken */
    JITTER = 1024,           /* numbers of noise */
    STREAM = 4               /* of the seed */
};

/* The memory of one thread. */
typedef struct desk {
    int32_t *field;  /* F_t less the pulls: [depth][height][stride] */
    int16_t *levels; /* level - 2^15 of each pixel, with copies beyond the edges:
                        [depth][rows][stride] */
} desk;

/* Pixels of a part that keep their ranks; by rank, each takes its turn before that one of the
 * others. */
typedef struct fixed_pixels {
    size_t count;
    uint32_t *place, *corner, *turn;
    uint16_t *level;
} fixed_pixels;

/* The pairs whose second pixel is `frame` frames later; the first slice is of the own frame. */
typedef struct slice {
    size_t frame;
    woad_footprint footprint;
    int32_t *taps; /* [footprint.height][footprint.pitch] */
    int16_t *short_taps;
} slice;

struct woad_exchange {
    size_t threads, level_count;
    size_t capacity, count; /* of the pixels that swap: the whole torus, or a part's */
    unsigned shift;         /* level = rank >> shift */
    woad_planes planes;
    double unit;  /* one integer unit of a swap's gain: each pair counts in both orders */
    int32_t heat; /* of a temperature of 1000, in integer units a level */
    size_t depth, field_size, levels_size; /* the last two of one frame's planes */
    int64_t farthest;   /* levels between two ranks that are swapped, at most */
    size_t slice_count; /* of the pairs' kernel; 0: no pairs */
    slice *slices;
    int32_t *taps; /* of all slices */
    int16_t *short_taps;
    size_t pull_count;
    woad_pull pulls[WOAD_SWAP_PULLS];
    double pull_units[WOAD_SWAP_PULLS]; /* of the gains of each, without its weight */
    /* By rank: the pixel's place in the planes, its corner, and its level. */
    uint32_t *place, *corner;
    uint16_t *level;
    fixed_pixels fixed;
    desk *desks;                     /* [threads] */
    woad_exchange_outcome *outcomes; /* [SEGMENTS + 1] */
    uint64_t seed;
};

/* ---- shape ---------------------------------------------------------------------------- */

static size_t useful_threads(size_t count, size_t threads, size_t pull_count)
{
    if (count < WORTH_THREADS || pull_count > 0)
        return 1;
    return threads < SEGMENTS ? threads : SEGMENTS;
}

/* The first slice has the widest kernel of the pairs. */
static void set_planes(
    woad_exchange *e, const woad_swap_energy *energy, size_t width, size_t height, size_t depth)
{
    const woad_taps *kernels[WOAD_SWAP_PULLS + 1] = {
        energy->pairs ? &energy->pairs->slices[0].taps : NULL};
    for (size_t p = 0; p < energy->pull_count; p++)
        kernels[p + 1] = energy->pulls[p].kernel;
    e->planes = woad_planes_of(width, height, kernels, energy->pull_count + 1);
    e->slice_count = energy->pairs ? energy->pairs->count : 0;
    e->depth = depth;
    e->capacity = width * height * depth;
    e->field_size = e->planes.height * e->planes.stride;
    e->levels_size = e->planes.rows * e->planes.stride;
}

static void set_levels(woad_exchange *e, size_t count_of_mask)
{
    while ((count_of_mask - 1) >> e->shift >= LEVELS)
        e->shift++;
    e->level_count = ((count_of_mask - 1) >> e->shift) + 1;
}

static double mass_of(const woad_taps *taps)
{
    double mass = 0;
    for (size_t i = 0; i < taps->width * taps->height; i++)
        mass += fabs(taps->weights[i]);
    return mass;
}

/* Integer units of the field for a weight of 1 and a tap of 1. */
static double scale_of(const woad_swap_energy *energy)
{
    double largest = 0, mass = 0, bound = 0;
    for (size_t s = 0; energy->pairs && s < energy->pairs->count; s++) {
        const woad_taps *taps = &energy->pairs->slices[s].taps;
        for (size_t i = 0; i < taps->width * taps->height; i++)
            largest = fmax(largest, fabs(taps->weights[i]));
        mass += mass_of(taps);
    }
    double scale = mass > 0 ? SCALE / mass : SCALE;
    if (largest * scale > LARGEST_TAP)
        scale = LARGEST_TAP / largest;
    /* A pull's field is 4 weight / levels times its taps and levels (see set_pulls), of which the
     * farthest from the middle are levels / 2 away. */
    for (size_t p = 0; p < energy->pull_count; p++)
        bound += 2 * energy->pulls[p].weight * woad_pull_bound(energy->pulls[p].kernel);
    return bound * scale > ROOM ? ROOM / bound : scale;
}

/* A temperature of 1000 is the sum of the weights. By pairs alone it is SCALE, also where their
 * largest tap has made the scale smaller. */
static int32_t heat_of(const woad_swap_energy *energy, double scale)
{
    double weights = energy->pairs ? 1 : 0;
    for (size_t p = 0; p < energy->pull_count; p++)
        weights += energy->pulls[p].weight;
    return energy->pull_count == 0 ? SCALE : (int32_t)fmin(scale * weights, NOISE * SCALE);
}

/* Sums over one slice stay below 2^31. */
static int64_t farthest_of(const woad_swap_energy *energy)
{
    const int64_t most = 30000; /* differences of levels have 16 bits */
    double heaviest = 0, all = 0;
    for (size_t s = 0; energy->pairs && s < energy->pairs->count; s++) {
        double mass = mass_of(&energy->pairs->slices[s].taps);
        heaviest = fmax(heaviest, mass);
        all += mass;
    }
    int64_t farthest = heaviest > 0 ? (int64_t)(FARTHEST * (all / heaviest)) : FARTHEST;
    return farthest < most ? farthest : most;
}

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

static bool create_slices(woad_exchange *e, const woad_slices *pairs, double scale)
{
    size_t taps = 0;
    e->slices = woad_array(e->slice_count, sizeof *e->slices);
    for (size_t s = 0; e->slices && s < e->slice_count; s++) {
        e->slices[s].frame = pairs->slices[s].frame;
        e->slices[s].footprint = woad_footprint_of(&e->planes, &pairs->slices[s].taps);
        taps += taps_of(&e->slices[s].footprint);
    }
    e->taps = woad_array(taps, sizeof *e->taps);
    e->short_taps = woad_array(taps, sizeof *e->short_taps);
    if (!e->slices || !e->taps || !e->short_taps)
        return false;
    taps = 0;
    for (size_t s = 0; s < e->slice_count; s++) {
        e->slices[s].taps = e->taps + taps;
        e->slices[s].short_taps = e->short_taps + taps;
        set_taps(&e->slices[s], &pairs->slices[s].taps, scale);
        taps += taps_of(&e->slices[s].footprint);
    }
    return true;
}

/* The gains of pairs and of pulls are both counted once for the two orders of a pair. With one
 * level of m being 2 / levels, a swap of pixels d levels apart gains weight (2 / levels)^2 2 d
 * (...) of a pull, where pairs have 2 d (...) / (scale levels): so its taps, beside those of the
 * pairs, are 4 weight scale / levels. */
static woad_status set_pulls(
    woad_exchange *e, const woad_swap_energy *energy, double scale, woad_error *error)
{
    woad_status status = WOAD_OK;
    double levels = (double)e->level_count;
    for (size_t p = 0; status >= 0 && p < energy->pull_count; p++) {
        double weight = energy->pulls[p].weight;
        status = woad_pull_create(&e->pulls[p], &e->planes, energy->pulls[p].kernel,
            e->level_count, 4 * weight * scale / levels, error);
        e->pull_units[p] = weight > 0 ? ldexp(e->unit / weight, -(int)e->pulls[p].fraction) : 0;
        e->pull_count++;
    }
    return status;
}

/* ---- planes --------------------------------------------------------------------------- */

/* The frame of a value, by its rank among all. */
static size_t frame_of(const woad_exchange *e, size_t rank)
{
    return e->depth > 1 ? rank % e->depth : 0;
}

static void find_pixel(
    const woad_exchange *e, size_t frame, size_t pixel, uint32_t *corner, uint32_t *place)
{
    const woad_planes *p = &e->planes;
    size_t x = pixel % p->width, y = pixel / p->width;
    *corner = (uint32_t)(y * p->stride + x);
    *place = (uint32_t)(frame * e->field_size + (y + p->top) % p->height * p->stride +
                        (x + p->left) % p->width);
}

static size_t pixel_at(const woad_exchange *e, size_t rank)
{
    const woad_planes *p = &e->planes;
    return e->corner[rank] / p->stride * p->width + e->corner[rank] % p->stride;
}

/* A pixel's level, and its copies beyond the edges. */
static void put_level(const woad_exchange *e, desk *d, size_t place, size_t level)
{
    const woad_planes *p = &e->planes;
    size_t frame = place / e->field_size, within = place % e->field_size;
    int16_t *levels = d->levels + frame * e->levels_size;
    for (size_t y = within / p->stride; y < p->rows; y += p->height) {
        for (size_t x = within % p->stride; x < p->stride; x += p->width)
            levels[y * p->stride + x] = (int16_t)((int32_t)level - LEVELS / 2);
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

/* Adds a slice around a pixel to its frame of the field, or its negative. What reaches over the right edge is added at
 * the left one; beyond the edge stays what nobody reads. Rows of taps end in zeros. */
static inline void add_around(
    const woad_planes *p, const slice *s, int32_t *field, size_t corner, bool negative)
{
    const woad_footprint *f = &s->footprint;
    size_t x = woad_footprint_x(p, f, corner), y = woad_footprint_y(p, f, corner);
    size_t inside = p->width - x, groups = f->stride / LANES;
    size_t over = inside < f->width ? woad_round_to_lanes(f->width - inside) / LANES : 0;
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
static size_t frame_of_slice(const woad_exchange *e, const slice *s, size_t frame)
{
    size_t sum = frame + s->frame;
    return sum < e->depth ? sum : sum - e->depth;
}

static void add_kernel(const woad_exchange *e, int32_t *field, size_t frame, size_t corner)
{
    for (size_t s = 0; s < e->slice_count; s++)
        add_slice(&e->planes, &e->slices[s],
            field + frame_of_slice(e, &e->slices[s], frame) * e->field_size, corner);
}

static void subtract_kernel(const woad_exchange *e, int32_t *field, size_t frame, size_t corner)
{
    for (size_t s = 0; s < e->slice_count; s++)
        subtract_slice(&e->planes, &e->slices[s],
            field + frame_of_slice(e, &e->slices[s], frame) * e->field_size, corner);
}

/* ---- one swap ------------------------------------------------------------------------- */

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

/* What a swap gains, in integers: by the pairs, by each pull, and by all in the pairs' unit. */
typedef struct swap_gain {
    int64_t pairs, pulls[WOAD_SWAP_PULLS], total;
} swap_gain;

static int64_t gain_of_pairs(
    const woad_exchange *e, const desk *d, size_t a, size_t b, int32_t low, int32_t high)
{
    const slice *own = &e->slices[0];
    size_t frame = frame_of(e, a);
    int32_t tap = woad_footprint_tap(&e->planes, &own->footprint, own->taps, e->corner[a],
        e->place[b] - frame * e->field_size);
    int64_t sum = (int64_t)tap * (int64_t)(high - low);
    for (size_t i = 0; i < e->slice_count; i++) {
        const slice *s = &e->slices[i];
        const int16_t *levels = d->levels + frame_of_slice(e, s, frame) * e->levels_size +
                                s->footprint.down * e->planes.stride + s->footprint.right;
        sum += sum_clamped(s, e->planes.stride, levels + e->corner[a], levels + e->corner[b],
            (int16_t)(low - LEVELS / 2), (int16_t)(high - LEVELS / 2));
    }
    return sum;
}

/* What swapping the pixels of ranks a < b, of one frame, gains. */
static swap_gain gain_of(const woad_exchange *e, const desk *d, size_t a, size_t b)
{
    int32_t low = e->level[a], high = e->level[b];
    swap_gain gain = {0};
    if (e->slice_count > 0)
        gain.pairs = gain_of_pairs(e, d, a, b, low, high);
    gain.total = gain.pairs;
    for (size_t p = 0; p < e->pull_count; p++) {
        const uint32_t corner[] = {e->corner[a], e->corner[b]};
        const uint32_t place[] = {e->place[a], e->place[b]};
        gain.pulls[p] = woad_pull_gain(&e->pulls[p], &e->planes, corner, place, high - low);
        gain.total += gain.pulls[p] >> e->pulls[p].fraction;
    }
    return gain;
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
    int32_t distance = (int32_t)e->level[b] - (int32_t)e->level[a];
    subtract_kernel(e, d->field, frame_of(e, a), e->corner[a]);
    add_kernel(e, d->field, frame_of(e, b), e->corner[b]);
    for (size_t p = 0; p < e->pull_count; p++) {
        woad_pull_move(&e->pulls[p], &e->planes, e->corner[a], distance, d->field);
        woad_pull_move(&e->pulls[p], &e->planes, e->corner[b], -distance, d->field);
    }
    exchange_values(&e->corner[a], &e->corner[b]);
    exchange_values(&e->place[a], &e->place[b]);
    put_level(e, d, e->place[a], e->level[a]);
    put_level(e, d, e->place[b], e->level[b]);
}

/* ---- one level ------------------------------------------------------------------------ */

typedef struct sweep {
    woad_exchange *exchange;
    size_t index, segments, reach, cut; /* the reach in ranks of a frame */
    int64_t temperature;                /* in energy a level */
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

/* Candidates among the next `span` ranks of a frame from `first` up: all, or evenly spread ones. */
static size_t choose(const woad_exchange *e, const sweep *s, const desk *d, size_t first,
    size_t span, uint64_t random, int32_t sign)
{
    size_t step = (span + CANDIDATES - 1) / CANDIDATES, count = span / step;
    size_t phase = (size_t)(random >> 40) % (span - (count - 1) * step) * e->depth;
    int32_t best = best_candidate(d->field, e->place + first + phase, count, step * e->depth,
        s->jitter + random % JITTER, sign);
    return first + phase + (size_t)(best & (CANDIDATES - 1)) * step * e->depth;
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

static void count_swap(
    const woad_exchange *e, const swap_gain *gain, woad_exchange_outcome *outcome)
{
    outcome->swapped++;
    outcome->gain += (double)gain->pairs * e->unit;
    for (size_t p = 0; p < e->pull_count; p++)
        outcome->pull_gains[p] += (double)gain->pulls[p] * e->pull_units[p];
}

/* Tries to better the level between ranks t - 1 and t inside the segment begin .. end - 1, in the
 * frame of rank t. */
static void visit(const sweep *s, desk *d, size_t t, size_t begin, size_t end,
    woad_random *random, woad_exchange_outcome *outcome)
{
    woad_exchange *e = s->exchange;
    size_t below = (t - begin) / e->depth, above = (end - t + e->depth - 1) / e->depth;
    below = below < s->reach ? below : s->reach;
    above = above < s->reach ? above : s->reach;
    if (below == 0 || above == 0)
        return;
    uint64_t r = woad_random_next(random);
    size_t a = choose(e, s, d, t - below * e->depth, below, r, 1);
    size_t b = choose(e, s, d, t, above, r << 20 | r >> 44, -1);
    int64_t distance = (int64_t)e->level[b] - (int64_t)e->level[a];
    if (distance == 0 || distance > e->farthest)
        return;
    swap_gain gain = gain_of(e, d, a, b);
    outcome->tried++;
    if (!accepts(gain.total, distance, s->temperature, woad_random_next(random)))
        return;
    swap(e, d, a, b);
    count_swap(e, &gain, outcome);
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
    memset(d->field, 0, e->depth * e->field_size * sizeof *d->field);
    size_t first = segment_begin(s, begin), last = segment_begin(s, end);
    for (size_t t = first; end < s->segments && t < last; t++)
        add_kernel(e, d->field, frame_of(e, t), e->corner[t]);
}

/* From each worker's own ranks to all below them. */
static void accumulate_rows(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    const woad_exchange *e = ((const sweep *)context)->exchange;
    for (size_t i = begin * e->planes.stride; i < end * e->planes.stride; i++) {
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
            add_kernel(e, d->field, 0, fixed->corner[next]);
        visit(s, d, t, begin, end, &random, &outcome);
        add_kernel(e, d->field, frame_of(e, t), e->corner[t]);
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
    int64_t least = s->exchange->heat / 1000;
    int64_t noise = s->temperature > least ? s->temperature : least;
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
    double farthest = (double)(e->farthest / 2) * (double)e->count / (double)e->level_count;
    double depth = (double)e->depth;
    s->reach = (size_t)fmax(fmin(reach * (double)e->count, farthest) / depth, 1);
    s->temperature = llrint(fmin(temperature, 1000) / 1000 * e->heat);
    set_jitter(s, &random);
    bool cut = e->pull_count == 0 && e->fixed.count == 0 &&
               e->count / SEGMENTS >= SHORTEST * s->reach * e->depth;
    s->segments = cut ? SEGMENTS + 1 : 1;
    s->cut = (size_t)(woad_random_next(&random) % (e->count / SEGMENTS + 1));
}

woad_exchange_outcome woad_exchange_sweep(
    woad_exchange *exchange, size_t index, double temperature, double reach)
{
    sweep s = {.exchange = exchange, .index = index};
    set_sweep(&s, temperature, reach);
    woad_parallel(exchange->threads, s.segments, sum_segments, &s);
    if (exchange->threads > 1)
        woad_parallel(
            exchange->threads, exchange->depth * exchange->planes.height, accumulate_rows, &s);
    for (size_t p = 0; p < exchange->pull_count; p++)
        woad_pull_take(&exchange->pulls[p], &exchange->planes, exchange->desks[0].field);
    woad_parallel(exchange->threads, s.segments, sweep_segments, &s);
    woad_exchange_outcome all = {0};
    for (size_t i = 0; i < s.segments; i++) {
        all.tried += exchange->outcomes[i].tried;
        all.swapped += exchange->outcomes[i].swapped;
        all.gain += exchange->outcomes[i].gain;
        for (size_t p = 0; p < exchange->pull_count; p++)
            all.pull_gains[p] += exchange->outcomes[i].pull_gains[p];
    }
    return all;
}

/* ---- life ----------------------------------------------------------------------------- */

static bool create_arrays(woad_exchange *e)
{
    e->place = woad_array(e->capacity, sizeof *e->place);
    e->corner = woad_array(e->capacity, sizeof *e->corner);
    e->level = woad_array(e->capacity, sizeof *e->level);
    e->desks = woad_array(e->threads, sizeof *e->desks);
    e->outcomes = woad_array(SEGMENTS + 1, sizeof *e->outcomes);
    bool good = e->place && e->corner && e->level && e->desks && e->outcomes;
    for (size_t t = 0; good && t < e->threads; t++) {
        desk *d = &e->desks[t];
        d->field = woad_array(e->depth * e->field_size, sizeof *d->field);
        d->levels = woad_array(e->depth * e->levels_size, sizeof *d->levels);
        good = d->field && d->levels;
    }
    return good;
}

size_t woad_exchange_memory(
    size_t width, size_t height, size_t depth, size_t threads, size_t pull_count, size_t radius)
{
    const size_t side = 2 * radius + 1;
    size_t taps_width = width < side ? width : side,
           taps_height = height < side ? height : side;
    size_t stride = woad_round_to_lanes(width + woad_round_to_lanes(taps_width));
    size_t of_field = depth * height * stride * sizeof(int32_t);
    size_t of_levels = depth * (height + taps_height) * stride * sizeof(int16_t);
    size_t taps = taps_height * (woad_round_to_lanes(taps_width) + LANES);
    threads = useful_threads(width * height * depth, threads, pull_count);
    return width * height * depth * (2 * sizeof(uint32_t) + sizeof(uint16_t)) +
           threads * (of_field + of_levels) + pull_count * of_field +
           taps * ((depth + pull_count) * sizeof(int32_t) + depth * sizeof(int16_t));
}

/* For the torus of a whole mask, or of a part of a mask of `count_of_mask` pixels. */
static woad_status create(const woad_swap_energy *energy, size_t width, size_t height,
    size_t depth, size_t count_of_mask, uint64_t seed, size_t threads, woad_exchange **out,
    woad_error *error)
{
    woad_exchange *e = woad_array(1, sizeof *e);
    if (!e)
        return woad_fail_memory(error, "the swaps");
    double scale = scale_of(energy);
    e->seed = seed;
    e->threads = threads;
    e->heat = heat_of(energy, scale);
    e->farthest = farthest_of(energy);
    set_planes(e, energy, width, height, depth);
    set_levels(e, count_of_mask);
    e->unit = 2 / (scale * (double)e->level_count);
    bool good = create_arrays(e) && create_slices(e, energy->pairs, scale);
    woad_status status = good ? WOAD_OK : woad_fail_memory(error, "the swaps");
    if (status >= 0)
        status = set_pulls(e, energy, scale, error);
    if (status < 0) {
        woad_exchange_destroy(e);
        return status;
    }
    *out = e;
    return WOAD_OK;
}

woad_status woad_exchange_create(const woad_swap_energy *energy, size_t width, size_t height,
    size_t depth, const uint32_t *ranks, uint64_t seed, size_t threads, woad_exchange **out,
    woad_error *error)
{
    size_t count = width * height * depth;
    woad_status status = create(energy, width, height, depth, count, seed,
        useful_threads(count, threads, energy->pull_count), out, error);
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
    for (size_t p = 0; p < e->pull_count; p++)
        woad_pull_clear(&e->pulls[p]);
    woad_free(e->slices);
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

/* The field of the first desk is made anew before anyone reads it. */
static void load_pull(woad_exchange *e, woad_pull *pull)
{
    size_t plane = e->planes.height * e->planes.stride;
    memset(pull->plane, 0, plane * sizeof *pull->plane);
    memset(e->desks[0].field, 0, plane * sizeof *e->desks[0].field);
    for (size_t rank = 0; rank < e->count; rank++) {
        int32_t level = (int32_t)e->level[rank] - (int32_t)(e->level_count / 2);
        woad_pull_move(pull, &e->planes, e->corner[rank], level, e->desks[0].field);
    }
}

void woad_exchange_load(woad_exchange *e, const uint32_t *ranks)
{
    e->count = e->capacity;
    size_t area = e->count / e->depth;
    for (size_t i = 0; i < e->count; i++) {
        size_t frame = i / area, rank = ranks[i] * e->depth + frame;
        find_pixel(e, frame, i % area, &e->corner[rank], &e->place[rank]);
        e->level[rank] = (uint16_t)(rank >> e->shift);
    }
    for (size_t p = 0; p < e->pull_count; p++)
        load_pull(e, &e->pulls[p]);
}

void woad_exchange_ranks(const woad_exchange *e, uint32_t *ranks)
{
    size_t area = e->count / e->depth;
    for (size_t rank = 0; rank < e->count; rank++)
        ranks[frame_of(e, rank) * area + pixel_at(e, rank)] = (uint32_t)(rank / e->depth);
}

/* ---- parts ---------------------------------------------------------------------------- */

woad_status woad_exchange_create_part(const woad_slices *pairs, size_t width, size_t height,
    size_t count_of_mask, uint64_t seed, woad_exchange **out, woad_error *error)
{
    const woad_swap_energy energy = {.pairs = pairs};
    woad_status status = create(&energy, width, height, 1, count_of_mask, seed, 1, out, error);
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
    *out = NULL;
    return woad_fail_memory(error, "the swaps");
}

void woad_exchange_begin_part(woad_exchange *e)
{
    e->count = e->fixed.count = 0;
}

void woad_exchange_add_pixel(woad_exchange *e, size_t pixel, uint32_t rank, bool fixed)
{
    fixed_pixels *f = &e->fixed;
    uint16_t level = (uint16_t)(rank >> e->shift);
    if (fixed) {
        size_t i = f->count++;
        find_pixel(e, 0, pixel, &f->corner[i], &f->place[i]);
        f->turn[i] = (uint32_t)e->count;
        f->level[i] = level;
    } else {
        size_t i = e->count++;
        find_pixel(e, 0, pixel, &e->corner[i], &e->place[i]);
        e->level[i] = level;
    }
}

size_t woad_exchange_pixel(const woad_exchange *e, size_t index)
{
    return pixel_at(e, index);
}
