/* base/alloc.h - the one place that allocates. */
#ifndef WOAD_BASE_ALLOC_H
#define WOAD_BASE_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

/* Alignment of every array, enough for any vector unit and for FFTW's fastest codelets. */
#define WOAD_ALIGNMENT ((size_t)64)

/* *product = a * b; false, and *product unchanged, when that overflows. */
bool woad_multiply(size_t a, size_t b, size_t *product);

/* `count` zeroed elements of `size` bytes, aligned to WOAD_ALIGNMENT; NULL when there is no
 * memory or the product overflows. Never NULL for a count of zero. Free with woad_free. */
void *woad_array(size_t count, size_t size);

/* A copy of a string's first `length` bytes, NUL-terminated, or NULL. */
char *woad_copy_string(const char *text, size_t length);

#endif
