/* refine/exchange.c - rank swaps that lower an energy, level by level. */
#include "refine/exchange.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"
#include "base/random.h"
#include "base/status.h"
#include "refine/board.h"
#include "refine/choice.h"

enum {
    SEGMENTS = 16, /* of the ranks at most, a power of 2, and one more where the cut is */
    SHORTEST = 4,  /* segment, in reaches */
    WORTH_THREADS = 1 << 13, /* pixels: with fewer, a sweep is over before a thread has woken */
    STREAM = 4               /* of the seed */
};

struct woad_exchange {
    woad_board board;
    woad_energy_units units;
    woad_exchange_outcome *outcomes; /* [SEGMENTS + 1] */
    uint64_t seed;
};

/* ---- one level ------------------------------------------------------------------------ */

typedef struct sweep {
    woad_exchange *exchange;
    size_t index, segments, reach, cut; /* the reach in ranks of a frame */
    woad_choice choice;
} sweep;

static void count_swap(
    const woad_board *board, const woad_swap_gain *gain, woad_exchange_outcome *outcome)
{
    outcome->swapped++;
    outcome->gain += (double)gain->pairs * board->unit;
    for (size_t p = 0; p < board->pull_count; p++)
        outcome->pull_gains[p] += (double)gain->pulls[p] * board->pull_units[p];
}

/* Tries to better the level between ranks t - 1 and t inside the segment begin .. end - 1, in the
 * frame of rank t. */
static void visit(const sweep *s, woad_desk *d, size_t t, size_t begin, size_t end,
    woad_random *random, woad_exchange_outcome *outcome)
{
    woad_board *board = &s->exchange->board;
    size_t depth = board->depth;
    size_t below = (t - begin) / depth, above = (end - t + depth - 1) / depth;
    below = below < s->reach ? below : s->reach;
    above = above < s->reach ? above : s->reach;
    if (below == 0 || above == 0)
        return;
    uint64_t r = woad_random_next(random);
    size_t a =
        woad_choice_candidate(&s->choice, board, d->field, t - below * depth, below, r, 1);
    size_t b =
        woad_choice_candidate(&s->choice, board, d->field, t, above, r << 20 | r >> 44, -1);
    int64_t distance = (int64_t)board->level[b] - (int64_t)board->level[a];
    if (distance == 0 || distance > s->exchange->units.farthest)
        return;
    woad_swap_gain gain = woad_board_gain(board, d, a, b);
    outcome->tried++;
    if (!woad_choice_accepts(&s->choice, gain.total, distance, woad_random_next(random)))
        return;
    woad_board_swap(board, d, a, b);
    count_swap(board, &gain, outcome);
}

/* ---- a sweep -------------------------------------------------------------------------- */

static size_t segment_begin(const sweep *s, size_t segment)
{
    size_t count = s->exchange->board.count;
    if (s->segments == 1 || segment == 0)
        return segment == 0 ? 0 : count;
    size_t inner = s->segments - 1; /* of full length, all but the first and the last */
    size_t begin = s->cut + (segment - 1) * (count / inner);
    return segment >= s->segments ? count : begin < count ? begin : count;
}

static void add_pixel(const woad_board *board, woad_desk *d, size_t rank)
{
    woad_pairs_add(&board->pairs, &board->planes, d->field, woad_board_frame(board, rank),
        board->corner[rank]);
}

/* The field of the worker's own ranks; the last worker's is nobody's start. */
static void sum_segments(void *context, size_t begin, size_t end, size_t worker)
{
    const sweep *s = context;
    const woad_board *board = &s->exchange->board;
    woad_desk *d = &board->desks[worker];
    woad_board_set_levels(board, d);
    memset(d->field, 0, board->depth * board->planes.field_size * sizeof *d->field);
    size_t first = segment_begin(s, begin), last = segment_begin(s, end);
    for (size_t t = first; end < s->segments && t < last; t++)
        add_pixel(board, d, t);
}

/* From each worker's own ranks to all below them. */
static void accumulate_rows(void *context, size_t begin, size_t end, size_t worker)
{
    (void)worker;
    const woad_board *board = &((const sweep *)context)->exchange->board;
    for (size_t i = begin * board->planes.stride; i < end * board->planes.stride; i++) {
        int32_t below = 0;
        for (size_t w = 0; w < board->desk_count; w++) {
            int32_t own = board->desks[w].field[i];
            board->desks[w].field[i] = below;
            below += own;
        }
    }
}

static void sweep_segment(const sweep *s, woad_desk *d, size_t segment)
{
    woad_exchange *e = s->exchange;
    const woad_board *board = &e->board;
    size_t begin = segment_begin(s, segment), end = segment_begin(s, segment + 1);
    woad_random random = woad_random_seed(
        woad_hash(e->seed + woad_hash(s->index * (SEGMENTS + 1) + segment)), STREAM);
    woad_exchange_outcome outcome = {0};
    const woad_fixed_pixels *fixed = &board->fixed; /* of a part, which is one segment */
    size_t next = 0;
    for (size_t t = begin; t < end; t++) {
        for (; next < fixed->count && fixed->turn[next] <= t; next++)
            woad_pairs_add(&board->pairs, &board->planes, d->field, 0, fixed->corner[next]);
        visit(s, d, t, begin, end, &random, &outcome);
        add_pixel(board, d, t);
    }
    e->outcomes[segment] = outcome;
}

static void sweep_segments(void *context, size_t begin, size_t end, size_t worker)
{
    const sweep *s = context;
    for (size_t segment = begin; segment < end; segment++)
        sweep_segment(s, &s->exchange->board.desks[worker], segment);
}

static void set_sweep(sweep *s, double temperature, double reach)
{
    const woad_exchange *e = s->exchange;
    const woad_board *board = &e->board;
    woad_random random =
        woad_random_seed(woad_hash(e->seed + woad_hash(~(uint64_t)s->index)), STREAM);
    double count = (double)board->count, depth = (double)board->depth;
    double farthest = (double)(e->units.farthest / 2) * count / (double)board->level_count;
    s->reach = (size_t)fmax(fmin(reach * count, farthest) / depth, 1);
    woad_choice_set(&s->choice, temperature, e->units.heat, &random);
    size_t shortest = SHORTEST * s->reach * board->depth, inner = SEGMENTS;
    while (inner > 1 && board->count / inner < shortest)
        inner /= 2;
    bool cut = inner > 1 && board->pull_count == 0 && board->fixed.count == 0;
    s->segments = cut ? inner + 1 : 1;
    s->cut = (size_t)(woad_random_next(&random) % (board->count / inner + 1));
}

woad_exchange_outcome woad_exchange_sweep(
    woad_exchange *exchange, size_t index, double temperature, double reach)
{
    woad_board *board = &exchange->board;
    sweep s = {.exchange = exchange, .index = index};
    set_sweep(&s, temperature, reach);
    woad_parallel(board->desk_count, s.segments, sum_segments, &s);
    if (board->desk_count > 1)
        woad_parallel(
            board->desk_count, board->depth * board->planes.height, accumulate_rows, &s);
    for (size_t p = 0; p < board->pull_count; p++)
        woad_pull_take(&board->pulls[p], &board->planes, board->desks[0].field);
    woad_parallel(board->desk_count, s.segments, sweep_segments, &s);
    woad_exchange_outcome all = {0};
    for (size_t i = 0; i < s.segments; i++) {
        all.tried += exchange->outcomes[i].tried;
        all.swapped += exchange->outcomes[i].swapped;
        all.gain += exchange->outcomes[i].gain;
        for (size_t p = 0; p < board->pull_count; p++)
            all.pull_gains[p] += exchange->outcomes[i].pull_gains[p];
    }
    return all;
}

/* ---- life ----------------------------------------------------------------------------- */

static size_t useful_threads(size_t count, size_t threads, size_t pull_count)
{
    if (count < WORTH_THREADS || pull_count > 0)
        return 1;
    return threads < SEGMENTS ? threads : SEGMENTS;
}

size_t woad_exchange_memory(
    size_t width, size_t height, size_t depth, size_t threads, size_t pull_count, size_t radius)
{
    threads = useful_threads(width * height * depth, threads, pull_count);
    return woad_board_memory(width, height, depth, threads, pull_count, radius);
}

static woad_status create(const woad_swap_energy *energy, size_t width, size_t height,
    size_t depth, size_t count_of_mask, uint64_t seed, size_t threads, woad_exchange **out,
    woad_error *error)
{
    woad_exchange *e = woad_array(1, sizeof *e);
    if (!e)
        return woad_fail_memory(error, "the swaps");
    e->seed = seed;
    e->units = woad_energy_units_of(energy);
    e->outcomes = woad_array(SEGMENTS + 1, sizeof *e->outcomes);
    woad_status status = e->outcomes ? woad_board_create(&e->board, energy, e->units.scale,
                                           width, height, depth, count_of_mask, threads, error)
                                     : woad_fail_memory(error, "the swaps");
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

woad_status woad_exchange_create_part(const woad_slices *pairs, size_t width, size_t height,
    size_t count_of_mask, uint64_t seed, woad_exchange **out, woad_error *error)
{
    const woad_swap_energy energy = {.pairs = pairs};
    woad_status status = create(&energy, width, height, 1, count_of_mask, seed, 1, out, error);
    if (status < 0)
        return status;
    status = woad_board_create_fixed(&(*out)->board, error);
    if (status < 0) {
        woad_exchange_destroy(*out);
        *out = NULL;
    }
    return status;
}

void woad_exchange_destroy(woad_exchange *exchange)
{
    if (!exchange)
        return;
    woad_board_clear(&exchange->board);
    woad_free(exchange->outcomes);
    woad_free(exchange);
}

/* ---- pixels --------------------------------------------------------------------------- */

void woad_exchange_load(woad_exchange *exchange, const uint32_t *ranks)
{
    woad_board_load(&exchange->board, ranks);
}

void woad_exchange_ranks(const woad_exchange *exchange, uint32_t *ranks)
{
    woad_board_ranks(&exchange->board, ranks);
}

void woad_exchange_begin_part(woad_exchange *exchange)
{
    exchange->board.count = exchange->board.fixed.count = 0;
}

void woad_exchange_add_pixel(woad_exchange *exchange, size_t pixel, uint32_t rank, bool fixed)
{
    woad_board_add_pixel(&exchange->board, pixel, rank, fixed);
}

size_t woad_exchange_pixel(const woad_exchange *exchange, size_t index)
{
    return woad_board_pixel(&exchange->board, index);
}
