/* io/image_format.h - what an image format is to the library. */
#ifndef WOAD_IO_IMAGE_FORMAT_H
#define WOAD_IO_IMAGE_FORMAT_H

#include <woad/image.h>

#define WOAD_IMAGE_HEADER 64

/* A format whose files are a header and rows one after the other, as they come. */
typedef struct woad_row_format {
    /* The header, NUL-terminated, and the bytes of a row. */
    size_t (*begin)(const woad_image *shape, const woad_image_options *options, char *header);
    /* One row of samples of shape->bits; false where the format does not hold one of them. */
    bool (*row)(const woad_image *shape, const woad_image_options *options, const void *samples,
        uint8_t *out);
} woad_row_format;

typedef struct woad_image_driver {
    woad_image_format info;
    bool (*begins)(const uint8_t *bytes, size_t size); /* of a file; NULL: is not read */
    woad_status (*decode)(const uint8_t *bytes, size_t size, const char *name, woad_image **out,
        woad_error *error);

    /* Whether such an image can be written: its shape (samples may be NULL) and the options. */
    woad_status (*check)(
        const woad_image *shape, const woad_image_options *options, woad_error *error);
    const woad_row_format *rows; /* or NULL: only whole */

    /* The whole image; NULL: by rows. */
    woad_status (*encode)(const woad_image *image, const woad_image_options *options,
        void **bytes, size_t *size, woad_error *error);
} woad_image_driver;

extern const woad_image_driver woad_image_png, woad_image_jpeg, woad_image_pbm, woad_image_pgm,
    woad_image_ppm, woad_image_pfm, woad_image_raw, woad_image_webp,
    woad_image_tiff; /* the last two where built */

/* The driver of a public descriptor, or NULL when it is not one of the table's; and the one whose
 * files begin so, or NULL. */
const woad_image_driver *woad_image_driver_of(const woad_image_format *format);
const woad_image_driver *woad_image_driver_of_bytes(const uint8_t *bytes, size_t size);

/* A whole file by the driver's rows. */
woad_status woad_image_encode_rows(const woad_image_driver *driver, const woad_image *image,
    const woad_image_options *options, void **bytes, size_t *size, woad_error *error);

/* A sentence about a row that the format does not hold. */
woad_status woad_fail_image_row(const woad_image_driver *driver, size_t row, woad_error *error);

/* Whether the driver writes images of this shape, with these options. */
woad_status woad_image_check_writing(const woad_image_driver *driver, const woad_image *shape,
    const woad_image_options *options, woad_error *error);

#endif
