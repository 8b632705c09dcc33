/* io/video_writer.c - videos written frame by frame. */
#include "io/video.h"

#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "io/image_codec.h"
#include "io/output.h"

static const char frame_header[] = "FRAME\n";

struct woad_video_writer {
    woad_output output;
    bool is_y4m;
    woad_y4m y4m;
    woad_image shape;
    uint8_t *bytes; /* of a frame of Y4M, after its header */
    size_t size;    /* of it, with that */
};

static woad_status begin_y4m(woad_video_writer *w, woad_error *error)
{
    char line[WOAD_Y4M_LINE];
    size_t header = strlen(frame_header);
    w->size = header + w->shape.width * w->shape.height * w->shape.channels;
    w->bytes = woad_array(w->size, 1);
    if (!w->bytes)
        return woad_fail_memory(error, "a frame of a video");
    memcpy(w->bytes, frame_header, header);
    size_t length = woad_y4m_header(&w->y4m, &w->shape, line);
    return woad_output_write(&w->output, line, length, error);
}

woad_status woad_video_writer_open(const char *path, const woad_video_reader *reader,
    const woad_image *shape, bool overwrite, woad_video_writer **out, woad_error *error)
{
    woad_status status = woad_image_check_shape(shape, error);
    if (status < 0)
        return status;
    if ((shape->channels != 1 && shape->channels != 3) || shape->bits != 8)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "frames of %zu channels of %u bits: videos are written with 1 or 3 of 8",
            shape->channels, shape->bits);
    woad_video_writer *w = woad_array(1, sizeof *w);
    if (!w)
        return woad_fail_memory(error, "a video");
    w->is_y4m = reader->is_y4m;
    w->y4m = reader->y4m;
    w->shape = *shape;
    status = woad_output_open(&w->output, path, overwrite, error);
    if (status >= 0 && w->is_y4m)
        status = begin_y4m(w, error);
    if (status >= 0)
        *out = w;
    else
        woad_video_writer_close(w);
    return status;
}

woad_status woad_video_writer_frame(
    woad_video_writer *writer, const woad_image *frame, woad_error *error)
{
    const woad_image *s = &writer->shape;
    if (!frame || !frame->samples || frame->width != s->width || frame->height != s->height ||
        frame->channels != s->channels || frame->bits != s->bits)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "a frame is written from an image of the video's size, channels and bits");
    if (!writer->is_y4m)
        return woad_output_write(
            &writer->output, frame->samples, s->width * s->height * s->channels, error);
    woad_y4m_encode(&writer->y4m, frame, writer->bytes + strlen(frame_header));
    return woad_output_write(&writer->output, writer->bytes, writer->size, error);
}

woad_status woad_video_writer_finish(woad_video_writer *writer, woad_error *error)
{
    return woad_output_finish(&writer->output, error);
}

void woad_video_writer_close(woad_video_writer *writer)
{
    if (!writer)
        return;
    woad_output_abandon(&writer->output);
    woad_free(writer->bytes);
    woad_free(writer);
}
