/* baseline/simulated_annealing.c - swaps on the energy of blue-noise dithered sampling.
 *
 * I. Georgiev and M. Fajardo, "Blue-noise Dithered Sampling", SIGGRAPH 2016 Talks:
 *
 *     E(M) = sum_pq exp(-|p - q|^2 / sigma_i^2 - |M(p) - M(q)|^(d/2) / sigma_s^2)
 *
 * over the pairs of pixels, with d = 1 value a pixel, sigma_i = 2.1 (the preset's kernel) and
 * sigma_s = 1. Two pixels, drawn at random, swap their values when that lowers the energy by
 * `change` < 0, or with the probability exp(-change / T) (Metropolis et al. 1953). The
 * temperature T falls linearly to 0 over the sweeps of one trial a pixel.
 *
 * All terms are integers, taken from tables, and sums of them are exact.
 */
#include "baseline/baseline.h"

#include <math.h>

#include "base/alloc.h"
#include "base/status.h"
#include "baseline/shuffle.h"
#include "baseline/stencil.h"

/* exp(-sqrt(difference)) is 1 at CLOSEST; differences of ranks are taken to LEVELS steps. */
enum { LEVELS = 1 << 14, CLOSEST = 65535, ODDS = 256 };

/* The temperature at the start, as a share of a bound of a pixel's energy. Medians of the dither
 * errors at blur 1 / 1.5 / 2.5 / 4 pixels, 64x64, 500 sweeps:
 *     0 (falls only)   -7.5  -11.8  -14.7  -15.7
 *     1 / 2048         -7.7  -12.0  -14.7  -15.6
 *     1 / 256          -7.8  -11.6  -13.6  -14.1
 */
static const int64_t hottest = (int64_t)WOAD_STENCIL_SUM * CLOSEST / 2048;

typedef struct annealing {
    size_t width, height;
    woad_stencil stencil;
    size_t *columns, *rows; /* where a neighbour is, from x + i and y + j of the stencil */
    uint32_t *ranks;
    int shift;                  /* from ranks to LEVELS */
    uint16_t closeness[LEVELS]; /* by difference */
    int64_t odds[ODDS];         /* -ln u in 2^-16, at the middles of equal parts */
} annealing;

static int64_t closeness(const annealing *a, uint32_t r, uint32_t s)
{
    return a->closeness[(r > s ? r - s : s - r) >> a->shift];
}

/* By how much E rises when the pixel's rank becomes that of `other`, the pair of both left out. */
static int64_t change_of_one(const annealing *a, size_t pixel, size_t other)
{
    const woad_stencil *s = &a->stencil;
    const uint32_t old = a->ranks[pixel], new = a->ranks[other];
    const size_t *columns = a->columns + pixel % a->width;
    const size_t *rows = a->rows + pixel / a->width;
    int64_t change = 0;
    for (size_t j = 0; j < s->height; j++) {
        const int32_t *taps = woad_stencil_row(s, j);
        for (size_t i = 0; i < s->width; i++) {
            size_t neighbour = rows[j] + columns[i];
            uint32_t r = a->ranks[neighbour];
            int64_t rise = taps[i] * (closeness(a, new, r) - closeness(a, old, r));
            change += neighbour == other ? 0 : rise;
        }
    }
    return change;
}

static void try_swap(annealing *a, woad_random *random, int64_t temperature)
{
    size_t count = a->width * a->height;
    size_t p = woad_random_below(random, count), q = woad_random_below(random, count);
    int64_t change = change_of_one(a, p, q) + change_of_one(a, q, p);
    int64_t allowed = temperature * a->odds[woad_random_below(random, ODDS)] >> 16;
    if (change > allowed)
        return;
    uint32_t rank = a->ranks[p];
    a->ranks[p] = a->ranks[q];
    a->ranks[q] = rank;
}

static void anneal(annealing *a, woad_random *random, size_t sweeps)
{
    for (size_t sweep = 0; sweep < sweeps; sweep++) {
        int64_t left = (int64_t)(sweeps - 1 - sweep);
        int64_t temperature = hottest * left / (int64_t)sweeps;
        for (size_t trial = 0; trial < a->width * a->height; trial++)
            try_swap(a, random, temperature);
    }
}

static void fill_tables(annealing *a)
{
    while ((a->width * a->height - 1) >> a->shift >= LEVELS)
        a->shift++;
    double scale = ldexp(1, a->shift) / (double)(a->width * a->height);
    for (size_t d = 0; d < LEVELS; d++)
        a->closeness[d] = (uint16_t)lround(CLOSEST * exp(-sqrt((double)d * scale)));
    for (size_t k = 0; k < ODDS; k++)
        a->odds[k] = lround(-log(((double)k + 0.5) / ODDS) * 65536);
    const woad_stencil *s = &a->stencil;
    for (size_t x = 0; x < a->width + s->width; x++)
        a->columns[x] = (x + a->width - s->left) % a->width;
    for (size_t y = 0; y < a->height + s->height; y++)
        a->rows[y] = (y + a->height - s->top) % a->height * a->width;
}

static woad_status create(
    annealing *a, const woad_design_params *params, uint32_t *ranks, woad_error *error)
{
    a->width = params->width;
    a->height = params->height;
    a->ranks = ranks;
    woad_status status = woad_stencil_create(params, &a->stencil, error);
    if (status < 0)
        return status;
    a->columns = woad_array(a->width + a->stencil.width, sizeof *a->columns);
    a->rows = woad_array(a->height + a->stencil.height, sizeof *a->rows);
    if (!a->columns || !a->rows)
        return woad_fail_memory(error, "annealing");
    fill_tables(a);
    return WOAD_OK;
}

static void destroy(annealing *a)
{
    if (!a)
        return;
    woad_stencil_clear(&a->stencil);
    woad_free(a->columns);
    woad_free(a->rows);
    woad_free(a);
}

static woad_status make(const woad_design_params *params, uint32_t *ranks, woad_error *error)
{
    woad_random random = woad_random_seed(params->seed, WOAD_BASELINE_STREAM);
    annealing *a = woad_array(1, sizeof *a);
    woad_status status =
        a ? create(a, params, ranks, error) : woad_fail_memory(error, "annealing");
    if (status >= 0) {
        woad_shuffle(&random, ranks, params->width * params->height);
        anneal(a, &random, params->baseline.iterations);
    }
    destroy(a);
    return status;
}

const woad_baseline woad_baseline_simulated_annealing = {
    .info = {"simulated-annealing", "swaps on Georgiev and Fajardo's energy"},
    .make = make,
};
