/* io/video.h - what reading and writing videos share. */
#ifndef WOAD_IO_VIDEO_H
#define WOAD_IO_VIDEO_H

#include <woad/video.h>

#include "io/input.h"
#include "io/y4m.h"

struct woad_video_reader {
    woad_input input;
    bool is_y4m;
    woad_y4m y4m;
    woad_image shape;         /* of frames as they are handed out */
    uint8_t *bytes;           /* of a frame as it is in the stream */
    size_t room;              /* of them, at most a frame's */
    size_t frame_size, frame; /* bytes; number of the next */
};

#endif
