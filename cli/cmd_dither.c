/* cmd_dither.c - `woad dither`: an image through a mask. */
#include <stdlib.h>
#include <string.h>

#include "failure.h"
#include "image_file.h"
#include "inputs.h"
#include "system.h"

enum { MAX_MASKS = 3 };

typedef struct dither_run {
    woad_dither_params params;
    woad_mask *masks[MAX_MASKS];
    woad_pdf *noise;
    bool diffused; /* not by masks */
} dither_run;

/* 1, 2 and 4-bit files hold 2, 4 and 16 grey levels exactly. */
static unsigned bits_of_levels(unsigned levels)
{
    for (unsigned bits = 1; bits <= 4; bits *= 2) {
        if (levels == 1U << bits)
            return bits;
    }
    return 8;
}

static int parse_levels(const cli_arguments *a, unsigned levels[3])
{
    unsigned bits[3];
    size_t count, bit_count;
    int code = list_option(a, OPTION_LEVELS, 2, 256, 3, levels, &count);
    if (code == EXIT_DONE)
        code = list_option(a, OPTION_DITHER_BITS, 1, 8, 3, bits, &bit_count);
    if (code != EXIT_DONE)
        return code;
    if (count > 0 && bit_count > 0)
        return fail(EXIT_USAGE, "--levels and --bits say the same thing: give one of them");
    for (size_t c = 0; c < bit_count; c++)
        levels[c] = 1U << bits[c];
    count += bit_count;
    if (count == 0)
        levels[count++] = 2;
    for (size_t c = count; c < 3; c++)
        levels[c] = levels[0];
    return EXIT_DONE;
}

static int parse_params(const cli_arguments *a, woad_dither_params *params)
{
    static const char *const spaces[] = {"srgb", "linear", NULL};
    static const char *const channel_masks[] = {"same", "shift", "independent", NULL};
    int space, masks;
    int code = parse_levels(a, params->levels);
    if (code == EXIT_DONE)
        code = choice_option(a, OPTION_SPACE, spaces, &space);
    if (code == EXIT_DONE)
        code = choice_option(a, OPTION_CHANNEL_MASKS, channel_masks, &masks);
    if (code == EXIT_DONE)
        code = count_option(a, OPTION_FRAME, 0, WOAD_MAX_AXIS, &params->frame);
    if (code != EXIT_DONE)
        return code;
    params->space = (woad_space)space;
    params->channel_masks = (woad_channel_masks)masks;
    return EXIT_DONE;
}

/* Error diffusion has no mask for the options of masks to be about. */
static int parse_method(const cli_arguments *a, bool *diffused)
{
    static const char *const methods[] = {"mask", "floyd-steinberg", NULL};
    static const cli_option_id of_masks[] = {OPTION_MASK, OPTION_CHANNEL_MASKS, OPTION_FRAME,
        OPTION_INPUT_FORMAT, OPTION_INPUT_SIZE, OPTION_INPUT_VALUES, OPTION_PDF, OPTION_NOISE};
    int method;
    int code = choice_option(a, OPTION_METHOD, methods, &method);
    *diffused = method == 1;
    for (size_t i = 0; code == EXIT_DONE && *diffused && i < sizeof of_masks / sizeof *of_masks;
         i++) {
        if (argument(a, of_masks[i]))
            return fail(EXIT_USAGE,
                "--%s is about masks, and --method floyd-steinberg takes none: leave one out",
                options[of_masks[i]].name);
    }
    return code;
}

static int parse_noise(const cli_arguments *a, dither_run *run)
{
    const char *text = argument(a, OPTION_NOISE);
    woad_error error;
    if (!text)
        return EXIT_DONE;
    if (woad_pdf_components(text) > 1)
        return fail(
            EXIT_USAGE, "--noise %s is a distribution of vectors: noise is of numbers", text);
    woad_status status = woad_pdf_create(text, &run->noise, &error);
    run->params.noise = run->noise;
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

static int load_builtin_masks(dither_run *run)
{
    size_t count = run->params.channel_masks == WOAD_CHANNELS_INDEPENDENT ? MAX_MASKS : 1;
    for (size_t i = 0; i < count; i++) {
        woad_error error;
        woad_status status = woad_mask_builtin(i, &run->masks[i], &error);
        if (status < 0)
            return fail_with(status, &error);
    }
    return EXIT_DONE;
}

/* Components of vectors are not spread evenly, so they would shift the grey levels. */
static int load_scalar_mask(const cli_arguments *a, const char *path, woad_mask **out)
{
    char pdf[WOAD_PARAM_TEXT];
    int code = load_mask(a, path, out);
    if (code != EXIT_DONE)
        return code;
    mask_pdf(*out, path, pdf);
    if (woad_pdf_components(pdf) == 1)
        return EXIT_DONE;
    return fail(EXIT_USAGE,
        "%s is a mask of vectors of %s: dithering takes one of thresholds, a number a pixel",
        path, pdf);
}

static int load_masks(const cli_arguments *a, dither_run *run)
{
    bool independent = run->params.channel_masks == WOAD_CHANNELS_INDEPENDENT;
    size_t most = independent ? MAX_MASKS : 1;
    int code = EXIT_DONE;
    if (!argument(a, OPTION_MASK))
        code = load_builtin_masks(run);
    for (size_t i = 0; code == EXIT_DONE && argument_at(a, OPTION_MASK, i); i++) {
        if (i == most)
            return fail(EXIT_USAGE, "%s",
                independent ? "there are more than three --mask: give one for each of R, G, B"
                            : "there is more than one --mask: that takes --channel-masks "
                              "independent");
        code = load_scalar_mask(a, argument_at(a, OPTION_MASK, i), &run->masks[i]);
    }
    for (size_t i = 0; i < MAX_MASKS; i++)
        run->params.masks[i] = run->masks[i];
    return code;
}

static woad_status diffuse(
    const dither_run *run, const woad_image *in, woad_image *out, woad_error *error)
{
    const woad_dither_params *p = &run->params;
    const woad_diffuse_params params = {
        .levels = {p->levels[0], p->levels[1], p->levels[2]}, .space = p->space};
    return woad_diffuse(&params, in->samples, in->bits, in->width, in->height, in->channels,
        out->samples, error);
}

/* The dithered image, 8 bits a sample. */
static int dither(const dither_run *run, const woad_image *in, woad_image **out)
{
    woad_error error;
    woad_status status = woad_image_create(in->width, in->height, in->channels, 8, out, &error);
    if (status >= 0 && run->diffused)
        status = diffuse(run, in, *out, &error);
    else if (status >= 0)
        status = woad_dither(&run->params, in->samples, in->bits, in->width, in->height,
            in->channels, (*out)->samples, &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

static bool names_a_png(const char *path)
{
    const woad_format *format = woad_format_of_path(path);
    return strcmp(path, "-") == 0 || (format && strcmp(format->name, "png") == 0);
}

static int dither_file(const cli_arguments *a, dither_run *run, const char *output)
{
    woad_image *in = NULL, *out = NULL;
    int code = load_image(a->operands[0], &in);
    if (code == EXIT_DONE && !run->diffused)
        code = load_masks(a, run);
    if (code == EXIT_DONE)
        code = dither(run, in, &out);
    if (code == EXIT_DONE) {
        unsigned bits = in->channels == 1 ? bits_of_levels(run->params.levels[0]) : 8;
        code = save_image(out, bits, output, has_flag(a, OPTION_FORCE));
    }
    woad_image_destroy(in);
    woad_image_destroy(out);
    return code;
}

static int run_dither(const cli_arguments *arguments)
{
    dither_run run = {0};
    const char *output = argument(arguments, OPTION_OUTPUT);
    if (!output)
        return fail(EXIT_USAGE, "dither needs a file to write: name it with -o");
    if (!names_a_png(output))
        return fail(EXIT_USAGE, "%s: dithered images are written as PNG: name it .png", output);
    int code = parse_params(arguments, &run.params);
    if (code == EXIT_DONE)
        code = parse_method(arguments, &run.diffused);
    if (code == EXIT_DONE)
        code = check_pdf(arguments, false);
    if (code == EXIT_DONE)
        code = parse_noise(arguments, &run);
    if (code == EXIT_DONE)
        code = check_output(output, has_flag(arguments, OPTION_FORCE));
    if (code == EXIT_DONE)
        code = dither_file(arguments, &run, output);
    for (size_t i = 0; i < MAX_MASKS; i++)
        woad_mask_destroy(run.masks[i]);
    woad_pdf_destroy(run.noise);
    return code;
}

static const char *const examples[] = {
    "woad dither photo.jpg -o out.png",
    "woad dither photo.png --mask mask.png --bits 5,6,5 -o out.png",
    "woad dither grey.png --levels 4 --space linear -o out.png",
    "woad dither photo.jpg --channel-masks independent -o out.png",
    "woad dither photo.jpg --levels 32 --noise triangular -o out.png",
    "woad dither photo.jpg --method floyd-steinberg --levels 4 -o out.png",
    NULL,
};

const cli_command command_dither = {
    .name = "dither",
    .operands = "IMAGE -o FILE",
    .summary = "dither a PNG or JPEG image to few levels",
    .description =
        "A value v becomes level floor(v (L - 1) + u) of L, u the mask's threshold at the "
        "pixel: "
        "the mean is kept, black stays black and white stays white. The mask is tiled. Grey "
        "images of 2, 4 and 16 levels are written with 1, 2 and 4 bits a pixel, all others "
        "with "
        "8 a sample. Alpha is kept.\n\n"
        "With --noise the mask makes noise of a distribution: level "
        "floor(v (L - 1) + 1/2 + s (Q(u) - mean)), s 1 for the triangular one and for files, 1/2 "
        "for others. Triangular noise makes the error equally strong at all values between levels. "
        "Where the noise would leave the levels, near black and white, it is the uniform one, so "
        "that means are kept and both stay as they are.\n\n"
        "With --method floyd-steinberg no mask is laid over the image: each pixel takes the "
        "nearest level, and its error goes to the pixels after it (Floyd and Steinberg 1976), "
        "every second row from right to left.",
    .examples = examples,
    .options = {OPTION_OUTPUT, OPTION_METHOD, OPTION_MASK, OPTION_LEVELS, OPTION_DITHER_BITS,
        OPTION_SPACE, OPTION_CHANNEL_MASKS, OPTION_FRAME, OPTION_INPUT_FORMAT, OPTION_NOISE,
        OPTION_INPUT_SIZE, OPTION_INPUT_VALUES, OPTION_PDF, OPTION_FORCE},
    .fewest_operands = 1,
    .most_operands = 1,
    .run = run_dither,
};
