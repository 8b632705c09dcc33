/* base/system.h - all that the library asks of an operating system beyond standard C and threads.
 *
 * One file has it for each kind: base/system_posix.c and base/system_windows.c. Nothing else
 * knows on which it runs. What fails sets errno. Paths are UTF-8 on Windows.
 */
#ifndef WOAD_BASE_SYSTEM_H
#define WOAD_BASE_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- memory --------------------------------------------------------------------------- */

/* Aligned to a power of two, of which `size` is a multiple; or NULL. */
void *woad_system_allocate(size_t alignment, size_t size);
void woad_system_free(void *memory);

/* ---- numbers as the C locale writes them ---------------------------------------------- */

/* strtod and printf put the locale's decimal point, a comma in many, and recipes have a dot
 * everywhere. */

typedef struct woad_system_locale {
    void *own, *previous;
} woad_system_locale;

/* For the calling thread alone; may be nested. False, with nothing to leave, for want of memory. */
bool woad_system_enter_c_locale(woad_system_locale *locale);
void woad_system_leave_locale(woad_system_locale locale);

/* ---- paths ---------------------------------------------------------------------------- */

typedef enum woad_system_kind {
    WOAD_SYSTEM_ABSENT,
    WOAD_SYSTEM_FILE,
    WOAD_SYSTEM_FOLDER,
    WOAD_SYSTEM_LINK,
    WOAD_SYSTEM_DEVICE /* or a pipe */
} woad_system_kind;

/* What is there, a symbolic link not followed, and a file's permissions. */
bool woad_system_look(const char *path, woad_system_kind *kind, unsigned *mode);

/* What a symbolic link says, with its NUL. */
bool woad_system_read_link(const char *path, char *target, size_t capacity);

/* Bytes of the path before its last part, the separator among them; 0 where it has one part. */
size_t woad_system_folder_length(const char *path);

/* Whether the path is the same from every folder. */
bool woad_system_is_absolute(const char *path);

/* Whether files may be created in a folder. */
bool woad_system_may_create_in(const char *folder);

/* Gives a file its name: without ever replacing anything (EEXIST), or replacing at once. */
bool woad_system_take_name(const char *from, const char *to);
bool woad_system_replace(const char *from, const char *to);
bool woad_system_remove(const char *path);

/* A number that no other running process has. */
long woad_system_process(void);

/* ---- descriptors ---------------------------------------------------------------------- */

/* Open: to read; a device or a pipe, to write; a file that was not there (EEXIST), to write.
 * Children do not inherit them. A descriptor, or -1. */
int woad_system_open(const char *path);
int woad_system_open_device(const char *path);
int woad_system_create(const char *path);

/* What the descriptor leads to, and a file's size in bytes. */
bool woad_system_look_at(int fd, woad_system_kind *kind, uint64_t *size);

/* As read(2) and write(2), of bytes as they are: less than asked for, or -1. */
ptrdiff_t woad_system_read(int fd, void *bytes, size_t size);
ptrdiff_t woad_system_write(int fd, const void *bytes, size_t size);

/* Waits until a descriptor can be read, or written. */
bool woad_system_wait(int fd, bool to_write);

/* Sets a file's permissions, where the system has them. */
bool woad_system_permit(int fd, unsigned mode);

/* Flushes a file to the disk. */
bool woad_system_flush(int fd);

bool woad_system_close(int fd);

#endif
