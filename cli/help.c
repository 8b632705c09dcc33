/* help.c - help texts and manual pages, made from the tables. */
#include "help.h"

#include <stdio.h>
#include <string.h>

#include <woad/recipe.h>
#include <woad/version.h>

#include "failure.h"

static const char exit_codes[] = "0 done, 1 a check failed, 2 usage, 3 input, 4 output, "
                                 "5 internal, 130 interrupted";

static int finish_output(void)
{
    return end_output();
}

int help_version(void)
{
    printf("%s %s\n", tool_name, WOAD_VERSION);
    return finish_output();
}

int help_tool(int exit_code)
{
    FILE *out = exit_code == EXIT_DONE ? stdout : stderr;
    fprintf(out, "%s %s.\n\nusage: %s VERB [options]\n\n", tool_name, tool_summary, tool_name);
    for (size_t i = 0; command_at(i); i++)
        fprintf(out, "  %-10s %s\n", command_at(i)->name, command_at(i)->summary);
    fprintf(out, "\n`%s help VERB` shows the options and examples of a verb.\n", tool_name);
    return exit_code == EXIT_DONE ? finish_output() : exit_code;
}

static const char *verb_name(size_t index, const void *user)
{
    (void)user;
    return command_at(index) ? command_at(index)->name : NULL;
}

int help_unknown_verb(const char *verb)
{
    char hint[64];
    snprintf(hint, sizeof hint, "`%s --help` lists them", tool_name);
    return fail_unknown(
        woad_nearest_word(verb, verb_name, NULL), hint, "unknown verb '%s'", verb);
}

/* ---- one verb, for a terminal --------------------------------------------------------- */

enum { WIDTH = 80 };

/* Prints words of `string` up to the next newline, breaking lines, `indent` blanks before each
 * line but the first, which already has `column` characters. */
static void put_wrapped(const char *string, size_t indent, size_t column)
{
    while (*string != '\0') {
        size_t length = strcspn(string, " \n");
        if (column > indent && column + 1 + length > WIDTH) {
            printf("\n%*s", (int)indent, "");
            column = indent;
        }
        if (column > indent) {
            putchar(' ');
            column++;
        }
        printf("%.*s", (int)length, string);
        column += length;
        string += length;
        if (*string == '\n') {
            putchar('\n');
            column = indent;
        }
        string += *string != '\0';
    }
    putchar('\n');
}

static void put_option(cli_option_id id)
{
    enum { COLUMN = 26 };
    const cli_option *option = &options[id];
    char left[64], letter[8] = "    ";
    if (option->letter)
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    snprintf(left, sizeof left, "  %s--%s%s%s", letter, option->name,
        option->argument ? " " : "", option->argument ? option->argument : "");
    printf("%-*s", COLUMN, left);
    if (strlen(left) >= COLUMN)
        printf("\n%*s", COLUMN, "");
    put_wrapped(option->help, COLUMN, COLUMN);
}

int help_command(const cli_command *command)
{
    printf("usage: %s %s%s%s [options]\n\n", tool_name, command->name,
        command->operands[0] ? " " : "", command->operands);
    put_wrapped(command->description, 0, 0);
    puts("\noptions:");
    for (size_t i = 0; command->options[i] != OPTION_END; i++)
        put_option(command->options[i]);
    put_option(OPTION_HELP);
    puts("\nexamples:");
    for (size_t i = 0; command->examples[i]; i++)
        printf("  %s\n", command->examples[i]);
    fputs("\nexit codes: ", stdout);
    put_wrapped(exit_codes, 12, 12);
    if (command->alias)
        printf("\n`%s %s` is the same.\n", tool_name, command->alias);
    return finish_output();
}

/* ---- manual pages, in scdoc's language ------------------------------------------------ */

/* A backslash takes the meaning away from what scdoc reads as markup: emphasis, headings, and
 * lists, which begin with a hyphen. */
static void put_scdoc(const char *string)
{
    for (; *string; string++) {
        if (strchr("_*\\#<>[]-", *string))
            putchar('\\');
        putchar(*string);
    }
}

static void scdoc_option(cli_option_id id)
{
    const cli_option *option = &options[id];
    if (option->letter)
        printf("*-%c*, ", option->letter);
    printf("*--%s*", option->name);
    if (option->argument) {
        fputs(" ", stdout);
        put_scdoc(option->argument);
    }
    fputs("\n\t", stdout);
    put_scdoc(option->help);
    puts("\n");
}

static void scdoc_exit_codes(void)
{
    printf("# EXIT STATUS\n\n%s.\n\n", exit_codes);
}

static int scdoc_command(const cli_command *command)
{
    printf("woad-%s(1)\n\n# NAME\n\nwoad-%s - %s\n\n# SYNOPSIS\n\n*woad %s*%s", command->name,
        command->name, command->summary, command->name, command->operands[0] ? " " : "");
    put_scdoc(command->operands);
    fputs(" [options]\n\n# DESCRIPTION\n\n", stdout);
    put_scdoc(command->description);
    puts("\n\n# OPTIONS\n");
    for (size_t i = 0; command->options[i] != OPTION_END; i++)
        scdoc_option(command->options[i]);
    scdoc_option(OPTION_HELP);
    scdoc_exit_codes();
    puts("# EXAMPLES\n");
    for (size_t i = 0; command->examples[i]; i++) {
        fputs("\t", stdout);
        put_scdoc(command->examples[i]);
        puts("\n");
    }
    puts("# SEE ALSO\n\n*woad*(1)");
    return finish_output();
}

static int scdoc_tool(void)
{
    puts("woad(1)\n\n# NAME\n\nwoad - designs, inspects and applies blue-noise dither masks\n\n"
         "# SYNOPSIS\n\n*woad* VERB [options]\n\n# VERBS\n");
    for (size_t i = 0; command_at(i); i++)
        printf("*woad-%s*(1)\n\t%s\n\n", command_at(i)->name, command_at(i)->summary);
    scdoc_exit_codes();
    return finish_output();
}

/* ---- `woad help` ---------------------------------------------------------------------- */

static int run_help(const cli_arguments *arguments)
{
    bool scdoc = has_flag(arguments, OPTION_SCDOC);
    if (arguments->operand_count == 0)
        return scdoc ? scdoc_tool() : help_tool(EXIT_DONE);
    const cli_command *command = command_find(arguments->operands[0]);
    if (!command)
        return help_unknown_verb(arguments->operands[0]);
    return scdoc ? scdoc_command(command) : help_command(command);
}

static const char *const examples[] = {"woad help design", NULL};

const cli_command command_help = {
    .name = "help",
    .operands = "[VERB]",
    .summary = "show the options and examples of a verb",
    .description = "Without a verb, lists the verbs.",
    .examples = examples,
    .options = {OPTION_SCDOC},
    .most_operands = 1,
    .run = run_help,
};
