/* crew.c - see crew.h. Only the main thread of a process calls MPI. Messages are structs of bytes,
 * as those of job.c are. */
#include "crew.h"

#include <mpi.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "failure.h"
#include "job.h"
#include "system.h"

/* From rank 0: a row, a sign of life, the end. To it: what came of a row, a sign of life, and that
 * the end was heard. */
enum { TAG_ROW = 1, TAG_DONE, TAG_ALIVE, TAG_END };

static const double beat = 0.5; /* seconds between two signs of life */

typedef struct row_order {
    size_t row;
    double time_limit;
    woad_design_params params;
} row_order;

typedef struct row_done {
    size_t row;
    woad_status status;
    woad_error error;
    sweep_result result; /* but for its pointers */
} row_done;

static void rest(void)
{
    const struct timespec pause = {.tv_nsec = 2000000};
    nanosleep(&pause, NULL);
}

static bool comes(int rank, MPI_Status *status)
{
    int there;
    MPI_Iprobe(rank, MPI_ANY_TAG, MPI_COMM_WORLD, &there, status);
    return there;
}

static void receive(const MPI_Status *status, void *bytes, size_t size)
{
    MPI_Recv(bytes, (int)size, MPI_BYTE, status->MPI_SOURCE, status->MPI_TAG, MPI_COMM_WORLD,
        MPI_STATUS_IGNORE);
}

/* ---- rank 0 ------------------------------------------------------------------------------ */

typedef struct helper {
    int rank;
    bool busy; /* with a row; whoever is lost may yet come back with it */
    bool lost, ended;
    double heard;
    row_order order;
    MPI_Request sending; /* of the order: a process that is dead does not take it */
} helper;

struct mpi_crew {
    sweep_pool *pool;
    double told; /* when the others last had a sign of life */
    size_t count;
    helper helpers[];
};

mpi_crew *crew_create(void)
{
    int processes;
    MPI_Comm_size(MPI_COMM_WORLD, &processes);
    size_t count = (size_t)processes - 1;
    mpi_crew *crew = calloc(1, sizeof *crew + count * sizeof *crew->helpers);
    if (!crew)
        return NULL;
    crew->count = count;
    for (size_t i = 0; i < count; i++) {
        crew->helpers[i].rank = (int)i + 1;
        crew->helpers[i].sending = MPI_REQUEST_NULL;
    }
    return crew;
}

void crew_destroy(mpi_crew *crew)
{
    free(crew);
}

size_t crew_lost(const mpi_crew *crew)
{
    size_t lost = 0;
    for (size_t i = 0; i < crew->count; i++)
        lost += crew->helpers[i].lost;
    return lost;
}

/* Sends bytes to whom nothing may be heard of any more: nobody waits for that. */
static void tell(const helper *h, int tag)
{
    MPI_Request request;
    MPI_Isend(NULL, 0, MPI_BYTE, h->rank, tag, MPI_COMM_WORLD, &request);
    MPI_Request_free(&request);
}

static void hear(mpi_crew *crew)
{
    MPI_Status status;
    while (comes(MPI_ANY_SOURCE, &status)) {
        helper *h = &crew->helpers[status.MPI_SOURCE - 1];
        row_done done;
        receive(&status, &done, sizeof done);
        h->heard = seconds_now();
        h->lost = false;
        h->ended = h->ended || status.MPI_TAG == TAG_END;
        if (status.MPI_TAG != TAG_DONE)
            continue;
        h->busy = false;
        sweep_put(crew->pool, done.row, done.status, &done.result, &done.error);
    }
}

static void give_row(mpi_crew *crew, helper *h)
{
    int sent;
    MPI_Test(&h->sending, &sent, MPI_STATUS_IGNORE);
    if (!sent || !sweep_take(crew->pool, &h->order.row, &h->order.params))
        return;
    h->order.time_limit = sweep_time_limit(crew->pool);
    h->busy = true;
    h->heard = seconds_now();
    MPI_Isend(&h->order, (int)sizeof h->order, MPI_BYTE, h->rank, TAG_ROW, MPI_COMM_WORLD,
        &h->sending);
}

static void give_up(mpi_crew *crew, helper *h)
{
    h->lost = true;
    note("process %d is not heard any more: another one makes its row", h->rank);
    sweep_give_back(crew->pool, h->order.row);
}

static void show_life(mpi_crew *crew)
{
    if (seconds_now() - crew->told < beat)
        return;
    crew->told = seconds_now();
    for (size_t i = 0; i < crew->count; i++) {
        if (!crew->helpers[i].lost)
            tell(&crew->helpers[i], TAG_ALIVE);
    }
}

/* Until all have heard it that are there. */
static void end_all(mpi_crew *crew)
{
    double begin = seconds_now();
    for (size_t i = 0; i < crew->count; i++)
        tell(&crew->helpers[i], TAG_END);
    for (size_t left = crew->count; left > 0;) {
        hear(crew);
        left = 0;
        for (size_t i = 0; i < crew->count; i++) {
            helper *h = &crew->helpers[i];
            h->lost = h->lost || (!h->ended && seconds_now() - begin > CREW_PATIENCE);
            left += !h->ended && !h->lost;
        }
        rest();
    }
}

static void work(sweep_pool *pool, void *user)
{
    mpi_crew *crew = user;
    crew->pool = pool;
    job_crew();
    while (!sweep_is_over(pool) && crew_lost(crew) < crew->count) {
        hear(crew);
        show_life(crew);
        for (size_t i = 0; i < crew->count; i++) {
            helper *h = &crew->helpers[i];
            bool silent = seconds_now() - h->heard > CREW_PATIENCE;
            if (h->busy && !h->lost && silent)
                give_up(crew, h);
            else if (!h->busy)
                give_row(crew, h);
        }
        rest();
    }
    end_all(crew);
}

sweep_crew crew_of(mpi_crew *crew)
{
    return (sweep_crew){crew->count, work, crew};
}

/* ---- the others -------------------------------------------------------------------------- */

/* One row at a time, in a thread of its own: meanwhile this one shows that it is alive. */
typedef struct worker {
    row_order order;
    row_done done;
    pthread_t thread;
    bool busy;
    atomic_bool ready;
} worker;

static void *design(void *user)
{
    worker *w = user;
    w->done.row = w->order.row;
    w->done.status =
        sweep_design(&w->order.params, w->order.time_limit, &w->done.result, &w->done.error);
    atomic_store(&w->ready, true);
    return NULL;
}

static void begin(worker *w)
{
    atomic_store(&w->ready, false);
    w->busy = true;
    if (pthread_create(&w->thread, NULL, design, w) == 0)
        return;
    design(w); /* unheard meanwhile */
    w->thread = pthread_self();
}

static void finish(worker *w)
{
    if (!pthread_equal(w->thread, pthread_self()))
        pthread_join(w->thread, NULL);
    w->busy = false;
}

/* Rank 0 is not heard any more: nobody is there to end this process in order. */
static void end_alone(void)
{
    _exit(EXIT_INTERNAL);
}

void crew_serve(void)
{
    worker w = {.busy = false};
    MPI_Status status;
    double heard = seconds_now(), told = heard;
    for (;;) {
        while (comes(0, &status)) {
            receive(&status, &w.order, status.MPI_TAG == TAG_ROW ? sizeof w.order : 0);
            heard = seconds_now();
            if (status.MPI_TAG == TAG_ROW)
                begin(&w);
            if (status.MPI_TAG == TAG_END)
                goto end;
        }
        if (w.busy && atomic_load(&w.ready)) {
            finish(&w);
            MPI_Send(&w.done, (int)sizeof w.done, MPI_BYTE, 0, TAG_DONE, MPI_COMM_WORLD);
        }
        if (seconds_now() - told >= beat) {
            told = seconds_now();
            MPI_Send(NULL, 0, MPI_BYTE, 0, TAG_ALIVE, MPI_COMM_WORLD);
        }
        if (seconds_now() - heard > 12 * CREW_PATIENCE) /* its disk may be slow */
            end_alone();
        rest();
    }
end:
    if (w.busy) {
        interrupt(); /* what it designs, nobody wants any more */
        finish(&w);
    }
    MPI_Send(NULL, 0, MPI_BYTE, 0, TAG_END, MPI_COMM_WORLD);
}
