/* palette/mixing.h - points of a convex hull as mixtures of its nearest corners. */
#ifndef WOAD_PALETTE_MIXING_H
#define WOAD_PALETTE_MIXING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <woad/status.h>

enum { WOAD_MIX = 4, WOAD_SPACE = 3 };

/* A simplex of `corners` = dimensions + 1 points, in the order that they were given. */
typedef struct woad_simplex {
    uint16_t point[WOAD_MIX];
    int32_t beyond[WOAD_MIX]; /* the simplex past the facet without corner i, or -1 */
    double barycentric[WOAD_MIX][WOAD_SPACE + 1]; /* weight i is a row's product with (x, 1) */
} woad_simplex;

/* A facet of the hull: the simplex's but for one corner. */
typedef struct woad_facet {
    uint16_t simplex, corner;
} woad_facet;

typedef struct woad_mixing_mesh {
    size_t dimensions;                                       /* of the points' span, 1 to 3 */
    size_t count;                                            /* of points */
    double origin[WOAD_SPACE], axes[WOAD_SPACE][WOAD_SPACE]; /* of the span, orthonormal */
    double (*points)[WOAD_SPACE];                            /* on those axes */
    woad_simplex *simplices;
    size_t simplex_count, simplex_capacity;
    woad_facet *facets;
    size_t facet_count;
} woad_mixing_mesh;

/* Triangulates points in space. Fails with WOAD_ERROR_ARGUMENT where all are one, or _MEMORY. */
woad_status woad_mesh_create(woad_mixing_mesh *mesh, const double (*points)[WOAD_SPACE],
    size_t count, woad_error *error);
void woad_mesh_clear(woad_mixing_mesh *mesh);

/* A point on the mesh's axes: the nearest of the span. */
void woad_mesh_project(
    const woad_mixing_mesh *mesh, const double point[WOAD_SPACE], double x[WOAD_SPACE]);

/* Walks from a simplex to the one that holds x and stores the weights of its corners; false where x
 * is outside the hull. */
bool woad_mesh_walk(const woad_mixing_mesh *mesh, const double x[WOAD_SPACE], uint16_t *simplex,
    double weights[WOAD_MIX]);

/* The point of a facet nearest to x, as weights of its simplex's corners; the squared distance. */
double woad_facet_nearest(const woad_mixing_mesh *mesh, const woad_facet *facet,
    const double x[WOAD_SPACE], double weights[WOAD_MIX]);

/* How far x is inside the plane of a facet; negative outside. */
double woad_facet_depth(
    const woad_mixing_mesh *mesh, const woad_facet *facet, const double x[WOAD_SPACE]);

#endif
