/* score.c - the scores of src/score.c and score_spacetime.c, with parts of the rows. */
#include <woad/mpi.h>

#include "agree.h"
#include "base/alloc.h"
#include "base/status.h"
#include "blurs.h"
#include "mask_spectrum.h"
#include "score.h"
#include "spacetime.h"

typedef struct scoring {
    const woad_mpi_mask *mask;
    woad_mpi_slab slab;
    woad_mpi_spectrum spectrum;
    woad_blurs blurs;
} scoring;

/* The mask's own, if these are the processes that made or read it. */
static woad_status slab_of_mask(
    MPI_Comm comm, const woad_mpi_mask *m, woad_mpi_slab *slab, woad_error *error)
{
    woad_status status = woad_mpi_slab_cut(comm, m->width, m->height, m->depth, slab, error);
    if (status < 0)
        return status;
    if (m->first != slab->first || m->rows != slab->rows)
        status = woad_fail(error, WOAD_ERROR_ARGUMENT,
            "a mask is scored by the processes that made or read it");
    return woad_mpi_agree(comm, status, error);
}

/* ---- of one frame --------------------------------------------------------------------------- */

static void clear(scoring *s)
{
    woad_blurs_clear(&s->blurs);
    woad_mpi_spectrum_clear(&s->spectrum);
}

static woad_status init(scoring *s, MPI_Comm comm, woad_error *error)
{
    woad_status status = slab_of_mask(comm, s->mask, &s->slab, error);
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

static woad_status score_shared(
    MPI_Comm comm, const woad_mpi_mask *mask, woad_scores *out, woad_error *error)
{
    scoring s = {.mask = mask};
    woad_status status = init(&s, comm, error);
    if (status >= 0) {
        woad_mpi_score_bands(&s.spectrum, mask->ranks, &out->low_band_db, &out->high_band_cv);
        score_error(&s, out);
    }
    clear(&s);
    return status;
}

/* One of several frames is whole in one process, which scores it by itself. */
static woad_status score_frame(
    MPI_Comm comm, const woad_mpi_mask *mask, size_t frame, woad_scores *out, woad_error *error)
{
    const size_t first = frame * mask->height;
    woad_mpi_slab slab;
    woad_status status = slab_of_mask(comm, mask, &slab, error);
    if (status < 0)
        return status;
    if (first >= mask->first && first < mask->first + mask->rows) {
        const woad_mpi_mask one = {mask->width, mask->height, 1, 0, mask->height,
            mask->ranks + (first - mask->first) * mask->width, NULL};
        status = score_shared(MPI_COMM_SELF, &one, out, error);
    }
    status = woad_mpi_agree(comm, status, error);
    if (status >= 0)
        MPI_Bcast(out, (int)sizeof *out, MPI_BYTE, (int)(first / slab.block), comm);
    return status;
}

woad_status woad_mpi_score(
    MPI_Comm comm, const woad_mpi_mask *mask, size_t frame, woad_scores *out, woad_error *error)
{
    woad_error own = {0};
    error = error ? error : &own;
    if (frame >= mask->depth)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "frame %zu: the mask has %zu frames",
            frame, mask->depth);
    return mask->depth > 1 ? score_frame(comm, mask, frame, out, error)
                           : score_shared(comm, mask, out, error);
}

/* ---- of all --------------------------------------------------------------------------------- */

typedef struct volume {
    const woad_mpi_mask *mask;
    woad_mpi_slab slab;
    float *pattern; /* [rows][width] */
    woad_mpi_fft fft;
    woad_spacetime filters;
} volume;

static woad_status volume_init(volume *v, MPI_Comm comm, woad_error *error)
{
    const woad_mpi_mask *m = v->mask;
    woad_status status = slab_of_mask(comm, m, &v->slab, error);
    if (status >= 0)
        status = woad_mpi_fft_create(&v->slab, &v->fft, error);
    if (status < 0)
        return status;
    v->pattern = woad_array(m->width * m->rows, sizeof *v->pattern);
    status = v->pattern ? WOAD_OK : woad_fail_memory(error, "the error through time");
    if (status >= 0)
        status = woad_spacetime_init(m->width, m->height, m->depth, &v->filters, error);
    return woad_mpi_agree(comm, status, error);
}

static void volume_clear(volume *v)
{
    woad_spacetime_clear(&v->filters);
    woad_mpi_fft_clear(&v->fft);
    woad_free(v->pattern);
}

static void score_volume(volume *v, woad_spacetime_scores *out)
{
    const woad_mpi_mask *m = v->mask;
    double energy[WOAD_SPACETIME_FILTERS] = {0};
    for (unsigned level = 1; level <= WOAD_SCORE_THRESHOLDS; level++) {
        woad_spacetime_pattern(
            v->pattern, m->ranks, 1, m->width * m->rows, m->width * m->height, level);
        woad_mpi_fft_forward(&v->fft, v->pattern);
        woad_spacetime_add(&v->filters, (const float complex *)v->fft.spectrum,
            v->fft.stride / 2, m->first, m->rows, energy);
    }
    MPI_Allreduce(
        MPI_IN_PLACE, energy, WOAD_SPACETIME_FILTERS, MPI_DOUBLE, MPI_SUM, v->slab.comm);
    woad_spacetime_score(&v->filters, energy, out);
}

woad_status woad_mpi_score_spacetime(
    MPI_Comm comm, const woad_mpi_mask *mask, woad_spacetime_scores *out, woad_error *error)
{
    volume v = {.mask = mask};
    woad_error own = {0};
    woad_status status = volume_init(&v, comm, error ? error : &own);
    if (status >= 0)
        score_volume(&v, out);
    volume_clear(&v);
    return status;
}
