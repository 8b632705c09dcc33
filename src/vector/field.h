/* vector/field.h - a frame of vectors, and directions to look at it from. */
#ifndef WOAD_VECTOR_FIELD_H
#define WOAD_VECTOR_FIELD_H

#include <stdint.h>

#include <woad/design.h>

#include "base/random.h"
#include "vector/distribution.h"

/* Component c of vector i stands at values[c * count + i]. There are WOAD_VECTOR_COMPONENTS of
 * them, those beyond `components` zero, so that loops over all need no special case. */
typedef struct woad_vector_field {
    size_t count, components;
    float *values;
} woad_vector_field;

/* All zero. woad_vector_field_clear frees it, also after a failure. */
woad_status woad_vector_field_init(
    woad_vector_field *field, size_t count, size_t components, woad_error *error);
void woad_vector_field_clear(woad_vector_field *field);

/* The whole point set of a distribution, in its order. */
woad_status woad_vector_field_points(woad_vector_field *field,
    const woad_vector_distribution *distribution, size_t count, woad_error *error);

void woad_vector_get(const woad_vector_field *field, size_t i, float x[WOAD_VECTOR_COMPONENTS]);
void woad_vector_set(woad_vector_field *field, size_t i, const float x[WOAD_VECTOR_COMPONENTS]);

/* A random unit vector of the field's components, the others 0. */
void woad_vector_direction(
    woad_random *random, size_t components, float direction[WOAD_VECTOR_COMPONENTS]);

/* out[k] = direction . vector order[k], or vector k where order is NULL, for k in begin ..
 * end - 1. */
void woad_vector_project(const woad_vector_field *field,
    const float direction[WOAD_VECTOR_COMPONENTS], const uint32_t *order, size_t begin,
    size_t end, float *out);

/* Halves the vectors at the median of their projection on a random direction, and each half again,
 * until no cell has more than `most`: `order` becomes a permutation in which cells lie side by
 * side. A cell begin .. end - 1 is cut at woad_halfway. Cuts are at the same places of the order
 * and along the same directions for all fields of this count, components and seed. `keys` is
 * scratch memory for `count` floats. */
void woad_vector_halve(
    const woad_vector_field *field, size_t most, uint64_t seed, float *keys, uint32_t *order);

static inline size_t woad_halfway(size_t begin, size_t end)
{
    return begin + (end - begin) / 2;
}

#endif
