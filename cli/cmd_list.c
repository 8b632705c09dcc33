/* cmd_list.c - `woad list`: what can be chosen by name. */
#include <stdio.h>
#include <string.h>

#include <woad/woad.h>

#include "command.h"
#include "failure.h"
#include "json.h"

static bool format_entry(size_t index, woad_entry *out)
{
    const woad_format *format = woad_format_at(index);
    if (format)
        *out = (woad_entry){format->name, format->help};
    return format != NULL;
}

static bool entry(const woad_entry *found, woad_entry *out)
{
    if (found)
        *out = *found;
    return found != NULL;
}

static bool preset_entry(size_t index, woad_entry *out)
{
    return entry(woad_preset_at(index), out);
}

static bool loss_entry(size_t index, woad_entry *out)
{
    return entry(woad_loss_term_at(index), out);
}

static bool optimizer_entry(size_t index, woad_entry *out)
{
    return entry(woad_optimizer_at(index), out);
}

static bool schedule_entry(size_t index, woad_entry *out)
{
    return entry(woad_schedule_at(index), out);
}

static const struct {
    const char *name;
    bool (*at)(size_t index, woad_entry *out);
} catalogs[] = {
    {"presets", preset_entry},
    {"losses", loss_entry},
    {"optimizers", optimizer_entry},
    {"schedules", schedule_entry},
    {"formats", format_entry},
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
    const char *nearest = woad_nearest_word(name, catalog_name, NULL);
    return fail(EXIT_USAGE, "there is no list of '%s': %s%s%s", name,
        nearest ? "did you mean '" : "`woad list` shows all", nearest ? nearest : "",
        nearest ? "'?" : "");
}

static int print_json(const cli_arguments *arguments)
{
    json_t *object = json_object();
    for (size_t c = 0; c < CATALOGS; c++) {
        woad_entry item;
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
        woad_entry item;
        if (!is_listed(arguments, c))
            continue;
        printf("%s:\n", catalogs[c].name);
        for (size_t i = 0; catalogs[c].at(i, &item); i++)
            printf("  %-12s %s\n", item.name, item.help);
    }
    return fflush(stdout) == 0 ? EXIT_DONE : fail(EXIT_OUTPUT, "cannot write standard output");
}

static const char *const examples[] = {"woad list", "woad list presets", NULL};

const cli_command command_list = {
    .name = "list",
    .operands = "[CATALOG]",
    .summary = "list presets, loss terms, optimizers, schedules and formats",
    .description =
        "Prints what can be chosen by name, each with a line of help: presets, losses, "
        "optimizers, schedules, formats.",
    .examples = examples,
    .options = {OPTION_JSON},
    .most_operands = 1,
    .run = run_list,
};
