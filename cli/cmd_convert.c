/* cmd_convert.c - `woad convert`: a mask from one format to another. */
#include <stdint.h>

#include "failure.h"
#include "frames.h"
#include "inputs.h"

/* The mask of all operands. */
static int load(const cli_arguments *arguments, woad_mask **out)
{
    if (arguments->operand_count == 1)
        return load_mask(arguments, arguments->operands[0], out);
    return load_frames(arguments, out);
}

static int run_convert(const cli_arguments *arguments)
{
    const char *output = argument(arguments, OPTION_OUTPUT);
    bool slices = has_flag(arguments, OPTION_SLICES);
    woad_mask *mask = NULL;
    if (!output)
        return fail(EXIT_USAGE, "convert needs a file to write: name it with -o");
    int code = check_pdf(arguments, true);
    if (code == EXIT_DONE && !slices)
        code = check_mask_output(arguments, output);
    if (code == EXIT_DONE)
        code = load(arguments, &mask);
    if (code == EXIT_DONE)
        code =
            slices ? save_frames(arguments, mask, output) : save_mask(arguments, mask, output);
    woad_mask_destroy(mask);
    return code;
}

static const char *const examples[] = {
    "woad convert mask.png -o mask.npy",
    "woad convert mask.npy --bits 8 -o mask.png",
    "woad convert --input-size 128x128 thresholds.f32 -o mask.png",
    "woad convert mask.png --values pdf --pdf gaussian -o gaussian.npy",
    "woad convert frames.npy --type u8 --layout 3d -o volume.ktx2",
    "woad convert mask.png --type u8 --symbol noise -o noise.h",
    "woad convert frames.npy --slices -o frame.png",
    NULL,
};

const cli_command command_convert = {
    .name = "convert",
    .operands = "MASK... -o FILE",
    .summary = "convert a mask to another format",
    .description =
        "Reads a mask and writes it in another format, depth or kind of value. "
        "Integer files of b bits hold floor(u 2^b) and are read as (v + 0.5) / 2^b. "
        "With --values pdf a threshold u becomes Q(u), Q the quantile function of --pdf or "
        "of the distribution in the mask's recipe; integers then hold floor(x 2^b), "
        "x = (Q(u) - Q(0)) / (Q(1) - Q(0)), of a distribution with ends."
        "\n\n"
        "Several masks of one frame and one size, such as those that --slices wrote, become the "
        "frames of one. DDS and KTX2 files say that their samples are linear: they are thresholds, "
        "not colours. docs/formats.md says how which engine loads what.",
    .examples = examples,
    .options = {OPTION_OUTPUT, OPTION_FORMAT, OPTION_VALUES, OPTION_BITS, OPTION_TYPE,
        OPTION_LAYOUT, OPTION_SLICES, OPTION_SYMBOL, OPTION_PROGMEM, OPTION_INPUT_FORMAT,
        OPTION_INPUT_SIZE, OPTION_INPUT_VALUES, OPTION_PDF, OPTION_MAX_MEMORY, OPTION_FORCE},
    .fewest_operands = 1,
    .most_operands = SIZE_MAX,
    .run = run_convert,
};
