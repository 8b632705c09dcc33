/* crew.h - the processes of a job as workers over the rows of a sweep: rank 0 gives rows out, the
 * others design them, one at a time each.
 *
 * A process that rank 0 does not hear for CREW_PATIENCE seconds is taken for dead, and its row is
 * given to another. (By itself mpirun ends a job of which a process dies; told to, with
 * --enable-recovery, Open MPI lets the others go on.) */
#ifndef WOAD_MPI_CREW_H
#define WOAD_MPI_CREW_H

#include "../cli/sweep.h"

#define CREW_PATIENCE 10.0 /* seconds; each process is heard twice in one */

typedef struct mpi_crew mpi_crew;

/* For rank 0; NULL for want of memory. */
mpi_crew *crew_create(void);
void crew_destroy(mpi_crew *crew);

/* As sweep_run wants it. */
sweep_crew crew_of(mpi_crew *crew);

/* How many processes are not heard any more: there is no collective call for this job then. */
size_t crew_lost(const mpi_crew *crew);

/* For the others: designs what rank 0 sends until it says that there is no more. */
void crew_serve(void);

#endif
