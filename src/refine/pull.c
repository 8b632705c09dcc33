/* refine/pull.c - the part of an energy of ranks that is a product over pairs of pixels. */
#include "refine/pull.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/simd.h"
#include "base/status.h"

enum { LARGEST = 1 << 30, FRACTION = 30 };

double woad_pull_bound(const woad_taps *kernel)
{
    double sum = 0;
    for (size_t i = 0; i < kernel->width * kernel->height; i++)
        sum += fabs(kernel->weights[i]);
    return sum;
}

/* ---- life ----------------------------------------------------------------------------- */

/* Returns the sum of their magnitudes. */
static double set_taps(woad_pull *pull, const woad_taps *kernel, double scale)
{
    double sum = 0;
    for (size_t y = 0; y < kernel->height; y++) {
        for (size_t x = 0; x < kernel->width; x++) {
            double tap = rint(kernel->weights[y * kernel->width + x] * scale);
            sum += fabs(tap);
            if (fabs(tap) <= LARGEST)
                pull->taps[y * pull->footprint.pitch + x] = (int32_t)tap;
        }
    }
    return sum;
}

woad_status woad_pull_create(woad_pull *pull, const woad_planes *planes,
    const woad_taps *kernel, size_t levels, double scale, woad_error *error)
{
    *pull = (woad_pull){.footprint = woad_footprint_of(planes, kernel), .fraction = FRACTION};
    pull->taps = woad_array(kernel->height * pull->footprint.pitch, sizeof *pull->taps);
    pull->plane = woad_array(planes->height * planes->stride, sizeof *pull->plane);
    if (!pull->taps || !pull->plane)
        return woad_fail_memory(error, "the swaps");
    while (set_taps(pull, kernel, ldexp(scale, (int)pull->fraction)) * (double)levels / 2 >
               LARGEST &&
           pull->fraction > 0)
        pull->fraction--;
    return WOAD_OK;
}

void woad_pull_clear(woad_pull *pull)
{
    woad_free(pull->taps);
    woad_free(pull->plane);
    *pull = (woad_pull){0};
}

/* ---- moves ---------------------------------------------------------------------------- */

/* Adds a row of taps times `levels`. Shifts of negative numbers round down, with all compilers
 * that there are. */
static inline void add_row(int32_t *restrict plane, int32_t *restrict field,
    const int32_t *restrict taps, size_t groups, int32_t levels, unsigned fraction)
{
    for (size_t g = 0; g < groups; g++) {
        for (size_t x = g * WOAD_LANES; x < (g + 1) * WOAD_LANES; x++) {
            int32_t before = plane[x] >> fraction;
            plane[x] += taps[x] * levels;
            field[x] += before - (plane[x] >> fraction);
        }
    }
}

/* As the exchange adds a kernel to its field: what reaches over the right edge is added at the
 * left one; beyond the edge stays what nobody reads. */
WOAD_VECTOR static void move_plane(
    woad_pull *pull, const woad_planes *planes, size_t corner, int32_t levels, int32_t *field)
{
    const woad_footprint *f = &pull->footprint;
    size_t x = woad_footprint_x(planes, f, corner), y = woad_footprint_y(planes, f, corner);
    size_t inside = planes->width - x, groups = f->stride / WOAD_LANES;
    size_t over = inside < f->width ? woad_round_to_lanes(f->width - inside) / WOAD_LANES : 0;
    for (size_t r = 0; r < f->height; r++) {
        const int32_t *taps = pull->taps + r * f->pitch;
        int32_t *row = pull->plane + y * planes->stride, *to = field + y * planes->stride;
        add_row(row + x, to + x, taps, groups, levels, pull->fraction);
        add_row(row, to, taps + inside, over, levels, pull->fraction);
        y = y + 1 < planes->height ? y + 1 : 0;
    }
}

/* Copies by vector width would be exported, visible as their attribute makes them: they are
 * static. */
void woad_pull_move(
    woad_pull *pull, const woad_planes *planes, size_t corner, int32_t levels, int32_t *field)
{
    move_plane(pull, planes, corner, levels, field);
}

void woad_pull_take(const woad_pull *pull, const woad_planes *planes, int32_t *field)
{
    for (size_t i = 0; i < planes->height * planes->stride; i++)
        field[i] -= pull->plane[i] >> pull->fraction;
}

int64_t woad_pull_gain(const woad_pull *pull, const woad_planes *planes,
    const uint32_t corner[2], const uint32_t place[2], int32_t levels)
{
    int64_t tap = woad_footprint_tap(planes, &pull->footprint, pull->taps, corner[0], place[1]);
    int64_t steepness = (int64_t)pull->plane[place[1]] - (int64_t)pull->plane[place[0]];
    return levels * (steepness + levels * tap);
}
