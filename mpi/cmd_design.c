/* cmd_design.c - `woad-mpi design`: a mask whose rows are shared among processes. */
#include <stdio.h>
#include <string.h>

#include "failure.h"
#include "inputs.h"
#include "job.h"
#include "option_values.h"
#include "progress.h"
#include "system.h"

static int output_option(const cli_arguments *a, mpi_design_job *job)
{
    static const char *const values[] = {"threshold", "rank", NULL};
    const char *path = argument(a, OPTION_OUTPUT);
    woad_error error;
    int value;
    job->overwrite = has_flag(a, OPTION_FORCE);
    if (!path)
        return fail(EXIT_USAGE,
            "design has nowhere to put its mask: name an NPY, raw or PNG file with -o");
    if (snprintf(job->path, sizeof job->path, "%s", path) >= (int)sizeof job->path)
        return fail(EXIT_USAGE, "%.40s...: the name is too long", path);
    job->saved = true;
    int code = choice_option(a, OPTION_VALUES, values, &value);
    job->values = value == 1 ? WOAD_VALUES_RANK : WOAD_VALUES_THRESHOLD;
    if (code != EXIT_DONE)
        return code;
    woad_status status = woad_mpi_mask_save_check(
        path, job->params.width, job->params.height, job->params.depth, job->values, &error);
    return status < 0 ? fail_with(status, &error) : check_output(path, job->overwrite);
}

static int checkpoint_options(const cli_arguments *a, mpi_design_job *job)
{
    const char *path = argument(a, OPTION_CHECKPOINT);
    job->resume = has_flag(a, OPTION_RESUME_DESIGN);
    job->checkpoint_every = 10;
    if (!path)
        return job->resume || argument(a, OPTION_CHECKPOINT_EVERY)
                   ? fail(EXIT_USAGE, "--resume and --checkpoint-every need --checkpoint FILE")
                   : EXIT_DONE;
    if (snprintf(job->checkpoint, sizeof job->checkpoint, "%s", path) >=
        (int)sizeof job->checkpoint)
        return fail(EXIT_USAGE, "%.40s...: the name is too long", path);
    char recipe[sizeof job->path + 4];
    snprintf(recipe, sizeof recipe, "%s.ini", job->path);
    const char *given = argument(a, OPTION_RECIPE);
    if (is_stream(path) || same_path(path, job->path) || same_path(path, recipe) ||
        (given && same_path(path, given)))
        return fail(EXIT_USAGE, "--checkpoint %s: name a file of its own", path);
    int code = real_option(a, OPTION_CHECKPOINT_EVERY, 0, 86400, &job->checkpoint_every);
    return code == EXIT_DONE ? check_checkpoint_file(path, job->resume || job->overwrite)
                             : code;
}

/* Is there memory for all processes that share this machine? Each of another machine has its own.
 */
static int check_share(const mpi_design_job *job)
{
    int processes;
    size_t bytes;
    woad_error error;
    MPI_Comm_size(MPI_COMM_WORLD, &processes);
    woad_status status = woad_mpi_design_memory(processes, &job->params, &bytes, &error);
    if (status < 0)
        return fail_with(status, &error);
    if (bytes > memory_limit())
        return fail(EXIT_USAGE,
            "this design needs %.1f GB of memory a process, and %.1f GB are there: use more "
            "processes",
            (double)bytes * 1e-9, (double)memory_limit() * 1e-9);
    return EXIT_DONE;
}

static int deliver(const cli_arguments *a, const mpi_design_job *job, const mpi_design_done *d)
{
    if (d->status < 0)
        return job->resume ? fail_input(d->status, &d->error) : fail_with(d->status, &d->error);
    if (d->interrupted && job->checkpoint[0])
        return fail(EXIT_INTERRUPTED, "interrupted: --resume goes on from %s", job->checkpoint);
    if (d->saved < 0)
        return fail_with(d->saved, &d->error);
    int processes;
    MPI_Comm_size(MPI_COMM_WORLD, &processes);
    fprintf(stderr,
        "%s: %zux%zux%zu, %zu iterations in %.2f s in %d process%s, loss %.4g%s%s\n",
        argument(a, OPTION_OUTPUT), job->params.width, job->params.height,
        job->params.depth ? job->params.depth : 1, d->report.iterations, d->seconds, processes,
        processes == 1 ? "" : "es", d->report.after.total,
        d->report.stop == WOAD_OK ? "" : ", stopped: ",
        d->report.stop == WOAD_OK ? "" : watch_stop_reason(d->report.stop));
    if (job->checkpoint[0])
        remove_file(job->checkpoint); /* the mask is there */
    return d->interrupted ? EXIT_INTERRUPTED : EXIT_DONE;
}

static int run_design(const cli_arguments *a)
{
    mpi_design_job job = {0};
    mpi_design_done done;
    cli_watch watch = {0};
    int code = design_params(a, &job.params);
    if (code == EXIT_DONE)
        code = output_option(a, &job);
    if (code == EXIT_DONE)
        code = checkpoint_options(a, &job);
    if (code == EXIT_DONE)
        code = check_share(&job);
    if (code == EXIT_DONE)
        code = watch_init(&watch, a);
    if (code == EXIT_DONE) {
        woad_observer observer = watch_observer(&watch);
        job_design(&job, &observer, &done);
        watch_end(&watch);
        code = deliver(a, &job, &done);
    }
    watch_clear(&watch);
    return code;
}

static const char *const examples[] = {
    "mpirun -n 4 woad-mpi design --preset spectral --size 8192 --iterations 200 -o large.npy",
    "mpirun -n 4 woad-mpi design --size 2048 --set baseline.method=void-and-cluster-tiles -o d.npy",
    "mpirun -n 4 woad-mpi design --preset spectral --size 256x256x64 "
    "--set loss.spectral.axes=frame+time -o frames.npy",
    NULL,
};

const cli_command command_mpi_design = {
    .name = "design",
    .operands = "",
    .summary = "optimise a large mask",
    .description =
        "Makes what `woad design` makes with the same options, of a mask of one channel. One "
        "frame is made from white noise or tiles of void-and-cluster, by all terms and by swaps: "
        "presets spectral, notebook, target, green-noise, pink-noise and dither-descent, and "
        "dither with --set baseline.method=void-and-cluster-tiles. Several are made from any "
        "baseline by all terms but the dither term and the target through time: preset spectral "
        "with loss.spectral.axes. Each process has some of the rows, or of the frames, at least "
        "two, and in all the processes of a machine there must be memory for them. The file is "
        "NPY or raw, with its recipe beside it, or PNG of one frame.\n\n"
        "With --checkpoint the design is written now and then, and where it is stopped; the same "
        "command with --resume goes on from there, in any number of processes, and in as many as "
        "before to the same bytes as if it had never stopped.",
    .examples = examples,
    .options = {OPTION_OUTPUT, OPTION_PRESET, OPTION_RECIPE, OPTION_SET, OPTION_SIZE,
        OPTION_SEED, OPTION_ITERATIONS, OPTION_TIME_LIMIT, OPTION_CHECKPOINT,
        OPTION_CHECKPOINT_EVERY, OPTION_RESUME_DESIGN, OPTION_PROGRESS, OPTION_VALUES,
        OPTION_MAX_MEMORY, OPTION_FORCE},
    .most_operands = 0,
    .run = run_design,
};
