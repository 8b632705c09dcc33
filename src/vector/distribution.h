/* vector/distribution.h - the distributions that the vectors of a mask can be of. */
#ifndef WOAD_VECTOR_DISTRIBUTION_H
#define WOAD_VECTOR_DISTRIBUTION_H

#include <stddef.h>

#include <woad/entry.h>

enum { WOAD_VECTOR_COMPONENTS = 3 }; /* at most */

typedef struct woad_vector_distribution {
    woad_entry info;
    size_t components;
    /* Point `index` of a set of `count` that stands for the distribution, each component in
     * [-1, 1]. */
    void (*point)(size_t index, size_t count, double *x);
} woad_vector_distribution;

/* The index-th, NULL past the last. */
const woad_entry *woad_vector_distribution_at(size_t index);

/* By its name, or NULL. */
const woad_vector_distribution *woad_vector_distribution_find(const char *name);

#endif
