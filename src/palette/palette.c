/* palette/palette.c - palettes that are ready to mix.
 *
 * The cube of input colours is cut into cells. Each knows a simplex where the search for those of
 * its colours begins, and the facets of the hull that may be nearest to them: with R the radius of
 * a cell and m the least distance of its centre to a facet, those within m + 2 R.
 */
#include "palette/palette.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "quantizer.h"

/* ---- colours -------------------------------------------------------------------------------- */

/* From linear light; the matrices of B. Ottosson, 2020. */
static void oklab_of_light(const double rgb[3], double out[3])
{
    static const double to_lms[3][3] = {{0.4122214708, 0.5363325363, 0.0514459929},
        {0.2119034982, 0.6806995451, 0.1073969566}, {0.0883024619, 0.2817188376, 0.6299787005}};
    static const double to_lab[3][3] = {{0.2104542553, 0.7936177850, -0.0040720468},
        {1.9779984951, -2.4285922050, 0.4505937099},
        {0.0259040371, 0.7827717662, -0.8086757660}};
    double lms[3];
    for (size_t i = 0; i < 3; i++)
        lms[i] = cbrt(to_lms[i][0] * rgb[0] + to_lms[i][1] * rgb[1] + to_lms[i][2] * rgb[2]);
    for (size_t i = 0; i < 3; i++)
        out[i] = to_lab[i][0] * lms[0] + to_lab[i][1] * lms[1] + to_lab[i][2] * lms[2];
}

static void point_of_samples(const woad_palette *p, const uint16_t rgb[3], double out[3])
{
    double v[3] = {
        (double)p->encoded[rgb[0]], (double)p->encoded[rgb[1]], (double)p->encoded[rgb[2]]};
    if (p->mixing == WOAD_MIXING_OKLAB)
        oklab_of_light(v, out);
    else
        memcpy(out, v, sizeof v);
}

static void point_of_rgb(const woad_palette *p, const double rgb[3], double out[3])
{
    double v[3];
    for (size_t i = 0; i < 3; i++)
        v[i] = p->mixing == WOAD_MIXING_SRGB ? rgb[i] : woad_light_of_srgb(rgb[i]);
    if (p->mixing == WOAD_MIXING_OKLAB)
        oklab_of_light(v, out);
    else
        memcpy(out, v, sizeof v);
}

static double luminance(const uint8_t rgb[3])
{
    return 0.2126 * woad_light_of_srgb(rgb[0] / 255.0) +
           0.7152 * woad_light_of_srgb(rgb[1] / 255.0) +
           0.0722 * woad_light_of_srgb(rgb[2] / 255.0);
}

/* ---- the mesh ------------------------------------------------------------------------------- */

/* Different colours by luminance, the first of equal ones; returns their number. */
static size_t order_colours(const woad_colours *mixed, uint8_t *places)
{
    size_t count = 0;
    for (size_t k = 0; k < mixed->count; k++) {
        bool known = false;
        for (size_t i = 0; i < count; i++)
            known = known || memcmp(mixed->rgb[places[i]], mixed->rgb[k], 3) == 0;
        if (known)
            continue;
        size_t to = count++;
        for (; to > 0 && luminance(mixed->rgb[places[to - 1]]) > luminance(mixed->rgb[k]); to--)
            places[to] = places[to - 1];
        places[to] = (uint8_t)k;
    }
    return count;
}

static woad_status make_mesh(woad_palette *p, const woad_colours *mixed, woad_error *error)
{
    size_t count = order_colours(mixed, p->places);
    for (size_t i = 0; i < count; i++) {
        uint16_t rgb[3];
        for (size_t c = 0; c < 3; c++)
            rgb[c] = (uint16_t)(257 * mixed->rgb[p->places[i]][c]);
        point_of_samples(p, rgb, p->points[i]);
    }
    return woad_mesh_create(&p->mesh, (const double(*)[WOAD_SPACE])p->points, count, error);
}

/* ---- the cells ------------------------------------------------------------------------------ */

/* A ball around all colours of a cell, on the mesh's axes. */
typedef struct ball {
    double centre[WOAD_SPACE], radius;
} ball;

static ball ball_of_cell(const woad_palette *p, size_t index)
{
    ball b = {.radius = 0};
    double corners[8][WOAD_SPACE];
    unsigned bits = p->cell_bits, size = 65536u >> bits;
    for (unsigned c = 0; c < 8; c++) {
        uint16_t rgb[3];
        double point[WOAD_SPACE];
        for (unsigned i = 0; i < 3; i++) {
            unsigned cell = (unsigned)(index >> (i * bits)) & ((1u << bits) - 1);
            rgb[i] = (uint16_t)(cell * size + (c >> i & 1 ? size - 1 : 0));
        }
        point_of_samples(p, rgb, point);
        woad_mesh_project(&p->mesh, point, corners[c]);
        for (size_t i = 0; i < WOAD_SPACE; i++)
            b.centre[i] += corners[c][i] / 8;
    }
    for (unsigned c = 0; c < 8; c++) {
        double square = 0;
        for (size_t i = 0; i < WOAD_SPACE; i++)
            square += (corners[c][i] - b.centre[i]) * (corners[c][i] - b.centre[i]);
        b.radius = fmax(b.radius, sqrt(square));
    }
    if (p->mixing == WOAD_MIXING_OKLAB)
        b.radius *= 1.5; /* its cells are bent */
    return b;
}

static bool is_inside(const woad_mixing_mesh *m, const ball *b)
{
    for (size_t f = 0; f < m->facet_count; f++) {
        if (woad_facet_depth(m, &m->facets[f], b->centre) < b->radius + 1e-9)
            return false;
    }
    return true;
}

static woad_status add_near(woad_palette *p, size_t facet)
{
    if (p->near_count == p->near_capacity) {
        size_t capacity = p->near_capacity ? 2 * p->near_capacity : 4096;
        uint16_t *more = woad_array(capacity, sizeof *more);
        if (!more)
            return WOAD_ERROR_MEMORY;
        if (p->near)
            memcpy(more, p->near, p->near_count * sizeof *more);
        woad_free(p->near);
        p->near = more;
        p->near_capacity = capacity;
    }
    p->near[p->near_count++] = (uint16_t)facet;
    return WOAD_OK;
}

/* Distances to the facets that may be near, `distances` having room for one a facet; to others,
 * whose planes are farther off, infinity. Returns the least; `guess` is a facet to begin with, and
 * becomes the nearest. */
static double find_distances(
    const woad_mixing_mesh *m, const ball *b, double *distances, size_t *guess)
{
    double weights[WOAD_MIX];
    size_t first = *guess;
    double least = sqrt(woad_facet_nearest(m, &m->facets[first], b->centre, weights));
    for (size_t f = 0; f < m->facet_count; f++) {
        double plane = fabs(woad_facet_depth(m, &m->facets[f], b->centre));
        distances[f] = INFINITY;
        if (plane > least + 2 * b->radius + 1e-9)
            continue;
        distances[f] = sqrt(woad_facet_nearest(m, &m->facets[f], b->centre, weights));
        if (distances[f] < least) {
            least = distances[f];
            *guess = f;
        }
    }
    return least;
}

static woad_status fill_cell(
    woad_palette *p, woad_palette_cell *cell, const ball *b, double *distances, size_t *guess)
{
    const woad_mixing_mesh *m = &p->mesh;
    double weights[WOAD_MIX];
    woad_mesh_walk(m, b->centre, &cell->simplex, weights);
    cell->first_facet = (uint32_t)p->near_count;
    if (is_inside(m, b))
        return WOAD_OK;
    double least = find_distances(m, b, distances, guess);
    for (size_t f = 0; f < m->facet_count; f++) {
        if (distances[f] > least + 2 * b->radius + 1e-9)
            continue;
        if (add_near(p, f) < 0)
            return WOAD_ERROR_MEMORY;
        cell->facet_count++;
    }
    return WOAD_OK;
}

/* Fewer cells where each takes longer to fill. */
static woad_status make_cells(woad_palette *p, woad_error *error)
{
    p->cell_bits = p->mesh.facet_count <= 64 ? 5 : 4;
    size_t count = (size_t)1 << (3 * p->cell_bits), guess = 0;
    p->cells = woad_array(count, sizeof *p->cells);
    double *distances = woad_array(p->mesh.facet_count, sizeof *distances);
    woad_status status = p->cells && distances ? WOAD_OK : WOAD_ERROR_MEMORY;
    for (size_t i = 0; status >= 0 && i < count; i++) {
        ball b = ball_of_cell(p, i);
        p->cells[i].simplex = i > 0 ? p->cells[i - 1].simplex : 0;
        status = fill_cell(p, &p->cells[i], &b, distances, &guess);
    }
    woad_free(distances);
    return status < 0 ? woad_fail_memory(error, "a palette") : WOAD_OK;
}

static const woad_palette_cell *cell_of(const woad_palette *p, const uint16_t rgb[3])
{
    unsigned bits = p->cell_bits, shift = 16 - bits;
    return &p->cells[(size_t)(rgb[0] >> shift) | (size_t)(rgb[1] >> shift) << bits |
                     (size_t)(rgb[2] >> shift) << 2 * bits];
}

/* ---- mixing --------------------------------------------------------------------------------- */

/* Weights below this are rounding: a colour of the palette is itself alone. */
#define LEAST_WEIGHT 1e-7

static void take_weights(
    const woad_palette *p, const woad_simplex *s, const double weights[WOAD_MIX], woad_mix *mix)
{
    double sum = 0;
    mix->count = 0;
    for (size_t i = 0; i <= p->mesh.dimensions; i++) {
        if (weights[i] < LEAST_WEIGHT)
            continue;
        mix->orders[mix->count] = (uint8_t)s->point[i];
        mix->places[mix->count] = p->places[s->point[i]];
        mix->weights[mix->count++] = weights[i];
        sum += weights[i];
    }
    for (size_t i = 0; i < mix->count; i++)
        mix->weights[i] /= sum;
}

static void mix_point(const woad_palette *p, const double point[WOAD_SPACE],
    const woad_palette_cell *cell, woad_mix *mix)
{
    const woad_mixing_mesh *m = &p->mesh;
    double x[WOAD_SPACE], weights[WOAD_MIX] = {0}, best[WOAD_MIX] = {0}, least = INFINITY;
    uint16_t simplex = cell->simplex;
    woad_mesh_project(m, point, x);
    if (woad_mesh_walk(m, x, &simplex, weights) || cell->facet_count == 0) {
        take_weights(p, &m->simplices[simplex], weights, mix);
        return;
    }
    for (size_t i = 0; i < cell->facet_count; i++) {
        const woad_facet *facet = &m->facets[p->near[cell->first_facet + i]];
        double distance = woad_facet_nearest(m, facet, x, weights);
        if (distance < least) {
            least = distance;
            simplex = facet->simplex;
            memcpy(best, weights, sizeof best);
        }
    }
    take_weights(p, &m->simplices[simplex], best, mix);
}

void woad_palette_mix_samples(const woad_palette *palette, const uint16_t rgb[3], woad_mix *mix)
{
    double point[WOAD_SPACE];
    point_of_samples(palette, rgb, point);
    mix_point(palette, point, cell_of(palette, rgb), mix);
}

size_t woad_palette_mix(
    const woad_palette *palette, const double rgb[3], uint8_t places[4], double weights[4])
{
    double point[WOAD_SPACE];
    uint16_t samples[3];
    woad_mix mix;
    for (size_t i = 0; i < 3; i++)
        samples[i] = (uint16_t)lrint(fmin(fmax(rgb[i], 0), 1) * UINT16_MAX);
    point_of_rgb(palette, rgb, point);
    mix_point(palette, point, cell_of(palette, samples), &mix);
    for (size_t i = 0; i < mix.count; i++) {
        places[i] = mix.places[i];
        weights[i] = mix.weights[i];
    }
    return mix.count;
}

/* ---- life ----------------------------------------------------------------------------------- */

static woad_status check(const woad_colours *colours, const woad_colours *measured,
    woad_mixing mixing, woad_error *error)
{
    if (!colours || colours->count < 2 || colours->count > WOAD_PALETTE_MAX)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "a palette of %zu colour%s: mixing takes 2 to %zu", colours ? colours->count : 0,
            colours && colours->count == 1 ? "" : "s", WOAD_PALETTE_MAX);
    if (measured && measured->count != 0 && measured->count != colours->count)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "%zu measured colours for a palette of %zu: there is one for each", measured->count,
            colours->count);
    if ((unsigned)mixing > WOAD_MIXING_OKLAB)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "mixing is %u: it must be srgb (0), linear (1) or oklab (2)", (unsigned)mixing);
    return WOAD_OK;
}

static woad_status make(woad_palette *p, const woad_colours *mixed, woad_error *error)
{
    p->encoded = woad_array(UINT16_MAX + 1, sizeof *p->encoded);
    if (!p->encoded)
        return woad_fail_memory(error, "a palette");
    for (size_t v = 0; v <= UINT16_MAX; v++) {
        double encoded = (double)v / UINT16_MAX;
        p->encoded[v] =
            (float)(p->mixing == WOAD_MIXING_SRGB ? encoded : woad_light_of_srgb(encoded));
    }
    woad_status status = make_mesh(p, mixed, error);
    return status < 0 ? status : make_cells(p, error);
}

woad_status woad_palette_create(const woad_colours *colours, const woad_colours *measured,
    woad_mixing mixing, woad_palette **out, woad_error *error)
{
    woad_status status = check(colours, measured, mixing, error);
    if (status < 0)
        return status;
    woad_palette *p = woad_array(1, sizeof *p);
    if (!p)
        return woad_fail_memory(error, "a palette");
    p->colours = *colours;
    p->mixing = mixing;
    status = make(p, measured && measured->count ? measured : colours, error);
    if (status >= 0)
        *out = p;
    else
        woad_palette_destroy(p);
    return status;
}

void woad_palette_destroy(woad_palette *palette)
{
    if (!palette)
        return;
    woad_mesh_clear(&palette->mesh);
    woad_free(palette->encoded);
    woad_free(palette->cells);
    woad_free(palette->near);
    woad_free(palette);
}

const woad_colours *woad_palette_colours(const woad_palette *palette)
{
    return &palette->colours;
}
