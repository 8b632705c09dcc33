/* order.c - see order.h. */
#include "order.h"

#include <math.h>
#include <string.h>

#include "agree.h"
#include "base/alloc.h"
#include "base/simd.h"
#include "base/status.h"

/* Parts of the values that are dealt side by side: a count that was just written is slow to be read
 * again, and with few owners it is the same again and again. */
enum { STREAMS = 4 };

/* A process may own this much more than an even share before the intervals are moved. */
static const double slack = 1.05;

/* ---- memory --------------------------------------------------------------------------------- */

/* Rows of `counts`: values to and from each process, and where they begin; then of streams. */
static int *to(const woad_mpi_order *o)
{
    return o->counts;
}

static int *to_begin(const woad_mpi_order *o)
{
    return o->counts + o->processes;
}

static int *from(const woad_mpi_order *o)
{
    return o->counts + 2 * o->processes;
}

static int *from_begin(const woad_mpi_order *o)
{
    return o->counts + 3 * o->processes;
}

static void free_owned(woad_mpi_order *o)
{
    woad_free(o->owned);
    woad_free(o->ranks);
    woad_sorter_destroy(o->sorter);
    o->owned = NULL;
    o->ranks = NULL;
    o->sorter = NULL;
    o->room = 0;
}

/* Memory for `count` values that this process owns. */
static woad_status reserve(woad_mpi_order *o, size_t count, woad_error *error)
{
    if (count <= o->room)
        return WOAD_OK;
    free_owned(o);
    o->owned = woad_array(count, sizeof *o->owned);
    o->ranks = woad_array(count, sizeof *o->ranks);
    if (!o->owned || !o->ranks)
        return woad_fail_memory(error, "the order of the values");
    woad_status status = woad_sorter_create(count, 1, &o->sorter, error);
    if (status >= 0)
        o->room = count;
    return status;
}

static size_t share_of(const woad_mpi_order *o)
{
    return (size_t)(slack * (double)o->total / o->processes) + 1;
}

/* The rank at which process p begins, if all have even shares. */
static size_t even_begin(const woad_mpi_order *o, int p)
{
    return (size_t)((uint64_t)o->total * (uint64_t)p / (uint64_t)o->processes);
}

woad_status woad_mpi_order_create(MPI_Comm comm, size_t count, size_t total,
    const woad_histogram_target *target, woad_mpi_order *out, woad_error *error)
{
    *out = (woad_mpi_order){.comm = comm, .count = count, .total = total};
    MPI_Comm_rank(comm, &out->rank);
    MPI_Comm_size(comm, &out->processes);
    size_t processes = (size_t)out->processes;
    out->begins = woad_array(processes + 1, sizeof *out->begins);
    out->counts = woad_array((4 + STREAMS) * processes, sizeof *out->counts);
    out->sent = woad_array(count, sizeof *out->sent);
    out->places = woad_array(count, sizeof *out->places);
    woad_status status = WOAD_OK;
    if (!out->begins || !out->counts || !out->sent || !out->places)
        status = woad_fail_memory(error, "the order of the values");
    if (status >= 0)
        status = reserve(out, share_of(out), error);
    for (int p = 1; status >= 0 && p < out->processes; p++)
        out->begins[p] = woad_target_value(target, (uint32_t)even_begin(out, p));
    if (status >= 0) {
        out->begins[0] = out->begins[processes] = NAN; /* never passed by any value */
    }
    return woad_mpi_agree(comm, status, error);
}

void woad_mpi_order_clear(woad_mpi_order *o)
{
    free_owned(o);
    woad_free(o->begins);
    woad_free(o->counts);
    woad_free(o->sent);
    woad_free(o->places);
}

size_t woad_mpi_order_memory(size_t count)
{
    size_t owned = (size_t)(slack * (double)count) + 1;
    return count * (sizeof(float) + sizeof(uint32_t)) +
           owned * (sizeof(float) + sizeof(uint32_t)) + woad_sorter_memory(owned, 1);
}

/* ---- there and back ------------------------------------------------------------------------- */

/* Whose a value is: guessed as if all were spread evenly over [-1, 1], then corrected, by one
 * without a branch that would be mispredicted half of the time. */
static int owner_of(const woad_mpi_order *o, float value)
{
    const float *begin = o->begins;
    float last = (float)(o->processes - 1);
    float guess = 0.5F * (value + 1) * (float)o->processes;
    guess = guess > 0 ? guess : 0; /* also of what is no number */
    int p = (int)(guess < last ? guess : last);
    p -= value < begin[p];
    p += value >= begin[p + 1];
    while (value < begin[p])
        p--;
    while (value >= begin[p + 1])
        p++;
    return p;
}

static size_t begins(const int *counts, int *begin, int processes)
{
    size_t sum = 0;
    for (int p = 0; p < processes; p++) {
        begin[p] = (int)sum;
        sum += (size_t)counts[p];
    }
    return sum;
}

/* The same of all values; of two processes in vectors. */
WOAD_VECTOR static void find_owners(const woad_mpi_order *o, const float *values)
{
    const float begin = o->begins[1];
    uint32_t *owners = o->places;
    if (o->processes == 2) {
        for (size_t i = 0; i < o->count; i++)
            owners[i] = values[i] >= begin;
        return;
    }
    for (size_t i = 0; i < o->count; i++)
        owners[i] = (uint32_t)owner_of(o, values[i]);
}

/* Where the next value of a stream goes, by owner; before that, how many there are. */
static int *next_of(const woad_mpi_order *o, size_t stream)
{
    return o->counts + (4 + stream) * (size_t)o->processes;
}

static void count_streams(woad_mpi_order *o)
{
    const size_t length = o->count / STREAMS;
    int *counts[STREAMS];
    memset(next_of(o, 0), 0, STREAMS * (size_t)o->processes * sizeof(int));
    for (size_t s = 0; s < STREAMS; s++)
        counts[s] = next_of(o, s);
    for (size_t i = 0; i < length; i++) {
        for (size_t s = 0; s < STREAMS; s++)
            counts[s][o->places[s * length + i]]++;
    }
    for (size_t i = STREAMS * length; i < o->count; i++)
        counts[STREAMS - 1][o->places[i]]++;
}

/* Counts become places: an owner's values are those of the first stream, then of the next. */
static void begin_streams(woad_mpi_order *o)
{
    size_t sum = 0;
    for (int p = 0; p < o->processes; p++) {
        to_begin(o)[p] = (int)sum;
        for (size_t s = 0; s < STREAMS; s++) {
            const int count = next_of(o, s)[p];
            next_of(o, s)[p] = (int)sum;
            sum += (size_t)count;
        }
        to(o)[p] = (int)sum - to_begin(o)[p];
    }
}

/* Sorts the values by owner, each owner's in their order. */
static void deal(woad_mpi_order *o, const float *values)
{
    const size_t length = o->count / STREAMS;
    int *next[STREAMS];
    find_owners(o, values);
    count_streams(o);
    begin_streams(o);
    for (size_t s = 0; s < STREAMS; s++)
        next[s] = next_of(o, s);
    for (size_t i = 0; i < length; i++) {
        for (size_t s = 0; s < STREAMS; s++) {
            const size_t at = s * length + i;
            const uint32_t place = (uint32_t)next[s][o->places[at]]++;
            o->places[at] = place;
            o->sent[place] = values[at];
        }
    }
    for (size_t i = STREAMS * length; i < o->count; i++) {
        o->places[i] = (uint32_t)next[STREAMS - 1][o->places[i]]++;
        o->sent[o->places[i]] = values[i];
    }
}

/* How many this process owns. Values by sender, and each sender's in their order, are in the order
 * of all, so that ranking them by place is as ranking all. */
static woad_status send_values(woad_mpi_order *o, size_t *owned, woad_error *error)
{
    MPI_Alltoall(to(o), 1, MPI_INT, from(o), 1, MPI_INT, o->comm);
    *owned = begins(from(o), from_begin(o), o->processes);
    woad_status status = woad_mpi_agree(o->comm, reserve(o, *owned, error), error);
    if (status >= 0)
        MPI_Alltoallv(o->sent, to(o), to_begin(o), MPI_FLOAT, o->owned, from(o), from_begin(o),
            MPI_FLOAT, o->comm);
    return status;
}

/* New intervals, by the order that is known now: whoever owns the value at which an even share ends
 * says it. */
static void move_intervals(woad_mpi_order *o, size_t first, size_t owned)
{
    for (int p = 1; p < o->processes; p++) {
        size_t wanted = even_begin(o, p);
        float value = 0;
        for (size_t i = 0; wanted >= first && wanted < first + owned && i < owned; i++) {
            if (o->ranks[i] == wanted)
                value = o->owned[i];
        }
        o->begins[p] = value;
    }
    /* One process says each, the others 0. */
    MPI_Allreduce(MPI_IN_PLACE, o->begins + 1, o->processes - 1, MPI_FLOAT, MPI_SUM, o->comm);
}

woad_status woad_mpi_rank(
    woad_mpi_order *o, const float *values, uint32_t *ranks, woad_error *error)
{
    size_t owned;
    if (o->processes == 1) {
        woad_rank(o->sorter, values, o->count, ranks);
        return WOAD_OK;
    }
    deal(o, values);
    woad_status status = send_values(o, &owned, error);
    if (status < 0)
        return status;
    woad_rank(o->sorter, o->owned, owned, o->ranks);
    uint64_t mine = owned, first = 0, most;
    MPI_Exscan(&mine, &first, 1, MPI_UINT64_T, MPI_SUM, o->comm);
    MPI_Allreduce(&mine, &most, 1, MPI_UINT64_T, MPI_MAX, o->comm);
    for (size_t i = 0; i < owned; i++)
        o->ranks[i] += (uint32_t)first;
    uint32_t *back = (uint32_t *)(void *)o->sent;
    MPI_Alltoallv(o->ranks, from(o), from_begin(o), MPI_UINT32_T, back, to(o), to_begin(o),
        MPI_UINT32_T, o->comm);
    for (size_t i = 0; i < o->count; i++)
        ranks[i] = back[o->places[i]];
    if (most > share_of(o))
        move_intervals(o, (size_t)first, owned);
    return WOAD_OK;
}
