/* cmd_list.c - `woad list`: what can be chosen by name. */
#include <stdio.h>
#include <string.h>

#include <woad/woad.h>

#include "command.h"
#include "failure.h"
#include "json.h"

typedef struct listed {
    char name[64], help[320];
} listed;

/* The index-th thing of a catalog; false past the last. */
typedef bool list_function(size_t index, listed *out);

static bool list_entry(const woad_entry *entry, listed *out)
{
    if (!entry)
        return false;
    snprintf(out->name, sizeof out->name, "%s", entry->name);
    snprintf(out->help, sizeof out->help, "%s", entry->help);
    return true;
}

static bool list_preset(size_t index, listed *out)
{
    return list_entry(woad_preset_at(index), out);
}

static bool list_loss(size_t index, listed *out)
{
    return list_entry(woad_loss_term_at(index), out);
}

static bool list_optimizer(size_t index, listed *out)
{
    return list_entry(woad_optimizer_at(index), out);
}

static bool list_baseline(size_t index, listed *out)
{
    return list_entry(woad_baseline_at(index), out);
}

static bool list_schedule(size_t index, listed *out)
{
    return list_entry(woad_schedule_at(index), out);
}

static bool list_spectrum(size_t index, listed *out)
{
    return list_entry(woad_target_spectrum_at(index), out);
}

static bool list_distribution(size_t index, listed *out)
{
    return list_entry(woad_pdf_at(index), out);
}

static bool list_format(size_t index, listed *out)
{
    const woad_format *format = woad_format_at(index);
    const woad_entry entry = {format ? format->name : "", format ? format->help : ""};
    return list_entry(format ? &entry : NULL, out);
}

static bool list_image_format(size_t index, listed *out)
{
    const woad_image_format *format = woad_image_format_at(index);
    const woad_entry entry = {format ? format->name : "", format ? format->help : ""};
    return list_entry(format ? &entry : NULL, out);
}

static bool list_palette(size_t index, listed *out)
{
    return list_entry(woad_palette_at(index), out);
}

/* Ways to dither: masks, then the kernels of error diffusion. */
static bool list_method(size_t index, listed *out)
{
    static const woad_entry mask = {"mask", "thresholds of a mask, tiled: stable and parallel"};
    return list_entry(index == 0 ? &mask : woad_diffusion_at(index - 1), out);
}

/* With the value that the default preset has. */
static bool list_key(size_t index, listed *out)
{
    const woad_design_params defaults = WOAD_DESIGN_DEFAULTS;
    woad_key key;
    char value[WOAD_KEY_TEXT];
    if (!woad_key_at(index, &key))
        return false;
    woad_key_text(&key, &defaults, value, sizeof value);
    snprintf(out->name, sizeof out->name, "%s.%s", key.section, key.name);
    snprintf(out->help, sizeof out->help, "%s (%s)", key.help, value);
    return true;
}

static const struct {
    const char *name;
    list_function *at;
} catalogs[] = {
    {"presets", list_preset},
    {"losses", list_loss},
    {"baselines", list_baseline},
    {"optimizers", list_optimizer},
    {"schedules", list_schedule},
    {"spectra", list_spectrum},
    {"distributions", list_distribution},
    {"formats", list_format},
    {"image-formats", list_image_format},
    {"palettes", list_palette},
    {"methods", list_method},
    {"keys", list_key},
};
enum { CATALOGS = sizeof catalogs / sizeof *catalogs };

static const char *catalog_name(size_t index, const void *user)
{
    (void)user;
    return index < CATALOGS ? catalogs[index].name : NULL;
}

static bool is_listed(const cli_arguments *arguments, size_t catalog)
{
    return arguments->operand_count == 0 ||
           strcmp(arguments->operands[0], catalogs[catalog].name) == 0;
}

static int check_name(const cli_arguments *arguments)
{
    for (size_t c = 0; c < CATALOGS; c++) {
        if (is_listed(arguments, c))
            return EXIT_DONE;
    }
    const char *name = arguments->operands[0];
    return fail_unknown(woad_nearest_word(name, catalog_name, NULL), "`woad list` shows all",
        "there is no list of '%s'", name);
}

static int print_json(const cli_arguments *arguments)
{
    json_t *object = json_object();
    for (size_t c = 0; c < CATALOGS; c++) {
        listed item;
        json_t *names = json_object();
        for (size_t i = 0; catalogs[c].at(i, &item); i++)
            json_object_set_new(names, item.name, json_string(item.help));
        if (is_listed(arguments, c))
            json_object_set(object, catalogs[c].name, names);
        json_decref(names);
    }
    return json_print(object);
}

static int run_list(const cli_arguments *arguments)
{
    int code = check_name(arguments);
    if (code != EXIT_DONE)
        return code;
    if (has_flag(arguments, OPTION_JSON))
        return print_json(arguments);
    for (size_t c = 0; c < CATALOGS; c++) {
        listed item;
        if (!is_listed(arguments, c))
            continue;
        printf("%s:\n", catalogs[c].name);
        for (size_t i = 0; catalogs[c].at(i, &item); i++)
            printf("  %-26s %s\n", item.name, item.help);
    }
    return end_output();
}

static const char *const examples[] = {"woad list", "woad list presets", NULL};

const cli_command command_list = {
    .name = "list",
    .operands = "[CATALOG]",
    .summary =
        "list presets, loss terms, optimizers, spectra, distributions, formats, palettes, methods, "
        "keys",
    .description =
        "Prints what can be chosen by name, each with a line of help: presets, losses, "
        "optimizers, schedules, the spectra that loss.target.spectrum and --target take, the "
        "distributions that mask.pdf and --pdf take, formats of masks and of images, palettes, "
        "methods of dithering, and the keys of a recipe with their default values.",
    .examples = examples,
    .options = {OPTION_JSON},
    .most_operands = 1,
    .run = run_list,
};
