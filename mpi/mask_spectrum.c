/* mask_spectrum.c - see mask_spectrum.h. */
#include "mask_spectrum.h"

#include "agree.h"
#include "bands.h"
#include "base/alloc.h"
#include "base/status.h"

woad_status woad_mpi_spectrum_init(
    const woad_mpi_slab *slab, woad_mpi_spectrum *s, woad_error *error)
{
    *s = (woad_mpi_spectrum){
        .slab = slab, .count = woad_mpi_slab_count(slab), .total = slab->width * slab->height};
    s->image = woad_array(s->count, sizeof *s->image);
    woad_status status = s->image ? WOAD_OK : woad_fail_memory(error, "the spectrum of a mask");
    status = woad_mpi_agree(slab->comm, status, error);
    if (status >= 0)
        status = woad_mpi_fft_create(slab, &s->fft, error);
    if (status >= 0)
        s->rows = (woad_spectrum){.width = slab->width,
            .height = slab->height,
            .half_width = woad_half_width(slab->width),
            .stride = s->fft.stride / 2,
            .first = slab->first,
            .rows = slab->rows,
            .half = (float complex *)s->fft.spectrum};
    return status;
}

void woad_mpi_spectrum_clear(woad_mpi_spectrum *s)
{
    woad_mpi_fft_clear(&s->fft);
    woad_free(s->image);
    s->image = NULL;
}

void woad_mpi_spectrum_transform(woad_mpi_spectrum *s)
{
    woad_mpi_fft_forward(&s->fft, s->image);
    if (s->slab->first == 0)
        s->rows.half[0] = 0;
}

void woad_mpi_spectrum_sum(const woad_mpi_spectrum *s, void *sums, size_t bytes)
{
    MPI_Allreduce(
        MPI_IN_PLACE, sums, (int)(bytes / sizeof(double)), MPI_DOUBLE, MPI_SUM, s->slab->comm);
}

void woad_mpi_score_bands(
    woad_mpi_spectrum *s, const uint32_t *ranks, double *low_band_db, double *high_band_cv)
{
    woad_spectrum_load_ranks(s->image, ranks, 1, s->count, s->total);
    woad_mpi_spectrum_transform(s);
    woad_bands bands = woad_bands_of(&s->rows);
    woad_mpi_spectrum_sum(s, &bands, sizeof bands);
    woad_bands_score(&bands, low_band_db, high_band_cv);
}

size_t woad_mpi_spectrum_memory(size_t width, size_t rows)
{
    return width * rows * sizeof(float) + woad_mpi_fft_memory(width, rows);
}
