/* cmd_sweep.c - `woad-mpi sweep`: the rows of a grid, one at a time in each process. */
#include <mpi.h>
#include <stdio.h>

#include "crew.h"
#include "failure.h"

static int run_sweep(const cli_arguments *arguments)
{
    mpi_crew *crew = crew_create();
    if (!crew)
        return fail(EXIT_INTERNAL, "out of memory for the processes");
    const sweep_crew others = crew_of(crew);
    int code = sweep_command(arguments, &others);
    if (crew_lost(crew) > 0) { /* they take part in no end */
        fflush(NULL);
        MPI_Abort(MPI_COMM_WORLD, code);
    }
    crew_destroy(crew);
    return code;
}

static const char *const examples[] = {
    "mpirun -n 4 woad-mpi sweep --vary refine.trials=10,20,40,80 --seeds 20 -o trials.csv",
    NULL,
};

const cli_command command_mpi_sweep = {
    .name = "sweep",
    .operands = "",
    .summary = "design a grid of recipes into one table",
    .description =
        "Makes the table that `woad sweep` makes with the same options: process 0 gives out the "
        "rows and designs some itself, the others design them, one at a time each. Rows are in "
        "the file as they come; --resume goes on with those that are missing, in any number of "
        "processes, and `woad sweep --resume` plots a table.\n\n"
        "Where mpirun is told to go on without a process that dies, as Open MPI is by "
        "--enable-recovery, its row is given to another after ten seconds of silence.",
    .examples = examples,
    .options = {OPTION_OUTPUT, OPTION_VARY, OPTION_PRESET, OPTION_RECIPE, OPTION_SET,
        OPTION_SIZE, OPTION_SEED, OPTION_SEEDS, OPTION_ITERATIONS, OPTION_TIME_LIMIT,
        OPTION_RESUME, OPTION_PROGRESS, OPTION_INPUT_FORMAT, OPTION_INPUT_SIZE,
        OPTION_INPUT_VALUES, OPTION_MAX_MEMORY, OPTION_FORCE},
    .most_operands = 0,
    .run = run_sweep,
};
