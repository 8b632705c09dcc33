/* wisdom.h - measured plans of the Fourier transforms, kept in a file. */
#ifndef WOAD_CLI_WISDOM_H
#define WOAD_CLI_WISDOM_H

#include <woad/design.h>

#include "command.h"

/* Loads the file of --wisdom, or the user's own if it is there; with --tune, measures the
 * transforms of this size first and writes what was learned to that file. The exit code. */
int wisdom_prepare(const cli_arguments *arguments, const woad_design_params *params);

#endif
