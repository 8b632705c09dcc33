/* states.c - checkpoints: bytes as they come, and those of a design with some changed and the
 * checksum mended, so that what is behind it is reached. */
#include <stdlib.h>
#include <string.h>

#include <woad/woad.h>

#include "targets.h"

enum { SIDE = 4, MEMBERS = 2 };

/* Of one mask, of its channels, of frames of vectors, and of a set. */
typedef enum kind { ONE, CHANNELS, VECTORS, SET, KINDS } kind;

/* A descent and swaps, of the fewest steps. */
static woad_design_params tiny(kind of)
{
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    if (of == VECTORS)
        woad_preset_find("vectors-descent", &params, NULL);
    params.width = params.height = SIDE;
    params.depth = of == VECTORS ? 2 : 1;
    params.channels = of == CHANNELS ? 3 : 1;
    params.optimizer.iterations = 3;
    params.loss.spectral.weight = 0.1;
    params.finish.iterations = of == VECTORS ? 0 : 2;
    params.refine.trials = 2;
    return params;
}

/* From the state, or (NULL) from the beginning. */
static woad_status design(kind of, const void *bytes, size_t size,
    const woad_observer *observer, woad_mask *masks[MEMBERS], woad_error *error)
{
    const woad_design_params params = tiny(of);
    if (of != SET)
        return bytes ? woad_design_resume(
                           bytes, size, "fuzz", &params, observer, masks, NULL, error)
                     : woad_design(&params, NULL, observer, masks, NULL, error);
    return bytes ? woad_design_set_resume(bytes, size, "fuzz", &params, MEMBERS, observer,
                       masks, NULL, NULL, error)
                 : woad_design_set(&params, MEMBERS, observer, masks, NULL, NULL, error);
}

static void check(const woad_mask *mask)
{
    for (size_t plane = 0; plane < mask->depth * mask->channels; plane++) {
        size_t first =
            plane / mask->channels * SIDE * SIDE * mask->channels + plane % mask->channels;
        bool there[SIDE * SIDE] = {false};
        for (size_t i = 0; i < SIDE * SIDE; i++) {
            uint32_t rank = mask->ranks[first + i * mask->channels];
            if (rank >= SIDE * SIDE || there[rank])
                abort();
            there[rank] = true;
        }
    }
}

static void resume(kind of, const void *bytes, size_t size)
{
    woad_mask *masks[MEMBERS] = {0};
    woad_error error = {""};
    if (design(of, bytes, size, NULL, masks, &error) < 0 && error.message[0] == '\0')
        abort();
    for (size_t m = 0; m < MEMBERS; m++) {
        if (masks[m])
            check(masks[m]);
        woad_mask_destroy(masks[m]);
    }
}

void run_state(const uint8_t *bytes, size_t size)
{
    resume(ONE, bytes, size);
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

enum { STATES = 16 };

/* The first states of each kind, made once. */
static const wanted *state_at(kind of, size_t index)
{
    static wanted states[KINDS][STATES];
    wanted *w = &states[of][index];
    const woad_observer observer = {keep, w, 1};
    woad_mask *masks[MEMBERS] = {0};
    if (!w->bytes) {
        w->left = index;
        design(of, NULL, 0, &observer, masks, NULL);
        for (size_t m = 0; m < MEMBERS; m++)
            woad_mask_destroy(masks[m]);
    }
    return w;
}

/* A byte for the kind and the report whose state it is, one for how much is cut off, and then what
 * changes: three bytes each, place and value. */
void run_changed_state(const uint8_t *bytes, size_t size)
{
    const kind of = size < 2 ? ONE : (kind)(bytes[0] / STATES % KINDS);
    const wanted *state = size < 2 ? NULL : state_at(of, bytes[0] % STATES);
    uint8_t *copy = state && state->bytes ? malloc(state->size) : NULL;
    if (!copy)
        return;
    memcpy(copy, state->bytes, state->size);
    size_t left = state->size - (bytes[1] < state->size ? bytes[1] : 0);
    for (size_t i = 2; i + 3 <= size; i += 3)
        copy[(bytes[i] + 256u * bytes[i + 1]) % left] = bytes[i + 2];
    mend(copy, left);
    resume(of, copy, left);
    free(copy);
}
