/* arguments.c - parses a command line by the option table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <woad/recipe.h>

#include "command.h"
#include "failure.h"

static bool command_takes(const cli_command *command, cli_option_id id)
{
    for (size_t i = 0; command->options[i] != OPTION_END; i++) {
        if (command->options[i] == id)
            return true;
    }
    return id == OPTION_HELP;
}

/* Names of the options that a command takes, for the nearest one; the user is the command. */
static const char *option_name_at(size_t index, const void *user)
{
    const cli_command *command = user;
    for (cli_option_id id = OPTION_END + 1; id < OPTION_COUNT; id++) {
        if (command_takes(command, id) && index-- == 0)
            return options[id].name;
    }
    return NULL;
}

static cli_option_id find_long(const cli_command *command, const char *name, size_t length)
{
    for (cli_option_id id = OPTION_END + 1; id < OPTION_COUNT; id++) {
        if (command_takes(command, id) && strlen(options[id].name) == length &&
            strncmp(options[id].name, name, length) == 0)
            return id;
    }
    return OPTION_END;
}

static cli_option_id find_letter(const cli_command *command, char letter)
{
    for (cli_option_id id = OPTION_END + 1; id < OPTION_COUNT; id++) {
        if (command_takes(command, id) && options[id].letter == letter)
            return id;
    }
    return OPTION_END;
}

static int unknown_option(const cli_command *command, const char *word)
{
    const char *name = word + strspn(word, "-");
    const char *nearest = woad_nearest_word(name, option_name_at, command);
    char dashed[64], hint[64];
    snprintf(dashed, sizeof dashed, "--%s", nearest ? nearest : "");
    snprintf(hint, sizeof hint, "`%s help %s` lists them", tool_name, command->name);
    return fail_unknown(
        nearest ? dashed : NULL, hint, "%s has no option '%s'", command->name, word);
}

/* One option from words[0], its value from there or from words[1]; *used counts the words. */
static int parse_option(
    const cli_command *command, int count, char *const *words, cli_given *out, int *used)
{
    const char *word = words[0], *value = NULL;
    if (word[1] == '-') {
        size_t length = strcspn(word + 2, "=");
        out->id = find_long(command, word + 2, length);
        if (word[2 + length] == '=')
            value = word + 2 + length + 1;
    } else {
        out->id = find_letter(command, word[1]);
        if (word[2] != '\0')
            value = word + 2;
    }
    if (out->id == OPTION_END)
        return unknown_option(command, word);
    const cli_option *option = &options[out->id];
    *used = 1;
    if (!option->argument && value)
        return fail(EXIT_USAGE, "--%s takes no value: '%s'", option->name, word);
    if (option->argument && !value) {
        if (count < 2)
            return fail(EXIT_USAGE, "--%s needs a value: %s", option->name, option->argument);
        value = words[1];
        *used = 2;
    }
    if (value && *value == '\0')
        return fail(EXIT_USAGE, "--%s is empty: it takes %s", option->name, option->argument);
    out->value = value;
    return EXIT_DONE;
}

static int check_operands(const cli_arguments *a)
{
    if (a->operand_count < a->command->fewest_operands)
        return fail(EXIT_USAGE, "%s needs %s: `%s help %s` shows how", a->command->name,
            a->command->operands, tool_name, a->command->name);
    if (a->operand_count > a->command->most_operands)
        return fail(EXIT_USAGE, "%s does not take '%s': `%s help %s` shows how",
            a->command->name, a->operands[a->command->most_operands], tool_name,
            a->command->name);
    return EXIT_DONE;
}

int arguments_parse(
    cli_arguments *out, const cli_command *command, int count, char *const *words)
{
    size_t room = (size_t)count + 1;
    *out = (cli_arguments){
        .command = command,
        .given = calloc(room, sizeof *out->given),
        .operands = calloc(room, sizeof *out->operands),
    };
    if (!out->given || !out->operands)
        return fail(EXIT_INTERNAL, "out of memory for the command line");
    bool only_operands = false;
    for (int i = 0; i < count;) {
        bool is_option = words[i][0] == '-' && words[i][1] != '\0' && !only_operands;
        if (is_option && strcmp(words[i], "--") == 0) {
            only_operands = true;
            i++;
        } else if (is_option) {
            int used = 0;
            int code = parse_option(
                command, count - i, words + i, &out->given[out->given_count], &used);
            if (code != EXIT_DONE)
                return code;
            out->given_count++;
            i += used;
        } else {
            out->operands[out->operand_count++] = words[i++];
        }
    }
    return has_flag(out, OPTION_HELP) ? EXIT_DONE : check_operands(out);
}

void arguments_clear(cli_arguments *arguments)
{
    free(arguments->given);
    free(arguments->operands);
}

const char *argument(const cli_arguments *arguments, cli_option_id id)
{
    for (size_t i = arguments->given_count; i-- > 0;) {
        if (arguments->given[i].id == id)
            return arguments->given[i].value;
    }
    return NULL;
}

bool has_flag(const cli_arguments *arguments, cli_option_id id)
{
    for (size_t i = 0; i < arguments->given_count; i++) {
        if (arguments->given[i].id == id)
            return true;
    }
    return false;
}

const char *argument_at(const cli_arguments *arguments, cli_option_id id, size_t n)
{
    for (size_t i = 0; i < arguments->given_count; i++) {
        if (arguments->given[i].id == id && n-- == 0)
            return arguments->given[i].value;
    }
    return NULL;
}
