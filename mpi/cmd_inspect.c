/* cmd_inspect.c - `woad-mpi inspect`: the scores of a mask whose rows are shared. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "../cli/json.h"
#include "../cli/score_text.h"
#include "command.h"
#include "failure.h"
#include "job.h"
#include "system.h"

static int print_json(const char *path, const mpi_inspect_done *d)
{
    return json_print(
        json_pack("{s s, s I, s I, s o, s o}", "file", path, "width", (json_int_t)d->width,
            "height", (json_int_t)d->height, "scores", json_scores(&d->scores),
            "structure_limit", json_finite(woad_structure_limit(d->width * d->height))));
}

static int print_text(const char *path, const mpi_inspect_done *d)
{
    printf("%s: %zux%zu\n", path, d->width, d->height);
    score_print(&d->scores, woad_structure_limit(d->width * d->height));
    return end_output();
}

static int run_inspect(const cli_arguments *arguments)
{
    const char *path = arguments->operands[0];
    mpi_inspect_done done = {0};
    if (arguments->operand_count == 0)
        return fail(EXIT_USAGE, "inspect needs a FILE: an NPY mask");
    if (strlen(path) >= MPI_JOB_PATH)
        return fail(EXIT_USAGE, "%.40s...: the name is too long", path);
    job_inspect(path, &done);
    if (done.status < 0)
        return fail_input(done.status, &done.error);
    return has_flag(arguments, OPTION_JSON) ? print_json(path, &done) : print_text(path, &done);
}

static const char *const examples[] = {
    "mpirun -n 4 woad-mpi inspect large.npy",
    "mpirun -n 4 woad-mpi inspect large.npy --json",
    NULL,
};

const cli_command command_mpi_inspect = {
    .name = "inspect",
    .operands = "FILE",
    .summary = "score a large mask",
    .description =
        "Prints the scores that `woad inspect` prints of a mask of one frame and one channel: its "
        "dither error at four blurs, its low band and the flatness of its high band. Each process "
        "reads some of the rows, at least two. The file is NPY, of float32 thresholds, as "
        "`woad-mpi design` writes it.",
    .examples = examples,
    .options = {OPTION_JSON, OPTION_MAX_MEMORY},
    .most_operands = 1,
    .run = run_inspect,
};
