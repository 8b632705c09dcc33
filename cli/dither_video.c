/* dither_video.c - videos, frame by frame. */
#include "dither_video.h"

#include <string.h>

#include "dither_step.h"
#include "failure.h"
#include "system.h"

typedef struct passage {
    dither_step step;
    const char *input, *output;
    woad_video_reader *reader;
    woad_video_writer *writer;
    woad_image *frame; /* as read */
    bool held;         /* interrupts: nothing is waited for, and a file is begun */
} passage;

static bool is_y4m(const char *path)
{
    size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, ".y4m") == 0;
}

bool dither_is_video(const cli_arguments *arguments)
{
    return argument(arguments, OPTION_VIDEO) ||
           (arguments->operand_count == 1 && is_y4m(arguments->operands[0]));
}

/* Images have formats and files have names; videos are one stream. */
static int check_options(const cli_arguments *a)
{
    static const cli_option_id of_images[] = {
        OPTION_IMAGE_FORMAT, OPTION_PACKING, OPTION_ORDER, OPTION_JOBS};
    for (size_t i = 0; i < sizeof of_images / sizeof *of_images; i++) {
        if (argument(a, of_images[i]))
            return fail(EXIT_USAGE, "--%s is about images, and this is a video: leave it out",
                options[of_images[i]].name);
    }
    if (has_flag(a, OPTION_INVERT))
        return fail(EXIT_USAGE, "--invert is about images, and this is a video: leave it out");
    if (a->operand_count > 1)
        return fail(EXIT_USAGE, "there are %zu videos: give one at a time", a->operand_count);
    return EXIT_DONE;
}

static int open_reader(passage *p, const cli_arguments *a)
{
    const char *layout_text = argument(a, OPTION_VIDEO);
    woad_video_layout layout;
    woad_error error;
    woad_status status =
        woad_video_layout_parse(layout_text ? layout_text : "y4m", &layout, &error);
    if (status < 0)
        return fail_with(status, &error);
    status = woad_video_reader_open(a->operands[0], &layout, &p->reader, &error);
    if (status < 0)
        return fail_input(status, &error);
    const woad_image *shape = woad_video_reader_shape(p->reader);
    status = woad_image_create(
        shape->width, shape->height, shape->channels, shape->bits, &p->frame, &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

static int write_frame(passage *p, const woad_image *result)
{
    woad_error error;
    woad_status status = WOAD_OK;
    if (!p->writer) {
        p->held = !is_stream(p->input) && hold_interrupts_for(p->output);
        status = woad_video_writer_open(
            p->output, p->reader, result, p->step.settings->force, &p->writer, &error);
    }
    if (status >= 0)
        status = woad_video_writer_frame(p->writer, result, &error);
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

static int pass_frame(passage *p, size_t moment, bool *there)
{
    woad_error error;
    const woad_image *result;
    woad_status status = woad_video_reader_frame(p->reader, p->frame, there, &error);
    if (status < 0)
        return fail_input(status, &error);
    if (!*there)
        return EXIT_DONE;
    p->step.params = dither_params_at(p->step.settings, moment);
    status = dither_step_pass(&p->step, p->frame, 0, &result, &error);
    return status < 0 ? fail_with(status, &error) : write_frame(p, result);
}

static int finish(passage *p)
{
    woad_error error;
    if (!p->writer)
        return fail(EXIT_INPUT, "%s has no frames", p->input);
    bool held = hold_interrupts_for(p->output);
    woad_status status = woad_video_writer_finish(p->writer, &error);
    if (held)
        release_interrupts();
    return status < 0 ? fail_with(status, &error) : EXIT_DONE;
}

static int pass_frames(passage *p)
{
    bool there = true;
    int code = EXIT_DONE;
    for (size_t moment = 0; code == EXIT_DONE && there; moment++) {
        code = pass_frame(p, moment, &there);
        if (code == EXIT_DONE && was_interrupted())
            code = fail(EXIT_INTERRUPTED, "interrupted: %s is not whole", p->output);
    }
    return code == EXIT_DONE ? finish(p) : code;
}

int dither_video(
    const dither_settings *settings, const cli_arguments *arguments, const char *output)
{
    dither_settings moving = *settings;
    passage p = {.input = arguments->operands[0], .output = output};
    if (!argument(arguments, OPTION_MOTION) && settings->masks[0] &&
        settings->masks[0]->depth > 1)
        moving.motion = MOTION_STEP;
    p.step = dither_step_for(&moving, false, true, false);
    int code = check_options(arguments);
    if (code == EXIT_DONE)
        code = check_output(output, settings->force);
    if (code == EXIT_DONE)
        code = open_reader(&p, arguments);
    if (code == EXIT_DONE)
        code = pass_frames(&p);
    woad_video_writer_close(p.writer);
    if (p.held)
        release_interrupts();
    woad_video_reader_close(p.reader);
    woad_image_destroy(p.frame);
    dither_step_clear(&p.step);
    return code;
}
