/* Designs a 32x32 mask, dithers a grey ramp with it, and prints it as a PBM image.
 *
 *     cc dither_with_own_mask.c $(pkg-config --cflags --libs woad) -o ramp && ./ramp > ramp.pbm
 */
#include <stdio.h>
#include <woad/woad.h>

enum { WIDTH = 256, HEIGHT = 32 };

int main(void)
{
    woad_design_params params = WOAD_DESIGN_DEFAULTS;
    woad_mask *mask;
    woad_error error;
    static uint8_t ramp[HEIGHT][WIDTH];

    params.width = params.height = 32;
    if (woad_design(&params, NULL, NULL, &mask, NULL, &error) < 0) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++)
            ramp[y][x] = (uint8_t)x;
    }
    const woad_dither_params dither = {.levels = {2}, .masks = {mask}};
    if (woad_dither(&dither, ramp, 8, WIDTH, HEIGHT, 1, &ramp[0][0], &error) < 0) {
        fprintf(stderr, "%s\n", error.message);
        woad_mask_destroy(mask);
        return 1;
    }
    printf("P1\n%d %d\n", WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++)
            putchar(ramp[y][x] ? '0' : '1');
        putchar('\n');
    }
    woad_mask_destroy(mask);
    return 0;
}
