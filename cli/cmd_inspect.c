/* cmd_inspect.c - `woad inspect`: scores and pictures of a mask. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "failure.h"
#include "gallery.h"
#include "html.h"
#include "inputs.h"
#include "inspect.h"
#include "json.h"
#include "option_values.h"
#include "score_table.h"
#include "score_text.h"
#include "system.h"

/* ---- measuring ------------------------------------------------------------------------ */

static woad_status find_permutation(inspection *in, woad_error *error)
{
    const woad_mask *m = in->mask;
    woad_status status = WOAD_OK;
    in->permutation = true;
    for (size_t i = 0; status >= 0 && i < m->depth * m->channels; i++) {
        size_t distinct = 0;
        status = woad_mask_distinct(m, i / m->channels, i % m->channels, &distinct, error);
        in->permutation = in->permutation && distinct == m->width * m->height;
    }
    return status;
}

static woad_status measure_vectors(inspection *in, woad_error *error)
{
    woad_status status = WOAD_OK;
    for (size_t f = 0; status >= 0 && f < in->mask->depth; f++) {
        double distance = 0;
        status = woad_score_vectors(in->mask, f, in->pdf_name, &distance, error);
        in->vector_distance = fmax(in->vector_distance, distance);
    }
    return status;
}

static int measure(inspection *in)
{
    woad_error error;
    const woad_mask *m = in->mask;
    in->structure_limit = woad_structure_limit(m->width * m->height);
    woad_status status = find_permutation(in, &error);
    if (status >= 0)
        status = woad_score_histogram(m, in->frame, 0, &in->histogram, &error);
    if (status >= 0 && in->scored)
        status = woad_score(m, in->frame, 0, &in->scores, &error);
    if (status >= 0 && in->scored)
        status = joint_scores_measure(m, in->frame, &in->joint, &error);
    if (status >= 0 && in->is_of_vectors)
        status = measure_vectors(in, &error);
    else if (status >= 0 && in->scored && in->pdf)
        status = woad_score_values(m, in->frame, 0, in->pdf, &in->values, &error);
    if (status >= 0 && in->target_spectrum)
        status = woad_score_target(
            m, in->frame, 0, in->pdf, in->target_spectrum, &in->target, &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

/* ---- telling -------------------------------------------------------------------------- */

/* Who reads the object or the page needs no more than the exit code. */
static int check_and_tell(const inspection *in)
{
    int code = inspection_check(in);
    if (code != EXIT_DONE || in->report_to_stdout || has_flag(in->arguments, OPTION_JSON))
        return code;
    if (puts("checks passed") == EOF || fflush(stdout) != 0)
        return fail(EXIT_OUTPUT, "cannot write standard output");
    return EXIT_DONE;
}

static int print_json(const inspection *in)
{
    const woad_mask *m = in->mask;
    const woad_histogram *h = &in->histogram;
    json_t *object = json_object();
    json_object_set_new(object, "file", json_text(in->path));
    json_object_set_new(object, "width", json_integer((json_int_t)m->width));
    json_object_set_new(object, "height", json_integer((json_int_t)m->height));
    json_object_set_new(object, "depth", json_integer((json_int_t)m->depth));
    json_object_set_new(object, "channels", json_integer((json_int_t)m->channels));
    json_object_set_new(object, "frame", json_integer((json_int_t)in->frame));
    json_object_set_new(object, "permutation", json_boolean(in->permutation));
    json_object_set_new(
        object, "distinct_values", json_integer((json_int_t)h->distinct_values));
    json_t *thresholds = json_object();
    json_object_set_new(thresholds, "minimum", json_finite(h->minimum));
    json_object_set_new(thresholds, "maximum", json_finite(h->maximum));
    json_object_set_new(thresholds, "mean", json_finite(h->mean));
    json_object_set_new(thresholds, "histogram_deviation", json_finite(h->deviation));
    json_object_set_new(thresholds, "level_error", json_finite(h->level_error));
    json_object_set_new(thresholds, "gamma", json_finite(h->gamma));
    json_object_set_new(object, "thresholds", thresholds);
    if (in->scored) {
        json_t *scores = json_scores(&in->scores);
        joint_scores_json(&in->joint, scores);
        if (in->pdf && !in->is_of_vectors)
            json_object_set_new(scores, "values", json_value_scores(in->pdf_name, &in->values));
        json_object_set_new(object, "scores", scores);
        json_object_set_new(object, "structure_limit", json_finite(in->structure_limit));
    }
    if (in->is_of_vectors)
        json_object_set_new(object, "vectors",
            json_pack(
                "{s:o, s:f}", "pdf", json_text(in->pdf_name), "distance", in->vector_distance));
    if (in->target_spectrum)
        json_object_set_new(object, "target", json_target(in->target_spectrum, &in->target));
    if (m->recipe)
        json_object_set_new(object, "recipe", json_text(m->recipe));
    return json_print(object);
}

static void put_values(const inspection *in, cli_text *text)
{
    char low[SCORE_SIZE], cv[SCORE_SIZE];
    score_text("%.2f dB", in->values.low_band_db, low);
    score_text("%.3f", in->values.high_band_cv, cv);
    text_put(text, "values        %s, off by %.3g at most; low band %s, high-band CV %s\n",
        in->pdf_name, in->values.kolmogorov, low, cv);
}

static void put_target(const woad_target_score *t, cli_text *text)
{
    char rms[SCORE_SIZE], worst[SCORE_SIZE], frequency[SCORE_SIZE], stop_band[SCORE_SIZE];
    score_text("%.2f %%", 100 * t->relative_rms, rms);
    score_text("%+.2f %%", 100 * t->worst, worst);
    score_text("%.3f", t->worst_frequency, frequency);
    score_text("%.2f dB", t->stop_band_db, stop_band);
    text_put(text,
        "target        off by %s in %zu annuli (rms), most at %s: %s; stop band %s\n", rms,
        t->annuli, frequency, worst, stop_band);
}

/* What not every mask has: in the text and in the report. */
static void put_details(const inspection *in, cli_text *text)
{
    if (in->is_of_vectors)
        text_put(text, "vectors       off by %.3g from the points of %s, each once\n",
            in->vector_distance, in->pdf_name);
    else if (in->scored && in->pdf)
        put_values(in, text);
    if (in->scored)
        joint_scores_text(&in->joint, text);
    if (in->target_spectrum)
        put_target(&in->target, text);
}

static int print_details(const inspection *in)
{
    cli_text text = {0};
    put_details(in, &text);
    int code = text.failed ? fail(EXIT_INTERNAL, "out of memory for the scores") : EXIT_DONE;
    if (text.length > 0 && code == EXIT_DONE)
        fputs(text.bytes, stdout);
    text_clear(&text);
    return code;
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* What the values are, all together. */
static void put_kind(const inspection *in, char *text, size_t size)
{
    if (in->is_of_vectors)
        snprintf(text, size, "vectors of %s", in->pdf_name);
    else
        snprintf(text, size, "%s", in->permutation ? "a permutation" : "not a permutation");
}

static int print_text(const inspection *in)
{
    const woad_mask *m = in->mask;
    const woad_histogram *h = &in->histogram;
    char kind[WOAD_PARAM_TEXT + 16];
    put_kind(in, kind, sizeof kind);
    printf("%s: %zux%zu, %zu frame%s, %zu channel%s, %s\n", in->path, m->width, m->height,
        m->depth, plural(m->depth), m->channels, plural(m->channels), kind);
    if (m->depth > 1 || m->channels > 1)
        printf("chosen        frame %zu, channel 0\n", in->frame);
    printf("thresholds    %zu distinct, %.6g to %.6g, mean %.6g\n", h->distinct_values,
        h->minimum, h->maximum, h->mean);
    printf("histogram     off by %.3g at most; grey levels by %.3g\n", h->deviation,
        h->level_error);
    if (in->scored)
        score_print(&in->scores, in->structure_limit);
    int code = print_details(in);
    if (code != EXIT_DONE)
        return code;
    return end_output();
}

static void write_details(const inspection *in, cli_text *page)
{
    cli_text text = {0};
    if (in->mask->depth > 1 || in->mask->channels > 1)
        text_put(&text, "chosen        frame %zu, channel 0\n", in->frame);
    put_details(in, &text);
    page->failed = page->failed || text.failed;
    if (text.length > 0 && !text.failed) {
        text_put(page, "<pre>");
        text_put_escaped(page, text.bytes);
        text_put(page, "</pre>\n");
    }
    text_clear(&text);
}

static int write_report(const inspection *in, const cli_gallery *gallery, const char *path)
{
    const woad_mask *m = in->mask;
    cli_text page = {0};
    char kind[WOAD_PARAM_TEXT + 16];
    put_kind(in, kind, sizeof kind);
    html_begin(&page, in->path);
    text_put(&page,
        "<p>%zu&times;%zu, %zu frame%s, %zu channel%s; %zu distinct thresholds, %s.</p>\n",
        m->width, m->height, m->depth, plural(m->depth), m->channels, plural(m->channels),
        in->histogram.distinct_values, kind);
    if (in->scored) {
        score_table_html(&page,
            &(cli_score_row){.name = in->path,
                .scored = true,
                .scores = in->scores,
                .structured = in->scores.high_band_cv > in->structure_limit},
            1);
    }
    write_details(in, &page);
    for (size_t i = 0; i < gallery->count; i++)
        html_figure(&page, &gallery->figures[i], true);
    if (m->recipe) {
        text_put(&page, "<h2>Recipe</h2>\n<pre>");
        text_put_escaped(&page, m->recipe);
        text_put(&page, "</pre>\n");
    }
    html_end(&page);
    int code = text_save(&page, path, has_flag(in->arguments, OPTION_FORCE));
    text_clear(&page);
    return code;
}

static int write_pictures(const inspection *in)
{
    const char *report = argument(in->arguments, OPTION_REPORT);
    const char *folder = argument(in->arguments, OPTION_PICTURES);
    cli_gallery gallery = {0};
    woad_error error;
    if (!report && !folder)
        return EXIT_DONE;
    woad_status status = gallery_add_mask(&gallery, in->mask, in->frame, 0, &error);
    int code = status < 0 ? fail_with(status, &error) : EXIT_DONE;
    if (code == EXIT_DONE && folder)
        code = gallery_save(&gallery, folder, has_flag(in->arguments, OPTION_FORCE));
    if (code == EXIT_DONE && report)
        code = write_report(in, &gallery, report);
    gallery_clear(&gallery);
    return code;
}

/* ---- the verb ------------------------------------------------------------------------- */

/* That of --pdf, or of the recipe where it is not the uniform one. */
static int find_pdf(inspection *in)
{
    woad_error error;
    const char *text = argument(in->arguments, OPTION_PDF);
    if (text) {
        snprintf(in->pdf_name, sizeof in->pdf_name, "%s", text);
        return pdf_option(in->arguments, &in->pdf);
    }
    mask_pdf(in->mask, in->path, in->pdf_name);
    if (!woad_pdf_is_uniform(in->pdf_name) &&
        woad_pdf_create(in->pdf_name, &in->pdf, &error) < 0)
        note("the values are taken for uniform ones: %s", error.message);
    return EXIT_DONE;
}

static int prepare(inspection *in)
{
    static const char *const which_scores[] = {"all", "none", NULL};
    const cli_arguments *a = in->arguments;
    const char *report = argument(a, OPTION_REPORT);
    int scores;
    int code = choice_option(a, OPTION_SCORES, which_scores, &scores);
    in->scored = scores == 0;
    in->target_spectrum = argument(a, OPTION_TARGET);
    in->report_to_stdout = report && is_stdout(report);
    if (code == EXIT_DONE && !in->scored && argument(a, OPTION_PDF) &&
        !argument(a, OPTION_INPUT_VALUES))
        return fail(EXIT_USAGE, "--pdf is about the scores of values: leave out --scores none");
    if (code == EXIT_DONE && !in->scored && has_flag(a, OPTION_CHECK))
        return fail(EXIT_USAGE, "--check needs the scores: leave out --scores none");
    if (code == EXIT_DONE)
        code = count_option(a, OPTION_FRAME, 0, WOAD_MAX_AXIS, &in->frame);
    if (code == EXIT_DONE && in->report_to_stdout && has_flag(a, OPTION_JSON))
        return fail(
            EXIT_USAGE, "--report - and --json both want standard output: name a file for one");
    if (code == EXIT_DONE && report)
        code = check_output(report, has_flag(a, OPTION_FORCE));
    if (code == EXIT_DONE)
        code = load_mask(a, in->path, &in->mask);
    if (code == EXIT_DONE && in->frame >= in->mask->depth)
        code = fail(EXIT_USAGE, "--frame is %zu: %s has frames 0 to %zu", in->frame, in->path,
            in->mask->depth - 1);
    if (code == EXIT_DONE)
        code = find_pdf(in);
    in->is_of_vectors = code == EXIT_DONE && woad_pdf_components(in->pdf_name) > 1;
    return code;
}

static int run_inspect(const cli_arguments *arguments)
{
    inspection in = {.arguments = arguments, .path = arguments->operands[0]};
    int code = prepare(&in);
    if (code == EXIT_DONE)
        code = measure(&in);
    if (code == EXIT_DONE)
        code = write_pictures(&in);
    if (code == EXIT_DONE && !in.report_to_stdout)
        code = has_flag(arguments, OPTION_JSON) ? print_json(&in) : print_text(&in);
    if (code == EXIT_DONE && has_flag(arguments, OPTION_CHECK))
        code = check_and_tell(&in);
    woad_mask_destroy(in.mask);
    woad_pdf_destroy(in.pdf);
    return code;
}

static const char *const examples[] = {
    "woad inspect mask.png",
    "woad inspect --check --json downloaded.png",
    "woad inspect mask.npy --report mask.html",
    "woad inspect --input-size 128x128x32 --input-values rank ranks.raw",
    "woad inspect --target band-pass:0.1:0.25 green.png",
    "woad inspect --pdf gaussian --input-values pdf noise.npy",
    NULL,
};

const cli_command command_inspect = {
    .name = "inspect",
    .operands = "MASK",
    .summary = "score a mask, check it, and draw what it is",
    .description =
        "Prints the dither error at four blurs, the low band of the spectrum and the high-band "
        "CV, all against white noise, and how the thresholds are distributed. These are of the "
        "first channel of one frame: the first, or that of --frame.\n\n"
        "Of a mask with several frames it prints also what error remains of all of them, in dB "
        "against white noise, behind a Gaussian blur of 1 or 2.5 pixels (space_1, space_2.5), "
        "behind an exponential moving average that takes a tenth of each new frame (time_0.1), "
        "and behind both (both_1_0.1). Of a mask with several channels it prints the coherence "
        "of each pair, 1 for equal channels, beside what independent white noise has on "
        "average, with its standard deviation.\n\n"
        "Of a mask of vectors, which its recipe or --pdf tells, it prints how far they are from "
        "the points of the distribution. Of several channels each has its line of scores.\n\n"
        "--check looks at every frame and channel for ties, and at one frame for the rest; of "
        "vectors at every frame for the points of the distribution, each once, and at every "
        "channel of one for structure.",
    .examples = examples,
    .options = {OPTION_JSON, OPTION_CHECK, OPTION_REPORT, OPTION_PICTURES, OPTION_SCORES,
        OPTION_TARGET, OPTION_FRAME, OPTION_INPUT_FORMAT, OPTION_INPUT_SIZE,
        OPTION_INPUT_VALUES, OPTION_PDF, OPTION_MAX_MEMORY, OPTION_FORCE},
    .fewest_operands = 1,
    .most_operands = 1,
    .run = run_inspect,
};
