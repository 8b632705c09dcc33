/* vector/match.h - vectors and points, one to one. */
#ifndef WOAD_VECTOR_MATCH_H
#define WOAD_VECTOR_MATCH_H

#include "vector/field.h"

/* Each vector becomes a point of its own, near by: all points are used once. *distance (NULL: not
 * wanted) is the root of the mean square by which they move. At least one round; more bring the
 * points nearer. Fails with WOAD_ERROR_MEMORY. */
woad_status woad_vector_match(woad_vector_field *vectors, const woad_vector_field *points,
    size_t rounds, uint64_t seed, double *distance, woad_error *error);

#endif
