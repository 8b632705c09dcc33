/* vector/match.c - vectors and points, one to one, at a small total squared distance.
 *
 * An exact assignment takes the cube of their number. Instead both are halved at random, at the
 * medians along the same directions, until each cell has one vector and one point: a bijection,
 * exact where the two sets are the same. Further such bijections improve the first: where vector i
 * would get point b, which j has, i and j exchange their points if that lowers the sum (Genest,
 * Bonneel, Nivoliers and Coeurjolly, "BSP-OT: sparse transport plans between discrete measures in
 * loglinear time", 2025, merge theirs like this). The result is not the optimum: exact
 * assignments in cells of 32, as many rounds, gave a descent alone about 2 dB in the low band (seed
 * 1, 64x64), for several times the time.
 */
#include "vector/match.h"

#include <math.h>

#include "base/alloc.h"
#include "base/status.h"

typedef struct matching {
    const woad_vector_field *vectors, *points;
    float *keys;
    uint32_t *vector_order, *point_order; /* of a halving: partners at the same place */
    uint32_t *point_of, *owner;           /* the bijection, and its inverse */
} matching;

static double square_distance(const matching *m, size_t vector, size_t point)
{
    double sum = 0;
    for (size_t c = 0; c < m->vectors->components; c++) {
        double d = (double)m->vectors->values[c * m->vectors->count + vector] -
                   (double)m->points->values[c * m->points->count + point];
        sum += d * d;
    }
    return sum;
}

static void assign(matching *m, uint32_t vector, uint32_t point)
{
    m->point_of[vector] = point;
    m->owner[point] = vector;
}

/* The vector gets the point that another has, which gets its own, if that is nearer in all. */
static void consider(matching *m, uint32_t vector, uint32_t point)
{
    uint32_t other = m->owner[point], own = m->point_of[vector];
    double now = square_distance(m, vector, own) + square_distance(m, other, point);
    double then = square_distance(m, vector, point) + square_distance(m, other, own);
    if (then < now) {
        assign(m, vector, point);
        assign(m, other, own);
    }
}

static void match(matching *m, size_t rounds, uint64_t seed)
{
    for (size_t round = 0; round < rounds; round++) {
        uint64_t own_seed = woad_hash(seed + round);
        woad_vector_halve(m->vectors, 1, own_seed, m->keys, m->vector_order);
        woad_vector_halve(m->points, 1, own_seed, m->keys, m->point_order);
        for (size_t k = 0; k < m->vectors->count; k++) {
            if (round == 0)
                assign(m, m->vector_order[k], m->point_order[k]);
            else
                consider(m, m->vector_order[k], m->point_order[k]);
        }
    }
}

static double take_points(const matching *m, woad_vector_field *vectors)
{
    double sum = 0;
    for (size_t i = 0; i < vectors->count; i++) {
        float point[WOAD_VECTOR_COMPONENTS];
        sum += square_distance(m, i, m->point_of[i]);
        woad_vector_get(m->points, m->point_of[i], point);
        woad_vector_set(vectors, i, point);
    }
    return sqrt(sum / (double)vectors->count);
}

woad_status woad_vector_match(woad_vector_field *vectors, const woad_vector_field *points,
    size_t rounds, uint64_t seed, double *distance, woad_error *error)
{
    size_t n = vectors->count;
    float *keys = woad_array(n, sizeof *keys);
    uint32_t *indices = woad_array(4 * n, sizeof *indices);
    bool good = keys && indices;
    if (good) {
        matching m = {
            vectors, points, keys, indices, indices + n, indices + 2 * n, indices + 3 * n};
        match(&m, rounds, seed);
        double moved = take_points(&m, vectors);
        if (distance)
            *distance = moved;
    }
    woad_free(keys);
    woad_free(indices);
    return good ? WOAD_OK : woad_fail_memory(error, "matching vectors");
}
