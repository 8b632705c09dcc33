/* command.h - the two tables of the tool: options and commands.
 *
 * Parsing, help, manual pages and the list of verbs are all made from them, so that nothing is
 * said twice.
 */
#ifndef WOAD_CLI_COMMAND_H
#define WOAD_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

typedef enum cli_option_id {
    OPTION_END, /* closes a command's list */
    OPTION_ALPHA,
    OPTION_BACKGROUND,
    OPTION_BITS,
    OPTION_BRIGHTNESS,
    OPTION_CHANNEL_MASKS,
    OPTION_CHECK,
    OPTION_CHECKPOINT,
    OPTION_CHECKPOINT_EVERY,
    OPTION_COLUMNS,
    OPTION_CONTRAST,
    OPTION_COUNT_MASKS,
    OPTION_DITHER_BITS, /* --bits of dither: a verb takes one of the two */
    OPTION_FIT,
    OPTION_FORCE,
    OPTION_FORMAT,
    OPTION_FRAME,
    OPTION_GREY,
    OPTION_HELP,
    OPTION_IDLE,
    OPTION_IMAGE,
    OPTION_IMAGE_FORMAT, /* --format of images: a verb takes one of the two */
    OPTION_INPUT_FORMAT,
    OPTION_INPUT_SIZE,
    OPTION_INPUT_VALUES,
    OPTION_INVERT,
    OPTION_ITERATIONS,
    OPTION_JOBS,
    OPTION_JSON,
    OPTION_LAYOUT,
    OPTION_LEVELS,
    OPTION_MASK,
    OPTION_MATCH,
    OPTION_MAX_MEMORY,
    OPTION_MEASURED,
    OPTION_METHOD,
    OPTION_MOTION,
    OPTION_NOISE,
    OPTION_OPEN,
    OPTION_ORDER,
    OPTION_OUTPUT,
    OPTION_PACKING,
    OPTION_PALETTE,
    OPTION_PDF,
    OPTION_PICTURES,
    OPTION_PLOT,
    OPTION_PLOT_FILE,
    OPTION_PORT,
    OPTION_PRESET,
    OPTION_PRINT_RECIPE,
    OPTION_PROGMEM,
    OPTION_PROGRESS,
    OPTION_RECIPE,
    OPTION_REPORT,
    OPTION_RESIZE,
    OPTION_RESUME,
    OPTION_RESUME_DESIGN, /* --resume of design: a verb takes one of the two */
    OPTION_SAMPLE_BITS,   /* --bits of textures */
    OPTION_SATURATION,
    OPTION_SCAN,
    OPTION_SCDOC,
    OPTION_SCORES,
    OPTION_SEED,
    OPTION_SEEDS,
    OPTION_SET,
    OPTION_SHARPEN,
    OPTION_SHEET,
    OPTION_SIZE,
    OPTION_SLICES,
    OPTION_SPACE,
    OPTION_START,
    OPTION_STRENGTH,
    OPTION_STYLE,
    OPTION_SYMBOL,
    OPTION_TARGET,
    OPTION_THREADS,
    OPTION_TIME_LIMIT,
    OPTION_TRACE,
    OPTION_TRACE_EVERY,
    OPTION_TUNE,
    OPTION_TYPE,
    OPTION_VALUES,
    OPTION_VARY,
    OPTION_VIDEO,
    OPTION_WISDOM,
    OPTION_COUNT
} cli_option_id;

typedef struct cli_option {
    const char *name;     /* "output": typed as --output */
    char letter;          /* 'o': typed as -o; 0 when there is none */
    const char *argument; /* name of its argument in the help; NULL for a flag */
    const char *help;     /* one line */
} cli_option;

/* The table, indexed by cli_option_id. */
extern const cli_option options[OPTION_COUNT];

typedef struct cli_arguments cli_arguments;

#define MAX_OPTIONS 64
typedef struct cli_command {
    const char *name, *alias;    /* alias: NULL when there is none */
    const char *operands;        /* "IN", for the help */
    const char *summary;         /* one line, starting with a verb */
    const char *description;     /* paragraphs for the manual, separated by blank lines */
    const char *const *examples; /* command lines, NULL at the end */
    cli_option_id options[MAX_OPTIONS];
    size_t fewest_operands, most_operands;
    int (*run)(const cli_arguments *arguments); /* returns the exit code */
} cli_command;

/* Of the program that has these commands: how it is called, and what it does. */
extern const char tool_name[], tool_summary[];

/* The index-th command of the tool, NULL past the last; and by name or alias, or NULL. */
const cli_command *command_at(size_t index);
const cli_command *command_find(const char *name);

/* What main does with its words; the exit code. */
int command_line(int count, char *const *words);

/* ---- a parsed command line ------------------------------------------------------------ */

typedef struct cli_given {
    cli_option_id id;
    const char *value; /* NULL for a flag */
} cli_given;

struct cli_arguments {
    const cli_command *command;
    cli_given *given; /* in the order of the command line */
    size_t given_count;
    const char **operands;
    size_t operand_count;
};

/* Parses what follows the verb. Returns 0, or prints a sentence and returns an exit code. The
 * strings stay those of argv; arguments_clear frees the rest, in either case. */
int arguments_parse(
    cli_arguments *out, const cli_command *command, int count, char *const *words);
void arguments_clear(cli_arguments *arguments);

/* The value of the last such option, or NULL; whether a flag is there; the n-th of an option
 * that may be repeated, or NULL. */
const char *argument(const cli_arguments *arguments, cli_option_id id);
bool has_flag(const cli_arguments *arguments, cli_option_id id);
const char *argument_at(const cli_arguments *arguments, cli_option_id id, size_t n);

#endif
