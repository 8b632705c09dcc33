/* file.c - masks written by all processes at once, as NPY with the recipe beside it. */
#include <woad/mpi.h>

#include <stdio.h>
#include <string.h>

#include "agree.h"
#include "base/alloc.h"
#include "base/status.h"
#include "io/bytes.h"
#include "io/npy.h"
#include "shared_file.h"

/* Values that are made into bytes at once. */
enum { PIECE = 1 << 20 };

/* Looks at the path, and writes the recipe under another name: it waits as the mask does. Rank 0's.
 */
static woad_status stage_recipe(const char *path, const char *recipe, bool overwrite,
    woad_staged *staged, woad_error *error)
{
    static const char extension[] = ".ini";
    size_t length = strlen(path);
    woad_destination target;
    woad_status status = woad_destination_find(path, &target, error);
    if (status >= 0 && target.kind == WOAD_DESTINATION_STREAM)
        status = woad_fail(error, WOAD_ERROR_WRITE,
            "%s is a device or a pipe: processes write a file together", path);
    if (status >= 0)
        status = woad_destination_check(path, &target, overwrite, error);
    if (status < 0)
        return status;
    char *beside = woad_array(length + sizeof extension, 1);
    if (!beside)
        return woad_fail_memory(error, "a path");
    memcpy(beside, path, length);
    memcpy(beside + length, extension, sizeof extension);
    status = woad_file_stage(beside, recipe, strlen(recipe), overwrite, staged, error);
    staged->path = path; /* for sentences, once `beside` is gone */
    woad_free(beside);
    return status;
}

/* Values begin .. begin + count - 1 of this process as little-endian bytes. */
static void put_values(
    const woad_mpi_mask *mask, woad_values values, size_t begin, size_t count, uint8_t *bytes)
{
    double area = (double)mask->width * (double)mask->height;
    for (size_t i = 0; i < count; i++) {
        uint32_t rank = mask->ranks[begin + i];
        if (values == WOAD_VALUES_RANK)
            woad_put_u32(rank, bytes + 4 * i);
        else
            woad_put_f32((float)((rank + 0.5) / area), bytes + 4 * i);
    }
}

static void write_rows(
    woad_mpi_file *file, const woad_mpi_mask *mask, woad_values values, uint8_t *bytes)
{
    size_t count = mask->rows * mask->width;
    uint64_t at = WOAD_NPY_HEADER_SIZE + (uint64_t)4 * mask->first * mask->width;
    for (size_t i = 0; i < count; i += PIECE) {
        size_t piece = count - i < PIECE ? count - i : PIECE;
        put_values(mask, values, i, piece, bytes);
        woad_mpi_file_write(file, at + 4 * i, bytes, 4 * piece);
    }
}

static woad_status write_mask(MPI_Comm comm, const woad_mpi_mask *mask, const char *path,
    woad_values values, bool overwrite, woad_mpi_file *file, woad_error *error)
{
    size_t shape[WOAD_NPY_MAX_AXES];
    size_t axes = woad_npy_axes(mask->width, mask->height, mask->depth, 1, shape);
    uint8_t header[WOAD_NPY_HEADER_SIZE], *bytes = woad_array(PIECE, 4);
    woad_status status = bytes ? WOAD_OK : woad_fail_memory(error, "an NPY file");
    woad_npy_print(values == WOAD_VALUES_RANK ? 'u' : 'f', shape, axes, header);
    status = woad_mpi_agree(comm, status, error);
    if (status >= 0)
        status =
            woad_mpi_file_create(comm, path, header, sizeof header, overwrite, file, error);
    if (status >= 0)
        write_rows(file, mask, values, bytes);
    if (status >= 0)
        status = woad_mpi_file_close(file, error);
    woad_free(bytes);
    return status;
}

woad_status woad_mpi_mask_save(MPI_Comm comm, const woad_mpi_mask *mask, const char *path,
    woad_values values, bool overwrite, woad_error *error)
{
    woad_mpi_file file = {.file = MPI_FILE_NULL, .rank = -1};
    woad_staged recipe = {0};
    woad_error own = {0};
    int rank;
    error = error ? error : &own;
    MPI_Comm_rank(comm, &rank);
    if (values != WOAD_VALUES_THRESHOLD && values != WOAD_VALUES_RANK)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "processes write thresholds or ranks: `woad convert` makes other values of them");
    woad_status status = WOAD_OK;
    if (rank == 0)
        status = stage_recipe(path, mask->recipe, overwrite, &recipe, error);
    status = woad_mpi_agree(comm, status, error);
    if (status >= 0)
        status = write_mask(comm, mask, path, values, overwrite, &file, error);
    if (status >= 0) {
        status = rank == 0 ? woad_file_commit(&recipe, error) : WOAD_OK;
        status = woad_mpi_agree(comm, status, error);
    }
    if (status >= 0)
        status = woad_mpi_file_name(&file, error);
    woad_mpi_file_abandon(&file);
    if (rank == 0)
        woad_file_abandon(&recipe);
    return status;
}
