/* base/parallel.h - loops over ranges, in threads.
 *
 * What a loop computes must not depend on where its range is cut: bodies write to places of
 * their own index, and sums go into one place an index, to be added up in order afterwards.
 * Then the bytes are the same for any number of threads.
 */
#ifndef WOAD_BASE_PARALLEL_H
#define WOAD_BASE_PARALLEL_H

#include <stddef.h>

/* The body for the indices begin .. end - 1; worker is below the number of threads, and no two
 * bodies run at once with the same one. */
typedef void (*woad_body)(void *context, size_t begin, size_t end, size_t worker);

/* Calls the body for parts of 0 .. count - 1 in up to `threads` threads (at least 1), and
 * returns when all are done. */
void woad_parallel(size_t threads, size_t count, woad_body body, void *context);

/* Of `threads` threads, how many are worth their waking for an array of `count` values. */
size_t woad_threads_worth(size_t threads, size_t count);

#endif
