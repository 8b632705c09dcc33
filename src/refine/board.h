/* refine/board.h - a mask's pixels by rank, the planes they stand in, and what swaps gain.
 *
 * A mask of several frames is one order of all its values (exchange.h). Pixels stand in planes
 * (planes.h), a frame after the other; a level is what the energy tells ranks apart by, at most
 * WOAD_LEVELS of them.
 */
#ifndef WOAD_SRC_BOARD_H
#define WOAD_SRC_BOARD_H

#include <stdbool.h>

#include "refine/energy.h"
#include "refine/pairs.h"
#include "refine/pull.h"

/* The memory of one thread. */
typedef struct woad_desk {
    int32_t *field;  /* F_t less the pulls: [depth][height][stride] */
    int16_t *levels; /* level - 2^15 of each pixel, with copies beyond the edges:
                        [depth][rows][stride] */
} woad_desk;

/* Pixels of a part that keep their ranks; by rank, each takes its turn before that one of the
 * others. */
typedef struct woad_fixed_pixels {
    size_t count;
    uint32_t *place, *corner, *turn;
    uint16_t *level;
} woad_fixed_pixels;

typedef struct woad_board {
    size_t depth, level_count;
    size_t capacity, count; /* of the pixels that swap: the whole torus, or a part's */
    unsigned shift;         /* level = rank >> shift */
    woad_planes planes;
    woad_pairs pairs;
    size_t pull_count;
    woad_pull pulls[WOAD_SWAP_PULLS];
    double unit; /* one integer unit of a swap's gain: each pair counts in both orders */
    double pull_units[WOAD_SWAP_PULLS]; /* of the gains of each, without its weight */
    /* By rank: the pixel's place in the planes, its corner, and its level. */
    uint32_t *place, *corner;
    uint16_t *level;
    woad_fixed_pixels fixed;
    size_t desk_count; /* 1 where there are pulls */
    woad_desk *desks;
} woad_board;

/* For the torus of a whole mask, or of a part of a mask of `count_of_mask` pixels; `scale` as in
 * woad_energy_units. Holds no pixels yet. Fails with WOAD_ERROR_MEMORY; woad_board_clear is due
 * then too, and does nothing to a board that is all zero. */
woad_status woad_board_create(woad_board *board, const woad_swap_energy *energy, double scale,
    size_t width, size_t height, size_t depth, size_t count_of_mask, size_t desk_count,
    woad_error *error);
woad_status woad_board_create_fixed(woad_board *board, woad_error *error); /* for a part */
void woad_board_clear(woad_board *board);

/* Bytes that it takes, at most, without pixels that keep their ranks. */
size_t woad_board_memory(size_t width, size_t height, size_t depth, size_t desk_count,
    size_t pull_count, size_t radius);

/* All ranks, [depth][height][width]; or those of a part, as exchange.h has it. */
void woad_board_load(woad_board *board, const uint32_t *ranks);
void woad_board_ranks(const woad_board *board, uint32_t *ranks);
void woad_board_add_pixel(woad_board *board, size_t pixel, uint32_t rank, bool fixed);
size_t woad_board_pixel(const woad_board *board, size_t rank);

/* Puts all levels on a desk. */
void woad_board_set_levels(const woad_board *board, woad_desk *desk);

/* The frame of a value, by its rank among all. */
static inline size_t woad_board_frame(const woad_board *board, size_t rank)
{
    return board->depth > 1 ? rank % board->depth : 0;
}

/* What a swap gains, in integers: by the pairs, by each pull, and by all in the pairs' unit. */
typedef struct woad_swap_gain {
    int64_t pairs, pulls[WOAD_SWAP_PULLS], total;
} woad_swap_gain;

/* Of the pixels of ranks a < b, of one frame. For the swap rank a is below the field's level and b
 * is not. */
woad_swap_gain woad_board_gain(
    const woad_board *board, const woad_desk *desk, size_t a, size_t b);
void woad_board_swap(woad_board *board, woad_desk *desk, size_t a, size_t b);

#endif
