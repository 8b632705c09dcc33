/* help.h - help texts, made from the tables. */
#ifndef WOAD_CLI_HELP_H
#define WOAD_CLI_HELP_H

#include "command.h"

/* Each prints and returns an exit code. */
int help_version(void);
int help_tool(int exit_code); /* to standard error when the exit code is not 0 */
int help_command(const cli_command *command);
int help_unknown_verb(const char *verb);

#endif
