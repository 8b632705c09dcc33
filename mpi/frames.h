/* frames.h - the terms that see a frame, or a pixel through time, by itself (src/loss does them),
 * for masks of several frames, of which each process has some.
 *
 * For time each process gets some of the rows of all frames, and gives their gradient back.
 */
#ifndef WOAD_MPI_FRAMES_H
#define WOAD_MPI_FRAMES_H

#include <woad/design.h>

#include "loss/loss.h"
#include "slab.h"

typedef struct woad_mpi_frames {
    const woad_mpi_slab *slab;
    woad_loss *frame;         /* of one frame: its spectra and its order */
    woad_loss *series;        /* of a row of all frames; NULL: no term acts through time */
    woad_loss_params through; /* what the series has of the terms */
    float *values, *gradient; /* of either, one at a time */
    float *sent;              /* this process's frames, by the process that has the rows; */
    float *rows;              /* [depth][own rows][width]: values, then their gradient */
    int *counts;              /* [4][processes]: frames.c */
    woad_losses *losses;      /* [processes][block]: of each frame, or of each row */
} woad_mpi_frames;

/* The params were checked; the slab is to outlive it. Fails with WOAD_ERROR_MEMORY, or _SIZE
 * where a process gets more rows than MPI counts; also then it is to be cleared. Not collective. */
woad_status woad_mpi_frames_init(const woad_loss_params *params, const woad_mpi_slab *slab,
    woad_mpi_frames *out, woad_error *error);
void woad_mpi_frames_clear(woad_mpi_frames *frames);

/* Adds to the gradient of this process's values, and to *losses (NULL: not wanted) those of all
 * frames and rows, in their order. Collective. */
void woad_mpi_frames_add(woad_mpi_frames *frames, const float *values,
    const float multipliers[WOAD_MAX_LOSS_TERMS], float *gradient, woad_losses *losses);

/* Ranks of this process's values, each in its frame. Not collective. */
void woad_mpi_frames_rank(woad_mpi_frames *frames, const float *values, uint32_t *ranks);

/* Bytes of one for `rows` rows, an even share of height * depth. */
size_t woad_mpi_frames_memory(const woad_loss_params *params, size_t width, size_t height,
    size_t depth, size_t rows, int processes);

#endif
