/* command_line.c - from the words of a command line to the command that they name. */
#include <errno.h>
#include <string.h>

#include "command.h"
#include "failure.h"
#include "help.h"
#include "inputs.h"
#include "option_values.h"
#include "system.h"

const cli_command *command_find(const char *name)
{
    for (size_t i = 0; command_at(i); i++) {
        const cli_command *c = command_at(i);
        if (strcmp(c->name, name) == 0 || (c->alias && strcmp(c->alias, name) == 0))
            return c;
    }
    return NULL;
}

static int limit(const cli_arguments *arguments)
{
    size_t bytes = 0, threads;
    int code = bytes_option(arguments, OPTION_MAX_MEMORY, (size_t)1 << 20, &bytes);
    if (code != EXIT_DONE || bytes == 0)
        return code;
    code = threads_option(arguments, &threads);
    if (code == EXIT_DONE && !limit_memory(bytes, threads))
        return fail(EXIT_INTERNAL, "--max-memory: %s", strerror(errno));
    return code;
}

static int run(const cli_command *command, int count, char *const *words)
{
    cli_arguments arguments;
    int code = arguments_parse(&arguments, command, count, words);
    if (code == EXIT_DONE && has_flag(&arguments, OPTION_HELP))
        code = help_command(command);
    else if (code == EXIT_DONE && (code = limit(&arguments)) == EXIT_DONE)
        code = command->run(&arguments);
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
