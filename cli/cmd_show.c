/* cmd_show.c - `woad show`: images and masks in the terminal.
 *
 * Half blocks have two pixels a character, the upper one its foreground, in 24-bit or 256 colours
 * (ECMA-48; the 256 are xterm's); braille has 2x4 dots, dithered by a mask, and needs no colours.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <woad/woad.h>

#include "command.h"
#include "failure.h"
#include "image_file.h"
#include "inputs.h"
#include "option_values.h"
#include "picture.h"
#include "system.h"
#include "text.h"

typedef enum show_style { STYLE_AUTO, STYLE_TRUE, STYLE_256, STYLE_BRAILLE } show_style;

enum { COLUMNS = 80, MOST_COLUMNS = 4096 };

/* ---- what is shown -------------------------------------------------------------------------- */

/* Files that are masks and no images; PNG and TIFF are shown as the pictures that they are, too. */
static bool is_mask(const cli_arguments *a, const char *path)
{
    return argument(a, OPTION_INPUT_FORMAT) ||
           (woad_format_of_path(path) && !woad_image_format_of_path(path));
}

static int load(const cli_arguments *a, const char *path, woad_image **out)
{
    woad_mask *mask = NULL;
    woad_error error;
    size_t frame = 0;
    if (!is_mask(a, path)) {
        if (argument(a, OPTION_FRAME))
            return fail(EXIT_USAGE, "--frame is about masks, and %s is an image", path);
        return load_image(path, out);
    }
    int code = load_mask(a, path, &mask);
    if (code == EXIT_DONE)
        code = count_option(a, OPTION_FRAME, 0, mask->depth - 1, &frame);
    if (code == EXIT_DONE) {
        woad_status status = cli_picture_from_mask(mask, frame, 1, 1, 1, out, &error);
        code = status < 0 ? fail_with(status, &error) : EXIT_DONE;
    }
    woad_mask_destroy(mask);
    return code;
}

/* On black, in 8-bit RGB or grey, and no wider than there is room; what fits stays dot for dot. */
static woad_status suit(
    const woad_image *image, size_t room, bool grey, woad_image **out, woad_error *error)
{
    const woad_prepare_params params = {
        .width = image->width > room ? room : 0, .alpha = WOAD_ALPHA_DROP, .grey = grey};
    woad_image *sized;
    woad_status status = woad_prepare(&params, image, &sized, error);
    if (status < 0)
        return status;
    status = woad_image_create(sized->width, sized->height, grey ? 1 : 3, 8, out, error);
    const uint8_t *bytes = sized->samples;
    const uint16_t *words = sized->samples;
    size_t count = sized->width * sized->height, n = grey ? 1 : 3;
    for (size_t i = 0; status >= 0 && i < count * n; i++) {
        size_t at =
            sized->channels < 3 ? i / n * sized->channels : i / n * sized->channels + i % n;
        ((uint8_t *)(*out)->samples)[i] =
            sized->bits == 8 ? bytes[at] : (uint8_t)((words[at] + 128u) / 257);
    }
    woad_image_destroy(sized);
    return status;
}

/* ---- half blocks ---------------------------------------------------------------------------- */

/* xterm's colours from 16 on: a cube of 6x6x6, and 24 greys. */
static woad_colours xterm_colours(void)
{
    static const uint8_t levels[6] = {0, 95, 135, 175, 215, 255};
    woad_colours c = {.count = 240};
    for (size_t i = 0; i < 216; i++) {
        c.rgb[i][0] = levels[i / 36];
        c.rgb[i][1] = levels[i / 6 % 6];
        c.rgb[i][2] = levels[i % 6];
    }
    for (size_t i = 0; i < 24; i++)
        memset(c.rgb[216 + i], (int)(8 + 10 * i), 3);
    return c;
}

/* Places in those colours. */
static woad_status to_xterm(const woad_image *image, woad_image **out, woad_error *error)
{
    const woad_colours colours = xterm_colours();
    woad_palette *palette = NULL;
    woad_mask *mask = NULL;
    woad_status status = woad_palette_create(&colours, NULL, WOAD_MIXING_SRGB, &palette, error);
    if (status >= 0)
        status = woad_mask_builtin(0, &mask, error);
    if (status >= 0)
        status = woad_image_create(image->width, image->height, 1, 8, out, error);
    if (status >= 0) {
        const woad_palette_params params = {.mask = mask};
        status = woad_palette_dither(palette, &params, image->samples, 8, image->width,
            image->height, 3, (*out)->samples, error);
    }
    woad_mask_destroy(mask);
    woad_palette_destroy(palette);
    return status;
}

/* "38;2;R;G;B" or "38;5;N", the 3 being a 4 for the background. */
static void put_colour(cli_text *text, const woad_image *image, size_t x, size_t y, int ground)
{
    const uint8_t *at =
        (const uint8_t *)image->samples + (y * image->width + x) * image->channels;
    if (image->channels == 1)
        text_put(text, "%d8;5;%d", ground, at[0] + 16);
    else
        text_put(text, "%d8;2;%d;%d;%d", ground, at[0], at[1], at[2]);
}

static void put_half_blocks(cli_text *text, const woad_image *image)
{
    for (size_t y = 0; y < image->height; y += 2) {
        for (size_t x = 0; x < image->width; x++) {
            text_put(text, "\033[");
            put_colour(text, image, x, y, 3);
            if (y + 1 < image->height) {
                text_put(text, ";");
                put_colour(text, image, x, y + 1, 4);
            }
            text_put(text, "m\xe2\x96\x80"); /* U+2580 */
        }
        text_put(text, "\033[0m\n");
    }
}

static woad_status show_colours(
    const woad_image *image, bool few, size_t columns, cli_text *text, woad_error *error)
{
    woad_image *suited = NULL, *places = NULL;
    woad_status status = suit(image, columns, false, &suited, error);
    if (status >= 0 && few)
        status = to_xterm(suited, &places, error);
    if (status >= 0)
        put_half_blocks(text, few ? places : suited);
    woad_image_destroy(suited);
    woad_image_destroy(places);
    return status;
}

/* ---- braille -------------------------------------------------------------------------------- */

/* Of the dots of U+2800 + bits, by row and column: dots 1 to 8 of Unicode. */
static const unsigned dots[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

static void put_braille(cli_text *text, const woad_image *image)
{
    const uint8_t *samples = image->samples;
    for (size_t y = 0; y < image->height; y += 4) {
        for (size_t x = 0; x < image->width; x += 2) {
            unsigned bits = 0;
            for (size_t k = 0; k < 8; k++) {
                size_t row = y + k / 2, column = x + k % 2;
                if (row < image->height && column < image->width &&
                    samples[row * image->width + column])
                    bits |= dots[k / 2][k % 2];
            }
            text_put(text, "\xe2%c%c", (int)(0xa0 + (bits >> 6)), (int)(0x80 + (bits & 0x3f)));
        }
        text_put(text, "\n");
    }
}

static woad_status show_braille(
    const woad_image *image, size_t columns, cli_text *text, woad_error *error)
{
    woad_image *suited = NULL;
    woad_mask *mask = NULL;
    woad_status status = suit(image, 2 * columns, true, &suited, error);
    if (status >= 0)
        status = woad_mask_builtin(0, &mask, error);
    if (status >= 0) {
        const woad_dither_params params = {.masks = {mask}};
        status = woad_dither(&params, suited->samples, 8, suited->width, suited->height, 1,
            suited->samples, error);
    }
    if (status >= 0)
        put_braille(text, suited);
    woad_mask_destroy(mask);
    woad_image_destroy(suited);
    return status;
}

/* ---- the command ---------------------------------------------------------------------------- */

/* What the terminal says of itself; files and pipes get what needs no terminal. */
static show_style style_of_terminal(void)
{
    const char *colours = getenv("COLORTERM"), *terminal = getenv("TERM");
    if (!stdout_is_terminal() || (terminal && strcmp(terminal, "dumb") == 0))
        return STYLE_BRAILLE;
    if (colours && (strcmp(colours, "truecolor") == 0 || strcmp(colours, "24bit") == 0))
        return STYLE_TRUE;
    return STYLE_256;
}

static int show(const cli_arguments *a, show_style style, size_t columns)
{
    woad_image *image = NULL;
    woad_error error;
    cli_text text = {0};
    int code = load(a, a->operands[0], &image);
    if (code != EXIT_DONE)
        return code;
    woad_status status = style == STYLE_BRAILLE
                             ? show_braille(image, columns, &text, &error)
                             : show_colours(image, style == STYLE_256, columns, &text, &error);
    woad_image_destroy(image);
    if (status < 0)
        code = fail_with(status, &error);
    else
        code = text_save(&text, "-", false);
    text_clear(&text);
    return code;
}

static int run_show(const cli_arguments *arguments)
{
    static const char *const styles[] = {"auto", "true", "256", "braille", NULL};
    size_t columns = terminal_columns();
    int style = 0;
    columns = columns > 0 ? columns : COLUMNS;
    int code = choice_option(arguments, OPTION_STYLE, styles, &style);
    if (code == EXIT_DONE)
        code = count_option(arguments, OPTION_COLUMNS, 1, MOST_COLUMNS, &columns);
    if (code != EXIT_DONE)
        return code;
    return show(
        arguments, style == STYLE_AUTO ? style_of_terminal() : (show_style)style, columns);
}

static const char *const examples[] = {
    "woad show photo.jpg",
    "woad show mask.npy --columns 32",
    "woad show dithered.png --style braille",
    NULL,
};

const cli_command command_show = {
    .name = "show",
    .operands = "FILE",
    .summary = "show an image or a mask in the terminal",
    .description =
        "Prints an image, or a frame of a mask, as text: half blocks of two pixels each in 24-bit "
        "colours where the terminal says that it has them (COLORTERM), else in its 256 colours, or "
        "braille of 2x4 dots, dithered, where the output is no terminal. What is wider than the "
        "terminal is made smaller, in linear light; all else is dot for dot.",
    .examples = examples,
    .options = {OPTION_STYLE, OPTION_COLUMNS, OPTION_FRAME, OPTION_INPUT_FORMAT,
        OPTION_INPUT_SIZE, OPTION_INPUT_VALUES, OPTION_MAX_MEMORY},
    .fewest_operands = 1,
    .most_operands = 1,
    .run = run_show,
};
