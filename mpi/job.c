/* job.c - see job.h. Jobs are structs of bytes: all processes run the same build on the same kind
 * of machine, as their transforms ask of them too. */
#include "job.h"

#include <string.h>
#include <unistd.h>

#include "crew.h"
#include "system.h"

typedef enum order { ORDER_END, ORDER_DESIGN, ORDER_INSPECT, ORDER_CREW } order;

/* What is next, and the memory that each may have for it. */
typedef struct word {
    order what;
    bool limited;
    size_t bytes, threads;
} word;

static void tell(order what)
{
    word w = {.what = what};
    w.limited = asked_limit(&w.bytes, &w.threads) && what != ORDER_END;
    MPI_Bcast(&w, (int)sizeof w, MPI_BYTE, 0, MPI_COMM_WORLD);
}

/* A limit that rank 0 could set is one that the others can, too. */
static order hear(void)
{
    word w;
    MPI_Bcast(&w, (int)sizeof w, MPI_BYTE, 0, MPI_COMM_WORLD);
    if (w.limited)
        limit_memory(w.bytes, w.threads);
    return w.what;
}

/* What each process does of it. */
static void design(
    const mpi_design_job *job, const woad_observer *observer, mpi_design_done *done)
{
    woad_mpi_mask *mask = NULL;
    const woad_mpi_checkpoint checkpoint = {
        job->checkpoint, job->checkpoint_every, job->resume};
    double begin = MPI_Wtime();
    done->status = woad_mpi_design(MPI_COMM_WORLD, &job->params, observer,
        job->checkpoint[0] ? &checkpoint : NULL, &mask, &done->report, &done->error);
    done->seconds = MPI_Wtime() - begin;
    done->saved = WOAD_OK;
    /* Who interrupts a design that has a checkpoint wants that; only rank 0 knows. */
    done->interrupted = done->status == WOAD_STOP_CALLER && observer && was_interrupted();
    int saves = job->saved && !(done->interrupted && job->checkpoint[0]);
    MPI_Bcast(&saves, 1, MPI_INT, 0, MPI_COMM_WORLD);
    if (done->status >= 0 && saves)
        done->saved = woad_mpi_mask_save(
            MPI_COMM_WORLD, mask, job->path, job->values, job->overwrite, &done->error);
    woad_mpi_mask_destroy(mask);
}

void job_design(const mpi_design_job *job, const woad_observer *observer, mpi_design_done *done)
{
    mpi_design_job told = *job;
    tell(ORDER_DESIGN);
    MPI_Bcast(&told, (int)sizeof told, MPI_BYTE, 0, MPI_COMM_WORLD);
    design(job, observer, done);
}

static woad_status score(
    const mpi_inspect_job *job, const woad_mpi_mask *mask, mpi_inspect_done *done)
{
    woad_status status =
        woad_mpi_score(MPI_COMM_WORLD, mask, job->frame, &done->scores, &done->error);
    if (status >= 0 && mask->depth > 1)
        status = woad_mpi_score_spacetime(MPI_COMM_WORLD, mask, &done->spacetime, &done->error);
    return status;
}

static void inspect(const mpi_inspect_job *job, mpi_inspect_done *done)
{
    woad_mpi_mask *mask = NULL;
    done->status =
        woad_mpi_mask_load(MPI_COMM_WORLD, job->path, &job->input, &mask, &done->error);
    if (done->status >= 0) {
        done->width = mask->width;
        done->height = mask->height;
        done->depth = mask->depth;
        done->no_such_frame = job->frame >= mask->depth;
        if (!done->no_such_frame)
            done->status = score(job, mask, done);
    }
    woad_mpi_mask_destroy(mask);
}

void job_inspect(const mpi_inspect_job *job, mpi_inspect_done *done)
{
    mpi_inspect_job told = *job;
    tell(ORDER_INSPECT);
    MPI_Bcast(&told, (int)sizeof told, MPI_BYTE, 0, MPI_COMM_WORLD);
    inspect(job, done);
}

void job_crew(void)
{
    tell(ORDER_CREW);
}

void job_end(void)
{
    tell(ORDER_END);
}

static void serve_design(void)
{
    mpi_design_job job;
    mpi_design_done done;
    MPI_Bcast(&job, (int)sizeof job, MPI_BYTE, 0, MPI_COMM_WORLD);
    design(&job, NULL, &done);
}

static void serve_inspect(void)
{
    mpi_inspect_job job;
    mpi_inspect_done done;
    MPI_Bcast(&job, (int)sizeof job, MPI_BYTE, 0, MPI_COMM_WORLD);
    inspect(&job, &done);
}

void job_serve(void)
{
    for (;;) {
        switch (hear()) {
        case ORDER_DESIGN:
            serve_design();
            break;
        case ORDER_INSPECT:
            serve_inspect();
            break;
        case ORDER_CREW:
            crew_serve();
            alarm(12 * JOB_LAST_PATIENCE); /* rank 0 still has its table to write */
            break;
        case ORDER_END:
            return;
        }
    }
}
