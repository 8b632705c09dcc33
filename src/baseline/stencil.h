/* baseline/stencil.h - a kernel's taps in integers, ready to be laid over square tiles. */
#ifndef WOAD_BASELINE_STENCIL_H
#define WOAD_BASELINE_STENCIL_H

#include <woad/design.h>

/* Pixels along each side of a tile. */
enum { WOAD_TILE = 16 };

/* The taps as integers, |taps| summing to WOAD_STENCIL_SUM up to rounding, with a margin of
 * zeros as wide as a tile less one: so a whole tile can be read from any place at which it meets
 * a tap, without looking where the taps end. */
typedef struct woad_stencil {
    size_t width, height; /* of the taps proper */
    size_t left, top;     /* columns and rows of them with offsets below 0 */
    size_t pitch, size;   /* of a row, and of all rows, with the margin */
    int32_t *taps;        /* [2][size]: the second time with the other sign */
    int32_t *rise, *fall; /* [size]: the most above and below 0 in the tile read from there */
    int32_t lowest;       /* sum of those below 0, so the least sum of any of them */
} woad_stencil;

/* Half of 2^29, below which the sum stays whatever the rounding of 129 x 129 taps. */
#define WOAD_STENCIL_SUM (INT32_C(1) << 28)

/* The kernel of the params' baseline section: the Gaussian of `sigma`, or `kernel`. Fails as
 * woad_taps_create does. */
woad_status woad_stencil_create(
    const woad_design_params *params, woad_stencil *out, woad_error *error);
void woad_stencil_clear(woad_stencil *stencil);

/* Row y of the taps proper; the tap of no offset is at [left] of row `top`, and 0. */
static inline const int32_t *woad_stencil_row(const woad_stencil *stencil, size_t y)
{
    return stencil->taps + (y + WOAD_TILE - 1) * stencil->pitch + WOAD_TILE - 1;
}

#endif
