/* file.c - masks written by all processes at once (MPI-IO), as NPY.
 *
 * Rank 0 does what one process would: it looks at the paths, makes a file under another name, and
 * renames it when it is whole. Between, each process writes its rows where they belong.
 */
#include <woad/mpi.h>

#include <stdio.h>
#include <string.h>

#include "agree.h"
#include "base/alloc.h"
#include "base/status.h"
#include "io/bytes.h"
#include "io/file.h"
#include "io/npy.h"

/* Values of a piece: MPI's counts are ints, and one buffer is enough. */
enum { PIECE = 1 << 20 };

typedef struct output {
    MPI_Comm comm;
    int rank;
    const woad_mpi_mask *mask;
    woad_values values;
    woad_staged staged, sidecar; /* of rank 0 */
    char sidecar_path[WOAD_PATH_SIZE];
} output;

/* ---- rank 0's ------------------------------------------------------------------------------- */

static void print_header(const output *o, uint8_t bytes[WOAD_NPY_HEADER_SIZE])
{
    const size_t shape[2] = {o->mask->height, o->mask->width};
    woad_npy_print(o->values == WOAD_VALUES_RANK ? 'u' : 'f', shape, 2, bytes);
}

/* The recipe beside it waits, as the mask does, for its name. */
static woad_status stage_sidecar(output *o, const char *path, bool overwrite, woad_error *error)
{
    int length = snprintf(o->sidecar_path, WOAD_PATH_SIZE, "%s.ini", path);
    if (length < 0 || length >= WOAD_PATH_SIZE)
        return woad_fail(
            error, WOAD_ERROR_ARGUMENT, "the path %s is too long for its recipe's", path);
    const char *recipe = o->mask->recipe;
    return woad_file_stage(
        o->sidecar_path, recipe, strlen(recipe), overwrite, &o->sidecar, error);
}

/* The header, in a file of another name. */
static woad_status begin(output *o, const char *path, bool overwrite, woad_error *error)
{
    uint8_t header[WOAD_NPY_HEADER_SIZE];
    woad_destination target;
    woad_status status = woad_destination_find(path, &target, error);
    if (status >= 0 && target.kind == WOAD_DESTINATION_STREAM)
        status = woad_fail(error, WOAD_ERROR_WRITE,
            "%s is a device or a pipe: processes write a file together", path);
    if (status >= 0)
        status = woad_destination_check(path, &target, overwrite, error);
    if (status >= 0)
        status = stage_sidecar(o, path, overwrite, error);
    print_header(o, header);
    if (status >= 0)
        status = woad_file_stage(path, header, sizeof header, overwrite, &o->staged, error);
    return status;
}

static woad_status commit(output *o, woad_error *error)
{
    woad_status status = woad_file_commit(&o->sidecar, error);
    return status < 0 ? status : woad_file_commit(&o->staged, error);
}

/* ---- everybody's ---------------------------------------------------------------------------- */

/* Values begin .. begin + count - 1 of this process as little-endian bytes. */
static void put_values(const output *o, size_t begin, size_t count, uint8_t *bytes)
{
    double area = (double)o->mask->width * (double)o->mask->height;
    for (size_t i = 0; i < count; i++) {
        uint32_t rank = o->mask->ranks[begin + i], word = rank;
        float threshold = (float)((rank + 0.5) / area);
        if (o->values != WOAD_VALUES_RANK)
            memcpy(&word, &threshold, sizeof word);
        woad_put_u32(word, bytes + 4 * i);
    }
}

static woad_status fail_write(int code, const char *path, woad_error *error)
{
    char reason[MPI_MAX_ERROR_STRING] = "";
    int length;
    MPI_Error_string(code, reason, &length);
    return woad_fail(error, WOAD_ERROR_WRITE, "cannot write %s: %s", path, reason);
}

static int write_rows(const output *o, MPI_File file, uint8_t *bytes)
{
    const woad_mpi_mask *mask = o->mask;
    size_t count = mask->rows * mask->width;
    MPI_Offset at = (MPI_Offset)(WOAD_NPY_HEADER_SIZE + 4 * mask->first * mask->width);
    int code = MPI_SUCCESS;
    for (size_t i = 0; i < count && code == MPI_SUCCESS; i += PIECE) {
        size_t piece = count - i < PIECE ? count - i : PIECE;
        put_values(o, i, piece, bytes);
        code = MPI_File_write_at(file, at + (MPI_Offset)(4 * i), bytes, (int)(4 * piece),
            MPI_BYTE, MPI_STATUS_IGNORE);
    }
    return code;
}

/* Files' errors are returned by default (MPI 4.0, section 14.7), not fatal. */
static woad_status fill(output *o, const char *path, woad_error *error)
{
    MPI_File file = MPI_FILE_NULL;
    MPI_Bcast(o->staged.temporary, WOAD_PATH_SIZE, MPI_CHAR, 0, o->comm);
    uint8_t *bytes = woad_array(PIECE, 4);
    woad_status status = bytes ? WOAD_OK : woad_fail_memory(error, "an NPY file");
    status = woad_mpi_agree(o->comm, status, error);
    if (status >= 0) {
        int code =
            MPI_File_open(o->comm, o->staged.temporary, MPI_MODE_WRONLY, MPI_INFO_NULL, &file);
        bool opened = code == MPI_SUCCESS;
        if (opened)
            code = write_rows(o, file, bytes);
        int closed = opened ? MPI_File_close(&file) : MPI_SUCCESS;
        code = code == MPI_SUCCESS ? closed : code;
        if (code != MPI_SUCCESS)
            status = fail_write(code, path, error);
        status = woad_mpi_agree(o->comm, status, error);
    }
    woad_free(bytes);
    return status;
}

woad_status woad_mpi_mask_save(MPI_Comm comm, const woad_mpi_mask *mask, const char *path,
    woad_values values, bool overwrite, woad_error *error)
{
    output o = {.comm = comm, .mask = mask, .values = values};
    woad_error own;
    error = error ? error : &own;
    MPI_Comm_rank(comm, &o.rank);
    if (values != WOAD_VALUES_THRESHOLD && values != WOAD_VALUES_RANK)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "processes write thresholds or ranks: `woad convert` makes other values of them");
    woad_status status = o.rank == 0 ? begin(&o, path, overwrite, error) : WOAD_OK;
    status = woad_mpi_agree(comm, status, error);
    if (status >= 0)
        status = fill(&o, path, error);
    if (o.rank == 0 && status >= 0)
        status = commit(&o, error);
    status = woad_mpi_agree(comm, status, error);
    if (o.rank == 0) { /* of the others, `staged` is but a name */
        woad_file_abandon(&o.sidecar);
        woad_file_abandon(&o.staged);
    }
    return status;
}
