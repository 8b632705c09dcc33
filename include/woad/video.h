/* video.h - frames of moving pictures, one after the other: YUV4MPEG2 and raw samples.
 *
 * YUV4MPEG2 (the mjpegtools' yuv4mpeg(5)) has 8 to 16 bits, grey (Cmono) or Y'CbCr sampled 4:2:0,
 * 4:2:2 or 4:4:4, which is read as RGB by ITU-R BT.601, each chroma sample repeated where it is
 * shared, in video range unless the header says XCOLORRANGE=FULL. It is written as Cmono or C444
 * of 8 bits in the range that was read. Raw frames have no header, just samples
 * [height][width][channels].
 */
#ifndef WOAD_VIDEO_H
#define WOAD_VIDEO_H

#include "image.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How frames are laid out. */
typedef struct woad_video_layout {
    bool y4m;             /* the rest is in the stream */
    size_t width, height; /* of raw frames */
    size_t channels;      /* 1 or 3 */
    unsigned bits;        /* 8, or 16 with the low byte first */
} woad_video_layout;

/* From "y4m" or one of gray, rgb24, gray16le, rgb48le (names of FFmpeg's) with a size, as in
 * "rgb24:640x480". Fails with WOAD_ERROR_ARGUMENT or _SIZE (more than WOAD_IMAGE_MAX_SAMPLES). */
WOAD_API woad_status woad_video_layout_parse(
    const char *text, woad_video_layout *out, woad_error *error);

/* A video that is being read. */
typedef struct woad_video_reader woad_video_reader;

/* Opens a file, or standard input when path is "-", and reads its header, if any. Fails with
 * WOAD_ERROR_READ, _FORMAT, _UNSUPPORTED (interlaced 4:2:0, other samplings), _SIZE or _MEMORY. */
WOAD_API woad_status woad_video_reader_open(const char *path, const woad_video_layout *layout,
    woad_video_reader **out, woad_error *error);

/* The frames' size, channels (1 or 3) and bits (8 or 16); `samples` is NULL. */
WOAD_API const woad_image *woad_video_reader_shape(const woad_video_reader *reader);

/* The next frame, in an image of that shape; *there is false, and nothing is stored, at the end.
 * Fails with WOAD_ERROR_READ or _FORMAT (cut off in the middle of a frame, or damaged). */
WOAD_API woad_status woad_video_reader_frame(
    woad_video_reader *reader, woad_image *frame, bool *there, woad_error *error);

/* Closes it; takes NULL. */
WOAD_API void woad_video_reader_close(woad_video_reader *reader);

/* A video that is being written. */
typedef struct woad_video_writer woad_video_writer;

/* Begins a file, or standard output when path is "-", of the layout and, of YUV4MPEG2, with the
 * rate, aspect and range of the video that is read. `shape` has the size, 1 or 3 channels and 8
 * bits. Files appear under their name when they are finished. Fails with WOAD_ERROR_ARGUMENT,
 * _WRITE, _EXISTS or _MEMORY. */
WOAD_API woad_status woad_video_writer_open(const char *path, const woad_video_reader *reader,
    const woad_image *shape, bool overwrite, woad_video_writer **out, woad_error *error);

/* The next frame, of the shape. Fails with WOAD_ERROR_ARGUMENT or _WRITE. */
WOAD_API woad_status woad_video_writer_frame(
    woad_video_writer *writer, const woad_image *frame, woad_error *error);

/* Ends the file and gives it its name. Fails with WOAD_ERROR_WRITE, _EXISTS or _MEMORY, and leaves
 * no file then. */
WOAD_API woad_status woad_video_writer_finish(woad_video_writer *writer, woad_error *error);

/* Frees it; a file that is not finished is taken back. Takes NULL. */
WOAD_API void woad_video_writer_close(woad_video_writer *writer);

#ifdef __cplusplus
}
#endif
#endif
