/* io/named_file.c - see io/named_file.h. */
#include "io/named_file.h"

#include "base/status.h"
#include "io/file.h"

woad_status woad_named_file_read(
    const char *path, size_t limit, void **bytes, size_t *size, woad_error *error)
{
    woad_destination there;
    woad_error unread; /* what cannot be looked at cannot be read, and reading says why */
    if (woad_destination_find(path, &there, &unread) >= 0 &&
        there.kind == WOAD_DESTINATION_STREAM)
        return woad_fail(error, WOAD_ERROR_READ,
            "cannot read %s: it is a device or a pipe, and must be a file", path);
    return woad_file_read(path, limit, bytes, size, error);
}
