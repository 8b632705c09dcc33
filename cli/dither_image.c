/* dither_image.c - one image, from its file to the dithered one. */
#include "dither_image.h"

#include "dither_step.h"
#include "failure.h"
#include "system.h"

enum { CHUNK = 1 << 20 }; /* bytes of rows that are dithered at a time */

/* An image on its way. */
typedef struct passage {
    dither_step step;
    const woad_image_format *format;
    const char *input, *output;
    woad_image_reader *reader;
    woad_image_writer *writer;
    woad_image *rows; /* as read */
    bool held;        /* interrupts: nothing is waited for, and a file is begun */
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

static bool needs_whole_image(const passage *p)
{
    return p->step.settings->diffused || !woad_prepare_is_by_pixel(&p->step.prepare);
}

static size_t rows_at_a_time(const passage *p, const woad_image *shape)
{
    size_t bytes = shape->width * shape->channels * (shape->bits / 8);
    if (needs_whole_image(p) || bytes > CHUNK)
        return needs_whole_image(p) ? shape->height : 1;
    size_t rows = CHUNK / bytes;
    return rows < shape->height ? rows : shape->height;
}

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

/* ---- files ---------------------------------------------------------------------------------- */

/* The fewest bits that hold all places; PNG finds them by itself. */
static void set_palette(const passage *p, woad_image_options *written)
{
    const woad_colours *colours = woad_palette_colours(p->step.settings->palette);
    written->palette = colours->rgb[0];
    written->colours = colours->count;
    for (written->bits = 1; (size_t)1 << written->bits < colours->count;)
        written->bits *= 2;
}

static int open_writer(passage *p, const woad_image *result, size_t height)
{
    p->held = !is_stream(p->input) && hold_interrupts_for(p->output);
    woad_error error;
    woad_image shape = *result;
    woad_image_options written = p->step.settings->file;
    shape.height = height;
    if (p->step.settings->palette && !p->step.colours)
        set_palette(p, &written);
    else if (shape.channels == 1 && p->format->packed)
        written.bits = bits_of_levels(p->step.params.levels[0]);
    woad_status status = woad_image_writer_open(
        p->output, &shape, p->format, &written, p->step.settings->force, &p->writer, &error);
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
    const woad_image *result;
    status = dither_step_pass(&p->step, p->rows, y, &result, &error);
    if (status < 0)
        return fail_with(status, &error);
    int code = EXIT_DONE;
    if (!p->writer)
        code = open_writer(p, result, count == height ? result->height : height);
    if (code != EXIT_DONE)
        return code;
    status = woad_image_writer_rows(p->writer, result->height, result->samples, &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

static int finish(passage *p)
{
    woad_error error;
    bool held = hold_interrupts_for(p->output);
    woad_status status = woad_image_writer_finish(p->writer, &error);
    if (held)
        release_interrupts();
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

static int pass(passage *p)
{
    woad_error error;
    woad_status status = woad_image_reader_open(p->input, &p->reader, &error);
    if (status < 0)
        return fail_input(status, &error);
    note_profile(status, p->input);
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
    passage p = {.format = format, .input = input, .output = output};
    p.step = dither_step_for(settings, format->alpha, format->colours, format->packed);
    p.step.params = dither_params_at(settings, moment);
    int code = pass(&p);
    woad_image_writer_close(p.writer);
    if (p.held)
        release_interrupts();
    woad_image_reader_close(p.reader);
    woad_image_destroy(p.rows);
    dither_step_clear(&p.step);
    return code;
}
