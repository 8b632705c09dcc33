/* loss.h - the loss of one slab: the terms of src/loss, their transform and ranking shared. */
#ifndef WOAD_MPI_LOSS_H
#define WOAD_MPI_LOSS_H

#include <woad/design.h>

#include "loss/histogram.h"
#include "slab.h"

typedef struct woad_mpi_loss woad_mpi_loss;

/* WOAD_ERROR_ARGUMENT with a sentence for terms that have no part in it: of masks with several
 * frames the dither term and the target through time, of all masks the caller's own. */
woad_status woad_mpi_loss_check(
    const woad_loss_params *params, size_t depth, woad_error *error);

/* The weight of a term. */
double woad_mpi_loss_weight(const woad_loss_params *params, size_t term);

/* The params were checked. Fails with WOAD_ERROR_MEMORY, or as a pdf does. Collective, as the two
 * that follow. */
woad_status woad_mpi_loss_create(const woad_loss_params *params, const woad_mpi_slab *slab,
    woad_mpi_loss **out, woad_error *error);

/* As woad_loss_gradient, `values` and `gradient` being this slab's, *losses those of all. Fails as
 * woad_mpi_rank does. */
woad_status woad_mpi_loss_gradient(woad_mpi_loss *loss, const float *values,
    const float multipliers[WOAD_MAX_LOSS_TERMS], float *gradient, woad_losses *losses,
    woad_error *error);

/* The ranks of the values among those of their frame, whoever has them, in the loss's memory until
 * it ranks again. */
woad_status woad_mpi_loss_rank(
    woad_mpi_loss *loss, const float *values, const uint32_t **ranks, woad_error *error);

/* The terms become what they are at `progress` (woad_loss_anneal). Not collective, as what
 * follows. */
void woad_mpi_loss_anneal(woad_mpi_loss *loss, double progress);

/* What the sorted values are to be. */
const woad_histogram_target *woad_mpi_loss_target(const woad_mpi_loss *loss);

void woad_mpi_loss_destroy(woad_mpi_loss *loss);

/* Bytes of one for `rows` rows, an even share of height * depth, without FFTW's own. */
size_t woad_mpi_loss_memory(const woad_loss_params *params, size_t width, size_t height,
    size_t depth, size_t rows, int processes);

#endif
