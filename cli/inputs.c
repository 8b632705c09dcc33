/* inputs.c - what several verbs make of the same options. */
#include "inputs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failure.h"
#include "option_values.h"
#include "system.h"

/* ---- parameters ----------------------------------------------------------------------- */

/* The text of a recipe file, or of the recipe that a mask file carries. */
static int read_recipe(const cli_arguments *arguments, const char *path, char **text)
{
    woad_error error;
    if (woad_format_of_path(path)) {
        woad_mask *mask;
        int code = load_mask(arguments, path, &mask);
        if (code != EXIT_DONE)
            return code;
        *text = mask->recipe;
        mask->recipe = NULL;
        woad_mask_destroy(mask);
        if (!*text)
            return fail(
                EXIT_INPUT, "%s carries no recipe: it was not made by woad design", path);
        return EXIT_DONE;
    }
    void *bytes;
    size_t size;
    woad_status status = woad_file_read(path, (size_t)1 << 20, &bytes, &size, &error);
    if (status < 0)
        return fail_input(status, &error);
    if (strlen(bytes) != size) {
        woad_free(bytes);
        return fail(EXIT_INPUT, "%s is not a recipe: it is not text", path);
    }
    *text = bytes;
    return EXIT_DONE;
}

static int apply_recipe(
    const cli_arguments *arguments, const char *path, woad_design_params *params)
{
    char *text = NULL;
    woad_error error;
    int code = read_recipe(arguments, path, &text);
    if (code != EXIT_DONE)
        return code;
    woad_status status = woad_recipe_parse(text, path, params, &error);
    woad_free(text);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

/* An option that is short for a key of the recipe. */
static int apply_shorthand(const cli_arguments *arguments, cli_option_id id, const char *key,
    woad_design_params *params)
{
    const char *value = argument(arguments, id);
    char assignment[256];
    woad_error error;
    if (!value)
        return EXIT_DONE;
    if (snprintf(assignment, sizeof assignment, "%s=%s", key, value) >= (int)sizeof assignment)
        return fail(EXIT_USAGE, "--%s is '%.40s...': it is too long", options[id].name, value);
    woad_status status = woad_recipe_set(assignment, params, &error);
    return status < 0 ? fail(EXIT_USAGE, "--%s: %s", options[id].name, error.message)
                      : EXIT_DONE;
}

static int apply_sets(const cli_arguments *arguments, woad_design_params *params)
{
    const char *assignment;
    for (size_t i = 0; (assignment = argument_at(arguments, OPTION_SET, i)) != NULL; i++) {
        woad_error error;
        woad_status status = woad_recipe_set(assignment, params, &error);
        if (status < 0)
            return fail(EXIT_USAGE, "--set: %s", error.message);
    }
    return EXIT_DONE;
}

/* The stage that does the work: sweeps where the recipe has no descent. */
static const char *iterations_key(const woad_design_params *params)
{
    bool descends = params->optimizer.iterations > 0 || params->refine.trials == 0;
    return descends ? "optimizer.iterations" : "refine.trials";
}

int method_params(const cli_arguments *arguments, const char *preset, const char *recipe,
    size_t width, size_t height, woad_design_params *out)
{
    static const struct {
        cli_option_id id;
        const char *key;
    } shorthands[] = {{OPTION_SIZE, "mask.size"}, {OPTION_SEED, "mask.seed"}};
    woad_error error;
    woad_status status =
        woad_preset_find(preset ? preset : woad_preset_at(0)->name, out, &error);
    int code = status < 0 ? fail_with(status, &error) : EXIT_DONE;
    if (code == EXIT_DONE && recipe)
        code = apply_recipe(arguments, recipe, out);
    if (width > 0) {
        out->width = width;
        out->height = height;
        out->depth = 1;
    }
    if (code == EXIT_DONE)
        code = apply_shorthand(arguments, OPTION_ITERATIONS, iterations_key(out), out);
    for (size_t i = 0; code == EXIT_DONE && i < sizeof shorthands / sizeof *shorthands; i++)
        code = apply_shorthand(arguments, shorthands[i].id, shorthands[i].key, out);
    return code == EXIT_DONE ? apply_sets(arguments, out) : code;
}

int design_params(const cli_arguments *arguments, woad_design_params *out)
{
    return method_params(arguments, argument(arguments, OPTION_PRESET),
        argument(arguments, OPTION_RECIPE), 0, 0, out);
}

int threads_option(const cli_arguments *arguments, size_t *out)
{
    enum { MOST = 256 }; /* more are never of use, and each takes some memory */
    *out = processors();
    return count_option(arguments, OPTION_THREADS, 1, MOST, out);
}

int check_memory(const woad_design_params *params, size_t count)
{
    char needed[MEMORY_TEXT], there[MEMORY_TEXT];
    size_t bytes, limit = memory_limit();
    woad_error error;
    woad_status status = woad_design_set_memory(params, count, &bytes, &error);
    if (status < 0)
        return fail_with(status, &error);
    if (bytes > limit)
        return fail(EXIT_USAGE,
            "a %zux%zux%zu design needs %s of memory and there are %s: choose a smaller --size%s",
            params->width, params->height, params->depth, memory_text(bytes, needed),
            memory_text(limit, there), count > 1 ? " or --count" : "");
    return EXIT_DONE;
}

/* ---- masks in files ------------------------------------------------------------------- */

static const char *const value_names[] = {"threshold", "rank", "pdf", NULL};

static const char *format_name(size_t index, const void *user)
{
    (void)user;
    return woad_format_at(index) ? woad_format_at(index)->name : NULL;
}

static int unknown_format(cli_option_id id, const char *name)
{
    return fail_unknown(woad_nearest_word(name, format_name, NULL),
        "`woad list formats` shows what there is", "--%s is '%s'", options[id].name, name);
}

static int format_named(
    const cli_arguments *arguments, cli_option_id id, const char *path, const woad_format **out)
{
    const char *name = argument(arguments, id);
    if (name) {
        *out = woad_format_find(name);
        return *out ? EXIT_DONE : unknown_format(id, name);
    }
    *out = woad_format_of_path(path);
    return *out ? EXIT_DONE
                : fail(EXIT_USAGE,
                      "%s: its extension names no mask format: give --%s, see `woad list "
                      "formats`",
                      path, options[id].name);
}

/* "WxHxD", "WxH" or "N" of --input-size. */
static int input_size(const cli_arguments *arguments, woad_io_options *out)
{
    const char *text = argument(arguments, OPTION_INPUT_SIZE), *end = text;
    size_t axes[3], count = 0;
    bool good = true;
    if (!text)
        return EXIT_DONE;
    do {
        good = parse_count(end + (count > 0), &axes[count], &end) && axes[count] >= 1 &&
               axes[count] <= WOAD_MAX_AXIS;
        count++;
    } while (good && *end == 'x' && count < 3);
    if (!good || *end != '\0')
        return fail(EXIT_USAGE,
            "--input-size is '%s': it must be a size such as 64x64 or 64x64x32, 1 to %zu a side",
            text, WOAD_MAX_AXIS);
    out->width = axes[0];
    out->height = count > 1 ? axes[1] : axes[0];
    out->depth = count > 2 ? axes[2] : 1;
    return EXIT_DONE;
}

/* A raw file does not say what it holds, and whole numbers below 2^23 are tiny floats (below
 * 1.2e-38), which would pass for thresholds. */
static bool looks_like_ranks(const woad_mask *mask)
{
    for (size_t i = 0; i < woad_mask_count(mask); i++) {
        if (mask->thresholds[i] > 1e-30F)
            return false;
    }
    return true;
}

void mask_pdf(const woad_mask *mask, const char *path, char name[WOAD_PARAM_TEXT])
{
    woad_error error;
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    if (mask->recipe && woad_recipe_parse(mask->recipe, path, &params, &error) < 0) {
        params = (woad_design_params)WOAD_DESIGN_DEFAULTS;
        note("the values are taken for uniform ones: %s", error.message);
    }
    memcpy(name, params.loss.pdf, WOAD_PARAM_TEXT);
}

static bool says_pdf(const cli_arguments *arguments, cli_option_id id)
{
    const char *text = argument(arguments, id);
    return text && strcmp(text, "pdf") == 0;
}

int check_pdf(const cli_arguments *arguments, bool writes)
{
    if (!argument(arguments, OPTION_PDF) || says_pdf(arguments, OPTION_INPUT_VALUES) ||
        (writes && says_pdf(arguments, OPTION_VALUES)))
        return EXIT_DONE;
    return fail(EXIT_USAGE, "--pdf says what %s--input-values pdf means: give %s",
        writes ? "--values pdf and " : "", writes ? "one of them" : "that too");
}

int pdf_option(const cli_arguments *arguments, woad_pdf **out)
{
    const char *text = argument(arguments, OPTION_PDF);
    woad_error error;
    *out = NULL;
    if (!text)
        return EXIT_DONE;
    woad_status status = woad_pdf_create(text, out, &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

int input_options(const cli_arguments *arguments, woad_io_options *out)
{
    int values;
    *out = (woad_io_options){0};
    int code = input_size(arguments, out);
    if (code == EXIT_DONE)
        code = choice_option(arguments, OPTION_INPUT_VALUES, value_names, &values);
    if (code == EXIT_DONE)
        out->values = (woad_values)values;
    return code;
}

int load_mask(const cli_arguments *arguments, const char *path, woad_mask **out)
{
    woad_pdf *pdf = NULL;
    const woad_format *format;
    woad_io_options io;
    woad_error error;
    int code = format_named(arguments, OPTION_INPUT_FORMAT, path, &format);
    if (code == EXIT_DONE)
        code = input_options(arguments, &io);
    if (code == EXIT_DONE)
        code = pdf_option(arguments, &pdf);
    if (code != EXIT_DONE)
        return code;
    io.pdf = pdf;
    woad_status status = woad_mask_load(path, format, &io, out, &error);
    woad_pdf_destroy(pdf);
    if (status < 0)
        return fail_input(status, &error);
    if (strcmp(format->name, "raw") != 0 || !looks_like_ranks(*out))
        return EXIT_DONE;
    woad_mask_destroy(*out);
    *out = NULL;
    return fail(EXIT_INPUT,
        "%s has no value above 1e-30: it holds ranks, not floats; pass --input-values rank",
        path);
}

/* --type, --layout, --bits, --symbol and --progmem. */
static int sample_options(const cli_arguments *arguments, woad_io_options *io)
{
    static const char *const types[] = {"u8", "u16", "half", "float", NULL};
    static const char *const layouts[] = {"2d", "array", "3d", NULL};
    int type, layout;
    size_t bits = 0;
    int code = count_option(arguments, OPTION_BITS, 8, 16, &bits);
    if (code == EXIT_DONE)
        code = choice_option(arguments, OPTION_TYPE, types, &type);
    if (code == EXIT_DONE)
        code = choice_option(arguments, OPTION_LAYOUT, layouts, &layout);
    if (code != EXIT_DONE)
        return code;
    if (bits != 0 && bits != 8 && bits != 16)
        return fail(EXIT_USAGE, "--bits is %zu: a mask is written with 8 or 16", bits);
    io->bits = (unsigned)bits;
    io->symbol = argument(arguments, OPTION_SYMBOL);
    io->progmem = has_flag(arguments, OPTION_PROGMEM);
    if (argument(arguments, OPTION_TYPE))
        io->type = (woad_sample_type)(WOAD_SAMPLE_U8 + type);
    if (argument(arguments, OPTION_LAYOUT))
        io->layout = (woad_layout)(WOAD_LAYOUT_2D + layout);
    return EXIT_DONE;
}

int output_format(const cli_arguments *arguments, const char *path, const woad_format **format,
    woad_io_options *io)
{
    int values;
    *io = (woad_io_options){0};
    int code = format_named(arguments, OPTION_FORMAT, path, format);
    if (code == EXIT_DONE)
        code = choice_option(arguments, OPTION_VALUES, value_names, &values);
    if (code == EXIT_DONE)
        code = sample_options(arguments, io);
    if (code == EXIT_DONE)
        io->values = (woad_values)values;
    return code;
}

int check_mask_output(const cli_arguments *arguments, const char *path)
{
    const woad_format *format;
    woad_io_options io;
    woad_error error;
    int code = output_format(arguments, path, &format, &io);
    if (code != EXIT_DONE)
        return code;
    woad_status status =
        woad_mask_save_check(path, format, has_flag(arguments, OPTION_FORCE), &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

int check_design_output(
    const cli_arguments *arguments, const woad_design_params *params, const char *path)
{
    const woad_format *format;
    woad_io_options io;
    woad_error error;
    woad_pdf *pdf = NULL;
    size_t components = woad_pdf_components(params->loss.pdf), channels = params->channels;
    int code = output_format(arguments, path, &format, &io);
    if (code != EXIT_DONE)
        return code;
    woad_status status = WOAD_OK;
    if (io.values == WOAD_VALUES_PDF && !woad_pdf_is_uniform(params->loss.pdf))
        status = woad_pdf_create(params->loss.pdf, &pdf, &error);
    io.pdf = pdf;
    if (status >= 0)
        status = woad_format_check(format, &io, params->width, params->height, params->depth,
            channels > components ? channels : components, &error);
    woad_pdf_destroy(pdf);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

int save_mask(const cli_arguments *arguments, const woad_mask *mask, const char *path)
{
    const woad_format *format;
    woad_io_options io;
    woad_error error;
    woad_pdf *pdf = NULL;
    int code = output_format(arguments, path, &format, &io);
    if (code == EXIT_DONE)
        code = pdf_option(arguments, &pdf);
    if (code != EXIT_DONE)
        return code;
    io.pdf = pdf;
    bool held = hold_interrupts_for(path);
    woad_status status =
        woad_mask_save(mask, path, format, &io, has_flag(arguments, OPTION_FORCE), &error);
    if (held)
        release_interrupts();
    woad_pdf_destroy(pdf);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}
