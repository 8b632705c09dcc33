/* diffusion.h - where the errors of error diffusion go. */
#ifndef WOAD_SRC_DIFFUSION_H
#define WOAD_SRC_DIFFUSION_H

#include <woad/dither.h>

enum {
    WOAD_DIFFUSION_REACH = 2, /* pixels to either side, at most */
    WOAD_DIFFUSION_ROWS = 3,  /* with the pixel's own */
    WOAD_DIFFUSION_TAPS = 12
};

/* A pixel that takes a share, in units of 2^-32, of the error; `ahead` is in the direction of the
 * row. */
typedef struct woad_diffusion_tap {
    ptrdiff_t ahead;
    size_t row;
    int64_t share;
} woad_diffusion_tap;

typedef struct woad_diffusion_taps {
    size_t count;
    int64_t sum; /* of the shares */
    woad_diffusion_tap tap[WOAD_DIFFUSION_TAPS];
} woad_diffusion_taps;

/* WOAD_ERROR_ARGUMENT with a sentence when there is no such kernel, or damping is out of range. */
woad_status woad_diffusion_init(
    woad_diffusion_taps *taps, const woad_diffusion *diffusion, woad_error *error);

/* The errors that reach one channel of a row and of those below it. */
typedef struct woad_diffusion_rows {
    size_t width;
    int32_t *row[WOAD_DIFFUSION_ROWS]; /* at the first pixel; with room to either side */
} woad_diffusion_rows;

/* How many errors one channel of a row of `width` pixels needs. */
static inline size_t woad_diffusion_room(size_t width)
{
    return WOAD_DIFFUSION_ROWS * (width + 2 * WOAD_DIFFUSION_REACH);
}

/* `memory` has that room. */
void woad_diffusion_rows_init(woad_diffusion_rows *rows, size_t width, int32_t *memory);

/* Goes on to the next row. */
void woad_diffusion_rows_advance(woad_diffusion_rows *rows);

/* Hands out the error of pixel x. Shares are rounded down but for the last, which takes what the
 * others leave, so that no error is lost inside. */
static inline void woad_diffusion_spread(const woad_diffusion_taps *taps,
    const woad_diffusion_rows *rows, size_t x, bool leftward, int32_t off)
{
    int32_t left = (int32_t)((off * taps->sum) >> 32);
    for (size_t i = 0; i < taps->count; i++) {
        const woad_diffusion_tap *tap = &taps->tap[i];
        int32_t share = i + 1 < taps->count ? (int32_t)((off * tap->share) >> 32) : left;
        rows->row[tap->row][(ptrdiff_t)x + (leftward ? -tap->ahead : tap->ahead)] += share;
        left -= share;
    }
}

#endif
