/* cmd_compare.c - `woad compare`: methods and masks beside each other. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "failure.h"
#include "image_file.h"
#include "inputs.h"
#include "json.h"
#include "picture.h"
#include "scene.h"
#include "system.h"

/* The part of a picture that is dithered. */
enum { PICTURE_WIDTH = 384, PICTURE_HEIGHT = 288 };

typedef struct compare_outputs {
    const char *sheet, *report; /* or NULL */
    bool json, force;
    bool to_stdout; /* sheet or report: then no table goes there */
} compare_outputs;

/* ---- before the run ------------------------------------------------------------------- */

static int check_outputs(const cli_arguments *a, compare_outputs *out)
{
    *out = (compare_outputs){
        .sheet = argument(a, OPTION_SHEET),
        .report = argument(a, OPTION_REPORT),
        .json = has_flag(a, OPTION_JSON),
        .force = has_flag(a, OPTION_FORCE),
    };
    bool sheet = out->sheet && is_stdout(out->sheet);
    bool report = out->report && is_stdout(out->report);
    out->to_stdout = sheet || report;
    if (sheet + report + out->json > 1)
        return fail(EXIT_USAGE, "%s and %s both want standard output: name a file for one",
            sheet ? "--sheet -" : "--report -", sheet && report ? "--report -" : "--json");
    if (out->sheet && out->report && same_path(out->sheet, out->report))
        return fail(
            EXIT_USAGE, "--sheet and --report both name %s: name two files", out->sheet);
    if (argument(a, OPTION_IMAGE) && !out->sheet && !out->report)
        return fail(EXIT_USAGE, "--image is for --sheet or --report: name a file for one");
    int code = out->sheet ? check_output(out->sheet, out->force) : EXIT_DONE;
    if (code == EXIT_DONE && out->report)
        code = check_output(out->report, out->force);
    return code;
}

static int get_picture(comparison *c)
{
    const char *path = argument(c->arguments, OPTION_IMAGE);
    woad_error error;
    woad_image *whole;
    if (!path) {
        woad_status status =
            cli_scene_render(PICTURE_WIDTH, PICTURE_HEIGHT, &c->picture, &error);
        return status < 0 ? fail_with(status, &error) : EXIT_DONE;
    }
    int code = load_image(path, &whole);
    if (code != EXIT_DONE)
        return code;
    woad_status status =
        cli_picture_crop(whole, PICTURE_WIDTH, PICTURE_HEIGHT, &c->picture, &error);
    woad_image_destroy(whole);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

/* ---- telling -------------------------------------------------------------------------- */

static json_t *json_entry(const comparison *c, const compare_entry *entry)
{
    static const char *const kinds[] = {"preset", "recipe", "file"};
    const cli_score_row *row = &entry->row;
    json_t *object = json_object();
    json_object_set_new(object, "name", json_text(entry->operand));
    json_object_set_new(object, "kind", json_string(kinds[entry->kind]));
    if (row->costed) {
        json_object_set_new(object, "seed", json_seed(entry->params.seed));
        json_object_set_new(object, "seconds", json_finite(row->seconds));
        json_object_set_new(object, "memory_bytes", json_integer((json_int_t)row->bytes));
    }
    if (c->scored) {
        json_object_set_new(object, "scores", json_scores(&row->scores));
        json_object_set_new(
            object, "mean_dither_error_db", json_finite(scores_mean_db(&row->scores)));
        json_object_set_new(object, "structured", json_boolean(row->structured));
    }
    return object;
}

static int print_json(const comparison *c, const cli_score_row *rows)
{
    json_t *object = json_object(), *entries = json_array();
    for (size_t i = 0; i < c->count; i++)
        json_array_append_new(entries, json_entry(c, &c->entries[i]));
    json_object_set_new(object, "version", json_string(WOAD_VERSION));
    json_object_set_new(object, "width", json_integer((json_int_t)c->width));
    json_object_set_new(object, "height", json_integer((json_int_t)c->height));
    json_object_set_new(object, "seeds", json_integer((json_int_t)c->seeds));
    if (c->scored) {
        size_t leader = score_table_leader(rows, c->count);
        bool led = leader < c->count;
        json_object_set_new(
            object, "structure_limit", json_finite(woad_structure_limit(c->width * c->height)));
        json_object_set_new(
            object, "leader", led ? json_text(c->entries[leader].operand) : json_null());
        json_object_set_new(object, "leader_is_close",
            led ? json_boolean(score_table_is_close(rows, c->count, leader)) : json_null());
    }
    json_object_set_new(object, "entries", entries);
    return json_print(object);
}

static int print_text(const comparison *c, const cli_score_row *rows)
{
    cli_text text = {0};
    score_table_text(&text, rows, c->count);
    text_put(&text, "\n%zux%zu", c->width, c->height);
    if (c->seeds > 1)
        text_put(&text, ", medians over %zu seeds", c->seeds);
    if (c->scored)
        text_put(&text, "; dither error after a blur of sigma, its mean, and low band in dB "
                        "against white noise");
    text_put(&text, "%s.\n", c->count > 1 ? "; * is the best of its column" : "");
    score_table_verdict(&text, rows, c->count);
    int code = EXIT_DONE;
    if (text.failed)
        code = fail(EXIT_INTERNAL, "out of memory for the table");
    else if (fputs(text.bytes, stdout) == EOF || fflush(stdout) != 0)
        code = fail(EXIT_OUTPUT, "cannot write standard output");
    text_clear(&text);
    return code;
}

static int print(const comparison *c, const compare_outputs *to)
{
    if (to->to_stdout)
        return EXIT_DONE;
    cli_score_row *rows = compare_rows(c);
    if (!rows)
        return fail(EXIT_INTERNAL, "out of memory for the table");
    int code = to->json ? print_json(c, rows) : print_text(c, rows);
    free(rows);
    return code;
}

static int write_sheet(const comparison *c, const compare_outputs *to)
{
    woad_error error;
    woad_image *sheet;
    woad_status status = compare_sheet(c, &sheet, &error);
    if (status < 0)
        return fail_with(status, &error);
    int code = save_image(sheet, 0, to->sheet, to->force);
    woad_image_destroy(sheet);
    return code;
}

static int write_report(const comparison *c, const compare_outputs *to)
{
    woad_error error;
    cli_text page = {0};
    woad_status status = compare_write_page(c, &page, &error);
    int code = status < 0 ? fail_with(status, &error) : text_save(&page, to->report, to->force);
    text_clear(&page);
    return code;
}

static int write_pictures(comparison *c, const compare_outputs *to)
{
    woad_error error;
    if (!to->sheet && !to->report)
        return EXIT_DONE;
    woad_status status = compare_draw(c, &error);
    int code = status < 0 ? fail_with(status, &error) : EXIT_DONE;
    if (code == EXIT_DONE && to->sheet)
        code = write_sheet(c, to);
    if (code == EXIT_DONE && to->report)
        code = write_report(c, to);
    return code;
}

/* ---- the verb ------------------------------------------------------------------------- */

static int run_compare(const cli_arguments *arguments)
{
    comparison c = {.arguments = arguments};
    compare_outputs to;
    int code = check_outputs(arguments, &to);
    if (code == EXIT_DONE && (to.sheet || to.report))
        code = get_picture(&c);
    if (code == EXIT_DONE)
        code = compare_prepare(&c);
    if (code == EXIT_DONE) {
        watch_interrupts();
        code = compare_measure(&c);
    }
    if (code == EXIT_DONE)
        code = write_pictures(&c, &to);
    if (code == EXIT_DONE)
        code = print(&c, &to);
    compare_clear(&c);
    return code;
}

static const char *const examples[] = {
    "woad compare",
    "woad compare spectral downloaded.png --sheet sheet.png",
    "woad compare --size 40x40 --seeds 5 --report report.html",
    "woad compare mine.ini notebook --json",
    NULL,
};

const cli_command command_compare = {
    .name = "compare",
    .operands = "[PRESET|MASK|RECIPE.ini ...]",
    .summary = "set methods and masks beside each other: a table, a sheet, a page",
    .description =
        "Designs a mask by each preset or recipe that is named, by all presets when nothing "
        "is, reads those in files, and prints what each costs and how good it is; the best of "
        "each column has an asterisk. All have one size: --size, else that of the first file, "
        "else 64x64. Of a mask with frames or channels the first is compared. --set is for "
        "every method.\n\n"
        "Seconds are of the design, without scoring. MiB are what a design of that size asks "
        "for at its peak, computed and not measured, without the Fourier library's own. The "
        "mean is that of the four dither errors; \"structure\" stands where the high-band CV "
        "is above that of noise. With --seeds, all figures are medians over the seeds.\n\n"
        "The sheet and the report show the mask of the first seed, dot for dot; the report "
        "also has the radial profiles of all masks and their errors at each threshold in "
        "plots. Ctrl-C stops with exit code 130, and nothing is written.",
    .examples = examples,
    .options = {OPTION_SIZE, OPTION_SEED, OPTION_SEEDS, OPTION_SET, OPTION_THREADS,
        OPTION_SCORES, OPTION_IMAGE, OPTION_SHEET, OPTION_REPORT, OPTION_JSON, OPTION_PROGRESS,
        OPTION_INPUT_FORMAT, OPTION_INPUT_SIZE, OPTION_INPUT_VALUES, OPTION_MAX_MEMORY,
        OPTION_FORCE},
    .most_operands = 64,
    .run = run_compare,
};
