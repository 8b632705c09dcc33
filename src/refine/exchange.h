/* refine/exchange.h - rank swaps that lower an energy, level by level.
 *
 * The energy is the dither energy, or products over pairs of pixels (pull.h), or both. The dither
 * energy is a sum over levels. With u in ranks and b_t = [u >= t],
 *
 *     -1/2 sum_ij g(i-j) |u_i - u_j| = -sum_t sum_{i in b_t, j not} g(i-j),
 *
 * so swapping the pixels of ranks a < b moves one dot in the patterns of the levels a+1 .. b and
 * changes nothing else. A sweep visits every rank t in turn and holds the field
 *
 *     F_t(p) = sum_j g(p-j) [u_j < t],
 *
 * the one that void-and-cluster looks for voids and clusters in (Ulichney 1993). Of the ranks a
 * little below t it takes the pixel of the tightest cluster, of those a little above that of the
 * largest void, and swaps them if that lowers the energy: the gain is
 *
 *     sum_k (g(k-j) - g(k-i)) clamp(u_k, a, b) + g(i-j) (b - a)     for u_i = a, u_j = b,
 *
 * exact and in integers. With a temperature T it also accepts losses, with the probability
 * exp(gain / (T (b - a))) (Metropolis et al. 1953, T per level). It chooses by fields with noise
 * of about that size, so that no choice comes back for ever.
 *
 * Ranks are cut into segments, and swaps stay inside: what one segment does changes no pattern
 * at the levels of another, so segments run in threads, and the result does not depend on how
 * many there are. Each sweep cuts elsewhere.
 *
 * A mask of several frames, each a permutation, is one order of all its values: that of rank r in
 * frame f has the rank r * depth + f. Swaps stay within a frame, and the kernel reaches into
 * others.
 *
 * A pull C, in the unit of F, joins in by the field F_t - C: what a swap gains is, but for the tap
 * between its pixels, the distance of their levels times the difference of this. It couples all
 * levels, so then there is one segment, in one thread.
 */
#ifndef WOAD_SRC_EXCHANGE_H
#define WOAD_SRC_EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "refine/energy.h"

typedef struct woad_exchange woad_exchange;

/* For masks of width x height x depth, from `ranks`, in up to `threads` threads. Masks of more than
 * 2^16 values have their energy on 2^16 evenly spaced levels. Fails with WOAD_ERROR_MEMORY. */
woad_status woad_exchange_create(const woad_swap_energy *energy, size_t width, size_t height,
    size_t depth, const uint32_t *ranks, uint64_t seed, size_t threads, woad_exchange **out,
    woad_error *error);
void woad_exchange_destroy(woad_exchange *exchange);

/* Bytes that it takes, at most, with so many pulls and kernels up to `radius`. */
size_t woad_exchange_memory(size_t width, size_t height, size_t depth, size_t threads,
    size_t pull_count, size_t radius);

/* What a sweep did. The gain is the fall of the dither energy, -1/2 sum_ij g(i-j) |u_i - u_j| with
 * levels scaled to u in [0, 1] and taps of sum 1; that of a pull the fall of its sum, without its
 * weight. */
typedef struct woad_exchange_outcome {
    uint64_t tried, swapped;
    double gain, pull_gains[WOAD_SWAP_PULLS];
} woad_exchange_outcome;

/* The index-th sweep; each index has random numbers of its own. The temperature is in
 * thousandths of the weights' sum; 0 accepts gains only. `reach` is the share of the ranks, below
 * and above, that a level chooses from. */
woad_exchange_outcome woad_exchange_sweep(
    woad_exchange *exchange, size_t index, double temperature, double reach);

/* The ranks as they are now, [depth][height][width]. */
void woad_exchange_ranks(const woad_exchange *exchange, uint32_t *ranks);

/* Takes up other ranks. */
void woad_exchange_load(woad_exchange *exchange, const uint32_t *ranks);

/* Of a part of a larger mask, by the dither energy alone: a rectangle of pixels that swap, and
 * those in reach of the kernel around it, which keep their ranks. The part is laid on a torus of
 * its own, width x height, so large that the kernel of no swapping pixel reaches over an edge into
 * others than in the mask, which has `count_of_mask` pixels in one frame; `pairs` are those of the
 * mask. One thread. */
woad_status woad_exchange_create_part(const woad_slices *pairs, size_t width, size_t height,
    size_t count_of_mask, uint64_t seed, woad_exchange **out, woad_error *error);

/* Fills a part with pixels of its torus, by ascending rank in the mask. The reach of a sweep is a
 * share of those that swap. */
void woad_exchange_begin_part(woad_exchange *exchange);
void woad_exchange_add_pixel(woad_exchange *exchange, size_t pixel, uint32_t rank, bool fixed);

/* Where the index-th pixel that swaps stands now; indices keep their ranks. */
size_t woad_exchange_pixel(const woad_exchange *exchange, size_t index);

#endif
