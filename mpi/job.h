/* job.h - what rank 0 tells the others to do. */
#ifndef WOAD_MPI_JOB_H
#define WOAD_MPI_JOB_H

#include <stdbool.h>

#include <woad/io.h>
#include <woad/mpi.h>

#define MPI_JOB_PATH 4096 /* bytes of a path, with its end */

/* Seconds for all to end together, once there is no more to do: where one dies just then, and
 * mpirun was told to go on without it, the others would wait for ever. */
#define JOB_LAST_PATIENCE 60U

typedef struct mpi_design_job {
    woad_design_params params;
    bool saved; /* there is a path */
    char path[MPI_JOB_PATH];
    woad_values values;
    bool overwrite;
    char checkpoint[MPI_JOB_PATH]; /* empty: none */
    double checkpoint_every;
    bool resume;
} mpi_design_job;

typedef struct mpi_inspect_job {
    char path[MPI_JOB_PATH];
    woad_io_options input; /* its size, depth and values */
    size_t frame;
} mpi_inspect_job;

/* What came of it; of rank 0 alone. */
typedef struct mpi_inspect_done {
    woad_status status;
    woad_error error;
    size_t width, height, depth;
    bool no_such_frame;              /* then there are no scores, and no error */
    woad_scores scores;              /* of the frame */
    woad_spacetime_scores spacetime; /* where there are several */
} mpi_inspect_done;

/* What came of a design; of rank 0 alone. */
typedef struct mpi_design_done {
    woad_status status; /* of the design */
    woad_design_report report;
    woad_error error;
    bool interrupted;  /* by a signal */
    woad_status saved; /* of the file */
    double seconds;    /* of the design */
} mpi_design_done;

/* For rank 0: does it, with the others. */
void job_design(
    const mpi_design_job *job, const woad_observer *observer, mpi_design_done *done);

/* Reads a mask and scores it, with the others. */
void job_inspect(const mpi_inspect_job *job, mpi_inspect_done *done);

/* The others become its crew (crew.h), until it says that there are no more rows. */
void job_crew(void);

/* The others have no more to do. */
void job_end(void);

/* For the others: does what rank 0 says until there is no more. */
void job_serve(void);

#endif
