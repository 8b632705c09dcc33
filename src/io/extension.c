/* io/extension.c - the ends of paths that call for a format. */
#include "io/extension.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

static bool same_ignoring_case(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (tolower((unsigned char)a[i]) != tolower((unsigned char)b[i]))
            return false;
    }
    return true;
}

/* True when `extension` is one of the words of `list`. */
static bool lists_extension(const char *list, const char *extension)
{
    size_t length = strlen(extension);
    while (*list) {
        size_t word = strcspn(list, " ");
        if (word == length && same_ignoring_case(list, extension, length))
            return true;
        list += word;
        list += strspn(list, " ");
    }
    return false;
}

bool woad_has_extension(const char *path, const char *extensions)
{
    const char *dot = path ? strrchr(path, '.') : NULL;
    return dot && !strchr(dot, '/') && lists_extension(extensions, dot);
}
