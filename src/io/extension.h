/* io/extension.h - the ends of paths that call for a format. */
#ifndef WOAD_IO_EXTENSION_H
#define WOAD_IO_EXTENSION_H

#include <stdbool.h>

/* True when the path (NULL: none) ends in one of `extensions`, ".png" and the like separated by
 * spaces, in capitals or not. */
bool woad_has_extension(const char *path, const char *extensions);

#endif
