/* stretches.c - see stretches.h. */
#include "stretches.h"

#include <string.h>

#include "base/alloc.h"
#include "base/status.h"

woad_status woad_mpi_lending_init(const woad_mpi_slab *slab, size_t most_lent,
    size_t most_borrowed, woad_mpi_lending *out, woad_error *error)
{
    size_t processes = (size_t)slab->processes;
    *out = (woad_mpi_lending){.slab = slab,
        .lent = woad_array(most_lent + 1, sizeof *out->lent),
        .borrowed = woad_array(most_borrowed + 1, sizeof *out->borrowed),
        .counts = woad_array(4 * processes, sizeof *out->counts),
        .next = woad_array(processes, sizeof *out->next)};
    return out->lent && out->borrowed && out->counts && out->next
               ? WOAD_OK
               : woad_fail_memory(error, "what processes lend each other");
}

void woad_mpi_lending_clear(woad_mpi_lending *l)
{
    woad_free(l->lent);
    woad_free(l->borrowed);
    woad_free(l->counts);
    woad_free(l->next);
    *l = (woad_mpi_lending){0};
}

/* Rows of the counts: words lent to each process and borrowed from each, and where they begin. */
enum { LENT, LENT_BEGIN, BORROWED, BORROWED_BEGIN };

static int *counts_of(const woad_mpi_lending *l, int row)
{
    return l->counts + row * l->slab->processes;
}

static int owner_of(const woad_mpi_slab *slab, size_t y)
{
    return (int)(y / slab->block);
}

static void sum_counts(int processes, const int *counts, int *begins)
{
    int next = 0;
    for (int p = 0; p < processes; p++) {
        begins[p] = next;
        next += counts[p];
    }
}

static void count_words(
    woad_mpi_lending *l, woad_mpi_stretch_at *at, const void *list, size_t n)
{
    int processes = l->slab->processes, rank = l->slab->rank;
    memset(l->counts, 0, 4 * (size_t)processes * sizeof *l->counts);
    for (size_t i = 0; i < n; i++) {
        woad_mpi_stretch s = at(list, i);
        int owner = owner_of(l->slab, s.y);
        if (owner == rank)
            counts_of(l, LENT)[s.to] += (int)s.width;
        if (s.to == rank)
            counts_of(l, BORROWED)[owner] += (int)s.width;
    }
    sum_counts(processes, counts_of(l, LENT), counts_of(l, LENT_BEGIN));
    sum_counts(processes, counts_of(l, BORROWED), counts_of(l, BORROWED_BEGIN));
}

/* Begins anew with the words of each process. */
static void rewind_to(woad_mpi_lending *l, int begins)
{
    memcpy(l->next, counts_of(l, begins), (size_t)l->slab->processes * sizeof *l->next);
}

/* The next words of a process. */
static uint32_t *words_of(woad_mpi_lending *l, uint32_t *words, int process, size_t width)
{
    uint32_t *here = words + l->next[process];
    l->next[process] += (int)width;
    return here;
}

/* What is in this row of the slab, before and after its end. */
static void copy_row(const woad_mpi_slab *slab, const woad_mpi_stretch *s, uint32_t *rows,
    uint32_t *words, bool in)
{
    uint32_t *row = rows + (s->y - slab->first) * slab->width;
    size_t x = s->x, done = 0;
    while (done < s->width) {
        size_t here = slab->width - x < s->width - done ? slab->width - x : s->width - done;
        if (in)
            memcpy(row + x, words + done, here * sizeof *row);
        else
            memcpy(words + done, row + x, here * sizeof *row);
        done += here;
        x = 0;
    }
}

/* Between the rows and what of them is lent. */
static void copy_lent(woad_mpi_lending *l, woad_mpi_stretch_at *at, const void *list, size_t n,
    uint32_t *rows, bool in)
{
    rewind_to(l, LENT_BEGIN);
    for (size_t i = 0; i < n; i++) {
        woad_mpi_stretch s = at(list, i);
        if (owner_of(l->slab, s.y) == l->slab->rank)
            copy_row(l->slab, &s, rows, words_of(l, l->lent, s.to, s.width), in);
    }
}

/* Between what is borrowed, process by process, and the order of the list. */
static void copy_borrowed(woad_mpi_lending *l, woad_mpi_stretch_at *at, const void *list,
    size_t n, uint32_t *got, bool in)
{
    rewind_to(l, BORROWED_BEGIN);
    for (size_t i = 0; i < n; i++) {
        woad_mpi_stretch s = at(list, i);
        if (s.to != l->slab->rank)
            continue;
        uint32_t *words = words_of(l, l->borrowed, owner_of(l->slab, s.y), s.width);
        if (in)
            memcpy(words, got, s.width * sizeof *got);
        else
            memcpy(got, words, s.width * sizeof *got);
        got += s.width;
    }
}

/* Copies go either way by one function, so what is only read loses its const below. */
void woad_mpi_borrow(woad_mpi_lending *l, woad_mpi_stretch_at *at, const void *list,
    size_t count, const void *rows, void *got)
{
    count_words(l, at, list, count);
    copy_lent(l, at, list, count, (uint32_t *)rows, false);
    MPI_Alltoallv(l->lent, counts_of(l, LENT), counts_of(l, LENT_BEGIN), MPI_UINT32_T,
        l->borrowed, counts_of(l, BORROWED), counts_of(l, BORROWED_BEGIN), MPI_UINT32_T,
        l->slab->comm);
    copy_borrowed(l, at, list, count, got, false);
}

void woad_mpi_give_back(woad_mpi_lending *l, woad_mpi_stretch_at *at, const void *list,
    size_t count, const void *got, void *rows)
{
    count_words(l, at, list, count);
    copy_borrowed(l, at, list, count, (uint32_t *)got, true);
    MPI_Alltoallv(l->borrowed, counts_of(l, BORROWED), counts_of(l, BORROWED_BEGIN),
        MPI_UINT32_T, l->lent, counts_of(l, LENT), counts_of(l, LENT_BEGIN), MPI_UINT32_T,
        l->slab->comm);
    copy_lent(l, at, list, count, rows, true);
}
