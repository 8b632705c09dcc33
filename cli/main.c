/* main.c - the command table. */
#include "command.h"
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

int main(int count, char **words)
{
    prepare_descriptors();
    return command_line(count, words);
}
