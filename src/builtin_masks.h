/* builtin_masks.h - the ranks of the built-in masks. */
#ifndef WOAD_SRC_BUILTIN_MASKS_H
#define WOAD_SRC_BUILTIN_MASKS_H

#include <stdint.h>

#include <woad/mask.h>

#define WOAD_BUILTIN_SIDE 64

extern const uint16_t woad_builtin_ranks[WOAD_BUILTIN_MASKS]
                                        [WOAD_BUILTIN_SIDE * WOAD_BUILTIN_SIDE];

#endif
