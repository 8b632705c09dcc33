/* score.c - the scores of src/score.c, with parts of the rows. */
#include <woad/mpi.h>

#include "agree.h"
#include "base/status.h"
#include "blurs.h"
#include "mask_spectrum.h"
#include "score.h"

typedef struct scoring {
    const woad_mpi_mask *mask;
    woad_mpi_slab slab;
    woad_mpi_spectrum spectrum;
    woad_blurs blurs;
} scoring;

static void clear(scoring *s)
{
    woad_blurs_clear(&s->blurs);
    woad_mpi_spectrum_clear(&s->spectrum);
}

static woad_status init(scoring *s, MPI_Comm comm, woad_error *error)
{
    const woad_mpi_mask *m = s->mask;
    if (m->depth > 1)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "a mask of %zu frames: processes score masks of one", m->depth);
    woad_status status = woad_mpi_slab_cut(comm, m->width, m->height, 1, &s->slab, error);
    if (status < 0)
        return status;
    if (m->first != s->slab.first || m->rows != s->slab.rows)
        status = woad_fail(error, WOAD_ERROR_ARGUMENT,
            "a mask is scored by the processes that made or read it");
    status = woad_mpi_agree(comm, status, error);
    if (status >= 0)
        status = woad_mpi_spectrum_init(&s->slab, &s->spectrum, error);
    if (status < 0)
        return status;
    return woad_mpi_agree(comm, woad_blurs_init(&s->blurs, &s->spectrum.rows, error), error);
}

static void score_error(scoring *s, woad_scores *out)
{
    woad_mpi_spectrum *spectrum = &s->spectrum;
    double sums[2][WOAD_SCORE_SIGMAS] = {0}, variance = 0; /* energy; what white noise has */
    for (unsigned level = 1; level <= WOAD_SCORE_THRESHOLDS; level++) {
        double energy[WOAD_SCORE_SIGMAS];
        woad_level_pattern(
            spectrum->image, s->mask->ranks, 1, spectrum->count, spectrum->total, level);
        woad_mpi_spectrum_transform(spectrum);
        woad_blurred_energy(&spectrum->rows, &s->blurs, energy);
        variance += woad_level_variance(level);
        for (int i = 0; i < WOAD_SCORE_SIGMAS; i++)
            sums[0][i] += energy[i];
    }
    for (int i = 0; i < WOAD_SCORE_SIGMAS; i++)
        sums[1][i] = woad_blur_sum(&spectrum->rows, &s->blurs, i);
    woad_mpi_spectrum_sum(spectrum, sums, sizeof sums);
    for (int i = 0; i < WOAD_SCORE_SIGMAS; i++)
        out->dither_error_db[i] =
            woad_error_decibels(sums[0][i], spectrum->total, variance, sums[1][i]);
}

woad_status woad_mpi_score(
    MPI_Comm comm, const woad_mpi_mask *mask, woad_scores *out, woad_error *error)
{
    scoring s = {.mask = mask};
    woad_error own = {0};
    error = error ? error : &own;
    woad_status status = init(&s, comm, error);
    if (status >= 0) {
        woad_mpi_score_bands(&s.spectrum, mask->ranks, &out->low_band_db, &out->high_band_cv);
        score_error(&s, out);
    }
    clear(&s);
    return status;
}
