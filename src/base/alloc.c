/* base/alloc.c - the one place that allocates. */
#include "base/alloc.h"

#include <stdint.h>
#include <string.h>

#include <woad/status.h>

#include "base/system.h"

bool woad_multiply(size_t a, size_t b, size_t *product)
{
    if (b != 0 && a > SIZE_MAX / b)
        return false;
    *product = a * b;
    return true;
}

void *woad_array(size_t count, size_t size)
{
    size_t bytes;
    if (!woad_multiply(count, size, &bytes) || bytes > SIZE_MAX - 2 * WOAD_ALIGNMENT)
        return NULL;
    /* A multiple is wanted of the alignment, and something to point at. */
    bytes = (bytes / WOAD_ALIGNMENT + 1) * WOAD_ALIGNMENT;
    void *memory = woad_system_allocate(WOAD_ALIGNMENT, bytes);
    if (memory)
        memset(memory, 0, bytes);
    return memory;
}

char *woad_copy_string(const char *text, size_t length)
{
    if (length == SIZE_MAX)
        return NULL;
    char *copy = woad_array(length + 1, 1);
    if (copy)
        memcpy(copy, text, length);
    return copy;
}

void woad_free(void *memory)
{
    woad_system_free(memory);
}
