/* palette/palette_diffuse.c - error diffusion to places in a palette.
 *
 * A colour that no mixture of the palette has would leave an error at each pixel that nothing ever
 * takes up, and smear: it is moved to the nearest point of the hull first. Positions are integers
 * as in diffuse.c, so that errors add up to the same in any order of the compiler's.
 */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "diffusion.h"
#include "palette/palette.h"

/* Positions are in units of 1 / UNIT; errors are kept below MOST of them. */
enum { UNIT = 1 << 24, MOST = 1 << 26 };

/* Colours whose point was found a moment ago: pictures come back to them. */
enum { MEMORY_BITS = 9 };

typedef struct remembered {
    uint64_t rgb; /* and a bit that is never 0 */
    int32_t point[WOAD_SPACE];
} remembered;

typedef struct job {
    const woad_palette *palette;
    const void *in;
    uint8_t *out;
    unsigned bits;
    size_t width, height, channels;
    bool raster;
    woad_diffusion_taps taps;
    woad_diffusion_rows errors[WOAD_SPACE];
    int32_t points[WOAD_PALETTE_MAX][WOAD_SPACE]; /* of the palette's colours by luminance */
    remembered memory[1 << MEMORY_BITS];
} job;

static int32_t position_of(double v)
{
    return (int32_t)lrint(v * UNIT);
}

/* The nearest point of the hull. */
static void find_point(const job *j, const uint16_t rgb[3], int32_t point[WOAD_SPACE])
{
    woad_mix mix;
    woad_palette_mix_samples(j->palette, rgb, &mix);
    for (size_t c = 0; c < WOAD_SPACE; c++) {
        double v = 0;
        for (size_t i = 0; i < mix.count; i++)
            v += mix.weights[i] * j->palette->points[mix.orders[i]][c];
        point[c] = position_of(v);
    }
}

static const int32_t *point_of(job *j, size_t pixel)
{
    uint16_t rgb[3];
    woad_palette_rgb(j->in, j->bits, j->channels, pixel, rgb);
    uint64_t key = woad_palette_key(rgb);
    remembered *r = &j->memory[woad_palette_hash(key, MEMORY_BITS)];
    if (r->rgb != key) {
        r->rgb = key;
        find_point(j, rgb, r->point);
    }
    return r->point;
}

/* The palette's colour nearest to a position, by luminance; the first of equally near ones. */
static size_t nearest(const job *j, const int32_t position[WOAD_SPACE])
{
    size_t best = 0;
    double least = INFINITY;
    for (size_t k = 0; k < j->palette->mesh.count; k++) {
        double square = 0;
        for (size_t c = 0; c < WOAD_SPACE; c++) {
            double off = (double)(position[c] - j->points[k][c]);
            square += off * off;
        }
        if (square < least) {
            least = square;
            best = k;
        }
    }
    return best;
}

static int32_t bounded(int32_t off)
{
    return off < -MOST ? -MOST : off > MOST ? MOST : off;
}

static void diffuse_pixel(job *j, size_t x, size_t y, bool leftward)
{
    const int32_t *point = point_of(j, y * j->width + x);
    int32_t position[WOAD_SPACE];
    for (size_t c = 0; c < WOAD_SPACE; c++)
        position[c] = point[c] + j->errors[c].row[0][x];
    size_t k = nearest(j, position);
    for (size_t c = 0; c < WOAD_SPACE; c++)
        woad_diffusion_spread(
            &j->taps, &j->errors[c], x, leftward, bounded(position[c] - j->points[k][c]));
    j->out[y * j->width + x] = j->palette->places[k];
}

static void diffuse_rows(job *j)
{
    for (size_t y = 0; y < j->height; y++) {
        bool leftward = y % 2 && !j->raster;
        for (size_t i = 0; i < j->width; i++)
            diffuse_pixel(j, leftward ? j->width - 1 - i : i, y, leftward);
        for (size_t c = 0; c < WOAD_SPACE; c++)
            woad_diffusion_rows_advance(&j->errors[c]);
    }
}

static void fill_points(job *j)
{
    for (size_t k = 0; k < j->palette->mesh.count; k++) {
        for (size_t c = 0; c < WOAD_SPACE; c++)
            j->points[k][c] = position_of(j->palette->points[k][c]);
    }
}

woad_status woad_palette_diffuse(const woad_palette *palette, const woad_diffusion *diffusion,
    const void *in, unsigned bits, size_t width, size_t height, size_t channels, uint8_t *out,
    woad_error *error)
{
    if (!palette || !diffusion)
        return woad_fail(error, WOAD_ERROR_ARGUMENT, "no %s: NULL was given",
            palette ? "diffusion" : "palette");
    woad_diffusion_taps taps;
    woad_status status =
        woad_palette_check_samples(in, bits, width, height, channels, out, error);
    if (status >= 0)
        status = woad_diffusion_init(&taps, diffusion, error);
    if (status < 0)
        return status;
    size_t room = woad_diffusion_room(width);
    job *j = woad_array(1, sizeof *j);
    int32_t *errors = woad_array(WOAD_SPACE * room, sizeof *errors);
    if (j && errors) {
        *j = (job){.palette = palette,
            .in = in,
            .out = out,
            .bits = bits,
            .width = width,
            .height = height,
            .channels = channels,
            .raster = diffusion->raster,
            .taps = taps};
        for (size_t c = 0; c < WOAD_SPACE; c++)
            woad_diffusion_rows_init(&j->errors[c], width, errors + c * room);
        fill_points(j);
        diffuse_rows(j);
    } else {
        status = woad_fail_memory(error, "error diffusion");
    }
    woad_free(errors);
    woad_free(j);
    return status;
}
