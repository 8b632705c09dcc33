/* vector/distribution.c - the distributions of vectors, each by point sets of any size.
 *
 * The sets are of low discrepancy and without chance. Those of two parameters are the golden spiral
 * (Vogel, "A better way to construct the sunflower head", 1979; on the sphere Swinbank and Purser,
 * "Fibonacci grids", 2006): one parameter in equal steps, the other by the golden ratio. A map that
 * keeps areas carries them over: Archimedes' to the sphere, u = r^2 to the disk, and the disk
 * lifted to the hemisphere has the density cos(theta) / pi (Malley's method). The cube takes
 * Roberts' R2 sequence for the other two (baseline/r2.c).
 */
#include "vector/distribution.h"

#include <math.h>
#include <string.h>

#include "base/pi.h"

static const double golden = 0.6180339887498949;  /* 1 / (golden ratio) */
static const double plastic = 0.7548776662466927; /* 1 / (plastic number) */

static double fraction(double x)
{
    return x - floor(x);
}

/* The middle of step `index`, in (0, 1). */
static double step(size_t index, size_t count)
{
    return ((double)index + 0.5) / (double)count;
}

/* In (-1, 1), by the ratio. */
static double turned(size_t index, double ratio)
{
    return 2 * fraction(0.5 + (double)index * ratio) - 1;
}

static void on_spiral(size_t index, double radius, double *x)
{
    double angle = 2 * WOAD_PI * fraction((double)index * golden);
    x[0] = radius * cos(angle);
    x[1] = radius * sin(angle);
}

static void square(size_t index, size_t count, double *x)
{
    x[0] = 2 * step(index, count) - 1;
    x[1] = turned(index, golden);
}

static void disk(size_t index, size_t count, double *x)
{
    on_spiral(index, sqrt(step(index, count)), x);
}

static void circle(size_t index, size_t count, double *x)
{
    double angle = 2 * WOAD_PI * step(index, count);
    x[0] = cos(angle);
    x[1] = sin(angle);
}

static void cube(size_t index, size_t count, double *x)
{
    x[0] = 2 * step(index, count) - 1;
    x[1] = turned(index, plastic);
    x[2] = turned(index, plastic * plastic);
}

static void sphere(size_t index, size_t count, double *x)
{
    x[2] = 1 - 2 * step(index, count);
    on_spiral(index, sqrt(1 - x[2] * x[2]), x);
}

static void hemisphere(size_t index, size_t count, double *x)
{
    disk(index, count, x);
    x[2] = sqrt(1 - step(index, count));
}

static const woad_vector_distribution distributions[] = {
    {{"square", "vectors: uniform in [-1, 1]^2"}, 2, square},
    {{"disk", "vectors: uniform in the unit disk"}, 2, disk},
    {{"circle", "vectors: uniform unit vectors in the plane"}, 2, circle},
    {{"cube", "vectors: uniform in [-1, 1]^3"}, 3, cube},
    {{"sphere", "vectors: uniform unit vectors in space"}, 3, sphere},
    {{"hemisphere", "vectors: unit vectors with z >= 0, by the cosine to z"}, 3, hemisphere},
};
enum { DISTRIBUTIONS = sizeof distributions / sizeof *distributions };

const woad_entry *woad_vector_distribution_at(size_t index)
{
    return index < DISTRIBUTIONS ? &distributions[index].info : NULL;
}

const woad_vector_distribution *woad_vector_distribution_find(const char *name)
{
    for (size_t i = 0; i < DISTRIBUTIONS; i++) {
        if (strcmp(name, distributions[i].info.name) == 0)
            return &distributions[i];
    }
    return NULL;
}
