/* slab.h - the rows of a mask that a process has, and its Fourier transform, shared. */
#ifndef WOAD_MPI_SLAB_H
#define WOAD_MPI_SLAB_H

#include <complex.h>
#include <stdbool.h>

#include <fftw3-mpi.h>
#include <mpi.h>

#include "base/fft.h"
#include "base/status.h"
#include "loss/half_field.h"

/* Rows first .. first + rows - 1 of the height * depth that there are, cut as FFTW's transform cuts
 * them: each process but the last that has any has as many. Of several frames it has whole ones. */
typedef struct woad_mpi_slab {
    MPI_Comm comm;
    int rank, processes;
    size_t width, height, depth, first, rows;
    size_t block; /* rows of each process but the last */
    size_t room;  /* complex numbers that a transform needs here */
} woad_mpi_slab;

/* What is cut among processes: how many of `all` each but the last that has any gets, and how many
 * this one does. */
size_t woad_mpi_block(size_t all, int processes);
size_t woad_mpi_share(size_t all, size_t block, int process);

/* Fails with WOAD_ERROR_SIZE where a process would have fewer rows, or frames, than a halo, or more
 * values than MPI counts. Collective. */
woad_status woad_mpi_slab_cut(MPI_Comm comm, size_t width, size_t height, size_t depth,
    woad_mpi_slab *out, woad_error *error);

/* Rows of all processes. */
size_t woad_mpi_slab_all_rows(const woad_mpi_slab *slab);

/* Values of this process. */
size_t woad_mpi_slab_count(const woad_mpi_slab *slab);

/* A real transform of all frames at once, unnormalised in both directions. One process by itself
 * has that of base/fft.h, which is faster; several have FFTW's, in place, with rows of as many
 * floats as a spectrum has. */
typedef struct woad_mpi_fft {
    const woad_mpi_slab *slab;
    size_t stride;   /* floats from one row of the spectrum to the next */
    float *spectrum; /* rows of width / 2 + 1 complex numbers */
    woad_fft *alone; /* of one process; else NULL: */
    fftwf_plan forward, inverse;
} woad_mpi_fft;

/* The slab is to outlive it. Fails with WOAD_ERROR_MEMORY. Collective, as the two that follow. */
woad_status woad_mpi_fft_create(
    const woad_mpi_slab *slab, woad_mpi_fft *out, woad_error *error);

/* From values to the spectrum, and from the spectrum, which is lost, to values; both are
 * [rows][width] and come from woad_array. */
void woad_mpi_fft_forward(const woad_mpi_fft *fft, const float *values);
void woad_mpi_fft_inverse(const woad_mpi_fft *fft, float *values);

/* Not collective. */
void woad_mpi_fft_clear(woad_mpi_fft *fft);

/* Bytes of one for `rows` rows in this process. */
size_t woad_mpi_fft_memory(size_t width, size_t rows);

#endif
