/* cmd_sweep.c - `woad sweep`: a grid of recipes, into one table and plots of it. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "failure.h"
#include "inputs.h"
#include "option_values.h"
#include "sweep.h"
#include "system.h"
#include "wisdom.h"

enum { MOST_JOBS = 256 };

typedef struct sweep {
    const cli_arguments *arguments;
    const sweep_crew *crew;
    const char *output;
    bool kept;     /* the table is a file, which rows are appended to */
    bool resuming; /* one that is there */
    bool force;
    size_t jobs;
    sweep_grid grid;
    sweep_table table;
    sweep_plots plots;
    cli_watch watch;
} sweep;

/* ---- before the run: everything that can be refused ------------------------------------- */

static int check_outputs(sweep *s)
{
    const cli_arguments *a = s->arguments;
    const char *plot = argument(a, OPTION_PLOT_FILE);
    s->output = argument(a, OPTION_OUTPUT);
    s->force = has_flag(a, OPTION_FORCE);
    if (!s->output)
        return fail(EXIT_USAGE, "sweep has nowhere to put its table: name a file with -o");
    s->kept = !is_stream(s->output);
    if (has_flag(a, OPTION_RESUME) && !s->kept)
        return fail(EXIT_USAGE, "--resume needs a file with rows: %s has none", s->output);
    if (plot && is_stdout(plot) && is_stdout(s->output))
        return fail(EXIT_USAGE,
            "-o - and --plot-file - both want standard output: name a file for one");
    if (plot && same_path(plot, s->output))
        return fail(EXIT_USAGE, "-o and --plot-file both name %s: name two files", plot);
    s->resuming = has_flag(a, OPTION_RESUME) && access(s->output, F_OK) == 0;
    return check_output(s->output, s->force || s->resuming);
}

static int check_jobs(sweep *s, size_t bytes)
{
    s->jobs = s->crew ? 1 : processors();
    int code = count_option(s->arguments, OPTION_JOBS, 1, MOST_JOBS, &s->jobs);
    s->jobs = s->jobs < s->grid.count ? s->jobs : s->grid.count;
    char needed[MEMORY_TEXT], there[MEMORY_TEXT];
    size_t limit = memory_limit();
    if (code == EXIT_DONE && bytes > limit / s->jobs)
        return fail(EXIT_USAGE,
            "%zu designs at a time need up to %s of memory each and there are %s: choose "
            "fewer --jobs or a smaller --size",
            s->jobs, memory_text(bytes, needed), memory_text(limit, there));
    return code;
}

static int prepare(sweep *s)
{
    size_t bytes = 0;
    int code = check_outputs(s);
    if (code == EXIT_DONE)
        code = sweep_grid_init(&s->grid, s->arguments, &bytes);
    if (code == EXIT_DONE)
        code = check_jobs(s, bytes);
    if (code == EXIT_DONE)
        code = watch_init(&s->watch, s->arguments);
    if (code == EXIT_DONE)
        code = sweep_table_init(&s->table, &s->grid);
    if (code == EXIT_DONE)
        code = sweep_plots_init(&s->plots, &s->table, s->arguments);
    if (code == EXIT_DONE && s->resuming)
        code = sweep_table_load(&s->table, s->output);
    return code == EXIT_DONE ? wisdom_prepare(s->arguments, s->grid.bases) : code;
}

/* ---- the run, and after it -------------------------------------------------------------- */

/* The file has what is there from the start, without what was cut off, and rows are added as they
 * come; at the end they are put in order. */
static int make_rows(sweep *s)
{
    int code = EXIT_DONE;
    if (s->table.done == s->grid.count)
        return EXIT_DONE;
    watch_interrupts();
    if (s->kept)
        code = sweep_table_save(&s->table, s->output, s->force || s->resuming);
    if (code != EXIT_DONE)
        return code;
    code = sweep_run(&s->table, s->jobs, s->crew, s->kept ? s->output : NULL, &s->watch);
    int saved = code == EXIT_OUTPUT ? code : sweep_table_save(&s->table, s->output, true);
    return code == EXIT_DONE ? saved : code;
}

static int tell(const sweep *s)
{
    const sweep_table *t = &s->table;
    if (t->done < s->grid.count)
        return fail(EXIT_INTERRUPTED, "interrupted: %zu of %zu rows are there%s", t->done,
            s->grid.count, s->kept ? "; --resume goes on" : "");
    if (t->failures > 0)
        return fail(EXIT_CHECK, "%zu of %zu rows failed: their errors are in the last column",
            t->failures, s->grid.count);
    if (s->watch.shown)
        fprintf(stderr, "%s: %zu rows in %.1f s\n",
            strcmp(s->output, "-") == 0 ? "standard output" : s->output, s->grid.count,
            seconds_now() - s->watch.begin);
    return EXIT_DONE;
}

int sweep_command(const cli_arguments *arguments, const sweep_crew *crew)
{
    sweep s = {.arguments = arguments, .crew = crew};
    int code = prepare(&s);
    if (code == EXIT_DONE)
        code = make_rows(&s);
    bool plotted = s.table.done == s.grid.count && s.table.failures < s.grid.count;
    if (code == EXIT_DONE && s.plots.path && plotted)
        code = sweep_plots_save(&s.plots, &s.table, s.force);
    if (code == EXIT_DONE)
        code = tell(&s);
    sweep_plots_clear(&s.plots);
    sweep_table_clear(&s.table);
    sweep_grid_clear(&s.grid);
    watch_clear(&s.watch);
    return code;
}

static int run_sweep(const cli_arguments *arguments)
{
    return sweep_command(arguments, NULL);
}

static const char *const examples[] = {
    "woad sweep --preset spectral --vary loss.spectral.cutoff=0.1:0.5:0.05 --seeds 5 -o cutoff.csv",
    "woad sweep --vary loss.spectral.weight=0.01:10:x10 --vary preset=dither,dither-descent "
    "-o trade.csv --plot low_band_db,mean_dither_error_db --plot-file trade.png",
    "woad sweep --vary 'loss.dither.kernel=1:9,1.5:24;2.5:50' --set refine.trials=20 "
    "-o kernels.csv",
    "woad sweep --vary refine.trials=10,20,40,80 --seeds 20 -o trials.csv --resume",
    NULL,
};

const cli_command command_sweep = {
    .name = "sweep",
    .operands = "",
    .summary = "design a grid of recipes into one table, and plot it",
    .description =
        "Designs a mask for each combination of the values that --vary gives, with each of "
        "--seeds, and writes a table as CSV: a row has the varied keys, the seed, what the "
        "design cost (seconds, iterations, sweeps), why it stopped, its loss by term, and all "
        "scores. The masks are not kept. Parameters that are not varied come from the preset "
        "or recipe, then --size, --seed and --iterations, then --set; the varied ones override "
        "them.\n\n"
        "--vary section.key=V1,V2,... takes any key of a recipe, and --vary preset=A,B,... "
        "presets. The first --vary changes slowest, the seeds fastest. Values are separated by "
        "commas; by semicolons where there is one, and always those of keys that hold text, as "
        "kernels do, which have commas of their own. Of numbers, FROM:TO:STEP is a range in equal "
        "steps, and FROM:TO:xFACTOR one in equal ratios, as 1:1000:x10; ranges may stand among "
        "values. All combinations are checked before the first design.\n\n"
        "Each row is in the file as soon as it is made. After Ctrl-C (exit code 130), or worse, "
        "--resume goes on with what is missing, where the values, the seeds and all other "
        "parameters are the same; values and seeds may be added. The table is in the order of "
        "the grid at the end, and the same for any --jobs but for the column of seconds. "
        "recipe_hash tells recipes apart.\n\n"
        "A design that fails, as by a rate at which the values diverge, is a row without scores "
        "whose last column, error, says why; the others are made, and the exit code is then 1. "
        "--resume tries such rows again. --time-limit is that of each design; what it stops "
        "depends on the machine.\n\n"
        "A plot has a line for each combination of the other varied keys, through medians over "
        "the seeds, with bars from the least to the greatest. Its axis is logarithmic where the "
        "numbers are positive and the largest is more than 50 times the smallest. --resume with "
        "a table that is complete only plots.",
    .examples = examples,
    .options = {OPTION_OUTPUT, OPTION_VARY, OPTION_PRESET, OPTION_RECIPE, OPTION_SET,
        OPTION_SIZE, OPTION_SEED, OPTION_SEEDS, OPTION_ITERATIONS, OPTION_TIME_LIMIT,
        OPTION_JOBS, OPTION_RESUME, OPTION_PLOT, OPTION_PLOT_FILE, OPTION_WISDOM,
        OPTION_PROGRESS, OPTION_INPUT_FORMAT, OPTION_INPUT_SIZE, OPTION_INPUT_VALUES,
        OPTION_MAX_MEMORY, OPTION_FORCE},
    .most_operands = 0,
    .run = run_sweep,
};
