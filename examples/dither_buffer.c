/* Dithers an RGB picture of its own to 5, 6 and 5 bits, in place and rows at a time, as they would
 * come from a decoder; prints it as a PPM image.
 *
 *     cc dither_buffer.c $(pkg-config --cflags --libs woad) -o buffer && ./buffer > sky.ppm
 */
#include <stdio.h>
#include <woad/woad.h>

enum { WIDTH = 320, HEIGHT = 200, ROWS = 16 };

/* Some rows of an evening sky. */
static void decode(size_t first, size_t count, uint8_t *rgb)
{
    for (size_t y = first; y < first + count; y++) {
        for (size_t x = 0; x < WIDTH; x++, rgb += 3) {
            rgb[0] = (uint8_t)(40 + y);
            rgb[1] = (uint8_t)(30 + y / 2 + x / 16);
            rgb[2] = (uint8_t)(90 - y / 4);
        }
    }
}

int main(void)
{
    static uint8_t rows[ROWS * WIDTH * 3];
    woad_mask *mask;
    woad_error error;
    if (woad_mask_builtin(0, &mask, &error) < 0) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    woad_dither_params params = {.levels = {32, 64, 32}, .masks = {mask}};
    printf("P6\n%d %d\n255\n", WIDTH, HEIGHT);
    for (size_t y = 0; y < HEIGHT; y += ROWS) {
        size_t count = HEIGHT - y < ROWS ? HEIGHT - y : ROWS;
        decode(y, count, rows);
        params.y = y; /* the mask goes on where it was */
        if (woad_dither(&params, rows, 8, WIDTH, count, 3, rows, &error) < 0) {
            fprintf(stderr, "%s\n", error.message);
            woad_mask_destroy(mask);
            return 1;
        }
        fwrite(rows, 3 * WIDTH, count, stdout);
    }
    woad_mask_destroy(mask);
    return 0;
}
