/* options.c - every option of every verb, once. */
#include "command.h"

const cli_option options[OPTION_COUNT] = {
    [OPTION_BITS] = {"bits", 0, "N",
        "bits a sample of the mask written as PNG, 8 or 16 (default 16)"},
    [OPTION_CHANNEL_MASKS] = {"channel-masks", 0, "HOW",
        "on red, green and blue: same (default), shift (the same mask, moved), or independent "
        "(three --mask, one with three channels, or the three built-in ones)"},
    [OPTION_CHECK] = {"check", 0, NULL,
        "exit with 1 when the mask is not what it should be: not a permutation (but for the "
        "ties that its depth forces), gamma-decoded, or structured"},
    [OPTION_COUNT_MASKS] = {"count", 0, "N",
        "a set of N masks, 1 to 256, with little in common, each as good as one: -o mask.png "
        "writes mask_00.png, mask_01.png, ..., and -o m%03d.png m000.png, m001.png, ..."},
    [OPTION_DITHER_BITS] = {"bits", 0, "N[,N,N]",
        "bits a channel, 1 to 8, of all or of red, green and blue: --levels as powers of two"},
    [OPTION_FORCE] = {"force", 'f', NULL, "overwrite existing files"},
    [OPTION_FORMAT] = {"format", 0, "NAME",
        "format of the mask written, instead of the extension's"},
    [OPTION_FRAME] = {"frame", 0, "N", "frame of a mask with depth, from 0 (default 0)"},
    [OPTION_HELP] = {"help", 'h', NULL, "print this help"},
    [OPTION_IMAGE] = {"image", 0, "FILE",
        "picture to dither on the sheet and in the report: the middle of a PNG or JPEG image, "
        "384x288 pixels of it (default: a scene of woad's own)"},
    [OPTION_INPUT_FORMAT] = {"input-format", 0, "NAME",
        "format of the masks read, instead of the extension's"},
    [OPTION_INPUT_SIZE] = {"input-size", 0, "WxH[xD]",
        "size of a raw mask read, with its number of frames, unless it is one square"},
    [OPTION_INPUT_VALUES] = {"input-values", 0, "WHAT",
        "what the values of a mask read are: threshold in [0, 1] (default), rank (whole "
        "numbers), or pdf: on the scale of a distribution, the uniform one's [-1, 1]"},
    [OPTION_ITERATIONS] = {"iterations", 0, "K",
        "stretch the schedule to K iterations: optimizer.iterations, or refine.trials of a recipe "
        "without any"},
    [OPTION_JOBS] = {"jobs", 'j', "N",
        "designs at a time, each in one thread (default: as many as processors); the table does "
        "not depend on it, but for the seconds"},
    [OPTION_JSON] = {"json", 0, NULL, "print one JSON object on standard output"},
    [OPTION_LEVELS] = {"levels", 0, "N[,N,N]",
        "output levels, 2 to 256, of all channels or of red, green and blue (default 2)"},
    [OPTION_MASK] = {"mask", 'm', "FILE",
        "mask to dither with (default: a built-in 64x64 one); up to three times for "
        "--channel-masks independent"},
    [OPTION_METHOD] = {"method", 0, "HOW",
        "mask (default), or floyd-steinberg: error diffusion, without a mask"},
    [OPTION_NOISE] = {"noise", 0, "NAME",
        "distribution of the noise that the mask makes, of `woad list distributions`: uniform "
        "(default), triangular, ..."},
    [OPTION_OUTPUT] = {"output", 'o', "FILE", "file to write; - is standard output"},
    [OPTION_PDF] = {"pdf", 0, "NAME",
        "distribution of the values, where they are written, read or scored on its scale (default: "
        "that of the mask's recipe); `woad list distributions` shows all"},
    [OPTION_PICTURES] = {"pictures", 0, "DIR",
        "write pictures of mask, spectrum, profile, histogram and patterns into a folder"},
    [OPTION_PLOT] = {"plot", 0, "COLUMN[,COLUMN]",
        "columns of the table to plot (default mean_dither_error_db)"},
    [OPTION_PLOT_FILE] = {"plot-file", 0, "FILE",
        "write a plot of each --plot over the first varied number as PNG"},
    [OPTION_PRESET] = {"preset", 'p', "NAME",
        "parameters to begin with; see `woad list presets`"},
    [OPTION_PRINT_RECIPE] = {"print-recipe", 0, NULL,
        "print the whole effective recipe on standard output and stop"},
    [OPTION_PROGRESS] = {"progress", 0, "WHEN",
        "auto (default: when standard error is a terminal), always, never"},
    [OPTION_RECIPE] = {"recipe", 'r', "FILE",
        "parameters from a recipe, or from a mask that carries one"},
    [OPTION_REPORT] = {"report", 0, "FILE", "write an HTML page with all scores and pictures"},
    [OPTION_RESUME] = {"resume", 0, NULL,
        "go on with the table that is there: its rows are not made again"},
    [OPTION_SCDOC] = {"scdoc", 0, NULL, "print the manual page's scdoc source instead"},
    [OPTION_SCORES] = {"scores", 0, "WHICH", "all (default) or none: skip scoring"},
    [OPTION_SEED] = {"seed", 's', "N", "seed; the same as --set mask.seed=N"},
    [OPTION_SEEDS] = {"seeds", 0, "K",
        "design with each of K seeds from --seed on (default 1)"},
    [OPTION_SET] = {"set", 0, "KEY=VALUE",
        "set a key of the recipe, as section.key=value; may be repeated"},
    [OPTION_SHEET] = {"sheet", 0, "FILE",
        "write a contact sheet as PNG: a row a mask, with its spectrum, profile, patterns, a "
        "ramp and a picture, dot for dot"},
    [OPTION_SIZE] = {"size", 0, "WxH",
        "size in pixels, 64 for 64x64; the same as --set mask.size=WxH"},
    [OPTION_SPACE] = {"space", 0, "SPACE",
        "where the mean is kept: srgb, the encoded values (default, as in the post), or linear "
        "light"},
    [OPTION_START] = {"start", 0, "FILE",
        "start from the order of a mask instead of the recipe's baseline"},
    [OPTION_TARGET] = {"target", 0, "SPECTRUM",
        "how far the mask is from a target spectrum, such as band-pass:0.1:0.25 or "
        "profile:FILE.csv; `woad list spectra` shows all"},
    [OPTION_THREADS] = {"threads", 0, "N",
        "threads at most, for sizes where they pay (default: as many as processors); the mask "
        "does not depend on it"},
    [OPTION_TIME_LIMIT] = {"time-limit", 't', "SECONDS",
        "stop after this time and write the best mask so far"},
    [OPTION_TRACE] = {"trace", 0, "FILE",
        "write the loss of every term over the iterations as CSV"},
    [OPTION_TRACE_EVERY] = {"trace-every", 0, "K",
        "iterations between lines of the trace (default 1)"},
    [OPTION_TUNE] = {"tune", 0, NULL,
        "measure the Fourier transforms of this size and keep what is learned: later designs "
        "of the size are faster, and other ones than without"},
    [OPTION_VALUES] = {"values", 0, "WHAT",
        "what is written of each value: threshold (default), rank, or pdf: on the scale of its "
        "distribution, of the uniform one 2u - 1"},
    [OPTION_VARY] = {"vary", 0, "KEY=V1,V2,...",
        "give a key of the recipe, or preset, each of these values; may be repeated"},
    [OPTION_WISDOM] = {"wisdom", 0, "FILE",
        "where --tune keeps what it learned (default: woad/wisdom in the user's cache folder, "
        "which is read whenever it is there)"},
};
