/* main.c - woad-mpi: the verbs of woad that a job of MPI shares.
 *
 * Rank 0 is the one that reads the command line and talks; it tells the others what to do, and all
 * end with its exit code.
 */
#include <mpi.h>
#include <unistd.h>

#include "command.h"
#include "failure.h"
#include "job.h"
#include "system.h"

extern const cli_command command_mpi_design, command_mpi_inspect, command_mpi_sweep,
    command_help;

const char tool_name[] = "woad-mpi",
           tool_summary[] = "designs and scores masks in the processes of an MPI job";

static const cli_command *const commands[] = {
    &command_mpi_design, &command_mpi_inspect, &command_mpi_sweep, &command_help};

const cli_command *command_at(size_t index)
{
    return index < sizeof commands / sizeof *commands ? commands[index] : NULL;
}

int main(int count, char **words)
{
    int rank, given, code;
    prepare_descriptors();
    if (MPI_Init_thread(&count, &words, MPI_THREAD_FUNNELED, &given) != MPI_SUCCESS)
        return fail(EXIT_INTERNAL, "MPI does not start");
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    watch_interrupts();
    if (rank == 0) {
        code = command_line(count, words);
        alarm(JOB_LAST_PATIENCE);
        job_end();
    } else {
        code = EXIT_DONE;
        job_serve();
    }
    alarm(JOB_LAST_PATIENCE);
    MPI_Bcast(&code, 1, MPI_INT, 0, MPI_COMM_WORLD);
    MPI_Finalize();
    return code;
}
