/* option_values.h - numbers and choices that options have as values. */
#ifndef WOAD_CLI_OPTION_VALUES_H
#define WOAD_CLI_OPTION_VALUES_H

#include "command.h"

/* The whole number that a text begins with, and where it ends; false where none is. */
bool parse_count(const char *text, size_t *out, const char **end);

/* Each returns an exit code, after a sentence when it is not 0. */

/* A whole number from `least` to `most`; *out is unchanged when the option is not given. */
int count_option(
    const cli_arguments *arguments, cli_option_id id, size_t least, size_t most, size_t *out);

/* Bytes, as a number that may end in K, M or G, at least `least`; *out is unchanged when the option
 * is not given. */
int bytes_option(const cli_arguments *arguments, cli_option_id id, size_t least, size_t *out);

/* The position of the option's value among `choices` (NULL-terminated); 0 when not given. */
int choice_option(
    const cli_arguments *arguments, cli_option_id id, const char *const *choices, int *out);

/* Positive whole numbers separated by commas, 1 to `most` of them, each in least..greatest. */
int list_option(const cli_arguments *arguments, cli_option_id id, unsigned least,
    unsigned greatest, size_t most, unsigned *out, size_t *count);

/* A number from `least` to `most`; *out is unchanged when the option is not given. */
int real_option(
    const cli_arguments *arguments, cli_option_id id, double least, double most, double *out);

#endif
