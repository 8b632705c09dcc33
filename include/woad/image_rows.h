/* image_rows.h - images read and written by rows, so that large ones need not fit into memory.
 *
 * Netpbm images and raw bits go through row by row; of other formats the reader decodes the whole
 * image first and hands out its rows, and the writer gathers all rows and encodes them at the end.
 */
#ifndef WOAD_IMAGE_ROWS_H
#define WOAD_IMAGE_ROWS_H

#include "image.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An image that is being read. */
typedef struct woad_image_reader woad_image_reader;

/* Opens a file, or standard input when path is "-", and reads its header. Fails with
 * WOAD_ERROR_READ, or as woad_image_decode does. */
WOAD_API woad_status woad_image_reader_open(
    const char *path, woad_image_reader **out, woad_error *error);

/* Its size, channels and bits; `samples` is NULL, but where the whole image is in memory. */
WOAD_API const woad_image *woad_image_reader_shape(const woad_image_reader *reader);

/* The next `count` rows, [count][width][channels] samples as in woad_image; there must be so many.
 * Fails with WOAD_ERROR_ARGUMENT, _READ or _FORMAT (cut off or damaged). */
WOAD_API woad_status woad_image_reader_rows(
    woad_image_reader *reader, size_t count, void *samples, woad_error *error);

/* Closes it; takes NULL. */
WOAD_API void woad_image_reader_close(woad_image_reader *reader);

/* An image that is being written. */
typedef struct woad_image_writer woad_image_writer;

/* Begins a file, or standard output when path is "-", of the shape's size, channels and bits (its
 * samples are not looked at). Files appear under their name when they are whole (woad_file_write in
 * io.h), devices and pipes are written in place. `options` and their palette must live until the
 * end. Fails with WOAD_ERROR_WRITE, _EXISTS, _MEMORY, or as woad_image_encode does. */
WOAD_API woad_status woad_image_writer_open(const char *path, const woad_image *shape,
    const woad_image_format *format, const woad_image_options *options, bool overwrite,
    woad_image_writer **out, woad_error *error);

/* The next `count` rows. Fails with WOAD_ERROR_ARGUMENT (too many, or samples that the format does
 * not hold) or _WRITE. */
WOAD_API woad_status woad_image_writer_rows(
    woad_image_writer *writer, size_t count, const void *samples, woad_error *error);

/* Ends the file, when all rows are there and nothing failed, and gives it its name. Fails with
 * WOAD_ERROR_ARGUMENT (rows are missing), _WRITE, _EXISTS or _MEMORY, and leaves no file then. */
WOAD_API woad_status woad_image_writer_finish(woad_image_writer *writer, woad_error *error);

/* Frees it; a file that is not finished is taken back. Takes NULL. */
WOAD_API void woad_image_writer_close(woad_image_writer *writer);

#ifdef __cplusplus
}
#endif
#endif
