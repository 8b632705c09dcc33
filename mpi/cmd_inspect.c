/* cmd_inspect.c - `woad-mpi inspect`: the scores of a mask whose rows are shared. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "../cli/inputs.h"
#include "../cli/joint_scores.h"
#include "../cli/json.h"
#include "../cli/option_values.h"
#include "../cli/score_text.h"
#include "command.h"
#include "failure.h"
#include "job.h"
#include "system.h"

/* What several frames add. */
static cli_joint_scores joint_scores(const mpi_inspect_done *d)
{
    return (cli_joint_scores){.depth = d->depth, .channels = 1, .spacetime = d->spacetime};
}

static int print_json(const mpi_inspect_job *job, const mpi_inspect_done *d)
{
    const cli_joint_scores joint = joint_scores(d);
    json_t *scores = json_scores(&d->scores);
    joint_scores_json(&joint, scores);
    return json_print(json_pack("{s o, s I, s I, s I, s I, s o, s o}", "file",
        json_text(job->path), "width", (json_int_t)d->width, "height", (json_int_t)d->height,
        "depth", (json_int_t)d->depth, "frame", (json_int_t)job->frame, "scores", scores,
        "structure_limit", json_finite(woad_structure_limit(d->width * d->height))));
}

static int print_joint_scores(const mpi_inspect_done *d)
{
    const cli_joint_scores joint = joint_scores(d);
    cli_text text = {0};
    joint_scores_text(&joint, &text);
    int code = text.failed ? fail(EXIT_INTERNAL, "out of memory for the scores") : EXIT_DONE;
    if (text.length > 0 && code == EXIT_DONE)
        fputs(text.bytes, stdout);
    text_clear(&text);
    return code;
}

static int print_text(const mpi_inspect_job *job, const mpi_inspect_done *d)
{
    printf("%s: %zux%zu, %zu frame%s\n", job->path, d->width, d->height, d->depth,
        d->depth == 1 ? "" : "s");
    if (d->depth > 1)
        printf("chosen        frame %zu\n", job->frame);
    score_print(&d->scores, woad_structure_limit(d->width * d->height));
    int code = print_joint_scores(d);
    return code == EXIT_DONE ? end_output() : code;
}

static int take_job(const cli_arguments *arguments, mpi_inspect_job *job)
{
    const char *path = arguments->operands[0];
    if (arguments->operand_count == 0)
        return fail(EXIT_USAGE, "inspect needs a FILE: an NPY or raw mask");
    if (strlen(path) >= MPI_JOB_PATH)
        return fail(EXIT_USAGE, "%.40s...: the name is too long", path);
    strncpy(job->path, path, MPI_JOB_PATH - 1);
    int code = input_options(arguments, &job->input);
    return code == EXIT_DONE
               ? count_option(arguments, OPTION_FRAME, 0, WOAD_MAX_AXIS, &job->frame)
               : code;
}

static int run_inspect(const cli_arguments *arguments)
{
    mpi_inspect_job job = {0};
    mpi_inspect_done done = {0};
    int code = take_job(arguments, &job);
    if (code != EXIT_DONE)
        return code;
    job_inspect(&job, &done);
    if (done.status < 0)
        return fail_input(done.status, &done.error);
    if (done.no_such_frame)
        return fail(EXIT_USAGE, "--frame is %zu: %s has frames 0 to %zu", job.frame, job.path,
            done.depth - 1);
    return has_flag(arguments, OPTION_JSON) ? print_json(&job, &done) : print_text(&job, &done);
}

static const char *const examples[] = {
    "mpirun -n 4 woad-mpi inspect large.npy",
    "mpirun -n 4 woad-mpi inspect large.npy --json",
    "mpirun -n 4 woad-mpi inspect volume.npy --frame 3",
    "mpirun -n 4 woad-mpi inspect large.raw --input-values rank",
    NULL,
};

const cli_command command_mpi_inspect = {
    .name = "inspect",
    .operands = "FILE",
    .summary = "score a large mask",
    .description =
        "Prints the scores that `woad inspect` prints of a mask of one channel: its dither error "
        "at four blurs, its low band and the flatness of its high band, and of several frames what "
        "error remains of all of them. Each process reads some of the rows, at least two, or of "
        "several frames as many of these. The file is NPY or raw, of float32 thresholds or uint32 "
        "ranks, as `woad-mpi design` writes it.",
    .examples = examples,
    .options = {OPTION_JSON, OPTION_FRAME, OPTION_INPUT_SIZE, OPTION_INPUT_VALUES,
        OPTION_MAX_MEMORY},
    .most_operands = 1,
    .run = run_inspect,
};
