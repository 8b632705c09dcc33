/* io/destination.c - where an output path leads.
 *
 * A symbolic link is followed to its end by hand, for two reasons: the file that is renamed
 * over must be the one that it points at, which may not exist yet (realpath would fail), and a
 * link to /proc/self/fd must be caught on the way.
 */
#include <errno.h>
#include <string.h>

#include "base/status.h"
#include "base/system.h"
#include "io/descriptor.h"
#include "io/file.h"

#define LINKS_MAX 40 /* as Linux allows */

static woad_status refuse(const char *path, const char *reason, woad_error *error)
{
    return woad_fail(error, WOAD_ERROR_WRITE, "cannot write %s: %s", path, reason);
}

/* Replaces path by what the link there says, relative to the link's folder. */
static bool follow_link(char *path)
{
    char link[WOAD_PATH_SIZE];
    if (!woad_system_read_link(path, link, sizeof link))
        return false;
    size_t length = strlen(link);
    size_t folder = woad_system_is_absolute(link) ? 0 : woad_system_folder_length(path);
    if (folder + length >= WOAD_PATH_SIZE) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(path + folder, link, length + 1);
    return true;
}

static woad_status describe(
    const char *path, woad_system_kind kind, woad_destination *target, woad_error *error)
{
    if (kind == WOAD_SYSTEM_FOLDER)
        return refuse(path, "it is a folder; give the path of a file in it", error);
    if (kind != WOAD_SYSTEM_ABSENT)
        target->kind =
            kind == WOAD_SYSTEM_FILE ? WOAD_DESTINATION_REGULAR : WOAD_DESTINATION_STREAM;
    return WOAD_OK;
}

woad_status woad_destination_find(const char *path, woad_destination *target, woad_error *error)
{
    size_t length = strlen(path);
    if (length == 0)
        return refuse("\"\"", "the path is empty", error);
    if (length >= WOAD_PATH_SIZE)
        return refuse(path, strerror(ENAMETOOLONG), error);
    *target = (woad_destination){.kind = WOAD_DESTINATION_ABSENT, .descriptor = -1};
    memcpy(target->path, path, length + 1);
    for (int links = 0; links <= LINKS_MAX; links++) {
        target->descriptor = woad_descriptor_of_path(target->path, WOAD_STANDARD_OUTPUT);
        if (target->descriptor >= 0) {
            target->kind = WOAD_DESTINATION_STREAM;
            return WOAD_OK;
        }
        woad_system_kind kind;
        if (!woad_system_look(target->path, &kind, &target->mode))
            return refuse(path, strerror(errno), error);
        /* A missing folder is found out when the file is created. */
        if (kind != WOAD_SYSTEM_LINK)
            return describe(path, kind, target, error);
        if (!follow_link(target->path))
            return refuse(path, strerror(errno), error);
    }
    return refuse(path, strerror(ELOOP), error);
}

woad_status woad_destination_fail_exists(const char *path, woad_error *error)
{
    return woad_fail(error, WOAD_ERROR_EXISTS,
        "%s exists: it is kept unless overwriting is asked for (--force)", path);
}

woad_status woad_destination_check(
    const char *path, const woad_destination *target, bool overwrite, woad_error *error)
{
    if (target->kind != WOAD_DESTINATION_REGULAR || overwrite)
        return WOAD_OK;
    return woad_destination_fail_exists(path, error);
}
