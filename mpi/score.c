/* score.c - the scores of src/score.c, with parts of the rows. */
#include <woad/mpi.h>

#include "agree.h"
#include "bands.h"
#include "base/alloc.h"
#include "base/status.h"
#include "blurs.h"
#include "score.h"
#include "slab.h"

typedef struct scoring {
    const woad_mpi_mask *mask;
    woad_mpi_slab slab;
    size_t count, total; /* ranks here, and of all */
    woad_mpi_fft fft;
    woad_spectrum spectrum; /* the rows of it that are here: fft's memory */
    woad_blurs blurs;
    float *image; /* [rows][width] */
} scoring;

static void clear(scoring *s)
{
    woad_blurs_clear(&s->blurs);
    woad_mpi_fft_clear(&s->fft);
    woad_free(s->image);
}

static woad_status init(scoring *s, MPI_Comm comm, woad_error *error)
{
    const woad_mpi_mask *m = s->mask;
    woad_status status = woad_mpi_slab_cut(comm, m->width, m->height, &s->slab, error);
    if (status < 0)
        return status;
    if (m->first != s->slab.first || m->rows != s->slab.rows)
        status = woad_fail(error, WOAD_ERROR_ARGUMENT,
            "a mask is scored by the processes that made or read it");
    s->spectrum = (woad_spectrum){.width = m->width,
        .height = m->height,
        .half_width = woad_half_width(m->width),
        .first = m->first,
        .rows = m->rows};
    s->count = woad_mpi_slab_count(&s->slab);
    s->total = m->width * m->height;
    s->image = woad_array(s->count, sizeof *s->image);
    if (status >= 0 && !s->image)
        status = woad_fail_memory(error, "the spectrum of a mask");
    if (status >= 0)
        status = woad_blurs_init(&s->blurs, &s->spectrum, error);
    status = woad_mpi_agree(comm, status, error);
    if (status >= 0)
        status = woad_mpi_fft_create(&s->slab, &s->fft, error);
    if (status >= 0) {
        s->spectrum.stride = s->fft.stride / 2;
        s->spectrum.half = (float complex *)s->fft.spectrum;
    }
    return status;
}

/* Of the image, without zero frequency, as woad_spectrum_transform has it. */
static void transform(scoring *s)
{
    woad_mpi_fft_forward(&s->fft, s->image);
    if (s->slab.first == 0)
        s->spectrum.half[0] = 0;
}

/* `sums` is of `bytes` bytes of doubles. */
static void add_up(const scoring *s, void *sums, size_t bytes)
{
    MPI_Allreduce(
        MPI_IN_PLACE, sums, (int)(bytes / sizeof(double)), MPI_DOUBLE, MPI_SUM, s->slab.comm);
}

static void score_bands(scoring *s, woad_scores *out)
{
    woad_spectrum_load_ranks(s->image, s->mask->ranks, 1, s->count, s->total);
    transform(s);
    woad_bands bands = woad_bands_of(&s->spectrum);
    add_up(s, &bands, sizeof bands);
    woad_bands_score(&bands, &out->low_band_db, &out->high_band_cv);
}

static void score_error(scoring *s, woad_scores *out)
{
    double sums[2][WOAD_SCORE_SIGMAS] = {0}, variance = 0; /* energy; what white noise has */
    for (unsigned level = 1; level <= WOAD_SCORE_THRESHOLDS; level++) {
        double energy[WOAD_SCORE_SIGMAS];
        woad_level_pattern(s->image, s->mask->ranks, 1, s->count, s->total, level);
        transform(s);
        woad_blurred_energy(&s->spectrum, &s->blurs, energy);
        variance += woad_level_variance(level);
        for (int i = 0; i < WOAD_SCORE_SIGMAS; i++)
            sums[0][i] += energy[i];
    }
    for (int i = 0; i < WOAD_SCORE_SIGMAS; i++)
        sums[1][i] = woad_blur_sum(&s->spectrum, &s->blurs, i);
    add_up(s, sums, sizeof sums);
    for (int i = 0; i < WOAD_SCORE_SIGMAS; i++)
        out->dither_error_db[i] =
            woad_error_decibels(sums[0][i], s->total, variance, sums[1][i]);
}

woad_status woad_mpi_score(
    MPI_Comm comm, const woad_mpi_mask *mask, woad_scores *out, woad_error *error)
{
    scoring s = {.mask = mask};
    woad_error own = {0};
    error = error ? error : &own;
    woad_status status = init(&s, comm, error);
    if (status >= 0) {
        score_bands(&s, out);
        score_error(&s, out);
    }
    clear(&s);
    return status;
}
