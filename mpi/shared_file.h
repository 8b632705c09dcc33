/* shared_file.h - a file that all processes write or read at once (MPI-IO).
 *
 * Rank 0 does what one process would (io/file.h): it makes a file under another name and renames it
 * when it is whole. Between, each process writes its part where it belongs.
 */
#ifndef WOAD_MPI_SHARED_FILE_H
#define WOAD_MPI_SHARED_FILE_H

#include <stdbool.h>

#include <mpi.h>

#include "io/file.h"

typedef struct woad_mpi_file {
    MPI_Comm comm;
    int rank;
    const char *path;
    woad_staged staged; /* rank 0's to finish; to the others only a name */
    MPI_File file;
    int code; /* the first of MPI's that was no success, here */
    bool cut; /* some of a write did not go out, which Open MPI (4.1) takes for a success */
} woad_mpi_file;

/* Begins one with `header` (rank 0's). Fails as woad_file_stage does. Collective, as all but the
 * two that write and read. After a failure too it is to be abandoned. */
woad_status woad_mpi_file_create(MPI_Comm comm, const char *path, const void *header,
    size_t size, bool overwrite, woad_mpi_file *out, woad_error *error);

/* Bytes of this process; a failure is kept for the end. */
void woad_mpi_file_write(woad_mpi_file *file, uint64_t offset, const void *bytes, size_t size);

/* Ends writing; the name is still to be given, by woad_mpi_file_name. Fail with WOAD_ERROR_WRITE or
 * _EXISTS. */
woad_status woad_mpi_file_close(woad_mpi_file *file, woad_error *error);
woad_status woad_mpi_file_name(woad_mpi_file *file, woad_error *error);

/* Takes back what has no name yet. */
void woad_mpi_file_abandon(woad_mpi_file *file);

/* Opens one to read. Fails with WOAD_ERROR_READ; after a success it is to be closed. */
woad_status woad_mpi_file_open(
    MPI_Comm comm, const char *path, woad_mpi_file *out, woad_error *error);
bool woad_mpi_file_read(woad_mpi_file *file, uint64_t offset, void *bytes, size_t size);

#endif
