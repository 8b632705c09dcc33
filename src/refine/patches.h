/* refine/patches.h - swaps of ranks in masks of any size.
 *
 * A small mask is swapped as a whole (exchange.h). In a large one each dot touches memory all
 * over the place, so it is cut into patches that fit a cache: a sweep takes them one after the
 * other, swaps the pixels of each among themselves, by their order in the whole mask, and
 * keeps those around it. Patches that do not touch run in threads; what comes out does not depend
 * on how many. Each sweep cuts elsewhere. With pulls, which couple all levels, a mask is swapped as
 * a whole at any size; so are masks of several frames.
 */
#ifndef WOAD_SRC_PATCHES_H
#define WOAD_SRC_PATCHES_H

#include "refine/exchange.h"

typedef struct woad_patches woad_patches;

/* As the functions of exchange.h. */
woad_status woad_patches_create(const woad_swap_energy *energy, size_t width, size_t height,
    size_t depth, const uint32_t *ranks, uint64_t seed, size_t threads, woad_patches **out,
    woad_error *error);
void woad_patches_destroy(woad_patches *patches);
size_t woad_patches_memory(size_t width, size_t height, size_t depth, size_t threads,
    size_t pull_count, size_t radius);
woad_exchange_outcome woad_patches_sweep(
    woad_patches *patches, size_t index, double temperature, double reach);
void woad_patches_ranks(const woad_patches *patches, uint32_t *ranks);
void woad_patches_load(woad_patches *patches, const uint32_t *ranks);

#endif
