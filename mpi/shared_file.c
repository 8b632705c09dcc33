/* shared_file.c - see shared_file.h. Files' errors are returned by MPI by default (MPI 4.0, section
 * 14.7), not fatal. */
#include "shared_file.h"

#include <string.h>

#include "agree.h"
#include "base/status.h"

/* Bytes of a piece: MPI's counts are ints. */
static const size_t piece = (size_t)1 << 28;

static woad_status fail_file(
    const woad_mpi_file *f, woad_status status, const char *verb, woad_error *error)
{
    char reason[MPI_MAX_ERROR_STRING] = "";
    int length;
    if (f->code == MPI_SUCCESS)
        return woad_fail(error, status,
            "cannot %s %s: not all of it went out, is the disk full?", verb, f->path);
    MPI_Error_string(f->code, reason, &length);
    return woad_fail(error, status, "cannot %s %s: %s", verb, f->path, reason);
}

/* What this process has met, told to all. */
static woad_status agree_on_code(
    const woad_mpi_file *f, woad_status failure, const char *verb, woad_error *error)
{
    bool good = f->code == MPI_SUCCESS && !f->cut;
    woad_status status = good ? WOAD_OK : fail_file(f, failure, verb, error);
    return woad_mpi_agree(f->comm, status, error);
}

static void begin(woad_mpi_file *f, MPI_Comm comm, const char *path)
{
    *f =
        (woad_mpi_file){.comm = comm, .path = path, .file = MPI_FILE_NULL, .code = MPI_SUCCESS};
    MPI_Comm_rank(comm, &f->rank);
}

static void open_as(woad_mpi_file *f, const char *name, int mode)
{
    f->code = MPI_File_open(f->comm, name, mode, MPI_INFO_NULL, &f->file);
    if (f->code != MPI_SUCCESS)
        f->file = MPI_FILE_NULL;
}

static void close_file(woad_mpi_file *f)
{
    if (f->file == MPI_FILE_NULL)
        return;
    int code = MPI_File_close(&f->file);
    f->file = MPI_FILE_NULL;
    f->code = f->code == MPI_SUCCESS ? code : f->code;
}

/* ---- writing -------------------------------------------------------------------------------- */

woad_status woad_mpi_file_create(MPI_Comm comm, const char *path, const void *header,
    size_t size, bool overwrite, woad_mpi_file *f, woad_error *error)
{
    begin(f, comm, path);
    woad_status status = WOAD_OK;
    if (f->rank == 0)
        status = woad_file_stage(path, header, size, overwrite, &f->staged, error);
    status = woad_mpi_agree(comm, status, error);
    if (status < 0)
        return status;
    MPI_Bcast(f->staged.temporary, WOAD_PATH_SIZE, MPI_CHAR, 0, comm);
    open_as(f, f->staged.temporary, MPI_MODE_WRONLY);
    return agree_on_code(f, WOAD_ERROR_WRITE, "write", error);
}

void woad_mpi_file_write(woad_mpi_file *f, uint64_t offset, const void *bytes, size_t size)
{
    for (size_t at = 0; at < size && f->code == MPI_SUCCESS && !f->cut; at += piece) {
        size_t count = size - at < piece ? size - at : piece;
        MPI_Status what;
        int gone = 0;
        f->code = MPI_File_write_at(f->file, (MPI_Offset)(offset + at),
            (const char *)bytes + at, (int)count, MPI_BYTE, &what);
        if (f->code == MPI_SUCCESS)
            f->code = MPI_Get_count(&what, MPI_BYTE, &gone);
        f->cut = (size_t)gone != count;
    }
}

woad_status woad_mpi_file_close(woad_mpi_file *f, woad_error *error)
{
    int code = MPI_File_sync(f->file); /* to the disk, before it gets its name */
    f->code = f->code == MPI_SUCCESS ? code : f->code;
    close_file(f);
    return agree_on_code(f, WOAD_ERROR_WRITE, "write", error);
}

woad_status woad_mpi_file_name(woad_mpi_file *f, woad_error *error)
{
    woad_status status = f->rank == 0 ? woad_file_commit(&f->staged, error) : WOAD_OK;
    return woad_mpi_agree(f->comm, status, error);
}

void woad_mpi_file_abandon(woad_mpi_file *f)
{
    close_file(f);
    if (f->rank == 0)
        woad_file_abandon(&f->staged);
}

/* ---- reading -------------------------------------------------------------------------------- */

woad_status woad_mpi_file_open(
    MPI_Comm comm, const char *path, woad_mpi_file *f, woad_error *error)
{
    begin(f, comm, path);
    open_as(f, path, MPI_MODE_RDONLY);
    return agree_on_code(f, WOAD_ERROR_READ, "read", error);
}

bool woad_mpi_file_read(woad_mpi_file *f, uint64_t offset, void *bytes, size_t size)
{
    for (size_t at = 0; at < size; at += piece) {
        size_t count = size - at < piece ? size - at : piece;
        MPI_Status what;
        int got = 0;
        if (MPI_File_read_at(f->file, (MPI_Offset)(offset + at), (char *)bytes + at, (int)count,
                MPI_BYTE, &what) != MPI_SUCCESS ||
            MPI_Get_count(&what, MPI_BYTE, &got) != MPI_SUCCESS || (size_t)got != count)
            return false;
    }
    return true;
}
