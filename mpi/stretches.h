/* stretches.h - parts of rows, lent to the processes that need them.
 *
 * All processes go through the same list of stretches, each of which one process asks for. What a
 * process has asked for lies in its memory one after the other, in the order of the list; given
 * back, it lies where it was.
 */
#ifndef WOAD_MPI_STRETCHES_H
#define WOAD_MPI_STRETCHES_H

#include <stdint.h>

#include "slab.h"

/* The values x .. x + width - 1 of a row, around its end. */
typedef struct woad_mpi_stretch {
    size_t y, x, width;
    int to; /* the process that asks */
} woad_mpi_stretch;

/* The index-th stretch of a list. */
typedef woad_mpi_stretch woad_mpi_stretch_at(const void *list, size_t index);

/* Memory for lending: of up to `most_lent` of a process's own words, and of `most_borrowed`. */
typedef struct woad_mpi_lending {
    const woad_mpi_slab *slab;
    uint32_t *lent, *borrowed;
    int *counts; /* [4][processes] */
    int *next;   /* [processes] */
} woad_mpi_lending;

/* The slab is to outlive it. Fails with WOAD_ERROR_MEMORY; woad_mpi_lending_clear is due then too.
 * Not collective. */
woad_status woad_mpi_lending_init(const woad_mpi_slab *slab, size_t most_lent,
    size_t most_borrowed, woad_mpi_lending *out, woad_error *error);
void woad_mpi_lending_clear(woad_mpi_lending *lending);

/* Puts the stretches of the list that this process asks for into `got`. Words of 32 bits, [rows]
 * [width]. Collective, as the next. */
void woad_mpi_borrow(woad_mpi_lending *lending, woad_mpi_stretch_at *at, const void *list,
    size_t count, const void *rows, void *got);

/* The other way: what this process has of the list goes back to its rows. Stretches of a list must
 * not overlap then. */
void woad_mpi_give_back(woad_mpi_lending *lending, woad_mpi_stretch_at *at, const void *list,
    size_t count, const void *got, void *rows);

#endif
