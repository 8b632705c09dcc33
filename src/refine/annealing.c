/* refine/annealing.c - see schedule.h. */
#include "refine/annealing.h"

#include <math.h>

#include <woad/score.h>

enum {
    QUENCH = 2, /* sweeps without temperature, in the end */
    LOOKS = 10, /* at the spectrum, at least */
    APART = 20  /* sweeps between two of them, at most */
};

/* Whether the ranks are within the limit; they go back where not. A start may have structure,
 * which swaps can only wash out: there its own is the limit. */
static bool look(woad_annealing *s)
{
    double limit = fmax(woad_structure_limit(s->area), s->at.outcome.high_band_cv);
    double cv = s->swapped->high_band_cv(s->user);
    if (cv > limit) {
        s->at.outcome.backoffs++;
        s->at.warmth /= 2;
        s->swapped->go_back(s->user);
        s->at.gains = s->at.kept;
        return false;
    }
    s->at.kept = s->at.gains;
    s->swapped->keep(s->user);
    s->at.outcome.high_band_cv = cv;
    return true;
}

static double temperature_at(const woad_annealing *s, size_t sweep)
{
    size_t warm = s->params->trials > QUENCH ? s->params->trials - QUENCH : 0;
    if (sweep >= warm)
        return 0;
    return s->at.warmth * s->params->temperature * (1 - (double)sweep / (double)warm);
}

static uint64_t sweep_once(woad_annealing *s, double temperature)
{
    woad_exchange_outcome done =
        s->swapped->sweep(s->user, s->at.outcome.sweeps++, temperature, s->params->reach);
    s->at.gains.dither += done.gain;
    for (size_t p = 0; p < WOAD_SWAP_PULLS; p++) {
        s->at.gains.dither += done.pull_gains[p] * s->of_pulls[p].dither;
        s->at.gains.spectral += done.pull_gains[p] * s->of_pulls[p].spectral;
    }
    s->at.outcome.swaps += done.swapped;
    return done.swapped;
}

/* Leaves ranks within the limit that have cooled: those of now, or those gone back to. */
static void quench(woad_annealing *s)
{
    for (size_t attempt = 0; attempt < 2; attempt++) {
        for (size_t i = 0; i < QUENCH; i++)
            sweep_once(s, 0);
        if (look(s))
            return;
    }
}

void woad_annealing_run(woad_annealing *s)
{
    size_t total = s->params->trials, between = (total + LOOKS - 1) / LOOKS;
    between = between < APART ? between : APART;
    for (size_t sweep = s->at.outcome.sweeps; sweep < total; sweep++) {
        double temperature = temperature_at(s, sweep);
        uint64_t swaps = sweep_once(s, temperature);
        bool last = sweep + 1 == total;
        if (((sweep + 1) % between == 0 || last) && !look(s) && last)
            quench(s);
        bool idle = swaps == 0 && s->params->temperature == 0;
        if (s->swapped->stops(s->user, sweep + 1, temperature, idle)) {
            quench(s);
            s->at.outcome.stop = WOAD_STOP_CALLER;
            return;
        }
        if (idle) {
            look(s);
            s->at.outcome.stop = WOAD_STOP_NO_GAIN;
            return;
        }
    }
}
