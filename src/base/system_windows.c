/* base/system_windows.c - base/system.h by the C run-time library of Windows.
 *
 * Symbolic links are followed by the system; one that an output takes the name of is replaced.
 */
#define WIN32_LEAN_AND_MEAN
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <limits.h>
#include <locale.h>
#include <malloc.h>
#include <process.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <windows.h>

#include "base/system.h"

/* MAX_PATH is not the limit of paths that begin with \\?\. */
enum { WIDE_PATH = 4096 };

void *woad_system_allocate(size_t alignment, size_t size)
{
    return _aligned_malloc(size, alignment);
}

void woad_system_free(void *memory)
{
    _aligned_free(memory);
}

/* `own` is the name of the locale that was, `previous` whether the thread had one of its own. */
bool woad_system_enter_c_locale(woad_system_locale *locale)
{
    const char *name = setlocale(LC_ALL, NULL);
    char *copy = name ? _strdup(name) : NULL;
    if (!copy)
        return false;
    bool alone = _configthreadlocale(_ENABLE_PER_THREAD_LOCALE) == _ENABLE_PER_THREAD_LOCALE;
    setlocale(LC_ALL, "C");
    *locale = (woad_system_locale){copy, alone ? copy : NULL};
    return true;
}

void woad_system_leave_locale(woad_system_locale locale)
{
    setlocale(LC_ALL, locale.own);
    if (!locale.previous)
        _configthreadlocale(_DISABLE_PER_THREAD_LOCALE);
    free(locale.own);
}

/* UTF-8 to what the system takes. */
static bool widen(const char *path, wchar_t wide[WIDE_PATH])
{
    if (MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, wide, WIDE_PATH) > 0)
        return true;
    errno = GetLastError() == ERROR_INSUFFICIENT_BUFFER ? ENAMETOOLONG : EINVAL;
    return false;
}

static woad_system_kind kind_of(unsigned mode)
{
    return (mode & S_IFMT) == S_IFREG   ? WOAD_SYSTEM_FILE
           : (mode & S_IFMT) == S_IFDIR ? WOAD_SYSTEM_FOLDER
                                        : WOAD_SYSTEM_DEVICE;
}

bool woad_system_look(const char *path, woad_system_kind *kind, unsigned *mode)
{
    wchar_t wide[WIDE_PATH];
    struct _stat64 info;
    if (!widen(path, wide))
        return false;
    if (_wstat64(wide, &info) != 0) {
        *kind = WOAD_SYSTEM_ABSENT;
        return errno == ENOENT;
    }
    *kind = kind_of(info.st_mode);
    *mode = info.st_mode & 0777;
    return true;
}

bool woad_system_read_link(const char *path, char *target, size_t capacity)
{
    (void)path;
    (void)target;
    (void)capacity;
    errno = EINVAL; /* no kind of woad_system_look is a link */
    return false;
}

size_t woad_system_folder_length(const char *path)
{
    size_t length = 0;
    for (size_t i = 0; path[i]; i++) {
        if (path[i] == '/' || path[i] == '\\' || (i == 1 && path[i] == ':'))
            length = i + 1;
    }
    return length;
}

bool woad_system_is_absolute(const char *path)
{
    return path[0] == '/' || path[0] == '\\' || (path[0] && path[1] == ':');
}

/* The access list of a folder is found out when the file is created. */
bool woad_system_may_create_in(const char *folder)
{
    woad_system_kind kind;
    unsigned mode;
    /* A trailing separator is not for _wstat64, but for that of a drive. */
    char path[WIDE_PATH];
    size_t length = strlen(folder);
    if (length >= sizeof path) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(path, folder, length + 1);
    if (length > 1 && woad_system_folder_length(path) == length && path[length - 2] != ':')
        path[length - 1] = '\0';
    if (!woad_system_look(path, &kind, &mode))
        return false;
    errno = kind == WOAD_SYSTEM_ABSENT ? ENOENT : ENOTDIR;
    return kind == WOAD_SYSTEM_FOLDER;
}

static bool move(const char *from, const char *to, DWORD flags)
{
    wchar_t wide_from[WIDE_PATH], wide_to[WIDE_PATH];
    if (!widen(from, wide_from) || !widen(to, wide_to))
        return false;
    if (MoveFileExW(wide_from, wide_to, flags | MOVEFILE_WRITE_THROUGH))
        return true;
    DWORD code = GetLastError();
    errno = code == ERROR_ALREADY_EXISTS || code == ERROR_FILE_EXISTS      ? EEXIST
            : code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND ? ENOENT
            : code == ERROR_DISK_FULL                                      ? ENOSPC
                                                                           : EACCES;
    return false;
}

bool woad_system_take_name(const char *from, const char *to)
{
    return move(from, to, 0);
}

bool woad_system_replace(const char *from, const char *to)
{
    return move(from, to, MOVEFILE_REPLACE_EXISTING);
}

bool woad_system_remove(const char *path)
{
    wchar_t wide[WIDE_PATH];
    return widen(path, wide) && _wunlink(wide) == 0;
}

long woad_system_process(void)
{
    return (long)_getpid();
}

static int open_as(const char *path, int flags)
{
    wchar_t wide[WIDE_PATH];
    return widen(path, wide)
               ? _wopen(wide, flags | _O_BINARY | _O_NOINHERIT, _S_IREAD | _S_IWRITE)
               : -1;
}

int woad_system_open(const char *path)
{
    /* _wopen says EACCES of a folder, and nothing of what it is. */
    woad_system_kind kind;
    unsigned mode;
    if (woad_system_look(path, &kind, &mode) && kind == WOAD_SYSTEM_FOLDER) {
        errno = EISDIR;
        return -1;
    }
    return open_as(path, _O_RDONLY);
}

int woad_system_open_device(const char *path)
{
    return open_as(path, _O_WRONLY);
}

int woad_system_create(const char *path)
{
    return open_as(path, _O_WRONLY | _O_CREAT | _O_EXCL);
}

bool woad_system_look_at(int fd, woad_system_kind *kind, uint64_t *size)
{
    struct _stat64 info;
    if (_fstat64(fd, &info) != 0)
        return false;
    *kind = kind_of(info.st_mode);
    *size = *kind == WOAD_SYSTEM_FILE && info.st_size > 0 ? (uint64_t)info.st_size : 0;
    return true;
}

static unsigned part_of(size_t size)
{
    return size < INT_MAX ? (unsigned)size : INT_MAX;
}

/* Standard input and output begin as text, which changes ends of lines. */
ptrdiff_t woad_system_read(int fd, void *bytes, size_t size)
{
    _setmode(fd, _O_BINARY);
    return _read(fd, bytes, part_of(size));
}

ptrdiff_t woad_system_write(int fd, const void *bytes, size_t size)
{
    _setmode(fd, _O_BINARY);
    return _write(fd, bytes, part_of(size));
}

/* Descriptors always wait here. */
bool woad_system_wait(int fd, bool to_write)
{
    (void)fd;
    (void)to_write;
    return false;
}

/* A file has the permissions of its folder. */
bool woad_system_permit(int fd, unsigned mode)
{
    (void)fd;
    (void)mode;
    return true;
}

bool woad_system_flush(int fd)
{
    return _commit(fd) == 0;
}

bool woad_system_close(int fd)
{
    return _close(fd) == 0;
}
