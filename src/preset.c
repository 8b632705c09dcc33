/* preset.c - parameters that go by a name. */
#include <string.h>

#include <woad/recipe.h>

#include "base/status.h"

/* The default preset is WOAD_DESIGN_DEFAULTS; the others say what they have different. */
typedef struct preset {
    woad_entry info;
    const char *recipe;
} preset;

/* A loss that is the post's, or none. */
#define POST_LOSS                                                                              \
    "[loss.spectral]\nweight = 0.1\n[loss.uniformity]\nweight = 0.01\n"                        \
    "[loss.histogram]\nweight = 2.2\n[loss.dither]\nweight = 0\n"
#define NO_LOSS                                                                                \
    "[loss.spectral]\nweight = 0\n[loss.uniformity]\nweight = 0\n"                             \
    "[loss.histogram]\nweight = 0\n[loss.dither]\nweight = 0\n"
#define NO_SWAPS "[refine]\ntrials = 0\n"

/* A spectrum and every value once, and nothing else. */
#define TARGET(spectrum)                                                                       \
    "[baseline]\nmethod = white-noise\n[loss.dither]\nweight = 0\n" NO_SWAPS                   \
    "[optimizer]\niterations = 1000\n"                                                         \
    "[loss.target]\nweight = 1\nspectrum = " spectrum "\n"

/* A baseline as it is: nothing moves it, nothing is measured. */
#define BASELINE(name, help, keys)                                                             \
    {                                                                                          \
        {name, help}, NO_LOSS NO_SWAPS "[baseline]\nmethod = " name "\n" keys                  \
    }

static const preset presets[] = {
    {{"dither", "the best to dither with: void-and-cluster, then swaps of ranks"}, ""},
    {{"dither-descent", "the same aim by the post's way: gradient descent, then swaps"},
        "[baseline]\nmethod = white-noise\n"
        "[loss.histogram]\nweight = 0.4\n"
        "[loss.dither]\nkernel = 0.7:3,1:22,1.5:8,2.5:26,4:6.5\nradius = 18\n"
        "softness_start = 2\n"
        "[optimizer]\nrate = 0.1\nhold = 0.7\niterations = 1000\n"},
    {{"spatiotemporal",
         "frames for a moving picture: good alone, through time, and after both"},
        "[mask]\nsize = 64x64x32\n"
        "[loss.dither]\nkernel = 1:10,2.5:3\nspace = 0.5\ntime = 0.3\nboth = 2.5\n"
        "[refine]\ntrials = 32\ntemperature = 15\nreach = 0.03\n"},
    {{"vectors", "unit vectors, or others of mask.pdf: blue components, then swaps of vectors"},
        "[mask]\npdf = sphere\n[loss.dither]\nkernel = 1:1,1.5:1\n"
        "[refine]\ntemperature = 0.15\nreach = 0.0001\n"},
    {{"vectors-descent", "the same by the post's way: sorted projections, descent, then swaps"},
        "[mask]\npdf = sphere\n[baseline]\nmethod = white-noise\n"
        "[loss.spectral]\nweight = 0.1\ncutoff = 0.3\n[loss.histogram]\nweight = 0.1\n"
        "[loss.dither]\nkernel = 1:1,1.5:1\n[optimizer]\niterations = 500\n"
        "[refine]\ntemperature = 0.15\nreach = 0.0001\n"},
    {{"spectral", "the post's loss, centred, by Adam: the best spectrum in 4,000 iterations"},
        "[baseline]\nmethod = white-noise\n" POST_LOSS NO_SWAPS
        "[optimizer]\niterations = 4000\n"},
    {{"notebook", "the post's notebook to the letter: plain descent, 100,000 iterations"},
        "[baseline]\nmethod = white-noise\n" POST_LOSS NO_SWAPS
        "[loss.spectral]\ngrid = notebook\n[loss.histogram]\ntarget = endpoints\n"
        "[optimizer]\nmethod = descent\nrate = 0.7\nschedule = constant\n"
        "iterations = 100000\nstochastic = yes\n[finish]\niterations = 10\n"},
    {{"target", "the spectrum that loss.target.spectrum says, by Adam"},
        TARGET("high-pass:0.3")},
    {{"green-noise", "dots in clusters: a band of middle frequencies"},
        TARGET("band-pass:0.1:0.25")},
    {{"pink-noise", "power as 1 / frequency, with every value once"}, TARGET("pink")},
    BASELINE("white-noise", "independent random values: what all others are measured by", ""),
    BASELINE(
        "void-and-cluster", "Ulichney's void-and-cluster method, sigma 1.9", "sigma = 1.9\n"),
    BASELINE("void-and-cluster-tiles", "the same by tiles of about 256x256, for large masks",
        "sigma = 1.9\n"),
    BASELINE("void-filling", "greedy void filling with an exponential kernel, as in libplacebo",
        "kernel = exponential:1.84\nradius = 24\n"),
    BASELINE("bayer", "Bayer's ordered dither matrix, for powers of two", ""),
    BASELINE("interleaved-gradient-noise", "Jimenez' formula for shaders", ""),
    BASELINE("r2", "Roberts' R2 sequence by the plastic number", ""),
    BASELINE("high-pass", "Lottes' white noise, high-passed and ranked some times",
        "sigma = 1.5\niterations = 16\n"),
    BASELINE("simulated-annealing", "Georgiev and Fajardo's energy, by swaps",
        "kernel = 1.05\nradius = 6\niterations = 400\n"),
};
enum { PRESETS = sizeof presets / sizeof *presets };

const woad_entry *woad_preset_at(size_t index)
{
    return index < PRESETS ? &presets[index].info : NULL;
}

static const char *preset_name(size_t index, const void *user)
{
    (void)user;
    return index < PRESETS ? presets[index].info.name : NULL;
}

woad_status woad_preset_find(const char *name, woad_design_params *out, woad_error *error)
{
    for (size_t i = 0; i < PRESETS; i++) {
        if (strcmp(name, presets[i].info.name) == 0) {
            woad_design_params params = WOAD_DESIGN_DEFAULTS;
            woad_status status = woad_recipe_parse(presets[i].recipe, name, &params, error);
            if (status >= 0)
                *out = params;
            return status;
        }
    }
    const char *nearest = woad_nearest_word(name, preset_name, NULL);
    return woad_fail(error, WOAD_ERROR_ARGUMENT, "unknown preset '%s': %s%s%s", name,
        nearest ? "did you mean '" : "`woad list` shows all", nearest ? nearest : "",
        nearest ? "'?" : "");
}
