/* slab.c - slabs and transforms by FFTW's MPI library (its manual, chapter 6). */
#include "slab.h"

#include <limits.h>
#include <string.h>

#include "agree.h"
#include "base/alloc.h"

size_t woad_mpi_block(size_t all, int processes)
{
    return (all + (size_t)processes - 1) / (size_t)processes;
}

size_t woad_mpi_share(size_t all, size_t block, int process)
{
    size_t before = block * (size_t)process, left = before < all ? all - before : 0;
    return left < block ? left : block;
}

/* The most processes that leave each at least a halo of what is cut. */
static int most_processes(size_t pieces)
{
    int most = 1;
    for (int p = 2; (size_t)p <= pieces / WOAD_HALF_GUARDS; p++) {
        if (woad_mpi_share(pieces, woad_mpi_block(pieces, p), p - 1) >= WOAD_HALF_GUARDS)
            most = p;
    }
    return most;
}

woad_status woad_mpi_slab_cut(MPI_Comm comm, size_t width, size_t height, size_t depth,
    woad_mpi_slab *out, woad_error *error)
{
    const bool frames = depth > 1;
    const size_t pieces = frames ? depth : height, rows = frames ? height : 1;
    const ptrdiff_t axes[] = {
        (ptrdiff_t)depth, (ptrdiff_t)height, (ptrdiff_t)woad_half_width(width)};
    ptrdiff_t own, first;
    woad_mpi_slab slab = {.comm = comm, .width = width, .height = height, .depth = depth};
    MPI_Comm_rank(comm, &slab.rank);
    MPI_Comm_size(comm, &slab.processes);
    fftwf_mpi_init();
    slab.room =
        (size_t)fftwf_mpi_local_size(frames ? 3 : 2, axes + !frames, comm, &own, &first);
    slab.rows = rows * (size_t)own;
    slab.first = rows * (size_t)first;
    slab.block = rows * woad_mpi_block(pieces, slab.processes);
    woad_status status = WOAD_OK;
    const size_t values =
        slab.block * (width > 2 * WOAD_HALF_GUARDS ? width : 2 * WOAD_HALF_GUARDS);
    if (values > INT_MAX) /* with the edges of the halo, which may be wider than the rows */
        status = woad_fail(error, WOAD_ERROR_SIZE,
            "%zu values for a process: MPI counts %d at most, so use more processes", values,
            INT_MAX);
    if (status >= 0 && (size_t)own < WOAD_HALF_GUARDS && slab.processes > 1)
        status = woad_fail(error, WOAD_ERROR_SIZE,
            "%zu %s for %d processes leave %zu to one: each needs %zu, so use %d processes",
            pieces, frames ? "frames" : "rows", slab.processes, (size_t)own, WOAD_HALF_GUARDS,
            most_processes(pieces));
    status = woad_mpi_agree(comm, status, error);
    if (status >= 0)
        *out = slab;
    return status;
}

size_t woad_mpi_slab_all_rows(const woad_mpi_slab *slab)
{
    return slab->height * slab->depth;
}

size_t woad_mpi_slab_count(const woad_mpi_slab *slab)
{
    return slab->width * slab->rows;
}

/* ---- transforms ----------------------------------------------------------------------------- */

static woad_status plan(woad_mpi_fft *fft, woad_error *error)
{
    const woad_mpi_slab *slab = fft->slab;
    fftwf_complex *half = (fftwf_complex *)fft->spectrum;
    if (slab->processes == 1)
        return woad_fft_create_3d(
            slab->width, slab->height, slab->depth, 1, false, &fft->alone, error);
    const ptrdiff_t axes[] = {
        (ptrdiff_t)slab->depth, (ptrdiff_t)slab->height, (ptrdiff_t)slab->width};
    const bool frames = slab->depth > 1;
    fft->forward = fftwf_mpi_plan_dft_r2c(
        frames ? 3 : 2, axes + !frames, fft->spectrum, half, slab->comm, FFTW_ESTIMATE);
    fft->inverse = fftwf_mpi_plan_dft_c2r(
        frames ? 3 : 2, axes + !frames, half, fft->spectrum, slab->comm, FFTW_ESTIMATE);
    return fft->forward && fft->inverse ? WOAD_OK
                                        : woad_fail_memory(error, "a Fourier transform");
}

woad_status woad_mpi_fft_create(const woad_mpi_slab *slab, woad_mpi_fft *out, woad_error *error)
{
    bool alone = slab->processes == 1;
    size_t stride = 2 * (alone ? woad_half_stride(slab->width) : woad_half_width(slab->width));
    size_t floats = alone ? stride * slab->rows : 2 * slab->room;
    *out = (woad_mpi_fft){
        .slab = slab, .stride = stride, .spectrum = woad_array(floats, sizeof(float))};
    woad_status status =
        out->spectrum ? WOAD_OK : woad_fail_memory(error, "a Fourier transform");
    status = woad_mpi_agree(slab->comm, status, error);
    if (status >= 0)
        status = woad_mpi_agree(slab->comm, plan(out, error), error);
    return status;
}

void woad_mpi_fft_forward(const woad_mpi_fft *fft, const float *values)
{
    size_t width = fft->slab->width;
    if (fft->alone) {
        woad_fft_forward(fft->alone, values, (float complex *)fft->spectrum);
        return;
    }
    for (size_t row = 0; row < fft->slab->rows; row++)
        memcpy(fft->spectrum + row * fft->stride, values + row * width, width * sizeof *values);
    fftwf_execute(fft->forward);
}

void woad_mpi_fft_inverse(const woad_mpi_fft *fft, float *values)
{
    size_t width = fft->slab->width;
    if (fft->alone) {
        woad_fft_inverse(fft->alone, (float complex *)fft->spectrum, values);
        return;
    }
    fftwf_execute(fft->inverse);
    for (size_t row = 0; row < fft->slab->rows; row++)
        memcpy(values + row * width, fft->spectrum + row * fft->stride, width * sizeof *values);
}

void woad_mpi_fft_clear(woad_mpi_fft *fft)
{
    woad_fft_destroy(fft->alone);
    if (fft->forward)
        fftwf_destroy_plan(fft->forward);
    if (fft->inverse)
        fftwf_destroy_plan(fft->inverse);
    woad_free(fft->spectrum);
    *fft = (woad_mpi_fft){0};
}

size_t woad_mpi_fft_memory(size_t width, size_t rows)
{
    return 2 * woad_half_stride(width) * rows * sizeof(float);
}
