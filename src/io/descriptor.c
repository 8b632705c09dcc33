/* io/descriptor.c - whole reads and writes on file descriptors. */
#include "io/descriptor.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "base/system.h"

/* Largest request; POSIX leaves those above SSIZE_MAX undefined, and Linux does at most 2 GB.
 */
#define CHUNK ((size_t)1 << 30)

/* True when the call is to be made again: it was interrupted, or the descriptor was not ready
 * (someone made it non-blocking) and now is. */
static bool again(int fd, bool to_write)
{
    if (errno == EINTR)
        return true;
    if (errno != EAGAIN && errno != EWOULDBLOCK)
        return false;
    return woad_system_wait(fd, to_write);
}

bool woad_descriptor_write(int fd, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size > 0) {
        ptrdiff_t done = woad_system_write(fd, at, size < CHUNK ? size : CHUNK);
        if (done < 0) {
            if (!again(fd, true))
                return false;
            continue;
        }
        at += done;
        size -= (size_t)done;
    }
    return true;
}

bool woad_descriptor_read(int fd, void *bytes, size_t size, size_t *got)
{
    char *at = bytes;
    *got = 0;
    while (*got < size) {
        size_t rest = size - *got;
        ptrdiff_t done = woad_system_read(fd, at + *got, rest < CHUNK ? rest : CHUNK);
        if (done == 0)
            break;
        if (done > 0)
            *got += (size_t)done;
        else if (!again(fd, false))
            return false;
    }
    return true;
}

/* A number of digits only, or -1. */
static int parse_number(const char *digits)
{
    int value = 0;
    const char *at = digits;
    for (; *at >= '0' && *at <= '9'; at++) {
        if (value > (INT_MAX - 9) / 10)
            return -1;
        value = value * 10 + (*at - '0');
    }
    return *at || at == digits ? -1 : value;
}

int woad_descriptor_of_path(const char *path, int standard)
{
    static const char *const names[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};
    static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
    if (strcmp(path, "-") == 0)
        return standard;
    for (int i = 0; i < 3; i++) {
        if (strcmp(path, names[i]) == 0)
            return i;
    }
    for (int i = 0; i < 2; i++) {
        size_t length = strlen(folders[i]);
        if (strncmp(path, folders[i], length) == 0)
            return parse_number(path + length);
    }
    return -1;
}
