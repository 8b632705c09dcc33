/* set.c - several masks from one design, with little in common. */
#include "set.h"

#include <math.h>
#include <string.h>

#include <woad/score.h>

#include "base/alloc.h"
#include "base/random.h"
#include "base/status.h"

enum {
    SHIFTS = 48, /* tried for each mask */
    STREAM = 6   /* of the seed */
};

uint64_t woad_set_seed(uint64_t seed, size_t index)
{
    return index == 0 ? seed : woad_hash(seed + woad_hash(~(uint64_t)index));
}

/* Each frame of `from`, moved right by dx and down by dy. */
static void shift(const woad_mask *from, size_t dx, size_t dy, woad_mask *to)
{
    size_t w = from->width, h = from->height;
    for (size_t row = 0; row < h * from->depth; row++) {
        size_t y = row % h, target = (row - y + (y + dy) % h) * w;
        const uint32_t *ranks = from->ranks + row * w;
        const float *thresholds = from->thresholds + row * w;
        memcpy(to->ranks + target + dx, ranks, (w - dx) * sizeof *ranks);
        memcpy(to->ranks + target, ranks + w - dx, dx * sizeof *ranks);
        memcpy(to->thresholds + target + dx, thresholds, (w - dx) * sizeof *thresholds);
        memcpy(to->thresholds + target, thresholds + w - dx, dx * sizeof *thresholds);
    }
}

/* Mean over the frames; 0 where neither has power. */
static woad_status coherence(
    const woad_mask *a, const woad_mask *b, double *mean, woad_error *error)
{
    woad_status status = WOAD_OK;
    *mean = 0;
    for (size_t f = 0; status >= 0 && f < a->depth; f++) {
        woad_coherence_scores scores = {0};
        status = woad_coherence(a, f, 0, b, f, 0, &scores, error);
        *mean += isfinite(scores.mean) ? scores.mean / (double)a->depth : 0;
    }
    return status;
}

/* The largest with one of `count` masks. */
static woad_status largest_coherence(woad_mask *const *masks, size_t count,
    const woad_mask *with, double *largest, woad_error *error)
{
    woad_status status = WOAD_OK;
    *largest = 0;
    for (size_t m = 0; status >= 0 && m < count; m++) {
        double mean = 0;
        status = coherence(masks[m], with, &mean, error);
        *largest = fmax(*largest, mean);
    }
    return status;
}

static woad_status place(woad_mask *const *masks, size_t index, woad_random *random,
    woad_mask *moved, woad_error *error)
{
    woad_mask *mask = masks[index];
    double least = INFINITY;
    size_t best_x = 0, best_y = 0;
    woad_status status = WOAD_OK;
    for (size_t s = 0; status >= 0 && s < SHIFTS; s++) {
        size_t dx = (size_t)(woad_random_next(random) % mask->width);
        size_t dy = (size_t)(woad_random_next(random) % mask->height);
        double largest;
        shift(mask, dx, dy, moved);
        status = largest_coherence(masks, index, moved, &largest, error);
        if (status >= 0 && largest < least) {
            least = largest;
            best_x = dx;
            best_y = dy;
        }
    }
    if (status < 0)
        return status;
    shift(mask, best_x, best_y, moved);
    memcpy(mask->ranks, moved->ranks, woad_mask_count(mask) * sizeof *mask->ranks);
    memcpy(mask->thresholds, moved->thresholds, woad_mask_count(mask) * sizeof(float));
    return WOAD_OK;
}

woad_status woad_set_decorrelate(
    woad_mask *const *masks, size_t count, uint64_t seed, woad_error *error)
{
    woad_mask *moved;
    woad_random random = woad_random_seed(seed, STREAM);
    woad_status status =
        woad_mask_create(masks[0]->width, masks[0]->height, masks[0]->depth, 1, &moved, error);
    if (status < 0)
        return status;
    for (size_t i = 1; status >= 0 && i < count; i++)
        status = place(masks, i, &random, moved, error);
    woad_mask_destroy(moved);
    return status;
}
