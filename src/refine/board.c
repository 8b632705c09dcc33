/* refine/board.c - a mask's pixels by rank, the planes they stand in, and what swaps gain. */
#include "refine/board.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"

/* ---- life ----------------------------------------------------------------------------- */

/* The first slice has the widest kernel of the pairs. */
static woad_planes planes_of(const woad_swap_energy *energy, size_t width, size_t height)
{
    const woad_taps *kernels[WOAD_SWAP_PULLS + 1] = {
        energy->pairs ? &energy->pairs->slices[0].taps : NULL};
    for (size_t p = 0; p < energy->pull_count; p++)
        kernels[p + 1] = energy->pulls[p].kernel;
    return woad_planes_of(width, height, kernels, energy->pull_count + 1);
}

static void count_levels(woad_board *b, size_t count_of_mask)
{
    while ((count_of_mask - 1) >> b->shift >= WOAD_LEVELS)
        b->shift++;
    b->level_count = ((count_of_mask - 1) >> b->shift) + 1;
}

static bool create_arrays(woad_board *b)
{
    b->place = woad_array(b->capacity, sizeof *b->place);
    b->corner = woad_array(b->capacity, sizeof *b->corner);
    b->level = woad_array(b->capacity, sizeof *b->level);
    b->desks = woad_array(b->desk_count, sizeof *b->desks);
    bool good = b->place && b->corner && b->level && b->desks;
    for (size_t t = 0; good && t < b->desk_count; t++) {
        woad_desk *d = &b->desks[t];
        d->field = woad_array(b->depth * b->planes.field_size, sizeof *d->field);
        d->levels = woad_array(b->depth * b->planes.levels_size, sizeof *d->levels);
        good = d->field && d->levels;
    }
    return good;
}

/* The gains of pairs and of pulls are both counted once for the two orders of a pair. With one
 * level of m being 2 / levels, a swap of pixels d levels apart gains weight (2 / levels)^2 2 d
 * (...) of a pull, where pairs have 2 d (...) / (scale levels): so its taps, beside those of the
 * pairs, are 4 weight scale / levels. */
static woad_status create_pulls(
    woad_board *b, const woad_swap_energy *energy, double scale, woad_error *error)
{
    woad_status status = WOAD_OK;
    double levels = (double)b->level_count;
    for (size_t p = 0; status >= 0 && p < energy->pull_count; p++) {
        double weight = energy->pulls[p].weight;
        status = woad_pull_create(&b->pulls[p], &b->planes, energy->pulls[p].kernel,
            b->level_count, 4 * weight * scale / levels, error);
        b->pull_units[p] = weight > 0 ? ldexp(b->unit / weight, -(int)b->pulls[p].fraction) : 0;
        b->pull_count++;
    }
    return status;
}

woad_status woad_board_create(woad_board *b, const woad_swap_energy *energy, double scale,
    size_t width, size_t height, size_t depth, size_t count_of_mask, size_t desk_count,
    woad_error *error)
{
    *b = (woad_board){
        .depth = depth,
        .capacity = width * height * depth,
        .planes = planes_of(energy, width, height),
        .desk_count = desk_count,
    };
    count_levels(b, count_of_mask);
    b->unit = 2 / (scale * (double)b->level_count);
    if (!create_arrays(b))
        return woad_fail_memory(error, "the swaps");
    woad_status status =
        woad_pairs_create(&b->pairs, &b->planes, energy->pairs, depth, scale, error);
    if (status >= 0)
        status = create_pulls(b, energy, scale, error);
    return status;
}

woad_status woad_board_create_fixed(woad_board *b, woad_error *error)
{
    woad_fixed_pixels *f = &b->fixed;
    f->place = woad_array(b->capacity, sizeof *f->place);
    f->corner = woad_array(b->capacity, sizeof *f->corner);
    f->turn = woad_array(b->capacity, sizeof *f->turn);
    f->level = woad_array(b->capacity, sizeof *f->level);
    if (f->place && f->corner && f->turn && f->level)
        return WOAD_OK;
    return woad_fail_memory(error, "the swaps");
}

void woad_board_clear(woad_board *b)
{
    for (size_t t = 0; b->desks && t < b->desk_count; t++) {
        woad_free(b->desks[t].field);
        woad_free(b->desks[t].levels);
    }
    woad_free(b->desks);
    for (size_t p = 0; p < b->pull_count; p++)
        woad_pull_clear(&b->pulls[p]);
    woad_pairs_clear(&b->pairs);
    woad_free(b->place);
    woad_free(b->corner);
    woad_free(b->level);
    woad_free(b->fixed.place);
    woad_free(b->fixed.corner);
    woad_free(b->fixed.turn);
    woad_free(b->fixed.level);
    *b = (woad_board){0};
}

size_t woad_board_memory(size_t width, size_t height, size_t depth, size_t desk_count,
    size_t pull_count, size_t radius)
{
    const size_t side = 2 * radius + 1;
    size_t taps_width = width < side ? width : side,
           taps_height = height < side ? height : side;
    size_t stride = woad_round_to_lanes(width + woad_round_to_lanes(taps_width));
    size_t of_field = depth * height * stride * sizeof(int32_t);
    size_t of_levels = depth * (height + taps_height) * stride * sizeof(int16_t);
    size_t taps = taps_height * (woad_round_to_lanes(taps_width) + WOAD_LANES);
    return width * height * depth * (2 * sizeof(uint32_t) + sizeof(uint16_t)) +
           desk_count * (of_field + of_levels) + pull_count * of_field +
           taps * ((depth + pull_count) * sizeof(int32_t) + depth * sizeof(int16_t));
}

/* ---- pixels --------------------------------------------------------------------------- */

static void find_pixel(
    const woad_board *b, size_t frame, size_t pixel, uint32_t *corner, uint32_t *place)
{
    const woad_planes *p = &b->planes;
    size_t x = pixel % p->width, y = pixel / p->width;
    *corner = (uint32_t)(y * p->stride + x);
    *place = (uint32_t)(frame * p->field_size + (y + p->top) % p->height * p->stride +
                        (x + p->left) % p->width);
}

size_t woad_board_pixel(const woad_board *b, size_t rank)
{
    const woad_planes *p = &b->planes;
    return b->corner[rank] / p->stride * p->width + b->corner[rank] % p->stride;
}

/* The field of the first desk is made anew before anyone reads it. */
static void load_pull(woad_board *b, woad_pull *pull)
{
    memset(pull->plane, 0, b->planes.field_size * sizeof *pull->plane);
    memset(b->desks[0].field, 0, b->planes.field_size * sizeof *b->desks[0].field);
    for (size_t rank = 0; rank < b->count; rank++) {
        int32_t level = (int32_t)b->level[rank] - (int32_t)(b->level_count / 2);
        woad_pull_move(pull, &b->planes, b->corner[rank], level, b->desks[0].field);
    }
}

void woad_board_load(woad_board *b, const uint32_t *ranks)
{
    b->count = b->capacity;
    size_t area = b->count / b->depth;
    for (size_t i = 0; i < b->count; i++) {
        size_t frame = i / area, rank = ranks[i] * b->depth + frame;
        find_pixel(b, frame, i % area, &b->corner[rank], &b->place[rank]);
        b->level[rank] = (uint16_t)(rank >> b->shift);
    }
    for (size_t p = 0; p < b->pull_count; p++)
        load_pull(b, &b->pulls[p]);
}

void woad_board_ranks(const woad_board *b, uint32_t *ranks)
{
    size_t area = b->count / b->depth;
    for (size_t rank = 0; rank < b->count; rank++)
        ranks[woad_board_frame(b, rank) * area + woad_board_pixel(b, rank)] =
            (uint32_t)(rank / b->depth);
}

void woad_board_add_pixel(woad_board *b, size_t pixel, uint32_t rank, bool fixed)
{
    woad_fixed_pixels *f = &b->fixed;
    uint16_t level = (uint16_t)(rank >> b->shift);
    if (fixed) {
        size_t i = f->count++;
        find_pixel(b, 0, pixel, &f->corner[i], &f->place[i]);
        f->turn[i] = (uint32_t)b->count;
        f->level[i] = level;
    } else {
        size_t i = b->count++;
        find_pixel(b, 0, pixel, &b->corner[i], &b->place[i]);
        b->level[i] = level;
    }
}

/* A pixel's level, and its copies beyond the edges. */
static void put_level(const woad_board *b, woad_desk *d, size_t place, size_t level)
{
    const woad_planes *p = &b->planes;
    size_t frame = place / p->field_size, within = place % p->field_size;
    int16_t *levels = d->levels + frame * p->levels_size;
    for (size_t y = within / p->stride; y < p->rows; y += p->height) {
        for (size_t x = within % p->stride; x < p->stride; x += p->width)
            levels[y * p->stride + x] = (int16_t)((int32_t)level - WOAD_LEVELS / 2);
    }
}

void woad_board_set_levels(const woad_board *b, woad_desk *d)
{
    for (size_t rank = 0; rank < b->count; rank++)
        put_level(b, d, b->place[rank], b->level[rank]);
    for (size_t i = 0; i < b->fixed.count; i++)
        put_level(b, d, b->fixed.place[i], b->fixed.level[i]);
}

/* ---- swaps ---------------------------------------------------------------------------- */

woad_swap_gain woad_board_gain(const woad_board *board, const woad_desk *d, size_t a, size_t b)
{
    const uint32_t corner[] = {board->corner[a], board->corner[b]};
    const uint32_t place[] = {board->place[a], board->place[b]};
    const uint16_t level[] = {board->level[a], board->level[b]};
    woad_swap_gain gain = {.pairs = woad_pairs_gain(&board->pairs, &board->planes, d->levels,
                               woad_board_frame(board, a), corner, place, level)};
    gain.total = gain.pairs;
    for (size_t p = 0; p < board->pull_count; p++) {
        gain.pulls[p] = woad_pull_gain(
            &board->pulls[p], &board->planes, corner, place, level[1] - level[0]);
        gain.total += gain.pulls[p] >> board->pulls[p].fraction;
    }
    return gain;
}

static void exchange_values(uint32_t *a, uint32_t *b)
{
    uint32_t kept = *a;
    *a = *b;
    *b = kept;
}

void woad_board_swap(woad_board *board, woad_desk *d, size_t a, size_t b)
{
    const woad_planes *planes = &board->planes;
    uint32_t *corner = board->corner, *place = board->place;
    int32_t distance = (int32_t)board->level[b] - (int32_t)board->level[a];
    size_t frame = woad_board_frame(board, a);
    woad_pairs_subtract(&board->pairs, planes, d->field, frame, corner[a]);
    woad_pairs_add(&board->pairs, planes, d->field, frame, corner[b]);
    for (size_t p = 0; p < board->pull_count; p++) {
        woad_pull_move(&board->pulls[p], planes, corner[a], distance, d->field);
        woad_pull_move(&board->pulls[p], planes, corner[b], -distance, d->field);
    }
    exchange_values(&corner[a], &corner[b]);
    exchange_values(&place[a], &place[b]);
    put_level(board, d, place[a], board->level[a]);
    put_level(board, d, place[b], board->level[b]);
}
