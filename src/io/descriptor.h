/* io/descriptor.h - whole reads and writes on file descriptors, and paths that stand for one. */
#ifndef WOAD_IO_DESCRIPTOR_H
#define WOAD_IO_DESCRIPTOR_H

#include <stdbool.h>
#include <stddef.h>

enum { WOAD_STANDARD_INPUT = 0, WOAD_STANDARD_OUTPUT = 1 };

/* Both go on after signals and wait where a descriptor is non-blocking; false with errno set
 * when the system refuses. *got is less than size only at the end of the file. */
bool woad_descriptor_write(int fd, const void *bytes, size_t size);
bool woad_descriptor_read(int fd, void *bytes, size_t size, size_t *got);

/* The number of the open descriptor that a path stands for ("-" is `standard`; /dev/stdout,
 * /dev/fd/N, /proc/self/fd/N), or -1. Such a descriptor is used as it is: opening the path
 * again would find a regular file behind it, and truncate or rename it. */
int woad_descriptor_of_path(const char *path, int standard);

#endif
