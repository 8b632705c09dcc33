/* canvas.c - a cairo drawing that becomes a woad_image.
 *
 * cairo's "toy" text interface is enough for captions: one face, whatever the system calls
 * sans-serif, with outlines unhinted so that text keeps its proportions at every size.
 */
#include "canvas.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

/* Text that does not fit is first set down to this share of its size, then cut. */
static const double smallest_share = 0.75;

/* Longest text that is set, in bytes; captions and titles are far shorter. */
enum { text_capacity = 256 };

woad_status cli_canvas_fail(woad_error *error, woad_status status, const char *format, ...)
{
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
    }
    return status;
}

void cli_canvas_colour(cairo_t *canvas, cli_colour colour, double alpha)
{
    cairo_set_source_rgba(canvas, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0,
        (colour & 255) / 255.0, alpha);
}

static void set_font_options(cairo_t *canvas)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(canvas, options);
    cairo_font_options_destroy(options);
}

woad_status cli_canvas_create(
    size_t width, size_t height, cli_colour ground, cairo_t **out, woad_error *error)
{
    if (width < 1 || height < 1 || width > CLI_CANVAS_MAX_AXIS || height > CLI_CANVAS_MAX_AXIS)
        return cli_canvas_fail(error, WOAD_ERROR_SIZE,
            "a picture of %zux%zu pixels: its sides must be 1 to %zu", width, height,
            CLI_CANVAS_MAX_AXIS);
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    cairo_t *canvas = cairo_create(surface);
    cairo_surface_destroy(surface); /* the canvas holds it */
    if (cairo_status(canvas) != CAIRO_STATUS_SUCCESS) {
        cairo_destroy(canvas);
        return cli_canvas_fail(
            error, WOAD_ERROR_MEMORY, "no memory for a picture of %zux%zu", width, height);
    }
    cli_canvas_colour(canvas, ground, 1);
    cairo_paint(canvas);
    set_font_options(canvas);
    *out = canvas;
    return WOAD_OK;
}

/* CAIRO_FORMAT_RGB24 is one native 32-bit word a pixel, 0x00RRGGBB. */
static void copy_pixels(cairo_surface_t *surface, woad_image *image)
{
    const unsigned char *rows = cairo_image_surface_get_data(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    uint8_t *sample = image->samples;
    for (size_t y = 0; y < image->height; y++) {
        for (size_t x = 0; x < image->width; x++) {
            uint32_t word;
            memcpy(&word, rows + y * stride + 4 * x, sizeof word);
            *sample++ = (uint8_t)(word >> 16);
            *sample++ = (uint8_t)(word >> 8);
            *sample++ = (uint8_t)word;
        }
    }
}

woad_status cli_canvas_finish(cairo_t *canvas, woad_image **out, woad_error *error)
{
    cairo_surface_t *surface = cairo_get_target(canvas);
    cairo_surface_flush(surface);
    cairo_status_t drawn = cairo_status(canvas);
    woad_status status = WOAD_OK;
    if (drawn == CAIRO_STATUS_NO_MEMORY)
        status = cli_canvas_fail(error, WOAD_ERROR_MEMORY, "no memory to draw a picture");
    else if (drawn != CAIRO_STATUS_SUCCESS)
        status = cli_canvas_fail(error, WOAD_ERROR_ARGUMENT, "a picture cannot be drawn: %s",
            cairo_status_to_string(drawn));
    if (status >= 0)
        status = woad_image_create((size_t)cairo_image_surface_get_width(surface),
            (size_t)cairo_image_surface_get_height(surface), 3, 8, out, error);
    if (status >= 0)
        copy_pixels(surface, *out);
    cairo_destroy(canvas);
    return status;
}

static double advance(cairo_t *canvas, const char *text)
{
    cairo_text_extents_t extents;
    cairo_text_extents(canvas, text, &extents);
    return extents.x_advance;
}

static const char ellipsis[] = "\xE2\x80\xA6"; /* U+2026 */

/* Takes the last UTF-8 character off `text` and puts an ellipsis in its place; `length` is what is
 * left of the text itself. */
static void cut_one(char *text, size_t *length)
{
    do
        --*length;
    while (*length > 0 && ((unsigned char)text[*length] & 0xC0) == 0x80);
    memcpy(text + *length, ellipsis, sizeof ellipsis);
}

/* Selects the face and size, and makes `fitted` what can be set of `text` in the width. */
static void fit(cairo_t *canvas, const cli_caption *style, const char *text, char *fitted)
{
    cairo_select_font_face(canvas, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
        style->bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(canvas, style->size);
    size_t taken = utf8_copy(fitted, text_capacity - 3, text), length = strlen(fitted);
    if (text[taken])
        memcpy(fitted + length, ellipsis, sizeof ellipsis);
    double width = advance(canvas, fitted);
    if (style->max_width <= 0 || width <= style->max_width)
        return;
    double share = fmax(style->max_width / width, smallest_share);
    cairo_set_font_size(canvas, style->size * share);
    while (length > 0 && advance(canvas, fitted) > style->max_width + 0.01)
        cut_one(fitted, &length);
}

double cli_canvas_text_width(cairo_t *canvas, const cli_caption *style, const char *text)
{
    char fitted[text_capacity];
    fit(canvas, style, text, fitted);
    return advance(canvas, fitted);
}

void cli_canvas_text(
    cairo_t *canvas, const cli_caption *style, double x, double y, const char *text)
{
    char fitted[text_capacity];
    fit(canvas, style, text, fitted);
    double left = x - style->anchor * advance(canvas, fitted);
    if (style->halo > 0) {
        cairo_save(canvas);
        cli_canvas_colour(canvas, 0xFFFFFF, 0.85);
        cairo_set_line_width(canvas, 2 * style->halo);
        cairo_set_line_join(canvas, CAIRO_LINE_JOIN_ROUND);
        cairo_move_to(canvas, left, y);
        cairo_text_path(canvas, fitted);
        cairo_stroke(canvas);
        cairo_restore(canvas);
    }
    cairo_move_to(canvas, left, y);
    cairo_show_text(canvas, fitted);
}
