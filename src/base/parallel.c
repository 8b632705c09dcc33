/* base/parallel.c - loops in threads, by OpenMP. */
#include "base/parallel.h"

#include <stdint.h>

/* An iteration over this many values takes about a millisecond, and a loop in threads costs
 * some microseconds to start and to end. */
static const size_t worth_threads = (size_t)1 << 17;

/* Beyond this, one more only takes memory. */
static const size_t most_threads = 256;

size_t woad_threads_worth(size_t threads, size_t count)
{
    if (count <= worth_threads || threads <= 1)
        return 1;
    return threads < most_threads ? threads : most_threads;
}

static size_t part_begin(size_t count, size_t part, size_t parts)
{
    return (size_t)((uint64_t)count * part / parts); /* a size_t of 32 bits would overflow */
}

void woad_parallel(size_t threads, size_t count, woad_body body, void *context)
{
    threads = threads < most_threads ? threads : most_threads;
    if (threads > count)
        threads = count;
    if (threads <= 1) {
        if (count > 0)
            body(context, 0, count, 0);
        return;
    }
    /* One part a thread: the bodies do equal work for equal ranges. */
#pragma omp parallel for num_threads((int)threads) schedule(static, 1)
    for (size_t worker = 0; worker < threads; worker++)
        body(context, part_begin(count, worker, threads),
            part_begin(count, worker + 1, threads), worker);
}
