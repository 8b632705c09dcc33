/* palette/mixing.c - points of a convex hull as mixtures of its nearest corners.
 *
 * The weights w >= 0 with sum w = 1 and sum w p = c of least sum w |p - c|^2 are those of least
 * sum w |p|^2, since that sum differs by |c|^2: a linear program whose right side alone has c in
 * it. Its dual-feasible bases are the simplices of the Delaunay triangulation (H. Edelsbrunner and
 * R. Seidel, "Voronoi diagrams and arrangements", 1986: the lower hull of the points lifted by
 * |p|^2), and a dual pivot leads from one to its neighbour, so all are found from a first one.
 * Points on a common sphere would tie; lifts that differ by millionths decide there.
 */
#include "palette/mixing.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/random.h"
#include "base/status.h"

#define NEGLIGIBLE 1e-9

/* ---- the span ------------------------------------------------------------------------------- */

static double dot(const double *a, const double *b, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Takes the components along the first axes off. */
static void reject(const double (*axes)[WOAD_SPACE], size_t count, double v[WOAD_SPACE])
{
    for (size_t a = 0; a < count; a++) {
        double along = dot(axes[a], v, WOAD_SPACE);
        for (size_t i = 0; i < WOAD_SPACE; i++)
            v[i] -= along * axes[a][i];
    }
}

/* Axes by Gram and Schmidt, each along what is farthest from the span so far. */
static void find_span(woad_mixing_mesh *m, const double (*points)[WOAD_SPACE])
{
    memcpy(m->origin, points[0], sizeof m->origin);
    for (m->dimensions = 0; m->dimensions < WOAD_SPACE; m->dimensions++) {
        double farthest = 1e-12, *axis = m->axes[m->dimensions];
        for (size_t k = 0; k < m->count; k++) {
            double v[WOAD_SPACE];
            for (size_t i = 0; i < WOAD_SPACE; i++)
                v[i] = points[k][i] - m->origin[i];
            reject((const double(*)[WOAD_SPACE])m->axes, m->dimensions, v);
            double square = dot(v, v, WOAD_SPACE);
            if (square > farthest) {
                farthest = square;
                for (size_t i = 0; i < WOAD_SPACE; i++)
                    axis[i] = v[i] / sqrt(square);
            }
        }
        if (farthest <= 1e-12)
            return;
    }
}

void woad_mesh_project(
    const woad_mixing_mesh *mesh, const double point[WOAD_SPACE], double x[WOAD_SPACE])
{
    double v[WOAD_SPACE];
    for (size_t i = 0; i < WOAD_SPACE; i++)
        v[i] = point[i] - mesh->origin[i];
    for (size_t a = 0; a < WOAD_SPACE; a++)
        x[a] = a < mesh->dimensions ? dot(mesh->axes[a], v, WOAD_SPACE) : 0;
}

/* ---- simplices ------------------------------------------------------------------------------ */

static double lift(const woad_mixing_mesh *m, size_t k)
{
    double tie = (double)(woad_hash(k) >> 11) * 0x1p-53;
    return dot(m->points[k], m->points[k], m->dimensions) + 1e-6 * tie;
}

/* Inverts the matrix of columns (p, 1) by Gauss and Jordan, with pivots; false when it is singular.
 */
static bool invert(const woad_mixing_mesh *m, woad_simplex *s)
{
    size_t n = m->dimensions + 1;
    double a[WOAD_MIX][2 * WOAD_MIX] = {{0}};
    for (size_t r = 0; r < n; r++) {
        for (size_t c = 0; c < n; c++)
            a[r][c] = r + 1 < n ? m->points[s->point[c]][r] : 1;
        a[r][n + r] = 1;
    }
    for (size_t c = 0; c < n; c++) {
        size_t best = c;
        for (size_t r = c; r < n; r++)
            best = fabs(a[r][c]) > fabs(a[best][c]) ? r : best;
        if (fabs(a[best][c]) < NEGLIGIBLE)
            return false;
        for (size_t i = 0; i < 2 * n; i++) {
            double t = a[best][i];
            a[best][i] = a[c][i];
            a[c][i] = t;
        }
        for (size_t i = 2 * n; i-- > c;)
            a[c][i] /= a[c][c];
        for (size_t r = 0; r < n; r++) {
            for (size_t i = 2 * n; r != c && i-- > c;)
                a[r][i] -= a[r][c] * a[c][i];
        }
    }
    memset(s->barycentric, 0, sizeof s->barycentric);
    for (size_t r = 0; r < n; r++) {
        for (size_t c = 0; c < m->dimensions; c++)
            s->barycentric[r][c] = a[r][n + c];
        s->barycentric[r][WOAD_SPACE] = a[r][n + m->dimensions];
    }
    return true;
}

static double weight(const woad_simplex *s, size_t corner, const double *x)
{
    const double *row = s->barycentric[corner];
    return dot(row, x, WOAD_SPACE) + row[WOAD_SPACE];
}

/* How far the lifted point k is above the plane through the lifted corners. */
static double slack(const woad_mixing_mesh *m, const woad_simplex *s, size_t k)
{
    double plane = 0;
    for (size_t i = 0; i <= m->dimensions; i++)
        plane += weight(s, i, m->points[k]) * lift(m, s->point[i]);
    return lift(m, k) - plane;
}

/* The point that a plane turning about the facet without `corner` meets first, or m->count. */
static size_t pivot(const woad_mixing_mesh *m, const woad_simplex *s, size_t corner)
{
    size_t best = m->count;
    double least = INFINITY;
    for (size_t k = 0; k < m->count; k++) {
        double beyond = -weight(s, corner, m->points[k]);
        if (beyond <= NEGLIGIBLE)
            continue;
        double turn = slack(m, s, k) / beyond;
        if (turn < least) {
            least = turn;
            best = k;
        }
    }
    return best;
}

static void sort_corners(uint16_t *points, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint16_t point = points[i];
        size_t to = i;
        for (; to > 0 && points[to - 1] > point; to--)
            points[to] = points[to - 1];
        points[to] = point;
    }
}

/* The simplex with these corners, new or known; -1 for want of memory. */
static int32_t find_simplex(woad_mixing_mesh *m, const woad_simplex *s)
{
    for (size_t i = 0; i < m->simplex_count; i++) {
        if (memcmp(m->simplices[i].point, s->point, sizeof s->point) == 0)
            return (int32_t)i;
    }
    if (m->simplex_count == m->simplex_capacity) {
        size_t capacity = m->simplex_capacity ? 2 * m->simplex_capacity : 64;
        woad_simplex *more = capacity <= UINT16_MAX ? woad_array(capacity, sizeof *more) : NULL;
        if (!more)
            return -1;
        if (m->simplices)
            memcpy(more, m->simplices, m->simplex_count * sizeof *more);
        woad_free(m->simplices);
        m->simplices = more;
        m->simplex_capacity = capacity;
    }
    m->simplices[m->simplex_count] = *s;
    return (int32_t)m->simplex_count++;
}

/* ---- the first simplex ---------------------------------------------------------------------- */

/* A plane touches the lowest of the lifted points, and turns until it lies on others. */

/* A direction of the space across those of the corners. */
static void across(const woad_mixing_mesh *m, const uint16_t *corners, size_t count,
    double direction[WOAD_SPACE])
{
    double axes[WOAD_SPACE][WOAD_SPACE] = {{0}};
    for (size_t c = 1; c < count; c++) {
        for (size_t i = 0; i < WOAD_SPACE; i++)
            axes[c - 1][i] = m->points[corners[c]][i] - m->points[corners[0]][i];
        reject((const double(*)[WOAD_SPACE])axes, c - 1, axes[c - 1]);
        double length = sqrt(dot(axes[c - 1], axes[c - 1], WOAD_SPACE));
        for (size_t i = 0; i < WOAD_SPACE; i++)
            axes[c - 1][i] /= length;
    }
    double longest = 0;
    memset(direction, 0, WOAD_SPACE * sizeof *direction); /* of a mesh without extent */
    for (size_t a = 0; a < m->dimensions; a++) {
        double v[WOAD_SPACE] = {0};
        v[a] = 1;
        reject((const double(*)[WOAD_SPACE])axes, count - 1, v);
        if (dot(v, v, WOAD_SPACE) > longest) {
            longest = dot(v, v, WOAD_SPACE);
            memcpy(direction, v, sizeof v);
        }
    }
}

/* Turns the plane with this gradient about the corners, up along the direction, to the next point.
 */
static bool turn(const woad_mixing_mesh *m, uint16_t *corners, size_t count,
    const double direction[WOAD_SPACE], double gradient[WOAD_SPACE])
{
    const double *pin = m->points[corners[0]];
    double least = INFINITY;
    for (size_t k = 0; k < m->count; k++) {
        double v[WOAD_SPACE];
        for (size_t i = 0; i < WOAD_SPACE; i++)
            v[i] = m->points[k][i] - pin[i];
        double ahead = dot(direction, v, WOAD_SPACE);
        if (ahead <= NEGLIGIBLE)
            continue;
        double above = lift(m, k) - lift(m, corners[0]) - dot(gradient, v, WOAD_SPACE);
        if (above / ahead < least) {
            least = above / ahead;
            corners[count] = (uint16_t)k;
        }
    }
    if (least == (double)INFINITY)
        return false;
    for (size_t i = 0; i < WOAD_SPACE; i++)
        gradient[i] += least * direction[i];
    return true;
}

static bool first_simplex(const woad_mixing_mesh *m, woad_simplex *s)
{
    double gradient[WOAD_SPACE] = {0}, direction[WOAD_SPACE];
    *s = (woad_simplex){.point = {0}};
    for (size_t k = 1; k < m->count; k++) {
        if (lift(m, k) < lift(m, s->point[0]))
            s->point[0] = (uint16_t)k;
    }
    for (size_t count = 1; count <= m->dimensions; count++) {
        across(m, s->point, count, direction);
        if (turn(m, s->point, count, direction, gradient))
            continue;
        for (size_t i = 0; i < WOAD_SPACE; i++)
            direction[i] = -direction[i];
        if (!turn(m, s->point, count, direction, gradient))
            return false;
    }
    sort_corners(s->point, m->dimensions + 1);
    return invert(m, s);
}

/* ---- all of them ---------------------------------------------------------------------------- */

static woad_status add_facet(woad_mixing_mesh *m, size_t simplex, size_t corner)
{
    size_t count = m->facet_count;
    if ((count & (count - 1)) == 0) { /* the capacity is the next power of 2 */
        woad_facet *more = woad_array(count ? 2 * count : 1, sizeof *more);
        if (!more)
            return WOAD_ERROR_MEMORY;
        if (count)
            memcpy(more, m->facets, count * sizeof *more);
        woad_free(m->facets);
        m->facets = more;
    }
    m->facets[m->facet_count++] = (woad_facet){(uint16_t)simplex, (uint16_t)corner};
    return WOAD_OK;
}

static woad_status cross_facet(woad_mixing_mesh *m, size_t simplex, size_t corner)
{
    woad_simplex next = m->simplices[simplex];
    size_t k = pivot(m, &next, corner);
    bool proper = false;
    if (k < m->count) {
        next.point[corner] = (uint16_t)k;
        sort_corners(next.point, m->dimensions + 1);
        proper = invert(m, &next);
    }
    if (!proper) {
        m->simplices[simplex].beyond[corner] = -1;
        return add_facet(m, simplex, corner);
    }
    int32_t there = find_simplex(m, &next);
    m->simplices[simplex].beyond[corner] = there;
    return there < 0 ? WOAD_ERROR_MEMORY : WOAD_OK;
}

static woad_status triangulate(woad_mixing_mesh *m)
{
    woad_simplex first;
    if (!first_simplex(m, &first))
        return WOAD_ERROR_ARGUMENT;
    if (find_simplex(m, &first) < 0)
        return WOAD_ERROR_MEMORY;
    for (size_t s = 0; s < m->simplex_count; s++) {
        for (size_t corner = 0; corner <= m->dimensions; corner++) {
            woad_status status = cross_facet(m, s, corner);
            if (status < 0)
                return status;
        }
    }
    return WOAD_OK;
}

woad_status woad_mesh_create(
    woad_mixing_mesh *mesh, const double (*points)[WOAD_SPACE], size_t count, woad_error *error)
{
    *mesh = (woad_mixing_mesh){.count = count};
    find_span(mesh, points);
    if (mesh->dimensions == 0)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "all %zu colours of the palette are the same: mixing takes two", count);
    mesh->points = woad_array(count, sizeof *mesh->points);
    if (!mesh->points)
        return woad_fail_memory(error, "a palette");
    for (size_t k = 0; k < count; k++)
        woad_mesh_project(mesh, points[k], mesh->points[k]);
    woad_status status = triangulate(mesh);
    if (status == WOAD_ERROR_ARGUMENT)
        return woad_fail(error, status, "the palette's colours are too near to each other");
    return status < 0 ? woad_fail_memory(error, "a palette") : WOAD_OK;
}

void woad_mesh_clear(woad_mixing_mesh *mesh)
{
    woad_free(mesh->points);
    woad_free(mesh->simplices);
    woad_free(mesh->facets);
    *mesh = (woad_mixing_mesh){0};
}

/* ---- points --------------------------------------------------------------------------------- */

bool woad_mesh_walk(const woad_mixing_mesh *mesh, const double x[WOAD_SPACE], uint16_t *simplex,
    double weights[WOAD_MIX])
{
    for (size_t steps = 0; steps <= mesh->simplex_count; steps++) {
        const woad_simplex *s = &mesh->simplices[*simplex];
        size_t worst = 0;
        for (size_t i = 0; i <= mesh->dimensions; i++) {
            weights[i] = weight(s, i, x);
            worst = weights[i] < weights[worst] ? i : worst;
        }
        if (weights[worst] >= -NEGLIGIBLE)
            return true;
        if (s->beyond[worst] < 0)
            return false;
        *simplex = (uint16_t)s->beyond[worst];
    }
    return false;
}

double woad_facet_depth(
    const woad_mixing_mesh *mesh, const woad_facet *facet, const double x[WOAD_SPACE])
{
    const woad_simplex *s = &mesh->simplices[facet->simplex];
    const double *row = s->barycentric[facet->corner];
    return weight(s, facet->corner, x) / sqrt(dot(row, row, WOAD_SPACE));
}

/* The nearest point of the hull of `count` corners, the weights of others staying 0. Where it is
 * inside, it is the foot of the perpendicular: (A A') g = A d with A the edges from corner 0. Where
 * the foot is outside, it is nearest on one of the edges or corners. */
static double nearest_of(
    const double *const corners[], size_t count, const double *x, double weights[WOAD_SPACE]);

static bool foot(const double *const corners[], size_t count, const double *x, double *weights)
{
    double e[2][WOAD_SPACE] = {{0}}, d[WOAD_SPACE];
    for (size_t i = 0; i < WOAD_SPACE; i++) {
        d[i] = x[i] - corners[0][i];
        for (size_t c = 1; c < count; c++)
            e[c - 1][i] = corners[c][i] - corners[0][i];
    }
    double aa = dot(e[0], e[0], WOAD_SPACE), bb = dot(e[1], e[1], WOAD_SPACE);
    double ab = dot(e[0], e[1], WOAD_SPACE), ad = dot(e[0], d, WOAD_SPACE);
    double bd = dot(e[1], d, WOAD_SPACE);
    if (count == 2) {
        weights[1] = ad / aa;
    } else if (count == 3) {
        double determinant = aa * bb - ab * ab;
        weights[1] = (ad * bb - bd * ab) / determinant;
        weights[2] = (bd * aa - ad * ab) / determinant;
    }
    weights[0] = 1;
    for (size_t c = 1; c < count; c++)
        weights[0] -= weights[c];
    for (size_t c = 0; c < count; c++) {
        if (!(weights[c] >= 0))
            return false;
    }
    return true;
}

static double square_distance(
    const double *const corners[], size_t count, const double *x, const double *weights)
{
    double sum = 0;
    for (size_t i = 0; i < WOAD_SPACE; i++) {
        double off = -x[i];
        for (size_t c = 0; c < count; c++)
            off += weights[c] * corners[c][i];
        sum += off * off;
    }
    return sum;
}

static double nearest_of(
    const double *const corners[], size_t count, const double *x, double weights[WOAD_SPACE])
{
    if (foot(corners, count, x, weights))
        return square_distance(corners, count, x, weights);
    double best = INFINITY;
    for (size_t left_out = 0; left_out < count; left_out++) {
        const double *fewer[WOAD_SPACE] = {NULL};
        double part[WOAD_SPACE] = {0};
        for (size_t c = 0, n = 0; c < count; c++) {
            if (c != left_out)
                fewer[n++] = corners[c];
        }
        double distance = nearest_of(fewer, count - 1, x, part);
        if (distance >= best)
            continue;
        best = distance;
        for (size_t c = 0, n = 0; c < count; c++)
            weights[c] = c == left_out ? 0 : part[n++];
    }
    return best;
}

double woad_facet_nearest(const woad_mixing_mesh *mesh, const woad_facet *facet,
    const double x[WOAD_SPACE], double weights[WOAD_MIX])
{
    const woad_simplex *s = &mesh->simplices[facet->simplex];
    const double *corners[WOAD_SPACE] = {NULL};
    double part[WOAD_SPACE] = {0};
    size_t count = 0;
    for (size_t c = 0; c <= mesh->dimensions; c++) {
        if (c != facet->corner)
            corners[count++] = mesh->points[s->point[c]];
    }
    double distance = nearest_of(corners, count, x, part);
    count = 0;
    for (size_t c = 0; c <= mesh->dimensions; c++)
        weights[c] = c == facet->corner ? 0 : part[count++];
    return distance;
}
