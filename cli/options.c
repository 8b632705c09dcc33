/* options.c - every option of every verb, once. */
#include "command.h"

const cli_option options[OPTION_COUNT] = {
    [OPTION_BITS] = {"bits", 0, "N[,N,N]",
        "design, convert: 8 or 16 bits a sample in PNG (default 16); dither: 1 to 8 bits a "
        "channel, as --levels with powers of two"},
    [OPTION_CHANNEL_MASKS] = {"channel-masks", 0, "HOW",
        "on red, green and blue: same (default), shift (the same mask, moved), or independent "
        "(three --mask, one with three channels, or the three built-in ones)"},
    [OPTION_CHECK] = {"check", 0, NULL,
        "exit with 1 when the mask is not what it should be: not a permutation (but for the "
        "ties "
        "that its depth forces), gamma-decoded, or structured"},
    [OPTION_FORCE] = {"force", 'f', NULL, "overwrite existing files"},
    [OPTION_FORMAT] = {"format", 0, "NAME",
        "format of the mask written, instead of the extension's"},
    [OPTION_FRAME] = {"frame", 0, "N", "frame of a mask with depth, from 0 (default 0)"},
    [OPTION_HELP] = {"help", 'h', NULL, "print this help"},
    [OPTION_INPUT_FORMAT] = {"input-format", 0, "NAME",
        "format of the masks read, instead of the extension's"},
    [OPTION_INPUT_SIZE] = {"input-size", 0, "WxH",
        "size of a raw mask read, unless it is square"},
    [OPTION_INPUT_VALUES] = {"input-values", 0, "WHAT",
        "what the values of a mask read are: threshold in [0, 1] (default), rank (whole "
        "numbers), or "
        "pdf in [-1, 1]"},
    [OPTION_ITERATIONS] = {"iterations", 0, "K",
        "stretch the schedule to K iterations; the same as --set optimizer.iterations=K"},
    [OPTION_JSON] = {"json", 0, NULL, "print one JSON object on standard output"},
    [OPTION_LEVELS] = {"levels", 0, "N[,N,N]",
        "output levels, 2 to 256, of all channels or of red, green and blue (default 2)"},
    [OPTION_MASK] = {"mask", 'm', "FILE",
        "mask to dither with (default: a built-in 64x64 one); up to three times for "
        "--channel-masks independent"},
    [OPTION_OUTPUT] = {"output", 'o', "FILE", "file to write; - is standard output"},
    [OPTION_PICTURES] = {"pictures", 0, "DIR",
        "write pictures of mask, spectrum, profile, histogram and patterns into a folder"},
    [OPTION_PRESET] = {"preset", 'p', "NAME",
        "parameters to begin with; see `woad list presets`"},
    [OPTION_PRINT_RECIPE] = {"print-recipe", 0, NULL,
        "print the whole effective recipe on standard output and stop"},
    [OPTION_PROGRESS] = {"progress", 0, "WHEN",
        "auto (default: when standard error is a terminal), always, never"},
    [OPTION_RECIPE] = {"recipe", 'r', "FILE",
        "parameters from a recipe, or from a mask that carries one"},
    [OPTION_REPORT] = {"report", 0, "FILE", "write an HTML page with all scores and pictures"},
    [OPTION_SCDOC] = {"scdoc", 0, NULL, "print the manual page's scdoc source instead"},
    [OPTION_SCORES] = {"scores", 0, "WHICH", "all (default) or none: skip scoring"},
    [OPTION_SEED] = {"seed", 's', "N", "seed; the same as --set mask.seed=N"},
    [OPTION_SET] = {"set", 0, "KEY=VALUE",
        "set a key of the recipe, as section.key=value; may be repeated"},
    [OPTION_SIZE] = {"size", 0, "WxH",
        "size in pixels, 64 for 64x64; the same as --set mask.size=WxH"},
    [OPTION_SPACE] = {"space", 0, "SPACE",
        "where the mean is kept: srgb, the encoded values (default, as in the post), or linear "
        "light"},
    [OPTION_START] = {"start", 0, "FILE",
        "start from the order of a mask instead of white noise"},
    [OPTION_TIME_LIMIT] = {"time-limit", 't', "SECONDS",
        "stop after this time and write the best mask so far"},
    [OPTION_TRACE] = {"trace", 0, "FILE",
        "write the loss of every term over the iterations as CSV"},
    [OPTION_TRACE_EVERY] = {"trace-every", 0, "K",
        "iterations between lines of the trace (default 1)"},
    [OPTION_VALUES] = {"values", 0, "WHAT",
        "what is written of each value: threshold (default), rank, or pdf (2u - 1)"},
};
