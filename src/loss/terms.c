/* loss/terms.c - the table of the terms. */
#include "loss/term.h"

extern const woad_loss_term woad_loss_spectral, woad_loss_uniformity, woad_loss_histogram,
    woad_loss_dither, woad_loss_target;

/* To add a term: write its file, declare it above, list it here (CONTRIBUTING.md). */
static const woad_loss_term *const terms[] = {
    &woad_loss_spectral,
    &woad_loss_uniformity,
    &woad_loss_histogram,
    &woad_loss_dither,
    &woad_loss_target,
};
enum { TERMS = sizeof terms / sizeof *terms };
_Static_assert(TERMS <= WOAD_MAX_LOSS_TERMS, "woad_losses has a place for every term");

const woad_loss_term *woad_loss_term_find_at(size_t index)
{
    return index < TERMS ? terms[index] : NULL;
}

const woad_entry *woad_loss_term_at(size_t index)
{
    return index < TERMS ? &terms[index]->info : NULL;
}

size_t woad_loss_term_count(void)
{
    return TERMS;
}

static size_t index_of(const woad_loss_term *term)
{
    size_t t = 0;
    while (terms[t] != term)
        t++;
    return t;
}

size_t woad_loss_histogram_index(void)
{
    return index_of(&woad_loss_histogram);
}

size_t woad_loss_dither_index(void)
{
    return index_of(&woad_loss_dither);
}

size_t woad_loss_spectral_index(void)
{
    return index_of(&woad_loss_spectral);
}
