/* keys.c - all parameters of a design, in the order of a recipe. */
#include "keys.h"

#include "kernel.h"
#include "loss/histogram.h"
#include "loss/term.h"
#include "optimizer/optimizer.h"
#include "pdf.h"

static const woad_key mask_keys[] = {
    {"mask", "size", "width x height in pixels, x frames", WOAD_KEY_SIZE,
        offsetof(woad_design_params, width), 1, (double)WOAD_MAX_AXIS, NULL, NULL},
    {"mask", "channels", "values a pixel, each a mask of its own with little in common",
        WOAD_KEY_COUNT, offsetof(woad_design_params, channels), 1, (double)WOAD_MAX_CHANNELS,
        NULL, NULL},
    {"mask", "pdf", "how the values are distributed, one of `woad list distributions`",
        WOAD_KEY_STRING, offsetof(woad_design_params, loss.pdf), 0, 0, NULL, woad_pdf_check},
    {"mask", "seed", "of the noise to start from and of the multipliers", WOAD_KEY_SEED,
        offsetof(woad_design_params, seed), 0, 0, NULL, NULL},
    {"mask", "shift_x", "pixels that the finished mask is moved to the right, around its torus",
        WOAD_KEY_COUNT, offsetof(woad_design_params, shift_x), 0, (double)WOAD_MAX_AXIS - 1,
        NULL, NULL},
    {"mask", "shift_y", "pixels that it is moved down likewise", WOAD_KEY_COUNT,
        offsetof(woad_design_params, shift_y), 0, (double)WOAD_MAX_AXIS - 1, NULL, NULL},
};
_Static_assert(offsetof(woad_design_params, height) ==
                       offsetof(woad_design_params, width) + sizeof(size_t) &&
                   offsetof(woad_design_params, depth) ==
                       offsetof(woad_design_params, height) + sizeof(size_t),
    "a size key is three numbers side by side");

static const woad_key baseline_keys[] = {
    {"baseline", "method", "what the design starts from", WOAD_KEY_CHOICE,
        offsetof(woad_design_params, baseline.method), 0, 0, woad_baseline_at, NULL},
    {"baseline", "sigma", "pixels, of the Gaussian that it filters with; 0: the kernel instead",
        WOAD_KEY_REAL, offsetof(woad_design_params, baseline.sigma), 0, 64, NULL, NULL},
    {"baseline", "kernel", "that it filters with where sigma is 0", WOAD_KEY_STRING,
        offsetof(woad_design_params, baseline.kernel), 0, 0, NULL, woad_kernel_check},
    {"baseline", "radius", "pixels, where either ends; 0: by itself", WOAD_KEY_REAL,
        offsetof(woad_design_params, baseline.radius), 0, 64, NULL, NULL},
    {"baseline", "iterations", "passes of high-pass, trials a pixel of simulated-annealing",
        WOAD_KEY_COUNT, offsetof(woad_design_params, baseline.iterations), 0, 1e6, NULL, NULL},
};

static const woad_key finish_keys[] = {
    {"finish", "iterations", "descent steps on the histogram alone, after the optimizer",
        WOAD_KEY_COUNT, offsetof(woad_design_params, finish.iterations), 0, 1e6, NULL, NULL},
    {"finish", "rate", "their step size", WOAD_KEY_REAL,
        offsetof(woad_design_params, finish.rate), 1e-9, 1000, NULL, NULL},
};

static const woad_key refine_keys[] = {
    {"refine", "trials", "swaps of ranks tried for each pixel; 0: no refinement",
        WOAD_KEY_COUNT, offsetof(woad_design_params, refine.trials), 0, 1e6, NULL, NULL},
    {"refine", "temperature", "of swaps that lose, at first, in thousandths of the weights",
        WOAD_KEY_REAL, offsetof(woad_design_params, refine.temperature), 0, 1000, NULL, NULL},
    {"refine", "reach", "share of the ranks on either side of a level that swap", WOAD_KEY_REAL,
        offsetof(woad_design_params, refine.reach), 1e-6, 0.25, NULL, NULL},
};

/* The index-th key of a table of `count`, or NULL, with *index less the whole table. */
static const woad_key *take(const woad_key *keys, size_t count, size_t *index)
{
    if (*index < count)
        return &keys[*index];
    *index -= count;
    return NULL;
}

const woad_key *woad_key_find_at(size_t index)
{
    const woad_key *key = take(mask_keys, sizeof mask_keys / sizeof *mask_keys, &index);
    if (!key)
        key = take(baseline_keys, sizeof baseline_keys / sizeof *baseline_keys, &index);
    if (!key)
        key = take(woad_optimizer_keys, woad_optimizer_key_count, &index);
    for (size_t t = 0; !key && woad_loss_term_find_at(t); t++) {
        const woad_loss_term *term = woad_loss_term_find_at(t);
        key = take(term->keys, term->key_count, &index);
    }
    if (!key)
        key = take(finish_keys, sizeof finish_keys / sizeof *finish_keys, &index);
    if (!key)
        key = take(refine_keys, sizeof refine_keys / sizeof *refine_keys, &index);
    return key;
}

bool woad_key_at(size_t index, woad_key *out)
{
    const woad_key *key = woad_key_find_at(index);
    if (key)
        *out = *key;
    return key != NULL;
}

woad_status woad_design_check(const woad_design_params *params, woad_error *error)
{
    woad_status status = WOAD_OK;
    for (size_t i = 0; status >= 0 && woad_key_find_at(i); i++)
        status = woad_key_check(woad_key_find_at(i), params, error);
    return status < 0 ? status : woad_histogram_check(&params->loss, error);
}
