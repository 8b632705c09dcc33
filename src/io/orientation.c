/* io/orientation.c - how the camera was held: the orientation of EXIF (CIPA DC-008, tag 274).
 *
 * EXIF is a TIFF file (Adobe, TIFF 6.0, 1992) in a block: "II" or "MM" for the byte order, 42, the
 * offset of a directory; its entries have a tag, a type, a count and a value, 12 bytes in all.
 */
#include "io/orientation.h"

#include <string.h>

enum { BLOCK_HEADER = 6, ENTRY = 12, TAG_ORIENTATION = 274, TYPE_SHORT = 3 };

typedef struct tiff {
    const uint8_t *bytes;
    size_t size;
    bool high_first;
} tiff;

/* `count` bytes at an offset as a number; 0 beyond the end. */
static uint32_t number(const tiff *t, size_t at, size_t count)
{
    uint32_t n = 0;
    if (at > t->size || t->size - at < count)
        return 0;
    for (size_t i = 0; i < count; i++)
        n = n << 8 | t->bytes[at + (t->high_first ? i : count - 1 - i)];
    return n;
}

unsigned woad_exif_orientation(const uint8_t *bytes, size_t size)
{
    if (size < BLOCK_HEADER + 8 || memcmp(bytes, "Exif\0\0", BLOCK_HEADER) != 0)
        return 1;
    tiff t = {bytes + BLOCK_HEADER, size - BLOCK_HEADER, bytes[BLOCK_HEADER] == 'M'};
    if (memcmp(t.bytes, t.high_first ? "MM" : "II", 2) != 0 || number(&t, 2, 2) != 42)
        return 1;
    size_t directory = number(&t, 4, 4), entries = number(&t, directory, 2);
    for (size_t i = 0; i < entries; i++) {
        size_t entry = directory + 2 + ENTRY * i;
        if (number(&t, entry, 2) != TAG_ORIENTATION)
            continue;
        uint32_t value = number(&t, entry + 8, 2);
        bool right = number(&t, entry + 2, 2) == TYPE_SHORT && value >= 1 && value <= 8;
        return right ? value : 1;
    }
    return 1;
}

woad_status woad_image_orient(woad_image **image, unsigned orientation, woad_error *error)
{
    const woad_image *in = *image;
    woad_image *turned;
    bool sideways = orientation >= 5;
    bool from_right = orientation == 2 || orientation == 3 || orientation >= 7;
    bool from_below =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    if (orientation <= 1)
        return WOAD_OK;
    woad_status status = woad_image_create(sideways ? in->height : in->width,
        sideways ? in->width : in->height, in->channels, in->bits, &turned, error);
    if (status < 0)
        return status;
    size_t pixel = in->channels * (in->bits / 8);
    uint8_t *to = turned->samples;
    for (size_t y = 0; y < turned->height; y++) {
        for (size_t x = 0; x < turned->width; x++, to += pixel) {
            size_t column = sideways ? y : x, row = sideways ? x : y;
            column = from_right ? in->width - 1 - column : column;
            row = from_below ? in->height - 1 - row : row;
            memcpy(
                to, (const uint8_t *)in->samples + (row * in->width + column) * pixel, pixel);
        }
    }
    woad_image_destroy(*image);
    *image = turned;
    return status;
}
