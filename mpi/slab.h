/* slab.h - the rows of an image that a process has, and its Fourier transform, shared. */
#ifndef WOAD_MPI_SLAB_H
#define WOAD_MPI_SLAB_H

#include <complex.h>
#include <stdbool.h>

#include <fftw3-mpi.h>
#include <mpi.h>

#include "base/status.h"
#include "loss/half_field.h"

/* Rows first .. first + rows - 1 of `height`, cut as FFTW's transform cuts them: each process but
 * the last that has any has as many. */
typedef struct woad_mpi_slab {
    MPI_Comm comm;
    int rank, processes;
    size_t width, height, first, rows;
    size_t block; /* rows of the first process: row y belongs to process y / block */
    size_t room;  /* complex numbers that a transform needs here */
} woad_mpi_slab;

/* Fails with WOAD_ERROR_SIZE where a process would have fewer rows than a halo. Collective. */
woad_status woad_mpi_slab_cut(
    MPI_Comm comm, size_t width, size_t height, woad_mpi_slab *out, woad_error *error);

/* Values of this process. */
size_t woad_mpi_slab_count(const woad_mpi_slab *slab);

/* Row y's process. */
int woad_mpi_slab_owner(const woad_mpi_slab *slab, size_t y);

/* A real transform in one array, unnormalised in both directions: rows of `stride` floats, of which
 * an image has `width`, or half as many complex numbers, of which a spectrum has width / 2 + 1. */
typedef struct woad_mpi_fft {
    size_t stride;
    float *array;
    fftwf_plan forward, inverse;
} woad_mpi_fft;

/* Fails with WOAD_ERROR_MEMORY. Collective, and so is executing its plans. */
woad_status woad_mpi_fft_create(
    const woad_mpi_slab *slab, woad_mpi_fft *out, woad_error *error);
void woad_mpi_fft_clear(woad_mpi_fft *fft);

#endif
