/* io/sheet.c - the frames of a mask on one picture, and off it. */
#include "io/sheet.h"

#include "base/status.h"
#include "io/values.h"

size_t woad_sheet_columns(size_t depth)
{
    size_t columns = 1;
    while (columns * columns < depth || depth % columns != 0)
        columns++;
    return columns;
}

size_t woad_sheet_index(const woad_mask *mask, size_t width, size_t index)
{
    size_t columns = width / mask->width;
    size_t channel = index % mask->channels, pixel = index / mask->channels;
    size_t x = pixel % width, y = pixel / width;
    size_t frame = y / mask->height * columns + x / mask->width;
    pixel = (frame * mask->height + y % mask->height) * mask->width + x % mask->width;
    return pixel * mask->channels + channel;
}

/* The frames' size, where the sheet has such frames. */
static woad_status find_size(
    const woad_mask *sheet, woad_io_options *frame, const char *name, woad_error *error)
{
    size_t depth = frame->depth, columns = 0, rows = 0, asked = frame->width * frame->height;
    if (depth <= WOAD_MAX_AXIS && depth <= sheet->width * sheet->height) {
        columns = woad_sheet_columns(depth);
        rows = depth / columns;
    }
    bool fits = columns > 0 && sheet->width % columns == 0 && sheet->height % rows == 0;
    if (fits && (asked == 0 || (frame->width * columns == sheet->width &&
                                   frame->height * rows == sheet->height))) {
        frame->width = sheet->width / columns;
        frame->height = sheet->height / rows;
        return WOAD_OK;
    }
    return woad_fail(error, WOAD_ERROR_FORMAT,
        "%s has %zux%zu pixels: %zux%zu frames of that size do not fill it", name, sheet->width,
        sheet->height, columns, rows);
}

static woad_status cut(const woad_mask *sheet, const woad_io_options *options, const char *name,
    woad_mask **out, woad_error *error)
{
    woad_io_options frame = *options;
    woad_mask *mask = NULL;
    woad_status status = find_size(sheet, &frame, name, error);
    if (status >= 0)
        status = woad_mask_create(
            frame.width, frame.height, frame.depth, sheet->channels, &mask, error);
    if (status < 0)
        return status;
    for (size_t i = 0; i < woad_mask_count(sheet); i++)
        mask->thresholds[woad_sheet_index(mask, sheet->width, i)] = sheet->thresholds[i];
    mask->bits = sheet->bits;
    status = woad_mask_rank(mask, error);
    if (status < 0)
        woad_mask_destroy(mask);
    else
        *out = mask;
    return status;
}

woad_status woad_sheet_cut(
    woad_mask **sheet, const woad_io_options *options, const char *name, woad_error *error)
{
    woad_mask *whole = *sheet;
    *sheet = NULL;
    woad_status status = cut(whole, options, name, sheet, error);
    if (status >= 0) {
        (*sheet)->recipe = whole->recipe;
        whole->recipe = NULL;
    }
    woad_mask_destroy(whole);
    return status;
}
