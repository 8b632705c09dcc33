/* frames.c - see frames.h. */
#include "frames.h"

#include <limits.h>
#include <string.h>

#include "base/alloc.h"
#include "loss.h"
#include "loss/term.h"

/* ---- making --------------------------------------------------------------------------------- */

/* The terms that act in a span, as those of a mask that is one such span. */
static woad_loss_params params_on(const woad_loss_params *params, woad_span span)
{
    const woad_axes axes = span == WOAD_SPAN_TIME ? WOAD_AXES_TIME : WOAD_AXES_FRAME;
    const double none = 0;
    woad_loss_params own = *params;
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        const woad_loss_term *term = woad_loss_term_find_at(t);
        if (!woad_term_acts_on(params, term, span))
            memcpy((char *)&own + term->weight, &none, sizeof none);
        if (term->domain == WOAD_DOMAIN_SPECTRUM)
            memcpy((char *)&own + term->axes, &axes, sizeof axes);
    }
    return own;
}

static bool acts(const woad_loss_params *params)
{
    for (size_t t = 0; t < woad_loss_term_count(); t++) {
        if (woad_mpi_loss_weight(params, t) > 0)
            return true;
    }
    return false;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Rows of a frame that a process gets for time. */
static size_t rows_of(const woad_mpi_slab *slab, int process)
{
    return woad_mpi_share(slab->height, woad_mpi_block(slab->height, slab->processes), process);
}

static size_t frames_of(const woad_mpi_slab *slab, int process)
{
    return woad_mpi_share(slab->depth, slab->block / slab->height, process);
}

static size_t own_frames(const woad_mpi_slab *slab)
{
    return slab->rows / slab->height;
}

/* What each process is sent of `sent`, and sends of `rows`; counts and displacements. */
static void set_counts(woad_mpi_frames *f)
{
    const woad_mpi_slab *slab = f->slab;
    const size_t p = (size_t)slab->processes, frames = own_frames(slab);
    size_t sent = 0, got = 0, rows = rows_of(slab, slab->rank);
    for (size_t i = 0; i < p; i++) {
        f->counts[i] = (int)(frames * rows_of(slab, (int)i) * slab->width);
        f->counts[p + i] = (int)sent;
        f->counts[2 * p + i] = (int)(frames_of(slab, (int)i) * rows * slab->width);
        f->counts[3 * p + i] = (int)got;
        sent += (size_t)f->counts[i];
        got += (size_t)f->counts[2 * p + i];
    }
}

static woad_status init_series(woad_mpi_frames *f, woad_error *error)
{
    const woad_mpi_slab *slab = f->slab;
    const size_t rows = rows_of(slab, slab->rank) * slab->depth;
    if (rows * slab->width > INT_MAX)
        return woad_fail(error, WOAD_ERROR_SIZE,
            "%zu values through time for a process: MPI counts %d at most, so use more processes",
            rows * slab->width, INT_MAX);
    f->sent = woad_array(woad_mpi_slab_count(slab), sizeof *f->sent);
    f->rows = woad_array(larger(rows, 1) * slab->width, sizeof *f->rows);
    f->counts = woad_array(4 * (size_t)slab->processes, sizeof *f->counts);
    if (!f->sent || !f->rows || !f->counts)
        return woad_fail_memory(error, "the loss");
    set_counts(f);
    return woad_loss_create(&f->through, slab->width, 1, slab->depth, 1, &f->series, error);
}

/* Frames, or rows, of which each process may have losses. */
static size_t most_losses(size_t height, size_t depth, int processes)
{
    size_t p = (size_t)processes;
    return p * larger(woad_mpi_block(depth, processes), woad_mpi_block(height, processes));
}

woad_status woad_mpi_frames_init(const woad_loss_params *params, const woad_mpi_slab *slab,
    woad_mpi_frames *out, woad_error *error)
{
    const woad_loss_params alone = params_on(params, WOAD_SPAN_FRAME);
    const size_t most = slab->width * larger(slab->height, slab->depth);
    *out = (woad_mpi_frames){.slab = slab, .through = params_on(params, WOAD_SPAN_TIME)};
    out->values = woad_array(most, sizeof *out->values);
    out->gradient = woad_array(most, sizeof *out->gradient);
    out->losses = woad_array(
        most_losses(slab->height, slab->depth, slab->processes), sizeof *out->losses);
    if (!out->values || !out->gradient || !out->losses)
        return woad_fail_memory(error, "the loss");
    woad_status status =
        woad_loss_create(&alone, slab->width, slab->height, 1, 1, &out->frame, error);
    if (status >= 0 && acts(&out->through))
        status = init_series(out, error);
    return status;
}

void woad_mpi_frames_clear(woad_mpi_frames *frames)
{
    woad_loss_destroy(frames->frame);
    woad_loss_destroy(frames->series);
    woad_free(frames->values);
    woad_free(frames->gradient);
    woad_free(frames->sent);
    woad_free(frames->rows);
    woad_free(frames->counts);
    woad_free(frames->losses);
    *frames = (woad_mpi_frames){0};
}

size_t woad_mpi_frames_memory(const woad_loss_params *params, size_t width, size_t height,
    size_t depth, size_t rows, int processes)
{
    const woad_loss_params alone = params_on(params, WOAD_SPAN_FRAME),
                           through = params_on(params, WOAD_SPAN_TIME);
    size_t bytes = 2 * width * larger(height, depth) * sizeof(float) +
                   most_losses(height, depth, processes) * sizeof(woad_losses) +
                   woad_loss_memory(&alone, width, height, 1, 1);
    if (acts(&through))
        bytes +=
            (width * rows + width * depth * woad_mpi_block(height, processes)) * sizeof(float) +
            woad_loss_memory(&through, width, 1, depth, 1);
    return bytes;
}

/* ---- losses --------------------------------------------------------------------------------- */

/* Those of all blocks, in their order, so that the number of processes does not change the sums.
 * Collective. */
static void add_losses(woad_mpi_frames *f, size_t block, size_t blocks, woad_losses *losses)
{
    if (!losses)
        return;
    MPI_Allgather(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, f->losses,
        (int)(block * sizeof *f->losses), MPI_BYTE, f->slab->comm);
    for (size_t i = 0; i < blocks; i++) {
        losses->total += f->losses[i].total;
        for (size_t t = 0; t < woad_loss_term_count(); t++)
            losses->terms[t] += f->losses[i].terms[t];
    }
}

/* ---- frames --------------------------------------------------------------------------------- */

static void add(float *to, const float *from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        to[i] += from[i];
}

static void add_frames(woad_mpi_frames *f, const float *values,
    const float multipliers[WOAD_MAX_LOSS_TERMS], float *gradient, woad_losses *losses)
{
    const woad_mpi_slab *slab = f->slab;
    const size_t area = slab->width * slab->height, first = slab->first / slab->height;
    for (size_t i = 0; i < own_frames(slab); i++) {
        memcpy(f->values, values + i * area, area * sizeof *values);
        woad_loss_gradient(f->frame, f->values, multipliers, f->gradient,
            losses ? &f->losses[first + i] : NULL);
        add(gradient + i * area, f->gradient, area);
    }
    add_losses(f, slab->block / slab->height, slab->depth, losses);
}

void woad_mpi_frames_rank(woad_mpi_frames *frames, const float *values, uint32_t *ranks)
{
    const size_t area = frames->slab->width * frames->slab->height;
    for (size_t i = 0; i < own_frames(frames->slab); i++) {
        memcpy(frames->values, values + i * area, area * sizeof *values);
        memcpy(ranks + i * area, woad_loss_rank(frames->frame, frames->values),
            area * sizeof *ranks);
    }
}

/* ---- time ----------------------------------------------------------------------------------- */

/* Of frame `i` of this process, the rows that process p gets: in the frame, and in `sent`. */
typedef struct part {
    size_t in_values, in_sent, count;
} part;

static part part_of(const woad_mpi_frames *f, int p, size_t i)
{
    const woad_mpi_slab *slab = f->slab;
    size_t row = woad_mpi_block(slab->height, slab->processes) * (size_t)p;
    size_t count = rows_of(slab, p) * slab->width;
    return (part){(i * slab->height + row) * slab->width,
        (size_t)f->counts[slab->processes + p] + i * count, count};
}

static void take_parts(const woad_mpi_frames *f, const float *values)
{
    for (int p = 0; p < f->slab->processes; p++) {
        for (size_t i = 0; i < own_frames(f->slab); i++) {
            part own = part_of(f, p, i);
            memcpy(f->sent + own.in_sent, values + own.in_values, own.count * sizeof *values);
        }
    }
}

static void add_parts(const woad_mpi_frames *f, float *gradient)
{
    for (int p = 0; p < f->slab->processes; p++) {
        for (size_t i = 0; i < own_frames(f->slab); i++) {
            part own = part_of(f, p, i);
            add(gradient + own.in_values, f->sent + own.in_sent, own.count);
        }
    }
}

/* A row of all frames, `own` rows of each being here: its values become their gradient. */
static void follow_row(woad_mpi_frames *f, size_t y, size_t own,
    const float multipliers[WOAD_MAX_LOSS_TERMS], woad_losses *losses)
{
    const size_t width = f->slab->width, depth = f->slab->depth;
    for (size_t t = 0; t < depth; t++)
        memcpy(f->values + t * width, f->rows + (t * own + y) * width, width * sizeof(float));
    woad_loss_gradient(f->series, f->values, multipliers, f->gradient, losses);
    for (size_t t = 0; t < depth; t++)
        memcpy(f->rows + (t * own + y) * width, f->gradient + t * width, width * sizeof(float));
}

static void add_series(woad_mpi_frames *f, const float *values,
    const float multipliers[WOAD_MAX_LOSS_TERMS], float *gradient, woad_losses *losses)
{
    const woad_mpi_slab *slab = f->slab;
    const size_t p = (size_t)slab->processes, own = rows_of(slab, slab->rank);
    const size_t block = woad_mpi_block(slab->height, slab->processes);
    const int *counts = f->counts;
    take_parts(f, values);
    MPI_Alltoallv(f->sent, counts, counts + p, MPI_FLOAT, f->rows, counts + 2 * p,
        counts + 3 * p, MPI_FLOAT, slab->comm);
    for (size_t y = 0; y < own; y++)
        follow_row(
            f, y, own, multipliers, losses ? &f->losses[(size_t)slab->rank * block + y] : NULL);
    MPI_Alltoallv(f->rows, counts + 2 * p, counts + 3 * p, MPI_FLOAT, f->sent, counts,
        counts + p, MPI_FLOAT, slab->comm);
    add_parts(f, gradient);
    add_losses(f, block, slab->height, losses);
}

/* Is a term through time evaluated? */
static bool asks_for_time(const woad_mpi_frames *f,
    const float multipliers[WOAD_MAX_LOSS_TERMS], const woad_losses *losses)
{
    for (size_t t = 0; f->series && t < woad_loss_term_count(); t++) {
        if (woad_mpi_loss_weight(&f->through, t) > 0 && (losses || multipliers[t] > 0))
            return true;
    }
    return false;
}

void woad_mpi_frames_add(woad_mpi_frames *frames, const float *values,
    const float multipliers[WOAD_MAX_LOSS_TERMS], float *gradient, woad_losses *losses)
{
    add_frames(frames, values, multipliers, gradient, losses);
    if (asks_for_time(frames, multipliers, losses))
        add_series(frames, values, multipliers, gradient, losses);
}
