/* cmd_list.c - `woad list`: what can be chosen by name. */
#include <stdio.h>
#include <string.h>

#include <woad/woad.h>

#include "catalogs.h"
#include "command.h"
#include "failure.h"
#include "json.h"

static const char *name_at(size_t index, const void *user)
{
    (void)user;
    return catalog_name(index);
}

static bool is_listed(const cli_arguments *arguments, size_t catalog)
{
    return arguments->operand_count == 0 ||
           strcmp(arguments->operands[0], catalog_name(catalog)) == 0;
}

static int check_name(const cli_arguments *arguments)
{
    for (size_t c = 0; catalog_name(c); c++) {
        if (is_listed(arguments, c))
            return EXIT_DONE;
    }
    const char *name = arguments->operands[0];
    return fail_unknown(woad_nearest_word(name, name_at, NULL), "`woad list` shows all",
        "there is no list of '%s'", name);
}

static int print_json(const cli_arguments *arguments)
{
    json_t *object = json_object();
    for (size_t c = 0; catalog_name(c); c++) {
        listed item;
        json_t *names = json_object();
        for (size_t i = 0; catalog_at(c, i, &item); i++)
            json_object_set_new(names, item.name, json_string(item.help));
        if (is_listed(arguments, c))
            json_object_set(object, catalog_name(c), names);
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
    for (size_t c = 0; catalog_name(c); c++) {
        listed item;
        if (!is_listed(arguments, c))
            continue;
        printf("%s:\n", catalog_name(c));
        for (size_t i = 0; catalog_at(c, i, &item); i++)
            printf("  %-26s %s\n", item.name, item.help);
    }
    return end_output();
}

static const char *const examples[] = {"woad list", "woad list presets", NULL};

const cli_command command_list = {
    .name = "list",
    .operands = "[CATALOG]",
    .summary = "list what can be chosen by name: presets, loss terms, formats, palettes, ...",
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
