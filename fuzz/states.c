/* states.c - checkpoints: bytes as they come, and those of a design with some changed and the
 * checksum mended, so that what is behind it is reached. */
#include <stdlib.h>
#include <string.h>

#include <woad/woad.h>

#include "targets.h"

enum { SIDE = 4 };

/* A descent and swaps, of the fewest steps. */
static woad_design_params tiny(void)
{
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    params.width = params.height = SIDE;
    params.optimizer.iterations = 3;
    params.loss.spectral.weight = 0.1;
    params.finish.iterations = 2;
    params.refine.trials = 2;
    return params;
}

static void resume(const void *bytes, size_t size)
{
    woad_design_params params = tiny();
    woad_mask *mask = NULL;
    woad_error error = {""};
    woad_status status =
        woad_design_resume(bytes, size, "fuzz", &params, NULL, &mask, NULL, &error);
    if (status < 0 && error.message[0] == '\0')
        abort();
    bool there[SIDE * SIDE] = {false};
    for (size_t i = 0; mask && i < SIDE * SIDE; i++) {
        if (mask->ranks[i] >= SIDE * SIDE || there[mask->ranks[i]])
            abort();
        there[mask->ranks[i]] = true;
    }
    woad_mask_destroy(mask);
}

void run_state(const uint8_t *bytes, size_t size)
{
    resume(bytes, size);
}

/* The state at the wanted report. */
typedef struct wanted {
    size_t left;
    void *bytes;
    size_t size;
} wanted;

static bool keep(const woad_progress *progress, void *user)
{
    wanted *w = user;
    if (progress->state && !w->bytes && w->left-- == 0)
        woad_design_save(progress->state, &w->bytes, &w->size, NULL);
    return w->bytes != NULL;
}

/* The checksum of state.c, behind the line and the size. */
static void mend(uint8_t *bytes, size_t size)
{
    const uint8_t *line = memchr(bytes, '\n', size);
    size_t at = line ? (size_t)(line - bytes) + 1 : size;
    if (size < at + 16)
        return;
    uint64_t hash = UINT64_C(0xcbf29ce484222325), rest = size - at - 16;
    for (size_t i = at + 16; i < size; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    memcpy(bytes + at, &rest, sizeof rest);
    memcpy(bytes + at + 8, &hash, sizeof hash);
}

enum { STATES = 8 };

/* The first states of the design, made once. */
static const wanted *state_at(size_t index)
{
    static wanted states[STATES];
    wanted *w = &states[index];
    woad_design_params params = tiny();
    const woad_observer observer = {keep, w, 1};
    woad_mask *mask = NULL;
    if (!w->bytes) {
        w->left = index;
        woad_design(&params, NULL, &observer, &mask, NULL, NULL);
        woad_mask_destroy(mask);
    }
    return w;
}

/* A byte for the report whose state it is, one for how much is cut off, and then what changes:
 * three bytes each, place and value. */
void run_changed_state(const uint8_t *bytes, size_t size)
{
    const wanted *state = size < 2 ? NULL : state_at(bytes[0] % STATES);
    uint8_t *copy = state && state->bytes ? malloc(state->size) : NULL;
    if (!copy)
        return;
    memcpy(copy, state->bytes, state->size);
    size_t left = state->size - (bytes[1] < state->size ? bytes[1] : 0);
    for (size_t i = 2; i + 3 <= size; i += 3)
        copy[(bytes[i] + 256u * bytes[i + 1]) % left] = bytes[i + 2];
    mend(copy, left);
    resume(copy, left);
    free(copy);
}
