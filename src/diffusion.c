/* diffusion.c - the kernels of error diffusion.
 *
 * Rows are those of the pixel, x, and of the two below it, from two pixels behind to two ahead.
 */
#include "diffusion.h"

#include <string.h>

#include "base/status.h"

typedef struct kernel {
    woad_entry entry;
    int divisor;
    int weights[WOAD_DIFFUSION_ROWS][2 * WOAD_DIFFUSION_REACH + 1];
} kernel;

static const kernel kernels[] = {
    {{"floyd-steinberg", "error diffusion to 4 pixels: Floyd and Steinberg 1976"}, 16,
        {{0, 0, 0, 7, 0}, {0, 3, 5, 1, 0}}},
    {{"jarvis-judice-ninke", "to 12 pixels, sharper and slower: Jarvis, Judice and Ninke 1976"},
        48, {{0, 0, 0, 7, 5}, {3, 5, 7, 5, 3}, {1, 3, 5, 3, 1}}},
    {{"stucki", "to 12 pixels, weights that are powers of two: Stucki 1981"}, 42,
        {{0, 0, 0, 8, 4}, {2, 4, 8, 4, 2}, {1, 2, 4, 2, 1}}},
    {{"burkes", "Stucki's without its last row: Burkes 1988"}, 32,
        {{0, 0, 0, 8, 4}, {2, 4, 8, 4, 2}}},
    {{"sierra", "to 10 pixels: Sierra 1989"}, 32,
        {{0, 0, 0, 5, 3}, {2, 4, 5, 4, 2}, {0, 2, 3, 2, 0}}},
    {{"sierra-two-row", "to 7 pixels: Sierra 1990"}, 16, {{0, 0, 0, 4, 3}, {1, 2, 3, 2, 1}}},
    {{"sierra-lite", "to 3 pixels: Sierra 1990"}, 4, {{0, 0, 0, 2, 0}, {0, 1, 1, 0, 0}}},
    {{"atkinson", "three quarters of the error to 6 pixels, so that light and dark parts lose "
                  "their dots and contrast rises: Atkinson, Apple, about 1984"},
        8, {{0, 0, 0, 1, 1}, {0, 1, 1, 1, 0}, {0, 0, 1, 0, 0}}},
};
enum { KERNELS = sizeof kernels / sizeof *kernels };

const woad_entry *woad_diffusion_at(size_t index)
{
    return index < KERNELS ? &kernels[index].entry : NULL;
}

static const kernel *kernel_of(const char *name)
{
    for (size_t i = 0; name && i < KERNELS; i++) {
        if (strcmp(kernels[i].entry.name, name) == 0)
            return &kernels[i];
    }
    return name ? NULL : &kernels[0];
}

static void take_weights(woad_diffusion_taps *taps, const kernel *k, double kept)
{
    const double one = 0x1p32;
    int sum = 0;
    taps->count = 0;
    for (size_t row = 0; row < WOAD_DIFFUSION_ROWS; row++) {
        for (int i = 0; i <= 2 * WOAD_DIFFUSION_REACH; i++) {
            int weight = k->weights[row][i];
            if (weight == 0)
                continue;
            taps->tap[taps->count++] = (woad_diffusion_tap){
                i - WOAD_DIFFUSION_REACH, row, (int64_t)(one * kept * weight / k->divisor)};
            sum += weight;
        }
    }
    taps->sum = (int64_t)(one * kept * sum / k->divisor);
}

woad_status woad_diffusion_init(
    woad_diffusion_taps *taps, const woad_diffusion *diffusion, woad_error *error)
{
    const kernel *k = kernel_of(diffusion->kernel);
    if (!k)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "there is no error diffusion named '%s'",
            diffusion->kernel);
    if (!(diffusion->damping >= 0 && diffusion->damping <= 1))
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "damping is %g: it must be from 0 to 1",
            diffusion->damping);
    take_weights(taps, k, 1 - diffusion->damping);
    return WOAD_OK;
}

void woad_diffusion_rows_init(woad_diffusion_rows *rows, size_t width, int32_t *memory)
{
    memset(memory, 0, woad_diffusion_room(width) * sizeof *memory);
    rows->width = width;
    for (size_t i = 0; i < WOAD_DIFFUSION_ROWS; i++)
        rows->row[i] = memory + i * (width + 2 * WOAD_DIFFUSION_REACH) + WOAD_DIFFUSION_REACH;
}

void woad_diffusion_rows_advance(woad_diffusion_rows *rows)
{
    int32_t *done = rows->row[0];
    for (size_t i = 0; i + 1 < WOAD_DIFFUSION_ROWS; i++)
        rows->row[i] = rows->row[i + 1];
    rows->row[WOAD_DIFFUSION_ROWS - 1] = done;
    memset(done - WOAD_DIFFUSION_REACH, 0,
        (rows->width + 2 * WOAD_DIFFUSION_REACH) * sizeof *done);
}
