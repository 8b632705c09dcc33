/* cmd_design.c - `woad design`: optimises a mask. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "designed.h"
#include "failure.h"
#include "inputs.h"
#include "numbered.h"
#include "option_values.h"
#include "progress.h"
#include "system.h"
#include "wisdom.h"

enum { PATH_SIZE = 4096 };

typedef struct design_run {
    const cli_arguments *arguments;
    woad_design_params params;
    const char *output, *trace_path;
    bool scored;
    woad_mask *start;
    bool is_set;            /* asked for by --count, were it a set of one */
    size_t count, made;     /* asked for, and there: fewer after a stop */
    cli_designed *designed; /* [count] */
    cli_watch watch;
    bool interrupted;
    void *state; /* of --resume, or NULL: from the beginning */
    size_t state_size;
    double seconds; /* of designing, without scoring and writing */
} design_run;

/* ---- before the run: everything that can be refused ----------------------------------- */

/* Of a mask, or of the index-th of a set; false where it is too long. */
static bool name_output(const design_run *run, size_t index, char name[PATH_SIZE])
{
    return run->is_set ? numbered_name(run->output, index, run->count, name, PATH_SIZE)
                       : snprintf(name, PATH_SIZE, "%s", run->output) < PATH_SIZE;
}

static int output_name(const design_run *run, size_t index, char name[PATH_SIZE])
{
    return name_output(run, index, name)
               ? EXIT_DONE
               : fail(EXIT_USAGE, "%.40s...: the name is too long", run->output);
}

/* Is it the file of a mask, or of the recipe beside one? */
static bool is_of_masks(const design_run *run, const char *path)
{
    bool is = false;
    for (size_t i = 0; run->output && !is_stdout(run->output) && i < run->count; i++) {
        char name[PATH_SIZE], sidecar[PATH_SIZE + 4];
        if (!name_output(run, i, name))
            break;
        snprintf(sidecar, sizeof sidecar, "%s.ini", name);
        is = is || same_path(name, path) || same_path(sidecar, path);
    }
    return is;
}

static int check_masks(const design_run *run)
{
    int code = EXIT_DONE;
    for (size_t i = 0; code == EXIT_DONE && run->output && i < run->count; i++) {
        char name[PATH_SIZE];
        code = output_name(run, i, name);
        if (code == EXIT_DONE)
            code = check_mask_output(run->arguments, name);
    }
    return code;
}

static int check_outputs(const design_run *run)
{
    bool json = has_flag(run->arguments, OPTION_JSON);
    if (!run->output && !run->trace_path && !json)
        return fail(EXIT_USAGE, "design has nowhere to put its mask: name a file with -o");
    const char *to_stdout = run->output && is_stdout(run->output) ? "-o -" : NULL;
    const char *trace_to_stdout =
        run->trace_path && is_stdout(run->trace_path) ? "--trace -" : NULL;
    if ((to_stdout != NULL) + (trace_to_stdout != NULL) + json > 1)
        return fail(EXIT_USAGE, "%s and %s both want standard output: name a file for one",
            to_stdout ? to_stdout : trace_to_stdout, json ? "--json" : trace_to_stdout);
    if (run->trace_path && is_of_masks(run, run->trace_path))
        return fail(
            EXIT_USAGE, "--trace %s is a file of the mask: name another", run->trace_path);
    int code = check_masks(run);
    if (code == EXIT_DONE && run->output)
        code = check_design_output(run->arguments, &run->params, run->output);
    if (code == EXIT_DONE && run->trace_path)
        code = check_output(run->trace_path, has_flag(run->arguments, OPTION_FORCE));
    return code;
}

/* What is of one mask alone does not go with --count. */
static int check_set(const design_run *run)
{
    if (!run->is_set)
        return EXIT_DONE;
    if (argument(run->arguments, OPTION_START))
        return fail(EXIT_USAGE,
            "--count and --start: masks that start from one order have it in common; leave out "
            "one");
    if (run->trace_path)
        return fail(EXIT_USAGE, "--count and --trace: a trace is of one mask; leave out one");
    if (run->output && is_stream(run->output))
        return fail(EXIT_USAGE,
            "-o %s: a set is written to files of its own; name one, such as mask.png",
            run->output);
    return EXIT_DONE;
}

static int set_option(design_run *run)
{
    run->is_set = argument(run->arguments, OPTION_COUNT_MASKS) != NULL;
    run->count = 1;
    int code = count_option(run->arguments, OPTION_COUNT_MASKS, 1, WOAD_MAX_SET, &run->count);
    if (code == EXIT_DONE)
        code = check_set(run);
    if (code != EXIT_DONE)
        return code;
    run->designed = calloc(run->count, sizeof *run->designed);
    return run->designed ? EXIT_DONE : fail(EXIT_INTERNAL, "out of memory for the masks");
}

/* What a checkpoint is not of. */
static int check_checkpoint(const design_run *run)
{
    const char *path = argument(run->arguments, OPTION_CHECKPOINT);
    bool resumes = has_flag(run->arguments, OPTION_RESUME_DESIGN);
    if (!path)
        return resumes ? fail(EXIT_USAGE, "--resume needs --checkpoint FILE") : EXIT_DONE;
    if (run->trace_path)
        return fail(EXIT_USAGE,
            "--checkpoint and --trace: a trace has a design from its start; leave out one");
    bool taken = is_stream(path) || is_of_masks(run, path);
    static const cli_option_id others[] = {OPTION_START, OPTION_RECIPE, OPTION_WISDOM};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const char *other = argument(run->arguments, others[i]);
        taken = taken || (other && same_path(path, other));
    }
    if (taken)
        return fail(EXIT_USAGE, "--checkpoint %s: name a file of its own", path);
    return check_checkpoint_file(path, resumes || has_flag(run->arguments, OPTION_FORCE));
}

/* Tells starts apart: FNV-1a of the mask; 0 for none. */
static uint64_t mark_of(const woad_mask *start)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; start && i < woad_mask_count(start); i++) {
        unsigned char bytes[sizeof *start->ranks + sizeof *start->thresholds];
        memcpy(bytes, &start->ranks[i], sizeof *start->ranks);
        memcpy(bytes + sizeof *start->ranks, &start->thresholds[i], sizeof *start->thresholds);
        for (size_t b = 0; b < sizeof bytes; b++)
            hash = (hash ^ bytes[b]) * UINT64_C(0x100000001b3);
    }
    return start ? hash | 1 : 0;
}

/* The state of a design has its parameters, but not the mask that it started from. */
static int load_state(design_run *run)
{
    const char *path = argument(run->arguments, OPTION_CHECKPOINT);
    woad_error error;
    uint64_t mark;
    run->watch.start_mark = mark_of(run->start);
    if (!has_flag(run->arguments, OPTION_RESUME_DESIGN) || !file_exists(path))
        return EXIT_DONE;
    woad_status status = woad_file_read(path, 0, &run->state, &run->state_size, &error);
    if (status < 0)
        return fail_input(status, &error);
    if (checkpoint_take_mark(run->state, &run->state_size, &mark) &&
        mark != run->watch.start_mark)
        return fail(EXIT_INPUT,
            "%s is of a design %s: give the --start that it began with, or none", path,
            mark == 0 ? "that did not start from a mask" : "that started from another mask");
    return EXIT_DONE;
}

static int prepare(design_run *run)
{
    static const char *const which_scores[] = {"all", "none", NULL};
    const cli_arguments *a = run->arguments;
    int scores;
    run->output = argument(a, OPTION_OUTPUT);
    run->trace_path = argument(a, OPTION_TRACE);
    int code = choice_option(a, OPTION_SCORES, which_scores, &scores);
    run->scored = scores == 0;
    if (code == EXIT_DONE)
        code = set_option(run);
    if (code == EXIT_DONE)
        code = check_outputs(run);
    if (code == EXIT_DONE)
        code = check_checkpoint(run);
    if (code == EXIT_DONE)
        code = threads_option(a, &run->params.threads);
    if (code == EXIT_DONE)
        code = check_memory(&run->params, run->count);
    if (code == EXIT_DONE)
        code = watch_init(&run->watch, a);
    if (code == EXIT_DONE && argument(a, OPTION_START))
        code = load_mask(a, argument(a, OPTION_START), &run->start);
    return code == EXIT_DONE ? load_state(run) : code;
}

/* ---- the run -------------------------------------------------------------------------- */

static woad_status make_one(design_run *run, const woad_observer *observer, woad_mask **mask,
    woad_design_report *report, woad_error *error)
{
    if (!run->state)
        return woad_design(&run->params, run->start, observer, mask, report, error);
    const char *name = argument(run->arguments, OPTION_CHECKPOINT);
    return woad_design_resume(
        run->state, run->state_size, name, &run->params, observer, mask, report, error);
}

static woad_status make_set(design_run *run, const woad_observer *observer, woad_mask **masks,
    woad_design_report *reports, woad_error *error)
{
    if (!run->state)
        return woad_design_set(
            &run->params, run->count, observer, masks, reports, &run->made, error);
    const char *name = argument(run->arguments, OPTION_CHECKPOINT);
    return woad_design_set_resume(run->state, run->state_size, name, &run->params, run->count,
        observer, masks, reports, &run->made, error);
}

static woad_status make(design_run *run, woad_error *error)
{
    woad_mask *masks[WOAD_MAX_SET] = {0};
    woad_design_report reports[WOAD_MAX_SET];
    woad_observer observer = watch_observer(&run->watch);
    run->made = 1;
    woad_status status = run->is_set ? make_set(run, &observer, masks, reports, error)
                                     : make_one(run, &observer, masks, reports, error);
    for (size_t i = 0; status >= 0 && i < run->made; i++) {
        run->designed[i].mask = masks[i];
        run->designed[i].report = reports[i];
    }
    return status;
}

static int design(design_run *run)
{
    woad_error error;
    watch_interrupts();
    double begin = seconds_now();
    woad_status status = make(run, &error);
    run->seconds = seconds_now() - begin;
    watch_end(&run->watch);
    if (status < 0)
        return run->state ? fail_input(status, &error) : fail_with(status, &error);
    run->interrupted = status == WOAD_STOP_CALLER && was_interrupted();
    if (run->interrupted && run->watch.checkpointed)
        return fail(
            EXIT_INTERRUPTED, "interrupted: --resume goes on from %s", run->watch.checkpoint);
    int code = EXIT_DONE; /* whoever presses Ctrl-C does not wait for scores */
    for (size_t i = 0; code == EXIT_DONE && run->scored && !run->interrupted && i < run->made;
         i++)
        code = designed_score(&run->designed[i], &run->params);
    return code;
}

/* ---- after it ------------------------------------------------------------------------- */

static const char *stop_reason(const cli_designed *designed)
{
    return watch_stop_reason(designed->report.stop);
}

static int save(design_run *run, size_t index)
{
    char name[PATH_SIZE];
    cli_designed *designed = &run->designed[index];
    int code =
        designed_annotate(designed, &run->params, stop_reason(designed), run->start != NULL);
    if (code == EXIT_DONE && run->output)
        code = output_name(run, index, name);
    if (code == EXIT_DONE && run->output)
        code = save_mask(run->arguments, designed->mask, name);
    return code;
}

/* The masks of a set as a list, and what they have in common. */
static int json_set(const design_run *run, json_t *object)
{
    json_t *masks = json_array();
    int code = EXIT_DONE;
    json_object_set_new(object, "seed", json_seed(run->params.seed));
    json_object_set_new(object, "count", json_integer((json_int_t)run->count));
    json_object_set_new(object, "made", json_integer((json_int_t)run->made));
    json_object_set_new(object, "masks", masks);
    for (size_t i = 0; code == EXIT_DONE && i < run->made; i++) {
        char name[PATH_SIZE];
        woad_design_params params;
        json_t *mask = json_object();
        json_array_append_new(masks, mask);
        code = designed_params(&run->designed[i], &params);
        if (code == EXIT_DONE && run->output && (code = output_name(run, i, name)) == EXIT_DONE)
            json_object_set_new(mask, "file", json_text(name));
        if (code == EXIT_DONE)
            designed_put_json(&run->designed[i], &params, stop_reason(&run->designed[i]), mask);
    }
    if (code == EXIT_DONE && run->scored && !run->interrupted && run->made > 1)
        code = designed_put_coherence(run->designed, run->made, object);
    return code;
}

static int print_json(const design_run *run)
{
    json_t *object = json_object();
    int code = EXIT_DONE;
    json_object_set_new(object, "version", json_string(WOAD_VERSION));
    json_object_set_new(object, "peak_bytes", json_integer((json_int_t)memory_peak()));
    json_object_set_new(object, "seconds", json_finite(run->seconds));
    if (run->is_set)
        code = json_set(run, object);
    else
        designed_put_json(run->designed, &run->params, stop_reason(run->designed), object);
    if (code == EXIT_DONE)
        return json_print(object);
    json_decref(object);
    return code;
}

static void print_summary(const design_run *run, size_t index)
{
    const cli_designed *d = &run->designed[index];
    char name[PATH_SIZE], scores[256];
    if (!run->watch.shown || output_name(run, index, name) != EXIT_DONE)
        return;
    fprintf(stderr, "%s: %zux%zux%zu, %zu iterations, %zu sweeps",
        strcmp(name, "-") == 0 ? "standard output" : name, run->params.width,
        run->params.height, run->params.depth, d->report.iterations, d->report.sweeps);
    if (!run->is_set)
        fprintf(stderr, " in %.2f s", run->seconds);
    fprintf(stderr, "%s%s, loss %.4g", d->report.stop != WOAD_OK ? ", stopped: " : "",
        d->report.stop != WOAD_OK ? stop_reason(d) : "", d->report.after.total);
    designed_text(d, &run->params, scores, sizeof scores);
    fprintf(stderr, "%s\n", scores);
}

/* A refinement that met structure went back, and says so whoever looks. */
static void warn_of_structure(const design_run *run)
{
    size_t backoffs = 0;
    for (size_t i = 0; i < run->made; i++)
        backoffs += run->designed[i].report.backoffs;
    if (backoffs > 0)
        note(
            "the swaps began to show structure %zu time%s and were taken back: a "
            "lower refine.temperature, or a kernel that is not cut (loss.dither.radius=0), keeps "
            "clear of it",
            backoffs, backoffs == 1 ? "" : "s");
}

/* And so does a set that was stopped. */
static void warn_of_missing(const design_run *run)
{
    if (run->made < run->count)
        note("stopped: %s, %zu of %zu masks were made", watch_stop_reason(WOAD_STOP_CALLER),
            run->made, run->count);
}

static int deliver(design_run *run)
{
    int code = EXIT_DONE;
    for (size_t i = 0; code == EXIT_DONE && i < run->made; i++)
        code = save(run, i);
    if (code == EXIT_DONE && run->trace_path)
        code = text_save(
            &run->watch.trace, run->trace_path, has_flag(run->arguments, OPTION_FORCE));
    if (code == EXIT_DONE && has_flag(run->arguments, OPTION_JSON))
        code = print_json(run);
    else if (code == EXIT_DONE && run->output)
        for (size_t i = 0; i < run->made; i++)
            print_summary(run, i);
    if (code == EXIT_DONE) {
        warn_of_structure(run);
        warn_of_missing(run);
    }
    /* The mask is there; where it was interrupted and the last checkpoint could not be written, so
     * is an earlier one, which goes on further. */
    if (code == EXIT_DONE && run->watch.checkpoint && !run->interrupted)
        remove_file(run->watch.checkpoint);
    return code == EXIT_DONE && run->interrupted ? EXIT_INTERRUPTED : code;
}

static int print_recipe(const woad_design_params *params)
{
    char *recipe;
    woad_error error;
    woad_status status = woad_recipe_format(params, &recipe, &error);
    if (status < 0)
        return fail_with(status, &error);
    int code = save_bytes("-", recipe, strlen(recipe), true);
    woad_free(recipe);
    return code;
}

/* Tuning can be all that is asked for. */
static bool tunes_only(const cli_arguments *arguments)
{
    return has_flag(arguments, OPTION_TUNE) && !argument(arguments, OPTION_OUTPUT) &&
           !argument(arguments, OPTION_TRACE) && !has_flag(arguments, OPTION_JSON);
}

static int run_design(const cli_arguments *arguments)
{
    design_run run = {.arguments = arguments};
    int code = design_params(arguments, &run.params);
    if (code == EXIT_DONE && has_flag(arguments, OPTION_PRINT_RECIPE))
        return print_recipe(&run.params);
    if (code == EXIT_DONE && tunes_only(arguments)) {
        code = check_memory(&run.params, 1);
        return code == EXIT_DONE ? wisdom_prepare(arguments, &run.params) : code;
    }
    if (code == EXIT_DONE)
        code = prepare(&run);
    if (code == EXIT_DONE)
        code = wisdom_prepare(arguments, &run.params);
    if (code == EXIT_DONE)
        code = design(&run);
    if (code == EXIT_DONE)
        code = deliver(&run);
    woad_mask_destroy(run.start);
    woad_free(run.state);
    for (size_t i = 0; run.designed && i < run.count; i++)
        woad_mask_destroy(run.designed[i].mask);
    free(run.designed);
    watch_clear(&run.watch);
    return code;
}

static const char *const examples[] = {
    "woad design -o mask.png",
    "woad design --size 40x40 --seed 7 -o mask.npy",
    "woad design --preset notebook --iterations 20000 --trace loss.csv -o post.png",
    "woad design --preset target --set loss.target.spectrum=profile:wanted.csv -o mine.png",
    "woad design --preset spectral --set loss.spectral.cutoff=0.3 -o low.png",
    "woad design --preset void-and-cluster --set baseline.sigma=1.5 -o vac.png",
    "woad design --preset spatiotemporal --size 64x64x32 -o frames.npy",
    "woad design --preset spectral --set mask.pdf=gaussian --values pdf -o noise.npy",
    "woad design --set mask.channels=3 -o rgb.png",
    "woad design --preset vectors --set mask.pdf=hemisphere --values pdf -o directions.npy",
    "woad design --count 16 -o mask.png",
    "woad design --preset spectral --size 4096x1 -o line.npy",
    "woad design --recipe mask.png --seed 2 -o another.png",
    "woad design --size 1024 --checkpoint mask.state --resume -o mask.png",
    "woad design --tune --size 2048x2048",
    NULL,
};

const cli_command command_design = {
    .name = "design",
    .alias = "generate",
    .operands = "",
    .summary = "optimise a blue-noise mask",
    .description =
        "Makes a mask by a recipe: a start (void-and-cluster by default, or noise, or another "
        "of `woad list baselines`), gradient descent on a loss if the recipe has iterations, and "
        "swaps of ranks that lower the visible error of dithering. Parameters come from the "
        "preset, then the recipe, then --size, --seed and --iterations, then --set.\n\n"
        "With --set mask.pdf=NAME the values are those of a distribution of `woad list "
        "distributions`, and --values pdf writes them.\n\n"
        "The preset vectors makes masks whose pixels are vectors: mask.pdf is square, disk, "
        "circle, cube, sphere or hemisphere, and there is a channel for each component.\n\n"
        "The preset target makes a mask of any spectrum: --set loss.target.spectrum=SPECTRUM, one "
        "of `woad list spectra`. With --json the design tells how near it came.\n\n"
        "--count makes a set: masks of seeds of their own that --seed gives, each but the first "
        "moved around its torus to where it has the least in common with those before it "
        "(coherence). Each file carries the recipe, with mask.shift_x and mask.shift_y, that makes "
        "this one again without the others. All files are checked before the first design. "
        "--time-limit is of the set. --json prints one object with a list, masks, and the "
        "coherence over all pairs beside that of independent white noise.\n\n"
        "Ctrl-C stops the design and writes the best mask so far, with exit code 130. Of a set it "
        "writes those that were made, and the last if it was past its start; so does --time-limit "
        "when it is over before the last has begun.\n\n"
        "With --checkpoint the design is written now and then, and at Ctrl-C instead of the best "
        "so far; the same command with --resume goes on from there, to the same bytes as if it "
        "had never stopped, after a crash too. A checkpoint is for the same build of woad.",
    .examples = examples,
    .options = {OPTION_OUTPUT, OPTION_COUNT_MASKS, OPTION_PRESET, OPTION_RECIPE, OPTION_SET,
        OPTION_SIZE, OPTION_SEED, OPTION_ITERATIONS, OPTION_TIME_LIMIT, OPTION_CHECKPOINT,
        OPTION_CHECKPOINT_EVERY, OPTION_RESUME_DESIGN, OPTION_THREADS, OPTION_START,
        OPTION_TUNE, OPTION_WISDOM, OPTION_PRINT_RECIPE, OPTION_TRACE, OPTION_TRACE_EVERY,
        OPTION_SCORES, OPTION_JSON, OPTION_PROGRESS, OPTION_FORMAT, OPTION_VALUES, OPTION_BITS,
        OPTION_TYPE, OPTION_LAYOUT, OPTION_INPUT_FORMAT, OPTION_INPUT_SIZE, OPTION_INPUT_VALUES,
        OPTION_MAX_MEMORY, OPTION_FORCE},
    .most_operands = 0,
    .run = run_design,
};
