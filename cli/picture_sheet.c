/* picture_sheet.c - pictures beside each other, with captions. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "picture.h"

static const cli_colour ground = 0xF6F5F1, ink = 0x333333;

static const cli_caption caption_style = {.size = 12};

/* What is laid out: the caller's arrays, and the size and place of columns and rows. */
typedef struct sheet {
    const woad_image *const *images;
    const char *const *labels;
    size_t count, columns, rows, gap;
    size_t *widths, *heights, *captions; /* [columns], [rows], [rows] */
} sheet;

static const char *label_of(const sheet *s, size_t index)
{
    return s->labels ? s->labels[index] : NULL;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Text is measured on a canvas, before there is the one to draw on. */
static woad_status measure(sheet *s, woad_error *error)
{
    cairo_t *scratch;
    woad_status status = cli_canvas_create(1, 1, ground, &scratch, error);
    if (status < 0)
        return status;
    cli_caption style = caption_style;
    style.max_width = CLI_PICTURE_CAPTION_WIDTH;
    for (size_t i = 0; i < s->count; i++) {
        size_t column = i % s->columns, row = i / s->columns;
        s->widths[column] = larger(s->widths[column], s->images[i]->width);
        s->heights[row] = larger(s->heights[row], s->images[i]->height);
        if (!label_of(s, i))
            continue;
        double width = ceil(cli_canvas_text_width(scratch, &style, label_of(s, i)));
        s->widths[column] = larger(s->widths[column], (size_t)width);
        s->captions[row] = CLI_PICTURE_CAPTION_HEIGHT;
    }
    cairo_destroy(scratch);
    return WOAD_OK;
}

/* One sample as a number from 0 to 255. */
static double sample_at(const woad_image *image, size_t index)
{
    if (image->bits == 16)
        return ((const uint16_t *)image->samples)[index] / 257.0;
    return ((const uint8_t *)image->samples)[index];
}

/* A pixel as cairo's RGB24, laid over the ground where it is clear. */
static uint32_t word_at(const woad_image *image, size_t pixel)
{
    bool colour = image->channels >= 3, clear = image->channels % 2 == 0;
    size_t first = pixel * image->channels;
    double alpha = clear ? sample_at(image, first + image->channels - 1) / 255 : 1;
    uint32_t word = 0;
    for (unsigned c = 0; c < 3; c++) {
        double over = sample_at(image, first + (colour ? c : 0));
        double under = ground >> (16 - 8 * c) & 255;
        word = word << 8 | (uint32_t)(alpha * over + (1 - alpha) * under + 0.5);
    }
    return word;
}

/* Copies pixels one to one; the image lies within the canvas. */
static void place_image(cairo_t *canvas, const woad_image *image, size_t left, size_t top)
{
    cairo_surface_t *surface = cairo_get_target(canvas);
    cairo_surface_flush(surface);
    unsigned char *data = cairo_image_surface_get_data(surface);
    if (!data) /* something failed before, and cli_canvas_finish says what */
        return;
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    for (size_t y = 0; y < image->height; y++) {
        for (size_t x = 0; x < image->width; x++) {
            uint32_t word = word_at(image, y * image->width + x);
            memcpy(data + (top + y) * stride + 4 * (left + x), &word, sizeof word);
        }
    }
    cairo_surface_mark_dirty(surface);
}

static void place_all(cairo_t *canvas, const sheet *s)
{
    size_t top = s->gap;
    for (size_t row = 0; row < s->rows; row++) {
        size_t left = s->gap;
        for (size_t column = 0; column < s->columns; column++) {
            size_t i = row * s->columns + column;
            if (i >= s->count)
                break;
            if (label_of(s, i)) {
                cli_caption style = caption_style;
                style.max_width = (double)s->widths[column];
                cli_canvas_colour(canvas, ink, 1);
                cli_canvas_text(canvas, &style, (double)left, (double)top + 13, label_of(s, i));
            }
            place_image(canvas, s->images[i], left, top + s->captions[row]);
            left += s->widths[column] + s->gap;
        }
        top += s->captions[row] + s->heights[row] + s->gap;
    }
}

/* Adds to a length; what is too long for a canvas stays so. */
static void lengthen(size_t *length, size_t more)
{
    *length = more > CLI_CANVAS_MAX_AXIS || *length > CLI_CANVAS_MAX_AXIS
                  ? CLI_CANVAS_MAX_AXIS + 1
                  : *length + more;
}

static woad_status draw_sheet(sheet *s, woad_image **out, woad_error *error)
{
    woad_status status = measure(s, error);
    if (status < 0)
        return status;
    size_t width = s->gap, height = s->gap;
    for (size_t column = 0; column < s->columns; column++) {
        lengthen(&width, s->widths[column]);
        lengthen(&width, s->gap);
    }
    for (size_t row = 0; row < s->rows; row++) {
        lengthen(&height, s->captions[row]);
        lengthen(&height, s->heights[row]);
        lengthen(&height, s->gap);
    }
    cairo_t *canvas;
    status = cli_canvas_create(width, height, ground, &canvas, error);
    if (status < 0)
        return status;
    place_all(canvas, s);
    return cli_canvas_finish(canvas, out, error);
}

woad_status cli_picture_beside(const woad_image *const *images, const char *const *labels,
    size_t count, size_t columns, size_t gap, woad_image **out, woad_error *error)
{
    if (count == 0 || columns == 0)
        return cli_canvas_fail(error, WOAD_ERROR_ARGUMENT,
            "a sheet of %zu pictures in %zu columns: there must be at least one of each", count,
            columns);
    columns = columns < count ? columns : count;
    size_t rows = count / columns + (count % columns != 0);
    sheet s = {images, labels, count, columns, rows, gap, calloc(columns, sizeof(size_t)),
        calloc(rows, sizeof(size_t)), calloc(rows, sizeof(size_t))};
    woad_status status;
    if (s.widths && s.heights && s.captions)
        status = draw_sheet(&s, out, error);
    else
        status = cli_canvas_fail(error, WOAD_ERROR_MEMORY, "no memory for a sheet of pictures");
    free(s.widths);
    free(s.heights);
    free(s.captions);
    return status;
}
