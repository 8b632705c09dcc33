/* cmd_completion.c - `woad completion`: what a shell needs to complete woad's command lines.
 *
 * Scripts for bash, zsh and fish, made from the tables of commands and options and from the
 * catalogs, so that they know what this build knows.
 */
#include <stdio.h>
#include <string.h>

#include "catalogs.h"
#include "command.h"
#include "failure.h"

/* ---- what the tables say -------------------------------------------------------------------- */

/* The catalog whose names an option takes, or NULL. */
static const char *catalog_of(cli_option_id id)
{
    static const struct {
        cli_option_id id;
        const char *catalog;
    } known[] = {{OPTION_PRESET, "presets"}, {OPTION_METHOD, "methods"},
        {OPTION_PALETTE, "palettes"}, {OPTION_FORMAT, "formats"},
        {OPTION_INPUT_FORMAT, "formats"}, {OPTION_IMAGE_FORMAT, "image-formats"},
        {OPTION_PDF, "distributions"}, {OPTION_NOISE, "distributions"},
        {OPTION_TARGET, "spectra"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].id == id)
            return known[i].catalog;
    }
    return NULL;
}

/* All names of a catalog, with blanks between them. */
static void put_names(const char *catalog)
{
    listed item;
    for (size_t c = 0; catalog_name(c); c++) {
        for (size_t i = 0; strcmp(catalog_name(c), catalog) == 0 && catalog_at(c, i, &item);
             i++)
            printf("%s%s", i > 0 ? " " : "", item.name);
    }
}

/* The words that the first operand of a verb may be, or NULL for files. */
static bool put_operands(const cli_command *command)
{
    if (strcmp(command->name, "list") == 0) {
        for (size_t c = 0; catalog_name(c); c++)
            printf("%s%s", c > 0 ? " " : "", catalog_name(c));
        return true;
    }
    if (strcmp(command->name, "help") == 0) {
        for (size_t i = 0; command_at(i); i++)
            printf("%s%s", i > 0 ? " " : "", command_at(i)->name);
        return true;
    }
    if (strcmp(command->name, "snippet") == 0 || strcmp(command->name, "completion") == 0) {
        printf(command->name[0] == 's' ? "glsl hlsl wgsl c" : "bash zsh fish");
        return true;
    }
    return false;
}

/* A text in single quotes of a shell, without what `forbidden` has. */
static void put_quoted(const char *text, const char *forbidden)
{
    putchar('\'');
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\''", stdout);
        else if (!strchr(forbidden, *text))
            putchar(*text);
    }
    putchar('\'');
}

static const cli_option *option_of(const cli_command *command, size_t i)
{
    return command->options[i] == OPTION_END ? NULL : &options[command->options[i]];
}

/* ---- bash ----------------------------------------------------------------------------------- */

static void put_bash_verb(const cli_command *command)
{
    const cli_option *option;
    printf("    %s)\n        words='", command->name);
    for (size_t i = 0; (option = option_of(command, i)) != NULL; i++)
        printf("--%s ", option->name);
    printf("--help'\n        operands='");
    put_operands(command);
    printf("'\n        case $before in\n");
    for (size_t i = 0; (option = option_of(command, i)) != NULL; i++) {
        const char *catalog = catalog_of(command->options[i]);
        if (!option->argument)
            continue;
        printf("        --%s", option->name);
        if (option->letter)
            printf(" | -%c", option->letter);
        printf(") value=yes names='");
        if (catalog)
            put_names(catalog);
        printf("' ;;\n");
    }
    printf("        esac\n        ;;\n");
}

static void put_bash(void)
{
    printf("# bash completion for woad, made by `woad completion bash`.\n\n"
           "_woad() {\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
           "    local words='' operands='' names='' value=''\n"
           "    COMPREPLY=()\n"
           "    case $COMP_CWORD:${COMP_WORDS[1]} in\n"
           "    1:*) operands='");
    for (size_t i = 0; command_at(i); i++)
        printf("%s%s", i > 0 ? " " : "", command_at(i)->name);
    printf("' value=verb ;;\n");
    printf("    esac\n    [[ -n $value ]] || case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; command_at(i); i++)
        put_bash_verb(command_at(i));
    printf("    esac\n"
           "    if [[ $value == yes ]]; then\n"
           "        mapfile -t COMPREPLY < <(compgen -W \"$names\" -- \"$word\")\n"
           "        [[ -n $names ]] || mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
           "    elif [[ $word == -* ]]; then\n"
           "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
           "    elif [[ -n $operands && ( $COMP_CWORD == 1 || $COMP_CWORD == 2 ) ]]; then\n"
           "        mapfile -t COMPREPLY < <(compgen -W \"$operands\" -- \"$word\")\n"
           "    else\n"
           "        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
           "    fi\n"
           "}\n"
           "complete -o filenames -F _woad woad\n");
}

/* ---- zsh ------------------------------------------------------------------------------------ */

/* '(-o --output)'{-o,--output}'[help]:FILE:_files' */
static void put_zsh_option(const cli_command *command, size_t i)
{
    const cli_option *option = option_of(command, i);
    const char *catalog = catalog_of(command->options[i]);
    char help[1024], argument[64] = "";
    snprintf(help, sizeof help, "[%s]", option->help);
    if (option->argument)
        snprintf(argument, sizeof argument, ":%s:", option->argument);
    printf("            ");
    if (option->letter)
        printf("{-%c,--%s}", option->letter, option->name);
    else
        printf("--%s", option->name);
    /* Brackets and colons are the shell's own in there. */
    putchar('\'');
    for (const char *at = help + 1; at[1]; at++) {
        if (at == help + 1)
            putchar('[');
        if (*at == '\'')
            fputs("'\\''", stdout);
        else if (!strchr("[]:", *at))
            putchar(*at);
    }
    putchar(']');
    for (const char *at = argument; *at; at++) {
        if (at == argument || at[1] == '\0' || !strchr("[]:'()", *at))
            putchar(*at);
    }
    if (catalog) {
        printf("(");
        put_names(catalog);
        printf(")");
    } else if (option->argument) {
        printf("_files");
    }
    printf("' \\\n");
}

static void put_zsh(void)
{
    printf("#compdef woad\n# zsh completion for woad, made by `woad completion zsh`.\n\n"
           "_woad() {\n    local -a verbs\n    verbs=(\n");
    for (size_t i = 0; command_at(i); i++) {
        char line[512];
        snprintf(line, sizeof line, "%s:%s", command_at(i)->name, command_at(i)->summary);
        printf("        ");
        put_quoted(line, "");
        printf("\n");
    }
    printf(
        "    )\n    if (( CURRENT == 2 )); then\n        _describe verb verbs\n        return\n"
        "    fi\n    shift words\n    (( CURRENT-- ))\n    case $words[1] in\n");
    for (size_t i = 0; command_at(i); i++) {
        const cli_command *command = command_at(i);
        printf("    %s)\n        _arguments \\\n", command->name);
        for (size_t k = 0; option_of(command, k); k++)
            put_zsh_option(command, k);
        printf("            '*:operand:");
        printf("%s", strcmp(command->name, "list") == 0 || strcmp(command->name, "help") == 0 ||
                             strcmp(command->name, "snippet") == 0 ||
                             strcmp(command->name, "completion") == 0
                         ? "("
                         : "_files");
        if (put_operands(command))
            printf(")");
        printf("'\n        ;;\n");
    }
    printf("    esac\n}\n\n_woad \"$@\"\n");
}

/* ---- fish ----------------------------------------------------------------------------------- */

static void put_fish_verb(const cli_command *command)
{
    const cli_option *option;
    printf("complete -c woad -n __fish_use_subcommand -a %s -d ", command->name);
    put_quoted(command->summary, "");
    printf("\n");
    for (size_t i = 0; (option = option_of(command, i)) != NULL; i++) {
        const char *catalog = catalog_of(command->options[i]);
        printf("complete -c woad -n '__fish_seen_subcommand_from %s' -l %s", command->name,
            option->name);
        if (option->letter)
            printf(" -s %c", option->letter);
        if (option->argument)
            printf(catalog ? " -x" : " -r");
        if (catalog) {
            printf(" -a '");
            put_names(catalog);
            printf("'");
        }
        printf(" -d ");
        put_quoted(option->help, "\\");
        printf("\n");
    }
    printf("complete -c woad -n '__fish_seen_subcommand_from %s' -a '", command->name);
    put_operands(command);
    printf("'\n");
}

static void put_fish(void)
{
    printf("# fish completion for woad, made by `woad completion fish`.\n");
    for (size_t i = 0; command_at(i); i++)
        put_fish_verb(command_at(i));
}

/* ---- the command ---------------------------------------------------------------------------- */

static int run_completion(const cli_arguments *arguments)
{
    static const struct {
        const char *shell;
        void (*put)(void);
    } shells[] = {{"bash", put_bash}, {"zsh", put_zsh}, {"fish", put_fish}};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(arguments->operands[0], shells[i].shell) == 0) {
            shells[i].put();
            return end_output();
        }
    }
    return fail(EXIT_USAGE, "there is no completion for '%s': there are bash, zsh and fish",
        arguments->operands[0]);
}

static const char *const examples[] = {
    "woad completion bash > ~/.local/share/bash-completion/completions/woad",
    "woad completion fish > ~/.config/fish/completions/woad.fish",
    NULL,
};

const cli_command command_completion = {
    .name = "completion",
    .operands = "SHELL",
    .summary = "print a script by which bash, zsh or fish completes command lines",
    .description =
        "Prints a script for SHELL, bash, zsh or fish, that completes verbs, options and "
        "the names that options take. It is installed where the shells look for it.",
    .examples = examples,
    .fewest_operands = 1,
    .most_operands = 1,
    .run = run_completion,
};
