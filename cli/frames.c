/* frames.c - a mask with frames in files of one frame each. */
#include "frames.h"

#include <string.h>

#include "failure.h"
#include "inputs.h"
#include "numbered.h"
#include "system.h"

enum { PATH_SIZE = 4096 };

/* Copies the frame of one mask to a frame of another of the same size. */
static void copy_frame(const woad_mask *from, size_t frame, woad_mask *to, size_t index)
{
    size_t count = from->width * from->height * from->channels;
    memcpy(to->ranks + index * count, from->ranks + frame * count, count * sizeof *to->ranks);
    memcpy(to->thresholds + index * count, from->thresholds + frame * count,
        count * sizeof *to->thresholds);
}

/* ---- reading -------------------------------------------------------------------------- */

static int check_frame(const woad_mask *frame, const char *path, const woad_mask *mask)
{
    if (frame->depth != 1)
        return fail(EXIT_INPUT,
            "%s has %zu frames: several masks become the frames of one, so each has one", path,
            frame->depth);
    if (frame->width == mask->width && frame->height == mask->height &&
        frame->channels == mask->channels)
        return EXIT_DONE;
    return fail(EXIT_INPUT,
        "%s is of %zux%zu with %zu channels, and the first mask of %zux%zu with %zu: frames are "
        "alike",
        path, frame->width, frame->height, frame->channels, mask->width, mask->height,
        mask->channels);
}

static bool same_recipe(const woad_mask *a, const woad_mask *b)
{
    return a->recipe && b->recipe && strcmp(a->recipe, b->recipe) == 0;
}

/* A mask of another depth with its recipe. */
static int make_room(const woad_mask *like, size_t depth, woad_mask **mask)
{
    woad_error error;
    woad_status status =
        woad_mask_create(like->width, like->height, depth, like->channels, mask, &error);
    if (status < 0)
        return fail_with(status, &error);
    if (woad_mask_set_recipe(*mask, like->recipe) < 0)
        return fail(EXIT_INTERNAL, "out of memory for a recipe");
    return EXIT_DONE;
}

static int take_frame(const cli_arguments *arguments, size_t index, woad_mask **mask)
{
    const char *path = arguments->operands[index];
    woad_mask *frame = NULL;
    int code = load_mask(arguments, path, &frame);
    if (code == EXIT_DONE && !*mask)
        code = make_room(frame, arguments->operand_count, mask);
    if (code == EXIT_DONE)
        code = check_frame(frame, path, *mask);
    if (code == EXIT_DONE) {
        copy_frame(frame, 0, *mask, index);
        if (!same_recipe(frame, *mask))
            woad_mask_set_recipe(*mask, NULL);
    }
    woad_mask_destroy(frame);
    return code;
}

int load_frames(const cli_arguments *arguments, woad_mask **out)
{
    woad_mask *mask = NULL;
    int code = EXIT_DONE;
    for (size_t i = 0; code == EXIT_DONE && i < arguments->operand_count; i++)
        code = take_frame(arguments, i, &mask);
    if (code == EXIT_DONE)
        *out = mask;
    else
        woad_mask_destroy(mask);
    return code;
}

/* ---- writing -------------------------------------------------------------------------- */

static int frame_name(const char *output, size_t index, size_t count, char name[PATH_SIZE])
{
    return numbered_name(output, index, count, name, PATH_SIZE)
               ? EXIT_DONE
               : fail(EXIT_USAGE, "%.40s...: the name is too long", output);
}

static int check_names(const cli_arguments *arguments, const char *output, size_t count)
{
    int code = EXIT_DONE;
    for (size_t i = 0; code == EXIT_DONE && i < count; i++) {
        char name[PATH_SIZE];
        code = frame_name(output, i, count, name);
        if (code == EXIT_DONE)
            code = check_mask_output(arguments, name);
    }
    return code;
}

static int save_frame(const cli_arguments *arguments, const woad_mask *mask, size_t index,
    woad_mask *frame, const char *output)
{
    char name[PATH_SIZE];
    int code = frame_name(output, index, mask->depth, name);
    copy_frame(mask, index, frame, 0);
    return code == EXIT_DONE ? save_mask(arguments, frame, name) : code;
}

int save_frames(const cli_arguments *arguments, const woad_mask *mask, const char *output)
{
    woad_mask *frame = NULL;
    if (is_stream(output))
        return fail(EXIT_USAGE,
            "-o %s: slices are written to files of their own; name one, such as mask.png",
            output);
    int code = check_names(arguments, output, mask->depth);
    if (code == EXIT_DONE)
        code = make_room(mask, 1, &frame);
    for (size_t i = 0; code == EXIT_DONE && i < mask->depth; i++)
        code = save_frame(arguments, mask, i, frame, output);
    woad_mask_destroy(frame);
    return code;
}
