/* command_line.c - from the words of a command line to the command that they name. */
#include <string.h>

#include "command.h"
#include "failure.h"
#include "help.h"

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

int command_line(int count, char *const *words)
{
    const char *verb = count > 1 ? words[1] : "--help";
    if (strcmp(verb, "--version") == 0)
        return help_version();
    if (strcmp(verb, "--help") == 0 || strcmp(verb, "-h") == 0)
        return help_tool(count > 1 ? EXIT_DONE : EXIT_USAGE);
    const cli_command *command = command_find(verb);
    return command ? run(command, count - 2, words + 2) : help_unknown_verb(verb);
}
