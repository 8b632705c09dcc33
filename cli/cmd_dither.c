/* cmd_dither.c - `woad dither`: images through a mask. */
#include <stdint.h>

#include "dither_batch.h"
#include "dither_file.h"
#include "dither_image.h"
#include "dither_settings.h"
#include "dither_video.h"
#include "failure.h"
#include "system.h"

static int dither_one(
    const dither_settings *settings, const cli_arguments *arguments, const char *output)
{
    const woad_image_format *format;
    int code = dither_format(arguments, output, &format);
    if (code == EXIT_DONE)
        code = check_output(output, settings->force);
    return code == EXIT_DONE ? dither_image(settings, arguments->operands[0], 0, output, format)
                             : code;
}

static int run_dither(const cli_arguments *arguments)
{
    dither_settings settings = {0};
    const char *output = argument(arguments, OPTION_OUTPUT);
    if (!output)
        return fail(EXIT_USAGE, "dither needs a file to write: name it with -o");
    int code = dither_settings_parse(arguments, &settings);
    watch_interrupts();
    if (code == EXIT_DONE && dither_is_video(arguments))
        code = dither_video(&settings, arguments, output);
    else if (code == EXIT_DONE && dither_is_batch(arguments, output))
        code = dither_batch(&settings, arguments, output);
    else if (code == EXIT_DONE)
        code = dither_one(&settings, arguments, output);
    dither_settings_clear(&settings);
    return code;
}

static const char *const examples[] = {
    "woad dither photo.jpg -o out.png",
    "woad dither photo.png --mask mask.png --bits 5,6,5 -o out.png",
    "woad dither grey.png --levels 4 --space linear -o out.png",
    "woad dither photo.jpg --channel-masks independent -o out.png",
    "woad dither photo.jpg --levels 32 --noise triangular -o out.png",
    "woad dither photo.jpg --palette spectra6 --resize 800x480 --fit cover -o panel.png",
    "woad dither photo.jpg --resize 800x480 --format raw --packing lsb -o panel.bin",
    "woad dither photo.jpg --method floyd-steinberg --levels 4 -o out.png",
    "woad dither *.jpg --palette spectra6 -o panels/",
    "woad dither frame*.png --motion offset -o dithered_%04d.png",
    "woad dither clip.y4m --palette gameboy -o dithered.y4m",
    "woad dither - --video rgb24:640x480 --bits 5,6,5 -o - < in.rgb > out.rgb",
    "woad dither photo.jpg --method atkinson --palette spectra6 -o out.png",
    NULL,
};

const cli_command command_dither = {
    .name = "dither",
    .operands = "IMAGE... -o FILE|FOLDER",
    .summary = "dither an image to few levels, or to a palette",
    .description =
        "Reads PNG, JPEG, netpbm (PBM, PGM, PPM) and PFM images, WebP and TIFF where they are "
        "built in; `woad list image-formats` shows what is written. A value v becomes level "
        "floor(v (L - 1) + u) of L, u the mask's threshold at the pixel: the mean is kept, black "
        "stays black and white stays white. The mask is tiled. Grey images of 2, 4 and 16 levels "
        "are written with 1, 2 and 4 bits a pixel, all others with 8 a sample. Alpha is kept in "
        "PNG, WebP and TIFF; the other files have none, so for them the image lies on "
        "--background, and becomes grey for all but PPM and PFM.\n\n"
        "With --palette each pixel becomes one of a list of colours, by mixing: the image's colour "
        "is the mean of up to four near ones of the palette, each taken by the mask as often as it "
        "has weight. Colours that no mixture has become the nearest that one has. The file has a "
        "palette, and 1, 2, 4 or 8 bits a pixel; PPM, PFM and WebP have the colours themselves. "
        "Alpha is dropped.\n\n"
        "Several images go to a folder (-o out/, which is made), or to names with %s for each "
        "one's name or %d or %04d for its number, several at a time. What fails gets a sentence, "
        "and the others go on; the exit code is that of the first failure. They may be a "
        "sequence, through which --motion leads the mask.\n\n"
        "A video comes as YUV4MPEG2 or raw frames and is written so, frame by frame, with 8 bits "
        "and chroma in full size. A mask with frames steps through them; another one stays, so "
        "that what is still in the picture is still in its dots.\n\n"
        "With --noise the mask makes noise of a distribution: level "
        "floor(v (L - 1) + 1/2 + s (Q(u) - mean)), s 1 for the triangular one and for files, 1/2 "
        "for others. Triangular noise makes the error equally strong at all values between levels. "
        "Where the noise would leave the levels, near black and white, it is the uniform one, so "
        "that means are kept and both stay as they are.\n\n"
        "With --method floyd-steinberg, atkinson, stucki, ... no mask is laid over the image: each "
        "pixel takes the nearest level or colour, and its error goes to the pixels after it, every "
        "second row from right to left. Dots are finer and edges sharper than by any mask, but "
        "they move when the picture does, and rows wait for each other.",
    .examples = examples,
    .options = {OPTION_OUTPUT, OPTION_METHOD, OPTION_SCAN, OPTION_STRENGTH, OPTION_MASK,
        OPTION_LEVELS, OPTION_DITHER_BITS, OPTION_SPACE, OPTION_CHANNEL_MASKS, OPTION_FRAME,
        OPTION_MOTION, OPTION_VIDEO, OPTION_JOBS, OPTION_INPUT_FORMAT, OPTION_NOISE,
        OPTION_INPUT_SIZE, OPTION_INPUT_VALUES, OPTION_PDF, OPTION_PALETTE, OPTION_MEASURED,
        OPTION_MATCH, OPTION_RESIZE, OPTION_FIT, OPTION_BACKGROUND, OPTION_BRIGHTNESS,
        OPTION_CONTRAST, OPTION_SATURATION, OPTION_SHARPEN, OPTION_ALPHA, OPTION_GREY,
        OPTION_IMAGE_FORMAT, OPTION_PACKING, OPTION_ORDER, OPTION_INVERT, OPTION_MAX_MEMORY,
        OPTION_FORCE},
    .fewest_operands = 1,
    .most_operands = SIZE_MAX,
    .run = run_dither,
};
