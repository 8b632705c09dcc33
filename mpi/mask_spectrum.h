/* mask_spectrum.h - the spectrum of a mask of which each process has some rows (src/spectrum.h). */
#ifndef WOAD_MPI_MASK_SPECTRUM_H
#define WOAD_MPI_MASK_SPECTRUM_H

#include "slab.h"
#include "spectrum.h"

typedef struct woad_mpi_spectrum {
    const woad_mpi_slab *slab;
    size_t count, total; /* pixels here, and of all */
    woad_mpi_fft fft;
    woad_spectrum rows; /* the rows of it that are here: fft's memory */
    float *image;       /* [rows][width] */
} woad_mpi_spectrum;

/* The slab is to outlive it. Fails with WOAD_ERROR_MEMORY; woad_mpi_spectrum_clear is due then too.
 * Collective, as what follows but the clearing. */
woad_status woad_mpi_spectrum_init(
    const woad_mpi_slab *slab, woad_mpi_spectrum *out, woad_error *error);
void woad_mpi_spectrum_clear(woad_mpi_spectrum *spectrum);

/* Of the image, without zero frequency, as woad_spectrum_transform has it. */
void woad_mpi_spectrum_transform(woad_mpi_spectrum *spectrum);

/* Adds up `bytes` bytes of doubles of all processes. */
void woad_mpi_spectrum_sum(const woad_mpi_spectrum *spectrum, void *sums, size_t bytes);

/* woad_score_bands of ranks, [rows][width]. */
void woad_mpi_score_bands(woad_mpi_spectrum *spectrum, const uint32_t *ranks,
    double *low_band_db, double *high_band_cv);

/* Bytes of one for `rows` rows a process. */
size_t woad_mpi_spectrum_memory(size_t width, size_t rows);

#endif
