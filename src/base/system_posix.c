/* base/system_posix.c - base/system.h by POSIX.1-2008. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/system.h"

void *woad_system_allocate(size_t alignment, size_t size)
{
    return aligned_alloc(alignment, size);
}

void woad_system_free(void *memory)
{
    free(memory);
}

bool woad_system_enter_c_locale(woad_system_locale *locale)
{
    locale_t own = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!own)
        return false;
    *locale = (woad_system_locale){own, uselocale(own)};
    return true;
}

void woad_system_leave_locale(woad_system_locale locale)
{
    uselocale((locale_t)locale.previous);
    freelocale((locale_t)locale.own);
}

static woad_system_kind kind_of(mode_t mode)
{
    return S_ISREG(mode)   ? WOAD_SYSTEM_FILE
           : S_ISDIR(mode) ? WOAD_SYSTEM_FOLDER
           : S_ISLNK(mode) ? WOAD_SYSTEM_LINK
                           : WOAD_SYSTEM_DEVICE;
}

bool woad_system_look(const char *path, woad_system_kind *kind, unsigned *mode)
{
    struct stat info;
    if (lstat(path, &info) != 0) {
        *kind = WOAD_SYSTEM_ABSENT;
        return errno == ENOENT;
    }
    *kind = kind_of(info.st_mode);
    *mode = (unsigned)info.st_mode & 0777;
    return true;
}

bool woad_system_read_link(const char *path, char *target, size_t capacity)
{
    ssize_t length = readlink(path, target, capacity - 1);
    if (length < 0)
        return false;
    target[length] = '\0';
    return true;
}

size_t woad_system_folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

bool woad_system_is_absolute(const char *path)
{
    return path[0] == '/';
}

bool woad_system_may_create_in(const char *folder)
{
    return access(folder, W_OK | X_OK) == 0;
}

bool woad_system_take_name(const char *from, const char *to)
{
    if (link(from, to) != 0)
        return false;
    unlink(from);
    return true;
}

bool woad_system_replace(const char *from, const char *to)
{
    return rename(from, to) == 0;
}

bool woad_system_remove(const char *path)
{
    return unlink(path) == 0;
}

long woad_system_process(void)
{
    return (long)getpid();
}

int woad_system_open(const char *path)
{
    return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

int woad_system_open_device(const char *path)
{
    return open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
}

/* The umask applies. */
int woad_system_create(const char *path)
{
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

bool woad_system_look_at(int fd, woad_system_kind *kind, uint64_t *size)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return false;
    *kind = kind_of(info.st_mode);
    *size = S_ISREG(info.st_mode) && info.st_size > 0 ? (uint64_t)info.st_size : 0;
    return true;
}

ptrdiff_t woad_system_read(int fd, void *bytes, size_t size)
{
    return read(fd, bytes, size);
}

ptrdiff_t woad_system_write(int fd, const void *bytes, size_t size)
{
    return write(fd, bytes, size);
}

bool woad_system_wait(int fd, bool to_write)
{
    struct pollfd wait = {.fd = fd, .events = to_write ? POLLOUT : POLLIN};
    return poll(&wait, 1, -1) >= 0 || errno == EINTR;
}

/* Where permissions are the mount's (FAT, CIFS), a file of our own cannot be given any. */
bool woad_system_permit(int fd, unsigned mode)
{
    return fchmod(fd, (mode_t)mode) == 0 || errno == EPERM || errno == ENOTSUP;
}

/* Some file systems have no fsync and say EINVAL. */
bool woad_system_flush(int fd)
{
    while (fsync(fd) != 0) {
        if (errno != EINTR)
            return errno == EINVAL;
    }
    return true;
}

bool woad_system_close(int fd)
{
    return close(fd) == 0;
}
