/* dither_image.c - one image, from its file to the dithered one. */
#include "dither_image.h"

#include <string.h>

#include "failure.h"
#include "system.h"

enum { CHUNK = 1 << 20 }; /* bytes of rows that are dithered at a time */

/* An image on its way. */
typedef struct passage {
    const dither_settings *settings;
    woad_dither_params params; /* of this moment */
    woad_prepare_params prepare;
    const woad_image_format *format;
    const char *output;
    woad_image_reader *reader;
    woad_image_writer *writer;
    woad_image *rows;     /* as read */
    woad_image *prepared; /* NULL: nothing was done to them */
    woad_image *dithered;
    woad_image *coloured; /* places as their colours, for formats without palettes */
} passage;

/* 1, 2 and 4-bit files hold 2, 4 and 16 grey levels exactly. */
static unsigned bits_of_levels(unsigned levels)
{
    for (unsigned bits = 1; bits <= 4; bits *= 2) {
        if (levels == 1U << bits)
            return bits;
    }
    return 8;
}

/* What the format does not hold is taken off first. */
static void suit_format(passage *p)
{
    bool palette = p->settings->palette != NULL;
    if (!p->format->alpha || palette)
        p->prepare.alpha = WOAD_ALPHA_DROP;
    if (!p->format->colours && !palette)
        p->prepare.grey = true;
}

static bool needs_whole_image(const passage *p)
{
    return p->settings->diffused || !woad_prepare_is_by_pixel(&p->prepare);
}

static size_t rows_at_a_time(const passage *p, const woad_image *shape)
{
    size_t bytes = shape->width * shape->channels * (shape->bits / 8);
    if (needs_whole_image(p) || bytes > CHUNK)
        return needs_whole_image(p) ? shape->height : 1;
    size_t rows = CHUNK / bytes;
    return rows < shape->height ? rows : shape->height;
}

/* ---- steps ---------------------------------------------------------------------------------- */

static woad_status read_rows(passage *p, size_t count, woad_error *error)
{
    const woad_image *shape = woad_image_reader_shape(p->reader);
    woad_status status = WOAD_OK;
    if (!p->rows || p->rows->height != count) {
        woad_image_destroy(p->rows);
        p->rows = NULL;
        status = woad_image_create(
            shape->width, count, shape->channels, shape->bits, &p->rows, error);
    }
    return status < 0 ? status
                      : woad_image_reader_rows(p->reader, count, p->rows->samples, error);
}

static woad_status prepare_rows(passage *p, woad_error *error)
{
    woad_image_destroy(p->prepared);
    p->prepared = NULL;
    return woad_prepare_changes(&p->prepare, p->rows->channels)
               ? woad_prepare(&p->prepare, p->rows, &p->prepared, error)
               : WOAD_OK;
}

static const woad_image *source_of(const passage *p)
{
    return p->prepared ? p->prepared : p->rows;
}

static woad_status dither_to_palette(
    const passage *p, const woad_image *in, size_t y, woad_error *error)
{
    const woad_dither_params *given = &p->params;
    if (p->settings->diffused)
        return woad_palette_diffuse(p->settings->palette, &p->settings->diffusion, in->samples,
            in->bits, in->width, in->height, in->channels, p->dithered->samples, error);
    const woad_palette_params params = {.mask = given->masks[0],
        .frame = given->frame,
        .x = given->x,
        .y = given->y + y,
        .damping = given->damping,
        .threads = p->settings->threads};
    return woad_palette_dither(p->settings->palette, &params, in->samples, in->bits, in->width,
        in->height, in->channels, p->dithered->samples, error);
}

static bool writes_colours(const passage *p)
{
    return p->settings->palette && p->format->colours && !p->format->packed;
}

static woad_status colour_places(passage *p, woad_error *error)
{
    const woad_image *places = p->dithered;
    const woad_colours *colours = woad_palette_colours(p->settings->palette);
    woad_image_destroy(p->coloured);
    p->coloured = NULL;
    woad_status status =
        woad_image_create(places->width, places->height, 3, 8, &p->coloured, error);
    if (status < 0)
        return status;
    const uint8_t *in = places->samples;
    uint8_t *out = p->coloured->samples;
    for (size_t i = 0; i < places->width * places->height; i++)
        memcpy(out + 3 * i, colours->rgb[in[i]], 3);
    return status;
}

static const woad_image *result_of(const passage *p)
{
    return p->coloured ? p->coloured : p->dithered;
}

static woad_status diffuse_to_levels(const passage *p, const woad_image *in, woad_error *error)
{
    const woad_dither_params *given = &p->params;
    const woad_diffuse_params params = {
        .levels = {given->levels[0], given->levels[1], given->levels[2]},
        .space = given->space,
        .diffusion = p->settings->diffusion};
    return woad_diffuse(&params, in->samples, in->bits, in->width, in->height, in->channels,
        p->dithered->samples, error);
}

static woad_status dither_rows(passage *p, size_t y, woad_error *error)
{
    const woad_image *in = source_of(p);
    woad_status status = WOAD_OK;
    if (!p->dithered || p->dithered->height != in->height) {
        woad_image_destroy(p->dithered);
        p->dithered = NULL;
        status = woad_image_create(in->width, in->height,
            p->settings->palette ? 1 : in->channels, 8, &p->dithered, error);
    }
    if (status < 0)
        return status;
    if (p->settings->palette)
        return dither_to_palette(p, in, y, error);
    if (p->settings->diffused)
        return diffuse_to_levels(p, in, error);
    woad_dither_params params = p->params;
    params.y += y;
    return woad_dither(&params, in->samples, in->bits, in->width, in->height, in->channels,
        p->dithered->samples, error);
}

/* ---- files ---------------------------------------------------------------------------------- */

/* The fewest bits that hold all places; PNG finds them by itself. */
static void set_palette(const passage *p, woad_image_options *written)
{
    const woad_colours *colours = woad_palette_colours(p->settings->palette);
    written->palette = colours->rgb[0];
    written->colours = colours->count;
    for (written->bits = 1; (size_t)1 << written->bits < colours->count;)
        written->bits *= 2;
}

static int open_writer(passage *p, size_t height)
{
    woad_error error;
    woad_image shape = *result_of(p);
    woad_image_options written = p->settings->file;
    shape.height = height;
    if (p->settings->palette && !p->coloured)
        set_palette(p, &written);
    else if (shape.channels == 1 && p->format->packed)
        written.bits = bits_of_levels(p->params.levels[0]);
    woad_status status = woad_image_writer_open(
        p->output, &shape, p->format, &written, p->settings->force, &p->writer, &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

/* From row y on; a whole image may have another height now. */
static int pass_rows(passage *p, size_t y, size_t count)
{
    woad_error error;
    size_t height = woad_image_reader_shape(p->reader)->height;
    woad_status status = read_rows(p, count, &error);
    if (status < 0)
        return fail_input(status, &error);
    status = prepare_rows(p, &error);
    if (status >= 0)
        status = dither_rows(p, y, &error);
    if (status >= 0 && writes_colours(p))
        status = colour_places(p, &error);
    if (status < 0)
        return fail_with(status, &error);
    int code = EXIT_DONE;
    if (!p->writer)
        code = open_writer(p, count == height ? p->dithered->height : height);
    if (code != EXIT_DONE)
        return code;
    status =
        woad_image_writer_rows(p->writer, result_of(p)->height, result_of(p)->samples, &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

static int finish(passage *p)
{
    woad_error error;
    hold_interrupts();
    woad_status status = woad_image_writer_finish(p->writer, &error);
    release_interrupts();
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

static int pass(passage *p, const char *input)
{
    woad_error error;
    woad_status status = woad_image_reader_open(input, &p->reader, &error);
    if (status < 0)
        return fail_input(status, &error);
    const woad_image *shape = woad_image_reader_shape(p->reader);
    size_t step = rows_at_a_time(p, shape);
    int code = EXIT_DONE;
    for (size_t y = 0; code == EXIT_DONE && y < shape->height; y += step) {
        code = pass_rows(p, y, shape->height - y < step ? shape->height - y : step);
        if (code == EXIT_DONE && was_interrupted())
            code = fail(EXIT_INTERRUPTED, "interrupted: %s is not written", p->output);
    }
    return code == EXIT_DONE ? finish(p) : code;
}

int dither_image(const dither_settings *settings, const char *input, size_t moment,
    const char *output, const woad_image_format *format)
{
    passage p = {.settings = settings,
        .params = dither_params_at(settings, moment),
        .prepare = settings->prepare,
        .format = format,
        .output = output};
    suit_format(&p);
    int code = pass(&p, input);
    woad_image_writer_close(p.writer);
    woad_image_reader_close(p.reader);
    woad_image_destroy(p.rows);
    woad_image_destroy(p.prepared);
    woad_image_destroy(p.dithered);
    woad_image_destroy(p.coloured);
    return code;
}
