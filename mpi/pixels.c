/* pixels.c - see pixels.h. */
#include "pixels.h"

#include "base/alloc.h"
#include "base/status.h"
#include "slices.h"

static size_t shorter(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Rows of process p, and those with what the kernel reaches. */
static size_t rows_of(const woad_mpi_slab *slab, int p)
{
    return woad_mpi_share(slab->height, slab->block, p);
}

static size_t rows_around(const woad_mpi_pixels *pixels, size_t rows)
{
    return shorter(rows + pixels->before + pixels->after, pixels->lending.slab->height);
}

static bool has_all(const woad_mpi_pixels *pixels, size_t rows)
{
    return rows_around(pixels, rows) == pixels->lending.slab->height;
}

/* As many for each process as one with a whole block has; those beyond the last are empty. */
static size_t stretches_of_process(const woad_mpi_pixels *pixels)
{
    return rows_around(pixels, pixels->lending.slab->block);
}

static woad_mpi_stretch stretch_at(const void *list, size_t index)
{
    const woad_mpi_pixels *pixels = list;
    const woad_mpi_slab *slab = pixels->lending.slab;
    size_t each = stretches_of_process(pixels), row = index % each;
    int to = (int)(index / each);
    size_t rows = rows_of(slab, to), first = slab->block * (size_t)to;
    size_t y = has_all(pixels, rows)
                   ? row
                   : (first + slab->height - pixels->before + row) % slab->height;
    return (woad_mpi_stretch){y, 0, row < rows_around(pixels, rows) ? slab->width : 0, to};
}

/* Rows that the others ask this process for. */
static size_t count_lent(const woad_mpi_pixels *pixels)
{
    const woad_mpi_slab *slab = pixels->lending.slab;
    size_t count = (size_t)slab->processes * stretches_of_process(pixels), lent = 0;
    for (size_t i = 0; i < count; i++) {
        woad_mpi_stretch s = stretch_at(pixels, i);
        lent += s.width > 0 && s.y >= slab->first && s.y < slab->first + slab->rows;
    }
    return lent;
}

woad_status woad_mpi_pixels_init(const woad_loss_params *params, const woad_mpi_slab *slab,
    woad_mpi_pixels *p, woad_error *error)
{
    woad_slices kernel;
    *p = (woad_mpi_pixels){.lending.slab = slab};
    woad_status status =
        woad_slices_create(&params->dither, slab->width, slab->height, 1, &kernel, error);
    if (status < 0)
        return status;
    p->before = kernel.slices[0].taps.top;
    p->after = kernel.slices[0].taps.height - 1 - p->before;
    woad_slices_clear(&kernel);
    p->rows = rows_around(p, slab->rows);
    p->own = has_all(p, slab->rows) ? slab->first : p->before;
    p->values = woad_array(p->rows * slab->width, sizeof *p->values);
    if (!p->values)
        return woad_fail_memory(error, "the dither term");
    return woad_mpi_lending_init(
        slab, count_lent(p) * slab->width, p->rows * slab->width, &p->lending, error);
}

void woad_mpi_pixels_clear(woad_mpi_pixels *p)
{
    woad_mpi_lending_clear(&p->lending);
    woad_free(p->values);
    *p = (woad_mpi_pixels){0};
}

void woad_mpi_pixels_take(woad_mpi_pixels *p, const float *values)
{
    woad_mpi_borrow(&p->lending, stretch_at, p,
        (size_t)p->lending.slab->processes * stretches_of_process(p), values, p->values);
}

size_t woad_mpi_pixels_rows(size_t height, size_t rows)
{
    return shorter(rows + 2 * WOAD_KERNEL_RADIUS, height);
}
