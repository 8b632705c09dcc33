/* slab.c - slabs and transforms by FFTW's MPI library (its manual, chapter 6). */
#include "slab.h"

#include "agree.h"
#include "base/alloc.h"
#include "base/fft.h"

/* The most processes that leave each at least a halo's rows. */
static int most_processes(size_t height)
{
    int most = 1;
    for (int p = 2; (size_t)p <= height / WOAD_HALF_GUARDS; p++) {
        size_t block = (height + (size_t)p - 1) / (size_t)p;
        size_t before = block * (size_t)(p - 1);
        if (before < height && height - before >= WOAD_HALF_GUARDS)
            most = p;
    }
    return most;
}

woad_status woad_mpi_slab_cut(
    MPI_Comm comm, size_t width, size_t height, woad_mpi_slab *out, woad_error *error)
{
    ptrdiff_t rows, first;
    woad_mpi_slab slab = {.comm = comm, .width = width, .height = height};
    MPI_Comm_rank(comm, &slab.rank);
    MPI_Comm_size(comm, &slab.processes);
    fftwf_mpi_init();
    slab.room = (size_t)fftwf_mpi_local_size_2d(
        (ptrdiff_t)height, (ptrdiff_t)woad_half_width(width), comm, &rows, &first);
    slab.rows = (size_t)rows;
    slab.first = (size_t)first;
    slab.block = (height + (size_t)slab.processes - 1) / (size_t)slab.processes;
    woad_status status = WOAD_OK;
    if (slab.rows < WOAD_HALF_GUARDS && slab.processes > 1)
        status = woad_fail(error, WOAD_ERROR_SIZE,
            "%zu rows for %d processes leave %zu to one: each needs %zu, so use %d processes",
            height, slab.processes, slab.rows, WOAD_HALF_GUARDS, most_processes(height));
    status = woad_mpi_agree(comm, status, error);
    if (status >= 0)
        *out = slab;
    return status;
}

size_t woad_mpi_slab_count(const woad_mpi_slab *slab)
{
    return slab->width * slab->rows;
}

int woad_mpi_slab_owner(const woad_mpi_slab *slab, size_t y)
{
    return (int)(y / slab->block);
}

woad_status woad_mpi_fft_create(const woad_mpi_slab *slab, woad_mpi_fft *out, woad_error *error)
{
    const ptrdiff_t height = (ptrdiff_t)slab->height, width = (ptrdiff_t)slab->width;
    *out = (woad_mpi_fft){.stride = 2 * woad_half_width(slab->width),
        .array = woad_array(2 * slab->room, sizeof(float))};
    woad_status status = out->array ? WOAD_OK : woad_fail_memory(error, "a Fourier transform");
    status = woad_mpi_agree(slab->comm, status, error);
    if (status < 0)
        return status;
    fftwf_complex *spectrum = (fftwf_complex *)out->array;
    out->forward = fftwf_mpi_plan_dft_r2c_2d(
        height, width, out->array, spectrum, slab->comm, FFTW_ESTIMATE);
    out->inverse = fftwf_mpi_plan_dft_c2r_2d(
        height, width, spectrum, out->array, slab->comm, FFTW_ESTIMATE);
    if (!out->forward || !out->inverse)
        status = woad_fail_memory(error, "a Fourier transform");
    return woad_mpi_agree(slab->comm, status, error);
}

void woad_mpi_fft_clear(woad_mpi_fft *fft)
{
    if (fft->forward)
        fftwf_destroy_plan(fft->forward);
    if (fft->inverse)
        fftwf_destroy_plan(fft->inverse);
    woad_free(fft->array);
    *fft = (woad_mpi_fft){0};
}
