/* io/file.c - whole files: read into memory, or written so that nobody ever sees half of one.
 *
 * Writing: the bytes go to a temporary file in the same folder, are flushed to the disk, and
 * the temporary file then takes the name: where an existing file is to be kept without ever
 * replacing anything, so that one that appears in between is not lost; else by replacing at once.
 */
#include "io/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "base/system.h"
#include "io/descriptor.h"

static woad_status fail_write(const char *path, int code, woad_error *error)
{
    return woad_fail(error, WOAD_ERROR_WRITE, "cannot write %s: %s", path, strerror(code));
}

/* Closes and reports a failure only where nothing failed before: a full disk may show here. */
static woad_status close_written(
    int fd, const char *path, woad_status status, woad_error *error)
{
    if (!woad_system_close(fd) && status >= 0)
        status = fail_write(path, errno, error);
    return status;
}

static woad_status write_stream(const char *path, const woad_destination *target,
    const void *bytes, size_t size, woad_error *error)
{
    bool opened = target->descriptor < 0;
    int fd = opened ? woad_system_open_device(target->path) : target->descriptor;
    if (fd < 0)
        return fail_write(path, errno, error);
    woad_status status = WOAD_OK;
    if (!woad_descriptor_write(fd, bytes, size))
        status = fail_write(path, errno, error);
    return opened ? close_written(fd, path, status, error) : status;
}

#define TEMPORARY_NAMES_MAX 10000

/* Creates a file that was not there, in the folder of `path`, and stores its name. Creating makes
 * the name ours among all processes and threads. Returns a descriptor,
 * or -1 with errno set. */
static int create_temporary(const char *path, char *name, size_t capacity)
{
    size_t folder = woad_system_folder_length(path);
    if (!path[folder]) {
        errno = EISDIR; /* "missing/" names a folder */
        return -1;
    }
    for (int i = 0; i < TEMPORARY_NAMES_MAX; i++) {
        int length = snprintf(
            name, capacity, "%.*s.woad-%ld-%d", (int)folder, path, woad_system_process(), i);
        if (length < 0 || (size_t)length >= capacity) {
            errno = ENAMETOOLONG;
            return -1;
        }
        int fd = woad_system_create(name);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

/* Permissions of the file to be replaced, and the disk. */
static bool finish_temporary(int fd, const woad_destination *target)
{
    if (target->kind == WOAD_DESTINATION_REGULAR && !woad_system_permit(fd, target->mode))
        return false;
    return woad_system_flush(fd);
}

/* Gives the temporary file a name that nothing has. */
static woad_status take_new_name(
    const char *path, const char *wanted, const char *temporary, woad_error *error)
{
    if (woad_system_take_name(temporary, wanted))
        return WOAD_OK;
    if (errno == EEXIST)
        return woad_destination_fail_exists(path, error);
    /* Refused by file systems without hard links, among others: look, then rename. */
    woad_destination now;
    woad_status status = woad_destination_find(wanted, &now, error);
    if (status < 0)
        return status;
    if (now.kind != WOAD_DESTINATION_ABSENT || strcmp(now.path, wanted) != 0)
        return woad_destination_fail_exists(path, error);
    return woad_system_replace(temporary, wanted) ? WOAD_OK : fail_write(path, errno, error);
}

/* What is staged takes the place of what is there: of a device, its name would be lost. */
static woad_status check_target(
    const char *path, const woad_destination *target, bool overwrite, woad_error *error)
{
    if (target->kind == WOAD_DESTINATION_STREAM)
        return woad_fail(error, WOAD_ERROR_WRITE,
            "cannot write %s: it is a device or a pipe, and must be a file", path);
    return woad_destination_check(path, target, overwrite, error);
}

woad_status woad_file_stage_open(
    const char *path, bool overwrite, woad_staged *staged, int *fd, woad_error *error)
{
    *staged = (woad_staged){.path = path, .overwrite = overwrite};
    woad_status status = woad_destination_find(path, &staged->target, error);
    if (status >= 0)
        status = check_target(path, &staged->target, overwrite, error);
    if (status < 0)
        return status;
    *fd = create_temporary(staged->target.path, staged->temporary, sizeof staged->temporary);
    if (*fd < 0) {
        staged->temporary[0] = '\0';
        return fail_write(path, errno, error);
    }
    return WOAD_OK;
}

woad_status woad_file_stage_close(
    woad_staged *staged, int fd, woad_status status, woad_error *error)
{
    if (status >= 0 && !finish_temporary(fd, &staged->target))
        status = fail_write(staged->path, errno, error);
    status = close_written(fd, staged->path, status, error);
    if (status < 0)
        woad_file_abandon(staged);
    return status;
}

woad_status woad_file_stage(const char *path, const void *bytes, size_t size, bool overwrite,
    woad_staged *staged, woad_error *error)
{
    int fd;
    woad_status status = woad_file_stage_open(path, overwrite, staged, &fd, error);
    if (status < 0)
        return status;
    if (!woad_descriptor_write(fd, bytes, size))
        status = fail_write(path, errno, error);
    return woad_file_stage_close(staged, fd, status, error);
}

woad_status woad_file_commit(woad_staged *staged, woad_error *error)
{
    const char *wanted = staged->target.path;
    woad_status status = WOAD_OK;
    if (!staged->overwrite)
        status = take_new_name(staged->path, wanted, staged->temporary, error);
    else if (!woad_system_replace(staged->temporary, wanted))
        status = fail_write(staged->path, errno, error);
    if (status >= 0)
        staged->temporary[0] = '\0';
    else
        woad_file_abandon(staged);
    return status;
}

void woad_file_abandon(woad_staged *staged)
{
    if (staged->temporary[0])
        woad_system_remove(staged->temporary);
    staged->temporary[0] = '\0';
}

woad_status woad_file_write(
    const char *path, const void *bytes, size_t size, bool overwrite, woad_error *error)
{
    woad_destination target;
    woad_status status = woad_destination_find(path, &target, error);
    if (status < 0)
        return status;
    if (target.kind == WOAD_DESTINATION_STREAM)
        return write_stream(path, &target, bytes, size, error);
    woad_staged staged;
    status = woad_file_stage(path, bytes, size, overwrite, &staged, error);
    return status < 0 ? status : woad_file_commit(&staged, error);
}

/* May a file be created in the folder that the target is in? */
static woad_status check_folder(
    const char *path, const woad_destination *target, woad_error *error)
{
    char folder[WOAD_PATH_SIZE];
    size_t length = woad_system_folder_length(target->path);
    memcpy(folder, length ? target->path : ".", length ? length : 1);
    folder[length ? length : 1] = '\0';
    if (!woad_system_may_create_in(folder))
        return fail_write(path, errno, error);
    return WOAD_OK;
}

woad_status woad_file_check(const char *path, bool overwrite, woad_error *error)
{
    woad_destination target;
    woad_status status = woad_destination_find(path, &target, error);
    if (status >= 0 && target.kind != WOAD_DESTINATION_STREAM)
        status = woad_destination_check(path, &target, overwrite, error);
    if (status >= 0 && target.kind != WOAD_DESTINATION_STREAM)
        status = check_folder(path, &target, error);
    return status;
}

static woad_status fail_read(const char *path, const char *reason, woad_error *error)
{
    return woad_fail(error, WOAD_ERROR_READ, "cannot read %s: %s", path, reason);
}

static woad_status fail_limit(const char *path, size_t limit, woad_error *error)
{
    return woad_fail(
        error, WOAD_ERROR_SIZE, "%s has more than the %zu bytes allowed", path, limit);
}

/* A growing buffer. */
typedef struct content {
    char *bytes;
    size_t size, capacity; /* capacity leaves out the NUL behind the end */
} content;

static bool grow(content *c, size_t capacity)
{
    char *bytes = capacity < SIZE_MAX ? woad_array(capacity + 1, 1) : NULL;
    if (!bytes)
        return false;
    if (c->size)
        memcpy(bytes, c->bytes, c->size);
    woad_free(c->bytes);
    c->bytes = bytes;
    c->capacity = capacity;
    return true;
}

/* Capacity to begin with: a byte more than a regular file has, so that its end is seen at once.
 * A file may grow or lie about its size (those in /proc have 0), so this is only a start. */
static size_t first_capacity(uint64_t file_size, size_t limit)
{
    const size_t least = 4096;
    size_t size = file_size < SIZE_MAX ? (size_t)file_size : SIZE_MAX - 1;
    size_t capacity = size < least ? least : size + 1;
    return limit && limit < capacity ? limit + 1 : capacity;
}

static woad_status read_all(
    const char *path, int fd, uint64_t file_size, size_t limit, content *c, woad_error *error)
{
    size_t capacity = first_capacity(file_size, limit);
    if (capacity > SIZE_MAX - c->size)
        return woad_fail_memory(error, path);
    capacity += c->size;
    for (;;) {
        if (!grow(c, capacity))
            return woad_fail_memory(error, path);
        size_t got;
        if (!woad_descriptor_read(fd, c->bytes + c->size, capacity - c->size, &got))
            return fail_read(path, strerror(errno), error);
        c->size += got;
        if (limit && c->size > limit)
            return fail_limit(path, limit, error);
        if (c->size < capacity)
            return WOAD_OK;
        if (!woad_multiply(capacity, 2, &capacity))
            return woad_fail_memory(error, path);
    }
}

/* What follows what the content has already. */
static woad_status read_descriptor(
    const char *path, int fd, size_t limit, content *c, woad_error *error)
{
    woad_system_kind kind;
    uint64_t file_size;
    if (!woad_system_look_at(fd, &kind, &file_size))
        return fail_read(path, strerror(errno), error);
    if (limit && file_size > limit)
        return fail_limit(path, limit, error);
    return read_all(path, fd, file_size, limit, c, error);
}

woad_status woad_file_open(const char *path, int *fd, bool *owned, woad_error *error)
{
    int standard = woad_descriptor_of_path(path, WOAD_STANDARD_INPUT);
    *owned = standard < 0;
    *fd = *owned ? woad_system_open(path) : standard;
    woad_system_kind kind;
    uint64_t size;
    if (*fd < 0 && errno != EISDIR)
        return fail_read(path, strerror(errno), error);
    if (*fd >= 0 && (!woad_system_look_at(*fd, &kind, &size) || kind != WOAD_SYSTEM_FOLDER))
        return WOAD_OK;
    if (*fd >= 0 && *owned)
        woad_system_close(*fd);
    return fail_read(path, "it is a folder; give the path of a file in it", error);
}

woad_status woad_file_read_on(const char *path, int fd, const void *head, size_t head_size,
    void **bytes, size_t *size, woad_error *error)
{
    content c = {0};
    if (head_size > 0) {
        if (!grow(&c, head_size))
            return woad_fail_memory(error, path);
        memcpy(c.bytes, head, head_size);
        c.size = head_size;
    }
    woad_status status = read_descriptor(path, fd, 0, &c, error);
    if (status < 0) {
        woad_free(c.bytes);
        return status;
    }
    *bytes = c.bytes;
    *size = c.size;
    return WOAD_OK;
}

woad_status woad_file_read(
    const char *path, size_t limit, void **bytes, size_t *size, woad_error *error)
{
    int fd;
    bool owned;
    content c = {0};
    woad_status status = woad_file_open(path, &fd, &owned, error);
    if (status < 0)
        return status;
    status = read_descriptor(path, fd, limit, &c, error);
    if (owned)
        woad_system_close(fd);
    if (status < 0) {
        woad_free(c.bytes);
        return status;
    }
    *bytes = c.bytes;
    *size = c.size;
    return WOAD_OK;
}
