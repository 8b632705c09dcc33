/* failing_support.h - a machine without memory: the k-th allocation fails, for every k.
 *
 * The linker sends the calls of all that <base/alloc.h> takes and gives back to failing_support.c.
 */
#ifndef WOAD_TESTS_FAILING_SUPPORT_H
#define WOAD_TESTS_FAILING_SUPPORT_H

#include <stddef.h>

#include <woad/status.h>

#include "support.h"

/* A call of the library that frees what it got, in the end. Where it fails, what it was to fill is
 * still as it was, which it checks by itself. */
typedef woad_status attempt(const void *context, woad_error *error);

/* Calls it with its first allocation failing, alone and with all after it, then with its second,
 * and so on, until none fails and it succeeds. Where one fails it must fail with WOAD_ERROR_MEMORY
 * and a sentence, and all that it took must be given back. Returns how many there are. */
size_t fail_each_allocation(const char *what, attempt *call, const void *context);

/* What a pointer to a result is before a call, and after one that failed. */
void *untouched(void);

/* Of a call that was to store a pointer at `out`: its status, once that is checked. */
woad_status checked(woad_status status, const void *out);

/* The same for results in memory of the caller's, which calls begin with `spoil`. */
void spoil(void *out, size_t size);
woad_status checked_memory(woad_status status, const void *out, size_t size);

/* Attempts at what a text names: a kernel, a spectrum of 8x8, a distribution. */
attempt try_taps, try_target, try_pdf;

#endif
