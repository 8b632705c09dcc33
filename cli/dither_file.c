/* dither_file.c - how a dithered image is written: its format, and the options of files. */
#include "dither_file.h"

#include <string.h>

#include "failure.h"
#include "option_values.h"
#include "text.h"

int dither_file_options(const cli_arguments *a, woad_image_options *out)
{
    static const char *const packings[] = {"msb", "lsb", NULL};
    static const char *const orders[] = {"rows", "columns", NULL};
    int packing = 0, order = 0;
    int code = choice_option(a, OPTION_PACKING, packings, &packing);
    if (code == EXIT_DONE)
        code = choice_option(a, OPTION_ORDER, orders, &order);
    out->lsb_first = packing == 1;
    out->by_columns = order == 1;
    out->invert = has_flag(a, OPTION_INVERT);
    return code;
}

/* What only raw files have. */
static int check_raw_options(const cli_arguments *a, const woad_image_format *format)
{
    static const cli_option_id of_raw[] = {OPTION_PACKING, OPTION_ORDER};
    if (strcmp(format->name, "raw") == 0)
        return EXIT_DONE;
    for (size_t i = 0; i < sizeof of_raw / sizeof *of_raw; i++) {
        if (argument(a, of_raw[i]))
            return fail(EXIT_USAGE,
                "--%s is about raw files, and this one is %s: add --format raw",
                options[of_raw[i]].name, format->name);
    }
    if (has_flag(a, OPTION_INVERT))
        return fail(EXIT_USAGE,
            "--invert is about raw files, and this one is %s: add --format raw", format->name);
    return EXIT_DONE;
}

static void list_writers(cli_text *text)
{
    const woad_image_format *format;
    for (size_t i = 0; (format = woad_image_format_at(i)) != NULL; i++) {
        if (format->writes)
            text_put(text, "%s%s", text->length ? ", " : "", format->name);
    }
}

static int fail_format(const char *what, const char *hint)
{
    cli_text writers = {0};
    list_writers(&writers);
    int code = fail(EXIT_USAGE, "%s: dithered images are written as %s%s", what,
        writers.bytes ? writers.bytes : "", hint);
    text_clear(&writers);
    return code;
}

int dither_format(
    const cli_arguments *arguments, const char *path, const woad_image_format **format)
{
    const char *name = argument(arguments, OPTION_IMAGE_FORMAT);
    if (name)
        *format = woad_image_format_find(name);
    else if (strcmp(path, "-") == 0)
        *format = woad_image_format_find("png");
    else
        *format = woad_image_format_of_path(path);
    if (!*format || !(*format)->writes)
        return fail_format(name ? name : path, name ? "" : ": name it so, or give --format");
    return check_raw_options(arguments, *format);
}
