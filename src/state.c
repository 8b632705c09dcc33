/* state.c - a design in the middle of it, as bytes.
 *
 * A line of text, the length and a checksum (FNV-1a, 64 bits) of what follows, the recipe, numbers
 * as they are in memory, what was done before, and the arrays. It is for the build that wrote it:
 * other ones go on to other bits, so they refuse it.
 */
#include "state.h"

#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "mask.h"
#include "vector/vectors.h"
#include <woad/recipe.h>
#include <woad/version.h>

static const char magic[] = "woad design state 2\n";

enum { ARRAYS = 5 + WOAD_OPTIMIZER_ARRAYS, VALUE = 4 /* bytes of each */ };

/* What follows the magic line, then the recipe with its NUL; of the masks that are done the report
 * and the values of each; of the parts the sum of the reports, where there are any, and the values
 * of each; and the arrays that are there. */
typedef struct header {
    uint64_t size, checksum; /* of all that follows them */
    char version[16];
    uint64_t numbers_size, recipe_size, members, masks, parts;
    uint8_t there[ARRAYS];
    woad_state_numbers numbers;
} header;

/* Values of a part, and of each array; of a whole mask. */
static size_t part_values(const woad_design_params *p)
{
    return p->width * p->height * (woad_vectors_of(p) ? p->channels : p->depth);
}

static size_t mask_values(const woad_design_params *p)
{
    return p->width * p->height * p->depth * p->channels;
}

static size_t parts_of(const woad_design_params *p)
{
    return woad_vectors_of(p) ? p->depth : p->channels;
}

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

/* Adds count * size bytes; false where they cannot be counted. */
static bool add(size_t *total, size_t count, size_t size)
{
    size_t bytes;
    if (!woad_multiply(count, size, &bytes) || bytes > SIZE_MAX - *total)
        return false;
    *total += bytes;
    return true;
}

/* Bytes behind the recipe, of this many masks, parts and arrays. */
static bool measure(
    const woad_design_params *p, size_t masks, size_t parts, size_t arrays, size_t *bytes)
{
    const size_t report = sizeof(woad_design_report);
    *bytes = 0;
    return add(bytes, masks, report + mask_values(p) * VALUE) &&
           add(bytes, parts > 0, report) && add(bytes, parts, part_values(p) * VALUE) &&
           add(bytes, arrays, part_values(p) * VALUE);
}

/* Ranks, but of vectors thresholds. */
static const void *values_of(const woad_design_params *p, const woad_mask *mask)
{
    return woad_vectors_of(p) ? (const void *)mask->thresholds : mask->ranks;
}

static uint8_t *append_done(uint8_t *at, const woad_design_state *state)
{
    const woad_design_params *p = state->params;
    const woad_state_done *masks = &state->masks, *parts = &state->parts;
    size_t values = part_values(p);
    for (size_t i = 0; i < masks->count; i++) {
        at = append(at, &masks->reports[i], sizeof *masks->reports);
        at = append(at, values_of(p, masks->masks[i]), mask_values(p) * VALUE);
    }
    if (parts->count > 0)
        at = append(at, parts->reports, sizeof *parts->reports);
    for (size_t i = 0; i < parts->count; i++)
        at = append(at,
            parts->frames ? (const void *)(parts->frames->thresholds + i * values)
                          : values_of(p, parts->masks[i]),
            values * VALUE);
    return at;
}

static woad_status write(const woad_design_state *state, const char *recipe, void **bytes,
    size_t *size, woad_error *error)
{
    header h;
    const void *arrays[ARRAYS];
    size_t line = strlen(magic), checked = offsetof(header, version), there = 0, rest;
    size_t recipe_size = strlen(recipe) + 1, total = line + sizeof h + recipe_size;
    memset(&h, 0, sizeof h); /* its padding is written, too */
    list_arrays(&state->arrays, arrays);
    memcpy(h.version, WOAD_VERSION, sizeof WOAD_VERSION);
    h.numbers_size = sizeof h.numbers;
    h.recipe_size = recipe_size;
    h.members = state->members;
    h.masks = state->masks.count;
    h.parts = state->parts.count;
    h.numbers = state->numbers;
    for (size_t i = 0; i < ARRAYS; i++)
        there += h.there[i] = arrays[i] != NULL;
    bool fits = measure(state->params, state->masks.count, state->parts.count, there, &rest) &&
                add(&total, rest, 1);
    uint8_t *out = fits ? woad_array(total, 1) : NULL;
    if (!out)
        return woad_fail_memory(error, "the state of a design");
    uint8_t *at = append(append(append(out, magic, line), &h, sizeof h), recipe, recipe_size);
    at = append_done(at, state);
    for (size_t i = 0; i < ARRAYS; i++)
        at = arrays[i] ? append(at, arrays[i], part_values(state->params) * VALUE) : at;
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
            "there is no state: it is of designs without terms of the caller's own that were not "
            "stopped");
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

/* Of this set, and of as much as there is of one. */
static woad_status check_counts(const header *h, const char *name,
    const woad_design_params *params, size_t members, woad_error *error)
{
    if (h->members != members)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s is the state of %s: give the parameters that it began with", name,
            h->members == 0 ? "one mask, of no set"
            : members == 0  ? "a set of masks"
                            : "another set");
    size_t most = members > 0 ? members : 1;
    if (h->masks >= most || h->parts >= parts_of(params))
        return woad_fail(error, WOAD_ERROR_FORMAT, "%s is damaged", name);
    return WOAD_OK;
}

static size_t count_arrays(const header *h)
{
    size_t there = 0;
    for (size_t i = 0; i < ARRAYS; i++)
        there += h->there[i] != 0;
    return there;
}

/* What is all zero stays so: directions would be drawn for ever. */
static bool draws(const woad_random *random)
{
    const uint64_t *s = random->state;
    return (s[0] | s[1] | s[2] | s[3]) != 0;
}

/* The arrays that its stage goes on with, and what it draws from. */
static bool has_enough(const header *h, const woad_design_params *params)
{
    bool vectors = woad_vectors_of(params) != NULL;
    switch (h->numbers.stage) {
    case WOAD_STAGE_START:
        return count_arrays(h) == 0;
    case WOAD_STAGE_REFINE:
        return vectors ? h->there[0] : h->there[3] && h->there[4];
    case WOAD_STAGE_OPTIMIZE:
        return h->there[0] && (!vectors || draws(&h->numbers.directions));
    case WOAD_STAGE_FINISH:
        return h->there[0] && !vectors;
    }
    return false;
}

/* What the caller stopped has no state. */
static bool is_lawful(woad_status stop)
{
    return stop == WOAD_OK || stop == WOAD_STOP_NO_GAIN;
}

static woad_status take_arrays(
    const header *h, const uint8_t *at, const char *name, woad_saved *out, woad_error *error)
{
    size_t there = count_arrays(h), array = part_values(out->state.params) * VALUE;
    if (!has_enough(h, out->state.params) || !is_lawful(h->numbers.stop) ||
        !is_lawful(h->numbers.report.stop) || !is_lawful(h->numbers.refine.outcome.stop) ||
        !is_lawful(out->sum.stop))
        return woad_fail(error, WOAD_ERROR_FORMAT, "%s is damaged", name);
    uint8_t *copy = woad_array(there, array);
    if (!copy)
        return woad_fail_memory(error, "the state of a design");
    memcpy(copy, at, there * array);
    out->memory = copy;
    for (size_t i = 0; i < ARRAYS; i++) {
        if (!h->there[i])
            continue;
        take_array(&out->state.arrays, i, copy);
        copy += array;
    }
    return WOAD_OK;
}

/* Where what is behind the recipe begins, of a header that was checked. */
static woad_status take(const header *h, const uint8_t *at, size_t left, const char *name,
    woad_saved *out, woad_error *error)
{
    const woad_design_params *p = out->state.params;
    size_t masks = (size_t)h->masks, parts = (size_t)h->parts, wanted, before;
    if (!measure(p, masks, parts, count_arrays(h), &wanted) || wanted != left ||
        !measure(p, masks, 0, 0, &before))
        return woad_fail(error, WOAD_ERROR_FORMAT, "%s is damaged", name);
    out->state.masks.count = masks;
    out->state.parts.count = parts;
    out->masks = at;
    out->parts = at + before;
    if (parts > 0) {
        memcpy(&out->sum, out->parts, sizeof out->sum);
        out->parts += sizeof out->sum;
    }
    return take_arrays(h, out->parts + parts * part_values(p) * VALUE, name, out, error);
}

woad_status woad_state_read(const void *bytes, size_t size, const char *name,
    const woad_design_params *params, size_t members, woad_saved *out, woad_error *error)
{
    header h;
    const uint8_t *recipe = NULL;
    *out = (woad_saved){.memory = NULL};
    woad_status status = check_header(bytes, size, name, &h, &recipe, error);
    if (status >= 0)
        status = check_recipe(recipe, name, params, error);
    if (status >= 0)
        status = check_counts(&h, name, params, members, error);
    if (status < 0)
        return status;
    out->state =
        (woad_design_state){.params = params, .members = members, .numbers = h.numbers};
    const uint8_t *rest = recipe + h.recipe_size;
    size_t left = size - (size_t)(rest - (const uint8_t *)bytes);
    return take(&h, rest, left, name, out, error);
}

/* ---- what was done before ------------------------------------------------------------------- */

static woad_status make_mask(const uint8_t *at, const woad_design_params *p, size_t depth,
    size_t channels, woad_mask **out, woad_error *error)
{
    woad_mask *mask;
    woad_status status = woad_mask_create(p->width, p->height, depth, channels, &mask, error);
    if (status < 0)
        return status;
    size_t bytes = woad_mask_count(mask) * VALUE;
    if (woad_vectors_of(p)) {
        memcpy(mask->thresholds, at, bytes);
        status = woad_mask_rank(mask, error);
    } else {
        memcpy(mask->ranks, at, bytes);
        status =
            woad_check_saved_ranks(mask->ranks, p->width * p->height, depth, channels, error);
        if (status >= 0)
            status = woad_mask_set_thresholds(mask, error);
    }
    if (status < 0)
        woad_mask_destroy(mask);
    else
        *out = mask;
    return status;
}

woad_status woad_saved_mask(const woad_saved *saved, size_t index, woad_mask **out,
    woad_design_report *report, woad_error *error)
{
    const woad_design_params *p = saved->state.params;
    const uint8_t *at = saved->masks + index * (sizeof *report + mask_values(p) * VALUE);
    memcpy(report, at, sizeof *report);
    if (!is_lawful(report->stop))
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "the state of a design is damaged: mask %zu stopped for no reason", index);
    return make_mask(at + sizeof *report, p, p->depth, p->channels, out, error);
}

woad_status woad_saved_part(
    const woad_saved *saved, size_t index, woad_mask **out, woad_error *error)
{
    const woad_design_params *p = saved->state.params;
    bool vectors = woad_vectors_of(p) != NULL;
    return make_mask(saved->parts + index * part_values(p) * VALUE, p, vectors ? 1 : p->depth,
        vectors ? p->channels : 1, out, error);
}
