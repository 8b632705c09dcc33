/* canvas.h - a cairo drawing that becomes a woad_image. */
#ifndef WOAD_CLI_CANVAS_H
#define WOAD_CLI_CANVAS_H

#include <cairo.h>
#include <stdbool.h>

#include <woad/image.h>

/* cairo's own limit on the sides of an image surface. */
#define CLI_CANVAS_MAX_AXIS ((size_t)32767)

/* POSIX does not promise M_PI under -std=c11. */
#define CLI_PI 3.14159265358979323846

/* A colour, sRGB-encoded, as 0xRRGGBB. */
typedef unsigned cli_colour;

/* Writes the sentence into *error (when there is one) and returns the status. */
woad_status cli_canvas_fail(woad_error *error, woad_status status, const char *format, ...)
    WOAD_PRINTF(3, 4);

/* A canvas of width x height pixels filled with `ground`. The caller gives *out to
 * cli_canvas_finish. Fails with WOAD_ERROR_SIZE or WOAD_ERROR_MEMORY. */
woad_status cli_canvas_create(
    size_t width, size_t height, cli_colour ground, cairo_t **out, woad_error *error);

/* Copies what was drawn into a new RGB image of 8 bits and frees the canvas, also on failure.
 * Fails with WOAD_ERROR_MEMORY, or with what made cairo give up while drawing. */
woad_status cli_canvas_finish(cairo_t *canvas, woad_image **out, woad_error *error);

/* Sets the colour of what is drawn next; alpha is 0 (clear) to 1 (opaque). */
void cli_canvas_colour(cairo_t *canvas, cli_colour colour, double alpha);

/* How a line of text is set. */
typedef struct cli_caption {
    double size;      /* em height in pixels */
    double anchor;    /* of its width: 0 starts at x, 0.5 is centred on x, 1 ends at x */
    double max_width; /* longer text is set smaller, then cut with an ellipsis; 0: no limit */
    double halo;      /* width of a white rim, for text over a drawing; 0: none */
    bool bold;
} cli_caption;

/* Width in pixels of UTF-8 text as cli_canvas_text would set it. */
double cli_canvas_text_width(cairo_t *canvas, const cli_caption *style, const char *text);

/* Sets one line of UTF-8 text in the current colour with its baseline at y. */
void cli_canvas_text(
    cairo_t *canvas, const cli_caption *style, double x, double y, const char *text);

#endif
