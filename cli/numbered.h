/* numbered.h - names of files with a number each. */
#ifndef WOAD_CLI_NUMBERED_H
#define WOAD_CLI_NUMBERED_H

#include <stdbool.h>
#include <stddef.h>

/* The index-th of `count` names: where `path` has a %d, or a %03d for three digits, the index
 * stands there; else behind a _ before the extension, with as many digits as the last index, at
 * least two. False where the name is longer than `size` holds. */
bool numbered_name(const char *path, size_t index, size_t count, char *name, size_t size);

/* Has `path` a %d or %0Nd for a number? */
bool has_number_mark(const char *path);

#endif
