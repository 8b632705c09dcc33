/* order.h - exact, stable ranks of values that are spread over processes.
 *
 * Sample sort: each process owns an interval of values, all send theirs to the owners, who rank
 * them and send the ranks back. What is where is the work of the last time: an interval ends where
 * the last order says that a process has its share, so that none has much more, and that changes
 * only when one has.
 */
#ifndef WOAD_MPI_ORDER_H
#define WOAD_MPI_ORDER_H

#include <mpi.h>

#include "base/sort.h"
#include "loss/histogram.h"

typedef struct woad_mpi_order {
    MPI_Comm comm;
    int rank, processes;
    size_t count, total; /* values of this process, and of all */
    float *begins;       /* [processes + 1]: process p owns values from [p] up to [p + 1] */
    int *counts;         /* [8][processes]: order.c */
    float *sent;         /* [count], by owner; then the ranks of the same */
    uint32_t *places;    /* [count]: where each value went in it */
    size_t room;         /* values that the rest has memory for */
    float *owned;        /* [room], by sender; */
    uint32_t *ranks;     /* [room], of those */
    woad_sorter *sorter;
} woad_mpi_order;

/* `target` is of all values: what they are expected to be like. Fails with WOAD_ERROR_MEMORY; also
 * then it is to be cleared. Collective. */
woad_status woad_mpi_order_create(MPI_Comm comm, size_t count, size_t total,
    const woad_histogram_target *target, woad_mpi_order *out, woad_error *error);
void woad_mpi_order_clear(woad_mpi_order *order);

/* ranks[i] = the number of values, of all processes, that come before values[i] in ascending order;
 * equal ones come by process, then by index. Fails with WOAD_ERROR_MEMORY where a process would own
 * more than there is memory for. Collective. */
woad_status woad_mpi_rank(
    woad_mpi_order *order, const float *values, uint32_t *ranks, woad_error *error);

/* Bytes of one for `count` values of an even share. */
size_t woad_mpi_order_memory(size_t count);

#endif
