/* read.c - masks read by all processes at once, from NPY. */
#include "agree.h"
#include "base/alloc.h"
#include "base/status.h"
#include "io/npy.h"
#include "io/values.h"
#include "mask.h"
#include "order.h"
#include "shared_file.h"

enum { MOST_HEADER = 4096 }; /* bytes that are looked at: one of ours has 128 */

typedef struct reading {
    woad_mpi_file file;
    woad_npy_header header;
    woad_mpi_slab slab;
    float *values; /* thresholds of this process */
    woad_mpi_order order;
} reading;

static woad_status check_header(const reading *r, uint64_t size, woad_error *error)
{
    const woad_npy_header *h = &r->header;
    const char *name = r->file.path;
    size_t count;
    if (h->axes != 2 || h->kind != 'f' || h->item_size != 4 || h->big_endian ||
        h->fortran_order)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s: processes read NPY files of one frame of float32 thresholds, row by row",
            name);
    woad_status status =
        woad_values_check_size(name, h->shape[1], h->shape[0], 1, 1, &count, error);
    if (status >= 0 && size != h->data_offset + (uint64_t)4 * count)
        status = woad_fail(error, WOAD_ERROR_FORMAT,
            "%s has %llu bytes: a mask of %zux%zu has %llu", name, (unsigned long long)size,
            h->shape[1], h->shape[0], (unsigned long long)h->data_offset + 4ULL * count);
    return status;
}

/* By each process: it is little. */
static woad_status read_header(reading *r, woad_error *error)
{
    uint8_t bytes[MOST_HEADER];
    MPI_Offset size = 0;
    MPI_File_get_size(r->file.file, &size);
    size_t head = size < MOST_HEADER ? (size_t)size : MOST_HEADER;
    woad_status status = WOAD_OK;
    if (!woad_mpi_file_read(&r->file, 0, bytes, head))
        status = woad_fail(error, WOAD_ERROR_READ, "cannot read %s", r->file.path);
    if (status >= 0)
        status = woad_npy_parse(bytes, head, r->file.path, &r->header, error);
    return status < 0 ? status : check_header(r, (uint64_t)size, error);
}

static woad_status read_values(reading *r, woad_error *error)
{
    size_t count = woad_mpi_slab_count(&r->slab), width = r->slab.width;
    uint64_t at = r->header.data_offset + (uint64_t)4 * r->slab.first * width;
    r->values = woad_array(count, sizeof *r->values);
    if (!r->values)
        return woad_fail_memory(error, "a mask");
    if (!woad_mpi_file_read(&r->file, at, r->values, 4 * count))
        return woad_fail(error, WOAD_ERROR_READ, "cannot read %s", r->file.path);
    for (size_t i = 0; i < count; i++) {
        if (!(r->values[i] >= 0 && r->values[i] <= 1)) /* or it is NaN */
            return woad_fail(error, WOAD_ERROR_FORMAT,
                "%s: the value at (%zu, %zu) is %g: thresholds are from 0 to 1", r->file.path,
                i % width, r->slab.first + i / width, (double)r->values[i]);
    }
    return WOAD_OK;
}

/* Equal values by their places, as woad_mask_rank has them. */
static woad_status rank_values(reading *r, woad_mpi_mask *mask, woad_error *error)
{
    size_t total = r->slab.width * r->slab.height;
    const woad_histogram_target even = {
        (float)(0.5 / (double)total), (float)(1 / (double)total), NULL};
    woad_status status = woad_mpi_order_create(
        r->slab.comm, woad_mpi_slab_count(&r->slab), total, &even, &r->order, error);
    return status < 0 ? status : woad_mpi_rank(&r->order, r->values, mask->ranks, error);
}

static woad_status read_mask(reading *r, MPI_Comm comm, woad_mpi_mask **mask, woad_error *error)
{
    woad_status status = woad_mpi_agree(comm, read_header(r, error), error);
    if (status >= 0)
        status =
            woad_mpi_slab_cut(comm, r->header.shape[1], r->header.shape[0], 1, &r->slab, error);
    if (status >= 0)
        status = woad_mpi_agree(comm, read_values(r, error), error);
    if (status >= 0)
        status = woad_mpi_mask_create(&r->slab, NULL, mask, error);
    return status < 0 ? status : rank_values(r, *mask, error);
}

woad_status woad_mpi_mask_load(
    MPI_Comm comm, const char *path, woad_mpi_mask **out, woad_error *error)
{
    reading r = {0};
    woad_mpi_mask *mask = NULL;
    woad_error own = {0};
    error = error ? error : &own;
    woad_status status = woad_mpi_file_open(comm, path, &r.file, error);
    if (status >= 0) {
        status = read_mask(&r, comm, &mask, error);
        woad_mpi_file_abandon(&r.file);
    }
    woad_mpi_order_clear(&r.order);
    woad_free(r.values);
    if (status >= 0)
        *out = mask;
    else
        woad_mpi_mask_destroy(mask);
    return status;
}
