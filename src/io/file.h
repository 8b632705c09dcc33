/* io/file.h - what saving a mask asks of files beyond <woad/io.h>. */
#ifndef WOAD_IO_FILE_H
#define WOAD_IO_FILE_H

#include <woad/io.h>

/* Where a path leads, its symbolic links followed. */
typedef enum woad_destination_kind {
    WOAD_DESTINATION_ABSENT,  /* nothing is there yet */
    WOAD_DESTINATION_REGULAR, /* a file, which is replaced as a whole or kept */
    WOAD_DESTINATION_STREAM   /* a device, a pipe or an open descriptor, written in place */
} woad_destination_kind;

#define WOAD_PATH_SIZE 4096 /* with the NUL, as PATH_MAX on Linux */

typedef struct woad_destination {
    woad_destination_kind kind;
    int descriptor;            /* of a stream that is open already, or -1 */
    unsigned mode;             /* permissions of a regular file */
    char path[WOAD_PATH_SIZE]; /* without symbolic links in its last part */
} woad_destination;

/* Finds out. Fails with WOAD_ERROR_WRITE for a folder, a loop of links, or a path that the
 * system refuses to look at. */
woad_status woad_destination_find(
    const char *path, woad_destination *target, woad_error *error);

/* WOAD_ERROR_EXISTS when the target is a regular file and overwriting is not asked for. */
woad_status woad_destination_check(
    const char *path, const woad_destination *target, bool overwrite, woad_error *error);

/* WOAD_ERROR_EXISTS, with its sentence. */
woad_status woad_destination_fail_exists(const char *path, woad_error *error);

/* A whole file that waits beside its name, so that several can appear together. */
typedef struct woad_staged {
    const char *path;
    bool overwrite;
    woad_destination target;
    char temporary[WOAD_PATH_SIZE]; /* empty: nothing waits */
} woad_staged;

/* Writes the temporary file; the target must not be a stream. Fails as woad_file_write does,
 * and nothing is left then. */
woad_status woad_file_stage(const char *path, const void *bytes, size_t size, bool overwrite,
    woad_staged *staged, woad_error *error);

/* The same in pieces: the temporary file, open for writing, and its end, after a failure too. The
 * caller reports what fails between. */
woad_status woad_file_stage_open(
    const char *path, bool overwrite, woad_staged *staged, int *fd, woad_error *error);
woad_status woad_file_stage_close(
    woad_staged *staged, int fd, woad_status status, woad_error *error);

/* Gives it its name. Fails as woad_file_write does, and nothing is left then. */
woad_status woad_file_commit(woad_staged *staged, woad_error *error);

/* Opens a file to read; *owned is false where the descriptor was open before, and is to stay so.
 * Fails with WOAD_ERROR_READ. */
woad_status woad_file_open(const char *path, int *fd, bool *owned, woad_error *error);

/* As woad_file_read, of a descriptor whose first bytes were taken already. */
woad_status woad_file_read_on(const char *path, int fd, const void *head, size_t head_size,
    void **bytes, size_t *size, woad_error *error);

/* Removes what waits, if anything. */
void woad_file_abandon(woad_staged *staged);

#endif
