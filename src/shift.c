/* shift.c - masks moved around their torus. */
#include "shift.h"

static void reverse(unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        unsigned char kept = bytes[i];
        bytes[i] = bytes[count - 1 - i];
        bytes[count - 1 - i] = kept;
    }
}

/* Bytes to the right, those at the end to the beginning: three reversals need no memory. */
static void rotate(void *array, size_t size, size_t by)
{
    unsigned char *bytes = array;
    reverse(bytes, size);
    reverse(bytes, by);
    reverse(bytes + by, size - by);
}

/* Values of four bytes, [depth][height][width][channels] as in a mask. */
static void move_values(void *values, const woad_mask *mask, woad_shift by)
{
    unsigned char *bytes = values;
    size_t pixel = mask->channels * 4, row = mask->width * pixel, frame = mask->height * row;
    for (size_t f = 0; f < mask->depth; f++)
        rotate(bytes + f * frame, frame, by.down % mask->height * row);
    for (size_t r = 0; r < mask->height * mask->depth; r++)
        rotate(bytes + r * row, row, by.right % mask->width * pixel);
}

void woad_mask_move(woad_mask *mask, woad_shift by)
{
    _Static_assert(sizeof *mask->ranks == 4 && sizeof *mask->thresholds == 4,
        "both arrays have values of four bytes");
    if (by.right % mask->width == 0 && by.down % mask->height == 0)
        return;
    move_values(mask->ranks, mask, by);
    move_values(mask->thresholds, mask, by);
}
