/* agree.h - how processes share success and failure.
 *
 * The rule: whoever may fail by itself, by memory or by a file, says so here before the next thing
 * that all do together. So none waits for one that has left, and all leave with one sentence.
 */
#ifndef WOAD_MPI_AGREE_H
#define WOAD_MPI_AGREE_H

#include <mpi.h>

#include <woad/status.h>

/* The lowest status of all processes, of the lowest rank that has it, and where that is a failure
 * its sentence in *error of all. `error` is not NULL. Collective. */
woad_status woad_mpi_agree(MPI_Comm comm, woad_status status, woad_error *error);

#endif
