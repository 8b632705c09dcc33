/* cmd_design.c - `woad design`: optimises a mask. */
#include <stdio.h>
#include <string.h>

#include "design_scores.h"
#include "failure.h"
#include "inputs.h"
#include "json.h"
#include "progress.h"
#include "score_table.h"
#include "score_text.h"
#include "system.h"
#include "text.h"
#include "wisdom.h"

typedef struct design_run {
    const cli_arguments *arguments;
    woad_design_params params;
    const char *output, *trace_path;
    bool scored;
    woad_mask *start, *mask;
    cli_watch watch;
    woad_design_report report;
    cli_design_scores scores;
    const char *stop_reason;
    bool interrupted;
    double seconds; /* of designing, without scoring and writing */
} design_run;

/* ---- before the run: everything that can be refused ----------------------------------- */

/* The trace may be neither the mask's file nor the recipe's beside it. */
static bool is_trace_in_the_way(const design_run *run)
{
    char sidecar[4096];
    if (!run->output || !run->trace_path || strcmp(run->output, "-") == 0)
        return false;
    snprintf(sidecar, sizeof sidecar, "%s.ini", run->output);
    return same_path(run->output, run->trace_path) || same_path(sidecar, run->trace_path);
}

static int check_outputs(const design_run *run)
{
    bool json = has_flag(run->arguments, OPTION_JSON);
    if (!run->output && !run->trace_path && !json)
        return fail(EXIT_USAGE, "design has nowhere to put its mask: name a file with -o");
    const char *to_stdout = run->output && strcmp(run->output, "-") == 0 ? "-o -" : NULL;
    const char *trace_to_stdout =
        run->trace_path && strcmp(run->trace_path, "-") == 0 ? "--trace -" : NULL;
    if ((to_stdout != NULL) + (trace_to_stdout != NULL) + json > 1)
        return fail(EXIT_USAGE, "%s and %s both want standard output: name a file for one",
            to_stdout ? to_stdout : trace_to_stdout, json ? "--json" : trace_to_stdout);
    if (is_trace_in_the_way(run))
        return fail(
            EXIT_USAGE, "--trace %s is a file of the mask: name another", run->trace_path);
    int code = EXIT_DONE;
    if (run->output)
        code = check_mask_output(run->arguments, run->output);
    if (code == EXIT_DONE && run->trace_path)
        code = check_output(run->trace_path, has_flag(run->arguments, OPTION_FORCE));
    return code;
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
        code = check_outputs(run);
    if (code == EXIT_DONE)
        code = threads_option(a, &run->params.threads);
    if (code == EXIT_DONE)
        code = check_memory(&run->params);
    if (code == EXIT_DONE)
        code = watch_init(&run->watch, a);
    if (code == EXIT_DONE && argument(a, OPTION_START))
        code = load_mask(a, argument(a, OPTION_START), &run->start);
    return code;
}

/* ---- the run -------------------------------------------------------------------------- */

static int design(design_run *run)
{
    woad_error error;
    woad_observer observer = watch_observer(&run->watch);
    watch_interrupts();
    double begin = seconds_now();
    woad_status status =
        woad_design(&run->params, run->start, &observer, &run->mask, &run->report, &error);
    run->seconds = seconds_now() - begin;
    watch_end(&run->watch);
    if (status < 0)
        return fail_with(status, &error);
    run->stop_reason = watch_stop_reason(run->report.stop);
    run->interrupted = run->report.stop == WOAD_STOP_CALLER && was_interrupted();
    if (run->interrupted) /* whoever presses Ctrl-C does not wait for scores */
        run->scored = false;
    if (!run->scored)
        return EXIT_DONE;
    status = design_scores_measure(&run->params, run->mask, &run->scores, &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

static bool is_uniform(const design_run *run)
{
    return strcmp(run->params.loss.pdf, woad_pdf_at(0)->name) == 0;
}

static bool has_target(const design_run *run)
{
    return run->scored && design_scores_have_target(&run->params);
}

/* ---- after it ------------------------------------------------------------------------- */

/* The mask's recipe gets what came of it, as comments. */
static int annotate(design_run *run)
{
    cli_text recipe = {0};
    text_put(&recipe, "; ran %zu iterations, %zu sweeps (%s), loss %.6g\n",
        run->report.iterations, run->report.sweeps, run->stop_reason, run->report.after.total);
    if (run->start)
        text_put(&recipe, "; started from a mask that this recipe does not hold\n");
    for (size_t s = 0; run->scored && s < WOAD_SCORE_SIGMAS; s++) {
        char name[SIGMA_NAME_SIZE];
        sigma_name(s, name);
        text_put(&recipe, "; dither_error_db %s = %.4f\n", name,
            run->scores.thresholds.dither_error_db[s]);
    }
    if (run->scored)
        text_put(&recipe, "; low_band_db = %.4f\n; high_band_cv = %.4f\n",
            run->scores.thresholds.low_band_db, run->scores.thresholds.high_band_cv);
    if (run->scored && !is_uniform(run))
        text_put(&recipe, "; values.low_band_db = %.4f\n", run->scores.values.low_band_db);
    if (has_target(run))
        text_put(&recipe, "; target_relative_rms = %.6f\n", run->scores.target.relative_rms);
    text_put(&recipe, "%s", run->mask->recipe);
    int code = EXIT_DONE;
    woad_status status = WOAD_OK;
    if (!recipe.failed)
        status = woad_mask_set_recipe(run->mask, recipe.bytes);
    if (recipe.failed || status < 0)
        code = fail(EXIT_INTERNAL, "out of memory for the recipe");
    text_clear(&recipe);
    return code;
}

/* The recipe as an object of sections, each of strings as in the file. */
static json_t *json_recipe(const woad_design_params *params)
{
    json_t *object = json_object();
    woad_key key;
    for (size_t i = 0; woad_key_at(i, &key); i++) {
        char value[WOAD_KEY_TEXT];
        woad_key_text(&key, params, value, sizeof value);
        json_t *section = json_object_get(object, key.section);
        if (!section) {
            section = json_object();
            json_object_set_new(object, key.section, section);
        }
        json_object_set_new(section, key.name, json_string(value));
    }
    return object;
}

static int print_json(const design_run *run)
{
    json_t *object = json_object();
    json_object_set_new(object, "version", json_string(WOAD_VERSION));
    json_object_set_new(object, "recipe", json_recipe(&run->params));
    json_object_set_new(object, "seed", json_seed(run->params.seed));
    json_object_set_new(object, "peak_bytes", json_integer((json_int_t)memory_peak()));
    json_put_report(object, run->seconds, run->stop_reason, &run->report);
    if (run->scored)
        json_object_set_new(object, "scores", design_scores_json(&run->params, &run->scores));
    if (has_target(run))
        json_object_set_new(object, "target",
            json_target(run->params.loss.target.spectrum, &run->scores.target));
    return json_print(object);
}

static void print_summary(const design_run *run)
{
    if (!run->watch.shown)
        return;
    bool early = run->report.stop != WOAD_OK;
    fprintf(stderr, "%s: %zux%zux%zu, %zu iterations, %zu sweeps in %.2f s%s%s, loss %.4g",
        strcmp(run->output, "-") == 0 ? "standard output" : run->output, run->params.width,
        run->params.height, run->params.depth, run->report.iterations, run->report.sweeps,
        run->seconds, early ? ", stopped: " : "", early ? run->stop_reason : "",
        run->report.after.total);
    if (run->scored)
        fprintf(stderr, ", dither error %.2f dB, low band %.1f dB",
            scores_mean_db(&run->scores.thresholds), run->scores.thresholds.low_band_db);
    if (run->scored && !is_uniform(run))
        fprintf(stderr, ", of the values %.1f dB", run->scores.values.low_band_db);
    if (has_target(run))
        fprintf(stderr, ", target within %.1f %%", 100 * run->scores.target.relative_rms);
    fputc('\n', stderr);
}

/* A refinement that met structure went back, and says so whoever looks. */
static void warn_of_structure(const design_run *run)
{
    if (run->report.backoffs > 0)
        fprintf(stderr,
            "woad: note: the swaps began to show structure %zu time%s and were taken back: a "
            "lower refine.temperature, or a kernel that is not cut (loss.dither.radius=0), keeps "
            "clear of it\n",
            run->report.backoffs, run->report.backoffs == 1 ? "" : "s");
}

static int deliver(design_run *run)
{
    int code = annotate(run);
    if (code == EXIT_DONE && run->output)
        code = save_mask(run->arguments, run->mask, run->output);
    if (code == EXIT_DONE && run->trace_path)
        code = text_save(
            &run->watch.trace, run->trace_path, has_flag(run->arguments, OPTION_FORCE));
    if (code == EXIT_DONE && has_flag(run->arguments, OPTION_JSON))
        code = print_json(run);
    else if (code == EXIT_DONE && run->output)
        print_summary(run);
    if (code == EXIT_DONE)
        warn_of_structure(run);
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
        code = check_memory(&run.params);
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
    woad_mask_destroy(run.mask);
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
    "woad design --preset spectral --size 4096x1 -o line.npy",
    "woad design --recipe mask.png --seed 2 -o another.png",
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
        "With --set mask.pdf=NAME the values are those of a distribution of `woad list distributions`, "
        "and --values pdf writes them.\n\n"
        "The preset target makes a mask of any spectrum: --set loss.target.spectrum=SPECTRUM, one "
        "of `woad list spectra`. With --json the design tells how near it came.\n\n"
        "Ctrl-C stops the design and writes the best mask so far, with exit code 130.",
    .examples = examples,
    .options = {OPTION_OUTPUT, OPTION_PRESET, OPTION_RECIPE, OPTION_SET, OPTION_SIZE,
        OPTION_SEED, OPTION_ITERATIONS, OPTION_TIME_LIMIT, OPTION_THREADS, OPTION_START,
        OPTION_TUNE, OPTION_WISDOM, OPTION_PRINT_RECIPE, OPTION_TRACE, OPTION_TRACE_EVERY,
        OPTION_SCORES, OPTION_JSON, OPTION_PROGRESS, OPTION_FORMAT, OPTION_VALUES, OPTION_BITS,
        OPTION_INPUT_FORMAT, OPTION_INPUT_SIZE, OPTION_INPUT_VALUES, OPTION_FORCE},
    .most_operands = 0,
    .run = run_design,
};
