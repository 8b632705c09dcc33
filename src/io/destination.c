/* io/destination.c - where an output path leads.
 *
 * A symbolic link is followed to its end by hand, for two reasons: the file that is renamed
 * over must be the one that it points at, which may not exist yet (realpath would fail), and a
 * link to /proc/self/fd must be caught on the way.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/status.h"
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
    ssize_t length = readlink(path, link, sizeof link - 1);
    if (length < 0)
        return false;
    link[length] = '\0';
    char *slash = strrchr(path, '/');
    size_t folder = link[0] == '/' || !slash ? 0 : (size_t)(slash - path) + 1;
    if (folder + (size_t)length >= WOAD_PATH_SIZE) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(path + folder, link, (size_t)length + 1);
    return true;
}

static woad_status describe(
    const char *path, const struct stat *info, woad_destination *target, woad_error *error)
{
    if (S_ISDIR(info->st_mode))
        return refuse(path, "it is a folder; give the path of a file in it", error);
    target->kind = S_ISREG(info->st_mode) ? WOAD_DESTINATION_REGULAR : WOAD_DESTINATION_STREAM;
    target->mode = (unsigned)info->st_mode & 0777;
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
        target->descriptor = woad_descriptor_of_path(target->path, STDOUT_FILENO);
        if (target->descriptor >= 0) {
            target->kind = WOAD_DESTINATION_STREAM;
            return WOAD_OK;
        }
        struct stat info;
        if (lstat(target->path, &info) != 0) {
            /* A missing folder is found out when the file is created. */
            return errno == ENOENT ? WOAD_OK : refuse(path, strerror(errno), error);
        }
        if (!S_ISLNK(info.st_mode))
            return describe(path, &info, target, error);
        if (!follow_link(target->path))
            return refuse(path, strerror(errno), error);
    }
    return refuse(path, strerror(ELOOP), error);
}

woad_status woad_destination_check(
    const char *path, const woad_destination *target, bool overwrite, woad_error *error)
{
    if (target->kind != WOAD_DESTINATION_REGULAR || overwrite)
        return WOAD_OK;
    return woad_fail(error, WOAD_ERROR_EXISTS,
        "%s exists: it is kept unless overwriting is asked for (--force)", path);
}
