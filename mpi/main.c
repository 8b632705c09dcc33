/* main.c - woad-mpi: the verbs of woad that a job of MPI shares.
 *
 * Rank 0 is the one that reads the command line and talks; it tells the others what to do, and all
 * end with its exit code.
 */
#include <stdlib.h>
#include <string.h>

#include <mpi.h>

#include "command.h"
#include "failure.h"
#include "help.h"
#include "job.h"
#include "system.h"

extern const cli_command command_mpi_design, command_help;

const char tool_name[] = "woad-mpi",
           tool_summary[] = "designs masks in the processes of an MPI job";

static const cli_command *const commands[] = {&command_mpi_design, &command_help};

const cli_command *command_at(size_t index)
{
    return index < sizeof commands / sizeof *commands ? commands[index] : NULL;
}

const cli_command *command_find(const char *name)
{
    for (size_t i = 0; command_at(i); i++) {
        if (strcmp(command_at(i)->name, name) == 0)
            return command_at(i);
    }
    return NULL;
}

static int run_verb(const cli_command *command, int count, char *const *words)
{
    cli_arguments arguments;
    int code = arguments_parse(&arguments, command, count, words);
    if (code == EXIT_DONE)
        code = has_flag(&arguments, OPTION_HELP) ? help_command(command)
                                                 : command->run(&arguments);
    arguments_clear(&arguments);
    return code;
}

/* What rank 0 does. */
static int lead(int count, char **words)
{
    const char *verb = count > 1 ? words[1] : "--help";
    if (strcmp(verb, "--version") == 0)
        return help_version();
    if (strcmp(verb, "--help") == 0 || strcmp(verb, "-h") == 0)
        return help_tool(count > 1 ? EXIT_DONE : EXIT_USAGE);
    const cli_command *command = command_find(verb);
    return command ? run_verb(command, count - 2, words + 2) : help_unknown_verb(verb);
}

int main(int count, char **words)
{
    int rank, given, code;
    if (MPI_Init_thread(&count, &words, MPI_THREAD_FUNNELED, &given) != MPI_SUCCESS)
        return fail(EXIT_INTERNAL, "MPI does not start");
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    ignore_broken_pipes();
    watch_interrupts();
    if (rank == 0) {
        code = lead(count, words);
        job_end();
    } else {
        code = EXIT_DONE;
        job_serve();
    }
    MPI_Bcast(&code, 1, MPI_INT, 0, MPI_COMM_WORLD);
    MPI_Finalize();
    return code;
}
