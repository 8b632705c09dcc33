/* sweep_table.c - the rows of a sweep as lines of CSV: written, read again, taken apart.
 *
 * A row holds the varied keys, the seed, what the design cost and came to, its scores, and a
 * number that stands for the whole recipe, so that rows of another recipe are told from these.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "failure.h"
#include "json.h"
#include "score_table.h"
#include "sweep.h"
#include "system.h"

/* ---- columns ---------------------------------------------------------------------------- */

/* The values' own scores, by names without those of the distribution and the target, which are keys
 * of the recipe. */
static void put_values_of(json_t *object, const cli_design_scores *scores)
{
    json_t *values = json_value_scores("", &scores->values);
    json_object_del(values, "pdf");
    json_object_set_new(object, "values", values);
    json_object_set_new(
        object, "target_relative_rms", json_finite(scores->target.relative_rms));
}

/* All that is measured of a row, as --json of the other verbs has it. */
static json_t *measured(const sweep_result *result)
{
    json_t *object = json_object();
    json_object_set_new(object, "seconds", json_finite(result->seconds));
    json_put_report(object, result->stop_reason, &result->report);
    json_t *scores = json_scores(&result->scores.thresholds);
    json_object_update(object, scores);
    json_decref(scores);
    json_object_set_new(object, "mean_dither_error_db",
        json_finite(scores_mean_db(&result->scores.thresholds)));
    put_values_of(object, &result->scores);
    return object;
}

/* The names of an object's leaves, those of inner objects behind a dot: "loss.total". */
static void put_names(cli_text *text, const char *prefix, json_t *object)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        char name[256];
        snprintf(name, sizeof name, "%s%s%s", prefix, *prefix ? "." : "", key);
        if (json_is_object(value))
            put_names(text, name, value);
        else
            csv_put(text, name);
    }
}

/* The leaves themselves, or, without `filled`, a column for each with nothing in it. */
static void put_values(cli_text *text, json_t *object, bool filled)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        if (json_is_object(value))
            put_values(text, value, filled);
        else if (filled && json_is_integer(value))
            text_put(text, ",%" JSON_INTEGER_FORMAT, json_integer_value(value));
        else if (filled && json_is_real(value))
            csv_put_real(text, json_real_value(value));
        else
            csv_put(text, filled && json_is_string(value) ? json_string_value(value) : "");
    }
}

static void put_header(cli_text *text, const sweep_grid *grid)
{
    const sweep_result none = {.stop_reason = ""};
    json_t *object = measured(&none);
    for (size_t a = 0; a < grid->axis_count; a++)
        csv_put(text, grid->axes[a].name);
    csv_put(text, "seed");
    put_names(text, "", object);
    csv_put(text, "recipe_hash");
    csv_put(text, "error");
    json_decref(object);
}

/* FNV-1a (Fowler, Noll and Vo) of the recipe's text. */
static woad_status hash_recipe(
    const woad_design_params *params, char text[17], woad_error *error)
{
    char *recipe;
    uint64_t hash = 0xCBF29CE484222325;
    woad_status status = woad_recipe_format(params, &recipe, error);
    if (status < 0)
        return status;
    for (const char *c = recipe; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 0x100000001B3;
    woad_free(recipe);
    snprintf(text, 17, "%016" PRIx64, hash);
    return WOAD_OK;
}

static woad_status put_row(cli_text *text, const sweep_grid *grid, size_t row,
    const sweep_result *result, woad_error *error)
{
    woad_design_params params;
    size_t positions[SWEEP_MOST_AXES], seed;
    char hash[17];
    woad_status status = sweep_grid_params(grid, row, &params, error);
    if (status >= 0)
        status = hash_recipe(&params, hash, error);
    if (status < 0)
        return status;
    sweep_grid_positions(grid, row, positions, &seed);
    for (size_t a = 0; a < grid->axis_count; a++)
        csv_put(text, grid->axes[a].values[positions[a]]);
    text_put(text, ",%" PRIu64, params.seed);
    const sweep_result none = {.stop_reason = ""};
    json_t *object = measured(result->error ? &none : result);
    put_values(text, object, !result->error);
    json_decref(object);
    csv_put(text, hash);
    csv_put(text, result->error ? result->error : "");
    return WOAD_OK;
}

/* ---- rows ------------------------------------------------------------------------------- */

int sweep_table_init(sweep_table *table, const sweep_grid *grid)
{
    *table = (sweep_table){
        .grid = grid,
        .lines = calloc(grid->count, sizeof *table->lines),
        .failed = calloc(grid->count, sizeof *table->failed),
    };
    put_header(&table->header, grid);
    if (!table->lines || !table->failed || table->header.failed)
        return fail(EXIT_INTERNAL, "out of memory for %zu rows", grid->count);
    return EXIT_DONE;
}

void sweep_table_clear(sweep_table *table)
{
    for (size_t i = 0; table->lines && i < table->grid->count; i++)
        free(table->lines[i]);
    free(table->lines);
    free(table->failed);
    text_clear(&table->header);
}

/* The table takes over `line`. */
static void keep_row(sweep_table *table, size_t row, char *line, bool failed)
{
    table->lines[row] = line;
    table->failed[row] = failed;
    table->done++;
    table->failures += failed;
}

woad_status sweep_table_put(sweep_table *table, size_t row, const sweep_result *result,
    const char **line, woad_error *error)
{
    cli_text text = {0};
    woad_status status = put_row(&text, table->grid, row, result, error);
    if (status >= 0 && text.failed) {
        snprintf(error->message, sizeof error->message, "out of memory for a row");
        status = WOAD_ERROR_MEMORY;
    }
    if (status >= 0)
        keep_row(table, row, text.bytes, result->error != NULL);
    else
        text_clear(&text);
    *line = table->lines[row];
    return status;
}

int sweep_table_save(const sweep_table *table, const char *path, bool overwrite)
{
    cli_text text = {0};
    text_put(&text, "%s\n", table->header.bytes);
    for (size_t row = 0; row < table->grid->count; row++) {
        if (table->lines[row])
            text_put(&text, "%s\n", table->lines[row]);
    }
    int code = text_save(&text, path, overwrite);
    text_clear(&text);
    return code;
}

/* ---- reading ---------------------------------------------------------------------------- */

/* The cell of a line at a column, by a copy of the line that the caller frees; NULL where there is
 * none, or no memory. */
static const char *cell_at(const char *line, size_t column, char **copy)
{
    const char *cell = NULL;
    char *rest = *copy = strdup(line);
    for (size_t i = 0; i <= column; i++) {
        if (!csv_take(&rest, &cell))
            return NULL;
    }
    return cell;
}

static bool find_value(const sweep_axis *axis, const char *text, size_t *position)
{
    for (*position = 0; *position < axis->count; ++*position) {
        if (strcmp(axis->values[*position], text) == 0)
            return true;
    }
    return false;
}

/* The positions of a row by its first cells, which are taken off *line. */
static bool find_positions(const sweep_grid *grid, char **line, size_t *positions)
{
    const char *cell;
    for (size_t a = 0; a < grid->axis_count; a++) {
        if (!csv_take(line, &cell) || !find_value(&grid->axes[a], cell, &positions[a]))
            return false;
    }
    return true;
}

/* Which row of the grid has these keys and this seed. */
static bool find_row(const sweep_grid *grid, char *line, size_t *row)
{
    size_t positions[SWEEP_MOST_AXES] = {0};
    woad_design_params first;
    const char *seed;
    if (!find_positions(grid, &line, positions) || !csv_take(&line, &seed))
        return false;
    *row = sweep_grid_row(grid, positions, 0);
    uint64_t offset = strtoull(seed, NULL, 10);
    if (sweep_grid_params(grid, *row, &first, NULL) < 0)
        return false;
    offset -= first.seed;
    *row += (size_t)offset;
    return offset < grid->seeds;
}

/* The last two cells: what recipe it was, and what went wrong. `line` is changed. */
static bool take_end(char *line, size_t cells, const char **hash, const char **error)
{
    const char *cell;
    for (size_t i = 0; i < cells; i++) {
        if (!csv_take(&line, &cell))
            return false;
        *hash = i == cells - 2 ? cell : *hash;
        *error = i == cells - 1 ? cell : *error;
    }
    return line == NULL;
}

static size_t count_columns(const sweep_table *table)
{
    size_t count = 1; /* no name has a comma */
    for (const char *c = table->header.bytes; *c; c++)
        count += *c == ',';
    return count;
}

/* Takes over one line of a file; its number is for messages. */
static int load_line(sweep_table *table, const char *path, size_t number, const char *line)
{
    woad_design_params params;
    woad_error error;
    const char *hash = "", *why = "";
    char wanted[17], *keys = strdup(line), *ends = strdup(line), *kept = strdup(line);
    size_t row = 0;
    int code = EXIT_DONE;
    if (!keys || !ends || !kept)
        code = fail(EXIT_INTERNAL, "out of memory for %s", path);
    else if (!take_end(ends, count_columns(table), &hash, &why))
        code = fail(EXIT_INPUT,
            "%s:%zu: this is no row of a sweep: it has more or fewer cells than the header",
            path, number);
    else if (!find_row(table->grid, keys, &row))
        code = fail(EXIT_INPUT,
            "%s:%zu: this row is not in the grid: --resume goes on with the same values, or "
            "with more",
            path, number);
    else if (sweep_grid_params(table->grid, row, &params, &error) < 0 ||
             hash_recipe(&params, wanted, &error) < 0)
        code = fail(EXIT_INTERNAL, "%s", error.message);
    else if (strcmp(hash, wanted) != 0)
        code = fail(EXIT_INPUT,
            "%s:%zu: this row was made with other parameters beside the varied ones: --resume "
            "goes on with the same",
            path, number);
    else if (*why == '\0' && !table->lines[row]) {
        keep_row(table, row, kept, false);
        kept = NULL;
    }
    free(keys);
    free(ends);
    free(kept);
    return code;
}

static int load_lines(sweep_table *table, const char *path, char *text)
{
    int code = EXIT_DONE;
    char *line = text;
    for (size_t number = 1; code == EXIT_DONE; number++) {
        char *end = strchr(line, '\n');
        if (!end) /* the rest was cut off, if there is any */
            return number > 1 || *line == '\0'
                       ? EXIT_DONE
                       : fail(EXIT_INPUT, "%s is no table of a sweep", path);
        *end = '\0';
        if (number > 1)
            code = load_line(table, path, number, line);
        else if (strcmp(line, table->header.bytes) != 0)
            code = fail(EXIT_INPUT,
                "%s is not of this sweep: its columns are others, so other keys were varied, or "
                "by another version",
                path);
        line = end + 1;
    }
    return code;
}

int sweep_table_load(sweep_table *table, const char *path)
{
    void *bytes;
    size_t size;
    woad_error error;
    woad_status status = woad_file_read(path, 0, &bytes, &size, &error);
    if (status < 0)
        return fail_input(status, &error);
    int code = load_lines(table, path, bytes);
    woad_free(bytes);
    return code;
}

/* ---- numbers ---------------------------------------------------------------------------- */

double sweep_table_number(const sweep_table *table, size_t row, size_t column)
{
    char *copy, *end;
    double value = (double)NAN;
    if (!table->lines[row])
        return value;
    const char *cell = cell_at(table->lines[row], column, &copy);
    if (cell && *cell) {
        value = strtod(cell, &end);
        value = *end == '\0' ? value : (double)NAN;
    }
    free(copy);
    return value;
}

/* The columns, for the nearest. */
typedef struct names {
    const char **at;
    size_t count;
} names;

static const char *name_at(size_t index, const void *user)
{
    const names *n = user;
    return index < n->count ? n->at[index] : NULL;
}

int sweep_table_column(const sweep_table *table, const char *name, size_t *column)
{
    size_t count = count_columns(table);
    char *copy = strdup(table->header.bytes), *rest = copy;
    names n = {calloc(count, sizeof *n.at), 0};
    int code = EXIT_DONE;
    if (!copy || !n.at)
        code = fail(EXIT_INTERNAL, "out of memory for the names of columns");
    while (code == EXIT_DONE && n.count < count && csv_take(&rest, &n.at[n.count]))
        n.count++;
    for (*column = 0; *column < n.count && strcmp(n.at[*column], name) != 0;)
        ++*column;
    if (code == EXIT_DONE && *column == n.count)
        code = fail_unknown(woad_nearest_word(name, name_at, &n),
            "the first line of the table names them", "--plot: there is no column '%s'", name);
    free(copy);
    free(n.at);
    return code;
}
