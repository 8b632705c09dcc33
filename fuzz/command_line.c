/* command_line.c - the words of a command line, by the tool's own tables: parsed, and the values
 * that are numbers, choices and parameters checked. No command runs, and no file is opened. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "failure.h"
#include "inputs.h"
#include "option_values.h"
#include "targets.h"

enum { MOST_WORDS = 64 };

/* Words end with a line, or with the bytes. */
static size_t split(char *text, char *words[MOST_WORDS])
{
    size_t count = 0;
    for (char *at = text; count < MOST_WORDS; at++) {
        words[count++] = at;
        at += strcspn(at, "\n");
        if (*at == '\0')
            break;
        *at = '\0';
    }
    return count;
}

/* A value that names a file is not for here. */
static bool names_files(const cli_arguments *arguments)
{
    for (size_t i = 0; i < arguments->given_count; i++) {
        if (arguments->given[i].id == OPTION_RECIPE ||
            (arguments->given[i].value && strchr(arguments->given[i].value, ':')))
            return true;
    }
    return false;
}

static void check_values(const cli_arguments *arguments)
{
    static const char *const choices[] = {"auto", "always", "never", NULL};
    woad_design_params params;
    const woad_format *format;
    woad_io_options file;
    unsigned list[3];
    size_t count = 0, threads;
    double real = 0;
    int choice;
    for (cli_option_id id = OPTION_END + 1; id < OPTION_COUNT; id++) {
        count_option(arguments, id, 1, 1000, &count);
        real_option(arguments, id, 0, 1e6, &real);
        choice_option(arguments, id, choices, &choice);
        list_option(arguments, id, 2, 256, 3, list, &count);
        bytes_option(arguments, id, 1024, &count);
    }
    threads_option(arguments, &threads);
    output_format(arguments, "a.png", &format, &file);
    if (!names_files(arguments) && design_params(arguments, &params) == EXIT_DONE &&
        params.width > WOAD_MAX_AXIS)
        abort();
}

static void parse(char *text)
{
    char *words[MOST_WORDS];
    size_t count = split(text, words);
    const cli_command *command = command_find(words[0]);
    if (!command)
        return;
    cli_arguments arguments;
    if (arguments_parse(&arguments, command, (int)count - 1, words + 1) == EXIT_DONE)
        check_values(&arguments);
    if (arguments.operand_count + arguments.given_count > count)
        abort();
    arguments_clear(&arguments);
}

void run_command_line(const uint8_t *bytes, size_t size)
{
    char *text = malloc(size + 1);
    FILE *screen = stderr, *nowhere = fopen("/dev/null", "w");
    if (!text || !nowhere)
        abort();
    if (size > 0)
        memcpy(text, bytes, size);
    text[size] = '\0';
    stderr = nowhere; /* the sentences */
    parse(text);
    stderr = screen;
    fclose(nowhere);
    free(text);
}
