/* baseline/tiles.h - the rows of a mask of void-and-cluster tiles. */
#ifndef WOAD_BASELINE_TILES_H
#define WOAD_BASELINE_TILES_H

#include <woad/design.h>

/* Fills `ranks`, [rows][width], with rows first .. first + rows - 1 of the mask that the baseline
 * makes: who shares a mask makes the tiles that its rows meet. Fails as a baseline's make does. */
woad_status woad_tiles_rows(const woad_design_params *params, size_t first, size_t rows,
    uint32_t *ranks, woad_error *error);

#endif
