/* sweep.h - a grid of recipes: what `woad sweep` designs, keeps in a table and plots. */
#ifndef WOAD_CLI_SWEEP_H
#define WOAD_CLI_SWEEP_H

#include <woad/woad.h>

#include "command.h"
#include "design_scores.h"
#include "progress.h"
#include "text.h"

/* ---- the grid (sweep_grid.c) ------------------------------------------------------------ */

#define SWEEP_MOST_AXES 16

/* What is varied: the preset, or a key of the recipe. */
typedef struct sweep_axis {
    char *name;   /* "preset", "optimizer.rate" */
    woad_key key; /* unless it is the preset */
    bool is_preset;
    char **values; /* as a recipe writes them, each once */
    size_t count;
} sweep_axis;

/* The product of the axes, the last of which varies fastest, and the seeds faster still. */
typedef struct sweep_grid {
    sweep_axis axes[SWEEP_MOST_AXES];
    size_t axis_count;
    woad_design_params
        *bases;          /* what the axes are set on: one, or one for each preset varied */
    size_t seeds, count; /* of each combination; rows */
} sweep_grid;

/* By --vary, --seeds and what names a recipe. Every row is one that the library takes; *bytes is
 * the most memory that one needs. Returns the exit code, after a sentence; sweep_grid_clear in any
 * case. */
int sweep_grid_init(sweep_grid *grid, const cli_arguments *arguments, size_t *bytes);
void sweep_grid_clear(sweep_grid *grid);

/* A row by the position of its value on each axis, and by that of its seed; and back. */
size_t sweep_grid_row(const sweep_grid *grid, const size_t *positions, size_t seed);
void sweep_grid_positions(
    const sweep_grid *grid, size_t row, size_t positions[SWEEP_MOST_AXES], size_t *seed);

/* The parameters of a row. */
woad_status sweep_grid_params(
    const sweep_grid *grid, size_t row, woad_design_params *out, woad_error *error);

/* The first axis with more than one number, or axis_count; and a value of it as a number. */
size_t sweep_grid_numbers(const sweep_grid *grid);
double sweep_grid_number(const sweep_axis *axis, size_t position);

/* ---- the table (sweep_table.c) ---------------------------------------------------------- */

/* What came of a row: an error, or all the rest. */
typedef struct sweep_result {
    const char *error; /* NULL: none */
    const char *stop_reason;
    double seconds;
    woad_design_report report;
    cli_design_scores scores;
} sweep_result;

/* Rows as lines of CSV, each NULL until it is there. */
typedef struct sweep_table {
    const sweep_grid *grid;
    cli_text header;
    char **lines; /* without the line break */
    bool *failed; /* [rows] */
    size_t done, failures;
} sweep_table;

int sweep_table_init(sweep_table *table, const sweep_grid *grid);
void sweep_table_clear(sweep_table *table);

/* Takes over the rows of a file by an earlier sweep of this grid; those that failed then, and a
 * last line that was cut off, are left to be made again. */
int sweep_table_load(sweep_table *table, const char *path);

/* Puts a row into the table. *line is what was made of it. WOAD_ERROR_MEMORY, or what formatting a
 * recipe fails with. */
woad_status sweep_table_put(sweep_table *table, size_t row, const sweep_result *result,
    const char **line, woad_error *error);

/* Writes what there is, in the order of the grid. */
int sweep_table_save(const sweep_table *table, const char *path, bool overwrite);

/* A column by its name: its position, or a sentence about the nearest. */
int sweep_table_column(const sweep_table *table, const char *name, size_t *column);

/* A number of the table; NaN where there is none. */
double sweep_table_number(const sweep_table *table, size_t row, size_t column);

/* ---- the run (sweep_run.c) -------------------------------------------------------------- */

/* The rows of a run: which are taken and which are there. Its functions may be called by any
 * thread. */
typedef struct sweep_pool sweep_pool;

/* Others who design rows besides the threads of this process, as other processes do. */
typedef struct sweep_crew {
    size_t helpers;
    /* Gives them rows and puts what comes of these, in the thread that calls sweep_run, until the
     * run is over or nobody of them is left. */
    void (*work)(sweep_pool *pool, void *user);
    void *user;
} sweep_crew;

/* Makes the rows that the table lacks, `jobs` at a time here and by the crew (or NULL), and appends
 * each to the file at `path` (NULL: to none) as soon as it is there. An interrupt ends it early. */
int sweep_run(sweep_table *table, size_t jobs, const sweep_crew *crew, const char *path,
    cli_watch *watch);

/* The next row that nobody has, and its parameters; false where there is none now. */
bool sweep_take(sweep_pool *pool, size_t *row, woad_design_params *params);
/* Who took it does not make it after all. */
void sweep_give_back(sweep_pool *pool, size_t row);
/* What came of a row, with the error of a status below 0. Of two results the first counts. */
void sweep_put(sweep_pool *pool, size_t row, woad_status status, sweep_result *result,
    const woad_error *error);
/* All rows are there, or no more are to be made. */
bool sweep_is_over(sweep_pool *pool);
double sweep_time_limit(const sweep_pool *pool); /* of a design, in seconds; 0: none */

/* Designs and scores a row in this thread; the rest of *result is for sweep_put to fill. Fails as
 * woad_design does. After an interrupt there are no scores. */
woad_status sweep_design(const woad_design_params *params, double time_limit,
    sweep_result *result, woad_error *error);

/* ---- the verb (cmd_sweep.c) ------------------------------------------------------------- */

/* `woad sweep` with a crew, and then one thread here; or NULL. */
int sweep_command(const cli_arguments *arguments, const sweep_crew *crew);

/* ---- plots (sweep_plot.c) --------------------------------------------------------------- */

#define SWEEP_MOST_PLOTS 16

typedef struct sweep_plots {
    const char *path; /* NULL: none */
    const char *titles[SWEEP_MOST_PLOTS];
    size_t columns[SWEEP_MOST_PLOTS]; /* of the table */
    size_t count;
    char *names; /* what the titles point into */
} sweep_plots;

/* By --plot and --plot-file; *plots is to be given to sweep_plots_clear in any case. */
int sweep_plots_init(
    sweep_plots *plots, const sweep_table *table, const cli_arguments *arguments);
void sweep_plots_clear(sweep_plots *plots);

/* Draws them over the first axis of numbers and writes the picture. */
int sweep_plots_save(const sweep_plots *plots, const sweep_table *table, bool overwrite);

#endif
