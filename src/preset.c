/* preset.c - parameters that go by a name. */
#include <string.h>

#include "base/status.h"
#include "key.h"

typedef struct preset {
    woad_entry info;
    woad_design_params params;
} preset;

/* A baseline as it is: nothing moves it, nothing is measured. */
#define BASELINE_PRESET(name, help, ...)                                                       \
    {                                                                                          \
        {name, help},                                                                          \
        {                                                                                      \
            .width = 64, .height = 64, .seed = 1, .baseline = {__VA_ARGS__},                   \
            .loss = {.spectral = {.cutoff = WOAD_POST_CUTOFF}},                                \
            .optimizer = {.method = WOAD_METHOD_ADAM,                                          \
                .rate = 0.08,                                                                  \
                .schedule = WOAD_SCHEDULE_LINEAR,                                              \
                .momentum = 0.9,                                                               \
                .beta1 = 0.9,                                                                  \
                .beta2 = 0.95,                                                                 \
                .patience = 1000},                                                             \
            .finish = {.rate = 0.1},                                                           \
        }                                                                                      \
    }

static const preset presets[] = {
    {{"spectral", "the post's loss, centred, by Adam: the best spectrum in 4,000 iterations"},
        WOAD_DESIGN_DEFAULTS},
    {{"notebook", "the post's notebook to the letter: plain descent, 100,000 iterations"},
        {
            .width = 64,
            .height = 64,
            .seed = 1,
            .baseline = WOAD_BASELINE_DEFAULTS,
            .loss = {.spectral = {.weight = 0.1,
                         .cutoff = WOAD_POST_CUTOFF,
                         .grid = WOAD_GRID_NOTEBOOK},
                .uniformity = {.weight = 0.01},
                .histogram = {.weight = 2.2, .target = WOAD_TARGET_ENDPOINTS}},
            .optimizer = {.method = WOAD_METHOD_DESCENT,
                .rate = 0.7,
                .schedule = WOAD_SCHEDULE_CONSTANT,
                .iterations = 100000,
                .stochastic = true,
                .momentum = 0.9,
                .beta1 = 0.9,
                .beta2 = 0.95,
                .patience = 1000},
            .finish = {.iterations = 10, .rate = 0.1},
        }},
    BASELINE_PRESET("white-noise", "independent random values: what all others are measured by",
        .method = WOAD_BASELINE_WHITE_NOISE, .kernel = WOAD_START_KERNEL, .radius = 24),
    BASELINE_PRESET("void-and-cluster", "Ulichney's void-and-cluster method, sigma 1.9",
        .method = WOAD_BASELINE_VOID_AND_CLUSTER, .sigma = 1.9, .kernel = WOAD_START_KERNEL,
        .radius = 24),
    BASELINE_PRESET("void-filling", "greedy void filling with an exponential, as libplacebo",
        .method = WOAD_BASELINE_VOID_FILLING, .kernel = "exponential:1.84", .radius = 24),
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
            *out = presets[i].params;
            return WOAD_OK;
        }
    }
    const char *nearest = woad_nearest_word(name, preset_name, NULL);
    return woad_fail(error, WOAD_ERROR_ARGUMENT, "unknown preset '%s': %s%s%s", name,
        nearest ? "did you mean '" : "`woad list` shows all", nearest ? nearest : "",
        nearest ? "'?" : "");
}
