/* mpi.c - where the time of a shared design goes: `mpirun -n P woad-bench-mpi SIZE [ROUNDS]`.
 *
 * In each round, one after the other: FFTW's own transforms, those of a design, the order alone, a
 * whole evaluation of the loss with its three terms. (One process has other transforms than FFTW's
 * MPI library, slab.h.) Prints the median of each, of the slowest process.
 */
#include <stdio.h>
#include <stdlib.h>

#include <woad/recipe.h>

#include "base/alloc.h"
#include "base/random.h"
#include "loss.h"
#include "order.h"

enum { ROUNDS = 100, PARTS = 4 };

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return count % 2 ? values[count / 2] : 0.5 * (values[count / 2 - 1] + values[count / 2]);
}

typedef struct bench {
    woad_mpi_slab slab;
    woad_mpi_fft fft;
    woad_mpi_loss *loss;
    woad_mpi_order order;
    float *values, *gradient;
    uint32_t *ranks;
    float *bare; /* of FFTW's transforms, in place, with rows of size + 2 */
    fftwf_plan forward, inverse;
} bench;

static void create_bare(bench *b, size_t size)
{
    b->bare = woad_array(2 * b->slab.room, sizeof *b->bare);
    if (!b->bare)
        MPI_Abort(MPI_COMM_WORLD, 5);
    const ptrdiff_t side = (ptrdiff_t)size;
    fftwf_complex *half = (fftwf_complex *)b->bare;
    b->forward =
        fftwf_mpi_plan_dft_r2c_2d(side, side, b->bare, half, MPI_COMM_WORLD, FFTW_ESTIMATE);
    b->inverse =
        fftwf_mpi_plan_dft_c2r_2d(side, side, half, b->bare, MPI_COMM_WORLD, FFTW_ESTIMATE);
}

static woad_status create(bench *b, size_t size, woad_error *error)
{
    woad_design_params params;
    woad_status status = woad_preset_find("spectral", &params, error);
    if (status >= 0)
        status = woad_mpi_slab_cut(MPI_COMM_WORLD, size, size, 1, &b->slab, error);
    if (status >= 0)
        status = woad_mpi_fft_create(&b->slab, &b->fft, error);
    if (status >= 0)
        status = woad_mpi_loss_create(&params.loss, &b->slab, &b->loss, error);
    size_t count = woad_mpi_slab_count(&b->slab);
    if (status >= 0)
        status = woad_mpi_order_create(MPI_COMM_WORLD, count, size * size,
            woad_mpi_loss_target(b->loss), &b->order, error);
    if (status < 0)
        return status;
    b->values = woad_array(count, sizeof *b->values);
    b->gradient = woad_array(count, sizeof *b->gradient);
    b->ranks = woad_array(count, sizeof *b->ranks);
    if (!b->values || !b->gradient || !b->ranks)
        MPI_Abort(MPI_COMM_WORLD, 5);
    for (size_t i = 0; i < count; i++)
        b->values[i] = (float)(woad_hash(b->slab.first * size + i + 1) >> 40) * 0x1p-23F - 1;
    create_bare(b, size);
    return WOAD_OK;
}

static void run_part(bench *b, int part)
{
    float ones[WOAD_MAX_LOSS_TERMS];
    woad_error error;
    for (size_t t = 0; t < WOAD_MAX_LOSS_TERMS; t++)
        ones[t] = 1;
    if (part == 0) { /* of zeros: those take as long */
        fftwf_execute(b->forward);
        fftwf_execute(b->inverse);
    } else if (part == 1) {
        woad_mpi_fft_forward(&b->fft, b->values);
        woad_mpi_fft_inverse(&b->fft, b->gradient);
    } else if (part == 2) {
        woad_mpi_rank(&b->order, b->values, b->ranks, &error);
    } else {
        woad_mpi_loss_gradient(b->loss, b->values, ones, b->gradient, NULL, &error);
    }
}

/* Seconds, of the slowest process. */
static double time_part(bench *b, int part)
{
    MPI_Barrier(MPI_COMM_WORLD);
    double seconds = -MPI_Wtime();
    run_part(b, part);
    seconds += MPI_Wtime();
    MPI_Allreduce(MPI_IN_PLACE, &seconds, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
    return seconds;
}

int main(int count, char **words)
{
    static const char *const names[PARTS] = {"bare", "transforms", "order", "evaluation"};
    static double seconds[PARTS][ROUNDS];
    bench b = {0};
    woad_error error;
    MPI_Init(&count, &words);
    size_t size = count > 1 ? strtoul(words[1], NULL, 10) : 0;
    size_t rounds = count > 2 ? strtoul(words[2], NULL, 10) : 5;
    if (size < 1 || size > WOAD_MAX_AXIS || rounds < 1 || rounds > ROUNDS) {
        fprintf(stderr, "usage: woad-bench-mpi SIZE [ROUNDS], of 1 to %d\n", ROUNDS);
        MPI_Finalize();
        return 2;
    }
    if (create(&b, size, &error) < 0) {
        fprintf(stderr, "woad-bench-mpi: %s\n", error.message);
        MPI_Finalize();
        return 2;
    }
    for (size_t round = 0; round <= rounds; round++) /* the first warms up */
        for (int part = 0; part < PARTS; part++)
            seconds[part][round ? round - 1 : 0] = time_part(&b, part);
    for (int part = 0; part < PARTS && b.slab.rank == 0; part++)
        printf("%zux%zu, %d processes: %-10s %9.3f ms\n", size, size, b.slab.processes,
            names[part], 1e3 * median(seconds[part], rounds));
    MPI_Finalize();
    return 0;
}
