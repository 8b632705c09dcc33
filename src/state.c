/* state.c - a design in the middle of it, as bytes.
 *
 * A line of text, the length and a checksum (FNV-1a, 64 bits) of what follows, the recipe, numbers
 * as they are in memory, and the arrays. It is for the build that wrote it: other ones go on to
 * other bits, so they refuse it.
 */
#include "state.h"

#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include <woad/recipe.h>
#include <woad/version.h>

static const char magic[] = "woad design state 1\n";

enum { ARRAYS = 5 + WOAD_OPTIMIZER_ARRAYS };

/* What follows the magic line, then the recipe with its NUL, and the arrays that are there. */
typedef struct header {
    uint64_t size, checksum; /* of all that follows them */
    char version[16];
    uint64_t numbers_size, recipe_size, count;
    uint8_t there[ARRAYS];
    woad_state_numbers numbers;
} header;

static uint64_t checksum_of(const uint8_t *bytes, size_t size)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* The arrays in one order; all have elements of four bytes. */
static void list_arrays(const woad_state_arrays *a, const void *list[ARRAYS])
{
    size_t n = 0;
    list[n++] = a->values;
    list[n++] = a->reported;
    list[n++] = a->by_patience;
    list[n++] = a->ranks;
    list[n++] = a->now;
    for (size_t i = 0; i < WOAD_OPTIMIZER_ARRAYS; i++)
        list[n++] = a->memory[i];
}

static void take_array(woad_state_arrays *a, size_t index, const void *array)
{
    const float **floats[] = {&a->values, &a->reported, &a->by_patience};
    const uint32_t **ranks[] = {&a->ranks, &a->now};
    if (index < 3)
        *floats[index] = array;
    else if (index < 5)
        *ranks[index - 3] = array;
    else
        a->memory[index - 5] = array;
}

/* ---- writing -------------------------------------------------------------------------------- */

static uint8_t *append(uint8_t *at, const void *bytes, size_t size)
{
    memcpy(at, bytes, size);
    return at + size;
}

static woad_status write(const woad_design_state *state, const char *recipe, void **bytes,
    size_t *size, woad_error *error)
{
    header h;
    const void *arrays[ARRAYS];
    size_t line = strlen(magic), checked = offsetof(header, version), array, total;
    size_t recipe_size = strlen(recipe) + 1;
    memset(&h, 0, sizeof h); /* its padding is written, too */
    list_arrays(&state->arrays, arrays);
    memcpy(h.version, WOAD_VERSION, sizeof WOAD_VERSION);
    h.numbers_size = sizeof h.numbers;
    h.recipe_size = recipe_size;
    h.count = state->count;
    h.numbers = state->numbers;
    total = line + sizeof h + recipe_size;
    bool fits = woad_multiply(state->count, sizeof(float), &array);
    for (size_t i = 0; i < ARRAYS; i++) {
        h.there[i] = arrays[i] != NULL;
        fits = fits && (!arrays[i] || total <= SIZE_MAX - array);
        total += arrays[i] ? array : 0;
    }
    uint8_t *out = fits ? woad_array(total, 1) : NULL;
    if (!out)
        return woad_fail_memory(error, "the state of a design");
    uint8_t *at = append(append(append(out, magic, line), &h, sizeof h), recipe, recipe_size);
    for (size_t i = 0; i < ARRAYS; i++)
        at = arrays[i] ? append(at, arrays[i], array) : at;
    h.size = total - line - checked;
    h.checksum = checksum_of(out + line + checked, total - line - checked);
    memcpy(out + line, &h, checked);
    *bytes = out;
    *size = total;
    return WOAD_OK;
}

woad_status woad_design_save(
    const woad_design_state *state, void **bytes, size_t *size, woad_error *error)
{
    char *recipe;
    if (!state)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "there is no state: it is of masks of thresholds, of one channel and no set, without "
            "terms of the caller's own");
    woad_status status = woad_recipe_format(state->params, &recipe, error);
    if (status < 0)
        return status;
    status = write(state, recipe, bytes, size, error);
    woad_free(recipe);
    return status;
}

/* ---- reading -------------------------------------------------------------------------------- */

static woad_status check_header(const uint8_t *bytes, size_t size, const char *name, header *h,
    const uint8_t **recipe, woad_error *error)
{
    size_t line = strlen(magic), checked = offsetof(header, version);
    if (size < line || memcmp(bytes, magic, line) != 0)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s is no state of a design: it does not begin with \"woad design state\"", name);
    if (size - line < sizeof *h)
        return woad_fail(error, WOAD_ERROR_FORMAT, "%s is cut off", name);
    memcpy(h, bytes + line, sizeof *h);
    if (h->size != size - line - checked ||
        h->checksum != checksum_of(bytes + line + checked, size - line - checked))
        return woad_fail(error, WOAD_ERROR_FORMAT, "%s is cut off or damaged", name);
    *recipe = bytes + line + sizeof *h;
    size_t left = size - line - sizeof *h;
    if (h->numbers_size != sizeof h->numbers ||
        memcmp(h->version, WOAD_VERSION, sizeof WOAD_VERSION) != 0)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s is of another build of woad than %s: go on with that one", name, WOAD_VERSION);
    if (h->recipe_size == 0 || h->recipe_size > left || (*recipe)[h->recipe_size - 1] != '\0')
        return woad_fail(error, WOAD_ERROR_FORMAT, "%s is damaged", name);
    return WOAD_OK;
}

static woad_status check_recipe(const uint8_t *recipe, const char *name,
    const woad_design_params *params, woad_error *error)
{
    char *own;
    woad_status status = woad_recipe_format(params, &own, error);
    if (status < 0)
        return status;
    if (strcmp(own, (const char *)recipe) != 0)
        status = woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s is the state of a design with other parameters: give those that it began with",
            name);
    woad_free(own);
    return status;
}

static woad_status take_arrays(const header *h, const uint8_t *at, size_t left,
    const char *name, woad_design_state *out, void **memory, woad_error *error)
{
    size_t there = 0, array = out->count * sizeof(float), wanted;
    for (size_t i = 0; i < ARRAYS; i++)
        there += h->there[i] != 0;
    bool refining = h->numbers.stage == WOAD_STAGE_REFINE;
    bool enough = refining ? h->there[3] && h->there[4] : h->there[0];
    if (h->count != out->count || !woad_multiply(there, array, &wanted) || wanted != left ||
        !enough)
        return woad_fail(error, WOAD_ERROR_FORMAT, "%s is damaged", name);
    uint8_t *copy = woad_array(there, array);
    if (!copy)
        return woad_fail_memory(error, "the state of a design");
    memcpy(copy, at, wanted);
    *memory = copy;
    for (size_t i = 0; i < ARRAYS; i++) {
        if (!h->there[i])
            continue;
        take_array(&out->arrays, i, copy);
        copy += array;
    }
    return WOAD_OK;
}

woad_status woad_state_read(const void *bytes, size_t size, const char *name,
    const woad_design_params *params, woad_design_state *out, void **memory, woad_error *error)
{
    header h;
    const uint8_t *recipe = NULL;
    *memory = NULL;
    woad_status status = check_header(bytes, size, name, &h, &recipe, error);
    if (status >= 0)
        status = check_recipe(recipe, name, params, error);
    if (status < 0)
        return status;
    *out = (woad_design_state){.params = params,
        .count = params->width * params->height * params->depth,
        .numbers = h.numbers};
    const uint8_t *arrays = recipe + h.recipe_size;
    size_t left = size - (size_t)(arrays - (const uint8_t *)bytes);
    return take_arrays(&h, arrays, left, name, out, memory, error);
}
