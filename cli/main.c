/* main.c - the command table. */
#include <stdio.h>
#include <string.h>

#include <woad/recipe.h>
#include <woad/version.h>

#include "command.h"
#include "failure.h"
#include "help.h"
#include "system.h"

extern const cli_command command_compare, command_completion, command_convert, command_demo,
    command_design, command_dither, command_help, command_inspect, command_list, command_show,
    command_snippet, command_studio, command_sweep;

const char tool_name[] = "woad",
           tool_summary[] =
               "designs blue-noise dither masks, inspects them, and dithers images";

static const cli_command *const commands[] = {
    &command_design,
    &command_inspect,
    &command_compare,
    &command_dither,
    &command_convert,
    &command_sweep,
    &command_demo,
#ifdef WOAD_STUDIO
    &command_studio,
#endif
    &command_list,
    &command_show,
    &command_snippet,
    &command_completion,
    &command_help,
};

const cli_command *command_at(size_t index)
{
    return index < sizeof commands / sizeof *commands ? commands[index] : NULL;
}

const cli_command *command_find(const char *name)
{
    for (size_t i = 0; command_at(i); i++) {
        const cli_command *c = command_at(i);
        if (strcmp(c->name, name) == 0 || (c->alias && strcmp(c->alias, name) == 0))
            return c;
    }
    return NULL;
}

static int run(const cli_command *command, int count, char *const *words)
{
    cli_arguments arguments;
    int code = arguments_parse(&arguments, command, count, words);
    if (code == EXIT_DONE)
        code = has_flag(&arguments, OPTION_HELP) ? help_command(command)
                                                 : command->run(&arguments);
    arguments_clear(&arguments);
    return code;
}

int main(int count, char **words)
{
    ignore_broken_pipes();
    const char *verb = count > 1 ? words[1] : "--help";
    if (strcmp(verb, "--version") == 0)
        return help_version();
    if (strcmp(verb, "--help") == 0 || strcmp(verb, "-h") == 0)
        return help_tool(count > 1 ? EXIT_DONE : EXIT_USAGE);
    const cli_command *command = command_find(verb);
    if (!command)
        return help_unknown_verb(verb);
    return run(command, count - 2, words + 2);
}
