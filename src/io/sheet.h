/* io/sheet.h - the frames of a mask on one picture: from left to right, then down. */
#ifndef WOAD_IO_SHEET_H
#define WOAD_IO_SHEET_H

#include <woad/io.h>

/* How many frames stand beside each other: the least divisor of the depth that is not below the
 * number of rows, depth / columns. */
size_t woad_sheet_columns(size_t depth);

/* Where in the mask the index-th value of its sheet, of this width, stands; both are in row-major
 * order with the channels last. */
size_t woad_sheet_index(const woad_mask *mask, size_t width, size_t index);

/* Replaces a mask of one frame by the mask of options->depth frames whose sheet it is. On failure,
 * WOAD_ERROR_FORMAT where it is not one of frames of options->width x height (0: any), or _MEMORY,
 * *sheet is destroyed and NULL. `name` stands in the sentence. */
woad_status woad_sheet_cut(
    woad_mask **sheet, const woad_io_options *options, const char *name, woad_error *error);

#endif
