/* options.c - every option of every verb, once. */
#include "command.h"

const cli_option options[OPTION_COUNT] = {
    [OPTION_ALPHA] = {"alpha", 0, "HOW",
        "keep (default), threshold: opaque from 1/2 on, else nothing, or drop: the image lies on "
        "the background, as it does in formats without alpha"},
    [OPTION_BACKGROUND] = {"background", 0, "COLOUR",
        "behind transparent images, and beside those that are fitted, as #rrggbb (default white)"},
    [OPTION_BITS] = {"bits", 0, "N",
        "bits a sample of a file written with integers: 8 or 16 (default)"},
    [OPTION_BRIGHTNESS] = {"brightness", 0, "STOPS",
        "first multiply light by 2 to this power, -8 to 8 (default 0)"},
    [OPTION_CHANNEL_MASKS] = {"channel-masks", 0, "HOW",
        "on red, green and blue: same (default), shift (the same mask, moved), or independent "
        "(three --mask, one with three channels, or the three built-in ones)"},
    [OPTION_CHECK] = {"check", 0, NULL,
        "exit with 1 when the mask is not what it should be: not a permutation (but for the "
        "ties that its depth forces), not uniform, or structured; says what befell it: gamma "
        "decoded, levels rescaled, JPEG, scaling, blur"},
    [OPTION_CHECKPOINT] = {"checkpoint", 0, "FILE",
        "write what the design is in the middle of, now and then and at Ctrl-C, for --resume. It "
        "is removed when the mask is there. One that is there is kept, unless --resume goes on "
        "from it or --force is given"},
    [OPTION_CHECKPOINT_EVERY] = {"checkpoint-every", 0, "SECONDS",
        "between two of them, 0 to 86400 (default 10)"},
    [OPTION_COLUMNS] = {"columns", 0, "N",
        "characters a line at most, 1 to 4096 (default: of the terminal, or 80)"},
    [OPTION_CONTRAST] = {"contrast", 0, "X",
        "first raise light, 18 % staying, to the power of 1 + X, -1 to 3 (default 0)"},
    [OPTION_COUNT_MASKS] = {"count", 0, "N",
        "a set of N masks, 1 to 256, with little in common, each as good as one: -o mask.png "
        "writes mask_00.png, mask_01.png, ..., and -o m%03d.png m000.png, m001.png, ..."},
    [OPTION_DITHER_BITS] = {"bits", 0, "N[,N,N]",
        "bits a channel, 1 to 8, of all or of red, green and blue: --levels as powers of two"},
    [OPTION_FIT] = {"fit", 0, "HOW",
        "to a size of another shape: contain (default: the whole image, background beside it), "
        "cover (the whole size, the edges cut off), or stretch"},
    [OPTION_FORCE] = {"force", 'f', NULL, "overwrite existing files"},
    [OPTION_FORMAT] = {"format", 0, "NAME",
        "format of the mask written, instead of the extension's"},
    [OPTION_FRAME] = {"frame", 0, "N", "frame of a mask with depth, from 0 (default 0)"},
    [OPTION_GREY] = {"grey", 0, NULL,
        "first make the image grey: its luminance in linear light, by ITU-R BT.709"},
    [OPTION_HELP] = {"help", 'h', NULL, "print this help"},
    [OPTION_IDLE] = {"idle", 0, "SECONDS",
        "the design waits when no page has been open for so long, 1 to 86400 (default 60)"},
    [OPTION_IMAGE] = {"image", 0, "FILE",
        "picture to dither on the sheet and in the report: the middle of a PNG or JPEG image, "
        "384x288 pixels of it (default: a scene of woad's own)"},
    [OPTION_IMAGE_FORMAT] = {"format", 0, "NAME",
        "format of the image written, instead of the extension's; `woad list image-formats`"},
    [OPTION_INPUT_FORMAT] = {"input-format", 0, "NAME",
        "format of the masks read, instead of the extension's"},
    [OPTION_INPUT_SIZE] = {"input-size", 0, "WxH[xD]",
        "size of a raw mask read, with its number of frames, unless it is one square; of another "
        "picture, that of a frame and their number, when it is a sheet of frames"},
    [OPTION_INPUT_VALUES] = {"input-values", 0, "WHAT",
        "what the values of a mask read are: threshold in [0, 1] (default), rank (whole "
        "numbers), or pdf: on the scale of a distribution, the uniform one's [-1, 1]"},
    [OPTION_INVERT] = {"invert", 0, NULL,
        "raw files: all bits the other way, for panels where 1 is black"},
    [OPTION_ITERATIONS] = {"iterations", 0, "K",
        "stretch the schedule to K iterations: optimizer.iterations, or refine.trials of a recipe "
        "without any"},
    [OPTION_JOBS] = {"jobs", 'j', "N",
        "designs or images at a time (default: as many as processors); what comes out does not "
        "depend on it, but for seconds"},
    [OPTION_JSON] = {"json", 0, NULL, "print one JSON object on standard output"},
    [OPTION_LAYOUT] = {"layout", 0, "HOW",
        "of a mask with frames: array (default: one behind the other), 3d (a volume; DDS, KTX2), "
        "or 2d: all on one sheet, from left to right, then down"},
    [OPTION_LEVELS] = {"levels", 0, "N[,N,N]",
        "output levels, 2 to 256, of all channels or of red, green and blue (default 2)"},
    [OPTION_MASK] = {"mask", 'm', "FILE",
        "mask to dither with (default: a built-in 64x64 one); up to three times for "
        "--channel-masks independent"},
    [OPTION_MATCH] = {"match", 0, "WHERE",
        "colours of a palette are mixed as rgb (default: in --space), or as oklab, where near is "
        "what looks near"},
    [OPTION_MAX_MEMORY] = {"max-memory", 0, "SIZE",
        "refuse what takes more memory than this, in bytes, or with K, M or G (of 1024): at least "
        "1M, beside the stacks of threads"},
    [OPTION_MEASURED] = {"measured", 0, "PALETTE",
        "the palette's colours as they look, one for each, which are mixed instead (default: of a "
        "built-in palette those that are known); none for the named ones"},
    [OPTION_METHOD] = {"method", 0, "HOW",
        "mask (default), or error diffusion, without a mask: floyd-steinberg, atkinson, ...; `woad "
        "list methods` shows all"},
    [OPTION_MOTION] = {"motion", 0, "HOW",
        "of the mask from one image of a sequence to the next: still, step: the mask's next "
        "frame, or offset: it is moved by the R2 sequence (default: in videos step where the mask "
        "has frames, else still)"},
    [OPTION_NOISE] = {"noise", 0, "NAME",
        "distribution of the noise that the mask makes, of `woad list distributions`: uniform "
        "(default), triangular, ..."},
    [OPTION_OPEN] = {"open", 0, NULL, "open the page in the browser, by xdg-open"},
    [OPTION_ORDER] = {"order", 0, "ORDER",
        "of a raw file: rows (default), or columns, each from the top and ending with a byte"},
    [OPTION_OUTPUT] = {"output", 'o', "FILE", "file to write; - is standard output"},
    [OPTION_PACKING] = {"packing", 0, "FIRST",
        "raw files: msb (default: the first pixel of a byte in its highest bits) or lsb"},
    [OPTION_PALETTE] = {"palette", 0, "PALETTE",
        "dither to a list of colours: one of `woad list palettes`, colours as #000,#fff,#f00, or a "
        "file: .gpl, .hex, .act, .pal or an image; rgb565 is --bits 5,6,5"},
    [OPTION_PDF] = {"pdf", 0, "NAME",
        "distribution of the values, where they are written, read or scored on its scale (default: "
        "that of the mask's recipe); `woad list distributions` shows all"},
    [OPTION_PICTURES] = {"pictures", 0, "DIR",
        "write pictures of mask, spectrum, profile, histogram and patterns into a folder"},
    [OPTION_PLOT] = {"plot", 0, "COLUMN[,COLUMN]",
        "columns of the table to plot (default mean_dither_error_db)"},
    [OPTION_PLOT_FILE] = {"plot-file", 0, "FILE",
        "write a plot of each --plot over the first varied number as PNG"},
    [OPTION_PORT] = {"port", 0, "N",
        "port of the page on 127.0.0.1, 0 to 65535 (default 0: any that is free)"},
    [OPTION_PRESET] = {"preset", 'p', "NAME",
        "parameters to begin with; see `woad list presets`"},
    [OPTION_PRINT_RECIPE] = {"print-recipe", 0, NULL,
        "print the whole effective recipe on standard output and stop"},
    [OPTION_PROGMEM] = {"progmem", 0, NULL,
        "C headers: the array in the flash memory of an AVR (Arduino), by PROGMEM"},
    [OPTION_PROGRESS] = {"progress", 0, "WHEN",
        "auto (default: when standard error is a terminal), always, never"},
    [OPTION_RECIPE] = {"recipe", 'r', "FILE",
        "parameters from a recipe, or from a mask that carries one"},
    [OPTION_REPORT] = {"report", 0, "FILE", "write an HTML page with all scores and pictures"},
    [OPTION_RESIZE] = {"resize", 0, "WxH",
        "first resample the image in linear light to this size, or to 800x or x480 in "
        "proportion"},
    [OPTION_RESUME] = {"resume", 0, NULL,
        "go on with the table that is there: its rows are not made again"},
    [OPTION_RESUME_DESIGN] = {"resume", 0, NULL,
        "go on from the --checkpoint, to the same bytes as if it had never stopped; from the "
        "beginning where there is none"},
    [OPTION_SAMPLE_BITS] = {"bits", 0, "N",
        "bits a sample of the mask's texture or array, 8 or 16 (default: the mask's, or 8)"},
    [OPTION_SATURATION] = {"saturation", 0, "X",
        "first move light away from its luminance, 1 + X times, -1 (grey) to 3 (default 0)"},
    [OPTION_SCAN] = {"scan", 0, "HOW",
        "of error diffusion: serpentine (default: every second row from right to left) or raster"},
    [OPTION_SCDOC] = {"scdoc", 0, NULL, "print the manual page's scdoc source instead"},
    [OPTION_SCORES] = {"scores", 0, "WHICH", "all (default) or none: skip scoring"},
    [OPTION_SEED] = {"seed", 's', "N", "seed; the same as --set mask.seed=N"},
    [OPTION_SEEDS] = {"seeds", 0, "K",
        "design with each of K seeds from --seed on (default 1)"},
    [OPTION_SET] = {"set", 0, "KEY=VALUE",
        "set a key of the recipe, as section.key=value; may be repeated"},
    [OPTION_SHARPEN] = {"sharpen", 0, "X",
        "first add the difference to a blur by (1, 2, 1) / 4, X times, 0 to 4 (default 0)"},
    [OPTION_SHEET] = {"sheet", 0, "FILE",
        "write a contact sheet as PNG: a row a mask, with its spectrum, profile, patterns, a "
        "ramp and a picture, dot for dot"},
    [OPTION_SIZE] = {"size", 0, "WxH",
        "size in pixels, 64 for 64x64; the same as --set mask.size=WxH"},
    [OPTION_SLICES] = {"slices", 0, NULL,
        "each frame into a file of its own: -o m.png writes m_00.png, m_01.png, ..., and -o "
        "m%03d.png m000.png, m001.png, ..."},
    [OPTION_SPACE] = {"space", 0, "SPACE",
        "where the mean is kept: srgb, the encoded values (default, as in the post), or linear "
        "light"},
    [OPTION_START] = {"start", 0, "FILE",
        "start from the order of a mask instead of the recipe's baseline"},
    [OPTION_STRENGTH] = {"strength", 0, "X",
        "of the noise or of the errors that go on, 0 (none: the nearest level) to 1 (default): "
        "less has fewer dots, and does not keep means"},
    [OPTION_STYLE] = {"style", 0, "STYLE",
        "auto (default: what the terminal has), true: half blocks in 24-bit colours, 256: in those "
        "of xterm, or braille: dots, dithered"},
    [OPTION_SYMBOL] = {"symbol", 0, "NAME",
        "name of the array in a C header, of the map in thresholds.xml (default woad_mask)"},
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
    [OPTION_TYPE] = {"type", 0, "TYPE",
        "samples of the file written: u8, u16, half or float, as far as the format has them "
        "(default: u16, else float)"},
    [OPTION_VALUES] = {"values", 0, "WHAT",
        "what is written of each value: threshold (default), rank, or pdf: on the scale of its "
        "distribution, of the uniform one 2u - 1"},
    [OPTION_VARY] = {"vary", 0, "KEY=V1,V2,...",
        "give a key of the recipe, or preset, each of these values; may be repeated"},
    [OPTION_VIDEO] = {"video", 0, "LAYOUT",
        "the input is a video, and so is the output: y4m (as the extension .y4m says), or raw "
        "frames: gray, rgb24, gray16le or rgb48le with a size, as in rgb24:640x480, written with "
        "8 bits"},
    [OPTION_WISDOM] = {"wisdom", 0, "FILE",
        "where --tune keeps what it learned (default: woad/wisdom in the user's cache folder, "
        "which is read whenever it is there)"},
};
