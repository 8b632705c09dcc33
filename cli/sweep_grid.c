/* sweep_grid.c - what is varied: lists and ranges of values, and their product. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failure.h"
#include "inputs.h"
#include "option_values.h"
#include "sweep.h"

enum { MOST_VALUES = 10000, MOST_ROWS = 1000000, MOST_SEEDS = 10000 };

/* ---- values of one axis ----------------------------------------------------------------- */

/* Adds a value as a recipe writes it, which is checked by the way: 0.10 becomes 0.1. */
static int add_value(sweep_axis *axis, const char *text)
{
    char assignment[512], canonical[WOAD_KEY_TEXT];
    woad_design_params scratch = WOAD_DESIGN_DEFAULTS;
    woad_error error;
    snprintf(canonical, sizeof canonical, "%s", text);
    if (!axis->is_preset) {
        snprintf(assignment, sizeof assignment, "%s=%s", axis->name, text);
        if (woad_recipe_set(assignment, &scratch, &error) < 0)
            return fail(EXIT_USAGE, "--vary: %s", error.message);
        woad_key_text(&axis->key, &scratch, canonical, sizeof canonical);
    }
    for (size_t i = 0; i < axis->count; i++) {
        if (strcmp(axis->values[i], canonical) == 0)
            return fail(
                EXIT_USAGE, "--vary: %s is %s twice: once is enough", axis->name, canonical);
    }
    if (axis->count == MOST_VALUES)
        return fail(EXIT_USAGE, "--vary: %s has more than %d values: that is too many",
            axis->name, MOST_VALUES);
    char **values = realloc(axis->values, (axis->count + 1) * sizeof *values);
    if (values)
        axis->values = values;
    char *copy = values ? strdup(canonical) : NULL;
    if (!copy)
        return fail(EXIT_INTERNAL, "out of memory for the values of %s", axis->name);
    axis->values[axis->count++] = copy;
    return EXIT_DONE;
}

/* FROM:TO:STEP, or FROM:TO:xFACTOR. */
typedef struct range {
    double from, to, step;
    bool geometric;
} range;

static bool parse_range(const char *text, range *out)
{
    char rest[2];
    *out = (range){0};
    if (sscanf(text, "%lf:%lf:x%lf%1s", &out->from, &out->to, &out->step, rest) == 3)
        out->geometric = true;
    else if (sscanf(text, "%lf:%lf:%lf%1s", &out->from, &out->to, &out->step, rest) != 3)
        return false;
    return isfinite(out->from) && isfinite(out->to) && isfinite(out->step);
}

/* How many steps lead from one end to the other; negative where none do. The end counts when
 * rounding alone keeps it away. */
static double steps_of(const range *r)
{
    if (r->geometric && (r->from <= 0 || r->to <= 0 || r->step <= 0))
        return -1;
    double steps =
        r->geometric ? log(r->to / r->from) / log(r->step) : (r->to - r->from) / r->step;
    return floor(steps * (1 + 1e-12) + 1e-9);
}

static int add_range(sweep_axis *axis, const char *text)
{
    range r;
    double steps = parse_range(text, &r) ? steps_of(&r) : -1;
    if (!(steps >= 0) || !isfinite(steps))
        return fail(EXIT_USAGE,
            "--vary: %s has the range '%s': it must be FROM:TO:STEP or FROM:TO:xFACTOR, as in "
            "0.1:0.5:0.1 or 1:1000:x10, whose steps lead from one end to the other",
            axis->name, text);
    int code = EXIT_DONE;
    for (double i = 0; code == EXIT_DONE && i <= steps; i++) {
        char value[32];
        /* What rounding has left beyond the twelfth figure was not meant. */
        snprintf(value, sizeof value, "%.12g",
            r.geometric ? r.from * pow(r.step, i) : r.from + i * r.step);
        code = add_value(axis, value);
    }
    return code;
}

static bool is_number(const sweep_axis *axis)
{
    woad_key_type type = axis->key.type;
    return !axis->is_preset &&
           (type == WOAD_KEY_REAL || type == WOAD_KEY_COUNT || type == WOAD_KEY_SIZE);
}

/* Commas between values, or semicolons where the text has one. A kernel and the like have commas of
 * their own. */
static char separator_of(const sweep_axis *axis, const char *text)
{
    bool is_text = !axis->is_preset && axis->key.type == WOAD_KEY_STRING;
    return is_text || strchr(text, ';') ? ';' : ',';
}

/* `text` is changed. A separator at the very end is none. */
static int add_values(sweep_axis *axis, char *text)
{
    int code = EXIT_DONE;
    char separator[] = {separator_of(axis, text), '\0'};
    for (char *at = text; code == EXIT_DONE && at;) {
        char *end = at + strcspn(at, separator);
        char *next = *end ? end + 1 : NULL;
        *end = '\0';
        if (*at == '\0')
            return fail(EXIT_USAGE,
                "--vary: %s has an empty value: write them as %s=V1%sV2, one or more",
                axis->name, axis->name, separator);
        bool ranges = is_number(axis) && strchr(at, ':');
        code = ranges ? add_range(axis, at) : add_value(axis, at);
        at = next && *next == '\0' && *separator == ';' ? NULL : next;
    }
    return code;
}

/* ---- axes ------------------------------------------------------------------------------- */

static bool find_key(const char *name, woad_key *key)
{
    char full[256];
    for (size_t i = 0; woad_key_at(i, key); i++) {
        snprintf(full, sizeof full, "%s.%s", key->section, key->name);
        if (strcmp(full, name) == 0)
            return true;
    }
    return false;
}

/* The library's own sentence about a key that there is not. */
static int unknown_key(const char *name)
{
    char assignment[512];
    woad_design_params scratch = WOAD_DESIGN_DEFAULTS;
    woad_error error = {""};
    snprintf(assignment, sizeof assignment, "%s=0", name);
    if (!strchr(name, '.') || woad_recipe_set(assignment, &scratch, &error) >= 0)
        return fail(EXIT_USAGE,
            "--vary: '%s' is not a key: write section.key, as in optimizer.rate, or preset",
            name);
    return fail(EXIT_USAGE, "--vary: %s", error.message);
}

static int name_axis(const sweep_grid *grid, sweep_axis *axis)
{
    for (size_t i = 0; i + 1 < grid->axis_count; i++) {
        if (strcmp(grid->axes[i].name, axis->name) == 0)
            return fail(EXIT_USAGE, "--vary: %s is varied twice: give all its values at once",
                axis->name);
    }
    axis->is_preset = strcmp(axis->name, "preset") == 0;
    if (!axis->is_preset && !find_key(axis->name, &axis->key))
        return unknown_key(axis->name);
    if (!axis->is_preset && axis->key.type == WOAD_KEY_SEED)
        return fail(EXIT_USAGE, "--vary: %s is not varied: --seeds N takes N from --seed on",
            axis->name);
    return EXIT_DONE;
}

static int add_axis(sweep_grid *grid, const char *text)
{
    const char *equals = strchr(text, '=');
    if (!equals)
        return fail(EXIT_USAGE, "--vary is '%s': write section.key=V1,V2,...", text);
    if (grid->axis_count == SWEEP_MOST_AXES)
        return fail(EXIT_USAGE, "--vary: more than %d keys are varied: that is too many",
            SWEEP_MOST_AXES);
    sweep_axis *axis = &grid->axes[grid->axis_count++];
    axis->name = strdup(text);
    if (!axis->name)
        return fail(EXIT_INTERNAL, "out of memory for --vary");
    axis->name[equals - text] = '\0';
    int code = name_axis(grid, axis);
    return code == EXIT_DONE ? add_values(axis, axis->name + (equals - text) + 1) : code;
}

/* ---- rows ------------------------------------------------------------------------------- */

size_t sweep_grid_row(const sweep_grid *grid, const size_t *positions, size_t seed)
{
    size_t row = 0;
    for (size_t a = 0; a < grid->axis_count; a++)
        row = row * grid->axes[a].count + positions[a];
    return row * grid->seeds + seed;
}

void sweep_grid_positions(
    const sweep_grid *grid, size_t row, size_t positions[SWEEP_MOST_AXES], size_t *seed)
{
    *seed = row % grid->seeds;
    row /= grid->seeds;
    for (size_t a = grid->axis_count; a-- > 0;) {
        positions[a] = row % grid->axes[a].count;
        row /= grid->axes[a].count;
    }
}

woad_status sweep_grid_params(
    const sweep_grid *grid, size_t row, woad_design_params *out, woad_error *error)
{
    size_t positions[SWEEP_MOST_AXES] = {0}, seed;
    woad_status status = WOAD_OK;
    sweep_grid_positions(grid, row, positions, &seed);
    *out = grid->bases[0];
    for (size_t a = 0; a < grid->axis_count; a++) {
        if (grid->axes[a].is_preset)
            *out = grid->bases[positions[a]];
    }
    for (size_t a = 0; status >= 0 && a < grid->axis_count; a++) {
        const sweep_axis *axis = &grid->axes[a];
        char assignment[512];
        snprintf(
            assignment, sizeof assignment, "%s=%s", axis->name, axis->values[positions[a]]);
        if (!axis->is_preset)
            status = woad_recipe_set(assignment, out, error);
    }
    out->seed += seed;
    return status;
}

size_t sweep_grid_numbers(const sweep_grid *grid)
{
    size_t a = 0;
    while (a < grid->axis_count && !(is_number(&grid->axes[a]) && grid->axes[a].count > 1))
        a++;
    return a;
}

double sweep_grid_number(const sweep_axis *axis, size_t position)
{
    return strtod(axis->values[position], NULL); /* of a size, the width */
}

/* ---- the whole -------------------------------------------------------------------------- */

static const sweep_axis *preset_axis(const sweep_grid *grid)
{
    for (size_t a = 0; a < grid->axis_count; a++) {
        if (grid->axes[a].is_preset)
            return &grid->axes[a];
    }
    return NULL;
}

static int find_bases(sweep_grid *grid, const cli_arguments *arguments)
{
    const sweep_axis *presets = preset_axis(grid);
    size_t count = presets ? presets->count : 1;
    if (presets && (argument(arguments, OPTION_PRESET) || argument(arguments, OPTION_RECIPE)))
        return fail(EXIT_USAGE,
            "--vary preset goes with neither --preset nor --recipe: leave one of them out");
    grid->bases = calloc(count, sizeof *grid->bases);
    if (!grid->bases)
        return fail(EXIT_INTERNAL, "out of memory for %zu presets", count);
    int code = presets ? EXIT_DONE : design_params(arguments, &grid->bases[0]);
    for (size_t i = 0; presets && code == EXIT_DONE && i < count; i++)
        code = method_params(arguments, presets->values[i], NULL, 0, 0, &grid->bases[i]);
    return code;
}

static int count_rows(sweep_grid *grid)
{
    grid->count = grid->seeds;
    for (size_t a = 0; a < grid->axis_count; a++) {
        grid->count *= grid->axes[a].count; /* both are far below 2^32 */
        if (grid->count > MOST_ROWS)
            return fail(EXIT_USAGE,
                "the grid has more than %d rows: take fewer values or fewer --seeds",
                MOST_ROWS);
    }
    return EXIT_DONE;
}

/* "optimizer.rate=0.1 refine.trials=0: why", for a row that is refused. */
static int refuse_row(const sweep_grid *grid, size_t row, const woad_error *error)
{
    size_t positions[SWEEP_MOST_AXES] = {0}, seed;
    cli_text name = {0};
    sweep_grid_positions(grid, row, positions, &seed);
    for (size_t a = 0; a < grid->axis_count; a++)
        text_put(&name, "%s%s=%s", a ? " " : "", grid->axes[a].name,
            grid->axes[a].values[positions[a]]);
    fail(EXIT_USAGE, "--vary %s: %s", name.failed ? "" : name.bytes, error->message);
    text_clear(&name);
    return EXIT_USAGE;
}

/* Keys that are right one by one may not be so together. Seeds make no difference. */
static int check_rows(const sweep_grid *grid, size_t *bytes)
{
    *bytes = 0;
    for (size_t row = 0; row < grid->count; row += grid->seeds) {
        woad_design_params params;
        woad_error error;
        size_t needed = 0;
        woad_status status = sweep_grid_params(grid, row, &params, &error);
        if (status >= 0)
            status = woad_design_validate(&params, &error);
        if (status >= 0)
            status = woad_design_memory(&params, &needed, &error);
        if (status < 0)
            return refuse_row(grid, row, &error);
        *bytes = needed > *bytes ? needed : *bytes;
    }
    return EXIT_DONE;
}

int sweep_grid_init(sweep_grid *grid, const cli_arguments *arguments, size_t *bytes)
{
    const char *text;
    int code = EXIT_DONE;
    *grid = (sweep_grid){.seeds = 1};
    for (size_t i = 0; code == EXIT_DONE && (text = argument_at(arguments, OPTION_VARY, i));
         i++)
        code = add_axis(grid, text);
    if (code == EXIT_DONE && grid->axis_count == 0)
        return fail(EXIT_USAGE, "sweep has nothing to vary: give --vary section.key=V1,V2,...");
    if (code == EXIT_DONE)
        code = count_option(arguments, OPTION_SEEDS, 1, MOST_SEEDS, &grid->seeds);
    if (code == EXIT_DONE)
        code = count_rows(grid);
    if (code == EXIT_DONE)
        code = find_bases(grid, arguments);
    return code == EXIT_DONE ? check_rows(grid, bytes) : code;
}

void sweep_grid_clear(sweep_grid *grid)
{
    for (size_t a = 0; a < grid->axis_count; a++) {
        for (size_t i = 0; i < grid->axes[a].count; i++)
            free(grid->axes[a].values[i]);
        free(grid->axes[a].values);
        free(grid->axes[a].name);
    }
    free(grid->bases);
}
