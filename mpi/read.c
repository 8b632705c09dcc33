/* read.c - masks read by all processes at once, from NPY and raw. */
#include <stdio.h>
#include <string.h>

#include "agree.h"
#include "base/alloc.h"
#include "base/status.h"
#include "io/bytes.h"
#include "io/npy.h"
#include "io/raw.h"
#include "io/values.h"
#include "mask.h"
#include "order.h"
#include "permutation.h"
#include "shared_file.h"

enum { MOST_HEADER = 4096 }; /* bytes that are looked at: one of ours has 128 */

typedef struct reading {
    woad_mpi_file file;
    uint64_t size, data_offset; /* bytes */
    size_t width, height, depth;
    bool holds_ranks; /* uint32; else float32 thresholds */
    bool guessed;     /* no size was given */
    woad_mpi_slab slab;
    float *values; /* thresholds of this process */
    woad_mpi_order order;
} reading;

/* ---- what the file is ----------------------------------------------------------------------- */

static woad_status check_length(const reading *r, woad_error *error)
{
    size_t count = 0;
    woad_status status =
        woad_values_check_size(r->file.path, r->width, r->height, r->depth, 1, &count, error);
    const unsigned long long wanted = r->data_offset + 4ULL * count;
    if (status >= 0 && r->size != wanted)
        status = woad_fail(error, WOAD_ERROR_FORMAT,
            "%s has %llu bytes: a mask of %zux%zux%zu has %llu%s", r->file.path,
            (unsigned long long)r->size, r->width, r->height, r->depth, wanted,
            r->guessed ? " (no size was given, so a square is assumed)" : "");
    return status;
}

/* Axes as woad_npy_axes gives them to masks of one channel. */
static woad_status take_npy_header(
    reading *r, const woad_npy_header *h, const woad_io_options *options, woad_error *error)
{
    const bool in_fours = h->item_size == 4 && (h->kind == 'f' || h->kind == 'u');
    size_t axes = h->axes;
    if (axes == 4 && h->shape[3] == 1)
        axes = 3;
    else if (axes == 3 && h->shape[2] <= WOAD_MAX_CHANNELS)
        axes = 4;
    if (!in_fours || axes < 2 || axes > 3 || h->big_endian || h->fortran_order)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s: processes read NPY files of one channel, float32 thresholds or uint32 ranks, row "
            "by row",
            r->file.path);
    r->holds_ranks = h->kind == 'u';
    r->data_offset = h->data_offset;
    r->width = h->shape[axes - 1];
    r->height = h->shape[axes - 2];
    r->depth = axes == 3 ? h->shape[0] : 1;
    if (options->depth > 1 && r->depth == 1)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s: processes read no sheets of frames: `woad convert` makes frames of them",
            r->file.path);
    if (options->values == WOAD_VALUES_RANK && !r->holds_ranks)
        return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s: processes read ranks that are uint32, and these are floats", r->file.path);
    return WOAD_OK;
}

static woad_status look_at_npy(reading *r, const woad_io_options *options, woad_error *error)
{
    uint8_t bytes[MOST_HEADER];
    woad_npy_header header;
    size_t head = r->size < MOST_HEADER ? (size_t)r->size : MOST_HEADER;
    woad_status status = WOAD_OK;
    if (!woad_mpi_file_read(&r->file, 0, bytes, head))
        status = woad_fail(error, WOAD_ERROR_READ, "cannot read %s", r->file.path);
    if (status >= 0)
        status = woad_npy_parse(bytes, head, r->file.path, &header, error);
    return status < 0 ? status : take_npy_header(r, &header, options, error);
}

static woad_status look_at_raw(reading *r, const woad_io_options *options, woad_error *error)
{
    if (r->size < 4)
        return woad_fail(error, WOAD_ERROR_FORMAT,
            "%s has %llu bytes: a raw mask has 4 for every value", r->file.path,
            (unsigned long long)r->size);
    woad_io_options shape = *options;
    r->guessed = !shape.width && !shape.height;
    shape.channels = 1;
    shape = woad_raw_shape(&shape, (size_t)(r->size / 4));
    r->holds_ranks = options->values == WOAD_VALUES_RANK;
    r->width = shape.width;
    r->height = shape.height;
    r->depth = shape.depth;
    return WOAD_OK;
}

static woad_status check_format(const char *path, const woad_format *format, woad_error *error)
{
    if (format && (strcmp(format->name, "npy") == 0 || strcmp(format->name, "raw") == 0))
        return WOAD_OK;
    return woad_fail(error, WOAD_ERROR_UNSUPPORTED,
        "%s: processes read .npy and .raw files; `woad convert` makes them of others", path);
}

/* By each process: it is little. */
static woad_status look(reading *r, const woad_io_options *options, woad_error *error)
{
    const char *path = r->file.path;
    const woad_format *format = woad_format_of_path(path);
    MPI_Offset size = 0;
    woad_status status = check_format(path, format, error);
    if (status >= 0 && options->values == WOAD_VALUES_PDF)
        status = woad_fail(error, WOAD_ERROR_UNSUPPORTED,
            "%s: processes read thresholds or ranks: `woad convert` makes them of other values",
            path);
    if (status < 0)
        return status;
    if (MPI_File_get_size(r->file.file, &size) != MPI_SUCCESS)
        return woad_fail(error, WOAD_ERROR_READ, "cannot read %s", path);
    r->size = (uint64_t)size;
    if (strcmp(format->name, "npy") == 0)
        status = look_at_npy(r, options, error);
    else
        status = look_at_raw(r, options, error);
    return status < 0 ? status : check_length(r, error);
}

/* ---- its values ----------------------------------------------------------------------------- */

/* Its samples are four bytes each. */
static woad_status read_samples(reading *r, void *samples, woad_error *error)
{
    const uint64_t at = r->data_offset + (uint64_t)4 * r->slab.first * r->slab.width;
    return woad_mpi_file_read(&r->file, at, samples, 4 * woad_mpi_slab_count(&r->slab))
               ? WOAD_OK
               : woad_fail(error, WOAD_ERROR_READ, "cannot read %s", r->file.path);
}

/* Of a sample of this process that is not lawful. */
static woad_status refuse(
    const reading *r, size_t i, double value, const char *lawful, woad_error *error)
{
    const size_t row = r->slab.first + i / r->width;
    char frame[40] = "";
    if (r->depth > 1)
        snprintf(frame, sizeof frame, ", frame %zu", row / r->height);
    return woad_fail(error, WOAD_ERROR_FORMAT, "%s: the value at (%zu, %zu)%s is %.9g: %s",
        r->file.path, i % r->width, row % r->height, frame, value, lawful);
}

static woad_status read_values(reading *r, woad_error *error)
{
    const size_t count = woad_mpi_slab_count(&r->slab);
    r->values = woad_array(count, sizeof *r->values);
    if (!r->values)
        return woad_fail_memory(error, "a mask");
    woad_status status = read_samples(r, r->values, error);
    for (size_t i = 0; status >= 0 && i < count; i++) {
        r->values[i] = woad_get_f32((const uint8_t *)&r->values[i]);
        if (!(r->values[i] >= 0 && r->values[i] <= 1)) /* or it is NaN */
            status = refuse(r, i, (double)r->values[i], "thresholds are from 0 to 1", error);
    }
    return status;
}

static woad_status read_ranks(reading *r, uint32_t *ranks, woad_error *error)
{
    const size_t count = woad_mpi_slab_count(&r->slab), area = r->width * r->height;
    woad_status status = read_samples(r, ranks, error);
    for (size_t i = 0; status >= 0 && i < count; i++) {
        ranks[i] = woad_get_u32((const uint8_t *)&ranks[i]);
        if (ranks[i] >= area)
            status = refuse(r, i, ranks[i], "ranks are below the pixels of a frame", error);
    }
    return status;
}

/* ---- ranks ---------------------------------------------------------------------------------- */

/* Equal values by their places, as woad_mask_rank has them. */
static woad_status rank_rows(reading *r, uint32_t *ranks, woad_error *error)
{
    size_t total = r->width * r->height;
    const woad_histogram_target even = {
        (float)(0.5 / (double)total), (float)(1 / (double)total), NULL};
    woad_status status = woad_mpi_order_create(
        r->slab.comm, woad_mpi_slab_count(&r->slab), total, &even, &r->order, error);
    return status < 0 ? status : woad_mpi_rank(&r->order, r->values, ranks, error);
}

/* A raw file does not say what it holds, and whole numbers below 2^23 are tiny floats.
 * Collective. */
static woad_status check_are_floats(const reading *r, woad_error *error)
{
    const size_t count = woad_mpi_slab_count(&r->slab);
    float largest = 0;
    for (size_t i = 0; i < count; i++)
        largest = r->values[i] > largest ? r->values[i] : largest;
    MPI_Allreduce(MPI_IN_PLACE, &largest, 1, MPI_FLOAT, MPI_MAX, r->slab.comm);
    return largest > 1e-30F || r->data_offset > 0
               ? WOAD_OK
               : woad_fail(error, WOAD_ERROR_FORMAT,
                     "%s has no value above 1e-30: it holds ranks, not floats", r->file.path);
}

/* Of whole frames. Not collective. */
static woad_status rank_frames(const reading *r, uint32_t *ranks, woad_error *error)
{
    const size_t area = r->width * r->height, count = woad_mpi_slab_count(&r->slab);
    woad_sorter *sorter = NULL;
    woad_status status = woad_sorter_create(area, 1, &sorter, error);
    for (size_t i = 0; status >= 0 && i < count; i += area)
        woad_rank(sorter, r->values + i, area, ranks + i);
    woad_sorter_destroy(sorter);
    return status;
}

/* ---- all ------------------------------------------------------------------------------------ */

static woad_status take_ranks(reading *r, uint32_t *ranks, woad_error *error)
{
    if (r->holds_ranks) {
        woad_status status = woad_mpi_agree(r->slab.comm, read_ranks(r, ranks, error), error);
        return status < 0 ? status
                          : woad_mpi_permutation_check(&r->slab, ranks, r->file.path, error);
    }
    woad_status status = woad_mpi_agree(r->slab.comm, read_values(r, error), error);
    if (status >= 0)
        status = check_are_floats(r, error);
    if (status < 0)
        return status;
    return r->depth == 1 ? rank_rows(r, ranks, error)
                         : woad_mpi_agree(r->slab.comm, rank_frames(r, ranks, error), error);
}

static woad_status read_mask(reading *r, MPI_Comm comm, const woad_io_options *options,
    woad_mpi_mask **mask, woad_error *error)
{
    woad_status status = woad_mpi_agree(comm, look(r, options, error), error);
    if (status >= 0)
        status = woad_mpi_slab_cut(comm, r->width, r->height, r->depth, &r->slab, error);
    if (status >= 0)
        status = woad_mpi_mask_create(&r->slab, NULL, mask, error);
    return status < 0 ? status : take_ranks(r, (*mask)->ranks, error);
}

woad_status woad_mpi_mask_load(MPI_Comm comm, const char *path, const woad_io_options *options,
    woad_mpi_mask **out, woad_error *error)
{
    const woad_io_options none = {0};
    reading r = {0};
    woad_mpi_mask *mask = NULL;
    woad_error own = {0};
    error = error ? error : &own;
    woad_status status = woad_mpi_file_open(comm, path, &r.file, error);
    if (status >= 0) {
        status = read_mask(&r, comm, options ? options : &none, &mask, error);
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
