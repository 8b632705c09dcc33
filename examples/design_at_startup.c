/* Designs a 64x64 mask by void-and-cluster, as a program would when it starts, and says how long
 * that took.
 *
 *     cc design_at_startup.c $(pkg-config --cflags --libs woad) -o startup && ./startup
 */
#include <stdio.h>
#include <time.h>
#include <woad/woad.h>

int main(void)
{
    woad_design_params params;
    woad_mask *mask;
    woad_error error;
    clock_t begin = clock();
    if (woad_preset_find("void-and-cluster", &params, &error) < 0 ||
        woad_design(&params, NULL, NULL, &mask, NULL, &error) < 0) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    double milliseconds = 1e3 * (double)(clock() - begin) / CLOCKS_PER_SEC;
    printf("%zux%zu in %.1f ms; the first threshold is %.4f\n", mask->width, mask->height,
        milliseconds, (double)mask->thresholds[0]);
    woad_mask_destroy(mask);
    return 0;
}
