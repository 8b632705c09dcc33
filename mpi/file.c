/* file.c - masks written by all processes at once: NPY and raw with the recipe beside it, PNG. */
#include <woad/mpi.h>

#include <stdio.h>
#include <string.h>

#include "agree.h"
#include "base/alloc.h"
#include "base/status.h"
#include "base/system.h"
#include "io/bytes.h"
#include "io/npy.h"
#include "png.h"
#include "shared_file.h"

/* Values that are made into bytes at once. */
enum { PIECE = 1 << 20 };

typedef struct saving {
    MPI_Comm comm;
    int rank;
    const woad_mpi_mask *mask;
    const char *path;
    woad_values values;
    bool overwrite;
    woad_mpi_file file;
    woad_staged recipe; /* rank 0's, and not of PNG, which holds it */
} saving;

/* ---- what can be written -------------------------------------------------------------------- */

static bool is_of(const char *path, const char *format)
{
    const woad_format *found = woad_format_of_path(path);
    return found && strcmp(found->name, format) == 0;
}

static woad_status check_png(const char *path, size_t width, size_t height, size_t depth,
    woad_values values, woad_error *error)
{
    if (depth > 1)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "%s: processes write one frame as PNG, and there are %zu: .npy and .raw hold them",
            path, depth);
    if (values == WOAD_VALUES_RANK && width * height > (size_t)UINT16_MAX + 1)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "%s: PNG has 16 bits, and there are %zu ranks: .npy and .raw hold them", path,
            width * height);
    return WOAD_OK;
}

woad_status woad_mpi_mask_save_check(const char *path, size_t width, size_t height,
    size_t depth, woad_values values, woad_error *error)
{
    if (values != WOAD_VALUES_THRESHOLD && values != WOAD_VALUES_RANK)
        return woad_fail(error, WOAD_ERROR_ARGUMENT,
            "processes write thresholds or ranks: `woad convert` makes other values of them");
    if (is_of(path, "png"))
        return check_png(path, width, height, depth, values, error);
    if (is_of(path, "npy") || is_of(path, "raw"))
        return WOAD_OK;
    return woad_fail(error, WOAD_ERROR_ARGUMENT,
        "%s: processes write .npy, .raw and .png files; `woad convert` makes others of them",
        path);
}

static woad_status check_destination(const saving *s, woad_error *error)
{
    woad_destination target;
    woad_status status = woad_mpi_mask_save_check(
        s->path, s->mask->width, s->mask->height, s->mask->depth, s->values, error);
    if (status >= 0)
        status = woad_destination_find(s->path, &target, error);
    if (status >= 0 && target.kind == WOAD_DESTINATION_STREAM)
        status = woad_fail(error, WOAD_ERROR_WRITE,
            "%s is a device or a pipe: processes write a file together", s->path);
    return status < 0 ? status : woad_destination_check(s->path, &target, s->overwrite, error);
}

/* Writes the recipe under another name: it waits as the mask does. */
static woad_status stage_recipe(saving *s, woad_error *error)
{
    static const char extension[] = ".ini";
    const char *path = s->path, *recipe = s->mask->recipe;
    size_t length = strlen(path);
    char *beside = woad_array(length + sizeof extension, 1);
    if (!beside)
        return woad_fail_memory(error, "a path");
    memcpy(beside, path, length);
    memcpy(beside + length, extension, sizeof extension);
    woad_status status =
        woad_file_stage(beside, recipe, strlen(recipe), s->overwrite, &s->recipe, error);
    s->recipe.path = path; /* for sentences, once `beside` is gone */
    woad_free(beside);
    return status;
}

/* Rank 0's. */
static woad_status begin_save(saving *s, woad_error *error)
{
    woad_status status = check_destination(s, error);
    return status < 0 || is_of(s->path, "png") ? status : stage_recipe(s, error);
}

/* ---- NPY and raw ---------------------------------------------------------------------------- */

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

static void write_values(saving *s, size_t head, uint8_t *bytes)
{
    const woad_mpi_mask *mask = s->mask;
    size_t count = mask->rows * mask->width;
    uint64_t at = head + (uint64_t)4 * mask->first * mask->width;
    for (size_t i = 0; i < count; i += PIECE) {
        size_t piece = count - i < PIECE ? count - i : PIECE;
        put_values(mask, s->values, i, piece, bytes);
        woad_mpi_file_write(&s->file, at + 4 * i, bytes, 4 * piece);
    }
}

static woad_status write_array(saving *s, woad_error *error)
{
    const woad_mpi_mask *mask = s->mask;
    const size_t head = is_of(s->path, "npy") ? WOAD_NPY_HEADER_SIZE : 0;
    size_t shape[WOAD_NPY_MAX_AXES];
    size_t axes = woad_npy_axes(mask->width, mask->height, mask->depth, 1, shape);
    uint8_t header[WOAD_NPY_HEADER_SIZE], *bytes = woad_array(PIECE, 4);
    woad_status status = bytes ? WOAD_OK : woad_fail_memory(error, "a mask's file");
    woad_npy_print(s->values == WOAD_VALUES_RANK ? 'u' : 'f', shape, axes, header);
    status = woad_mpi_agree(s->comm, status, error);
    if (status >= 0)
        status =
            woad_mpi_file_create(s->comm, s->path, header, head, s->overwrite, &s->file, error);
    if (status >= 0)
        write_values(s, head, bytes);
    woad_free(bytes);
    return status;
}

/* ---- PNG ------------------------------------------------------------------------------------ */

static woad_status write_png(saving *s, woad_error *error)
{
    void *head = NULL;
    size_t size = 0;
    woad_status status = WOAD_OK;
    if (s->rank == 0)
        status = woad_mpi_png_head(s->mask, s->values, &head, &size, error);
    status = woad_mpi_agree(s->comm, status, error);
    if (status >= 0)
        status =
            woad_mpi_file_create(s->comm, s->path, head, size, s->overwrite, &s->file, error);
    if (status >= 0)
        status = woad_mpi_png_rows(s->mask, s->values, size, &s->file, error);
    woad_free(head);
    return status;
}

/* ---- all ------------------------------------------------------------------------------------ */

static woad_status save(saving *s, woad_error *error)
{
    woad_status status = WOAD_OK;
    if (s->rank == 0)
        status = begin_save(s, error);
    status = woad_mpi_agree(s->comm, status, error);
    if (status >= 0)
        status = is_of(s->path, "png") ? write_png(s, error) : write_array(s, error);
    if (status >= 0)
        status = woad_mpi_file_close(&s->file, error);
    if (status < 0)
        return status;
    if (s->recipe.path)
        status = woad_file_commit(&s->recipe, error);
    bool placed = status >= 0 && s->recipe.path;
    status = woad_mpi_agree(s->comm, status, error);
    if (status >= 0)
        status = woad_mpi_file_name(&s->file, error);
    if (status < 0 && placed && s->recipe.target.kind == WOAD_DESTINATION_ABSENT)
        woad_system_remove(s->recipe.target.path);
    return status;
}

woad_status woad_mpi_mask_save(MPI_Comm comm, const woad_mpi_mask *mask, const char *path,
    woad_values values, bool overwrite, woad_error *error)
{
    saving s = {.comm = comm,
        .mask = mask,
        .path = path,
        .values = values,
        .overwrite = overwrite,
        .file = {.file = MPI_FILE_NULL, .rank = -1}};
    woad_error own = {0};
    MPI_Comm_rank(comm, &s.rank);
    woad_status status = save(&s, error ? error : &own);
    woad_mpi_file_abandon(&s.file);
    if (s.rank == 0)
        woad_file_abandon(&s.recipe);
    return status;
}
