/* refine/objective.c - see objective.h. */
#include "refine/objective.h"

#include "loss/spectral.h"

/* The kernels of the terms that count. */
static woad_status create_taps(
    woad_objective *o, const woad_design_params *params, woad_error *error)
{
    const woad_loss_params *loss = &params->loss;
    woad_status status = WOAD_OK;
    if (loss->dither.weight > 0)
        status = woad_slices_create(
            &loss->dither, params->width, params->height, params->depth, &o->dither, error);
    if (status >= 0 && loss->spectral.weight > 0)
        status = woad_spectral_taps(
            &loss->spectral, params->width, params->height, &o->spectral, error);
    return status;
}

static void add_pull(
    woad_objective *o, const woad_taps *kernel, double weight, woad_refine_gains gains)
{
    woad_swap_energy *energy = &o->energy;
    o->of_pulls[energy->pull_count] = gains;
    energy->pulls[energy->pull_count].kernel = kernel;
    energy->pulls[energy->pull_count].weight = weight;
    energy->pull_count++;
}

/* On the scale of the dither term's weight, or of the spectral term's where that is alone. */
static void set_energy(woad_objective *o, const woad_loss_params *loss)
{
    double one = loss->dither.weight > 0 ? loss->dither.weight : loss->spectral.weight;
    if (loss->dither.weight > 0 && loss->dither.exponent == 1)
        o->energy.pairs = &o->dither;
    else if (loss->dither.weight > 0)
        add_pull(o, &o->dither.slices[0].taps, 0.25, (woad_refine_gains){.dither = 0.25});
    if (loss->spectral.weight > 0)
        add_pull(
            o, &o->spectral, loss->spectral.weight / one, (woad_refine_gains){.spectral = 1});
}

woad_status woad_objective_init(
    woad_objective *o, const woad_design_params *params, woad_error *error)
{
    *o = (woad_objective){0};
    woad_status status = create_taps(o, params, error);
    if (status >= 0)
        set_energy(o, &params->loss);
    else
        woad_objective_clear(o);
    return status;
}

void woad_objective_clear(woad_objective *o)
{
    woad_slices_clear(&o->dither);
    woad_taps_clear(&o->spectral);
}
