/* shift.h - masks moved around their torus, which changes no score. */
#ifndef WOAD_SRC_SHIFT_H
#define WOAD_SRC_SHIFT_H

#include <woad/mask.h>

/* Pixels to the right and down; any number, those beyond an axis go round again. */
typedef struct woad_shift {
    size_t right, down;
} woad_shift;

/* Moves every channel of every frame. */
void woad_mask_move(woad_mask *mask, woad_shift by);

#endif
